/* Finds secrets in text, however they are escaped there. */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { addToList } from '../bytes/collections.ts';
import { toSpacedHex } from '../bytes/hex.ts';
import { CopyHider, spellingsOf, type TextPlace } from './copies.ts';
import { MOST_LAYERS, undoEscapes } from './escapes.ts';
import type { KeyRing } from './secret.ts';

/** Shorter secrets are none that OSS gives out, and would be found in innocent texts. */
const LEAST_LENGTH = 12;

/** So many characters of a secret in a row give away a part of it. */
const LEAST_PIECE = 6;

const NO_IDS: readonly ByteString[] = [];

/** One spelling of a secret, in lower case. */
interface Form {
  readonly text: string;
  /** So many of its characters in a row give away `LEAST_PIECE` of the secret. */
  readonly leastPiece: number;
}

/**
 * Every piece of the secrets that has `LEAST_LENGTH`, in lower case, and the finder that says whether a text
 * has any.
 */
interface Pieces {
  readonly pieces: ReadonlySet<string>;
  readonly any: TextFinder;
}

/**
 * How closely a text is looked at: `quick`, for the heads of accepted exchanges, does not look for what
 * `BROKEN` finds.
 */
export type Look = 'quick' | 'close';

/**
 * Finds the user's own secrets in captured text, where they have no business: a client that sent one (as the
 * access key id, in a header, in a form). They are looked for as they are, in hex, and within base64, in
 * whatever case and however escaped (see `spelledOut`). What is found is covered by as many asterisks, so
 * that offsets into the text stay right.
 */
export class SecretFinder {
  readonly #forms: readonly Form[];
  /** Every message comes by here, and hardly any has one. */
  readonly #any: TextFinder;
  readonly #escapes: Readonly<Record<Look, RegExp>>;
  /** With whose each secret is. */
  readonly #secrets: readonly { readonly accessKeyId: ByteString; readonly value: ByteString }[];
  readonly #copies: CopyHider;
  /** Made when a secret is found, as in hardly any capture. */
  #pieces: Pieces | null = null;

  constructor(ring: KeyRing) {
    const secrets = [...ring.values()].flatMap(({ accessKeyId, secret }) =>
      secret.use((value) => (value.length < LEAST_LENGTH ? [] : [{ accessKeyId, value: value.trim() }])),
    );
    this.#secrets = secrets;
    this.#forms = secrets.flatMap(({ value }) =>
      spellings(value).map((text) => {
        return { text, leastPiece: Math.ceil((LEAST_PIECE * text.length) / value.length) };
      }),
    );
    this.#any = new TextFinder(this.#forms.map(({ text }) => text));
    this.#copies = new CopyHider(secrets.map(({ value }) => ({ value, mask: String })));
    const escapes = escapesOf(secrets.map(({ value }) => value).join(''));
    this.#escapes = { quick: new RegExp(escapes, 'i'), close: new RegExp(escapes + BROKEN, 'i') };
  }

  /** There is nothing to look for. */
  get isIdle(): boolean {
    return this.#forms.length === 0;
  }

  /** The access key ids whose secrets stand in a text. */
  idsIn(text: string, look: Look = 'close'): readonly ByteString[] {
    if (!this.#isAnyIn(text, look)) return NO_IDS;
    const places = this.#copies.placesOf(text, true).sort((a, b) => a.start - b.start);
    const found = new Set(places.map(({ secret }) => secret.value));
    const owners = [...found].flatMap((found) => this.#secrets.filter(({ value }) => value === found));
    return [...new Set(owners.map(({ accessKeyId }) => accessKeyId))];
  }

  /**
   * Whether a short piece of captured text, cut out without regard to what it is, may be a piece of a secret.
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
    return this.#isAnyIn(text, 'close') ? covered(text, this.#copies.placesOf(text, true)) : text;
  }

  /**
   * `hide` for what belongs to a message in which a secret was found: also one that blanks are in (of a
   * folded line), base64 of one that is escaped, and longer pieces of one that lines or marks of a syntax
   * have parted.
   */
  hideAll(text: string): string {
    const whole = covered(text, this.#copies.placesOf(text, true));
    this.#pieces ??= piecesOf(this.#secrets.map(({ value }) => value));
    const { pieces, any } = this.#pieces;
    if (!any.isIn(whole)) return whole;
    const lower = asciiLower(whole);
    const places: TextPlace[] = [];
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

  /** Whether escapes of a text may spell a secret. Most heads have none, which is found out fast. */
  #mayEscape(text: string, look: Look): boolean {
    if (look === 'quick' && !MARKS.some((mark) => text.includes(mark))) return false;
    return this.#escapes[look].test(text);
  }
}

/** A text with asterisks at these places. */
function covered(text: string, places: readonly TextPlace[]): string {
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

/** Every escape that a quick look looks for begins with one of these. */
const MARKS = ['%', '&', '\\', '\0'] as const;

/** Of a secret that is broken: over lines, or into bytes in hex with blanks between. */
const BROKEN = '|(?:[0-9a-f]{2} ){11}|[\\w+/=-](?:\\r?\\n[ \\t]*)+[\\w+/=-]';

/** Pattern of the escapes by which a text could spell some of these characters. */
function escapesOf(characters: ByteString): string {
  const codes = new Set(`${characters}${asciiLower(characters)}${characters.toUpperCase()}%\0\r\n`);
  const triplets = toSpacedHex([...codes].join('')).replaceAll(' ', '|');
  const references = '&(?:#|(?:amp|lt|gt|quot|apos);)';
  return `%(?:u|${triplets})|${references}|\\\\[0-3uxrn"'/\\\\]|\\0`;
}

/** A secret as it may stand in bytes and in text, in lower case. */
function spellings(secret: ByteString): readonly string[] {
  const all = spellingsOf(secret).map(asciiLower);
  return [...new Set(all)].filter((text) => text.length >= LEAST_LENGTH);
}

/** Characters that are looked at together: of texts in hex, two would be met everywhere. */
const BLOCK = 3;

/** A power of two, for a table that stays in the processor's cache. */
const PLACES = 1 << 16;

/**
 * Finds whether any of many texts stands in another one, in one pass for all of them: the end of a window as
 * long as the shortest is looked at, and where no text has these characters so near to its beginning, the
 * window moves on by several characters at once (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994). What it takes hardly depends on how many texts there are. Letters of ASCII count alike
 * in either case.
 */
export class TextFinder {
  /** Length of the shortest text, and of the window. */
  readonly #length: number;
  /** By the last characters of the window: how far it may move; 0 where a text may begin with it. */
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

/** Where the characters that end at `end` stand in the table, in either case. Several may share a place. */
function placeOf(text: string, end: number): number {
  const first = text.charCodeAt(end - 2) | CASE;
  const second = text.charCodeAt(end - 1) | CASE;
  return (first * 1021 + second * 67 + (text.charCodeAt(end) | CASE)) & (PLACES - 1);
}

/** In what the codes of `A` and `a` differ. */
const CASE = 0x20;
