import { fromText } from '../bytes/byte-string.ts';
import { fromHex } from '../bytes/hex.ts';

/* What captured text spells, however its characters are escaped there. */

/** How often escapes are undone (`&amp;#83;` is escaped twice). */
export const MOST_LAYERS = 4;

/** What a text spells once its escapes are undone, and where each character of that stands in it. */
interface SpelledOut {
  readonly text: string;
  /** Offsets by character of `text`: of its first character there, and behind its last. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * A character that is written in another way: percent-encoded (and the sign of that again), as a reference of
 * XML or HTML, escaped as in JSON, C or JavaScript (`\101`, `\u{41}`, `%u0041`), or one of many in hex with
 * blanks between (`StringToSignBytes`).
 */
const WRITTEN = [
  /%(?:25)*([0-9A-Fa-f]{2})/,
  /&(?:#(\d{1,7})|#[Xx]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/,
  /[\\%]u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]{1,6})\}|\\(?:x([0-9A-Fa-f]{2})|([0-3][0-7]{2})|(["'/\\])|[rn])/,
  /((?:[0-9A-Fa-f]{2} ){11,}[0-9A-Fa-f]{2})/,
]
  .map(({ source }) => source)
  .join('|');

/**
 * And what only stands between two characters: blanks, line breaks (of a folded header, or escaped), and
 * every other byte of UTF-16.
 */
const ESCAPE = new RegExp(`${WRITTEN}|[ \\t\\r\\n\\0]+`, 'g');
const ESCAPE_OF_CHARACTER = new RegExp(WRITTEN, 'g');

/** What matches in an escape, in the order of `ESCAPE`. */
type Parts = readonly (string | undefined)[];

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const MAX_CODE_POINT = 0x10ffff;

/**
 * What a text spells, its escapes undone once; those that percent-encoding was put upon several times, at
 * once.
 */
export function undoEscapes(text: string): string {
  return undone(text, ESCAPE);
}

/** The same, but white space stays. */
export function undoEscapesOfCharacters(text: string): string {
  return undone(text, ESCAPE_OF_CHARACTER);
}

/** And until nothing is escaped. */
export function undoAllEscapes(text: string): string {
  let spelled = text;
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const inner = undoEscapesOfCharacters(spelled);
    if (inner === spelled) break;
    spelled = inner;
  }
  return spelled;
}

function undone(text: string, escapes: RegExp): string {
  return text.replace(escapes, (_, ...parts: (string | undefined)[]) => {
    const bytes = parts[BYTES_PART];
    return bytes === undefined ? characterOf(parts) : (fromHex(bytes) ?? '');
  });
}

/** What a text spells once escapes are undone once, twice and so on, by its own places. */
export function* spelledLayers(text: string): Generator<SpelledOut> {
  let layer: SpelledOut | null = null;
  for (let n = 0; n < MOST_LAYERS; n++) {
    const outer: SpelledOut | null = layer;
    const inner = spelledOut(outer?.text ?? text);
    if (inner === null) return;
    layer = outer === null ? inner : within(outer, inner);
    yield layer;
  }
}

/** The same with the places of the characters; null where nothing is escaped. */
function spelledOut(text: string): SpelledOut | null {
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

/** `outer` has the places of the text that `inner` was made of. */
function within(outer: SpelledOut, { text, starts, ends }: SpelledOut): SpelledOut {
  return {
    text,
    starts: starts.map((start) => outer.starts[start] ?? 0),
    ends: ends.map((end) => outer.ends[end - 1] ?? 0),
  };
}

/**
 * Puts a text together out of another one, from its beginning to its end. No escape spells more characters
 * than it has itself.
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
const BYTES_PART = 9;

function bytesOf(spaced: string): readonly string[] {
  return spaced.split(' ').map(ofHex);
}

function ofHex(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/** Empty for what stands between two characters. */
function characterOf(parts: Parts): string {
  const [percent, decimal, hexadecimal, named, unicode, point, byte, octal, plain] = parts;
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  const hex = percent ?? byte;
  if (hex !== undefined) return ofHex(hex);
  if (plain !== undefined) return plain;
  if (named !== undefined) return NAMED[named] ?? '';
  const digits = hexadecimal ?? unicode ?? point;
  const code = digits === undefined ? Number(decimal ?? 0) : Number.parseInt(digits, 16);
  return code === 0 || code > MAX_CODE_POINT ? '' : fromText(String.fromCodePoint(code));
}
