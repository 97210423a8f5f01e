/** All subsets are tried of up to so many items, beyond that pairs alone: 2^n grows fast. */
export const SUBSETS_LIMIT = 6;
const PAIRS_LIMIT = 24;

/** Subsets of two and more: all of them of a short list, the pairs of a longer one. */
export function* subsets<T>(items: readonly T[]): Generator<readonly T[]> {
  const { length } = items;
  if (length <= SUBSETS_LIMIT) {
    for (let bits = 3; bits < 1 << length; bits++) {
      const subset = items.filter((_, i) => (bits & (1 << i)) !== 0);
      if (subset.length > 1) yield subset;
    }
    return;
  }
  if (length > PAIRS_LIMIT) return;
  for (const [i, one] of items.entries()) for (const other of items.slice(i + 1)) yield [one, other];
}
