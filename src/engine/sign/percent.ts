import type { ByteString } from '../bytes/byte-string.ts';
import { hexDigitOf } from '../bytes/hex.ts';

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;
const UNRESERVED_OR_SLASH = /^[A-Za-z0-9\-._~/]*$/;

/** Decodes `%XX` once. `+` stays (a path knows no form coding), and so does a `%` without two hex digits. */
export function decodePercent(text: ByteString): ByteString {
  let at = text.indexOf('%');
  if (at < 0) return text;
  let out = '';
  let from = 0;
  while (at >= 0) {
    const high = hexDigitOf(text.charCodeAt(at + 1));
    const low = hexDigitOf(text.charCodeAt(at + 2));
    if (high >= 0 && low >= 0) {
      out += text.slice(from, at) + String.fromCharCode((high << 4) | low);
      from = at + 3;
    }
    at = text.indexOf('%', Math.max(from, at + 1));
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Decodes one name or value of a query as the server reads it: `+` is a space, then `%XX` once. */
export function decodeQueryText(text: ByteString): ByteString {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/** Percent-encodes every byte but `A–Z a–z 0–9 - . _ ~` (RFC 3986 §2.3), hex digits in upper case. */
export function encodeComponent(text: ByteString): ByteString {
  return UNRESERVED.test(text) ? text : encode(text, false);
}

/** As `encodeComponent`, keeping `/`. */
export function encodePath(text: ByteString): ByteString {
  return UNRESERVED_OR_SLASH.test(text) ? text : encode(text, true);
}

function encode(text: ByteString, keepSlash: boolean): ByteString {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isUnreserved(code) || (keepSlash && code === 0x2f)) out += text[i];
    else out += `%${HEX[code >> 4]}${HEX[code & 15]}`;
  }
  return out;
}

/** With the hex digits of every `%XX` in lower case, as some encoders write them. */
export function lowerTriplets(text: ByteString): ByteString {
  return text.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase());
}

const HEX = '0123456789ABCDEF';

function isUnreserved(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x5f ||
    code === 0x7e
  );
}
