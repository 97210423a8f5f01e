import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { osscap } from '../../support/command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readText } from './read-text.ts';

const FOLDER = temporaryFolder();

/** A refusal as the documentation of each shows a line of its log. */
const LINES = {
  envoy:
    '{"authority":"acme.s3.eu-central-1.amazonaws.com","method":"PUT","path":"/in/a.csv","protocol":"HTTP/1.1","response_code":403,"response_flags":"-","user_agent":"aws-sdk-java/2.29","start_time":"2026-11-30T09:15:00.123Z"}',
  nginx:
    '{"time_iso8601":"2026-11-30T09:15:00+00:00","request":"PUT /in/a.csv HTTP/1.1","status":"403","host":"acme.oss-cn-hangzhou.aliyuncs.com"}',
  Caddy:
    '{"level":"info","ts":1796030100.1,"logger":"http.log.access","request":{"method":"PUT","host":"acme.s3.eu-central-1.amazonaws.com","uri":"/in/a.csv","headers":{"User-Agent":["curl/8"]}},"status":403}',
  Traefik:
    '{"DownstreamStatus":401,"RequestHost":"acme.s3.eu-central-1.amazonaws.com","RequestMethod":"PUT","RequestPath":"/in/a.csv","StartUTC":"2026-11-30T09:15:00.1Z"}',
  'of a container':
    '2026-11-30T09:15:00.1Z stdout F {"authority":"acme.s3.eu-central-1.amazonaws.com","method":"PUT","path":"/in/a.csv","response_code":400}',
} as const;

it.each(Object.entries(LINES))(
  'reads a refusal in a log of %s, and says no more than it shows',
  (_, line) => {
    const file = join(FOLDER, 'access.log');
    writeFileSync(file, `${line}\n`);
    const { stdout, status } = osscap(['scan', file, '--format', 'json']);
    const [exchange] = JSON.parse(stdout).captures[0].exchanges;
    expect(status).toBe(1);
    expect(exchange.oss).toMatchObject({ operation: 'PutObject', bucket: 'acme', key: 'in/a.csv' });
    expect(exchange.diagnosis).toMatchObject({
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'headers-not-logged' },
    });
    expect(exchange.diagnosis.notes).toEqual([]);
  },
);

it.each([
  ['another host', LINES.envoy.replace('acme.s3.eu-central-1.amazonaws.com', 'example.com')],
  ['a success', LINES.envoy.replace('403', '200')],
  ['what is about the object', LINES.envoy.replace('403', '404')],
  ['no JSON', LINES.envoy.slice(0, -1)],
  ['no host', LINES.envoy.replace('authority', 'x')],
  ['a host that is none', LINES.envoy.replace('acme.s3', 'a b.s3')],
])('does not read %s', (_, line) => {
  const file = join(FOLDER, 'other.log');
  writeFileSync(file, `${line}\n`);
  expect(osscap(['scan', file]).status).toBe(2);
});

it('keeps its lines apart', () => {
  const text = `${LINES.envoy}\n${LINES.nginx}\n${LINES.Caddy}\n`;
  expect(readText(text).exchanges.map(({ request, response }) => [request?.frame, response?.status])).toEqual(
    [
      [1, 403],
      [2, 403],
      [3, 403],
    ],
  );
});

/** As the documentation of MinIO has it (`docs/logging/README.md`), with the fields of later versions. */
const AUDIT = {
  version: '1',
  time: '2026-11-30T09:15:00.373638257Z',
  api: { name: 'PutObject', bucket: 'acme', object: 'in/a b.csv', status: 'Forbidden', statusCode: 403 },
  requestID: '18C2436EFDA468A2',
  userAgent: 'Boto3/1.43.47',
  requestPath: '/acme/in/a b.csv',
  requestHost: 'minio.example.com:9000',
  requestQuery: { partNumber: '1', uploadId: 'a/b' },
  requestHeader: {
    Authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261130/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=8b0e95dfffbef957fed81d42727d702e3259b6147300b41d5397b29b331ef5a4',
    'Content-Length': '686',
    'User-Agent': 'Boto3/1.43.47',
    'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
    'X-Amz-Date': '20261130T091500Z',
  },
  responseHeader: { 'Content-Length': '371', Server: 'MinIO', 'X-Amz-Request-Id': '18C2436EFDA468A2' },
};

