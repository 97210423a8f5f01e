import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromText } from '../rooms/bytes.ts';
import { loadCredentials } from '../rooms/node.ts';
import { parseCredentials } from '../rooms/run.ts';
import type { Credential } from '../rooms/sign.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'osscap-credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function opened({ accessKeyId, secret, securityToken }: Credential): readonly (string | null)[] {
  return [
    accessKeyId,
    secret.use((text) => text),
    securityToken === null ? null : securityToken.use((text) => text),
  ];
}

function parsed(text: string): unknown {
  const result = parseCredentials(text);
  return result.ok ? result.value.credentials.map(({ credential }) => opened(credential)) : result.error;
}

describe('JSON lists', () => {
  it('gives every entry, secrets as they are', () => {
    const text = JSON.stringify([
      { accessKeyId: 'LTAI1', accessKeySecret: ' s3cret\n' },
      { accessKeyId: 'STS.2', accessKeySecret: '密', securityToken: 'CAIS' },
      { accessKeyId: 'LTAI3', accessKeySecret: 'x', securityToken: null, comment: 'ignored' },
    ]);
    expect(parsed(text)).toEqual([
      ['LTAI1', ' s3cret\n', null],
      ['STS.2', fromText('密'), 'CAIS'],
      ['LTAI3', 'x', null],
    ]);
    expect(parsed('{"accessKeyId":"a","accessKeySecret":"b"}')).toEqual([['a', 'b', null]]);
  });

  it.each([
    ['[{"accessKeyId":"a"}]', { code: 'bad-entry', where: '1', field: 'accessKeySecret' }],
    ['[{"accessKeyId":"","accessKeySecret":"b"}]', { code: 'bad-entry', where: '1', field: 'accessKeyId' }],
    [
      '[{"accessKeyId":"a","accessKeySecret":"b"},{"accessKeyId":"a","accessKeySecret":7}]',
      { code: 'bad-entry', where: '2', field: 'accessKeySecret' },
    ],
    [
      '[{"accessKeyId":"a","accessKeySecret":"b","securityToken":1}]',
      { code: 'bad-entry', where: '1', field: 'securityToken' },
    ],
    ['[{"accessKeyId":"a b","accessKeySecret":"b"}]', { code: 'bad-id', where: '1', field: 'accessKeyId' }],
    ['[7]', { code: 'bad-entry', where: '1', field: 'accessKeyId' }],
    ['[]', []],
    ['{"a":1}', { code: 'unknown-format' }],
    ['hello', { code: 'unknown-format' }],
    [' \n', { code: 'no-credentials' }],
  ])('%s is %o', (text, fault) => {
    expect(parsed(text)).toEqual(fault);
  });

  it('says where JSON is broken, and quotes nothing of it', () => {
    const secret = 'TOPSECRETVALUE';
    const fault = parsed(`[\n  {"accessKeyId": "a", "accessKeySecret": "${secret}"\n   "x": 1}]`);
    expect(fault).toMatchObject({ code: 'not-json', line: 3, column: 4 });
    for (const text of [
      `[{"accessKeySecret": ${secret}}]`,
      `[{"accessKeySecret": "${secret}`,
      `{${secret}`,
    ]) {
      const { code } = parsed(text) as { code: string };
      expect(code).toBe('not-json');
      expect(JSON.stringify(parsed(text))).not.toContain('SECRET');
    }
  });
});

