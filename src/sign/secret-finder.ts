/*
 * Finds secrets in text, however they are escaped there.
 */

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString, fromText, toBytes } from '../bytes/byte-string.ts';
import { addToList } from '../bytes/collections.ts';
import { toSpacedHex } from '../bytes/hex.ts';
import { toReportText } from '../bytes/printable.ts';
import type { KeyRing } from './secret.ts';

/** Shorter secrets are none that OSS gives out, and would be found in innocent texts. */
const LEAST_LENGTH = 12;

/** So many characters of a secret in a row give away a part of it. */
const LEAST_PIECE = 6;

/** How often escapes are undone (`&amp;#83;` is escaped twice). */
export const MOST_LAYERS = 4;

const NO_IDS: readonly ByteString[] = [];

/** One spelling of a secret, in lower case. */
interface Form {
  readonly accessKeyId: ByteString;
  readonly text: string;
  /** So many of its characters in a row give away `LEAST_PIECE` of the secret. */
  readonly leastPiece: number;
}

/** Where a secret stands in a text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** And whose it is. */
interface PlaceOfKey extends Place {
  readonly accessKeyId: ByteString;
}

/**
 * Every piece of the secrets that has `LEAST_LENGTH`, in lower case, and the finder that says
 * whether a text has any.
 */
interface Pieces {
  readonly pieces: ReadonlySet<string>;
  readonly any: TextFinder;
}

/**
 * How closely a text is looked at: `quick`, for the heads of accepted exchanges, does not look for
 * what `BROKEN` finds.
 */
export type Look = 'quick' | 'close';

/**
 * Finds the user's own secrets in captured text, where they have no business: a client that sent
 * one (as the access key id, in a header, in a form). They are looked for as they are, in hex, and
 * within base64, in whatever case and however escaped (see `spelledOut`). What is found is covered
 * by as many asterisks, so that offsets into the text stay right.
 */
export class SecretFinder {
  readonly #forms: readonly Form[];
  /** Every message comes by here, and hardly any has one. */
  readonly #any: TextFinder;
  readonly #escapes: Readonly<Record<Look, RegExp>>;
  readonly #secrets: readonly ByteString[];
  /** Made when a secret is found, as in hardly any capture. */
  #pieces: Pieces | null = null;

  constructor(ring: KeyRing) {
    const secrets = [...ring.values()].flatMap(({ accessKeyId, secret }) =>
      secret.use((value) => (value.length < LEAST_LENGTH ? [] : [{ accessKeyId, value: value.trim() }])),
    );
    const forms = secrets.flatMap(({ accessKeyId, value }) =>
      spellings(value).map((text) => {
        return { accessKeyId, text, leastPiece: Math.ceil((LEAST_PIECE * text.length) / value.length) };
      }),
    );
    this.#forms = forms;
    this.#any = new TextFinder(forms.map(({ text }) => text));
    this.#secrets = secrets.map(({ value }) => value);
    const escapes = escapesOf(this.#secrets.join(''));
    this.#escapes = { quick: new RegExp(escapes, 'i'), close: new RegExp(escapes + BROKEN, 'i') };
  }

  /** There is nothing to look for. */
  get isIdle(): boolean {
    return this.#forms.length === 0;
  }

  /** The access key ids whose secrets stand in a text. */
  idsIn(text: string, look: Look = 'close'): readonly ByteString[] {
    if (!this.#isAnyIn(text, look)) return NO_IDS;
    return [...new Set(this.#placesIn(text).map(({ accessKeyId }) => accessKeyId))];
  }

  /**
   * Whether a short piece of captured text, cut out without regard to what it is, may be a piece of
   * a secret.
   */
  isPieceIn(text: string): boolean {
    const lower = asciiLower(text);
    return this.#forms.some(({ text: form, leastPiece }) => {
      for (let end = leastPiece; end <= lower.length; end++) {
        if (form.includes(lower.slice(end - leastPiece, end))) return true;
      }
      return false;
    });
  }

  hide(text: string): string {
    return this.#isAnyIn(text, 'close') ? covered(text, this.#placesIn(text)) : text;
  }

  /**
   * `hide` for what belongs to a message in which a secret was found: also one that blanks are in
   * (of a folded line), base64 of one that is escaped, and longer pieces of one that lines or marks
   * of a syntax have parted.
   */
  hideAll(text: string): string {
    const whole = covered(text, [...this.#placesIn(text), ...this.#placesOfBase64(text)]);
    this.#pieces ??= piecesOf(this.#secrets);
    const { pieces, any } = this.#pieces;
    if (!any.isIn(whole)) return whole;
    const lower = asciiLower(whole);
    const places: Place[] = [];
    for (let start = 0; start + LEAST_LENGTH <= lower.length; start++) {
      const end = start + LEAST_LENGTH;
      if (pieces.has(lower.slice(start, end))) places.push({ start, end });
    }
    return covered(whole, places);
  }

  #isAnyIn(text: string, look: Look): boolean {
    let spelt = text;
    for (let layer = 0; !this.#any.isIn(spelt); layer++) {
      if (layer === MOST_LAYERS || !this.#mayEscape(spelt, look)) return false;
      spelt = undoEscapes(spelt);
    }
    return true;
  }

  /**
   * Whether escapes of a text may spell a secret. Most heads have none, which is found out fast.
   */
  #mayEscape(text: string, look: Look): boolean {
    if (look === 'quick' && !MARKS.some((mark) => text.includes(mark))) return false;
    return this.#escapes[look].test(text);
  }

  #placesIn(text: string): readonly PlaceOfKey[] {
    const places = [...this.#placesAsItIs(text)];
    for (const { text: spelt, starts, ends } of spelledLayers(text)) {
      for (const { accessKeyId, start, end } of this.#placesAsItIs(spelt)) {
        places.push({ accessKeyId, start: starts[start] ?? 0, end: ends[end - 1] ?? 0 });
      }
    }
    return places;
  }

  /** Where secrets stand that no escapes spell. */
  #placesAsItIs(text: string): readonly PlaceOfKey[] {
    if (!this.#any.isIn(text)) return [];
    const lower = asciiLower(text);
    return this.#forms.flatMap(({ accessKeyId, text: form }) => {
      const places: PlaceOfKey[] = [];
      for (let start = lower.indexOf(form); start >= 0; start = lower.indexOf(form, start + form.length)) {
        places.push({ accessKeyId, start, end: start + form.length });
      }
      return places;
    });
  }

  /** Base64 of texts that spell a secret with escapes: it is covered as a whole. */
  #placesOfBase64(text: string): readonly Place[] {
    return [...text.matchAll(BASE64_RUN)].flatMap(({ 0: run, index: start }) => {
      return this.#isAnyIn(fromBase64(run) ?? '', 'close') ? [{ start, end: start + run.length }] : [];
    });
  }
}

