import { type ByteString, toByteString } from '../bytes/byte-string.ts';

const DIGITS = '0123456789abcdef';

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): ByteString {
  let text = '';
  for (const byte of bytes) text += `${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`;
  return text;
}

/** What hex text spells, white space between and around its digits ignored; null for anything else. */
export function fromHex(text: ByteString): ByteString | null {
  const bytes = new Uint8Array(text.length >> 1);
  let length = 0;
  let high = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    const digit = digitOf(code);
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

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
