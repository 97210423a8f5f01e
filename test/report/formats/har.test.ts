import type { Har } from 'har-format';
import { expect, it } from 'vitest';
import { HarReporter } from '../../../src/report/formats/har.ts';
import { fromText, toBytes } from '../../rooms/bytes.ts';
import { behindBalancer, completeFailure, makeCapture, makeResult, SIGNATURE } from '../make-result.ts';
import { OPTIONS, written } from './feed.ts';

type Entry = Har['log']['entries'][number];

function har(feed: Parameters<typeof written>[1]): Har['log'] {
  return (JSON.parse(written((write) => new HarReporter(write, OPTIONS), feed)) as Har).log;
}

/** Members that HAR 1.2 demands of an entry, with their kinds. */
function checkEntry(entry: Entry): void {
  expect(Number.isNaN(Date.parse(entry.startedDateTime))).toBe(false);
  const { request, response, timings, cache } = entry;
  expect(cache).toEqual({});
  expect(new URL(request.url).protocol).toMatch(/^https?:$/);
  for (const text of [
    request.method,
    request.httpVersion,
    response.statusText,
    response.httpVersion,
    response.redirectURL,
    response.content.mimeType,
  ]) {
    expect(typeof text).toBe('string');
  }
  for (const number of [
    entry.time,
    request.headersSize,
    request.bodySize,
    response.status,
    response.headersSize,
    response.bodySize,
    response.content.size,
  ]) {
    expect(typeof number).toBe('number');
  }
  for (const list of [
    request.cookies,
    request.headers,
    request.queryString,
    response.cookies,
    response.headers,
  ]) {
    expect(Array.isArray(list)).toBe(true);
  }
  const { send, wait, receive } = timings;
  for (const time of [send, wait, receive]) expect(time).toBeGreaterThanOrEqual(0);
  expect(entry.time).toBeCloseTo((send ?? 0) + wait + receive, 6);
}

it('has an entry for each exchange with a request, OSS or not', () => {
  const log = har((sink) => {
    sink.exchange('a.pcap', completeFailure(2));
    sink.exchange('a.pcap', makeResult({ index: 1, isOss: false }));
    sink.exchange(
      'a.pcap',
      makeResult({ index: 3, hasResponse: false, diagnosis: { verdict: 'no-response', certainty: null } }),
    );
    sink.capture(makeCapture({ path: 'a.pcap' }));
  });
  expect(log.version).toBe('1.2');
  expect(log.creator).toEqual({ name: 'osscap', version: '1.2.3' });
  expect(log.pages?.map(({ title }) => title)).toEqual(['a.pcap']);
  for (const entry of log.entries) {
    checkEntry(entry);
    expect(entry.pageref).toBe(log.pages?.[0]?.id);
  }
  expect(log.entries.map(({ response: { status } }) => status)).toEqual([200, 403, 0]);
  expect(log.entries[1]?.request.url).toBe(
    'http://rokid.oss-cn-hangzhou.aliyuncs.com/ttsservice%2Fpasswd?uploadId=D468',
  );
  expect(log.entries[1]?.request.queryString).toEqual([{ name: 'uploadId', value: 'D468' }]);
  expect(log.entries[1]?.comment).toContain('The client signed an empty Content-Type');
  expect(log.entries[1]?.['_osscap']).toMatchObject({
    index: 2,
    diagnosis: { verdict: 'client-miscomputed' },
  });
});

it('has the client that a load balancer named', () => {
  const log = har((sink) => {
    sink.exchange('a', makeResult({ index: 1 }));
    sink.exchange('a', behindBalancer(makeResult({ index: 2 })));
    sink.capture(makeCapture());
  });
  const [plain, named] = log.entries.map((entry) => entry['_osscap']);
  expect(plain).not.toHaveProperty('originalClient');
  expect(named).toMatchObject({ originalClient: '203.0.113.7:51234' });
});

it('keeps the text of an error document, masked, and no other body', () => {
  const failure = completeFailure(1);
  const { response } = failure.exchange;
  if (response === null) throw new Error('no answer');
  const body = toBytes(`<Error><SignatureProvided>${SIGNATURE}</SignatureProvided></Error>`);
  const log = har((sink) => {
    sink.exchange('a', { ...failure, exchange: { ...failure.exchange, response: { ...response, body } } });
    sink.capture(makeCapture());
  });
  expect(log.entries[0]?.response.content.text).toBe(
    '<Error><SignatureProvided>r2KPR0y4…</SignatureProvided></Error>',
  );
});

/** The URL of a request that was sent so. */
function urlOf(host: string, target: string, server = '10.0.0.2:80'): string | undefined {
  const { exchange, ...rest } = makeResult({ headers: [['Host', fromText(host)]] });
  if (exchange.request === null) throw new Error('no request');
  const request = { ...exchange.request, target: fromText(target) };
  const connection = { ...exchange.connection, server };
  const log = har((sink) => {
    sink.exchange('a', { ...rest, exchange: { ...exchange, request, connection } });
    sink.capture(makeCapture());
  });
  return log.entries[0]?.request.url;
}

it.each([
  [
    'rokid.oss-cn-hangzhou.aliyuncs.com:8080',
    '/k?a=%20',
    'http://rokid.oss-cn-hangzhou.aliyuncs.com:8080/k?a=%20',
  ],
  ['[2001:db8::1]', '*', 'http://[2001:db8::1]/*'],
  ['my_bucket.example', 'http://b.example/k', 'http://b.example/k'],
  ['', '/k', 'http://10.0.0.2:80/k'],
  ['a b', '/k', 'http://10.0.0.2:80/k'],
  ['user@b.example/p?', '/k', 'http://10.0.0.2:80/k'],
  ['<script>', '/k', 'http://10.0.0.2:80/k'],
  ['b.example:99999', '/k', 'http://10.0.0.2:80/k'],
  ['b.example', '/k#1?a#b', 'http://b.example/k%231?a%23b'],
  ['b.example', '/k?a=%2', 'http://b.example/k?a=%252'],
  ['b.example', 'http://[2001:db8::1]:8080/k', 'http://[2001:db8::1]:8080/k'],
  ['b.example', 'https://b.example?a=1', 'https://b.example/?a=1'],
  ['b.example', 'http://[bad/k', 'http://b.example/http://%5Bbad/k'],
  ['b.example', '/中"{k}', 'http://b.example/%E4%B8%AD%22%7Bk%7D'],
])('makes an absolute URL of the host %j and the target %j', (host, target, url) => {
  expect(urlOf(host, target)).toBe(url);
});

it('shows of an escaped signature what the mask leaves of it as it is without escapes', () => {
  expect(urlOf('b.example', '/k?Signature=r2KPR0%2By4dpxH0Cl8SSSwIcSiwVU%3D')).toMatch(
    /^http:\/\/b\.example\/k\?Signature=r2KPR0\+y%E2%80%A6$/,
  );
});

it('names no host where none is known', () => {
  expect(urlOf('', '/k', '')).toBe('http://unknown.invalid/k');
});
