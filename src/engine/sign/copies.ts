import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString, fromText, toBytes, withoutEnd } from '../bytes/byte-string.ts';
import { makeRoom } from '../bytes/collections.ts';
import { fromHex, toSpacedHex } from '../bytes/hex.ts';
import { toReportText } from '../bytes/printable.ts';
import { writeUtf8 } from '../bytes/utf8.ts';
import { MOST_LAYERS, spelledLayers, undoEscapes } from './escapes.ts';

/** A value that must not be seen, a byte string, and what of its text stands in its place. */
export interface Secret {
  readonly value: ByteString;
  readonly mask: (text: string) => string;
}

/** A part of a text. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

/** Where a copy stands in a text, and how it is written there. */
export interface CopyPlace extends TextPlace {
  readonly secret: Secret;
  readonly spelling: 'plain' | 'hex' | 'spaced-hex' | 'colon-hex' | 'base64';
}

/** How deep base64 and hex are looked into: base64 of base64, hex of base64 and so on. */
const MOST_DEPTH = 2;

/**
 * Finds copies of a few values in captured text, in either case and in the spellings that
 * docs/threat-model.md names, and puts their masks in their places.
 *
 * Nearly every text has none. One pass over its characters says which spellings there is room for: a copy in
 * hex takes a long run of digits, one in base64 a long run of its letters, and one with escapes their marks.
 * What a spelling looks like is only worked out where there is room for it.
 */
export class CopyHider {
  readonly #secrets: readonly Secret[];
  #found: readonly Sought[] | null = null;
  /** Characters of the shortest value: no spelling is shorter. */
  readonly #least: number;

  constructor(secrets: readonly Secret[]) {
    this.#secrets = secrets;
    let least = Infinity;
    for (const { value } of secrets) least = Math.min(least, withoutStart(value).length);
    this.#least = least;
  }

