import { describe, expect, test } from 'vitest';
import { boundaryOf, readPostForm } from '../rooms/http.ts';
import { LearntBuckets, readClaim, resolveAddress, toSignableRequest } from '../rooms/oss.ts';
import { multipart, request } from './requests.ts';

type Headers = readonly (readonly [string, string])[];
const DATE = ['Date', 'Wed, 01 Jan 2025 12:34:56 GMT'] as const;

function read(target: string, headers: Headers, method = 'GET', body: string | null = null) {
  const message = request(method, target, headers, body);
  const address = resolveAddress(
    'b.oss-cn-hangzhou.aliyuncs.com',
    '/',
    { buckets: new Map() },
    new LearntBuckets(),
  );
  return readClaim(toSignableRequest(message, address, readPostForm(message)));
}

const authorization = (value: string, headers: Headers = [DATE]) =>
  read('/k', [...headers, ['Authorization', value]]);

describe('Authorization', () => {
  test('version 1', () => {
    expect(authorization('OSS id:sig=', [DATE, ['x-oss-security-token', 'tok']]).claim).toEqual({
      version: 'v1',
      accessKeyId: 'id',
      signature: 'sig=',
      rawSignature: 'sig=',
      signatureOrigin: { frame: 4, source: 'header authorization' },
      scope: null,
      listedHeaders: null,
      securityToken: 'tok',
      date: DATE[1],
      expires: null,
      problems: [],
    });
  });

  test('version 2', () => {
    const { claim } = authorization('OSS2 AccessKeyId:id,AdditionalHeaders:Host;range,Signature:s==');
    expect(claim).toMatchObject({ version: 'v2', accessKeyId: 'id', signature: 's==', problems: [] });
    expect(claim?.listedHeaders).toEqual(['host', 'range']);
  });

  test('version 4 in any order and spacing', () => {
    const scope = {
      date: '20250101',
      region: 'cn-hangzhou',
      product: 'oss',
      terminator: 'aliyun_v4_request',
    };
    const credential = 'Credential=id/20250101/cn-hangzhou/oss/aliyun_v4_request';
    for (const parts of [
      `${credential},AdditionalHeaders=host;range,Signature=abc`,
      `${credential}, Signature=abc, AdditionalHeaders=host;range`,
      `  Signature = abc ,AdditionalHeaders=host;range,  ${credential} `,
    ]) {
      const { claim } = authorization(`OSS4-HMAC-SHA256 ${parts}`);
      expect(claim).toMatchObject({
        version: 'v4',
        accessKeyId: 'id',
        signature: 'abc',
        scope,
        problems: [],
      });
      expect(claim?.listedHeaders).toEqual(['host', 'range']);
    }
  });

  test('the S3-compatible schemes', () => {
    expect(authorization('AWS id:sig').claim).toMatchObject({ version: 's3v2', accessKeyId: 'id' });
    const { claim } = authorization(
      'AWS4-HMAC-SHA256 Credential=id/20250101/r/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=a',
    );
    expect(claim).toMatchObject({ version: 's3v4', listedHeaders: ['host', 'x-amz-date'], problems: [] });
  });

  test.each([
    ['OSS id', ['bad-authorization', 'missing-signature']],
    ['OSS id:', ['missing-signature']],
    ['OSS :sig', ['bad-authorization']],
    ['OSS4-HMAC-SHA256 Credential=/20250101/r/oss/aliyun_v4_request,Signature=a', ['bad-credential']],
    ['OSS2 AccessKeyId:id', ['missing-signature']],
    ['OSS4-HMAC-SHA256 Credential=id/20250101/r/oss,Signature=a', ['bad-credential']],
    ['OSS4-HMAC-SHA256 Credential=id/20250101/r/oss/aliyun_v4,Signature=a', ['bad-credential']],
    ['OSS4-HMAC-SHA256 Credential=id/2025-01-01/r/oss/aliyun_v4_request,Signature=a', ['bad-credential']],
    ['OSS4-HMAC-SHA256 Credential=id/20250101/r/oss/aliyun_v4_request', ['missing-signature']],
    [
      'OSS4-HMAC-SHA256 Credential=id/20250101/r/oss/aliyun_v4_request,AdditionalHeaders=,Signature=a',
      ['empty-listed-headers'],
    ],
    [
      'OSS4-HMAC-SHA256 Credential=id/20250101/r/oss/aliyun_v4_request,AdditionalHeaders=host;,Signature=a',
      ['empty-listed-headers'],
    ],
  ])('%s', (value, problems) => {
    expect(authorization(value).claim?.problems).toEqual(problems);
  });

  test('a date is missed', () => {
    expect(authorization('OSS id:sig', []).claim).toMatchObject({ date: null, problems: ['missing-date'] });
  });

  test('other schemes', () => {
    for (const value of ['Bearer x', 'oss id:sig', 'OSS3 id:sig', '']) {
      expect(authorization(value)).toEqual({ claim: null, foreignAuthorization: value });
    }
    expect(read('/k', [DATE])).toEqual({ claim: null, foreignAuthorization: null });
  });
});

