import { asciiLower } from '../bytes/byte-string.ts';
import { addToList } from '../bytes/collections.ts';

/** Characters that are looked at together: of texts in hex, two would be met everywhere. */
const BLOCK = 3;

/** A power of two, for a table that stays in the processor's cache. */
const PLACES = 1 << 16;

/**
 * Tells whether any of many texts stands in another one, in one pass for all of them: the end of a
 * window as long as the shortest is looked at, and where no text has these characters so near to
 * its beginning, the window moves on by several characters at once (Wu and Manber, "A fast
 * algorithm for multi-pattern searching", 1994). What it takes hardly depends on how many texts
 * there are. Letters of ASCII count alike in either case.
 */
export class TextFinder {
  /** Length of the shortest text, and of the window. */
  readonly #length: number;
  /**
   * By the last characters of the window: how far it may move; 0 where a text may begin with it.
   */
  readonly #moves: Uint8Array;
  /** The texts whose beginning ends so. */
  readonly #candidates = new Map<number, string[]>();

  /** Of texts shorter than three characters none is found. */
  constructor(texts: readonly string[]) {
    const sought = texts.filter((text) => text.length >= BLOCK).map(asciiLower);
    this.#length = sought.reduce((least, { length }) => Math.min(least, length), 0xff);
    this.#moves = new Uint8Array(PLACES).fill(this.#length - BLOCK + 1);
    for (const text of sought) this.#add(text);
  }

  isIn(text: string): boolean {
    const moves = this.#moves;
    const length = this.#length;
    if (this.#candidates.size === 0) return false;
    for (let end = length - 1; end < text.length; ) {
      const place = placeOf(text, end);
      const move = moves[place] ?? 1;
      if (move > 0) {
        end += move;
        continue;
      }
      const start = end - length + 1;
      for (const candidate of this.#candidates.get(place) ?? []) {
        if (asciiLower(text.slice(start, start + candidate.length)) === candidate) return true;
      }
      end++;
    }
    return false;
  }

  #add(text: string): void {
    const last = this.#length - 1;
    for (let end = BLOCK - 1; end <= last; end++) {
      const place = placeOf(text, end);
      this.#moves[place] = Math.min(this.#moves[place] ?? 0, last - end);
    }
    addToList(this.#candidates, placeOf(text, last), text);
  }
}

/**
 * Where the characters that end at `end` stand in the table, in either case. Several may share a
 * place.
 */
function placeOf(text: string, end: number): number {
  const first = text.charCodeAt(end - 2) | CASE;
  const second = text.charCodeAt(end - 1) | CASE;
  return (first * 1021 + second * 67 + (text.charCodeAt(end) | CASE)) & (PLACES - 1);
}

/** In what the codes of `A` and `a` differ. */
const CASE = 0x20;
