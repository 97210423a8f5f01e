import { describe, expect, it } from 'vitest';
import { sequenceAdd, sequenceDistance } from '../rooms/stream.ts';
import fc from '../support/fast-check.ts';

describe('sequence numbers', () => {
  it('step over the wrap', () => {
    expect(sequenceDistance(0xffffffff, 0)).toBe(1);
    expect(sequenceDistance(0, 0xffffffff)).toBe(-1);
    expect(sequenceDistance(0xfffffff0, 0x10)).toBe(0x20);
    expect(sequenceAdd(0xffffffff, 2)).toBe(1);
  });

  it('give back any distance within half the range', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(word, fc.integer({ min: 0, max: 0x7fffffff }), (from, length) => {
        expect(sequenceDistance(from, sequenceAdd(from, length))).toBe(length);
      }),
    );
  });
});
