import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { asciiLower, type ByteString, fromText, toBytes } from '../../bytes/byte-string.ts';
import { makeRoom } from '../../bytes/collections.ts';
import { toHex, toSpacedHex } from '../../bytes/hex.ts';
import { toReportText } from '../../bytes/printable.ts';
import { writeUtf8 } from '../../bytes/utf8.ts';
import { MOST_LAYERS, spelledLayers, undoEscapes } from '../../sign/secret-finder.ts';

/** A value that must not be seen, a byte string, and what of its text stands in its place. */
export interface Secret {
  readonly value: ByteString;
  readonly mask: (text: string) => string;
}

/** Where a copy stands in a text, and how it is written there. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly mask: ByteString;
  readonly spelling: 'plain' | 'hex' | 'spaced-hex' | 'colon-hex' | 'base64';
}

/**
 * Finds copies of a few captured values in captured text, in the spellings that
 * docs/threat-model.md lists, and puts their masks in their places.
 *
 * Nearly every text has none. One pass over its characters says which spellings there is room for:
 * a copy in hex takes a long run of digits, one in base64 a long run of its letters, and one with
 * escapes their marks. What a spelling looks like is only worked out where there is room for it.
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
    const places = this.#placesOf(text);
    if (places.length === 0) return text;
    let hidden = '';
    let from = 0;
    for (const { start, end, mask, spelling } of places.sort(byPlace)) {
      if (end <= from) continue;
      hidden += text.slice(from, Math.max(from, start)) + write(maskAs(spelling, mask));
      from = end;
    }
    return hidden + text.slice(from);
  }

  /** Where copies stand; of one that escapes spell, all that spells it. Places may overlap. */
  placesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
    return this.#placesOf(text);
  }

  #placesOf(text: string): Place[] {
    if (text.length < this.#least) return [];
    const look = lookAt(text);
    // escapes may spell copies, which takes longer to look for than to see that there are none
    if (look.isEscaped && !this.#mayHold(text, look, MOST_LAYERS)) return [];
    return this.#placesIn(text, look);
  }

  /**
   * Whether there is for certain no copy in a text, nor in a piece of it that a blank, a colon or a
   * line break ends on either side. A text with escapes is not looked into: undoing them would join
   * its pieces.
   */
  isFree(text: string): boolean {
    if (text.length < this.#least) return true;
    const look = lookAt(text);
    return !look.isEscaped && !this.#mayHoldAsItIs(text, look);
  }

  #mayHoldAsItIs(text: string, look: Look): boolean {
    for (const sought of this.#sought) if (sought.mayBeIn(text, look)) return true;
    return this.#base64Of(text, look).length > 0;
  }

  /** Whether there may be a copy; false where there is none for certain. */
  #mayHold(text: string, look: Look, layers: number): boolean {
    if (this.#mayHoldAsItIs(text, look)) return true;
    if (!look.isEscaped || layers === 0) return false;
    const inner = undoEscapes(text);
    if (inner === text || inner.length < this.#least) return false;
    return this.#mayHold(inner, lookAt(inner), layers - 1);
  }

  #placesIn(text: string, look: Look): Place[] {
    const places = [...this.#placesAsItIs(text, look), ...this.#base64Of(text, look)];
    if (!look.isEscaped) return places;
    for (const { text: inner, starts, ends } of spelledLayers(text)) {
      const innerLook = lookAt(inner);
      const found = [...this.#placesAsItIs(inner, innerLook), ...this.#base64Of(inner, innerLook)];
      for (const place of found) {
        places.push({ ...place, start: starts[place.start] ?? 0, end: ends[place.end - 1] ?? 0 });
      }
    }
    return places;
  }

  #placesAsItIs(text: string, look: Look): Place[] {
    return this.#sought.flatMap((sought) => sought.placesIn(text, look));
  }

  /** Runs of base64 in which a value stands with escapes: each is covered as a whole. */
  #base64Of(text: string, look: Look): readonly Place[] {
    if (look.base64Runs.length === 0 || look.base64Run < base64Length(this.#least)) return NO_PLACES;
    const places: Place[] = [];
    for (const { start, end } of look.base64Runs) {
      const mask = this.#spelledIn(text.slice(start, end));
      if (mask !== null)
        places.push({ start, end: paddingEnd(text, end, MOST_PADDING), mask, spelling: 'base64' });
    }
    return places;
  }

  /** A run may begin before its base64 does, with the end of a path. */
  #spelledIn(run: string): ByteString | null {
    for (let skipped = 0; skipped < BASE64_GROUP; skipped++) {
      if (!mayBeText(run, skipped)) continue;
      const spelled = decoded(run.slice(skipped));
      if (!ESCAPE_MARK.test(spelled)) continue;
      const inner = undoEscapes(spelled);
      const look = lookAt(inner);
      const found = this.#sought.find((sought) => sought.placesIn(inner, look).length > 0);
      if (found !== undefined) return found.mask;
    }
    return null;
  }
}

/** One value, with its spellings as far as they were asked for. */
class Sought {
  readonly secret: Secret;
  /**
   * Its longest run of letters and digits, which escapes leave as it is (those of every character
   * are undone before).
   */
  readonly #core: string;
  readonly #least: number;
  readonly #hexDigits: number;
  readonly #base64Letters: number;
  #mask: ByteString | null = null;
  /** Long, and of characters that are written alike everywhere. */
  readonly #isPlain: boolean;
  #plain: readonly string[] | null = null;
  #hex: string | null = null;
  #base64: readonly string[] | null = null;

  constructor(secret: Secret) {
    const { value } = secret;
    this.secret = secret;
    const least = withoutStart(value);
    this.#least = least.length;
    this.#core = coreOf(least);
    this.#hexDigits = 2 * value.length;
    this.#isPlain = value.length >= LEAST_TO_TAKE_FROM && !WRITTEN_IN_MANY_WAYS.test(value);
    this.#base64Letters = base64Length(value.length);
  }

  get mask(): ByteString {
    this.#mask ??= fromText(this.secret.mask(toReportText(this.secret.value).text));
    return this.#mask;
  }

  /** Whether it may stand in a text, or in its escapes. */
  mayBeIn(text: string, look: Look): boolean {
    if (text.length < this.#least) return false;
    if (this.#core === '' || text.includes(this.#core)) return true;
    return this.#hasRoom(look) && this.#spelledPlaces(text, look).length > 0;
  }

  placesIn(text: string, look: Look): Place[] {
    const places = this.#spelledPlaces(text, look);
    if (this.#core !== '' && !text.includes(this.#core)) return places;
    if (this.#isPlain) {
      this.#addEnds(places, text);
      return places;
    }
    this.#plain ??= plainForms(this.secret.value);
    for (const form of this.#plain) this.#add(places, text, form, 'plain');
    return places;
  }

  /** Where all of it stands, or what an escape before it leaves of it. */
  #addEnds(places: Place[], text: string): void {
    const { value } = this.secret;
    const end = withoutStart(value);
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + end.length)) {
      const whole = at - MOST_TAKEN;
      const taken = TAKEN.find(
        (each) => whole + each >= 0 && text.startsWith(value.slice(each), whole + each),
      );
      const start = whole + (taken ?? MOST_TAKEN);
      places.push({ start, end: at + end.length, mask: this.mask, spelling: 'plain' });
    }
  }

  /** In hex and base64. */
  #spelledPlaces(text: string, look: Look): Place[] {
    const places: Place[] = [];
    if (!this.#hasRoom(look)) return places;
    if (look.hexRun >= this.#hexDigits || look.hasSpacedHex) {
      this.#hex ??= toHex(toBytes(this.secret.value));
      const lower = asciiLower(text);
      this.#add(places, lower, this.#hex, 'hex');
      if (look.hasSpacedHex) {
        this.#add(places, lower, this.#hex.replace(/..(?=.)/g, '$& '), 'spaced-hex');
        this.#add(places, lower, this.#hex.replace(/..(?=.)/g, '$&:'), 'colon-hex');
      }
    }
    if (look.base64Run >= this.#base64Letters) {
      this.#base64 ??= base64Forms(this.secret.value);
      for (const form of this.#base64) this.#add(places, text, form, 'base64');
    }
    return places;
  }

  #hasRoom({ hexRun, base64Run, hasSpacedHex }: Look): boolean {
    return hasSpacedHex || hexRun >= this.#hexDigits || base64Run >= this.#base64Letters;
  }

  #add(places: Place[], text: string, form: string, spelling: Place['spelling']): void {
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + form.length)) {
      const place = { start, end: start + form.length, mask: this.mask, spelling };
      places.push(spelling === 'base64' ? wholeRun(text, place) : place);
    }
  }
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
  /** Digits of its longest run of hex. */
  readonly hexRun: number;
  /** Letters of its longest run of base64, of either alphabet. */
  readonly base64Run: number;
  /** Bytes in hex with blanks or colons between. */
  readonly hasSpacedHex: boolean;
  /** Runs of base64 that are long enough to be looked into, without `=` behind them. */
  readonly base64Runs: readonly Run[];
  /** Marks that escapes begin with. */
  readonly isEscaped: boolean;
}

