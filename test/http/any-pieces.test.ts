import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toByteString, toBytes } from '../rooms/bytes.ts';
import { ChunkedBody, MAX_HEAD_BYTES, MAX_START_LINE_BYTES } from '../rooms/http.ts';
import { answer, get, outline, put, runSegments, toSegment, turns } from '../support/conversation.ts';
import fc from '../support/fast-check.ts';
import { messageEvents } from '../support/message-events.ts';
import { inPieces, PIECES, WHOLE } from '../support/pieces.ts';

const SIZE_LINE = fc.constantFrom(
  '5',
  '0',
  '005',
  'a',
  'A;name="value"',
  '5 ',
  '\t5',
  '-1',
  'g',
  '',
  'f'.repeat(13),
  `5;${'x'.repeat(200)}`,
);
const END = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', '\r\r\n', '');
const CHUNK = fc
  .tuple(SIZE_LINE, END, fc.string({ maxLength: 12, unit: 'binary-ascii' }), END)
  .map((parts) => parts.join(''));
const GOOD_CHUNK = fc
  .tuple(fc.string({ minLength: 1, maxLength: 20, unit: 'binary-ascii' }), fc.constantFrom('\r\n', '\n'))
  .map(([data, end]) => `${data.length.toString(16)}${end}${data}${end}`);
const TRAILER = fc.constantFrom('0\r\n\r\n', '0\n\n', '0\r\nA: b\r\n\r\n', '00;x\r\n\n', '0\r\nA: b\r\n');
const CODED = fc
  .tuple(fc.array(fc.oneof({ weight: 4, arbitrary: GOOD_CHUNK }, CHUNK), { maxLength: 5 }), TRAILER)
  .map(([chunks, trailer]) => chunks.join('') + trailer);

