import { expect, test } from 'vitest';
import { Datagram, PIECE_COST } from '../rooms/packet.ts';
import fc from '../support/fast-check.ts';

/** Units of 8 bytes, as fragments are counted in. */
const UNITS = 12;
const FRAGMENTS = fc.array(
  fc.record({
    start: fc.nat(UNITS - 1),
    length: fc.integer({ min: 1, max: UNITS }),
    fill: fc.constantFrom(1, 1, 1, 2),
    cut: fc.constantFrom(0, 0, 5, 60),
  }),
  { maxLength: 20 },
);

test('fragments in any order and with any overlaps make what laying each beneath the ones before makes', () => {
  fc.assert(
    fc.property(FRAGMENTS, (fragments) => {
      const datagram = new Datagram('key', 1, 0);
      // Of each byte: undefined: never on the wire; null: not captured; else what the first fragment had
      // there.
      const model: (number | null | undefined)[] = Array.from({ length: UNITS * 8 });
      for (const { start, length, fill, cut } of fragments) {
        const from = start * 8;
        const to = Math.min(from + length * 8, model.length);
        const bytes = new Uint8Array(Math.max(0, to - from - cut)).fill(fill);
        let differs = false;
        for (let at = from; at < to; at++) {
          const own = bytes[at - from] ?? null;
          const first = model[at];
          if (first === undefined) model[at] = own;
          else if (first !== null && own !== null) differs ||= first !== own;
        }
        expect(datagram.add(from, to, bytes, to === model.length)).toBe(differs ? 'differs' : 'added');
      }
      const isWhole = model.every((byte) => byte !== undefined);
      expect(datagram.completeLength()).toBe(isWhole ? model.length : null);
      const captured = model.filter((byte) => typeof byte === 'number').length;
      expect(datagram.size).toBe(captured);
      expect(datagram.cost).toBe(captured + datagram.pieces * PIECE_COST);
      expect(datagram.pieces).toBeLessThanOrEqual(UNITS);
      if (!isWhole) return;
      const missing = model.indexOf(null);
      const prefix = missing < 0 ? model.length : missing;
      const target = new Uint8Array(model.length + 3);
      expect(datagram.copyPrefix(target, 3)).toBe(prefix);
      expect([...target.subarray(3, 3 + prefix)]).toEqual(model.slice(0, prefix));
    }),
    { numRuns: 1000 },
  );
});

test('what comes again takes nothing', () => {
  const datagram = new Datagram('key', 1, 0);
  datagram.add(8, 16, new Uint8Array(8), false);
  datagram.add(24, 32, new Uint8Array(8), false);
  const { cost } = datagram;
  for (let time = 0; time < 100; time++) datagram.add(24, 32, new Uint8Array(8), false);
  expect(datagram.cost).toBe(cost);
  expect(datagram.pieces).toBe(2);
});