describe('the aliyun CLI configuration', () => {
  it('gives the profiles that hold keys', () => {
    const text = JSON.stringify({
      current: 'default',
      profiles: [
        {
          name: 'default',
          mode: 'AK',
          access_key_id: 'LTAI1',
          access_key_secret: 's1',
          region_id: 'cn-hangzhou',
        },
        { name: 'sts', mode: 'StsToken', access_key_id: 'STS.2', access_key_secret: 's2', sts_token: 't2' },
        { name: 'role', mode: 'RamRoleArn', access_key_id: 'LTAI3', access_key_secret: 's3' },
        { name: 'empty', mode: 'AK', access_key_id: '', access_key_secret: '' },
      ],
    });
    expect(parsed(text)).toEqual([
      ['LTAI1', 's1', null],
      ['STS.2', 's2', 't2'],
    ]);
  });

  it('says plainly why other profiles cannot be used', () => {
    const text = JSON.stringify({
      profiles: [{ mode: 'EcsRamRole' }, { mode: 'External', process_command: 'x' }],
    });
    expect(parsed(text)).toEqual({ code: 'unusable-profiles', modes: 'EcsRamRole, External' });
  });

  it('names the profile that is wrong', () => {
    const text = JSON.stringify({ profiles: [{ mode: 'AK', access_key_id: 'a' }] });
    expect(parsed(text)).toEqual({ code: 'bad-entry', where: 'profiles 1', field: 'access_key_secret' });
  });
});

describe('the ossutil configuration', () => {
  it('reads version 1', () => {
    const text = [
      '[Credentials]',
      'language=CH',
      'endpoint = oss-cn-hangzhou.aliyuncs.com',
      'accessKeyID = LTAI1',
      'accessKeySecret = s=1',
      'stsToken = t1',
      '[Bucket-Endpoint]',
      'b=oss-cn-beijing.aliyuncs.com',
    ].join('\r\n');
    expect(parsed(text)).toEqual([['LTAI1', 's=1', 't1']]);
  });

  it('reads version 2, in any spelling', () => {
    const text = [
      '# comment',
      '[default]',
      'access-key-id=LTAI1',
      'access_key=s1',
      '; another',
      '[profile dev] # here',
      'ACCESSKEYID = LTAI2',
      'accessKeySecret=s2',
      '[profile child]',
      'source-profile=dev',
      'region=cn-hangzhou',
    ].join('\n');
    expect(parsed(text)).toEqual([
      ['LTAI1', 's1', null],
      ['LTAI2', 's2', null],
    ]);
  });

  it.each([
    ['[default]\naccess-key-id=a', { code: 'bad-entry', where: '[default]', field: 'accessKeySecret' }],
    [
      '[default]\naccess-key-id=LTAI":"b"}a\naccess-key-secret=b',
      { code: 'bad-id', where: '[default]', field: 'accessKeyID' },
    ],
    ['[default]\naccess-key-secret=a', { code: 'bad-entry', where: '[default]', field: 'accessKeyID' }],
    ['[default]\naccess-key-id=a\nTOPSECRET', { code: 'bad-ini-line', line: 3 }],
    ['[default]\n[broken', { code: 'bad-ini-line', line: 2 }],
    ['[default]\nregion=cn-hangzhou', { code: 'no-credentials' }],
  ])('%j is %o', (text, fault) => {
    expect(parsed(text)).toEqual(fault);
  });
});

