import type { CandidatePool, Prepared } from './candidates.ts';

/**
 * The first candidate, in the order of the search, that makes of the request what `found` makes of it. A search that
 * began with a guess may have come upon a farther-fetched one; signing nothing, this tells what it would have said
 * without the guess.
 */
export function firstAlike(found: readonly Prepared[], pool: CandidatePool): readonly Prepared[] {
  const wanted = new Map(found.flatMap((each) => each.slots));
  // what is not in slots is alike only in the very same variant
  const bound = found.filter((each) => each.shape !== 'slots');
  const isAlike = (changes: readonly Prepared[]): boolean => {
    const size = changes.reduce((sum, each) => sum + each.slots.length, 0);
    return size === wanted.size && bound.every((each) => changes.includes(each));
  };
  const parts: Prepared[] = [];
  for (const hypothesis of pool.hypotheses()) {
    const isIn = found.some((each) => each.hypothesis === hypothesis);
    if (!isIn && (hypothesis.changes === 'secret' || (hypothesis.single === true && found.length > 1)))
      continue;
    for (const each of pool.of(hypothesis)) {
      if (each.shape !== 'slots' && !bound.includes(each)) continue;
      if (!each.slots.every(([index, text]) => wanted.get(index) === text)) continue;
      if (isAlike([each])) return [each];
      parts.push(each);
    }
  }
  return firstPair(parts, isAlike) ?? found;
}

/** `parts` are in the order of the search: by cost. */
function firstPair(
  parts: readonly Prepared[],
  isAlike: (changes: readonly Prepared[]) => boolean,
): readonly Prepared[] | null {
  let best: readonly [Prepared, Prepared] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, one] of parts.entries()) {
    for (const other of parts.slice(i + 1)) {
      const sum = one.hypothesis.cost + other.hypothesis.cost;
      // of equal sums the pair with the cheaper member is tried first, and `one` only gets dearer
      if (sum >= least || (one.touches & other.touches) !== 0 || !isAlike([one, other])) continue;
      best = [one, other];
      least = sum;
    }
  }
  return best;
}
