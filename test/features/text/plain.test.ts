import { describe, expect, it } from 'vitest';
import { bodyOf, headersOf, readText } from './read-text.ts';

const REQUEST = 'POST /k?uploadId=1 HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\nContent-Length: 5';
const BODY = '<a/>\n';
const ANSWER = 'HTTP/1.1 403 Forbidden\nServer: AliyunOSS\nx-oss-request-id: 5C2723573183A12D';
const ERROR =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n<Code>SignatureDoesNotMatch</Code>\n<HostId>h</HostId>\n</Error>';
const WHOLE = `${REQUEST}\n\n${BODY}\n${ANSWER}\n\n${ERROR}\n`;

/** What does not depend on how the text was mangled. */
function expectBoth(text: string): ReturnType<typeof readText> {
  const read = readText(text);
  expect(read.exchanges).toHaveLength(1);
  const [exchange] = read.exchanges;
  expect(exchange?.request).toMatchObject({ method: 'POST', target: '/k?uploadId=1', version: 'HTTP/1.1' });
  expect(headersOf(exchange?.request)).toEqual([
    ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
    ['Content-Length', '5'],
  ]);
  expect(exchange?.response).toMatchObject({ status: 403, reason: 'Forbidden' });
  expect(headersOf(exchange?.response)).toEqual([
    ['Server', 'AliyunOSS'],
    ['x-oss-request-id', '5C2723573183A12D'],
  ]);
  expect(bodyOf(exchange?.response)).toContain('<Code>SignatureDoesNotMatch</Code>');
  expect(exchange?.numbering).toBe('line');
  return read;
}

describe('a request and its answer as text', () => {
  it('is read as it stands, with line numbers for frames', () => {
    const { exchanges, codes, summary } = expectBoth(WHOLE);
    expect(codes).toEqual([]);
    expect(summary).toMatchObject({ format: 'text', complete: true, text: { kind: 'http', lines: 15 } });
    const [exchange] = exchanges;
    expect(bodyOf(exchange?.request)).toBe(BODY);
    expect(exchange?.request).toMatchObject({ complete: true, frame: 1, framing: 'content-length' });
    expect(exchange?.response?.frame).toBe(7);
    expect(exchange?.response?.headers.map(({ frame }) => frame)).toEqual([8, 9]);
    expect(exchange?.request?.time.seconds).toBeNaN();
  });

  it.each([1, 7, 100])('in pieces of %i bytes', (size) => {
    const [whole, pieces] = [readText(WHOLE), readText(WHOLE, size)];
    expect(headersOf(pieces.exchanges[0]?.response)).toEqual(headersOf(whole.exchanges[0]?.response));
    expect(pieces.summary).toEqual(whole.summary);
  });

  it('without its blank lines', () => {
    const { codes, notices } = expectBoth(WHOLE.replace(BODY, '<a/').replace(/\n+/g, '\n'));
    expect(codes).toEqual(['text-body-cut', 'text-blank-lines-lost']);
    expect(notices[0]).toMatchObject({ frame: 1, args: { name: 'request', said: 5, found: 3 } });
  });

  it('with a blank line after every line', () => {
    expectBoth(WHOLE.replaceAll('\n', '\n\n'));
  });

  it('indented, quoted, with Windows line ends, or in UTF-16', () => {
    expect(expectBoth(WHOLE.replace(/^/gm, '    ')).codes).toContain('text-indentation');
    // As a web page copies it, which has no-break spaces in the place of spaces, and in empty lines.
    expect(expectBoth(WHOLE.replace(/^/gm, '\u00a0 \u00a0 ')).codes).toContain('text-indentation');
    expectBoth(WHOLE.replace(/^/gm, '> '));
    expectBoth(WHOLE.replaceAll('\n', '\r\n'));
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(WHOLE, 'utf16le')]);
    expect(headersOf(readText(wide).exchanges[0]?.request)).toHaveLength(2);
    expect(readText(`\ufeff${WHOLE}`).exchanges).toHaveLength(1);
  });

  it('with a start line right behind a body, as a stream is saved', () => {
    const saved = `${REQUEST}\n\n<abc>HTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n${ERROR}GET /two HTTP/1.1\nHost: h\n\n`;
    const { exchanges } = readText(saved);
    expect(exchanges.map(({ request, response }) => [request?.target, response?.status])).toEqual([
      ['/k?uploadId=1', 403],
      ['/two', undefined],
    ]);
    expect(bodyOf(exchanges[0]?.request)).toBe('<abc>');
    expect(bodyOf(exchanges[0]?.response)).toBe(ERROR);
  });

  it('with a long header broken in two', () => {
    const broken = WHOLE.replace('aliyuncs.com', 'ali\nyuncs.com');
    expect(expectBoth(broken).notices.find(({ code }) => code === 'text-lines-wrapped')?.args).toEqual({
      name: 'Host',
    });
  });

  it('whose answer is the document alone', () => {
    const { exchanges, notices } = readText(`${REQUEST}\n\n<abc>\n${ERROR}`);
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.response).toMatchObject({ status: 403, frame: 6 });
    expect(notices.find(({ code }) => code === 'text-status-missing')?.args).toEqual({ status: 403 });
  });

  it('several of them, each answer to the request before it', () => {
    const { exchanges } = readText(
      'GET /a HTTP/1.1\nHost: h\n\nGET /b HTTP/1.1\nHost: h\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 204 No Content\n\nHTTP/1.1 500 Oops\n\n',
    );
    expect(
      exchanges.map(({ request, response, interim }) => [request?.target, response?.status, interim.length]),
    ).toEqual([
      ['/a', undefined, 0],
      ['/b', 204, 1],
      [undefined, 500, 0],
    ]);
  });

  it('with chunk sizes, as "Follow TCP Stream" shows them', () => {
    const { exchanges } = readText(
      'GET /a HTTP/1.1\nHost: h\n\nHTTP/1.1 403 Forbidden\nTransfer-Encoding: chunked\n\n4\nabcd\n2\nef\n0\n\n',
    );
    expect(bodyOf(exchanges[0]?.response)).toBe('abcdef');
  });
});

