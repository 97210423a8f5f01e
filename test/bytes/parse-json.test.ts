import { describe, expect, it } from 'vitest';
import { parseJson } from '../rooms/bytes.ts';

const WHOLE = '{"a": [1, -2.5e+10, true, false, null, "x\\u1234\\n\\"y"],\n "b": {"c": {}}, "d": "中😀"}\n';

function placeOf(text: string): string {
  const read = parseJson(text);
  return read.ok ? 'none' : `${read.error.line}:${read.error.column}`;
}

describe('the place where a text is no JSON', () => {
  it.each([
    ['<<<<<<< HEAD\n{"a": 1}', '1:1'],
    ['{"a": 1,\n<<<<<<< HEAD\n"b": 2}', '2:1'],
    ['{\n  // a comment\n  "a": 1}', '2:3'],
    ['{\n  "a": // a comment\n  1}', '2:8'],
    ["{\n  'a': 1}", '2:3'],
    ['{\n  "a": \'b\'}', '2:8'],
    ['[1,\n 2,\n x]', '3:2'],
    ['{"a": NaN}', '1:7'],
    ['{"a": tru}', '1:10'],
    ['{"a": 1,}', '1:9'],
    ['{"a": 1}\n}', '2:1'],
    ['["at position 3", x]', '1:19'],
    ['[at position 7 (line 5 column 6)]', '1:2'],
  ])('%j: %s', (text, place) => {
    expect(placeOf(text)).toBe(place);
  });

  it('is the end of one that was cut off, wherever', () => {
    expect(placeOf(WHOLE)).toBe('none');
    for (let length = 0; length < WHOLE.trimEnd().length; length++) {
      const cut = WHOLE.slice(0, length);
      const lines = cut.split('\n');
      expect(placeOf(cut)).toBe(`${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`);
    }
  });

  it('is that of the first character that is wrong, whichever it is', () => {
    for (let at = 0; at < WHOLE.trimEnd().length; at++) {
      const before = WHOLE.slice(0, at);
      // A control character may stand nowhere, not even in a string.
      const lines = before.split('\n');
      expect(placeOf(`${before}\0${WHOLE.slice(at)}`)).toBe(
        `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`,
      );
    }
  });
});
