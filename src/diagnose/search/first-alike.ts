import type { ByteString } from '../../bytes/byte-string.ts';
import type { CandidatePool, Prepared } from './candidates.ts';

/**
 * The first candidate, in the order of the search, that makes of the request what `found` makes of
 * it: the string `text`. A search that began with a guess may have come upon a farther-fetched one;
 * signing nothing, this tells what it would have said without the guess. `textOf` gives the string
 * that a change makes alone.
 */
export function firstAlike(
  found: readonly Prepared[],
  pool: CandidatePool,
  text: ByteString,
  textOf: (change: Prepared) => ByteString,
): readonly Prepared[] {
  const [only] = found;
  // another key is told by its MAC alone, and signing is what is to be saved
  const keyed = found.filter((each) => each.mac !== null);
  if (keyed.length > 0 && found.length === 1) return found;
  const wanted = new Map(found.flatMap((each) => each.slots));
  const bound = found.filter((each) => each.shape !== 'slots');
  const parts: Prepared[] = [];
  for (const hypothesis of pool.hypotheses()) {
    const isIn = found.some((each) => each.hypothesis === hypothesis);
    if (!isIn && (hypothesis.changes === 'secret' || (hypothesis.single === true && found.length > 1)))
      continue;
    for (const each of pool.of(hypothesis)) {
      const isWithin = each.slots.every(([index, slot]) => wanted.get(index) === slot);
      // two that only exchange slots come to the same where the slots are the same, and need not be
      // put together
      const isSame =
        bound.length === 0 && each.shape === 'slots'
          ? isWithin && each.slots.length === wanted.size
          : keyed.length === 0 && each.mac === null && textOf(each) === text;
      if (isSame) return [each];
      if (isWithin && (each.shape === 'slots' || bound.includes(each))) parts.push(each);
    }
    if (found.length === 1 && hypothesis === only?.hypothesis) return found;
  }
  return firstPair(parts, wanted.size, bound) ?? found;
}

/**
 * The first two changes that exchange all the slots there are to exchange. `parts` are in the order
 * of the search: by cost.
 */
function firstPair(
  parts: readonly Prepared[],
  size: number,
  bound: readonly Prepared[],
): readonly Prepared[] | null {
  let best: readonly [Prepared, Prepared] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, one] of parts.entries()) {
    for (const other of parts.slice(i + 1)) {
      const sum = one.hypothesis.cost + other.hypothesis.cost;
      // of equal sums the pair with the cheaper member is tried first, and `one` only gets dearer
      if (sum >= least || (one.touches & other.touches) !== 0) continue;
      if (one.slots.length + other.slots.length !== size) continue;
      if (!bound.every((each) => each === one || each === other)) continue;
      best = [one, other];
      least = sum;
    }
  }
  return best;
}
