import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run as runSign } from '../../src/cli/commands/sign-command.ts';
import { parseArguments } from '../../src/cli/settings/command-line.ts';
import type { SignedJson } from '../rooms/report.ts';
import { credentialsFile, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { CLI_EN, CLI_ZH } from '../support/texts.ts';
import { S3_VECTORS, VECTORS, type Vector } from '../support/vectors.ts';

const NOW = Date.UTC(2026, 10, 25, 0, 0, 0);

/** The whole way from the words of the command line. */
async function sign(argv: readonly string[], lang: 'en' | 'zh' = 'en') {
  const texts = lang === 'en' ? CLI_EN : CLI_ZH;
  const parsed = await parseArguments(['sign', ...argv]);
  if (!parsed.ok || parsed.value.kind !== 'sign') throw new Error(JSON.stringify(parsed));
  const { io, written } = fakeIo();
  const code = await runSign(parsed.value.arguments, { lang, texts, io, now: () => NOW });
  return { ...written, code };
}

async function signed(...argv: string[]): Promise<SignedJson & { code: number }> {
  const { stdout, stderr, code } = await sign([...argv, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  return { ...(JSON.parse(stdout) as SignedJson), code };
}

function keyOf({ accessKeyId, secret }: Pick<Vector, 'accessKeyId' | 'secret'>): string {
  return credentialsFile([{ accessKeyId, secret }]);
}

function versionOf({ version, presigned }: Vector): string {
  return presigned === true ? `${version}-url` : version;
}

const S3_FORMS = S3_VECTORS.filter(({ form }) => form !== undefined);

function requestFile(request: object): string {
  const path = join(temporaryFolder(), 'request.json');
  writeFileSync(path, JSON.stringify(request));
  return path;
}

function urlOf({ host_or_bucket, path }: Vector, query: string): string {
  return `https://${host_or_bucket}${path}${query === '' ? '' : `?${query}`}`;
}

describe.each(VECTORS.map((vector) => [vector.id, vector] as const))('vector %s', (_, vector) => {
  it('is told to be right', async () => {
    const { method, headers, form } = vector;
    const file = requestFile({ method, url: urlOf(vector, vector.query), headers, form });
    const found = await signed('--request', file, '--credentials', keyOf(vector));
    expect(found.given).toEqual({ version: versionOf(vector), signature: vector.signature, equal: true });
    expect(found).toMatchObject({ code: 0, additions: [], accessKeyId: vector.accessKeyId });
    expect(found.signing.signature).toBe(vector.signature);
    expect(found.signing.stringToSign.text).toBe(vector.stringToSign);
    expect(found.signing.canonicalRequest?.text).toBe(vector.canonicalRequest);
  });

  it('comes about from the bare request', async () => {
    const found = await signed(...bareCommand(vector), '--credentials', keyOf(vector));
    expect(found.signing.stringToSign.text).toBe(vector.stringToSign);
    expect(found.signing.signature).toBe(vector.signature);
    expect(found.given).toBeNull();
    if (found.signedUrl !== null) await expectRight(vector, found.signedUrl);
    if (found.authorization !== null) {
      const sent = vector.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
      // the order of the fields is the signer's business
      expect(found.authorization.split(/[ ,]+/).sort()).toEqual(sent?.split(/[ ,]+/).sort());
    }
    if (found.formFields !== null) expect(Object.fromEntries(found.formFields)).toEqual(vector.form);
  });
});

describe.each(S3_FORMS.map((vector) => [vector.id, vector] as const))('form %s', (_, vector) => {
  it('is told to be right', async () => {
    const { method, form } = vector;
    const file = requestFile({ method, url: urlOf(vector, ''), headers: {}, form });
    const found = await signed('--request', file, '--credentials', keyOf(vector));
    expect(found.given).toEqual({ version: vector.version, signature: vector.signature, equal: true });
  });

  it('comes about from its policy', async () => {
    const kept = ['key', 'policy', 'x-amz-security-token'];
    const form = Object.fromEntries(
      Object.entries(vector.form ?? {}).filter(([name]) => kept.includes(name)),
    );
    const order = { url: urlOf(vector, ''), form, version: vector.version, date: '20250101T123456Z' };
    const file = requestFile({ ...order, region: 'us-east-1' });
    const found = await signed('--request', file, '--credentials', keyOf(vector));
    // V2 has its fields under any case of their names
    const lower = (fields: Iterable<readonly [string, string]>) =>
      Object.fromEntries([...fields].map(([name, value]) => [name.toLowerCase(), value]));
    expect(lower(found.formFields ?? [])).toEqual(lower(Object.entries(vector.form ?? {})));
  });
});

const AUTH_PARAMETER =
  /^(?:OSSAccessKeyId|Expires|Signature|x-oss-(?:signature|signature-version|date|expires|credential|access-key-id|additional-headers)|X-Amz-[A-Za-z]+)=/;

/** The command line for a vector's request without any signature in it. */
function bareCommand(vector: Vector): string[] {
  const query = vector.query
    .split('&')
    .filter((pair) => !AUTH_PARAMETER.test(pair))
    .join('&');
  const options = {
    'sign-version': versionOf(vector),
    date: vector.date !== undefined && !/^\d+$/.test(vector.date) ? vector.date : undefined,
    expires: vector.expires,
    region: vector.region,
    product: vector.product,
    'additional-headers': vector.additionalHeaders?.join(';') ?? vector.signedHeaders,
    // the reference's host is none of OSS
    bucket: vector.host_or_bucket.endsWith('.amazonaws.com') ? (vector.bucket ?? undefined) : undefined,
  };
  const named = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  if (vector.form !== undefined) {
    const kept = Object.entries(vector.form).filter(([name]) => !AUTH_PARAMETER.test(`${name}=`));
    const file = requestFile({ url: urlOf(vector, query), form: Object.fromEntries(kept) });
    return ['--request', file, ...named];
  }
  const headers = vector.headers
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  return ['-X', vector.method, ...headers, ...named, urlOf(vector, query)];
}

async function expectRight(vector: Vector, url: string): Promise<void> {
  const { method, headers } = vector;
  const file = requestFile({ method, url, headers });
  const again = await signed('--request', file, '--credentials', keyOf(vector));
  expect(again.given).toEqual({ version: versionOf(vector), signature: vector.signature, equal: true });
}

const KEY = { accessKeyId: 'LTAI5tTest', secret: 'CANARY+secret/0123456789abcdef' };
const URL_V1 = 'http://bucket.oss-cn-hangzhou.aliyuncs.com/key?acl';

describe('osscap sign', () => {
  it('shows each piece, the strings, the signature and what to send', async () => {
    const argv = ['-X', 'PUT', '-H', 'Content-Type: text/plain', URL_V1, '--sign-version', 'v1'];
    const { stdout, stderr, code } = await sign([
      ...argv,
      '--date',
      '2026-11-25T00:00:00Z',
      '--credentials',
      keyOf(KEY),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('  header  Date: Wed, 25 Nov 2026 00:00:00 GMT\n');
    expect(stdout).toMatch(/ {2}type +5\.\.15 +text\/plain +header content-type\n/);
    expect(stdout).toContain('       /bucket/key?acl\n');
    // openssl dgst -sha1 -hmac KEY of the string above
    expect(stdout).toContain('\nAuthorization: OSS LTAI5tTest:10Xy3E5Qs2akoqpU26NPJjqxadM=\n');
    expect(stdout).toContain('OSS is phasing out V1');
    expect(stdout).not.toContain(KEY.secret);
  });

  it('shows the strings without a secret, and says what the signature needs', async () => {
    const { stdout, code } = await sign([
      URL_V1,
      '--access-key-id',
      'LTAI5tOther',
      '--credentials',
      keyOf(KEY),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('(needs the secret of LTAI5tOther: --credentials FILE)');
    expect(stdout).not.toContain('header to send');
    const { signing, authorization, notes } = await signed(URL_V1);
    expect([signing.signature, authorization]).toEqual([null, null]);
    expect(notes.map(({ id }) => id)).toEqual(['note-key-id-unknown', 'note-clock', 'note-region-from-host']);
  });

  it('takes a missing date from the clock, and says so', async () => {
    const found = await signed(URL_V1, '--credentials', keyOf(KEY));
    expect(found.additions[0]).toEqual({ place: 'header', name: 'x-oss-date', value: '20261125T000000Z' });
    expect(found.notes.find(({ id }) => id === 'note-clock')?.text).toContain(
      'Wed, 25 Nov 2026 00:00:00 GMT',
    );
    const dated = await signed(URL_V1, '-H', 'x-oss-date: 20250101T000000Z', '--credentials', keyOf(KEY));
    expect(dated.notes.map(({ id }) => id)).not.toContain('note-clock');
    expect(dated.signing.keyDerivation?.parts[0]).toBe('20250101');
  });

  it.each([
    ['1764028800', 'Tue, 25 Nov 2025 00:00:00 GMT'],
    ['20251125T000000Z', 'Tue, 25 Nov 2025 00:00:00 GMT'],
    ['Tue, 25 Nov 2025 08:00:00 +0800', 'Tue, 25 Nov 2025 00:00:00 GMT'],
  ])('reads the date %j', async (date, header) => {
    const { additions } = await signed(URL_V1, '--sign-version', 'v1', '--date', date);
    expect(additions).toEqual([{ place: 'header', name: 'Date', value: header }]);
  });

  it.each([
    ['v1-url', ['--expires', '1764032400'], 'Expires=1764032400'],
    ['v1-url', ['--expires', '+60'], `Expires=${NOW / 1000 + 60}`],
    ['v1-url', [], `Expires=${NOW / 1000 + 3600}`],
    ['v4-url', ['--expires', '600'], 'x-oss-expires=600'],
    ['v4-url', ['--expires', '+600'], 'x-oss-expires=600'],
    ['s3v4-url', [], 'X-Amz-Expires=3600'],
  ])('ends a %s where %j says', async (version, argv, parameter) => {
    const found = await signed(URL_V1, '--sign-version', version, ...argv, '--credentials', keyOf(KEY));
    expect(found.signedUrl).toContain(`&${parameter}&`);
  });

  it('signs forms and S3 requests by their own rules', async () => {
    const policy = 'eyJleHBpcmF0aW9uIjoiMjAyNi0xMi0wMVQwMDowMDowMFoifQ==';
    const file = requestFile({ url: URL_V1, form: { key: 'a', policy } });
    const post = await signed('--request', file, '--sign-version', 'post-v2', '--credentials', keyOf(KEY));
    expect(Object.fromEntries(post.formFields ?? [])).toEqual({
      key: 'a',
      policy,
      'x-oss-signature-version': 'OSS2',
      'x-oss-access-key-id': KEY.accessKeyId,
      'x-oss-signature': createHmac('sha256', KEY.secret).update(policy).digest('base64'),
    });
    const argv = ['-X', 'PUT', URL_V1, '--date', '1764028800', '--credentials', keyOf(KEY)];
    const s3 = await signed(...argv, '--sign-version', 's3v2');
    const text = 'PUT\n\n\nTue, 25 Nov 2025 00:00:00 GMT\n/bucket/key?acl';
    expect(s3.authorization).toBe(
      `AWS ${KEY.accessKeyId}:${createHmac('sha1', KEY.secret).update(text).digest('base64')}`,
    );
  });

  it('tells a signature that is wrong, and exits with 1', async () => {
    const headers = { Date: 'Wed, 25 Nov 2026 00:00:00 GMT', Authorization: `OSS ${KEY.accessKeyId}:AAAA` };
    const file = requestFile({ url: URL_V1, headers });
    const found = await signed('--request', file, '--credentials', keyOf(KEY));
    expect(found).toMatchObject({ code: 1, given: { version: 'v1', signature: 'AAAA', equal: false } });
    // it signs with the secret of the key id that the request names, or not at all
    const other = await signed(
      '--request',
      file,
      '--credentials',
      keyOf({ ...KEY, accessKeyId: 'LTAIother' }),
    );
    expect(other).toMatchObject({ code: 0, given: { equal: null }, signing: { signature: null } });
  });

  it('signs anew what is signed with another version, at the same moment', async () => {
    const headers = { Date: 'Wed, 25 Nov 2026 00:00:00 GMT', Authorization: `OSS ${KEY.accessKeyId}:AAAA` };
    const file = requestFile({ url: URL_V1, headers });
    const found = await signed('--request', file, '--sign-version', 'v4', '--credentials', keyOf(KEY));
    expect(found.additions).toContainEqual({
      place: 'header',
      name: 'x-oss-date',
      value: '20261125T000000Z',
    });
    expect(found).toMatchObject({ code: 0, given: { version: 'v1', equal: null } });
    expect(found.signing.canonicalRequest?.text).not.toContain('authorization');
  });

  it('lets the command line change what a signature names', async () => {
    const url = `${URL_V1}&x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20261125T000000Z&x-oss-expires=60&x-oss-credential=${KEY.accessKeyId}%2F20261125%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-signature=00`;
    const found = await signed(url, '--region', 'cn-beijing', '--credentials', keyOf(KEY));
    expect(found.signing.keyDerivation?.parts).toEqual([
      '20261125',
      'cn-beijing',
      'oss',
      'aliyun_v4_request',
    ]);
    expect(found.signing.canonicalRequest?.text).toContain('x-oss-expires=60');
    expect(found.given?.equal).toBe(false);
  });

  it('never shows a secret, nor the security token of the credentials', async () => {
    const securityToken = 'CAIS+canary/token==';
    const credentials = credentialsFile([{ ...KEY, securityToken }]);
    for (const version of [
      'v1',
      'v1-url',
      'v2',
      'v2-url',
      'v4',
      'v4-url',
      's3v2',
      's3v2-url',
      's3v4',
      's3v4-url',
    ]) {
      for (const format of ['table', 'json']) {
        const argv = [URL_V1, '--sign-version', version, '--credentials', credentials, '--format', format];
        const { stdout, code } = await sign(argv);
        expect(code).toBe(0);
        for (const form of [KEY.secret, securityToken, encodeURIComponent(securityToken)]) {
          expect(stdout, version).not.toContain(form);
        }
        expect(stdout, version).toContain('[security token]');
      }
    }
    // one that the request itself carries is the user's to see
    const shown = await signed(
      URL_V1,
      '-H',
      `x-oss-security-token: ${securityToken}`,
      '--credentials',
      credentials,
    );
    expect(shown.signing.canonicalRequest?.text).toContain(`x-oss-security-token:${securityToken}`);
  });

  it('takes the bucket behind a custom domain', async () => {
    const url = 'http://cdn.example.com/a/b';
    for (const bucket of ['my-bucket', 'cdn.example.com=my-bucket']) {
      const found = await signed(url, '--bucket', bucket, '--region', 'cn-x', '--credentials', keyOf(KEY));
      expect(found.signing.canonicalRequest?.pieces[1]?.value).toBe('/my-bucket/a/b');
    }
    const file = requestFile({
      url,
      bucket: 'b',
      key: 'other key',
      region: 'r',
      date: 1764028800,
      version: 'v4',
    });
    const found = await signed('--request', file);
    expect(found.signing.canonicalRequest?.pieces[1]?.value).toBe('/b/other%20key');
    expect(found.signing.keyDerivation?.parts).toEqual(['20251125', 'r', 'oss', 'aliyun_v4_request']);
  });

  it('chooses among several keys', async () => {
    const other = { accessKeyId: 'LTAIother', secret: 'x' };
    const credentials = credentialsFile([KEY, other]);
    const { stderr, code } = await sign([URL_V1, '--credentials', credentials]);
    expect([code, stderr]).toEqual([
      2,
      'osscap: there are several AccessKeys: choose one with --access-key-id (LTAI5tTest, LTAIother)\n',
    ]);
    const found = await signed(URL_V1, '--credentials', credentials, '--access-key-id', 'LTAIother');
    expect(found.accessKeyId).toBe('LTAIother');
    expect(found.authorization).toContain('Credential=LTAIother/');
  });

  it.each([
    ['a URL with a space', ['http://a.oss-cn-x.aliyuncs.com/a b'], 'spaces must be written as %20'],
    ['a URL without a host', ['http:///x'], 'not a valid request URL'],
    ['an unreadable date', [URL_V1, '--date', 'yesterday'], 'not a date: "yesterday"'],
    [
      'an unreadable expiry',
      [URL_V1, '--sign-version', 'v1-url', '--expires', '1h'],
      'not a number of seconds',
    ],
    ['no region', ['http://cdn.example.com/k', '--bucket', 'b'], 'set it with --region'],
    ['no bucket', ['http://cdn.example.com/k', '--sign-version', 'v1'], 'set it with --bucket NAME'],
    ['no policy', [URL_V1, '--sign-version', 'post-v1'], 'post-v1 signs the policy of a form'],
    ['an unknown product', [URL_V1, '--product', 'osstables'], 'rules of the product osstables'],
    [
      'an endpoint with rules of its own',
      ['http://cn-hangzhou.oss-tables.aliyuncs.com/buckets'],
      'signing rules of the endpoint cn-hangzhou.oss-tables.aliyuncs.com',
    ],
    ['no such file', ['--request', '/nonexistent/r.json'], '/nonexistent/r.json: no such file'],
    ['a line break in a value', [URL_V1, '--region', 'a\nb'], 'region contains a line break'],
  ])('refuses %s in one line', async (_, argv, message) => {
    const { stdout, stderr, code } = await sign(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^osscap: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it.each([
    ['[]', 'not a JSON object'],
    ['{"url": "http://a"\n 5}', 'not valid JSON (line 2, column 2)'],
    ['{"url":', 'not valid JSON'],
    ['{"url": 1}', 'the field url is missing'],
    ['{}', 'the field url is missing'],
    ['{"url": "http://a", "headers": "x"}', 'the field headers is missing or has the wrong type'],
    ['{"url": "http://a", "headers": [["a"]]}', 'the field headers'],
    ['{"url": "http://a", "version": "v9"}', 'the field version'],
    ['{"url": "http://a", "form": {"policy": {}}}', 'the field form'],
  ])('refuses the request %s', async (text, message) => {
    const path = join(temporaryFolder(), 'request.json');
    writeFileSync(path, text);
    const { stderr, code } = await sign(['--request', path]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${path}: ${message}`);
  });

  it('speaks Chinese', async () => {
    const { stdout } = await sign([URL_V1, '--sign-version', 'v1', '--date', '1764028800'], 'zh');
    expect(stdout).toContain('签名的计算步骤');
    expect(stdout).toContain('OSS 正在停用 V1 签名');
    const header = ['-H', 'Authorization: OSS LTAI5tTestCapture0001:abc='];
    const signed = await sign([URL_V1, '--date', '1764028800', ...header], 'zh');
    expect(signed.stdout).toContain('abc=（v1）');
  });
});
