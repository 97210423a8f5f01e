import { expect, it } from 'vitest';
import { permutations, SUBSETS_LIMIT, subsets } from '../rooms/search.ts';

const counted = (length: number): readonly (readonly number[])[] => [
  ...subsets(Array.from({ length }, (_, i) => i)),
];

it('subsets of a short list are all of two and more', () => {
  expect(counted(1)).toEqual([]);
  expect(counted(2)).toEqual([[0, 1]]);
  expect(counted(3)).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
    [0, 1, 2],
  ]);
  expect(counted(SUBSETS_LIMIT)).toHaveLength(2 ** SUBSETS_LIMIT - SUBSETS_LIMIT - 1);
});

it('subsets of a longer list are its pairs, and of a very long one none', () => {
  expect(counted(SUBSETS_LIMIT + 1)).toHaveLength(21);
  expect(counted(24)).toHaveLength(276);
  expect(counted(24).every((each) => each.length === 2)).toBe(true);
  expect(counted(25)).toEqual([]);
});

it('permutations are all orders, each once', () => {
  expect([...permutations([1, 2, 3])]).toEqual([
    [1, 2, 3],
    [1, 3, 2],
    [2, 1, 3],
    [2, 3, 1],
    [3, 1, 2],
    [3, 2, 1],
  ]);
  expect(new Set([...permutations([1, 2, 3, 4, 5, 6])].map(String)).size).toBe(720);
  expect([...permutations([])]).toEqual([[]]);
});
