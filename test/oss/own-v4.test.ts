/* Services with a version 4 of their own: Google Cloud Storage, and Volcengine TOS. */

import { createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../rooms/report.ts';
import { credentialsFile, osscap } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { OTHER_VECTORS, type Vector } from '../support/vectors.ts';

const FOLDER = temporaryFolder();

function vector(id: string): Vector {
  const found = OTHER_VECTORS.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

const requestOf = ({ method, path, query, headers }: Vector): string =>
  [
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

const OF_TOS =
  'HTTP/1.1 403 Forbidden\r\nServer: TosServer\r\nx-tos-request-id: b17801d4f4dcc15c68d4f4dc-bbe8b18\r\n\r\n';
const OF_GCS =
  'HTTP/1.1 403 Forbidden\r\nServer: UploadServer\r\nX-GUploader-UploadID: ABg5\r\nContent-Type: application/xml\r\n\r\n';

/** A header of their answers. */
const OWN = { gcs: 'x-goog-hash', tos: 'x-tos-request-id' } as const;

const MISMATCH =
  '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>Access denied.</Message></Error>';

/** The document of TOS, with the string of a vector that one header is other in. */
function tosDocument(
  { stringToSign = '', canonicalRequest = '', accessKeyId }: Vector,
  from: string,
  to: string,
) {
  const changed = canonicalRequest.replace(from, to);
  const hash = createHash('sha256').update(changed).digest('hex');
  return JSON.stringify({
    Code: 'SignatureDoesNotMatch',
    RequestId: 'b17801d4f4dcc15c68d4f4dc-bbe8b18',
    HostId: 'L',
    Message: 'The request signature we calculated does not match the signature you provided.',
    EC: '0002-00000024',
    AccessKeyId: accessKeyId,
    StringToSign: stringToSign.replace(/[0-9a-f]{64}$/, hash),
    CanonicalRequest: changed,
  });
}

function scan(text: string, ...more: readonly string[]) {
  const file = join(FOLDER, 'text.txt');
  writeFileSync(file, text);
  const { stdout, status } = osscap(['scan', file, '--format', 'json', ...more]);
  const report: Report = JSON.parse(stdout);
  return { status, stdout, found: report.captures.flatMap(({ exchanges }) => exchanges) };
}

const keysOf = ({ accessKeyId, secret }: Vector): readonly string[] => [
  '--credentials',
  credentialsFile([{ accessKeyId, secret }]),
];

describe.each([
  ['gcs', 'goog4-put-path-style', 'goog4'],
  ['gcs', 'goog4-url-parameters', 'goog4-url'],
  ['tos', 'tos4-put-type-and-metadata', 'tos4'],
  ['tos', 'tos4-url-token', 'tos4-url'],
] as const)('%s: %s', (provider, id, version) => {
  const known = vector(id);

  it('is recomputed', () => {
    const { found, status } = scan(
      `${requestOf(known)}HTTP/1.1 200 OK\r\n${OWN[provider]}: x\r\nContent-Length: 0\r\n\r\n`,
      ...keysOf(known),
    );
    expect(status).toBe(0);
    expect(found.map(({ oss }) => [oss?.provider, oss?.bucket])).toEqual([[provider, 'acme']]);
    expect(found[0]?.signature?.version).toBe(version);
    expect(found[0]?.signature?.recomputed).toBe(known.signature);
  });

  it('is masked where it may leave', () => {
    const file = join(FOLDER, 'refused.txt');
    writeFileSync(file, `${requestOf(known)}HTTP/1.1 403 Forbidden\r\n\r\n${MISMATCH}`);
    const { stdout } = osscap(['scan', file, '--format', 'html']);
    expect(stdout).toContain(known.path);
    expect(stdout).not.toContain(known.signature);
    if (known.securityToken !== undefined) expect(stdout).not.toContain(known.securityToken);
  });
});

it('finds what was derived from the constants of another service', () => {
  const known = vector('goog4-put-path-style');
  const scope = (known.stringToSign ?? '').split('\n')[2] ?? '';
  let key: Buffer | string = `AWS4${known.secret}`;
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const other = createHmac('sha256', key)
    .update(known.stringToSign ?? '')
    .digest('hex');
  const text = requestOf(known).replace(known.signature, other) + OF_GCS + MISMATCH;
  const [exchange] = scan(text, ...keysOf(known)).found;
  expect(exchange?.diagnosis?.cause?.id).toBe('key-derivation');
});

it('lays the string of the server beside the request', () => {
  const known = vector('tos4-get-version');
  const document = tosDocument(known, 'host:acme.tos-cn-beijing.volces.com', 'host:proxy.example.com');
  const [exchange] = scan(requestOf(known) + OF_TOS + document).found;
  expect(exchange?.diagnosis?.verdict).toBe('transit-modified');
  expect(exchange?.diagnosis?.divergences.map(({ field }) => field)).toEqual(['canonical-header:host']);
});

it('knows a document of TOS alone, and links its code to nobody else', () => {
  const known = vector('tos4-get-version');
  const [exchange] = scan(tosDocument(known, 'GET', 'GET')).found;
  expect([exchange?.oss?.provider, exchange?.oss?.ec, exchange?.oss?.key]).toEqual([
    'tos',
    '0002-00000024',
    'in/a.csv',
  ]);
  const { stdout } = osscap(['scan', join(FOLDER, 'text.txt')]);
  expect(stdout).toContain('0002-00000024');
  expect(stdout).not.toMatch(/alibabacloud|aliyun/);
});

it('takes the key of a service account for what cannot be computed', () => {
  const known = vector('goog4-url-get');
  const text = requestOf(known).replaceAll('GOOG4-HMAC-SHA256', 'GOOG4-RSA-SHA256') + OF_GCS + MISMATCH;
  const { found, stdout } = scan(text, ...keysOf(known));
  expect(found.map(({ oss, diagnosis }) => [oss?.provider, diagnosis?.cause?.id])).toEqual([
    ['gcs', 'signature-asymmetric'],
  ]);
  expect(stdout).not.toMatch(/SigV4A|Region-Set/);
});

it('reads a URL of version 2 that the key of a service account signed, and says what it cannot do', () => {
  const signature = encodeURIComponent(`${'q'.repeat(342)}==`);
  const of = (expires: number) =>
    `GET /acme/a.csv?GoogleAccessId=job%40acme.iam.gserviceaccount.com&Expires=${expires}&Signature=${signature} HTTP/1.1\r\nHost: storage.googleapis.com\r\n\r\n`;
  const told = (text: string) => {
    const { found, stdout } = scan(text);
    const [{ oss, signature: claim, diagnosis } = {}] = found;
    expect([oss?.provider, claim?.version, oss?.bucket, oss?.key]).toEqual([
      'gcs',
      'goog2-url',
      'acme',
      'a.csv',
    ]);
    expect(stdout).not.toMatch(/\bOSS\b|Aliyun|--credentials/);
    return [diagnosis?.verdict, diagnosis?.cause?.id ?? null];
  };
  expect(told(of(1_996_335_200) + OF_GCS + MISMATCH)).toEqual(['undecided', 'signature-asymmetric']);
  expect(told(of(1_496_335_200))).toEqual(['expired', 'url-over']);
  expect(told(of(1_996_335_200))).toEqual(['no-response', null]);
});

it('leaves other requests to Google alone', () => {
  const text = [
    'GET /storage/v1/b/acme/o/a.csv?alt=media HTTP/1.1',
    'Host: storage.googleapis.com',
    'Authorization: Bearer ya29.madeUpToken',
    'x-goog-api-client: gl-node/20',
    '',
    'HTTP/1.1 403 Forbidden',
    'Server: UploadServer',
    'X-GUploader-UploadID: ABg5',
    '',
    '',
  ];
  const file = join(FOLDER, 'other.txt');
  writeFileSync(file, text.join('\r\n'));
  expect(osscap(['scan', file]).status).toBe(2);
});

it('leaves the interface for S3 at the same hosts to S3', () => {
  const text = requestOf(vector('goog4-get'))
    .replaceAll('GOOG4', 'AWS4')
    .replaceAll('x-goog-', 'x-amz-')
    .replaceAll('storage/goog4_request', 's3/aws4_request');
  expect(scan(text + OF_GCS + MISMATCH).found.map(({ oss }) => oss?.provider)).toEqual(['s3']);
});

it.each([
  ['ve-tos-go-sdk/v2.7.0', createHash('sha256').digest('hex'), true],
  ['ve-tos-python-sdk/2.6.5', 'UNSIGNED-PAYLOAD', true],
  ['curl/8.5.0', 'UNSIGNED-PAYLOAD', false],
])(
  'takes what the SDK signs where a header of TOS names no hash, and blames none: %s',
  (agent, none, isRebuilt) => {
    const [accessKeyId, secret] = ['AKLTexample', 'tos-example-secret'];
    const [date, scope] = ['20260409T062732Z', '20260409/cn-beijing/tos/request'];
    const host = 'acme.tos-cn-beijing.volces.com';
    const listed = 'date;host;x-tos-date';
    const canonical = `PUT\n/k\n\ndate:${date}\nhost:${host}\nx-tos-date:${date}\n\n${listed}\n${none}`;
    const hash = createHash('sha256').update(canonical).digest('hex');
    let key: Buffer | string = secret;
    for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
    const signature = createHmac('sha256', key)
      .update(`TOS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`)
      .digest('hex');
    const head = [
      'PUT /k HTTP/1.1',
      `Host: ${host}`,
      `User-Agent: ${agent}`,
      `Date: ${date}`,
      `X-Tos-Date: ${date}`,
      `Authorization: TOS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${listed},Signature=${signature}`,
      'Content-Length: 4',
      '\r\nbody',
    ].join('\r\n');
    const { found } = scan(
      `${head}\r\n${OF_TOS}`,
      '--credentials',
      credentialsFile([{ accessKeyId, secret }]),
    );
    expect(found[0]?.signature?.recomputed === signature).toBe(isRebuilt);
    expect(found[0]?.diagnosis?.cause?.id).not.toBe('payload-hash-signed-other');
  },
);