describe('what clients and servers of S3 keep', () => {
  it.each([
    [
      'the AWS CLI',
      '[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s/1+\n\n[ci]\naws_access_key_id=ASIA2\naws_secret_access_key=s2\naws_session_token=t2\n',
      [
        ['AKIA1', 's/1+', null],
        ['ASIA2', 's2', 't2'],
      ],
    ],
    [
      'rclone',
      '[store]\ntype = s3\nprovider = Ceph\naccess_key_id = K1\nsecret_access_key = s1\nsession_token = t1\n[drive]\ntype = drive\ntoken = {"access_token":"x"}\n',
      [['K1', 's1', 't1']],
    ],
    [
      's3cmd',
      '[default]\nsecret_key = s1\naccess_key = acc:user\naccess_token = \n',
      [['acc:user', 's1', null]],
    ],
    [
      'mc',
      '{"version":"10","aliases":{"gcs":{"url":"https://x","accessKey":"","secretKey":""},"play":{"url":"https://y","accessKey":"K1","secretKey":"s1","api":"S3v4"}}}',
      [['K1', 's1', null]],
    ],
    [
      'aws sts',
      '{"Credentials":{"AccessKeyId":"ASIA1","SecretAccessKey":"s1","SessionToken":"t1","Expiration":"2026-11-30T00:00:00Z"}}',
      [['ASIA1', 's1', 't1']],
    ],
    [
      'aws iam',
      '{"AccessKey":{"UserName":"u","AccessKeyId":"AKIA1","SecretAccessKey":"s1"}}',
      [['AKIA1', 's1', null]],
    ],
    [
      'radosgw-admin',
      '{"user_id":"u","keys":[{"user":"u","access_key":"K1","secret_key":"s1"},{"user":"u","access_key":"K2","secret_key":"s2"}]}',
      [
        ['K1', 's1', null],
        ['K2', 's2', null],
      ],
    ],
  ])('is read of %s', (_, text, found) => {
    expect(parsed(text)).toEqual(found);
  });

  it('says that a profile of a role holds no key', () => {
    const text = '[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n';
    expect(parsed(text)).toEqual({ code: 'unusable-profiles', modes: 'AssumeRole' });
  });

  it('is read of the environment', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's1', AWS_SESSION_TOKEN: 't1' };
    const loaded = await loadCredentials({ file: null, env });
    expect(loaded.ok && [...loaded.value.keyRing.values()].map(opened)).toEqual([['AKIA1', 's1', 't1']]);
  });

  it('is read of the home folder where that is asked for, and where it can be', async () => {
    const home = join(folder, 's3-home');
    mkdirSync(join(home, '.aws'), { recursive: true });
    mkdirSync(join(home, '.config', 'rclone'), { recursive: true });
    writeFileSync(
      join(home, '.aws', 'credentials'),
      '[a]\naws_access_key_id=AKIA1\naws_secret_access_key=s1\n',
    );
    writeFileSync(
      join(home, '.config', 'rclone', 'rclone.conf'),
      '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nAbC\n',
    );
    const none = await loadCredentials({ file: null, env: {} });
    expect(none.ok && none.value.keyRing.size).toBe(0);
    const loaded = await loadCredentials({ file: null, env: {}, home });
    expect(loaded.ok && [...loaded.value.keyRing.keys()]).toEqual(['AKIA1']);
  });
});

describe('custom domains of an ossutil configuration', () => {
  function domains(text: string): unknown {
    const result = parseCredentials(text);
    return result.ok ? Object.fromEntries(result.value.buckets) : result.error;
  }

  it('come from version 1, with the endpoints that a bucket stands before', () => {
    const text = [
      '[Credentials]',
      '        accessKeyID = LTAI1',
      '        accessKeySecret = s1',
      '[Bucket-Endpoint]',
      '        bucket1 = oss-cn-beijing.aliyuncs.com',
      '        bucket2 = http://oss.example.net:8080/',
      '[Bucket-Cname]',
      '        my-bucket = https://Static.Example.com',
      '        other = cdn.example.com.',
      '        third = third.oss-cn-hangzhou.aliyuncs.com',
      '[AkService]',
      '        ecsAk=http://100.100.100.200/latest/meta-data/Ram/security-credentials/r',
    ].join('\n');
    expect(parsed(text)).toEqual([['LTAI1', 's1', null]]);
    expect(domains(text)).toEqual({
      'static.example.com': 'my-bucket',
      'cdn.example.com': 'other',
      'oss.example.net': 'bucket2',
      'bucket2.oss.example.net': 'bucket2',
    });
  });

  it('come from version 2, a section for a bucket or for several', () => {
    const text = [
      '[buckets my-bucket]',
      'endpoint=static.example.com',
      'addressing-style=cname',
      '[buckets group]',
      'first =',
      '  endpoint = img.example.com',
      'second =',
      '  region = cn-hangzhou',
      '  end-point = files.example.com',
      '[default]',
      'accessKeyId=A',
      'accessKeySecret=s',
      'endpoint=https://ignored.example.com',
    ].join('\n');
    expect(domains(text)).toMatchObject({
      'static.example.com': 'my-bucket',
      'img.example.com': 'first',
      'files.example.com': 'second',
    });
    expect(Object.keys(domains(text) as object)).not.toContain('ignored.example.com');
    expect(parsed(text)).toEqual([['A', 's', null]]);
  });

  it('are the same with a port that is empty', () => {
    expect(domains('[Bucket-Cname]\nbucket1 = https://Img.example.com.:/')).toEqual({
      'img.example.com': 'bucket1',
    });
  });

  it('tell nothing of an IP address, where the bucket stands in the path', () => {
    const text = [
      '[Bucket-Endpoint]',
      'bucket1 = http://10.0.0.2',
      'bucket2 = [fd00::2]:8080',
      'bucket3 = localhost:9000',
      '[Bucket-Cname]',
      'bucket4 = 10.0.0.3:80',
      '[buckets bucket5]',
      'endpoint = https://10.0.0.4/',
    ].join('\n');
    expect(domains(text)).toEqual({ localhost: 'bucket3', 'bucket3.localhost': 'bucket3' });
  });

  it('tell nothing where two buckets have one, or where a name is none of a bucket', () => {
    const text =
      '[Bucket-Cname]\na-one = x.example.com\nb-two = x.example.com\nNO_BUCKET = y.example.com\nc-3 = z.example.com';
    expect(domains(text)).toEqual({ 'z.example.com': 'c-3' });
    expect(domains('[Bucket-Cname]\n')).toEqual({ code: 'no-credentials' });
  });
});

