import { describe, expect, it } from 'vitest';
import { fromHex, spells } from '../rooms/bytes.ts';
import fc from '../support/fast-check.ts';

describe('spells', () => {
  it('says of any hex and text what fromHex says', () => {
    const hex = fc.string({
      unit: fc.constantFrom(...'0123456789abcdefABCDEF', ' ', '\t', '\n', '\v', 'g', '\xe9'),
    });
    fc.assert(
      fc.property(hex, fc.string({ unit: fc.constantFrom('\0', 'A', 'J', '\xe9', '\n') }), (spelt, text) => {
        const read = fromHex(spelt);
        expect(spells(spelt, text)).toBe(read === text);
        if (read !== null) expect(spells(spelt, read)).toBe(true);
      }),
    );
  });

  it('takes hex apart from blanks wherever they stand', () => {
    expect(spells(' 4 1\n4A\t', 'AJ')).toBe(true);
    expect(spells('41 4', 'A')).toBe(false);
    expect(spells('41', 'AJ')).toBe(false);
    expect(spells('41 4A', 'A')).toBe(false);
    expect(spells('41', '\u0141')).toBe(false);
  });
});
