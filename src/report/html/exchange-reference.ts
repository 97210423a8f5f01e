/**
 * Stands around the number of an exchange in a sentence of the page: U+2063, an invisible
 * separator. What was captured cannot hold it, as that is printable; a control character would
 * stand as such in the script and in the data.
 */
const MARK = '\u2063';

/** How a sentence that is written for the page names an exchange of its capture. */
export function exchangeReference(index: number): string {
  return `${MARK}${index}${MARK}`;
}

/**
 * A sentence in pieces: its text, and the exchanges that it names. A `#` before a number goes with
 * it.
 */
export function referencesIn(sentence: string): readonly (string | number)[] {
  const pieces = sentence.split(MARK);
  return pieces.map((piece, at) => {
    if (at % 2 === 1) return Number(piece);
    return at + 1 < pieces.length ? piece.replace(/#$/, '') : piece;
  });
}

/** The sentence for those who read it beside its capture alone. */
export function withBareNumbers(sentence: string): string {
  return sentence.replaceAll(MARK, '');
}