describe('a body in chunks', () => {
  const decode = (text: string, sizes: readonly number[]) => {
    const block = toBytes(text);
    const body = new ChunkedBody();
    let data = '';
    let stop = -1;
    inPieces(block.length, sizes, (start, end) => {
      if (stop >= 0) return;
      const to = body.push(block, start, end, (from, until) => (data += toByteString(block, from, until)));
      if (to < end || body.state === 'done' || body.state === 'bad') stop = to;
    });
    return { data, stop, state: body.state, bareLf: body.bareLf };
  };

  it('is the same in any pieces', () => {
    fc.assert(
      fc.property(CODED, PIECES, (coded, sizes) => {
        const text = `${coded}GET / HTTP/1.1\r\n`;
        const whole = decode(text, WHOLE);
        expect(decode(text, [1])).toEqual(whole);
        expect(decode(text, sizes)).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });
});

const LINE = fc.constantFrom(
  'Host: a.b',
  'Content-Length: 5',
  'Content-Length: 7',
  'Content-Length : 5',
  'Content-Length: five',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked, gzip',
  'Transfer-Encoding: "',
  ' folded: 5',
  'no colon',
  '\rX: y',
  `X-Long: ${'y'.repeat(300)}`,
);
const LINE_END = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r\r\n');
const FIRST = {
  request: fc.constantFrom(
    'GET / HTTP/1.1',
    'PUT /a?b HTTP/1.0',
    'GET  / HTTP/1.1',
    'nothing of the kind',
    'POST / HTTP/2.0',
    '',
  ),
  response: fc.constantFrom(
    'HTTP/1.1 200 OK',
    'HTTP/1.0 403',
    'HTTP/1.1 100 Continue',
    'HTTP/1.1 2000 OK',
    'HTTP/1.1 204 ',
    'nothing',
    '',
  ),
};
const BODY = fc.oneof(
  fc.constantFrom('', '12345', '1234567', '\r\n\r\n'),
  CODED,
  fc.string({ maxLength: 20, unit: 'binary-ascii' }),
);

const messagesOf = (role: 'request' | 'response') =>
  fc.array(
    fc
      .tuple(FIRST[role], LINE_END, fc.array(fc.tuple(LINE, LINE_END), { maxLength: 5 }), LINE_END, BODY)
      .map(([first, end, lines, last, body]) => `${first}${end}${lines.flat().join('')}${last}${body}`),
    { minLength: 1, maxLength: 5 },
  );

/** What a parser says about a text in packets of those sizes, which come in pieces of these. */
function events(
  role: 'request' | 'response',
  text: string,
  packets: readonly number[],
  sizes: readonly number[],
) {
  const block = toBytes(text);
  const sent: Uint8Array[] = [];
  inPieces(block.length, packets, (start, end) => sent.push(block.subarray(start, end)));
  return messageEvents(role, sent, (packet, take) =>
    inPieces(packet.length, sizes, (start, end) => take(packet.subarray(start, end))),
  );
}

describe.each(['request', 'response'] as const)('the parser of a %s', (role) => {
  it('says the same in any pieces, notices and frames included', () => {
    fc.assert(
      fc.property(messagesOf(role), PIECES, PIECES, (messages, packets, sizes) => {
        const text = messages.join('');
        const whole = events(role, text, packets, WHOLE);
        expect(events(role, text, packets, [1])).toEqual(whole);
        expect(events(role, text, packets, sizes)).toEqual(whole);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('a place that was lost', () => {
  it('is not found again within the packet in which it was lost', () => {
    const broken = `GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(20)}\r\n12345?\r\n`;
    const text = `${broken}${'x'.repeat(30)}GET / HTTP/1.1\r\n\r\n`;
    // Two packets; the first ends within the line that looks like a request.
    const at = text.length - 18;
    const whole = events('request', text, [at + 5, 13], WHOLE);
    expect(whole.filter(([what]) => what === 'lost' || what === 'begin')).toEqual([
      ['begin', 1, 0],
      ['lost'],
    ]);
    for (const sizes of [[at], [1], [7]]) expect(events('request', text, [at + 5, 13], sizes)).toEqual(whole);
  });
});

describe('the limits of a head', () => {
  // A head of so many bytes, its first line of so many.
  const headOf = (length: number, line: number): string => {
    const first = `GET /${'a'.repeat(line - 14)} HTTP/1.1\r\n`;
    return `${first}X: ${'x'.repeat(length - first.length - 7)}\r\n\r\n`;
  };
  const after = get('/after');

  it.each([
    ['just fits', MAX_HEAD_BYTES, 100, 0],
    ['is one byte too long', MAX_HEAD_BYTES + 1, 100, 1],
    ['is much too long', MAX_HEAD_BYTES * 2, 100, 1],
    ['has a first line that just fits', 100_000, MAX_START_LINE_BYTES, 0],
    ['has a first line that is one byte too long', 100_000, MAX_START_LINE_BYTES + 1, 1],
  ])('are the same in any pieces: it %s', (_, length, line, refused) => {
    const text = headOf(length, line) + after;
    const whole = events('request', text, WHOLE, WHOLE);
    expect(whole.filter(([what]) => what === 'lost' || what === 'not http')).toHaveLength(refused);
    expect(whole.filter(([what]) => what === 'done')).toHaveLength(
      2 - (line > MAX_START_LINE_BYTES ? 2 : refused),
    );
    for (const sizes of [[1], [7, 1000], [65_000]]) {
      expect(events('request', text, WHOLE, sizes).map(short)).toEqual(whole.map(short));
      const packets = events('request', text, [1460], sizes);
      expect(packets.map(short)).toEqual(events('request', text, [1460], WHOLE).map(short));
    }
  });
});

/** So that a difference can be printed. */
function short(event: readonly unknown[]): string {
  const text = JSON.stringify(event);
  return text.length < 300
    ? text
    : `${text.slice(0, 100)}…${text.length} ${createHash('md5').update(text).digest('hex')}…${text.slice(-180)}`;
}

describe('a conversation', () => {
  const ANSWER = fc.oneof(
    fc.constantFrom(answer(200, 'body'), answer(403, '<Error/>'), 'HTTP/1.1 304 Not Modified\r\n\r\n'),
    fc.constantFrom(
      'HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 3\r\n\r\nabc',
      'HTTP/1.1 200 OK\nContent-Length: 1\n\na',
    ),
    CODED.filter((coded) => decodes(coded)).map(
      (coded) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${coded}`,
    ),
  );
  const ASKED = fc.constantFrom(
    get('/a'),
    put('/b', 'body'),
    get('/c').replaceAll('\r', ''),
    get('/d', 'A: b\r\n c\r\nContent-Length : 0\r\n'),
  );

  it('gives the same exchanges and the same kinds of notices in segments of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ request: ASKED, response: ANSWER }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 300 }),
        (list, size) => {
          const run = (most: number) => {
            const { exchanges, notices } = runSegments(
              turns(list, most).map((each, i) => toSegment(each, i + 1)),
            );
            const heads = exchanges.map(({ request, response }) => [
              request?.head,
              response?.head,
              response?.bodyBytes,
              response?.complete,
            ]);
            return { outline: outline(exchanges), heads, notices: notices.map(({ code }) => code) };
          };
          const whole = run(100_000);
          expect(whole.outline).toHaveLength(list.length);
          expect(run(size)).toEqual(whole);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** Whether a body in chunks ends where it is to. */
function decodes(coded: string): boolean {
  const body = new ChunkedBody();
  const block = toBytes(coded);
  return body.push(block, 0, block.length, () => {}) === block.length && body.state === 'done';
}
