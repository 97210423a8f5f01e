import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { toHex } from '../../engine/bytes/hex.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';

/** Bytes of a state of the generator, as a digest gives them. */
type State = Uint8Array;

/**
 * A character as it may be written in a text: escaped for a URL (once or more), for XML or HTML, as in JSON
 * or C, or as it is.
 */
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

  /** What stands in the place of a text. */
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

/*
 * Before padding, base64 ends in letters whose last two or four bits are zero: a value that ends in another
 * one has been changed.
 */
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
