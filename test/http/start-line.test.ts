import { describe, expect, it } from 'vitest';
import { toBytes } from '../rooms/bytes.ts';
import {
  CapturedRequest,
  CapturedResponse,
  parseRequestLine,
  parseStatusLine,
  readStartLine,
} from '../rooms/http.ts';

/** Pieces of start lines, usual and odd ones, put together in every way. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'GETX', 'PATCH', 'get', 'G(T', ''];
const GAPS = [' ', '  ', '\t', ''];
const TARGETS = ['/', '/a b', '/k?uploads', '*', '\t/', '/\t', '\x00', '/é', ''];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/1.1 ', 'http/1.1', 'HTTP/11', 'HTTP/1.1\t', ''];
const STATUSES = [
  '200 OK',
  '200 ok',
  '200',
  '200 ',
  '200  OK',
  '200 OK ',
  '404 Not Found',
  '2000 OK',
  '20 OK',
  '',
];

const REQUEST_LINES = METHODS.flatMap((method) =>
  GAPS.flatMap((before) =>
    TARGETS.flatMap((target) =>
      GAPS.flatMap((after) => VERSIONS.map((version) => `${method}${before}${target}${after}${version}`)),
    ),
  ),
);
const STATUS_LINES = VERSIONS.flatMap((version) =>
  GAPS.flatMap((gap) => STATUSES.map((status) => `${version}${gap}${status}`)),
);

describe('a start line read in its head', () => {
  it.each(['\r\nHost: b\r\n\r\n', '\n\n', ''])('says what it says by itself: before %j', (rest) => {
    let valid = 0;
    for (const line of REQUEST_LINES) {
      const request = new CapturedRequest();
      request.head = `${line}${rest}`;
      const block = toBytes(`..${line}${rest}`);
      const parsed = parseRequestLine(line);
      expect(readStartLine(request, block, 2, 2 + line.length), line).toBe(parsed !== null);
      const { method, target, version } = request;
      if (parsed !== null) expect({ method, target, version }, line).toEqual(parsed);
      if (parsed !== null) valid++;
    }
    for (const line of STATUS_LINES) {
      const response = new CapturedResponse();
      response.head = `${line}${rest}`;
      const block = toBytes(`..${line}${rest}`);
      const parsed = parseStatusLine(line);
      expect(readStartLine(response, block, 2, 2 + line.length), line).toBe(parsed !== null);
      const { version, status, reason } = response;
      if (parsed !== null) expect({ version, status, reason }, line).toEqual(parsed);
      if (parsed !== null) valid++;
    }
    expect(valid).toBeGreaterThan(200);
  });
});