interface Run {
  readonly start: number;
  readonly end: number;
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
const SPACED_HEX_LENGTH = 17;

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
  let reference = false;
  const runs: Run[] = [];
  const bytes = bytesOf(text);
  for (let at = 0; at < text.length; at++) {
    const code = bytes === null ? text.charCodeAt(at) : (bytes[at] ?? 0);
    const kind = code > 0xff ? 0 : (CLASSES[code] ?? 0);
    marks |= kind;
    if (previous === 0x26 && (kind & SEPARATOR) === 0) reference = true;
    previous = code;
    hex = (kind & HEX) === 0 ? 0 : hex + 1;
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
    hexRun,
    base64Run,
    base64Runs: runs,
    hasSpacedHex: (marks & SEPARATOR) !== 0 && text.length >= SPACED_HEX_LENGTH && SPACED_HEX.test(text),
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

/** A plus sign, a blank, or no ASCII that can be seen. */
const WRITTEN_IN_MANY_WAYS = /[^!-*,-~]/;

/**
 * As it is and as text, and with a blank for each plus sign, as a form is decoded; and what may be
 * left of it.
 */
function plainForms(value: ByteString): readonly string[] {
  const left = value.length < LEAST_TO_TAKE_FROM ? [value] : TAKEN.map((taken) => value.slice(taken));
  if (!WRITTEN_IN_MANY_WAYS.test(value)) return left;
  const forms = left.flatMap((part) => [part, toReportText(part).text]);
  // where escapes are undone, there are no blanks
  const closed = forms.flatMap((form) => [form.replaceAll('+', ' '), form.replaceAll(' ', '')]);
  return [...new Set([...forms, ...closed])];
}

const BASE64_GROUP = 4;
/** Letters of a run that is looked into. */
const LEAST_BASE64 = 24;
const MOST_PADDING = 2;
const NO_PLACES: readonly Place[] = [];
const ESCAPE_MARK = /[%\\]|&(?:#|amp;|lt;|gt;|quot;|apos;)/;

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
  const text = run.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  return fromBase64(text.length % BASE64_GROUP === 1 ? text.slice(0, -1) : text) ?? '';
}

/** A part of base64 is of no use to a reader: nothing of the run remains. */
function wholeRun(text: string, place: Place): Place {
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
function byPlace(a: Place, b: Place): number {
  return a.start - b.start || b.end - a.end;
}

/** Bytes in hex around a copy stay readable as such. */
function maskAs(spelling: Place['spelling'], mask: ByteString): ByteString {
  if (spelling === 'plain') return mask;
  if (spelling === 'base64') return `[base64: ${mask}]`;
  return toSpacedHex(mask).toUpperCase().replaceAll(' ', BETWEEN[spelling]);
}

/** What stands between two bytes in hex. */
const BETWEEN = { hex: '', 'spaced-hex': ' ', 'colon-hex': ':' } as const;