describe('modes of an ossutil configuration that do not sign with an access key in it', () => {
  it.each([
    ['[default]\nmode=RamRoleArn\nregion=cn-hangzhou', 'RamRoleArn'],
    ['[Credentials]\nlanguage=EN\n[AkService]\necsAk=http://100.100.100.200/r', 'EcsRamRole'],
    ['[default]\nmode=EcsRamRole\n[profile p]\ncredential-process=/bin/false', 'EcsRamRole, External'],
    ['[default]\ncredentials_uri=http://localhost/', 'CredentialsURI'],
    [
      '[default]\nmode=RamRoleArn\naccessKeyID=A\naccessKeySecret=s\nramRoleArn=acs:ram::1:role/r',
      'RamRoleArn',
    ],
  ])('%j', (text, modes) => {
    expect(parsed(text)).toEqual({ code: 'unusable-profiles', modes });
  });

  it('are not told by a role beside a key that no mode forbids', () => {
    const text = '[Credentials]\naccessKeyID=A\naccessKeySecret=s\nramRoleArn=acs:ram::1:role/r';
    expect(parsed(text)).toEqual([['A', 's', null]]);
  });

  it('are told beside those that do', () => {
    const text =
      '[default]\nmode=StsToken\naccessKeyID=A\naccessKeySecret=s\nstsToken=t\n[profile p]\nmode=OIDC';
    const result = parseCredentials(text);
    expect(result.ok && result.value.unusableModes).toEqual(['OIDC']);
    expect(parsed(text)).toEqual([['A', 's', 't']]);
  });
});

