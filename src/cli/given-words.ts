import type { UsageProblem } from './texts.ts';

/* Words that a user gave: what may have been meant, and what may be repeated in a message. */

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

/** What may be a secret or a token: letters of both cases and digits, as long as OSS makes them. */
const WORD = /[A-Za-z0-9+/=]{24,}/g;

/** Access key ids look alike, and are no secrets. */
const ACCESS_KEY_ID = /^(?:LTAI|STS\.)/;

/** What stands in the place of such a word. */
const NOT_SHOWN = '[…]';

function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) && !ACCESS_KEY_ID.test(word);
}

/** Whether a whole word could be a secret in the wrong place. A path has separators or a dot. */
export function isSecretLike(word: string): boolean {
  return /^[A-Za-z0-9+=]{24,}$/.test(word) && isMixed(word);
}

/**
 * A word of the command line as a message may repeat it, without what could be a secret: messages go to logs
 * and tickets.
 */
export function repeatable(word: string): string {
  return word.replace(WORD, (run) => (isMixed(run) && !isPath(run) ? NOT_SHOWN : run));
}

/** Steps of a path are short; base64 of a token has slashes far between. */
function isPath(run: string): boolean {
  return run.split('/').every((step) => step.length < 24);
}
