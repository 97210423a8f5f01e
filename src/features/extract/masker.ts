import { fromBase64, toBase64 } from '../../engine/bytes/base64.ts';
import {
  asciiLower,
  type ByteString,
  toByteString,
  toBytes,
  writeByteString,
} from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { fromHex, toHex } from '../../engine/bytes/hex.ts';
import { CopyHider, type CopyPlace, type TextPlace } from '../../engine/sign/copies.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import type { SecretFinder } from '../../engine/sign/secret-finder.ts';
import { secretKindOf, secretsIn } from '../redact/places.ts';
import { secretsCarriedBy } from '../redact/redact-exchange.ts';

/** What stands in the place of a part, of the same length. */
interface Patch extends TextPlace {
  readonly text: ByteString;
}

/** Shorter values are no secrets of any service, and occur in innocent texts. */
const LEAST_VALUE = 6;

/** Values that are looked for wherever they stand. */
const MAX_VALUES = 20_000;

/** How deep texts are looked for that stand in another one as base64 or hex. */
const MAX_DEPTH = 3;

/** Schemes of which nothing but the ID and the signature follows. */
const PLAIN_SCHEME = /^(?:OSS|AWS)\s(?=[^=:]*:)\s*/i;
/** Of which the parts that must not leave are known by their names. */
const KNOWN_SCHEME = /^(?:(?:OSS2|(?:OSS|AWS|GOOG|TOS)4-HMAC-SHA256)\s|q-sign-algorithm=)/i;

const BASE64_RUN = /[\w+/-]{24,}={0,2}/g;
const BASE64_GROUP = 4;
const HEX_RUN = /[0-9A-Fa-f]{32,}|[0-9A-Fa-f]{2}(?:([ :])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4,}/g;
const CONTROL = /[^\t\r\n -~\x80-\xff]/;

/**
 * Puts stand-ins of the same length in the places of AccessKey IDs, signatures and tokens: those that are
 * known, wherever and however they are spelled (docs/threat-model.md), and what carries one by its name or
 * looks like one. The user's own secrets become asterisks.
 */
export class Masker {
  readonly #standIns: StandIns;
  readonly #finder: SecretFinder | null;
  readonly #values = new Set<ByteString>();
  readonly #digests = new Map<ByteString, ByteString>();
  #copies: CopyHider | null = null;
  #digestPattern: RegExp | null = null;

  constructor(standIns: StandIns, finder: SecretFinder | null) {
    this.#standIns = standIns;
    this.#finder = finder;
  }

  /** A value that is looked for from here on. */
  know(value: ByteString | null | undefined): void {
    if (value === null || value === undefined || value.length < LEAST_VALUE) return;
    if (this.#values.size < MAX_VALUES) this.#values.add(value);
    this.#copies = null;
  }

  /** A digest of what is masked gives way to that of what stands there. */
  replaceDigest(digest: ByteString, other: ByteString): void {
    if (digest.length !== other.length || digest === other) return;
    this.#digests.set(digest, other);
    this.#digestPattern = null;
  }

  /** Takes down what a text carries that must not leave. */
  knowText(text: ByteString): void {
    for (const { value } of secretsCarriedBy([text])) this.know(value);
  }

  /** A head as it may leave: its lines are looked at by their names, too. */
  head(head: ByteString): ByteString {
    const places: TextPlace[] = [];
    for (const { name, start, end } of headerPlaces(head)) {
      const value = head.slice(start, end);
      const from = start + secretFrom(name, value);
      if (from < end) places.push({ start: from, end });
    }
    return this.#masked(head, 0, places);
  }

  text(text: ByteString): ByteString {
    return this.#masked(text, 0, []);
  }

  #masked(text: ByteString, depth: number, given: readonly TextPlace[]): ByteString {
    const named = [...secretsIn(text)].map(({ start, value }) => ({ start, end: start + value.length }));
    const places = [...given, ...named];
    const inner = depth < MAX_DEPTH ? this.#innerPatches(text, depth) : [];
    const spelled = this.#hider
      .placesOf(text)
      .filter((place) => !inner.some((patch) => isSpelledWithin(place, patch)));
    const patches: Patch[] = [...inner];
    for (const place of union([...places, ...spelled])) {
      patches.push({ ...place, text: this.#standIns.of(text.slice(place.start, place.end)) });
    }
    addAll(patches, this.#digestPatches(text));
    return this.#withoutSecrets(text, this.#checked(patched(text, patches)));
  }

  get #hider(): CopyHider {
    this.#copies ??= new CopyHider(
      [...this.#values].map((value) => ({ value, mask: (text: string) => text })),
    );
    return this.#copies;
  }

  /** Texts in base64 and in hex that hold something are written anew, with what they hold masked. */
  #innerPatches(text: ByteString, depth: number): Patch[] {
    const patches: Patch[] = [];
    for (const { 0: run, index: start } of text.matchAll(HEX_RUN)) {
      const written = this.#hexAnew(run, depth);
      if (written !== null) patches.push({ start, end: start + run.length, text: written });
    }
    for (const { 0: run, index: start } of text.matchAll(BASE64_RUN)) {
      const written = this.#base64Anew(run, depth);
      if (written !== null) patches.push({ start, end: start + run.length, text: written });
    }
    return patches;
  }

  #hexAnew(run: ByteString, depth: number): ByteString | null {
    const separator = /[ :]/.exec(run)?.[0] ?? '';
    const spelled = fromHex(run.replaceAll(':', ' '));
    const anew = this.#anew(spelled, depth);
    if (anew === null) return null;
    const digits = toHex(toBytes(anew)).replace(/..(?=.)/g, `$&${separator}`);
    return /[A-F]/.test(run) ? digits.toUpperCase() : digits;
  }

