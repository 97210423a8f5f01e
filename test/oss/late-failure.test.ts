import { describe, expect, it } from 'vitest';
import { toBase64, toBytes } from '../rooms/bytes.ts';
import type { HttpRequest, HttpResponse } from '../rooms/http.ts';
import { callbackAddresses, LearntBuckets, lateFailureOf, type OssExchange } from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import { exchange, request, response } from './requests.ts';
import { toOssExchange } from './to-oss-exchange.ts';

const HOST = ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'] as const;
const CALLBACK = ['x-oss-callback', 'e30='] as const;

function read(sent: HttpRequest, answer: HttpResponse | null): OssExchange {
  const oss = toOssExchange(exchange(sent, answer), { buckets: new Map() }, new LearntBuckets(), {
    parseXml,
  });
  if (oss === null) throw new Error('not taken for OSS');
  return oss;
}

const error = (code: string): string => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;

describe('what failed behind the status of a success', () => {
  const put = (...headers: (readonly [string, string])[]): HttpRequest =>
    request('PUT', '/k', [HOST, ...headers]);
  const COPY = ['x-oss-copy-source', '/b/s'] as const;
  const AMZ_COPY = ['x-amz-copy-source', '/b/s'] as const;
  const complete = request('POST', '/k?uploadId=U', [HOST]);

  it.each([
    ['a callback', put(CALLBACK), response(203, [], error('CallbackFailed')), 'callback-failed'],
    ['one in the query', request('PUT', '/k?callback=e30%3D', [HOST]), response(203), 'callback-failed'],
    ['one whose answer is not there', put(CALLBACK), response(203), 'callback-failed'],
    ['one of another code', put(CALLBACK), response(203, [], error('Other')), 'callback-failed'],
    ['one that 200 hides', put(CALLBACK), response(200, [], error('CallbackFailed')), 'callback-failed'],
    ['that of a Complete', complete, response(200, [], error('CallbackFailed')), 'callback-failed'],
    ['a copy', put(COPY), response(200, [], error('InternalError')), 'not-done'],
    ['one of the S3 dialect', put(AMZ_COPY), response(200, [], error('InternalError')), 'not-done'],
    ['a Complete', complete, response(200, [], error('InternalError')), 'not-done'],
    ['what the callback said', put(CALLBACK), response(200, [], error('Other')), null],
    ['an answer that a proxy changed', put(), response(203), null],
    ['an upload', put(), response(200), null],
    ['a refusal', put(CALLBACK), response(403, [], error('AccessDenied')), null],
    ['no answer', put(CALLBACK), null, null],
  ] as const)('%s', (_, sent, answer, failure) => {
    expect(lateFailureOf(read(sent, answer))).toBe(failure);
  });
});

describe('whom a callback calls', () => {
  const told = (callback: unknown, inQuery = false): readonly string[] => {
    const text = toBase64(toBytes(typeof callback === 'string' ? callback : JSON.stringify(callback)));
    const sent = inQuery
      ? request('PUT', `/k?callback=${encodeURIComponent(text)}`, [HOST])
      : request('PUT', '/k', [HOST, ['X-Oss-Callback', text]]);
    const { request: asked } = read(sent, response(200));
    return asked === null ? [] : callbackAddresses(asked);
  };

  it('is told without what may be secret', () => {
    const callbackUrl =
      'http://u:p@a.example.com:8080/cb?token=1#x; https://b.example.com ;c.example.com/d@e';
    expect(told({ callbackUrl })).toEqual([
      'http://a.example.com:8080/cb',
      'https://b.example.com',
      'c.example.com/d@e',
    ]);
    expect(told({ callbackUrl: 'http://a.example.com/cb' }, true)).toEqual(['http://a.example.com/cb']);
  });

  it.each([[{}], [[]], ['no JSON'], [{ callbackUrl: 1 }], [{ callbackUrl: ';' }]])(
    'is not guessed from %j',
    (value) => {
      expect(told(value)).toEqual([]);
    },
  );

  it('is not looked for in what is no base64, or endless', () => {
    const of = (value: string) => read(request('PUT', '/k', [HOST, ['x-oss-callback', value]]), null).request;
    for (const value of ['%%%', 'A'.repeat(1 << 20)]) {
      const asked = of(value);
      expect(asked === null ? null : callbackAddresses(asked)).toEqual([]);
    }
  });
});
