import { describe, expect, it } from 'vitest';
import { makeRoom, ownOrLast } from '../rooms/bytes.ts';

describe('makeRoom', () => {
  it('takes the oldest entry out of a full Map or Set, and nothing out of others', () => {
    const map = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    makeRoom(map, 3);
    expect([...map.keys()]).toEqual(['a', 'b']);
    makeRoom(map, 2);
    expect([...map.keys()]).toEqual(['b']);
    const set = new Set(['x', 'y']);
    makeRoom(set, 1);
    expect([...set]).toEqual(['y']);
  });
});

describe('ownOrLast', () => {
  it('gives the entry of a key, and that of the last one to further keys', () => {
    const map = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    expect(ownOrLast(map, 'a', 2)).toBe(1);
    expect(ownOrLast(map, 'c', 2)).toBe(2);
    expect(ownOrLast(map, 'c', 3)).toBeUndefined();
  });
});