describe('URLs', () => {
  test('version 1: the signature is decoded, and a raw plus stays one', () => {
    const { claim } = read('/k?OSSAccessKeyId=id&Expires=1&Signature=a+b%2Bc%3D&security-token=t%2Bk', []);
    expect(claim).toMatchObject({
      version: 'v1-url',
      accessKeyId: 'id',
      signature: 'a+b+c=',
      rawSignature: 'a+b%2Bc%3D',
      signatureOrigin: { frame: 4, source: 'query Signature' },
      expires: '1',
      date: '1',
      securityToken: 't+k',
      problems: [],
    });
  });

  test('version 4', () => {
    const query =
      'x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=id%2F20250101%2Fr%2Foss%2Faliyun_v4_request&x-oss-date=20250101T000000Z&x-oss-expires=60&x-oss-additional-headers=host&x-oss-signature=a&x-oss-security-token=t';
    expect(read(`/k?${query}`, []).claim).toMatchObject({
      version: 'v4-url',
      accessKeyId: 'id',
      scope: { region: 'r' },
      listedHeaders: ['host'],
      date: '20250101T000000Z',
      expires: '60',
      securityToken: 't',
      problems: [],
    });
  });

  test.each([
    ['x-oss-signature-version=OSS2&x-oss-access-key-id=id&x-oss-expires=1&x-oss-signature=a', 'v2-url', []],
    ['AWSAccessKeyId=id&Expires=1&Signature=a', 's3v2-url', []],
    [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=id%2F20250101%2Fr%2Fs3%2Faws4_request&X-Amz-Date=x&X-Amz-Expires=1&X-Amz-SignedHeaders=host&X-Amz-Signature=a',
      's3v4-url',
      [],
    ],
    ['OSSAccessKeyId=id&Signature=a', 'v1-url', ['missing-expires']],
    ['OSSAccessKeyId=id&Expires=&Signature=a', 'v1-url', ['missing-expires']],
    ['OSSAccessKeyId=id&Expires=1', 'v1-url', ['missing-signature']],
    ['OSSAccessKeyId=id', 'v1-url', ['cut-url', 'missing-signature', 'missing-expires']],
    [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=id%2F20250101%2Fr%2Fs3%2Faws4_request&X-Amz-Date=x',
      's3v4-url',
      ['cut-url', 'missing-signature', 'missing-expires'],
    ],
    ['OSSAccessKeyId=id&amp;Expires=1&amp;Signature=a', 'v1-url', ['mangled-parameter-names']],
    [
      'x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=id%2F20250101&x-oss-date=d&x-oss-expires=1&x-oss-signature=a',
      'v4-url',
      ['bad-credential'],
    ],
    [
      'x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=id%2F20250101%2Fr%2Foss%2Faliyun_v4_request&x-oss-date=d&x-oss-expires=1&x-oss-additional-headers=host%3B&x-oss-signature=a',
      'v4-url',
      ['empty-listed-headers'],
    ],
    [
      'OSSAccessKeyId=id%5Cu0026Expires=1%5Cu0026Signature=a',
      'v1-url',
      ['mangled-parameter-names', 'missing-signature', 'missing-expires'],
    ],
  ])('%s', (query, version, problems) => {
    expect(read(`/k?${query}`, []).claim).toMatchObject({ version, accessKeyId: 'id', problems });
  });

  test('beside an Authorization header', () => {
    const url = '/k?OSSAccessKeyId=q&Expires=1&Signature=a';
    const both = read(url, [DATE, ['Authorization', 'OSS h:s']]);
    expect(both.claim).toMatchObject({ version: 'v1', accessKeyId: 'h', problems: ['header-and-query'] });
    const foreign = read(url, [['Authorization', 'Bearer t']]);
    expect(foreign.foreignAuthorization).toBe('Bearer t');
    expect(foreign.claim).toMatchObject({ version: 'v1-url', problems: ['header-and-query'] });
  });

  test('of parameters that are there twice the first counts', () => {
    const { claim } = read('/k?OSSAccessKeyId=id&Expires=1&Signature=a&Expires=2&Signature=b', []);
    expect(claim).toMatchObject({ expires: '1', date: '1', signature: 'a' });
  });

  test('a security token counts where its version has it, else wherever it stands', () => {
    const url = '/k?OSSAccessKeyId=q&Expires=1&Signature=a';
    const credential = encodeURIComponent('id/20250101/r/oss/aliyun_v4_request');
    const url4 = `/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${credential}&x-oss-signature=a`;
    const token = (target: string, headers: Headers = []) => read(target, headers).claim?.securityToken;
    const [header, sent] = [['x-oss-security-token', 'h'] as const, ['Authorization', 'OSS i:s'] as const];
    expect(token(`${url}&security-token=t`, [header])).toBe('t');
    expect(token(`${url}&x-oss-security-token=t`)).toBe('t');
    expect(token(`${url}&x-oss-security-token=o&security-token=t`)).toBe('t');
    expect(token(`${url4}&security-token=o&x-oss-security-token=t`)).toBe('t');
    expect(token(`${url4}&security-token=t`)).toBe('t');
    expect(token(url, [header])).toBe('h');
    expect(token('/k?security-token=t', [sent, header])).toBe('h');
    expect(token('/k?security-token=t', [sent])).toBe('t');
    expect(token('/k', [sent, ['x-amz-security-token', 'a']])).toBe('a');
    expect(token(url)).toBeNull();
  });

  test('parameters that only look like it', () => {
    expect(read('/k?prefix=a&x-oss-process=image%2Finfo&Expires=1', []).claim).toBeNull();
  });
});

