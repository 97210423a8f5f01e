/* Forms in which people paste what a tool printed, beside those that have a test of their own. */

import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { osscap } from '../../support/command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readText } from './read-text.ts';

const FOLDER = temporaryFolder();

function scanned(text: string): { readonly status: number | null; readonly stdout: string } {
  const file = join(FOLDER, 'pasted.txt');
  writeFileSync(file, text);
  return osscap(['scan', file, '--format', 'json']);
}

const AUTHORIZATION = (listed: string): string =>
  `AWS4-HMAC-SHA256 Credential=minio/20261130/us-east-1/s3/aws4_request, SignedHeaders=${listed}, Signature=${'4f'.repeat(32)}`;

const DOCUMENT = (code: string, elements: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code>${elements}</Error>\n`;

const MISMATCH =
  '<Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message>';

it.each([
  [
    'a body in chunks that the service does not take',
    'Amazon.S3.AmazonS3Exception: STREAMING-AWS4-HMAC-SHA256-PAYLOAD not implemented\n',
    { verdict: 'version-refused', cause: 'chunked-signing-refused' },
  ],
  [
    'a bucket of another region, as the AWS CLI says it',
    'An error occurred (IllegalLocationConstraintException) when calling the CreateMultipartUpload operation: The EU location constraint is incompatible for the region specific endpoint this request was sent to.\n',
    { verdict: 'access-denied', certainty: 'open', cause: 'wrong-endpoint-unnamed' },
  ],
  [
    'an endpoint that names the bucket already',
    DOCUMENT(
      'InvalidBucketName',
      '<Message>The specified bucket is not valid.</Message><RequestId>574516A88F0AB1FF3F171ACA</RequestId><HostId>acme.acme.oss-cn-hangzhou.aliyuncs.com</HostId><BucketName>acme.acme</BucketName>',
    ),
    { verdict: 'access-denied', certainty: 'open', cause: 'bucket-named-twice' },
  ],
  [
    'a header that MinIO misses',
    `PUT /acme/a.txt HTTP/1.1\nHost: s3.example.com\nX-Amz-Content-Sha256: UNSIGNED-PAYLOAD\nX-Amz-Date: 20261130T091500Z\nAuthorization: ${AUTHORIZATION('host;x-amz-content-sha256;x-amz-date;x-amz-meta-node.name')}\n\nHTTP/1.1 400 Bad Request\nServer: MinIO\nContent-Type: application/xml\n\n${DOCUMENT('AccessDenied', '<Message>There were headers present in the request which were not signed</Message><RequestId>180E00F5FE9AABF3</RequestId><HostId>x</HostId>')}`,
    { verdict: 'malformed-auth', certainty: 'likely', cause: 'listed-header-gone' },
  ],
  [
    'a document of which a page lost the tags',
    'Error executing "PutObject" on "https://photos.ams3.digitaloceanspaces.com/a/b.jpg"; AWS HTTP error: Client error: `PUT https://photos.ams3.digitaloceanspaces.com/a/b.jpg` resulted in a `403 Forbidden` response: SignatureDoesNotMatchtx000000000000005d94790-006091 (truncated...)\n',
    { verdict: 'needs-secret', cause: 'answer-alone' },
  ],
])('says of %s what it is', (_, text, { cause, ...wanted }: { cause?: string; verdict: string }) => {
  const { status, stdout } = scanned(text);
  const [{ diagnosis }] = JSON.parse(stdout).captures[0].exchanges;
  expect(diagnosis).toMatchObject(wanted);
  expect(diagnosis.cause?.id).toBe(cause);
  expect(status).toBe(1);
});

it('tries the given secret on a request that has no answer', () => {
  const secret = 'ExampleSecretOfNobody00000000';
  const keys = join(FOLDER, 'keys.json');
  const pair = { accessKeyId: 'LTAI5tExample00000000001', accessKeySecret: secret };
  writeFileSync(keys, JSON.stringify([pair]), { mode: 0o600 });
  const date = 'Mon, 30 Nov 2026 09:15:00 GMT';
  const said = (key: string, resource: string, host = 'Host: acme.oss-cn-hangzhou.aliyuncs.com\r\n') => {
    const signature = createHmac('sha1', key).update(`GET\n\n\n${date}\n${resource}`).digest('base64');
    const text = `GET /a.txt HTTP/1.1\r\n${host}Date: ${date}\r\nAuthorization: OSS ${pair.accessKeyId}:${signature}\r\n\r\n`;
    const file = join(FOLDER, 'asked.txt');
    writeFileSync(file, text);
    const { status, stdout } = osscap(['scan', file, '--credentials', keys, '--format', 'json']);
    const [{ diagnosis }] = JSON.parse(stdout).captures[0].exchanges;
    return [status, diagnosis.verdict, diagnosis.certainty, diagnosis.cause?.id];
  };
  expect(said(secret, '/acme/a.txt')).toEqual([0, 'no-response', null, undefined]);
  expect(said(secret, '/a.txt')).toEqual([1, 'client-miscomputed', 'likely', 'bucket-left-out']);
  expect(said(`${secret}\n`, '/acme/a.txt')).toEqual([
    1,
    'wrong-secret',
    'likely',
    'secret-trailing-newline',
  ]);
  expect(said('AnotherSecretOfNobody00000000', '/acme/a.txt')).toEqual([1, 'undecided', 'open', undefined]);
  // the log of a client lacks what libraries add below it
  expect(said(secret, '/acme/b.txt', '')).toEqual([0, 'no-response', null, undefined]);
});

