import { describe, expect, it } from 'vitest';
import { displayWidth, padEnd, padStart } from '../rooms/bytes.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['中文', 4],
    ['（空）', 6],
    ['ｆｕｌｌ', 8],
    ['ﾊﾝ', 2],
    ['e\u0301', 1],
    ['한글'.normalize('NFD'), 4],
    ['🙂', 2],
    ['𠀀', 2],
    ['▸ │…', 4],
  ])('%j takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('is none for every mark that stands on another, and no other character', () => {
    const others: string[] = [];
    for (let code = 0x300; code <= 0x10_ffff; code++) {
      const character = String.fromCodePoint(code);
      const isMark = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]/u.test(character);
      if ((displayWidth(character) === 0) !== isMark) others.push(character);
    }
    expect(others).toEqual([]);
  });

  it('pads by columns', () => {
    expect(padEnd('中', 4)).toBe('中  ');
    expect(padStart('中', 3)).toBe(' 中');
    expect(padEnd('toolong', 3)).toBe('toolong');
  });
});
