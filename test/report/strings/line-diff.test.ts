import { describe, expect, it } from 'vitest';
import { pairLines } from '../../rooms/report.ts';

describe('pairLines', () => {
  it('puts changed lines beside each other', () => {
    expect(pairLines(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([
      ['a', 'a'],
      ['b', 'x'],
      ['c', 'c'],
    ]);
  });

  it('keeps equal lines on one level around an added and a dropped one', () => {
    expect(pairLines(['a', 'h1', 'h2', 'z', 'q', 'e'], ['a', 'h1', 'new', 'h2', 'z', 'e'])).toEqual([
      ['a', 'a'],
      ['h1', 'h1'],
      [null, 'new'],
      ['h2', 'h2'],
      ['z', 'z'],
      ['q', null],
      ['e', 'e'],
    ]);
  });

  it('pairs in order where there is too much to search', () => {
    const left = Array.from({ length: 600 }, (_, at) => `l${at}`);
    const right = Array.from({ length: 601 }, (_, at) => `r${at}`);
    const pairs = pairLines(left, right);
    expect(pairs).toHaveLength(601);
    expect(pairs[600]).toEqual([null, 'r600']);
  });

  it('takes empty sides', () => {
    expect(pairLines([], ['a'])).toEqual([[null, 'a']]);
    expect(pairLines([], [])).toEqual([]);
  });
});