it('knows a bucket that is in the name twice from one that has a dot', () => {
  for (const bucket of ['acme.acme2', 'a.a', 'acme.example']) {
    const text = DOCUMENT(
      'InvalidBucketName',
      `<RequestId>574516A88F0AB1FF3F171ACA</RequestId><HostId>x</HostId><BucketName>${bucket}</BucketName>`,
    );
    expect(scanned(text).stdout).not.toContain('bucket-named-twice');
  }
});

it('reads a trace of MinIO that was cut before its first line', () => {
  const text = ` PUT /acme/a.txt\n Proto: HTTP/1.1\n Host: localhost:9000\n X-Amz-Date: 20261130T091500Z\n Authorization: ${AUTHORIZATION('host;x-amz-date')}\n \n [RESPONSE] [2026-11-30T09:15:00.739] [ Duration 19ms TTFB 19ms ↑ 129 B  ↓ 589 B ]\n 403 Forbidden\n Server: MinIO\n X-Amz-Request-Id: 17CB5FED916CB6AF\n \n ${DOCUMENT('SignatureDoesNotMatch', MISMATCH)}`;
  const [exchange] = readText(text).exchanges;
  expect(exchange?.request?.target).toBe('/acme/a.txt');
  expect(exchange?.response?.status).toBe(403);
});

it('reads the request that Excon prints, and that of a log of Garage', () => {
  const ruby = `  request => {:headers=>{"x-amz-acl"=>"public-read", "Content-type"=>"application/pdf", "Date"=>"Mon, 30 Nov 2026 09:15:00 +0000", "Authorization"=>"AWS 57HNM4JXTWATK8NIU9PE:YlmoXQjmxaewbnxGVP0aKdjf72Y=", "Host"=>"acme.s3.amazonaws.com:443"}, :host=>"acme.s3.amazonaws.com", :path=>"/a.pdf", :method=>"PUT"}\n`;
  const [asked] = readText(ruby).exchanges;
  expect(asked?.request).toMatchObject({ method: 'PUT', target: '/a.pdf' });
  expect(asked?.request?.headers.map(({ name }) => name)).toContain('Authorization');
  const garage = `2026-11-30T09:15:00.6Z INFO garage_api::generic_server 203.0.113.9 (via [::1]:50102) PUT //a.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=GK05%2F20261130%2Fgarage%2Fs3%2Faws4_request&X-Amz-Date=20261130T091500Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=${'4f'.repeat(32)}\n`;
  expect(readText(garage).exchanges[0]?.request).toMatchObject({ method: 'PUT' });
});

it('takes the type that a server names for that of a URL, whose headers nobody pasted', () => {
  const url = `https://acme.s3.amazonaws.com/a.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261130%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261130T091500Z&X-Amz-Expires=300&X-Amz-SignedHeaders=content-type%3Bhost`;
  const query = url.slice(url.indexOf('?') + 1).replaceAll('&', '&amp;');
  const text = `PUT ${url}&X-Amz-Signature=${'4f'.repeat(32)} 403 (Forbidden)\n\n${DOCUMENT(
    'SignatureDoesNotMatch',
    `${MISMATCH}<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256\n20261130T091500Z\n20261130/us-east-1/s3/aws4_request\n${'ab'.repeat(32)}</StringToSign><SignatureProvided>${'4f'.repeat(32)}</SignatureProvided><CanonicalRequest>PUT\n/a.png\n${query}\ncontent-type:multipart/form-data; boundary=x\nhost:acme.s3.amazonaws.com\n\ncontent-type;host\nUNSIGNED-PAYLOAD</CanonicalRequest><RequestId>DKUVHEVZOOYXCS45</RequestId>`,
  )}`;
  const [{ diagnosis }] = JSON.parse(scanned(text).stdout).captures[0].exchanges;
  expect(diagnosis.suspects[0].kind).toBe('type-added');
});

it.each([
  ['nginx', 'location / {\n  proxy_pass http://box:9000;\n}\n', '2:host-not-passed'],
  [
    'nginx that caches',
    'location / {\n  proxy_set_header Host $host;\n  proxy_cache s3;\n  # rewrite ^/x /y;\n  proxy_pass http://box:9000/;\n}\n',
    '2:host-without-port 3:head-becomes-get 5:path-replaced',
  ],
  [
    'nginx that passes all on',
    'location / {\n  proxy_set_header Host $http_host;\n  proxy_pass http://box:9000;\n}\n',
    '',
  ],
  [
    'Apache',
    'ProxyPreserveHost On\nProxyPass "/" "http://127.0.0.1:9000/"\nRequestHeader unset Authorization\n',
    '2:path-decoded 3:header-changed',
  ],
  [
    'Caddy',
    'handle_path /s3/* {\n  reverse_proxy box:9000 {\n    header_up Host {upstream_hostport}\n  }\n}\n',
    '1:path-rewritten 3:host-replaced',
  ],
  [
    'HAProxy',
    'frontend a\n  default_backend b\nbackend b\n  http-request set-header Host minio\n  http-request replace-path /s3/(.*) /\\1\n',
    '4:host-replaced 5:path-rewritten',
  ],
  [
    'Traefik',
    'labels:\n  - "traefik.http.middlewares.s3.stripprefix.prefixes=/s3"\n  - "traefik.http.services.s3.loadbalancer.passhostheader=false"\n',
    '2:path-rewritten 3:host-replaced',
  ],
])('names the lines of a configuration that break signatures: %s', (_, text, faults) => {
  const { notices } = readText(text);
  expect(notices[0]?.args).toEqual({ form: 'proxy-settings', faults });
  expect(scanned(text).status).toBe(2);
});
