/* The forms that a text takes in other encodings: of its characters, and of a URL. */

import { fromBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, decodeUtf8, fromText, isAscii } from '../../engine/bytes/byte-string.ts';
import { decodePercent, encodeComponent } from '../../engine/sign/index.ts';

type EncodingWord = 'utf-8' | 'latin-1' | 'utf-8-twice' | 'question-marks' | 'percent' | 'gbk';

/** The same text in the encodings that clients mistake for each other. `text` itself may come among them. */
export function* otherEncodings(text: ByteString): Generator<readonly [ByteString, EncodingWord]> {
  if (/%[0-9A-Fa-f]{2}/.test(text)) yield [decodePercent(text), 'utf-8'];
  const mime = decodedMime(text);
  if (mime !== null) yield [mime, 'utf-8'];
  if (isAscii(text)) return;
  const unicode = decodeUtf8(text);
  // every byte read as a character of Latin-1, and that written as UTF-8
  yield [fromText(text), unicode === null ? 'utf-8' : 'utf-8-twice'];
  yield [encodeComponent(text), 'percent'];
  yield [text.replace(/[\x80-\xff]/g, '?'), 'question-marks'];
  if (unicode === null) return;
  yield [toLatin1(unicode), 'latin-1'];
  yield [[...unicode].map((char) => (isAscii(char) ? char : '?')).join(''), 'question-marks'];
  const gbk = toGbk(unicode);
  if (gbk !== null) yield [gbk, 'gbk'];
}

/**
 * What an encoded word spells (RFC 2047 §2); mail-minded HTTP libraries write such. Null for any other text.
 */
function decodedMime(text: ByteString): ByteString | null {
  const [, how = '', content = ''] = /^=\?[\w-]+\?([BbQq])\?([^?]*)\?=$/.exec(text) ?? [];
  if (how === '') return null;
  if (how.toUpperCase() === 'B') return fromBase64(content);
  return decodePercent(content.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%'));
}

/** Text in Latin-1 as a byte string; what it lacks becomes `?`. */
function toLatin1(text: string): ByteString {
  return [...text].map((char) => ((char.codePointAt(0) ?? 0x100) < 0x100 ? char : '?')).join('');
}

/** First and last lead and trail byte of two-byte characters. */
const GBK_LEAD = [0x81, 0xfe] as const;
const GBK_TRAIL = [0x40, 0xfe] as const;
const GBK_ROW = GBK_TRAIL[1] - GBK_TRAIL[0] + 1;

/**
 * Text in GBK, the encoding of Chinese Windows; null where it has no form in it, or the platform no decoder.
 * There is a decoder everywhere and an encoder nowhere, so the characters are looked for among all that it
 * decodes.
 */
function toGbk(text: string): ByteString | null {
  const all = decodedGbk();
  if (all === null) return null;
  const found = new Map<string, ByteString>();
  for (const char of new Set(text)) {
    // one character a line, in the order of the codes
    const at = isAscii(char) ? -1 : all.indexOf(`\n${char}\n`);
    if (at < 0) continue;
    const line = all.slice(0, at + 1).split('\n').length - 1;
    const lead = GBK_LEAD[0] + Math.floor(line / GBK_ROW);
    found.set(char, String.fromCharCode(lead, GBK_TRAIL[0] + (line % GBK_ROW)));
  }
  let bytes = '';
  for (const char of text) {
    const form = isAscii(char) ? char : found.get(char);
    if (form === undefined) return null;
    bytes += form;
  }
  return bytes;
}

/**
 * Every two-byte character, each on a line of its own: a line feed keeps them apart, for it is never a trail
 * byte.
 */
function decodedGbk(): string | null {
  const bytes = new Uint8Array((GBK_LEAD[1] - GBK_LEAD[0] + 1) * GBK_ROW * 3);
  let at = 0;
  for (let lead = GBK_LEAD[0]; lead <= GBK_LEAD[1]; lead++) {
    for (let trail = GBK_TRAIL[0]; trail <= GBK_TRAIL[1]; trail++) {
      bytes[at++] = lead;
      bytes[at++] = trail;
      bytes[at++] = 0x0a;
    }
  }
  try {
    return new TextDecoder('gbk').decode(bytes);
  } catch {
    return null;
  }
}

/** JavaScript's encodeURI leaves these alone. */
export function encodeLikeUri(key: ByteString): ByteString {
  return key.replace(/[^A-Za-z0-9\-_.!~*'();/?:@&=+$,#]/g, encodeComponent);
}

/** JavaScript's encodeURIComponent leaves these alone. */
export function encodeLikeUriComponent(key: ByteString): ByteString {
  return key.replace(/[^A-Za-z0-9\-_.!~*'()]/g, encodeComponent);
}

/** Java's URLEncoder and PHP's urlencode: space is `+`. Slashes are kept. */
export function encodeForm(key: ByteString): ByteString {
  return encodeComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

/** How encoders of other rules write a text. The word says what is wrong with it. */
export const OTHER_ENCODERS: readonly (readonly [how: string, encode: (text: ByteString) => ByteString])[] = [
  ['script-encoded', encodeLikeUriComponent],
  ['uri-encoded', encodeLikeUri],
  // urlencode of PHP, QueryEscape of Go
  ['form-encoded', (text) => encodeComponent(text).replaceAll('%20', '+').replaceAll('~', '%7E')],
  ['form-encoded', (text) => encodeComponent(text).replaceAll('%20', '+')],
  // URLEncoder of Java, URLSearchParams
  ['form-encoded', (text) => keepStars(encodeComponent(text)).replaceAll('%20', '+').replaceAll('~', '%7E')],
  // the same, mended by half
  ['star-kept', (text) => keepStars(encodeComponent(text))],
  // PathEscape of Go
  ['segment-encoded', (text) => text.replace(/[^A-Za-z0-9\-._~$&+=:@]/g, encodeComponent)],
  // all that RFC 3986 (section 3.3) lets stand in a path
  ['segment-encoded', (text) => text.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@]/g, encodeComponent)],
  // escape of JavaScript
  ['script-encoded', (text) => text.replace(/[^A-Za-z0-9@*_+\-./]/g, encodeComponent)],
  ['script-encoded', (text) => encodeLikeUriComponent(text).replaceAll("'", '%27')],
  ['spaces-alone', (text) => text.replaceAll(' ', '%20')],
  ['spaces-alone', (text) => text.replaceAll(' ', '+')],
  ['encoded-twice', (text) => encodeComponent(encodeComponent(text))],
  ['encoded-twice', (text) => encodeLikeUriComponent(encodeLikeUriComponent(text))],
];

function keepStars(text: ByteString): ByteString {
  return text.replaceAll('%2A', '*');
}
