import { asciiLower, type ByteString } from '../../../bytes/byte-string.ts';

/**
 * Punctuation of names, in the order of the Unicode collation, which has all of it before digits
 * and letters.
 */
const PUNCTUATION = '_-,;:!?.\'"()[]{}@*/\\&#%';

/**
 * A sort key that orders ASCII names as `localeCompare` does: `_` and `-` before digits and
 * letters, letters without regard to case, lower case first of equals. The platform's own order may
 * depend on its locale.
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