  /** A run may begin before its base64 does, with the end of a path. */
  #base64Anew(run: ByteString, depth: number): ByteString | null {
    const padding = /={0,2}$/.exec(run)?.[0] ?? '';
    const isUrlSafe = /[-_]/.test(run);
    for (let skipped = 0; skipped < BASE64_GROUP; skipped++) {
      const letters = run.slice(skipped, run.length - padding.length);
      const anew = this.#anew(fromBase64(letters.replaceAll('-', '+').replaceAll('_', '/')), depth);
      if (anew === null) continue;
      const base64 = toBase64(toBytes(anew)).replace(/={1,2}$/, '');
      if (base64.length !== letters.length) return null;
      const written = isUrlSafe ? base64.replaceAll('+', '-').replaceAll('/', '_') : base64;
      return run.slice(0, skipped) + written + padding;
    }
    return null;
  }

  /** Null where it is no text, or holds nothing. */
  #anew(inner: ByteString | null, depth: number): ByteString | null {
    if (inner === null || inner === '' || CONTROL.test(inner)) return null;
    const masked = this.#masked(inner, depth + 1, []);
    return masked === inner ? null : masked;
  }

  #digestPatches(text: ByteString): Patch[] {
    if (this.#digests.size === 0) return [];
    this.#digestPattern ??= new RegExp([...this.#digests.keys()].map(escaped).join('|'), 'g');
    return [...text.matchAll(this.#digestPattern)].map(({ 0: digest, index: start }) => {
      return { start, end: start + digest.length, text: this.#digests.get(digest) ?? digest };
    });
  }

  /** Nothing that is known may be left, whatever went before. */
  #checked(text: ByteString): ByteString {
    const left = this.#hider.placesOf(text);
    return left.length === 0
      ? text
      : patched(
          text,
          left.map((place) => starred(text, place)),
        );
  }

  #withoutSecrets(text: ByteString, masked: ByteString): ByteString {
    if (this.#finder === null || this.#finder.idsIn(text).length === 0) return masked;
    const hidden = this.#finder.hideAll(text);
    let covered = '';
    for (let at = 0; at < text.length; at++) {
      covered += hidden.charAt(at) === text.charAt(at) ? masked.charAt(at) : hidden.charAt(at);
    }
    return covered;
  }
}

/** A copy as it is may stand in what passes for base64 by chance: that spells nothing of it. */
function isSpelledWithin({ start, end, secret }: CopyPlace, patch: TextPlace): boolean {
  return patch.start <= start && end <= patch.end && end - start > secret.value.length;
}

/** Parts that touch become one. */
function union(places: readonly TextPlace[]): readonly TextPlace[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else if (end > start) joined.push({ start, end });
  }
  return joined;
}