/** A text with asterisks at these places. */
function covered(text: string, places: readonly Place[]): string {
  let hidden = '';
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, hidden.length);
    if (end > from) hidden += text.slice(hidden.length, from) + '*'.repeat(end - from);
  }
  return hidden + text.slice(hidden.length);
}

function piecesOf(secrets: readonly ByteString[]): Pieces {
  const pieces = new Set<string>();
  for (const secret of secrets.map(asciiLower)) {
    for (let end = LEAST_LENGTH; end <= secret.length; end++)
      pieces.add(secret.slice(end - LEAST_LENGTH, end));
  }
  return { pieces, any: new TextFinder([...pieces]) };
}

/** Base64 that is too short to hold a secret is not looked into. */
const BASE64_RUN = /[A-Za-z0-9+/]{24,}={0,2}/g;

/** Every escape that a quick look looks for begins with one of these. */
const MARKS = ['%', '&', '\\', '\0'] as const;

/** Of a secret that is broken: over lines, or into bytes in hex with blanks between. */
const BROKEN = '|(?:[0-9a-f]{2} ){11}|[\\w+/=-](?:\\r?\\n[ \\t]*)+[\\w+/=-]';

/** Pattern of the escapes by which a text could spell some of these characters. */
function escapesOf(characters: ByteString): string {
  const codes = new Set(`${characters}${asciiLower(characters)}${characters.toUpperCase()}%\0\r\n`);
  const triplets = toSpacedHex([...codes].join('')).replaceAll(' ', '|');
  const references = '&(?:#|(?:amp|lt|gt|quot|apos);)';
  return `%(?:${triplets})|${references}|\\\\[uxrn"'/\\\\]|\\0`;
}

/** A secret as it may stand in bytes and in text, in lower case. */
function spellings(secret: ByteString): readonly string[] {
  const spaced = toSpacedHex(secret);
  const hexes = ['', ' ', ':'].map((between) => spaced.replaceAll(' ', between));
  const base64 = [0, 1, 2].map((before) => withinBase64(secret, before));
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  // in a query a plus sign is a blank; and where escapes are undone, there are no blanks
  const plain = [secret, toReportText(secret).text, secret.replaceAll('+', ' ')];
  const closed = plain.map((text) => text.replaceAll(' ', '')).concat(undoEscapes(secret));
  const all = [...plain, ...closed, ...hexes, ...base64, ...urlSafe].map(asciiLower);
  return [...new Set(all)].filter((text) => text.length >= LEAST_LENGTH);
}

/**
 * The characters that a secret alone decides within the base64 of a longer text, of which `before`
 * bytes (modulo 3) precede it.
 */
function withinBase64(secret: ByteString, before: number): string {
  const text = toBase64(toBytes('\0'.repeat(before) + secret));
  const start = Math.ceil((before * 8) / 6);
  const end = Math.floor(((before + secret.length) * 8) / 6);
  return text.slice(start, end);
}

/**
 * What a text spells once its escapes are undone, and where each character of that stands in it.
 */
interface SpelledOut {
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

/** Characters that are looked at together: of texts in hex, two would be met everywhere. */
const BLOCK = 3;

/** A power of two, for a table that stays in the processor's cache. */
const PLACES = 1 << 16;

/**
 * Finds whether any of many texts stands in another one, in one pass for all of them: the end of a
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
