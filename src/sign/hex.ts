import type { ByteString } from '../bytes/byte-string.ts';

const DIGITS = '0123456789abcdef';

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): ByteString {
  let text = '';
  for (const byte of bytes) text += `${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`;
  return text;
}

const CODES_A_CALL = 4096;

/** What hex text spells, white space between and around its digits ignored; null for anything else. */
export function fromHex(text: ByteString): ByteString | null {
  const codes: number[] = [];
  let spelt = '';
  let high = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    const digit = digitOf(code);
    if (digit < 0) return null;
    if (high < 0) {
      high = digit;
    } else {
      codes.push((high << 4) | digit);
      high = -1;
      // So many arguments fit into one call.
      if (codes.length === CODES_A_CALL) spelt += String.fromCharCode(...codes.splice(0));
    }
  }
  return high < 0 ? spelt + String.fromCharCode(...codes) : null;
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