describe('loadCredentials', () => {
  const none = { file: null, env: {} };

  it('takes file before environment before home, by access key id', async () => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, '\ufeff[{"accessKeyId":"A","accessKeySecret":"file"}]');
    const home = join(folder, 'home');
    mkdirSync(join(home, '.aliyun'), { recursive: true });
    writeFileSync(
      join(home, '.ossutilconfig'),
      '[default]\naccessKeyID=A\naccessKeySecret=home\n[profile c]\naccessKeyID=C\naccessKeySecret=home',
    );
    writeFileSync(
      join(home, '.aliyun', 'config.json'),
      '{"profiles":[{"mode":"AK","access_key_id":"D","access_key_secret":"cli"}]}',
    );
    const env = {
      OSS_ACCESS_KEY_ID: 'A',
      OSS_ACCESS_KEY_SECRET: 'env',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'B',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'env',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'token',
      ALICLOUD_ACCESS_KEY_ID: 'E',
      ALICLOUD_ACCESS_KEY_SECRET: '',
    };
    const loaded = await loadCredentials({ file, env, home });
    expect(loaded.ok && [...loaded.value.keyRing.values()].map(opened)).toEqual([
      ['A', 'file', null],
      ['B', 'env', 'token'],
      ['C', 'home', null],
      ['D', 'cli', null],
    ]);
  });

  it.each([
    [{ OSS_ACCESS_KEY_ID: 'A' }, 'OSS_ACCESS_KEY_ID', ['OSS_ACCESS_KEY_SECRET']],
    [{ OSS_ACCESS_KEY_ID: 'A', OSS_ACCESS_KEY_SECRET: '' }, 'OSS_ACCESS_KEY_ID', ['OSS_ACCESS_KEY_SECRET']],
    [
      { ALICLOUD_ACCESS_KEY_SECRET: 's', ALICLOUD_SECURITY_TOKEN: 't' },
      'ALICLOUD_ACCESS_KEY_SECRET',
      ['ALICLOUD_ACCESS_KEY_ID'],
    ],
    [{ OSS_SESSION_TOKEN: 't' }, 'OSS_SESSION_TOKEN', ['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET']],
  ])('tells that %o is half an access key', async (env, variable, missing) => {
    const loaded = await loadCredentials({ ...none, env });
    expect(loaded.ok && [...loaded.value.keyRing.keys()]).toEqual([]);
    expect(loaded.ok && loaded.value.unusableVariables).toEqual([
      { code: 'half-in-environment', variable, missing },
    ]);
  });

  it.each(['LTAI1\r', '"LTAI1"', ' LTAI1', 'LTAI1:secret'])('tells that %j is no id', async (id) => {
    const env = { OSS_ACCESS_KEY_ID: id, OSS_ACCESS_KEY_SECRET: 's' };
    const loaded = await loadCredentials({ ...none, env });
    expect(loaded.ok && [...loaded.value.keyRing.keys()]).toEqual([]);
    expect(loaded.ok && loaded.value.unusableVariables).toEqual([
      { code: 'bad-id-in-environment', variable: 'OSS_ACCESS_KEY_ID' },
    ]);
  });

  it('takes variables that are set to nothing, as a pipeline without the secret has them, for none', async () => {
    const env = { OSS_ACCESS_KEY_ID: '', OSS_ACCESS_KEY_SECRET: '', OSS_SESSION_TOKEN: '' };
    const loaded = await loadCredentials({ ...none, env });
    expect(loaded.ok && loaded.value.unusableVariables).toEqual([]);
  });

  it('reads the home folder only when it is told to, and misses nothing there', async () => {
    const loaded = await loadCredentials(none);
    expect(loaded.ok && loaded.value.keyRing.size).toBe(0);
    const empty = await loadCredentials({ ...none, home: join(folder, 'nowhere') });
    expect(empty.ok && empty.value.keyRing.size).toBe(0);
  });

  it('tells what is wrong with the file', async () => {
    const missing = join(folder, 'missing');
    expect(await loadCredentials({ ...none, file: missing })).toEqual({
      ok: false,
      error: { code: 'missing', path: missing },
    });
    expect(await loadCredentials({ ...none, file: folder })).toMatchObject({ error: { code: 'folder' } });
    const binary = join(folder, 'binary');
    writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x5b, 0]));
    expect(await loadCredentials({ ...none, file: binary })).toMatchObject({ error: { code: 'not-text' } });
    const big = join(folder, 'big');
    writeFileSync(big, Buffer.alloc(1024 * 1024 + 1, 0x20));
    expect(await loadCredentials({ ...none, file: big })).toMatchObject({ error: { code: 'too-big' } });
  });

  it.skipIf(process.getuid?.() === 0)('tells that it may not read the file', async () => {
    const locked = join(folder, 'locked');
    writeFileSync(locked, '[]');
    chmodSync(locked, 0);
    expect(await loadCredentials({ ...none, file: locked })).toMatchObject({ error: { code: 'permission' } });
  });

  it('gives credentials that print no secret', async () => {
    const loaded = await loadCredentials({
      ...none,
      env: { OSS_ACCESS_KEY_ID: 'A', OSS_ACCESS_KEY_SECRET: 'TOPSECRET', OSS_SESSION_TOKEN: 'TOPTOKEN' },
    });
    const shown =
      inspect(loaded, { depth: 9 }) + JSON.stringify(loaded.ok && [...loaded.value.keyRing.values()]);
    expect(shown).not.toContain('TOP');
    expect(shown).toContain('[secret]');
  });
});
