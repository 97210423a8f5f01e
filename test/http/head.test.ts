import { describe, expect, it } from 'vitest';
import {
  CapturedResponse,
  findHeader,
  frameAt,
  lengthHeaders,
  parseHeaderLines,
  parseRequestLine,
  parseStatusLine,
} from '../rooms/http.ts';
import fc from '../support/fast-check.ts';

describe('finding one header', () => {
  const name = fc.constantFrom(
    'Host',
    'host',
    'X-Oss-Date',
    'x-oss-dat',
    'Content-Length',
    'Authorization',
    'authorizatio',
    'A',
  );
  const value = fc.string({ maxLength: 12, unit: fc.constantFrom('a', ' ', ':', '\t', 'Z', '\xe4') });
  const line = fc
    .tuple(name, fc.constantFrom(':', ': ', ' : '), value, fc.constantFrom('', '\r\n folded', '\r\n\tx'))
    .map((part) => part.join(''));

  it('gives what cutting all lines gives', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.boolean(), fc.nat(200), (lines, cut, at) => {
        const whole = `GET / HTTP/1.1\r\n${lines.map((one) => `${one}\r\n`).join('')}\r\n`;
        const head = cut ? whole.slice(0, at) : whole;
        const all = parseHeaderLines(head, [0, 1]);
        for (const wanted of ['host', 'x-oss-date', 'content-length', 'authorization', 'a']) {
          const first = all.find((one) => one.name.toLowerCase() === wanted);
          expect(findHeader(head, wanted)).toBe(first?.value ?? null);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the frames of a body', () => {
  it('are taken down in place, however many there are', () => {
    const response = new CapturedResponse();
    response.keepBody(100_000);
    for (let frame = 1; frame <= 2; frame++) response.appendBody('abc', frame);
    const { bodyFrames } = response;
    for (let frame = 2; frame <= 5000; frame++) response.appendBody('abc', frame);
    // A copy for each segment is what takes quadratic time.
    expect(response.bodyFrames).toBe(bodyFrames);
    expect(response.bodyFrames).toHaveLength(10_000);
    expect([0, 2, 3, 5, 8, 9, 14_999].map((offset) => frameAt(bodyFrames, offset))).toEqual([
      1, 1, 2, 2, 2, 3, 4999,
    ]);
    expect(frameAt(bodyFrames, 15_001)).toBe(5000);
  });

  it('are found as by going through them all', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(9)), { maxLength: 20 });
    fc.assert(
      fc.property(gaps, fc.nat(120), (pairs, offset) => {
        let at = 0;
        let expected = 0;
        const map = pairs.flatMap(([gap, frame], i) => {
          if (i > 0) at += gap;
          if (i === 0 || at <= offset) expected = frame;
          return [at, frame];
        });
        expect(frameAt(map, offset)).toBe(expected);
      }),
    );
  });
});

describe('start lines', () => {
  it.each([
    ['GET /a?b=c HTTP/1.1', { method: 'GET', target: '/a?b=c', version: 'HTTP/1.1' }],
    ['PUT /a b c HTTP/1.0', { method: 'PUT', target: '/a b c', version: 'HTTP/1.0' }],
    ['GET  /two  HTTP/1.1 ', { method: 'GET', target: '/two', version: 'HTTP/1.1' }],
    ['GET HTTP/1.1', null],
    ['GET / HTTP/x.1', null],
    ['G{T / HTTP/1.1', null],
    ['GET / FTP/1.1', null],
    ['', null],
  ])('%s', (line, parsed) => {
    expect(parseRequestLine(line)).toEqual(parsed);
  });

  it.each([
    ['HTTP/1.1 200 OK', { version: 'HTTP/1.1', status: 200, reason: 'OK' }],
    ['HTTP/1.0 404', { version: 'HTTP/1.0', status: 404, reason: '' }],
    ['HTTP/1.1 403 Not allowed here', { version: 'HTTP/1.1', status: 403, reason: 'Not allowed here' }],
    ['HTTP/1.1 20', null],
    ['HTTP/1.1 2000', null],
    ['HTTP/1.1', null],
    ['ICY 200 OK', null],
  ])('%s', (line, parsed) => {
    expect(parseStatusLine(line)).toEqual(parsed);
  });
});

describe('length headers', () => {
  const read = (...lines: string[]) =>
    lengthHeaders(`HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);

  it('agree or are bad', () => {
    expect(read('content-LENGTH: 12')).toMatchObject({ contentLength: 12, badContentLength: false });
    expect(read('Content-Length: 12', 'Content-Length: 12')).toMatchObject({
      contentLength: 12,
      badContentLength: false,
    });
    expect(read('Content-Length: 12, 12')).toMatchObject({ contentLength: 12, badContentLength: false });
    expect(read('Content-Length: 12', 'Content-Length: 13')).toMatchObject({ badContentLength: true });
    expect(read('Content-Length: -1')).toMatchObject({ contentLength: null, badContentLength: true });
    expect(read('Content-Length: 1e3')).toMatchObject({ contentLength: null, badContentLength: true });
  });

  it('tell chunked by the last coding', () => {
    expect(read('Transfer-Encoding: gzip, Chunked')).toMatchObject({ chunked: true, otherCoding: false });
    expect(read('Transfer-Encoding: gzip')).toMatchObject({ chunked: false, otherCoding: true });
    expect(read('Transfer-Encoding: identity')).toMatchObject({ chunked: false, otherCoding: false });
  });
});
