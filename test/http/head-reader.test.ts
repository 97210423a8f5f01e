import { describe, expect, it } from 'vitest';
import { toBytes } from '../rooms/bytes.ts';
import { BufferedText, HeadBuffer, HeadReader, HeadScan, lengthHeaders } from '../rooms/http.ts';
import type { StreamChunk } from '../rooms/stream.ts';
import fc from '../support/fast-check.ts';

/** The runtime's own conversions are there for a Buffer and not for plain bytes: both must give the same. */
function chunkOf(block: Uint8Array, start: number, end: number): StreamChunk {
  return { block, start, end, position: 0, acknowledged: 0, frame: 5, seconds: 0, nanos: 0 };
}

function collect(text: string, sizes: readonly number[], toBlock: (bytes: Uint8Array) => Uint8Array) {
  const heads = new HeadReader(new BufferedText(Number.POSITIVE_INFINITY), new HeadScan());
  const block = toBlock(toBytes(text));
  let at = 0;
  for (let turn = 0; at < block.length; turn++) {
    const end = Math.min(block.length, at + (sizes[turn % sizes.length] ?? 1));
    const to = heads.push(chunkOf(block, at, end), at);
    if (to > 0)
      return { text: heads.text, line: heads.firstLineEnd, lengths: heads.lengths(), rest: text.slice(to) };
    at = end;
  }
  return null;
}

const LINE = fc.constantFrom(
  'Host: a.b',
  'Content-Length: 12',
  'content-length:7',
  'Content-Length: 12 ',
  'Content-Length : 9',
  'Content\rLength: 9',
  '\rContent-Length: 9',
  'Content-Length: 1234567890123456',
  'Content-Length: -1',
  'Content-Type: text/plain',
  'Transfer-Encoding: chunked',
  'transfer-encoding:  Chunked',
  'Transfer-Encoding: chunked;a',
  'Transfer\rEncoding: chunked',
  'CONTENT-LENGTH:  0',
  'Content-Length:\t3',
  'Transfer-Encoding: gzip, chunked',
  'Trailer: a',
  ' folded',
  `X-Long: ${'y'.repeat(700)}`,
);
const END = fc.constantFrom('\r\n', '\n', '\r\r\n');

describe('a head', () => {
  it('is the same however it is cut, and says of the length what all its lines say', () => {
    const lines = fc.array(fc.tuple(LINE, END), { maxLength: 8 });
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, END, sizes, fc.boolean(), (parts, last, cuts, plain) => {
        const head = `PUT /a HTTP/1.1\r\n${parts.map((each) => each.join('')).join('')}${last}`;
        const toBlock = plain ? (bytes: Uint8Array) => bytes : (bytes: Uint8Array) => Buffer.from(bytes);
        const whole = collect(`${head}body\n\n`, [100_000], toBlock);
        expect(whole).toEqual({ text: head, line: 15, lengths: lengthHeaders(head), rest: 'body\n\n' });
        expect(collect(`${head}body\n\n`, cuts, toBlock)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('longer than most is found in one chunk', () => {
    const head = `GET / HTTP/1.1\r\nCookie: ${'c'.repeat(20_000)}\r\nContent-Length: 3\r\n\r\n`;
    expect(collect(`${head}abc`, [100_000], (bytes) => Buffer.from(bytes))).toMatchObject({
      text: head,
      lengths: { contentLength: 3 },
      rest: 'abc',
    });
  });
});

it('copies nothing of a long head for a look at it', () => {
  const buffer = new HeadBuffer(new BufferedText(1e6));
  const block = toBytes('GET / HTTP/1.1\r\n');
  buffer.append(block, 0, 5, 7);
  buffer.append(block, 5, block.length, 8);
  const { bytes, frames } = buffer.peek();
  expect([...bytes]).toEqual([...block]);
  expect(frames).toEqual([0, 7, 5, 8]);
  expect(buffer.peek().bytes.buffer).toBe(bytes.buffer);
  expect(buffer.take()).toEqual({ text: 'GET / HTTP/1.1\r\n', frames: [0, 7, 5, 8] });
  expect(buffer.length).toBe(0);
});
