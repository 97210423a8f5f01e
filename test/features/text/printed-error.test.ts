import { describe, expect, it } from 'vitest';
import { bodyOf, readText, textFixture } from './read-text.ts';

const MESSAGE =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
const ID = '65DA19AE09E59839308E9C36';

/** What the documents hold that are made of a text, each by the names of its elements. */
function elements(text: string): readonly Record<string, string>[] {
  return readText(text).exchanges.map(({ request, response }) => {
    expect(request).toBeNull();
    const found = (bodyOf(response) ?? '').matchAll(/<([A-Za-z0-9]+)>([^<]*)<\/\1>/g);
    return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]));
  });
}

const SHORT = { Code: 'SignatureDoesNotMatch', Message: MESSAGE, RequestId: ID };

describe('an error that an SDK made an object of', () => {
  it('ali-oss, on the console', () => {
    expect(elements(textFixture('ali-oss-error.txt'))).toEqual([
      {
        ...SHORT,
        RequestId: '65DA19AE09E59839308E9C56',
        EC: '0002-00000040',
        HostId: 'bkt.oss-cn-hangzhou.aliyuncs.com',
      },
    ]);
    const { summary, exchanges } = readText(textFixture('ali-oss-error.txt'));
    expect(summary.text?.kind).toBe('log');
    expect(exchanges[0]?.response).toMatchObject({ frame: 10, status: 403 });
  });

  it.each(['aws-js-v3-error.txt', 'boto3-response.txt'])('%s: all of the document', (name) => {
    const [found] = elements(textFixture(name));
    expect(found).toMatchObject({ Code: 'SignatureDoesNotMatch', Message: MESSAGE, EC: '0002-00000040' });
    expect(found?.['RequestId']).toMatch(/^65DA19AE09E59839308E[0-9A-F]{4}$/);
    expect(found?.['StringToSign']).toMatch(
      /^AWS4-HMAC-SHA256\n\d{8}T\d{6}Z\n\d{8}\/oss-cn-hangzhou\/s3\/aws4_request\n[0-9a-f]{64}$/,
    );
    expect(found?.['CanonicalRequest']).toMatch(/^PUT\n\/bkt\/dir\/a\.txt\n/);
    expect(found?.['CanonicalRequest']?.split('\n').at(-1)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      'JSON of ali-oss, in a line of a log',
      `12:00 error: {"name":"SignatureDoesNotMatchError","status":403,"code":"SignatureDoesNotMatch","requestId":"${ID}","hostId":"b.oss.aliyuncs.com","params":{"headers":{"a":"b"}}}`,
      { Code: 'SignatureDoesNotMatch', RequestId: ID, HostId: 'b.oss.aliyuncs.com' },
    ],
    [
      'ali-oss, within another object',
      `{\n  err: Error [SignatureDoesNotMatchError]: ${MESSAGE}\n      at setError (/app/client.js:379:11)\n      at async /app/a.cjs:5:23 {\n    status: 403,\n    code: 'SignatureDoesNotMatch',\n    requestId: '${ID}',\n    hostId: 'h',\n    params: { headers: [Object], content: <Buffer 68> }\n  },\n  at: 1\n}`,
      { ...SHORT, HostId: 'h' },
    ],
    [
      'ali-oss, without its stack',
      `[AccessDeniedError: No.] {\n  status: 403,\n  code: 'AccessDenied',\n  requestId: '${ID}',\n  host: 'h'\n}`,
      { Code: 'AccessDenied', Message: 'No.', RequestId: ID, HostId: 'h' },
    ],
    [
      'ali-oss, of old',
      `{ AccessDeniedError: You have no right.\n    at Object.requestError$ (/app/client.js:311:13)\n    at <anonymous>\n  name: 'AccessDeniedError',\n  status: 403,\n  code: 'AccessDenied',\n  requestId: '${ID}',\n  host: 'h' }`,
      { Code: 'AccessDenied', Message: 'You have no right.', RequestId: ID, HostId: 'h' },
    ],
    [
      'aliyun-sdk',
      `error: { [SignatureDoesNotMatch: ${MESSAGE}]\n  message: '${MESSAGE}',\n  code: 'SignatureDoesNotMatch',\n  headers: \n   { server: 'AliyunOSS',\n     'x-oss-request-id': '${ID}' },\n  time: Tue Dec 15 2015 12:45:51 GMT+0800 (CST),\n  statusCode: 403,\n  retryable: false }`,
      SHORT,
    ],
    [
      'boto3, on a line',
      `{'Error': {'Code': 'SignatureDoesNotMatch', 'Message': '${MESSAGE}', 'StringToSign': 'GET\\n\\n\\nx\\n/b/'}, 'ResponseMetadata': {'HTTPStatusCode': 403, 'HTTPHeaders': {'server': 'AliyunOSS', 'x-oss-request-id': '${ID}'}, 'RetryAttempts': 0}}`,
      { ...SHORT, StringToSign: 'GET\n\n\nx\n/b/' },
    ],
    [
      'OpenDAL',
      `Error: PermissionDenied (permanent) at write => OssError { code: "SignatureDoesNotMatch", message: "${MESSAGE}", request_id: "${ID}", host_id: "h" }`,
      { ...SHORT, HostId: 'h' },
    ],
    [
      'minio-go',
      `minio.ErrorResponse{XMLName:xml.Name{Space:"", Local:"Error"}, Code:"SignatureDoesNotMatch", Message:"${MESSAGE}", BucketName:"", RequestID:"${ID}", HostID:"h", Server:"AliyunOSS", StatusCode:403}`,
      { ...SHORT, HostId: 'h', Server: 'AliyunOSS' },
    ],
  ])('%s', (_, text, expected) => {
    expect(elements(text)).toEqual([expected]);
    expect(elements(`starting\r\n${text.replaceAll('\n', '\r\n')}\r\n`)).toEqual([expected]);
  });

  it('several of them, however far apart', () => {
    const one = (id: string) => `{ status: 403, code: 'AccessDenied', requestId: '${id}', host: 'h' }\n`;
    const ids = ['65DA19AE09E59839308E9C36', '65DA19AE09E59839308E9C37', '65DA19AE09E59839308E9C38'];
    const text = ids.map(one).join('a line\n'.repeat(700));
    expect(elements(text).map((each) => each['RequestId'])).toEqual(ids);
  });

  it.each([
    [
      'an error of another service',
      '{"Code":"NoPermission","RequestId":"0E5B1C0A-7B7E-4F0B-9C59-6B2B9B5F9B11","HostId":"sts.aliyuncs.com","Message":"No."}',
    ],
    [
      'one of the operating system',
      "{ errno: -111, code: 'ECONNREFUSED', requestId: '65DA19AE09E59839308E9C36', host: 'h' }",
    ],
    [
      'one that does not tell its request',
      "{ code: 'SignatureDoesNotMatch', region: null, requestId: null, statusCode: 403, retryable: false }",
    ],
  ])('is none: %s', (_, text) => {
    expect(readText(text).codes).toEqual(['not-a-capture']);
  });
});

