import { type ByteString, decodeUtf8 } from '../bytes/byte-string.ts';
import { withLineFeeds } from '../oss/error-document.ts';
import type { OssError } from '../oss/model.ts';
import type { ServerStrings } from './model.ts';

/**
 * The string that the server says it signed, from an error document. `wire` is the string rebuilt from the
 * request, null where there is none. White space at the ends, CR LF for line feeds and lost blank lines are
 * the text form's own doing: where the text says nothing else than `wire`, `wire` itself is taken for it.
 * Null where the document shows no string, or nothing of it is left.
 *
 * The two forms conflict where one was edited after the server wrote it; then the one that says what `wire`
 * says is taken, else the bytes, and the other is kept beside it.
 */
export function readServerStrings(error: OssError, wire: ByteString | null): ServerStrings | null {
  const bytes = isBlankedOut(error.stringToSignBytes, wire) ? null : error.stringToSignBytes;
  const text = error.stringToSign === null ? null : withLineFeeds(error.stringToSign);
  const canonicalRequest = longerRequest(
    error.canonicalRequestBytes,
    error.canonicalRequest === null ? null : trimEnds(withLineFeeds(error.canonicalRequest)),
  );
  if (bytes !== null) {
    const conflict = text !== null && !saysTheSame(text, bytes);
    if (conflict && wire !== null && bytes !== wire && saysTheSame(text, wire)) {
      return { stringToSign: wire, from: 'text', conflicting: bytes, canonicalRequest };
    }
    if (wire !== null && bytes !== wire && isBeginningOf(bytes, wire)) return null;
    return { stringToSign: bytes, from: 'bytes', conflicting: conflict ? text : null, canonicalRequest };
  }
  const same = text !== null && wire !== null && saysTheSame(text, wire);
  if (text === null || (!same && isBlankedOut(text, wire))) return null;
  if (!same && wire !== null && isBeginningOf(text, wire)) return null;
  const stringToSign = same ? wire : trimEnds(text) + (wire?.endsWith('\n') === true ? '\n' : '');
  return { stringToSign, from: 'text', conflicting: null, canonicalRequest };
}

/** The exact form, unless it was cut and the text says more. */
function longerRequest(bytes: ByteString | null, text: ByteString | null): ByteString | null {
  if (bytes === null || text === null) return bytes ?? text;
  return text.length > bytes.length && text.startsWith(bytes) ? text : bytes;
}

/**
 * Whether nothing of the string is left: the element is empty, or one line stands in the place of several, as
 * where somebody hid the string or a log kept its first line. To compare that with `wire` would show every
 * field as changed.
 */
function isBlankedOut(shown: ByteString | null, wire: ByteString | null): boolean {
  const text = trimEnds(shown ?? '');
  return text === '' || (wire?.includes('\n') === true && !text.includes('\n'));
}

/** How a text is marked that was cut: as log writers and this program do it. */
const ELLIPSIS = /(?:\.{3}|\xe2\x80\xa6)$/;

/**
 * Whether a server's string says what `wire` says and then ends too early: at a mark of that, or before its
 * last line has begun to name what is signed (of version 4: before the hash is whole). A mere shorter key or
 * a missing sub-resource is another string.
 */
function isBeginningOf(text: ByteString, wire: ByteString): boolean {
  const shown = trimEnds(text);
  const kept = withoutBlankEnd(withoutEllipsis(shown));
  if (!wire.startsWith(kept) && !withoutBlankLines(wire).startsWith(withoutBlankLines(kept))) return false;
  if (kept !== shown || endsEarly(kept)) return true;
  // the S3 dialect signs a bucket without a slash behind it, but no part of its name
  return /\n\/[^/?\n]+$/.test(kept) && !/[/?]/.test(wire.charAt(kept.length));
}

export function withoutEllipsis(text: ByteString): ByteString {
  return text.replace(ELLIPSIS, '');
}

/**
 * Whether a server's string ends before its last line: the signed resource, or the whole hash of the
 * canonical request.
 */
export function endsEarly(text: ByteString): boolean {
  if (!text.includes('\n')) return false; // the policy of a form
  if (ELLIPSIS.test(text)) return true;
  const whole = withoutBlankEnd(text);
  const last = whole.slice(whole.lastIndexOf('\n') + 1);
  if (/^[A-Z]+4-HMAC-/.test(text)) return !/^[0-9a-f]{64}$/.test(last);
  if (text.startsWith('sha1\n')) return !/^[0-9a-f]{40}$/.test(last);
  return !/^(?:\/|%2F)/i.test(last);
}

/**
 * Whether a text form from XML can stand for the exact string `bytes`. A browser shows all of a text on one
 * line, with one space for each run of white space.
 */
export function saysTheSame(text: ByteString, bytes: ByteString): boolean {
  if (text === bytes) return true;
  if (!haveSameWords(text, bytes)) return false;
  const [a, b] = [withoutBlankLines(text), withoutBlankLines(bytes)];
  if (a === b) return true;
  if (!a.includes('\n') && a === b.replace(/[ \t\n]+/g, ' ')) return true;
  return isSubstituted(a, b);
}

/**
 * Whether a text form from XML differs from the exact bytes by substitutes alone, for what XML cannot hold.
 */
export function isSubstituted(text: ByteString, bytes: ByteString): boolean {
  return !isSafeInXml(bytes) && printableOnly(text) === printableOnly(bytes);
}

/**
 * Whether two texts have the same visible characters in the same order: no substitution and no loss of white
 * space changes these, and the first that differs settles most comparisons.
 */
function haveSameWords(one: ByteString, other: ByteString): boolean {
  let a = nextOfWord(one, 0);
  let b = nextOfWord(other, 0);
  while (a < one.length && b < other.length) {
    if (one.charCodeAt(a) !== other.charCodeAt(b)) return false;
    a = nextOfWord(one, a + 1);
    b = nextOfWord(other, b + 1);
  }
  return a === one.length && b === other.length;
}

/** Offset of the next byte that `printableOnly` and `withoutBlankLines` both keep. */
function nextOfWord(text: ByteString, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code < 0x7f && code !== 0x3f) return at;
    at++;
  }
  return at;
}

function withoutBlankLines(text: ByteString): ByteString {
  return trimEnds(text).replace(/[\r\n]+/g, '\n');
}

function trimEnds(text: ByteString): ByteString {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start++;
  return withoutBlankEnd(text.slice(start));
}

export function withoutBlankEnd(text: ByteString): ByteString {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/** White space of XML 1.0; `trim` would take the byte 0xA0 for a space. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/**
 * XML 1.0 has no control characters, and a document in UTF-8 no other bytes than UTF-8: servers write a
 * substitute.
 */
function isSafeInXml(bytes: ByteString): boolean {
  return !/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(bytes) && decodeUtf8(bytes) !== null;
}

/** What survives any substitution; `?` is a common substitute itself. */
function printableOnly(text: ByteString): ByteString {
  return text.replace(/[^\n\x20-\x3e\x40-\x7e]+/g, '');
}
