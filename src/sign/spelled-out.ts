import { fromText } from '../bytes/byte-string.ts';

/**
 * What a text spells once its escapes are undone, and where each character of that stands in it.
 */
export interface SpelledOut {
  readonly text: string;
  /** Offsets by character of `text`: of its first character there, and behind its last. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * A character that is written in another way: percent-encoded (and the sign of that again), as a
 * reference of XML or HTML, escaped as in JSON or C, or one of many in hex with blanks between
 * (`StringToSignBytes`). And what only stands between two characters: blanks, line breaks (of a
 * folded header, or escaped), and every other byte of UTF-16.
 */
const ESCAPE =
  /%(?:25)*([0-9A-Fa-f]{2})|&(?:#(\d{1,7})|#[Xx]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));|\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(["'/\\])|[rn])|((?:[0-9A-Fa-f]{2} ){11,}[0-9A-Fa-f]{2})|[ \t\r\n\0]+/g;

/** What matches in an escape, in the order of `ESCAPE`. */
type Parts = readonly (string | undefined)[];

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const MAX_CODE_POINT = 0x10ffff;

/**
 * What a text spells, its escapes undone once; those that percent-encoding was put upon several
 * times, at once.
 */
export function undoEscapes(text: string): string {
  return text.replace(ESCAPE, (_, ...parts: (string | undefined)[]) => {
    const bytes = parts[BYTES_PART];
    return bytes === undefined ? characterOf(parts) : bytesOf(bytes).join('');
  });
}

/** The same with the places of the characters; null where nothing is escaped. */
export function spelledOut(text: string): SpelledOut | null {
  const writer = new Writer(text);
  for (const match of text.matchAll(ESCAPE)) {
    const [{ length }, ...parts] = match;
    const bytes = parts[BYTES_PART];
    writer.copyUntil(match.index);
    if (bytes === undefined) writer.replace(length, characterOf(parts));
    else {
      for (const [at, byte] of bytesOf(bytes).entries()) {
        if (at > 0) writer.replace(1, '');
        writer.replace(2, byte);
      }
    }
  }
  return writer.end();
}

/** `outer` tells where the text stands that `inner` was made of. */
export function within(outer: SpelledOut, { text, starts, ends }: SpelledOut): SpelledOut {
  return {
    text,
    starts: starts.map((start) => outer.starts[start] ?? 0),
    ends: ends.map((end) => outer.ends[end - 1] ?? 0),
  };
}

/**
 * Puts a text together out of another one, from its beginning to its end. No escape spells more
 * characters than it has itself.
 */
class Writer {
  readonly #given: string;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #text = '';
  #from = 0;

  constructor(given: string) {
    this.#given = given;
    this.#starts = new Uint32Array(given.length);
    this.#ends = new Uint32Array(given.length);
  }

  copyUntil(end: number): void {
    const { length } = this.#text;
    this.#text += this.#given.slice(this.#from, end);
    for (let at = this.#from; at < end; at++) {
      this.#starts[length + at - this.#from] = at;
      this.#ends[length + at - this.#from] = at + 1;
    }
    this.#from = end;
  }

  /** Writes `characters` in the place of the next `length` ones. */
  replace(length: number, characters: string): void {
    const start = this.#text.length;
    this.#text += characters;
    this.#starts.fill(this.#from, start, this.#text.length);
    this.#from += length;
    this.#ends.fill(this.#from, start, this.#text.length);
  }

  /** Null where nothing was replaced. */
  end(): SpelledOut | null {
    if (this.#from === 0) return null;
    this.copyUntil(this.#given.length);
    const { length } = this.#text;
    return {
      text: this.#text,
      starts: this.#starts.subarray(0, length),
      ends: this.#ends.subarray(0, length),
    };
  }
}

/** Where bytes in hex are among the parts. */
const BYTES_PART = 7;

function bytesOf(spaced: string): readonly string[] {
  return spaced.split(' ').map(ofHex);
}

function ofHex(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/** Empty for what stands between two characters. */
function characterOf([percent, decimal, hexadecimal, named, unicode, byte, plain]: Parts): string {
  const hex = percent ?? byte;
  if (hex !== undefined) return ofHex(hex);
  if (plain !== undefined) return plain;
  if (named !== undefined) return NAMED[named] ?? '';
  const digits = hexadecimal ?? unicode;
  const point = digits === undefined ? Number(decimal ?? 0) : Number.parseInt(digits, 16);
  return point === 0 || point > MAX_CODE_POINT ? '' : fromText(String.fromCodePoint(point));
}