  get #sought(): readonly Sought[] {
    this.#found ??= this.#secrets.map(soughtFor);
    return this.#found;
  }

  /** `write` gives a mask as the text has its characters: the bytes of each, or each. */
  hide(text: string, write: (mask: ByteString) => string): string {
    const places = this.#placesAsTheyAre(text) ?? this.placesOf(text);
    if (places.length === 0) return text;
    let hidden = '';
    let from = 0;
    for (const { start, end, secret, spelling } of places.sort(byPlace)) {
      if (end <= from) continue;
      hidden += text.slice(from, Math.max(from, start)) + write(maskAs(spelling, maskOf(secret)));
      from = end;
    }
    return hidden + text.slice(from);
  }

  /**
   * Where all copies stand, where each is the value itself, as in an Authorization; null where there may be
   * others, or none.
   */
  #placesAsTheyAre(text: string): CopyPlace[] | null {
    if (text.length < this.#least) return null;
    const places: CopyPlace[] = [];
    for (const secret of this.#secrets) {
      const { value } = secret;
      for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
        const end = start + value.length;
        if (places.some((known) => start < known.end && known.start < end)) return null;
        places.push({ start, end, secret, spelling: 'plain' });
      }
    }
    if (places.length === 0) return null;
    let rest = '';
    let from = 0;
    for (const { start, end } of places.sort(byPlace)) {
      rest += `${text.slice(from, start)} `;
      from = end;
    }
    return this.isFree(rest + text.slice(from)) ? places : null;
  }

  /**
   * Where copies stand; of one that escapes spell, all that spells it. Places may overlap. `isThere`: one is
   * known to be there, and may be broken by blanks, line ends or zero bytes.
   */
  placesOf(text: string, isThere = false): CopyPlace[] {
    if (text.length < this.#least) return [];
    const look = lookAt(text);
    if (isThere) return this.#placesIn(text, { ...look, isEscaped: true }, MOST_DEPTH);
    // escapes may spell copies, which takes longer to look for than to see that there are none
    if (look.isEscaped && !this.#mayHold(text, look, MOST_LAYERS, MOST_DEPTH)) return [];
    return this.#placesIn(text, look, MOST_DEPTH);
  }

  /**
   * Whether there is for certain no copy in a text, nor in a piece of it that a blank, a colon or a line
   * break ends on either side. A text with escapes is not looked into: undoing them would join its pieces.
   */
  isFree(text: string): boolean {
    if (text.length < this.#least) return true;
    const look = lookAt(text);
    return !look.isEscaped && !this.#mayHoldAsItIs(text, look, MOST_DEPTH);
  }

  #mayHoldAsItIs(text: string, look: Look, depth: number): boolean {
    for (const sought of this.#sought) if (sought.mayBeIn(text, look)) return true;
    if (!this.#hasRoomWithin(look)) return false;
    for (const { text: inner } of this.#within(text, look, depth)) {
      if (this.#mayHold(inner, lookAt(inner), MOST_LAYERS, depth - 1)) return true;
    }
    return false;
  }

  /** Whether there may be a copy; false where there is none for certain. */
  #mayHold(text: string, look: Look, layers: number, depth: number): boolean {
    if (this.#mayHoldAsItIs(text, look, depth)) return true;
    if (!look.isEscaped || layers === 0) return false;
    const inner = undoEscapes(text);
    if (inner === text || inner.length < this.#least) return false;
    return this.#mayHold(inner, lookAt(inner), layers - 1, depth);
  }

  #placesIn(text: string, look: Look, depth: number): CopyPlace[] {
    const places = this.#placesAsItIs(text, look, depth);
    if (!look.isEscaped) return places;
    for (const { text: inner, starts, ends } of spelledLayers(text)) {
      for (const place of this.#placesAsItIs(inner, lookAt(inner), depth)) {
        const [start, end] = [starts[place.start] ?? 0, ends[place.end - 1] ?? 0];
        // without blanks, a run of base64 has the words around it as well
        const isKnown = places.some((known) => known.start >= start && known.end <= end);
        if (!isKnown || place.spelling !== 'base64') places.push({ ...place, start, end });
      }
    }
    return places;
  }

  #placesAsItIs(text: string, look: Look, depth: number): CopyPlace[] {
    const places = this.#sought.flatMap((sought) => sought.placesIn(text, look));
    for (const { text: inner, placeOf } of this.#within(text, look, depth)) {
      for (const found of this.#placesIn(inner, lookAt(inner), depth - 1)) places.push(placeOf(found));
    }
    return places;
  }

  /** Whether any hex or base64 is long enough to spell a copy. */
  #hasRoomWithin({ hexRun, hasSpacedHex, base64Run }: Look): boolean {
    return hasSpacedHex || hexRun >= 2 * this.#least || base64Run >= base64Length(this.#least);
  }

  /** What hex and base64 in a text spell, as far as a copy has room there. */
  *#within(text: string, look: Look, depth: number): Generator<Inner> {
    if (depth === 0) return;
    if (look.hexRun >= 2 * this.#least || look.hasSpacedHex) {
      const isAscii = this.#sought.every((sought) => sought.isAscii);
      yield* hexIn(text, this.#least, isAscii);
    }
    if (look.base64Run < base64Length(this.#least)) return;
    for (const run of look.base64Runs) yield* base64In(text, run, this.#least);
  }
}

/** What stands within a text in another spelling, and the place there of a copy in it. */
interface Inner {
  readonly text: ByteString;
  placeOf(copy: CopyPlace): CopyPlace;
}

const HEX_RUN = /[0-9A-Fa-f]{2}(?:([ :])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4,}|[0-9A-Fa-f]{12,}/g;
const BETWEEN_BYTES = { '': 'hex', ' ': 'spaced-hex', ':': 'colon-hex' } as const;

/** Of ASCII; hardly any digest or ID has as many bytes of it in a row as the shortest value. */
const ASCII_IN_HEX = /(?:[2-7][0-9A-Fa-f][ :]?){6}/;

/** Whether bytes begin with the first or the second digit of a run, nobody knows. */
function* hexIn(text: string, least: number, isAscii: boolean): Generator<Inner> {
  for (const { 0: run, 1: between = '', index } of text.matchAll(HEX_RUN)) {
    if (isAscii && !ASCII_IN_HEX.test(run)) continue;
    const step = 2 + between.length;
    for (const skipped of between === '' ? [0, 1] : [0]) {
      const digits = run.slice(skipped, run.length - (between === '' ? (run.length - skipped) % 2 : 0));
      const spaced = between === ':' ? digits.replaceAll(':', ' ') : digits;
      const inner = digits.length + between.length < step * least ? null : fromHex(spaced);
      if (inner === null) continue;
      const spelling = BETWEEN_BYTES[between === ' ' || between === ':' ? between : ''];
      const start = index + skipped;
      const placeOf = (copy: CopyPlace): CopyPlace => {
        const end = start + copy.end * step - between.length;
        return { secret: copy.secret, start: start + copy.start * step, end, spelling };
      };
      yield { text: inner, placeOf };
    }
  }
}

/** A run may begin before its base64 does, with the end of a path. It is covered as a whole. */
function* base64In(text: string, { start, end }: TextPlace, least: number): Generator<Inner> {
  const run = text.slice(start, end);
  for (let skipped = 0; skipped < BASE64_GROUP; skipped++) {
    if (!mayBeText(run, skipped)) continue;
    const inner = decoded(run.slice(skipped));
    if (inner.length < least) continue;
    const placeOf = ({ secret }: CopyPlace): CopyPlace => {
      return { secret, start, end: paddingEnd(text, end, MOST_PADDING), spelling: 'base64' };
    };
    yield { text: inner, placeOf };
  }
}

/** What the base64 in a text spells where that seems to be text. */
export function* base64TextsIn(text: string): Generator<ByteString> {
  for (const { 0: letters, index } of text.matchAll(BASE64_RUN)) {
    const run = { start: index, end: index + letters.length };
    for (const inner of base64In(text, run, 1)) if (!NO_TEXT.test(inner.text)) yield inner.text;
  }
}

/** Of `LEAST_BASE64` letters. */
const BASE64_RUN = /(?<![\w+/-])[\w+/-]{24,}/g;

const NO_TEXT = /[^\t\r\n -~\x80-\xff]/;

/** One value, with its spellings as far as they were asked for. */
class Sought {
  readonly secret: Secret;
  /**
   * Its longest run of letters and digits, which escapes leave as it is (those of every character are undone
   * before).
   */
  readonly #core: string;
  readonly #lower: string;
  readonly #least: number;
  readonly #base64Letters: number;
  /** Long, and of characters that are written alike everywhere. */
  readonly #isPlain: boolean;
  /** Of characters of ASCII that can be seen. */
  readonly isAscii: boolean;
  #plain: readonly string[] | null = null;
  #base64: readonly string[] | null = null;

  constructor(secret: Secret) {
    const { value } = secret;
    this.secret = secret;
    this.#lower = asciiLower(value);
    const least = withoutStart(this.#lower);
    this.#least = least.length;
    const core = coreOf(WRITTEN_IN_MANY_WAYS.test(least) ? asciiLower(undoEscapes(least)) : least);
    this.#core = least.includes(core) ? core : '';
    this.#isPlain =
      value.length >= LEAST_TO_TAKE_FROM && this.#core !== '' && !WRITTEN_IN_MANY_WAYS.test(value);
    this.isAscii = !/[^ -~]/.test(value);
    this.#base64Letters = base64Length(value.length);
  }

  /** Whether it may stand in a text, or in its escapes. */
  mayBeIn(text: string, look: Look): boolean {
    if (text.length < this.#least) return false;
    return this.#core === '' || look.lower.includes(this.#core) || this.#base64Places(text, look).length > 0;
  }

  placesIn(text: string, look: Look): CopyPlace[] {
    const places = this.#base64Places(text, look);
    if (this.#core !== '' && !look.lower.includes(this.#core)) return places;
    if (this.#isPlain) {
      this.#addEnds(places, look.lower);
      return places;
    }
    this.#plain ??= plainForms(this.#lower);
    for (const form of this.#plain) this.#add(places, look.lower, form, 'plain');
    return places;
  }

  /** Where all of it stands, or what an escape before it leaves of it. */
  #addEnds(places: CopyPlace[], text: string): void {
    const value = this.#lower;
    const end = withoutStart(value);
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + end.length)) {
      const whole = at - MOST_TAKEN;
      const taken = TAKEN.find(
        (each) => whole + each >= 0 && text.startsWith(value.slice(each), whole + each),
      );
      const start = whole + (taken ?? MOST_TAKEN);
      places.push({ start, end: at + end.length, secret: this.secret, spelling: 'plain' });
    }
  }

  /** In base64, also among bytes that are no text. */
  #base64Places(text: string, look: Look): CopyPlace[] {
    const places: CopyPlace[] = [];
    if (look.base64Run < this.#base64Letters) return places;
    this.#base64 ??= base64Forms(this.secret.value);
    for (const form of this.#base64) this.#add(places, text, form, 'base64');
    return places;
  }

  #add(places: CopyPlace[], text: string, form: string, spelling: CopyPlace['spelling']): void {
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + form.length)) {
      const place = { start, end: start + form.length, secret: this.secret, spelling };
      places.push(spelling === 'base64' ? wholeRun(text, place) : place);
    }
  }
}

function maskOf({ value, mask }: Secret): ByteString {
  return fromText(mask(toReportText(value).text));
}

/** Values that many exchanges have in common: their spellings are worked out once. */
const RECENT_VALUES = 64;
const recent = new Map<ByteString, Sought>();

function soughtFor(secret: Secret): Sought {
  const { value, mask } = secret;
  const known = recent.get(value);
  if (known !== undefined && known.secret.mask === mask) {
    recent.delete(value);
    recent.set(value, known);
    return known;
  }
  const sought = new Sought(secret);
  makeRoom(recent, RECENT_VALUES);
  recent.set(value, sought);
  return sought;
}

/** What a text has room for. */
interface Look {
  readonly lower: string;
  /** Digits of its longest run of hex. */
  readonly hexRun: number;
  /** Letters of its longest run of base64, of either alphabet. */
  readonly base64Run: number;
  /** Bytes in hex with blanks or colons between. */
  readonly hasSpacedHex: boolean;
  /** Runs of base64 that are long enough to be looked into, without `=` behind them. */
  readonly base64Runs: readonly TextPlace[];
  /** Marks that escapes begin with. */
  readonly isEscaped: boolean;
}

const HEX = 1;
const BASE64 = 2;
const ESCAPE = 4;
const SEPARATOR = 8;

const CLASSES = Uint8Array.from({ length: 0x100 }, (_, code) => {
  const letter = String.fromCharCode(code);
  return (
    (/[0-9A-Fa-f]/.test(letter) ? HEX : 0) |
    (/[\w+/-]/.test(letter) ? BASE64 : 0) |
    (/[%\\]/.test(letter) ? ESCAPE : 0) |
    (/[ :]/.test(letter) ? SEPARATOR : 0)
  );
});

/** Six bytes, as many as the shortest value has. */
const SPACED_HEX = /(?:[0-9A-Fa-f]{2}[ :]){5}[0-9A-Fa-f]{2}/;
const SPACED_BYTES = 6;

const REFERENCE = /&(?:#|amp;|lt;|gt;|quot;|apos;)/;

/** Characters of a text that are looked at as bytes, which takes a third of the time. */
const COPIED = 8192;
/** Longer than the UTF-8 of any such text: what is cut off could pass for ASCII. */
let copy: Uint8Array | null = null;

/** Its bytes, for a moment, where it is ASCII and neither short nor long; else null. */
function bytesOf(text: string): Uint8Array | null {
  const { length } = text;
  if (length < 32 || length > COPIED) return null;
  copy ??= new Uint8Array(3 * COPIED);
  return writeUtf8(text, copy, 0) === length ? copy : null;
}

function lookAt(text: string): Look {
  let [hexRun, base64Run, hex, base64, marks, previous] = [0, 0, 0, 0, 0, 0];
  // bytes in hex so far that a blank or a colon ends, each
  let [bytesInRow, mostInRow] = [0, 0];
  let reference = false;
  const runs: TextPlace[] = [];
  const bytes = bytesOf(text);
  for (let at = 0; at < text.length; at++) {
    const code = bytes === null ? text.charCodeAt(at) : (bytes[at] ?? 0);
    const kind = code > 0xff ? 0 : (CLASSES[code] ?? 0);
    marks |= kind;
    if (previous === 0x26 && (kind & SEPARATOR) === 0) reference = true;
    previous = code;
    if ((kind & HEX) !== 0) hex++;
    else {
      bytesInRow = (kind & SEPARATOR) === 0 || hex < 2 ? 0 : hex > 2 ? 1 : bytesInRow + 1;
      if (bytesInRow > mostInRow) mostInRow = bytesInRow;
      hex = 0;
    }
    if ((kind & BASE64) !== 0) base64++;
    else {
      if (base64 >= LEAST_BASE64) runs.push({ start: at - base64, end: at });
      base64 = 0;
    }
    if (hex > hexRun) hexRun = hex;
    if (base64 > base64Run) base64Run = base64;
  }
  const { length } = text;
  if (base64 >= LEAST_BASE64) runs.push({ start: length - base64, end: length });
  return {
    lower: asciiLower(text),
    hexRun,
    base64Run,
    base64Runs: runs,
    hasSpacedHex: mostInRow >= SPACED_BYTES - 1 && SPACED_HEX.test(text),
    isEscaped: (marks & ESCAPE) !== 0 || (reference && REFERENCE.test(text)),
  };
}

/** The first of the longest. Written out: it is asked for of each signature. */
function coreOf(value: ByteString): string {
  let [start, end] = [0, 0];
  for (let from = 0, at = 0; at <= value.length; at++) {
    const code = value.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)) continue;
    if (at - from > end - start) [start, end] = [from, at];
    from = at + 1;
  }
  return value.slice(start, end);
}

/**
 * What an escape before a copy takes of it, where the text was decoded: a percent sign or `\x` two
 * characters, `\u` four, a backslash one.
 */
const TAKEN = [0, 1, 2, 4] as const;
const MOST_TAKEN = 4;
/** Under this length the end of a value is too little to know it by. */
const LEAST_TO_TAKE_FROM = 20;

function withoutStart(value: ByteString): ByteString {
  return value.length < LEAST_TO_TAKE_FROM ? value : value.slice(MOST_TAKEN);
}

/** A plus sign, a blank, no ASCII that can be seen, or what an escape begins with. */
const WRITTEN_IN_MANY_WAYS = /[^!-$'-*,-[\]-~]/;

/**
 * As it is and as text, and with a blank for each plus sign, as a form is decoded; and what may be left of
 * it.
 */
function plainForms(value: ByteString, taken: readonly number[] = TAKEN): readonly string[] {
  const left = value.length < LEAST_TO_TAKE_FROM ? [value] : taken.map((length) => value.slice(length));
  if (!WRITTEN_IN_MANY_WAYS.test(value)) return left;
  const forms = left.flatMap((part) => [part, toReportText(part).text]);
  // where escapes are undone, there are no blanks
  const closed = forms.flatMap((form) => [form.replaceAll('+', ' '), form.replaceAll(' ', '')]);
  return [...new Set([...forms, ...closed, asciiLower(undoEscapes(value))])].filter((form) => form !== '');
}

const BASE64_GROUP = 4;
/** Letters of a run that is looked into. */
const LEAST_BASE64 = 24;
const MOST_PADDING = 2;

/** Groups of base64 that are looked at before a run is decoded. */
const GROUPS_AT_FIRST = 4;

/** Whether a run begins with ASCII, as JSON and URLs do: no byte of it has its first bit set. */
function mayBeText(run: string, start: number): boolean {
  const end = Math.min(run.length, start + GROUPS_AT_FIRST * BASE64_GROUP);
  for (let at = start; at < end; at += BASE64_GROUP) {
    // of the alphabet, the first half: A to Z, and a to f
    const code = run.charCodeAt(at);
    if (code < 0x41 || code > 0x66 || code === 0x5f) return false;
  }
  return true;
}

/** Letters of base64 that so many bytes decide alone, wherever in a group they begin. */
function base64Length(bytes: number): number {
  return Math.floor((bytes * 8) / 6) - 1;
}

/**
 * A value as it may stand in bytes and in text: as it is, in hex and within base64; what is not base64 in
 * lower case.
 */
export function spellingsOf(value: ByteString): readonly string[] {
  const spaced = toSpacedHex(value);
  const hexes = ['', ' ', ':'].map((between) => spaced.replaceAll(' ', between));
  return [...plainForms(asciiLower(value), [0]), ...hexes, ...base64Forms(value)];
}

/** What bytes of base64 look like that begin at each place of a group, in both alphabets. */
function base64Forms(value: ByteString): readonly string[] {
  const forms = [0, 1, 2].map((before) => {
    const text = toBase64(toBytes('\0'.repeat(before) + value));
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + value.length) * 8) / 6));
  });
  return [...new Set([...forms, ...forms.map(urlSafe)])];
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

/** What base64 of either alphabet spells; a letter too many is left out. */
function decoded(run: string): ByteString {
  const text = withoutEnd(run, '=').replaceAll('-', '+').replaceAll('_', '/');
  return fromBase64(text.length % BASE64_GROUP === 1 ? text.slice(0, -1) : text) ?? '';
}

/** A part of base64 is of no use to a reader: nothing of the run remains. */
function wholeRun(text: string, place: CopyPlace): CopyPlace {
  let { start, end } = place;
  while (start > 0 && isBase64(text.charCodeAt(start - 1))) start--;
  while (end < text.length && isBase64(text.charCodeAt(end))) end++;
  return { ...place, start, end: paddingEnd(text, end, BASE64_GROUP - (end - place.end)) };
}

/** Where the `=` end that stand behind a run, of so many at most. */
function paddingEnd(text: string, from: number, most: number): number {
  let end = from;
  while (end < text.length && text.charAt(end) === '=' && end - from < most) end++;
  return end;
}

function isBase64(code: number): boolean {
  return code <= 0xff && ((CLASSES[code] ?? 0) & BASE64) !== 0;
}

/** The longest first: one may be a part of another. Of one place, what was found first. */
function byPlace(a: TextPlace, b: TextPlace): number {
  return a.start - b.start || b.end - a.end;
}

/** Bytes in hex around a copy stay readable as such. */
function maskAs(spelling: CopyPlace['spelling'], mask: ByteString): ByteString {
  if (spelling === 'plain') return mask;
  if (spelling === 'base64') return `[base64: ${mask}]`;
  return toSpacedHex(mask).toUpperCase().replaceAll(' ', BETWEEN[spelling]);
}

/** What stands between two bytes in hex. */
const BETWEEN = { hex: '', 'spaced-hex': ' ', 'colon-hex': ':' } as const;
