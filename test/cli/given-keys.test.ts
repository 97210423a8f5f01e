import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { modeOpenToOthers } from '../rooms/node.ts';
import { COMMAND, osscap, temporaryFolder } from '../support/command.ts';

const CAPTURE = fileURLToPath(new URL('../../fixtures/scenarios/oss2-v1-wrong-secret.pcap', import.meta.url));
const PASSING = fileURLToPath(new URL('../../fixtures/captures/oss2-v1-baseline.pcap', import.meta.url));

const KEYS = JSON.stringify([{ accessKeyId: 'LTAIother', accessKeySecret: 'TOPSECRET' }]);

function secretFile(content: string, mode: number, name = 'keys.json'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

/** The access-key file's line about its mode. */
function warning(path: string, mode: string): string {
  return `osscap: ${path}: this file contains secrets, but users other than its owner can read it (mode ${mode}): run chmod 600 on it\n`;
}

describe.skipIf(process.platform === 'win32')('a file with secrets that others may read', () => {
  it.each([
    [0o644, '644'],
    [0o640, '640'],
    [0o604, '604'],
    [0o600, null],
    [0o400, null],
    [0o611, null],
  ])('of mode %o', (mode, told) => {
    const path = secretFile(KEYS, mode);
    const { stderr } = osscap(['scan', '--credentials', path, CAPTURE]);
    expect(stderr).toBe(told === null ? '' : warning(path, told));
    expect(stderr).not.toContain('SECRET');
  });

  it('is told in Chinese, and not at all with --quiet', () => {
    const path = secretFile(KEYS, 0o644);
    const { stderr } = osscap(['scan', '--credentials', path, '--lang', 'zh', CAPTURE]);
    expect(stderr).toBe(
      `osscap: ${path}：此文件含有密钥，却可被所有者以外的用户读取（权限 644）：请对它运行 chmod 600\n`,
    );
    expect(osscap(['scan', '--quiet', '--credentials', path, CAPTURE]).stderr).toBe('');
  });

  it('is told of key logs and private keys too, once for each file, but not of the log that the environment names', () => {
    const log = secretFile(`CLIENT_RANDOM ${'0'.repeat(64)} ${'1'.repeat(96)}\n`, 0o644, 'keys.log');
    const { stderr } = osscap(['scan', '--tls-keylog', log, '--tls-keylog', log, CAPTURE]);
    expect(stderr.split(warning(log, '644'))).toHaveLength(2);
    const key = join(temporaryFolder(), 'server.pem');
    const pem = execFileSync(process.execPath, [
      '-e',
      "process.stdout.write(require('crypto').generateKeyPairSync('rsa',{modulusLength:2048}).privateKey.export({type:'pkcs8',format:'pem'}))",
    ]);
    writeFileSync(key, pem);
    chmodSync(key, 0o644);
    expect(osscap(['scan', '--tls-key', key, CAPTURE]).stderr).toContain(warning(key, '644'));
    expect(osscap(['scan', CAPTURE], { env: { SSLKEYLOGFILE: log } }).stderr).not.toContain('chmod');
  });

  it('is told of the files of the home folder, but not of the environment', () => {
    const home = temporaryFolder();
    mkdirSync(join(home, '.aliyun'));
    const config = join(home, '.aliyun', 'config.json');
    const own = join(home, '.ossutilconfig');
    writeFileSync(config, '{"profiles":[{"mode":"AK","access_key_id":"A","access_key_secret":"s"}]}');
    writeFileSync(own, '[default]\nregion=cn-hangzhou\n');
    for (const path of [config, own]) chmodSync(path, 0o644);
    const env = { HOME: home, OSS_ACCESS_KEY_ID: 'B', OSS_ACCESS_KEY_SECRET: 's' };
    // The other file holds no secret.
    expect(osscap(['scan', '--default-credentials', CAPTURE], { env }).stderr).toBe(warning(config, '644'));
    expect(osscap(['scan', CAPTURE], { env }).stderr).toBe('');
  });

  it('is not told of what is no file, nor where mode bits tell nothing', async () => {
    const path = secretFile(KEYS, 0o644);
    expect(await modeOpenToOthers(path, 'linux')).toBe(0o644);
    expect(await modeOpenToOthers(path, 'win32')).toBeNull();
    expect(await modeOpenToOthers(join(path, 'missing'))).toBeNull();
    const shell = `'${process.execPath}' '${COMMAND}' scan --fail-on none --credentials <(cat '${path}') '${CAPTURE}' 2>&1 >/dev/null`;
    expect(
      execFileSync('bash', ['--norc', '-c', shell], { env: { PATH: process.env['PATH'] } }).toString(),
    ).toBe('');
  });
});

/** Modes of the aliyun CLI whose profiles sign with something else than an AccessKey that they hold. */
const ALL_OTHER_MODES = [
  ...['RamRoleArn', 'EcsRamRole', 'RsaKeyPair', 'RamRoleArnWithRoleName', 'ChainableRamRoleArn', 'External'],
  ...['CredentialsURI', 'OIDC', 'CloudSSO', 'OAuth', 'BearerToken', 'Anonymous'],
];

describe('an ossutil configuration', () => {
  it('names the bucket behind a custom domain, and an argument goes before it', () => {
    // As a capture of a custom domain, in which no refusal names the bucket; the names are of one length.
    const text = readFileSync(PASSING).toString('latin1');
    const host = /Host: (\S+)/.exec(text)?.[1] ?? '';
    expect(host).not.toBe('');
    const custom = `${'x'.repeat(host.length - 12)}.example.com`;
    const capture = join(temporaryFolder(), 'custom.pcap');
    writeFileSync(capture, Buffer.from(text.replaceAll(host, custom), 'latin1'));
    const config = secretFile(`[Bucket-Cname]\nfrom-file = ${custom}\n`, 0o600, 'ossutilconfig');
    const bucket = (...args: string[]): unknown => {
      const report = JSON.parse(osscap(['scan', '--all', '--format', 'json', capture, ...args]).stdout);
      return report.captures[0].exchanges[0].oss?.bucket;
    };
    expect(bucket('--credentials', config)).toBe('from-file');
    expect(bucket('--credentials', config, '--bucket', `${custom}=from-argument`)).toBe('from-argument');
  });

  it('with profiles that hold no access key says so, and uses the others', () => {
    const path = secretFile('[default]\naccessKeyID=A\naccessKeySecret=s\n[profile p]\nmode=OIDC', 0o600);
    expect(osscap(['scan', '--credentials', path, CAPTURE]).stderr).toBe(
      `osscap: credentials: ${path}: profiles that do not sign with an AccessKey in the file are skipped (modes: OIDC); only AK and StsToken can be used\n`,
    );
    expect(osscap(['scan', '--credentials', path, CAPTURE, '--lang', 'zh']).stderr).toContain(
      '（模式：OIDC）',
    );
  });

  it.each([
    [
      'alone',
      '.aliyun/config.json',
      '{"current":"default","profiles":[{"name":"default","mode":"OAuth"},{"name":"e","mode":"EcsRamRole"}]}',
      'OAuth, EcsRamRole',
    ],
    [
      'however many they are',
      '.aliyun/config.json',
      JSON.stringify({ profiles: ALL_OTHER_MODES.map((mode) => ({ name: mode, mode })) }),
      ALL_OTHER_MODES.join(', '),
    ],
    [
      'beside a key',
      '.ossutilconfig',
      '[default]\naccessKeyID=A\naccessKeySecret=s\n[profile p]\nmode=OIDC',
      'OIDC',
    ],
  ])('says so of the files in the home folder that were asked for, %s', (_, name, text, modes) => {
    const home = temporaryFolder();
    mkdirSync(join(home, '.aliyun'));
    const path = join(home, name);
    writeFileSync(path, text, { mode: 0o600 });
    const told = (...args: string[]): string =>
      osscap(['scan', CAPTURE, ...args], { env: { HOME: home } }).stderr;
    expect(told('--default-credentials')).toBe(
      `osscap: credentials: ${path}: profiles that do not sign with an AccessKey in the file are skipped (modes: ${modes}); only AK and StsToken can be used\n`,
    );
    expect(told('--default-credentials', '--quiet')).toBe('');
    expect(told()).toBe('');
  });
});

describe('the key log that SSLKEYLOGFILE names', () => {
  it('is told where it is there and cannot be read, and not where it is yet to come', () => {
    const folder = temporaryFolder();
    const told = (path: string, ...words: string[]): string =>
      osscap(['scan', CAPTURE, ...words], { env: { SSLKEYLOGFILE: path } }).stderr;
    expect(told(folder)).toBe(
      `osscap: TLS keys: ${folder}: a folder, not a file; it is named by SSLKEYLOGFILE, and is ignored\n`,
    );
    expect(told(folder, '--lang', 'zh')).toContain('它由 SSLKEYLOGFILE 指定，已跳过');
    expect(told(folder, '--quiet')).toBe('');
    expect(told(join(folder, 'keys.log'))).toBe('');
  });
});

describe('half an access key in the environment', () => {
  it.each([
    ['scan', [CAPTURE]],
    ['explain', [CAPTURE, '1']],
    ['compare', [CAPTURE, CAPTURE]],
    ['sign', ['http://b.oss-cn-hangzhou.aliyuncs.com/k']],
  ])('is told by %s, in either language, and not with --quiet', (command, words) => {
    const env = { OSS_ACCESS_KEY_ID: 'LTAI1' };
    const told = 'osscap: credentials: OSS_ACCESS_KEY_ID is set without OSS_ACCESS_KEY_SECRET, so ';
    const { stderr } = osscap([command, ...words], { env });
    expect(stderr.split(told)).toHaveLength(2);
    expect(osscap([command, ...words, '--lang', 'zh'], { env }).stderr).toContain(
      'osscap: 凭证：设置了 OSS_ACCESS_KEY_ID，却没有设置 OSS_ACCESS_KEY_SECRET',
    );
    if (command === 'scan') expect(osscap([command, ...words, '--quiet'], { env }).stderr).toBe('');
  });

  it('leaves the other access keys and the exit code as they are, and never shows a value', () => {
    const whole = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI1', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'TOPSECRET' };
    const plain = osscap(['scan', CAPTURE, '--verbose'], { env: whole });
    const { status, stderr } = osscap(['scan', CAPTURE, '--verbose'], {
      env: {
        ...whole,
        OSS_ACCESS_KEY_SECRET: 'OTHERSECRET',
        ALICLOUD_ACCESS_KEY_ID: 'LTAI 2',
        ALICLOUD_ACCESS_KEY_SECRET: 'x',
      },
    });
    expect(status).toBe(plain.status);
    expect(stderr).toContain('OSS_ACCESS_KEY_SECRET is set without OSS_ACCESS_KEY_ID, so ');
    expect(stderr).toContain('the value of ALICLOUD_ACCESS_KEY_ID cannot be an AccessKey ID');
    expect(stderr).toContain('(from the environment, ALIBABA_CLOUD_ACCESS_KEY_ID)');
    expect(stderr).not.toMatch(/TOPSECRET|OTHERSECRET|LTAI 2/);
  });
});

describe('two secrets of one access key id', () => {
  const id = 'LTAI5tTestCapture0001';
  const entry = (secret: string, of = id): object => ({ accessKeyId: of, accessKeySecret: secret });
  const told = (used: string, other: string): string =>
    `osscap: credentials: two different secrets for LTAI****001: the one in ${used} is used, the one in ${other} is not; the secret of an AccessKey ID never changes, so remove the wrong one\n`;

  it('are told with their places, and neither of them', () => {
    const path = secretFile(
      JSON.stringify([entry('A', 'LTAIother'), entry('FIRST'), entry('SECOND')]),
      0o600,
    );
    const { stderr } = osscap(['scan', '--credentials', path, CAPTURE]);
    expect(stderr).toBe(told(`${path} (entry 2)`, `${path} (entry 3)`));
    expect(osscap(['scan', '--quiet', '--credentials', path, CAPTURE]).stderr).toBe('');
    expect(osscap(['scan', '--lang', 'zh', '--credentials', path, CAPTURE]).stderr).toBe(
      `osscap: 凭证：LTAI****001 有两个不同的 Secret：使用 ${path} 的条目 2 中的，不使用 ${path} 的条目 3 中的；一个 AccessKey ID 的 Secret 终身不变，请删除错误的那个\n`,
    );
  });

  it('are told of sections, profiles and the environment, once for each id', () => {
    const ini = secretFile(
      `[Credentials]\naccessKeyID=${id}\naccessKeySecret=A\n[profile b]\naccessKeyID=${id}\naccessKeySecret=B\n`,
      0o600,
    );
    const env = { OSS_ACCESS_KEY_ID: id, OSS_ACCESS_KEY_SECRET: 'C' };
    expect(osscap(['scan', '--credentials', ini, CAPTURE], { env }).stderr).toBe(
      told(`${ini} (entry [Credentials])`, `${ini} (entry section 2)`),
    );
    const one = secretFile(JSON.stringify([entry('A')]), 0o600);
    expect(osscap(['scan', '--credentials', one, CAPTURE], { env }).stderr).toBe(
      told(`${one} (entry 1)`, 'OSS_ACCESS_KEY_ID'),
    );
  });

  it('are none where they are the same', () => {
    const path = secretFile(JSON.stringify([entry('A'), entry('A')]), 0o600);
    const env = { OSS_ACCESS_KEY_ID: id, OSS_ACCESS_KEY_SECRET: 'A' };
    expect(osscap(['scan', '--credentials', path, CAPTURE], { env }).stderr).toBe('');
  });
});
