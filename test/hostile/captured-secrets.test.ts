import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FILE_FORMATS, MASKED_FORMATS } from '../support/formats.ts';

// Each with its own number, so that a leak names its place.
let planted = 0;
const signatures: string[] = [];
const tokens: string[] = [];

/** A signature of version 1. */
function signature(): string {
  const text = Buffer.from(`canary${String(++planted).padStart(3, '0')}signature!`).toString('base64');
  signatures.push(text);
  return text;
}

/** A signature of version 4. */
function hexSignature(): string {
  const text = Buffer.from(`canary${String(++planted).padStart(3, '0')}-signature-v4-....`).toString('hex');
  signatures.push(text);
  return text;
}

function token(): string {
  const text = `CAIScanary${String(++planted).padStart(3, '0')}token+with/signs==${'x7'.repeat(20)}`;
  tokens.push(text);
  return text;
}

const url = encodeURIComponent;
const spaced = (text: string): string =>
  Buffer.from(text, 'latin1')
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
    .toUpperCase();
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** Every spelling of a secret, within base64 at each of the three places. */
function spellings(secret: string): readonly string[] {
  const within = [0, 1, 2].map((before) =>
    base64('x'.repeat(before) + secret).slice(
      before === 0 ? 0 : before + 1,
      Math.floor(((before + secret.length) * 8) / 6),
    ),
  );
  const hex = Buffer.from(secret, 'latin1').toString('hex');
  const plain = [secret, url(secret), url(secret).toLowerCase(), url(url(secret)), hex, hex.toUpperCase()];
  // a table may show a part of it; what masking leaves are the first eight characters
  const part = secret.slice(8, 20);
  return [...plain, part, url(part), spaced(part), spaced(secret), spaced(secret).toLowerCase(), ...within];
}

function found(text: string, secrets: readonly string[]): readonly string[] {
  const joined = text.replace(/\n\s*/g, '');
  return secrets.filter((secret) =>
    spellings(secret).some((form) => text.includes(form) || joined.includes(form)),
  );
}

type Asked = readonly [
  start: string,
  headers: readonly string[],
  body: string,
  answer: string,
  answerHeaders?: readonly string[],
];

const SCOPE = 'LTAI5tCanary000001%2F20260101%2Fcn-hangzhou%2Foss%2Faliyun_v4_request';
const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';

function error(code: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>no</Message><OSSAccessKeyId>LTAI5tCanary000001</OSSAccessKeyId>${inner}</Error>`;
}

/** What a server says of a string that holds a token. */
function mismatch(lines: readonly string[], provided: string): string {
  const text = lines.join('\n');
  return error(
    'SignatureDoesNotMatch',
    `<SignatureProvided>${provided}</SignatureProvided><StringToSign>${text}</StringToSign><StringToSignBytes>${spaced(text)}</StringToSignBytes>`,
  );
}

function headerV1(): Asked {
  const [own, sts] = [signature(), token()];
  const signed = ['PUT', '', 'text/html', DATE, `x-oss-security-token:${sts}`, '/b/k'];
  return [
    'PUT /k',
    [
      `Date: ${DATE}`,
      'Content-Type: text/plain',
      `x-oss-security-token: ${sts}`,
      `Authorization: OSS LTAI5tCanary000001:${own}`,
    ],
    '',
    mismatch(signed, own),
  ];
}

function urlV1(): Asked {
  const [own, sts] = [signature(), token()];
  const target = `/k?OSSAccessKeyId=LTAI5tCanary000001&Expires=1767225600&Signature=${url(own)}&security-token=${url(sts)}`;
  return [
    `GET ${target}`,
    [`Referer: http://b.oss-cn-hangzhou.aliyuncs.com${target}`],
    '',
    mismatch(['GET', '', '', '1767225600', `/b/k?security-token=${sts}x`], own),
  ];
}

