import { describe, expect, it } from 'vitest';
import { TextFinder } from '../rooms/sign.ts';
import { Random } from '../tools/generator/random.ts';

describe('a finder of many texts', () => {
  it('finds each of them at the beginning, in the middle and at the end', () => {
    const texts = ['abcdefghijkl', 'abcdefghijkm and more', '0123456789ab', '密钥密钥密钥密钥密钥密钥'];
    const finder = new TextFinder(texts);
    for (const text of texts) {
      for (const whole of [text, `${text} behind`, `before ${text}`, `x${text}${text}y`]) {
        expect(finder.isIn(whole), whole).toBe(true);
      }
      expect(finder.isIn(text.slice(1)), text).toBe(false);
      expect(finder.isIn(text.slice(0, -1)), text).toBe(false);
      expect(finder.isIn(`${text.slice(0, 6)}-${text.slice(6)}`), text).toBe(false);
    }
    expect(finder.isIn('')).toBe(false);
  });

  it('finds nothing where it is to find nothing', () => {
    for (const texts of [[], ['ab'], ['']]) expect(new TextFinder(texts).isIn('abc abc abc')).toBe(false);
  });

  it('takes as many texts as there are', () => {
    const texts = Array.from({ length: 200_000 }, (_, at) => `text ${String(at).padStart(9, '0')}`);
    const finder = new TextFinder(texts);
    expect(finder.isIn('a text 000199999')).toBe(true);
    expect(finder.isIn('a text 000200000')).toBe(false);
  });

  it('finds texts longer than its window can be', () => {
    const long = 'a secret of many letters, '.repeat(20);
    const finder = new TextFinder([long]);
    expect(finder.isIn(`${'.'.repeat(300)}${long}`)).toBe(true);
    expect(finder.isIn(`${'.'.repeat(300)}${long.slice(0, -1)}`)).toBe(false);
  });

  it('says what looking for one after the other says', () => {
    const random = new Random(20261127);
    const letters = (count: number, of: string) =>
      Array.from({ length: count }, () => of.charAt(random.integer(0, of.length - 1))).join('');
    let hits = 0;
    for (let round = 0; round < 4000; round++) {
      const of = ['ab', 'abc', '0123456789abcdef', 'aé密\u{1F511}'][round % 4] ?? 'ab';
      const texts = Array.from({ length: random.integer(1, 6) }, () => letters(random.integer(3, 8), of));
      const text = letters(random.integer(0, 59), of);
      const isIn = texts.some((each) => text.includes(each));
      if (isIn) hits++;
      expect(new TextFinder(texts).isIn(text), JSON.stringify({ texts, text })).toBe(isIn);
    }
    expect(hits).toBeGreaterThan(500);
    expect(hits).toBeLessThan(3500);
  });
});
