/* What may have been meant by a name that is none of the known ones. */

/** Edits between a name and a known one up to which one was probably meant. */
const MAX_EDITS = 2;
/** Of a word this short, two edits leave next to nothing: who writes `tcsh` does not mean `bash`. */
const SHORT_WORD = 4;

/** The known name that is nearest to a mistyped one; null where none is near. */
export function nearName(name: string, known: readonly string[]): string | null {
  return nearNames(name, known)[0] ?? null;
}

/** All that are near, the nearest first. */
export function nearNames(name: string, known: readonly string[]): readonly string[] {
  const most = name.length <= SHORT_WORD ? 1 : MAX_EDITS;
  return known
    .map((candidate) => ({ candidate, edits: editDistance(name, candidate, most) }))
    .filter(({ candidate, edits }) => edits <= most && edits < candidate.length)
    .sort((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours; beyond `limit` only that it is more. */
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
