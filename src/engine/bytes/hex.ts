import { type ByteString, toByteString, toBytes } from './byte-string.ts';

const DIGITS = '0123456789abcdef';

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): ByteString {
  let text = '';
  for (const byte of bytes) text += `${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`;
  return text;
}

/**
 * Lower-case hex of bytes, with a blank after each but the last, as OSS writes the bytes of a string to sign.
 */
export function toSpacedHex(text: ByteString): ByteString {
  return Array.from(toBytes(text), (byte) => `${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`).join(' ');
}

/** What hex text spells, white space between and around its digits ignored; null for anything else. */
export function fromHex(text: ByteString): ByteString | null {
  const bytes = new Uint8Array(text.length >> 1);
  let length = 0;
  let high = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) continue;
    const digit = hexDigitOf(code);
    if (digit < 0) return null;
    if (high < 0) {
      high = digit;
    } else {
      bytes[length++] = (high << 4) | digit;
      high = -1;
    }
  }
  return high < 0 ? toByteString(bytes, 0, length) : null;
}

/**
 * Whether hex text, white space between and around its digits ignored, spells `text`: what `fromHex` would
 * show, but nothing is made, and the first byte that differs ends it.
 */
export function spells(hex: ByteString, text: ByteString): boolean {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let high = valueAt(hex, at++);
    while (high === BLANK) high = valueAt(hex, at++);
    let low = valueAt(hex, at++);
    while (low === BLANK) low = valueAt(hex, at++);
    if (((high << 4) | low) !== text.charCodeAt(i)) return false;
  }
  while (valueAt(hex, at) === BLANK) at++;
  return at === hex.length;
}

const NO_DIGIT = -1;
const BLANK = -2;

/** Value of every byte as a hex digit. */
const VALUES = Int8Array.from({ length: 256 }, (_, code) => (isBlank(code) ? BLANK : hexDigitOf(code)));

/** Negative for what is no digit: combined with any other value it is no byte. */
function valueAt(hex: ByteString, at: number): number {
  return at < hex.length ? (VALUES[hex.charCodeAt(at)] ?? NO_DIGIT) : NO_DIGIT;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Value of a hex digit by its code; -1 for anything else. */
export function hexDigitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
