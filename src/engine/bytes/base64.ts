import { type ByteString, toByteString } from './byte-string.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const NO_LETTER = 0xff;
const VALUES = Uint8Array.from({ length: 0x100 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code));
  return value < 0 ? NO_LETTER : value;
});

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): ByteString {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1];
    const third = bytes[at + 2];
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += `${ALPHABET[bits >> 18]}${ALPHABET[(bits >> 12) & 63]}`;
    text += second === undefined ? '=' : `${ALPHABET[(bits >> 6) & 63]}`;
    text += third === undefined ? '=' : `${ALPHABET[bits & 63]}`;
  }
  return text;
}

/** What base64 spells; padding may lack and white space may stand anywhere. Null for any other character. */
export function fromBase64(text: ByteString): ByteString | null {
  const compact = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (compact.length % 4 === 1) return null;
  // a string that grows by single characters takes 32 bytes for each as long as nobody reads it
  const bytes = new Uint8Array(Math.floor((compact.length * 3) / 4));
  let end = 0;
  let bits = 0;
  let width = 0;
  for (let at = 0; at < compact.length; at++) {
    const value = VALUES[compact.charCodeAt(at)] ?? NO_LETTER;
    if (value === NO_LETTER) return null;
    bits = ((bits << 6) | value) & 0xffffff;
    width += 6;
    if (width >= 8) {
      width -= 8;
      bytes[end++] = (bits >> width) & 0xff;
    }
  }
  return toByteString(bytes);
}
