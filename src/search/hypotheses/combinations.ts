/* Subsets and orders of short lists, for hypotheses that try several things at once. */

import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';

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

/** All orders of the items, the given one first: n! of them, so of few items only. */
export function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length < 2) {
    yield items;
    return;
  }
  for (const [i, first] of items.entries()) {
    for (const rest of permutations(items.toSpliced(i, 1))) yield [first, ...rest];
  }
}

/**
 * Punctuation of names, in the order of the Unicode collation, which has all of it before digits and letters.
 */
const PUNCTUATION = '_-,;:!?.\'"()[]{}@*/\\&#%';

/**
 * A sort key that orders ASCII names as `localeCompare` does: `_` and `-` before digits and letters, letters
 * without regard to case, lower case first of equals. The platform's own order may depend on its locale.
 */
export function collation(name: ByteString): ByteString {
  let primary = '';
  for (const char of asciiLower(name)) {
    const place = PUNCTUATION.indexOf(char);
    primary += place < 0 ? char : String.fromCharCode(place + 1);
  }
  const swapped = name.replace(/[a-zA-Z]/g, (c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase()));
  return `${primary}\x00${swapped}`;
}
