import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TextParser } from '../../rooms/text.ts';
import fc from '../../support/fast-check.ts';
import { inPieces, PIECES, WHOLE } from '../../support/pieces.ts';
import { bodyOf, headersOf } from './read-text.ts';

const FOLDER = new URL('../../../fixtures/text/', import.meta.url);
const TEXTS = readdirSync(FOLDER)
  .filter((name) => /\.(txt|har)$/.test(name))
  .sort()
  .map((name) => ({ name, bytes: readFileSync(new URL(name, FOLDER)) }));

/** All that a text gives. */
function read(bytes: Uint8Array, sizes: readonly number[]): unknown {
  const log: unknown[] = [];
  const parser = new TextParser({
    exchange: ({ request, response, ...rest }) =>
      log.push([
        rest,
        ...[request, response].map((message) => [
          message?.head,
          message?.frame,
          headersOf(message),
          bodyOf(message),
        ]),
      ]),
    notice: (notice) => log.push(notice),
  });
  inPieces(bytes.length, sizes, (start, end) => {
    // The block belongs to whoever reads: it is another one's afterwards.
    const block = Buffer.from(bytes.subarray(start, end));
    parser.push(block);
    block.fill(0xee);
  });
  parser.end();
  return { log, summary: parser.summary };
}

it('a text in any pieces is the same, with its notices and its lines', () => {
  expect(TEXTS.length).toBeGreaterThan(5);
  for (const { name, bytes } of TEXTS) {
    const whole = read(bytes, WHOLE);
    expect([name, read(bytes, [1])]).toEqual([name, whole]);
  }
});

it('so is one that was cut, or has odd line ends', () => {
  const change = fc.constantFrom<(text: Buffer) => Buffer>(
    (text) => text,
    (text) => Buffer.from(text.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
    (text) => Buffer.from(text.toString('latin1').replaceAll(/\r?\n/g, '\r'), 'latin1'),
    (text) => Buffer.concat([Buffer.from('\ufeff'), text]),
    (text) => Buffer.from(`\ufeff${text.toString('utf8')}`, 'utf16le'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), change, fc.nat(), PIECES, ({ bytes }, to, cut, sizes) => {
      const changed = to(bytes);
      const text = cut % 3 === 0 ? changed.subarray(0, cut % (changed.length + 1)) : changed;
      const whole = read(text, WHOLE);
      expect(read(text, [1])).toEqual(whole);
      expect(read(text, sizes)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

it('so is one that begins with an odd byte, and one of more lines than are looked at', () => {
  const request = 'GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
  for (const text of [`\u0001\n${request}`, 'a\n'.repeat(40_000) + request, request + 'a\n'.repeat(40_000)]) {
    const bytes = Buffer.from(text);
    const whole = read(bytes, WHOLE);
    expect(read(bytes, [1])).toEqual(whole);
    expect(read(bytes, [4096, 1, 60_000])).toEqual(whole);
  }
});