/** A text with its parts replaced; of what two replace, the later one counts. */
function patched(text: ByteString, patches: readonly Patch[]): ByteString {
  if (patches.length === 0) return text;
  const bytes = toBytes(text);
  for (const { start, text: written } of patches) writeByteString(written, bytes, start);
  return toByteString(bytes);
}

function starred(text: ByteString, { start, end }: TextPlace): Patch {
  return { start, end, text: text.slice(start, end).replace(/[A-Za-z0-9]/g, '*') };
}

function escaped(text: ByteString): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

interface HeaderPlace extends TextPlace {
  /** In lower case. */
  readonly name: ByteString;
}

/** The values of header lines, with the lines that continue them. */
function* headerPlaces(head: ByteString): Generator<HeaderPlace> {
  const lines = /(?:^|\n)([^\s:][^:\r\n]*):[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/g;
  for (const { 0: line, 1: name = '', 2: value = '', index } of head.matchAll(lines)) {
    const end = index + line.length;
    yield { name: asciiLower(name).trim(), start: end - value.length, end };
  }
}

/** From where on a value must not leave; its length where it may. */
function secretFrom(name: ByteString, value: ByteString): number {
  if (secretKindOf(name) !== null) return 0;
  if (name !== 'authorization' && name !== 'proxy-authorization') return value.length;
  if (KNOWN_SCHEME.test(value)) return value.length;
  const scheme = (PLAIN_SCHEME.exec(value) ?? /^\S+\s+/.exec(value))?.[0] ?? '';
  return scheme.length;
}

/** Bytes of a state of the generator, as a digest gives them. */
type State = Uint8Array;

/** A character as a text may write it: as it is, or escaped for a URL (once or more), XML, HTML, JSON, C. */
const UNIT =
  /%(?:25)*([0-9A-Fa-f]{2})|&(?:#(\d{2,3});|#[xX]([0-9A-Fa-f]{2});|(?:amp|lt|gt|quot|apos);)|[\\%]u(?:00([0-9A-Fa-f]{2})|\{0{0,4}([0-9A-Fa-f]{2})\})|\\(?:x([0-9A-Fa-f]{2})|([01][0-7]{2})|[bfnrt/"'\\])|[\s\S]/g;

/** A character that is replaced, and where it is written. */
interface Letter {
  readonly at: number;
  /** As it stands in the text. */
  readonly spelled: string;
  readonly code: number;
}

/** So many digits in a row that are all hex are hex, not base64 that looks so by chance. */
const LEAST_HEX = 16;

/** Two signs of padding, and their characters, however often they are escaped. */
const TWO_PADS = /^(?:=|%(?:25)*3[Dd]){2}/;
const MOST_BEHIND = 32;

/** What AccessKey IDs begin with says which kind they are of, and stays. */
const PREFIX = /^(?:LTAI|AKIA|ASIA)/;
const WORD_PREFIX = /^(?:STS|TMP)$/;

/**
 * Stand-ins for values that must not leave: of the same length, and of the same characters by their class
 * (capitals, small letters, digits; of hex, those that are hex), so that a reader takes them for what they
 * stand for. Everything else (signs, escapes, white space) stays. The same value has the same stand-in,
 * however it is escaped, and two that begin alike have stand-ins that begin alike, so that comparing them
 * shows what comparing the values does. Nobody can get back to the value: each letter is moved by what a
 * digest of a random key and of the letters before it says.
 */
export class StandIns {
  readonly #hasher: Hasher;
  readonly #key: State;

  /** `key`: random, and forgotten afterwards. */
  constructor(hasher: Hasher, key: State) {
    this.#hasher = hasher;
    this.#key = key;
  }

  of(text: ByteString): ByteString {
    let written = '';
    let from = 0;
    let run: Letter[] = [];
    const end = (until: number): void => {
      if (run.length === 0) return;
      for (const { at, spelled, to } of this.#moved(run, text.slice(until, until + MOST_BEHIND))) {
        written += text.slice(from, at) + to;
        from = at + spelled.length;
      }
      run = [];
    };
    for (const match of text.matchAll(UNIT)) {
      const [spelled] = match;
      const code = codeOf(match);
      if (isLetter(code)) run.push({ at: match.index, spelled, code });
      else end(match.index);
    }
    end(text.length);
    return written + text.slice(from);
  }

  *#moved(run: readonly Letter[], behind: string): Generator<Letter & { readonly to: string }> {
    const word = run
      .slice(0, LEAST_HEX)
      .map(({ code }) => String.fromCharCode(code))
      .join('');
    if (WORD_PREFIX.test(word) && behind.startsWith('.')) return;
    const isHex = run.length >= LEAST_HEX && isAllHex(run);
    const kept = isHex ? 0 : (PREFIX.exec(word)?.[0].length ?? 0);
    let state = this.#key;
    for (const [at, letter] of run.entries()) {
      const lower = letter.code | 0x20;
      if (at >= kept) {
        const isLast = !isHex && at === run.length - 1;
        const alphabet = alphabetOf(letter, isHex, isLast ? (TWO_PADS.test(behind) ? 'four' : 'two') : null);
        const place = alphabet.indexOf(String.fromCharCode(letter.code));
        const step = 1 + (((state[0] ?? 0) * 256 + (state[1] ?? 0)) % Math.max(1, alphabet.length - 1));
        const to = alphabet.charCodeAt((place + step) % alphabet.length);
        yield { ...letter, to: spellAs(letter.spelled, to) };
      }
      state = this.#hasher.digest('sha256', concat(state, lower));
    }
  }
}

function concat(state: State, code: number): Uint8Array {
  const bytes = new Uint8Array(state.length + 1);
  bytes.set(state);
  bytes[state.length] = code;
  return bytes;
}

function codeOf([spelled, percent, decimal, hex, unicode, point, byte, octal]: RegExpMatchArray): number {
  const digits = percent ?? hex ?? unicode ?? point ?? byte;
  if (octal !== undefined) return Number.parseInt(octal, 8);
  if (digits !== undefined) return Number.parseInt(digits, 16);
  if (decimal !== undefined) return Number(decimal);
  return spelled.length === 1 ? spelled.charCodeAt(0) : -1;
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (code > 0x40 && code < 0x80 && lower >= 0x61 && lower <= 0x7a);
}

function isAllHex(run: readonly Letter[]): boolean {
  return (
    run.every(({ code }) => /[0-9a-f]/.test(String.fromCharCode(code))) ||
    run.every(({ code }) => /[0-9A-F]/.test(String.fromCharCode(code)))
  );
}

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';

/* Before padding, base64 ends in letters whose last two or four bits are zero: others were changed. */
const LAST = {
  two: ['AEIMQUY', 'cgkosw', '048'],
  four: ['AQ', 'gw'],
} as const;

/** The letters that may stand for one; the letter itself is among them. */
function alphabetOf({ code, spelled }: Letter, isHex: boolean, last: keyof typeof LAST | null): string {
  const letter = String.fromCharCode(code);
  const isDigit = DIGITS.includes(letter);
  const isCapital = CAPITALS.includes(letter);
  if (isHex) return isDigit ? DIGITS : isCapital ? 'ABCDEF' : 'abcdef';
  const whole = isDigit ? DIGITS : isCapital ? CAPITALS : CAPITALS.toLowerCase();
  const lasts = last === null ? [] : [...LAST[last], ...LAST.two];
  const special = lasts.find((letters) => letters.includes(letter));
  if (special !== undefined) return special;
  const ends = LAST.two.join('');
  const alphabet = last === null ? whole : without(whole, ends);
  // a decimal reference keeps its number of digits: small letters from d on have three
  if (!spelled.startsWith('&#') || isDigit || isCapital || /x/i.test(spelled)) return alphabet;
  return code < 100 ? 'abc' : without(CAPITALS.toLowerCase(), 'abc');
}

function without(letters: string, others: string): string {
  return [...letters].filter((letter) => !others.includes(letter)).join('');
}

/** Writes a letter as another one was written, which had as many characters. */
function spellAs(spelled: string, code: number): string {
  if (spelled.length === 1) return String.fromCharCode(code);
  if (/^&#\d/.test(spelled)) return `&#${code};`;
  if (/^\\\d/.test(spelled)) return `\\${code.toString(8).padStart(3, '0')}`;
  const end = /[;}]$/.test(spelled) ? 1 : 0;
  const digits = spelled.slice(-2 - end, spelled.length - end);
  const hex = toHex(Uint8Array.of(code));
  return `${spelled.slice(0, -2 - end)}${/[A-F]/.test(digits) ? hex.toUpperCase() : hex}${spelled.slice(spelled.length - end)}`;
}
