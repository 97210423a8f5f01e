/*
 * How a value may be spelled in captured text. The threat model promises to mask these, and every test of
 * masks goes through them.
 */

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const base64url = (text: string): string => Buffer.from(text, 'latin1').toString('base64url');
const spaced = (text: string, between: string): string => hex(text).replace(/..(?=.)/g, `$&${between}`);
const url = encodeURIComponent;
const each = (text: string, spell: (code: number) => string): string =>
  [...text].map((letter) => spell(letter.charCodeAt(0))).join('');
const swapped = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) ^ 0x20));

export interface Spelling {
  readonly en: string;
  readonly spell: (value: string) => string;
}

export const SPELLINGS: readonly Spelling[] = [
  { en: 'as it is', spell: (value) => value },
  { en: 'in capitals', spell: (value) => value.toUpperCase() },
  { en: 'the case of each letter changed', spell: swapped },
  { en: 'percent-encoded', spell: url },
  {
    en: 'percent-encoded, digits in lower case',

    spell: (value) => url(value).replace(/%../g, (triplet) => triplet.toLowerCase()),
  },
  { en: 'percent-encoded twice', spell: (value) => url(url(value)) },
  {
    en: 'percent-encoded, every byte',

    spell: (value) => hex(value).replace(/../g, '%$&'),
  },
  { en: 'a blank for each plus sign', spell: (value) => value.replaceAll('+', ' ') },
  {
    en: 'slashes escaped, as in JSON',

    spell: (value) => value.replaceAll('/', '\\/'),
  },
  {
    en: 'escaped as in JSON',

    spell: (value) => each(value, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  },
  {
    en: 'escaped in octal, as in C',

    spell: (value) => each(value, (code) => `\\${code.toString(8).padStart(3, '0')}`),
  },
  {
    en: 'escaped in hex, as in C',

    spell: (value) => each(value, (code) => `\\x${code.toString(16).padStart(2, '0')}`),
  },
  {
    en: 'references of XML',

    spell: (value) => each(value, (code) => `&#x${code.toString(16)};`),
  },
  {
    en: 'references of XML, decimal',

    spell: (value) => each(value, (code) => `&#${code};`),
  },
  { en: 'hex', spell: hex },
  { en: 'hex in capitals', spell: (value) => hex(value).toUpperCase() },
  { en: 'hex with blanks', spell: (value) => spaced(value, ' ') },
  { en: 'hex with colons', spell: (value) => spaced(value, ':') },
  { en: 'base64', spell: base64 },
  { en: 'base64url', spell: base64url },
  { en: 'within base64', spell: (value) => base64(`{"a":"${value}"}`) },
  {
    en: 'within base64, one byte further on',

    spell: (value) => base64(`{"ab":"${value}"}`),
  },
  { en: 'within base64url', spell: (value) => base64url(`{"abc":"${value}"}`) },
  {
    en: 'percent-encoded within base64',

    spell: (value) => base64(`{"callbackUrl":"http://h/?s=${url(value)}"}`),
  },
  {
    en: 'in capitals within base64',

    spell: (value) => base64(`{"a":"${value.toUpperCase()}"}`),
  },
  { en: 'hex within base64', spell: (value) => base64(`{"a":"${hex(value)}"}`) },
  { en: 'base64 twice', spell: (value) => base64(base64(`{"a":"${value}"}`)) },
];

const LAYERS = 4;
const DEPTH = 2;

/**
 * Whether a reader who tries everything finds a piece of a value in a text. Written apart from what masks,
 * and read by eye: decodes the whole text again and again, in each way.
 */
export function isReadable(piece: string, text: string): boolean {
  return readings(text, DEPTH).some((reading) => reading.includes(piece.toLowerCase()));
}

/** Everything that a text spells, in lower case. */
export function readings(text: string, depth = DEPTH): readonly string[] {
  const all: string[] = [];
  let spelt = text;
  for (let layer = 0; layer <= LAYERS; layer++) {
    all.push(spelt.toLowerCase(), spelt.replace(/\n\s*/g, '').toLowerCase());
    if (depth > 0) all.push(...innerReadings(spelt, depth - 1));
    const next = unescaped(spelt);
    if (next === spelt) break;
    spelt = next;
  }
  return all;
}

function unescaped(text: string): string {
  const ofHex = (_: string, digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));
  return text
    .replace(/%25/g, '%')
    .replace(/%([0-9A-Fa-f]{2})/g, ofHex)
    .replace(/&#x([0-9A-Fa-f]{1,4});/gi, ofHex)
    .replace(/&#(\d{1,5});/g, (_, digits: string) => String.fromCharCode(Number(digits)))
    .replaceAll('&amp;', '&')
    .replace(/\\u00([0-9A-Fa-f]{2})/g, ofHex)
    .replace(/\\x([0-9A-Fa-f]{2})/g, ofHex)
    .replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
    .replace(/\\([/"\\])/g, '$1');
}

function innerReadings(text: string, depth: number): readonly string[] {
  const inner: string[] = [];
  for (const [run] of text.matchAll(/[\w+/-]{16,}/g)) {
    for (let skipped = 0; skipped < 4; skipped++) {
      inner.push(
        Buffer.from(run.slice(skipped).replace(/-/g, '+').replace(/_/g, '/'), 'base64').toString('latin1'),
      );
    }
  }
  for (const [run] of text.matchAll(/[0-9A-Fa-f]{2}(?:[ :]?[0-9A-Fa-f]{2}){7,}/g)) {
    const digits = run.replace(/[ :]/g, '');
    for (const skipped of [0, 1]) inner.push(Buffer.from(digits.slice(skipped), 'hex').toString('latin1'));
  }
  // by chance, bytes are text for a few characters at most
  const texts = inner.flatMap((bytes) => bytes.match(/[\t -~]{10,}/g) ?? []);
  return texts.length === 0 ? [] : readings(texts.join('\n'), depth);
}