describe('what a text has lost', () => {
  it('is told: redactions, spaces within elements, indentation of the string', () => {
    const document = ERROR.replace('<HostId>h', '<HostId> h ').replace(
      '</Error>',
      '<SignatureProvided>abc=</SignatureProvided>\n<StringToSign>POST\n    \n    text/plain\n    /b/k</StringToSign>\n</Error>',
    );
    const text = `${REQUEST}\nAuthorization: OSS LTAI5tX:******\nx-oss-meta-a: [redacted]\n\n${BODY}\n${ANSWER}\n\n${document}`;
    const { exchanges, notices } = readText(text);
    expect(notices.map(({ code, frame, args }) => [code, frame, args['name']])).toEqual([
      ['text-redacted', 4, 'Authorization'],
      ['text-signature-filled-in', 4, undefined],
      ['text-redacted', 5, 'x-oss-meta-a'],
      ['text-spaces-added', 16, 'HostId'],
      ['text-indentation', 18, undefined],
    ]);
    expect(headersOf(exchanges[0]?.request)).toContainEqual(['Authorization', 'OSS LTAI5tX:abc=']);
    expect(bodyOf(exchanges[0]?.response)).toContain('<StringToSign>POST\n\ntext/plain\n/b/k</StringToSign>');
  });

  it('does not make a redaction of an ordinary value', () => {
    const text = `${REQUEST}\nAccept: */*\nx-oss-meta-a: xxl **bold**\n\n${BODY}\n${ANSWER}\n\n${ERROR}`;
    expect(readText(text).codes).toEqual([]);
  });
});

describe('what is no text of a known kind', () => {
  it.each([
    ['prose', 'Dear support,\nour uploads fail with 403 SignatureDoesNotMatch since Monday.\n'],
    ['other XML', '<?xml version="1.0"?>\n<project><Error/></project>\n'],
    ['other JSON', '{"log": {"entries": "none"}, "a": 1}'],
    ['an access log', '10.0.0.1 - - [24/Nov/2026] "GET /k HTTP/1.1" 200 5\n'],
    ['binary', '\u0000\u0001GET / HTTP/1.1\n\n'],
  ])('%s is refused', (_, text) => {
    const { exchanges, codes, summary } = readText(text);
    expect(exchanges).toEqual([]);
    expect(codes).toEqual(['not-a-capture']);
    expect(summary.format).toBeNull();
  });

  it('nothing is an empty file', () => {
    expect(readText('').codes).toEqual(['empty-file']);
  });
});