describe('an object of which the end is cut off', () => {
  it('gives the elements that are there', () => {
    const text = `{\n  status: 403,\n  code: 'AccessDenied',\n  requestId: '${ID}',\n  host: 'h',\n`;
    expect(elements(text)).toEqual([{ Code: 'AccessDenied', RequestId: ID, HostId: 'h' }]);
  });
});

describe('the debug log of s3cmd', () => {
  it('shows the elements of the document, and the bytes that Python breaks into pieces are not read', () => {
    const [found, ...others] = elements(textFixture('s3cmd-debug.txt'));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      Code: 'SignatureDoesNotMatch',
      Message: MESSAGE,
      OSSAccessKeyId: 'LTAI5tTestCapture0001',
    });
    expect(found?.['CanonicalRequest']).toMatch(/^GET\n\/bkt\/\nlocation=\n/);
    expect(readText(textFixture('s3cmd-debug.txt')).exchanges[0]?.response?.status).toBe(403);
  });

  it('shows several', () => {
    const one = (id: number) =>
      `DEBUG: ErrorXML: Code: 'AccessDenied'\nDEBUG: ErrorXML: RequestId: '${id}'\n`;
    expect(elements(`${one(1)}DEBUG: other\n${one(2)}${one(3)}`)).toEqual(
      ['1', '2', '3'].map((RequestId) => ({ Code: 'AccessDenied', RequestId })),
    );
  });
});
