import { expect, test } from 'vitest';
import { GrowingText } from '../rooms/http.ts';

test('any part of a text that grows is told as of the whole', () => {
  const text = new GrowingText();
  let whole = '';
  for (const piece of ['a', 'bcd', 'e', 'fg', 'h']) {
    text.append(piece);
    whole += piece;
    expect([text.length, text.join()]).toEqual([whole.length, whole]);
    for (let from = 0; from <= whole.length; from++) {
      for (let to = from; to <= whole.length + 1; to++)
        expect(text.slice(from, to)).toBe(whole.slice(from, to));
    }
  }
});