function auditOf(changed: Readonly<Record<string, unknown>>) {
  const file = join(FOLDER, 'audit.log');
  writeFileSync(file, `${JSON.stringify({ ...AUDIT, ...changed })}\n`);
  const { stdout, status } = osscap(['scan', file, '--format', 'json']);
  return { status, exchange: status === 2 ? null : JSON.parse(stdout).captures[0].exchanges[0] };
}

it('reads a refusal in the audit log of MinIO with its headers, and says nothing of it with certainty', () => {
  const { exchange } = auditOf({});
  expect(exchange.request).toMatchObject({
    method: 'PUT',
    target: '/acme/in/a%20b.csv?partNumber=1&uploadId=a%2Fb',
    host: 'minio.example.com:9000',
  });
  expect(exchange.oss).toMatchObject({ bucket: 'acme', key: 'in/a b.csv', requestId: AUDIT.requestID });
  expect(exchange.signature).toMatchObject({ version: 's3v4', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
  expect(exchange.diagnosis).toMatchObject({ verdict: 'needs-secret', certainty: 'open' });
});

it.each([
  ['with a host that is none', { requestHost: 'a b' }],
  ['of a call that it does not know', { api: { ...AUDIT.api, name: 'ServerInfo' } }],
  ['of a call that was accepted', { api: { ...AUDIT.api, statusCode: 200 } }],
  ['with headers that are none', { requestHeader: [] }],
])('does not read a record %s', (_, changed) => {
  expect(auditOf(changed).status).toBe(2);
});

// as before 2023: `requestPath` and `requestHost` came later
it.each([
  ['host', { requestHost: undefined }],
  ['host and path', { requestHost: undefined, requestPath: undefined }],
])('reads a record without its %s', (_, changed) => {
  const { exchange } = auditOf(changed);
  expect(exchange.oss).toMatchObject({ bucket: 'acme', key: 'in/a b.csv', operation: 'UploadPart' });
  expect(exchange.request.target).toBe('/acme/in/a%20b.csv?partNumber=1&uploadId=a%2Fb');
  expect(exchange.diagnosis).toMatchObject({ verdict: 'needs-secret', certainty: 'open' });
});

it('keeps what would break a head out of it', () => {
  const { exchange } = auditOf({
    requestHeader: { ...AUDIT.requestHeader, 'X: Y\r\nZ': '1', Accept: 'a\r\nHost: b' },
  });
  const names = exchange.request.headers.map(([name]: readonly string[]) => name);
  expect(names).not.toContain('Z');
  expect(names.filter((name: string) => name === 'Host')).toHaveLength(1);
});

// the SDK for Node.js writes the token that it signed there
it.each(['Signature', 'security-token'])('draws nothing from the order of a token: %s first', (first) => {
  const parameters = ['Signature=g0P9TeS1A%2BxoIRtUPPPnxCWwBzc%3D', 'security-token=CAIStokenOfNobody'];
  if (first === 'security-token') parameters.reverse();
  const line = {
    time_iso8601: '2026-11-30T09:15:00+00:00',
    request: `GET /a/b.jpg?OSSAccessKeyId=STS.NTexample&Expires=1796116500&${parameters.join('&')} HTTP/1.1`,
    status: '403',
    host: 'acme.oss-cn-hangzhou.aliyuncs.com',
  };
  const file = join(FOLDER, 'order.log');
  writeFileSync(file, `${JSON.stringify(line)}\n`);
  const { stdout } = osscap(['scan', file, '--format', 'json']);
  const { diagnosis } = JSON.parse(stdout).captures[0].exchanges[0];
  const token = diagnosis.suspects.find(({ kind }: { readonly kind: string }) => kind === 'token');
  expect(token.weight).toBeLessThan(0.6);
});
