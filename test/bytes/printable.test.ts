import { describe, expect, it } from 'vitest';
import { fromText, printable, toReportText } from '../rooms/bytes.ts';

describe('toReportText', () => {
  it('decodes valid UTF-8 and leaves backslashes alone', () => {
    expect(toReportText(fromText('a\\x语.txt'))).toEqual({ text: 'a\\x语.txt', lossy: false });
  });

  it('escapes only the bytes that are not UTF-8, and backslashes with them', () => {
    expect(toReportText(`${fromText('语')}\xff\\\xe8\xaf`)).toEqual({
      text: '语\\xff\\x5c\\xe8\\xaf',
      lossy: true,
    });
  });

  it('decodes the first and the last character of each length beside bytes that are not UTF-8', () => {
    const each = ['\x7f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\uffff', '\u{10000}', '\u{10ffff}'];
    for (const character of each) {
      expect(toReportText(`\xff${fromText(character)}`).text).toBe(`\\xff${character}`);
    }
    expect(toReportText('\xff\x00\xc1\xbf\xf4\x90\x80\x80').text).toBe(
      '\\xff\x00\\xc1\\xbf\\xf4\\x90\\x80\\x80',
    );
  });

  it('refuses overlong forms and surrogates', () => {
    expect(toReportText('\xc0\xaf')).toEqual({ text: '\\xc0\\xaf', lossy: true });
    expect(toReportText('\xed\xa0\x80')).toEqual({ text: '\\xed\\xa0\\x80', lossy: true });
  });

  it('takes text that is no byte string as it is', () => {
    expect(toReportText('语é')).toEqual({ text: '语é', lossy: false });
  });
});

describe('printable', () => {
  it.each([
    ['\x1b[31mred\x07', '␛[31mred␇'],
    ['a\r\n\tb\x00\x7f', 'a␍␊␉b␀␡'],
    ['\x9b31m', '\\x9b31m'],
    ['a\u202eb\u2066c\u200bd\ufeff', 'a\\u202eb\\u2066c\\u200bd\\ufeff'],
    ['a\u00a0b\u3000c d', 'a\\u00a0b\\u3000c d'],
    ['\ud800x', '\\ud800x'],
    ['\u{e0041}', '\\u{e0041}'],
    ['中文 é 🙂', '中文 é 🙂'],
    ['a\u034fb\u3164c\u2800d\uffa0', 'a\\u034fb\\u3164c\\u2800d\\uffa0'],
    ['a\u115fb\u17b4c\u180bd\u{e0100}', 'a\\u115fb\\u17b4c\\u180bd\\u{e0100}'],
    ['❤\ufe0f', '❤\\ufe0f'],
    // as much as Vietnamese, Thai, Hebrew and Tibetan put over and under a letter
    [
      'ê\u0323 ท\u0e35\u0e48 ש\u05bc\u05c1\u05b8\u0591 བ\u0f66\u0f92\u0fb2\u0f74',
      'ê\u0323 ท\u0e35\u0e48 ש\u05bc\u05c1\u05b8\u0591 བ\u0f66\u0f92\u0fb2\u0f74',
    ],
    [
      `e${'\u0301'.repeat(6)}f${'\u20dd'.repeat(4)}`,
      `e${'\u0301'.repeat(4)}\\u0301\\u0301f${'\u20dd'.repeat(4)}`,
    ],
    // vowels of Hangul
    [
      `\u1112${'\u1161'.repeat(6)}\u1100\u1173\u11af`,
      `\u1112${'\u1161'.repeat(4)}\\u1161\\u1161\u1100\u1173\u11af`,
    ],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