describe('forms', () => {
  const type = ['Content-Type', 'multipart/form-data; boundary="a b"'] as const;
  const form = (fields: Headers) => read('/', [type], 'POST', multipart('a b', fields)).claim;

  test('versions', () => {
    expect(
      form([
        ['OSSAccessKeyId', 'id'],
        ['policy', 'p'],
        ['Signature', 's'],
      ]),
    ).toMatchObject({
      version: 'post-v1',
      accessKeyId: 'id',
      signature: 's',
      signatureOrigin: { frame: 4, source: 'form field Signature' },
      problems: [],
    });
    expect(
      form([
        ['x-oss-signature-version', 'OSS2'],
        ['x-oss-access-key-id', 'id'],
        ['policy', 'p'],
        ['x-oss-signature', 's'],
      ]),
    ).toMatchObject({ version: 'post-v2', accessKeyId: 'id', signature: 's' });
    expect(
      form([
        ['policy', 'p'],
        ['x-oss-credential', 'id/20250101/r/oss/aliyun_v4_request'],
        ['x-oss-date', 'd'],
        ['x-oss-signature', 's'],
        ['x-oss-security-token', 't'],
      ]),
    ).toMatchObject({ version: 'post-v4', accessKeyId: 'id', date: 'd', securityToken: 't', problems: [] });
    expect(form([['key', 'k']])).toBeNull();
    expect(
      form([
        ['policy', 'p'],
        ['OSSAccessKeyId', 'id'],
      ])?.problems,
    ).toEqual(['missing-signature']);
  });

  test('fields are read byte for byte, up to the file', () => {
    const body = multipart('x', [
      ['a', '1\r\n2'],
      ['empty', ''],
      ['b', '\xff'],
    ]).replace(/file"; f/, 'file"; f');
    const post = (text: string) =>
      readPostForm(request('POST', '/', [['Content-Type', 'multipart/form-data; boundary=x']], text));
    const fields = [
      { name: 'a', value: '1\r\n2' },
      { name: 'empty', value: '' },
      { name: 'b', value: '\xff' },
    ];
    expect(post(`${body}--x\r\nContent-Disposition: form-data; name="late"\r\n\r\nl\r\n--x--\r\n`)).toEqual(
      fields,
    );
    expect(post(body.replaceAll('\r\n--', '\n--').replaceAll('"\r\n\r\n', '"\n\n'))).toEqual(fields);
    // cut inside the value of `b`, then inside its head
    expect(post(body.slice(0, body.indexOf('\xff')))).toEqual(fields.slice(0, 2));
    expect(post(body.slice(0, body.indexOf('"b"')))).toEqual(fields.slice(0, 2));
    expect(post('')).toEqual([]);
  });

  test('what is no form', () => {
    expect(readPostForm(request('POST', '/', [['Content-Type', 'text/plain']], 'x'))).toBeNull();
    expect(readPostForm(request('PUT', '/', [type], 'x'))).toBeNull();
    expect(readPostForm(request('POST', '/', [type], null))).toBeNull();
    expect(boundaryOf('Multipart/Form-Data; charset=x; Boundary=abc;y')).toBe('abc');
    expect(boundaryOf('multipart/form-data')).toBeNull();
    expect(boundaryOf('multipart/mixed; boundary=abc')).toBeNull();
  });
});
