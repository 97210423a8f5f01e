import type { UsageProblem } from './faults.ts';

/** Edits between a name and a known one up to which one was probably meant. */
const MAX_EDITS = 2;
/**
 * Of a word this short, two edits leave next to nothing: who writes `tcsh` does not mean `bash`.
 */
const SHORT_WORD = 4;

/** The known name that is nearest to a mistyped one; null where none is near. */
export function nearName(name: string, known: readonly string[]): string | null {
  const most = name.length <= SHORT_WORD ? 1 : MAX_EDITS;
  let best: string | null = null;
  let least = most + 1;
  for (const candidate of known) {
    const edits = editDistance(name, candidate, most);
    if (edits < least && edits < candidate.length) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words; beyond `limit`
 * only that it is more.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** Stands for none of the words that an option takes. */
export const NONE = 'none';

/** A word that is none of those that an option takes, with the one that was probably meant. */
export function badValue(name: string, value: string, known: readonly string[]): UsageProblem {
  // A slip must not be answered with what switches the option off.
  const near = nearName(
    value,
    known.filter((word) => word !== NONE),
  );
  return { code: 'bad-value', name, value, allowed: known.join(', '), near };
}
