import { nearName } from '../engine/bytes/near-name.ts';
import type { UsageProblem } from './texts.ts';

/* Words that a user gave: what may have been meant, and what may be repeated in a message. */

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
