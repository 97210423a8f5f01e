import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import fc from '../support/fast-check.ts';
import { PIECES } from '../support/pieces.ts';
import { toBigEndianNanos } from '../support/split-capture.ts';
import { type Collected, collect } from './collect.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** Short captures of every kind, and one of the first kind in the other byte order. */
const CAPTURES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(pcap|pcapng)$/.test(name))
  .sort()
  .map((name) => ({ name, bytes: readFileSync(join(FIXTURES, name)) }))
  .filter(({ bytes }) => bytes.length < 40_000);

const CLASSIC = CAPTURES.find(({ name }) => name === 'captures/source-example-consistent.pcap');

/** Pieces as `collect` takes them: of a list that does not begin anew. */
const spread = (sizes: readonly number[], length: number): number[] => {
  const count = Math.ceil((length / sizes.reduce((sum, size) => sum + size, 0)) * sizes.length) + 1;
  return Array.from({ length: count }, (_, i) => sizes[i % sizes.length] ?? 1);
};

/** One value to compare: the packets by their place, for a difference that can be read. */
function told({ records, ...rest }: Collected) {
  return { ...rest, records: records.map((record) => JSON.stringify(record)) };
}

describe('a capture in any pieces', () => {
  it('is the same: records, notices, secrets and what is known of it', () => {
    const files = [
      ...CAPTURES,
      ...(CLASSIC === undefined ? [] : [{ name: 'big-endian', bytes: toBigEndianNanos(CLASSIC.bytes) }]),
    ];
    expect(files.length).toBeGreaterThan(40);
    for (const { name, bytes } of files) {
      const whole = told(collect(bytes));
      expect([name, told(collect(bytes, [1]))]).toEqual([name, whole]);
    }
  });

  it('is refused once', () => {
    const section = CAPTURES.find(({ name }) => name.endsWith('test018-be.pcapng'));
    const absurd = Buffer.from(section?.bytes ?? []);
    absurd[4] = 1;
    const newer = Buffer.from(section?.bytes ?? []);
    newer[13] = 2;
    for (const file of [absurd, newer]) {
      const whole = told(collect(file));
      expect(whole.notices).toHaveLength(1);
      for (const size of [1, 12, 60]) {
        expect(told(collect(file, spread([size], file.length)))).toEqual(whole);
      }
    }
  });

  it('is the same where bytes are changed, put in, left out, or missing at its end', () => {
    const edit = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('change', 'insert', 'remove', 'cut', 'ones', 'zeros'),
      length: fc.integer({ min: 1, max: 40 }),
      byte: fc.nat(255),
    });
    const edits = fc.array(edit, { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...CAPTURES), edits, PIECES, ({ bytes }, changes, sizes) => {
        const file = changes.reduce<Uint8Array>(edited, bytes);
        const whole = told(collect(file));
        expect(told(collect(file, [1]))).toEqual(whole);
        expect(told(collect(file, spread(sizes, file.length)))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });
});

interface Edit {
  readonly at: number;
  readonly kind: 'change' | 'insert' | 'remove' | 'cut' | 'ones' | 'zeros';
  readonly length: number;
  readonly byte: number;
}

function edited(bytes: Uint8Array, { at: place, kind, length, byte }: Edit): Uint8Array {
  if (bytes.length === 0) return bytes;
  // Half of them in the first bytes, where the headers are.
  const at = place % (place % 2 === 0 ? bytes.length : Math.min(bytes.length, 200));
  const out = Buffer.from(bytes);
  switch (kind) {
    case 'change':
      out[at] = byte;
      return out;
    case 'ones':
      return out.fill(0xff, at, Math.min(out.length, at + 4));
    case 'zeros':
      return out.fill(0, at, Math.min(out.length, at + length));
    case 'insert':
      return Buffer.concat([out.subarray(0, at), Buffer.alloc(length, byte), out.subarray(at)]);
    case 'remove':
      return Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
    case 'cut':
      return out.subarray(0, at);
  }
}