function headerV4(): Asked {
  const [own, sts] = [hexSignature(), token()];
  const request = [
    'GET',
    '/b/k',
    '',
    `x-oss-content-sha256:UNSIGNED-PAYLOAD`,
    'x-oss-date:20260101T000000Z',
    `x-oss-security-token:${sts}x`,
    '',
    '',
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  return [
    'GET /k',
    [
      'x-oss-date: 20260101T000000Z',
      'x-oss-content-sha256: UNSIGNED-PAYLOAD',
      `x-oss-security-token: ${sts}`,
      `Authorization: OSS4-HMAC-SHA256 Credential=LTAI5tCanary000001/20260101/cn-hangzhou/oss/aliyun_v4_request,Signature=${own}`,
    ],
    '',
    error(
      'SignatureDoesNotMatch',
      `<SignatureProvided>${own}</SignatureProvided><StringToSign>OSS4-HMAC-SHA256\n20260101T000000Z\n20260101/cn-hangzhou/oss/aliyun_v4_request\n${'0'.repeat(64)}</StringToSign><CanonicalRequest>${request}</CanonicalRequest>`,
    ),
  ];
}

function urlV4(): Asked {
  const [own, sts] = [hexSignature(), token()];
  return [
    `GET /k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${SCOPE}&x-oss-date=20260101T000000Z&x-oss-expires=60&x-oss-signature=${own}&x-oss-security-token=${url(sts)}`,
    [],
    '',
    error('AccessDenied', `<Message>Request has expired: ${own} ${sts}</Message>`),
  ];
}

function form(): Asked {
  const [own, sts] = [signature(), token()];
  const policy = base64(
    JSON.stringify({
      expiration: '2026-01-01T12:00:00.000Z',
      conditions: [['eq', '$x-oss-security-token', sts]],
    }),
  );
  const fields = {
    key: 'k',
    OSSAccessKeyId: 'LTAI5tCanary000001',
    policy,
    Signature: own,
    'x-oss-security-token': sts,
  };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return [
    'POST /',
    ['Content-Type: multipart/form-data; boundary=b0'],
    `${parts.join('')}--b0--\r\n`,
    mismatch([policy], own),
  ];
}

function elsewhere(): Asked {
  const [own, sts, other] = [signature(), token(), signature()];
  return [
    'GET /k',
    [
      `Date: ${DATE}`,
      `Authorization: OSS LTAI5tCanary000001:${own}`,
      `Cookie: security-token=${url(sts)}`,
      `x-oss-security-token: ${sts}`,
      `Origin: http://h/?Signature=${url(other)}`,
    ],
    '',
    error('InvalidAccessKeyId', ''),
    [
      `Location: http://b.oss-cn-hangzhou.aliyuncs.com/k?Signature=${url(own)}&security-token=${url(sts)}`,
      `Set-Cookie: t=${url(sts)}`,
    ],
  ];
}

function passing(): Asked {
  const [own, sts] = [signature(), token()];
  return [
    'HEAD /k',
    [`Date: ${DATE}`, `x-oss-security-token: ${sts}`, `Authorization: OSS LTAI5tCanary000001:${own}`],
    '',
    '',
  ];
}

/** A key with which the server is to encrypt an object, as clients send it. */
function customerKey(): string {
  const text = base64(`canary${String(++planted).padStart(3, '0')}-customer-key-of-32`);
  tokens.push(text);
  return text;
}

const S3_HOST = 'Host: b.s3.us-east-1.amazonaws.com';
const S3_ID = 'AKIACANARY0000000001';
const S3_SCOPE = '20260101/us-east-1/s3/aws4_request';

function s3Header(): Asked {
  const own = hexSignature();
  const secrets = {
    cookie: `t=${token()}`,
    'x-amz-copy-source-server-side-encryption-customer-key': customerKey(),
    'x-amz-s3session-token': token(),
    'x-amz-security-token': token(),
    'x-amz-server-side-encryption-customer-key': customerKey(),
    'x-oss-server-side-encryption-customer-key': customerKey(),
  };
  const names = ['host', 'x-amz-content-sha256', 'x-amz-date', ...Object.keys(secrets)];
  const lines = Object.entries(secrets).map(([name, value]) => `${name}:${value}`);
  const request = ['PUT', '/k2', '', ...lines, '', names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  return [
    'PUT /k',
    [
      S3_HOST,
      'x-amz-date: 20260101T000000Z',
      'x-amz-content-sha256: UNSIGNED-PAYLOAD',
      ...Object.entries(secrets).map(([name, value]) => `${name}: ${value}`),
      `Authorization: AWS4-HMAC-SHA256 Credential=${S3_ID}/${S3_SCOPE},SignedHeaders=${names.join(';')},Signature=${own}`,
    ],
    '',
    error(
      'SignatureDoesNotMatch',
      [
        `<AWSAccessKeyId>${S3_ID}</AWSAccessKeyId><SignatureProvided>${own}</SignatureProvided>`,
        `<StringToSign>AWS4-HMAC-SHA256\n20260101T000000Z\n${S3_SCOPE}\n${'0'.repeat(64)}</StringToSign>`,
        `<CanonicalRequest>${request}</CanonicalRequest>`,
        `<CanonicalRequestBytes>${spaced(request)}</CanonicalRequestBytes>`,
      ].join(''),
    ),
  ];
}

function s3Url(): Asked {
  const [own, key] = [hexSignature(), customerKey()];
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${S3_ID}%2F20260101%2Fus-east-1%2Fs3%2Faws4_request`,
    'X-Amz-Date=20260101T000000Z',
    'X-Amz-Expires=60',
    `X-Amz-S3session-Token=${url(token())}`,
    `X-Amz-Security-Token=${url(token())}`,
    'X-Amz-SignedHeaders=host',
    `x-amz-server-side-encryption-customer-key=${url(key)}`,
    `X-Amz-Signature=${own}`,
  ].join('&');
  return [`GET /k?${query}`, [S3_HOST], '', error('AccessDenied', `<Message>${own} ${key}</Message>`)];
}

function s3Form(): Asked {
  const [own, sts, key] = [hexSignature(), token(), customerKey()];
  const conditions = [
    { 'x-amz-security-token': sts },
    ['eq', '$x-amz-server-side-encryption-customer-key', key],
  ];
  const policy = base64(JSON.stringify({ expiration: '2026-01-01T12:00:00.000Z', conditions }));
  const fields = {
    key: 'k',
    policy,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${S3_ID}/20260101/us-east-1/s3/aws4_request`,
    'x-amz-date': '20260101T000000Z',
    'x-amz-security-token': sts,
    'x-amz-server-side-encryption-customer-key': key,
    'x-amz-signature': own,
  };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return [
    'POST /',
    [S3_HOST, 'Content-Type: multipart/form-data; boundary=b0'],
    `${parts.join('')}--b0--\r\n`,
    error(
      'SignatureDoesNotMatch',
      `<StringToSign>${policy}</StringToSign><SignatureProvided>${own}</SignatureProvided>`,
    ),
  ];
}

function swift(): Asked {
  const [auth, own] = [token(), hexSignature()];
  return [
    `GET /v1/AUTH_a/b/k?temp_url_sig=${own}&temp_url_expires=1767225600`,
    [`Host: b.s3.us-east-1.amazonaws.com`, `X-Auth-Key: ${token()}`, `X-Auth-Token: ${auth}`],
    '',
    error('AccessDenied', ''),
    [`X-Storage-Token: ${auth}`, `X-Subject-Token: ${token()}`],
  ];
}

const ASKED: readonly Asked[] = [
  ...[headerV1(), urlV1(), headerV4(), urlV4(), form(), elsewhere(), passing()],
  ...[s3Header(), s3Url(), s3Form(), swift()],
];

function capture(): Uint8Array {
  const packets = ASKED.flatMap(([start, headers, body, answer, more = []], at) => {
    const status = answer === '' ? '200 OK' : '403 Forbidden';
    const asked = [
      `${start} HTTP/1.1`,
      ...(headers.some((line) => line.startsWith('Host:')) ? [] : ['Host: b.oss-cn-hangzhou.aliyuncs.com']),
      ...headers,
      `Content-Length: ${body.length}`,
    ];
    const answered = [
      `HTTP/1.1 ${status}`,
      'Server: AliyunOSS',
      `x-oss-request-id: 6734A1B2C3D4E5F6000000${String(at).padStart(2, '0')}`,
      ...more,
      `Content-Length: ${answer.length}`,
    ];
    return new Conversation({ clientPort: 40_000 + at })
      .open()
      .client(`${asked.join('\r\n')}\r\n\r\n${body}`)
      .server(`${answered.join('\r\n')}\r\n\r\n${answer}`)
      .close().packets;
  });
  return pcapFile(packets);
}

const folder = temporaryFolder();
const CAPTURE = join(folder, 'canaries.pcap');
writeFileSync(CAPTURE, capture());

/** Every format, and what is written beside it, by its name. */
async function written(more: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const out = temporaryFolder();
  mkdirSync(join(out, 'reports'));
  const formats = FILE_FORMATS.flatMap((name) => ['--format', `${name}=${join(out, 'reports', name)}`]);
  const { io, written } = fakeIo({
    cwd: folder,
    env: { GITHUB_STEP_SUMMARY: join(out, 'reports', 'summary') },
  });
  await run(['scan', CAPTURE, '--all', '--verbose', ...formats, '--format', 'table', ...more], io);
  const files = readdirSync(join(out, 'reports')).map((name) => [
    name,
    readFileSync(join(out, 'reports', name), 'utf8'),
  ]);
  return { ...Object.fromEntries(files), table: written.stdout, stderr: written.stderr };
}

describe('signatures and tokens that were captured', { timeout: 120_000 }, () => {
  it('are all in the evidence, so that what follows can fail', async () => {
    const { json = '' } = await written([]);
    expect(JSON.parse(json).captures[0].exchanges).toHaveLength(ASKED.length);
    expect(found(json, signatures).length).toBeGreaterThanOrEqual(ASKED.length);
    expect(found(json, tokens).length).toBeGreaterThanOrEqual(ASKED.length - 1);
  });

  it('are in nothing that is handed on, nor on the terminal, nor in the log', async () => {
    for (const lang of ['en', 'zh']) {
      const texts = await written(['--lang', lang]);
      for (const name of [...MASKED_FORMATS, 'summary', 'table', 'stderr']) {
        const text = texts[name] ?? '';
        expect([name, found(text, signatures), found(text, tokens)]).toEqual([name, [], []]);
        expect(text.length).toBeGreaterThan(100);
      }
    }
  });

  it('are shown with --show-signatures, each where it belongs', async () => {
    const { har = '', html = '' } = await written(['--show-signatures']);
    expect(found(har, signatures).length).toBeGreaterThanOrEqual(ASKED.length);
    expect(found(html, tokens).length).toBeGreaterThan(0);
  });

  it('are not in what watch and compare tell', () => {
    const watched = osscap(['watch', '-', '--all', '--blocks'], { input: readFileSync(CAPTURE) });
    expect(watched.stdout).toContain('6734A1B2C3D4E5F600000000');
    // Behind a proxy that changes every token and every signature.
    const change = (text: string): string =>
      text.replaceAll('token+', 'TOKEN+').replaceAll('Y2FuYXJ5', 'Y2FuYXJZ');
    const behind = join(folder, 'behind.pcap');
    writeFileSync(behind, Buffer.from(change(readFileSync(CAPTURE, 'latin1')), 'latin1'));
    signatures.push(...signatures.map(change));
    tokens.push(...tokens.map(change));
    const compared = osscap(['compare', CAPTURE, behind, '--all']);
    expect(compared.stdout).toContain('CAIS****');
    for (const { stdout, stderr } of [watched, compared]) {
      expect([found(stdout + stderr, signatures), found(stdout + stderr, tokens)]).toEqual([[], []]);
    }
  });
});
