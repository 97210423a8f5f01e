import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString, toBytes } from '../bytes/byte-string.ts';
import { toSpacedHex } from '../bytes/hex.ts';
import { toReportText } from '../bytes/printable.ts';
import type { KeyRing } from './secret.ts';
import { type SpelledOut, spelledOut, undoEscapes, within } from './spelled-out.ts';
import { TextFinder } from './text-finder.ts';

/** Shorter secrets are none that OSS gives out, and would be found in innocent texts. */
const LEAST_LENGTH = 12;

/** So many characters of a secret in a row give away a part of it. */
const LEAST_PIECE = 6;

/** How often escapes are undone (`&amp;#83;` is escaped twice). */
const MOST_LAYERS = 4;

const NO_IDS: readonly ByteString[] = [];

/** One spelling of a secret, in lower case. */
interface Form {
  readonly accessKeyId: ByteString;
  readonly text: string;
  /** So many of its characters in a row tell `LEAST_PIECE` of the secret. */
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
 * Every piece of the secrets that has `LEAST_LENGTH`, in lower case, and what tells whether a text
 * holds any.
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
  /** Every message comes by here, and hardly any holds one. */
  readonly #any: TextFinder;
  readonly #escapes: Readonly<Record<Look, RegExp>>;
  readonly #secrets: readonly ByteString[];
  /** Made when a secret is found, which hardly a capture holds. */
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

  /** The access key ids whose secrets a text holds. */
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
    let layer: SpelledOut | null = null;
    for (let n = 0; n < MOST_LAYERS; n++) {
      const outer: SpelledOut | null = layer;
      const inner = spelledOut(outer?.text ?? text);
      if (inner === null) break;
      const { text: spelt, starts, ends }: SpelledOut = outer === null ? inner : within(outer, inner);
      layer = { text: spelt, starts, ends };
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
