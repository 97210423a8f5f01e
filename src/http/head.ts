import { type ByteString, trimOws } from '../bytes/byte-string.ts';
import type { HeaderLine } from './message.ts';

/** Which frame brought which part of a head: pairs of an offset in the head and the frame of the byte there. */
export type FrameMap = readonly number[];

/** The frame of the byte at `offset` of a head. */
export function frameAt(map: FrameMap, offset: number): number {
  let frame = map[1] ?? 0;
  for (let i = 0; i < map.length && (map[i] ?? 0) <= offset; i += 2) frame = map[i + 1] ?? frame;
  return frame;
}

/** Length of the line at `start` without its line end, and where the next line starts. */
export function lineAt(head: ByteString, start: number): { readonly end: number; readonly next: number } {
  const feed = head.indexOf('\n', start);
  if (feed < 0) return { end: head.length, next: head.length };
  return { end: feed > start && head.charCodeAt(feed - 1) === 0x0d ? feed - 1 : feed, next: feed + 1 };
}

/**
 * Cuts the header lines out of a head as captured: order, case, duplicates and bytes kept. A line that starts with white
 * space continues the one before (obsolete folding, RFC 9112 §5.2); a line without a colon is passed over, and so is a last
 * line without an end: the capture cut it, its value is not what was sent.
 */
export function parseHeaderLines(head: ByteString, frames: FrameMap): HeaderLine[] {
  const lines: HeaderLine[] = [];
  let at = lineAt(head, 0).next;
  while (at < head.length) {
    const start = at;
    let { end, next } = lineAt(head, at);
    if (end === start) break;
    while (isFold(head.charCodeAt(next))) {
      const folded = lineAt(head, next);
      end = folded.end;
      next = folded.next;
    }
    if (head.charCodeAt(next - 1) !== 0x0a) break;
    at = next;
    const colon = head.indexOf(':', start);
    if (colon < 0 || colon >= end) continue;
    const rawValue = head.slice(colon + 1, end);
    lines.push({
      name: head.slice(start, colon),
      value: trimOws(rawValue),
      rawValue,
      frame: frameAt(frames, start),
    });
  }
  return lines;
}

/**
 * The value of the first header line of that name (lower case), as `parseHeaderLines` would give it; null without one. Most
 * messages are asked for two or three headers only: this looks at a line's length and first letter before its letters.
 */
export function findHeader(head: ByteString, lowerName: string): ByteString | null {
  const first = lowerName.charCodeAt(0);
  let at = head.indexOf('\n') + 1;
  while (at > 0 && at < head.length) {
    if (
      (head.charCodeAt(at) | 0x20) === first &&
      head.charCodeAt(at + lowerName.length) === 0x3a &&
      head.slice(at, at + lowerName.length).toLowerCase() === lowerName
    ) {
      return valueAt(head, at + lowerName.length + 1);
    }
    at = head.indexOf('\n', at) + 1;
  }
  return null;
}

/** The value that starts after a colon, with its folded lines; null where the head is cut within it. */
function valueAt(head: ByteString, start: number): ByteString | null {
  let { end, next } = lineAt(head, start);
  while (isFold(head.charCodeAt(next))) ({ end, next } = lineAt(head, next));
  return head.charCodeAt(next - 1) === 0x0a ? trimOws(head.slice(start, end)) : null;
}

function isFold(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

export interface RequestLine {
  readonly method: ByteString;
  readonly target: ByteString;
  readonly version: ByteString;
}

const MAX_METHOD_LENGTH = 32;
const VERSION_LENGTH = 'HTTP/1.1'.length;

/** Method, target and version of a request line; null if it is none. A target with raw spaces is kept as sent. */
export function parseRequestLine(line: ByteString): RequestLine | null {
  const text = trimEnd(line);
  const methodEnd = text.indexOf(' ');
  const versionStart = text.length - VERSION_LENGTH;
  if (methodEnd < 1 || methodEnd > MAX_METHOD_LENGTH || versionStart <= methodEnd + 1) return null;
  if (!isVersion(text, versionStart) || text.charCodeAt(versionStart - 1) !== 0x20) return null;
  for (let i = 0; i < methodEnd; i++) if (!isTokenChar(text.charCodeAt(i))) return null;
  const target = trimOws(text.slice(methodEnd + 1, versionStart - 1));
  if (target.length === 0) return null;
  return { method: text.slice(0, methodEnd), target, version: text.slice(versionStart) };
}

/** Whether `HTTP/d.d` stands at `at`. */
function isVersion(text: ByteString, at: number): boolean {
  return (
    text.startsWith('HTTP/', at) &&
    isDigit(text.charCodeAt(at + 5)) &&
    text.charCodeAt(at + 6) === 0x2e &&
    isDigit(text.charCodeAt(at + 7))
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** tchar of RFC 9110 §5.6.2. */
export function isTokenChar(code: number): boolean {
  if (code >= 0x61 && code <= 0x7a) return true;
  if (code >= 0x41 && code <= 0x5a) return true;
  return isDigit(code) || TOKEN_MARKS.includes(String.fromCharCode(code));
}

const TOKEN_MARKS = "!#$%&'*+-.^_`|~";

function trimEnd(line: ByteString): ByteString {
  let end = line.length;
  while (end > 0 && (line.charCodeAt(end - 1) === 0x20 || line.charCodeAt(end - 1) === 0x09)) end--;
  return end === line.length ? line : line.slice(0, end);
}

export interface StatusLine {
  readonly version: ByteString;
  readonly status: number;
  readonly reason: ByteString;
}

/** Version, status code and reason of a status line; null if it is none. */
export function parseStatusLine(line: ByteString): StatusLine | null {
  if (!isVersion(line, 0)) return null;
  let at = VERSION_LENGTH;
  while (line.charCodeAt(at) === 0x20 || line.charCodeAt(at) === 0x09) at++;
  if (at === VERSION_LENGTH) return null;
  let status = 0;
  for (let i = 0; i < 3; i++) {
    const code = line.charCodeAt(at + i);
    if (!isDigit(code)) return null;
    status = status * 10 + (code - 0x30);
  }
  const after = line.charCodeAt(at + 3);
  if (at + 3 < line.length && after !== 0x20 && after !== 0x09) return null;
  return { version: line.slice(0, VERSION_LENGTH), status, reason: line.slice(at + 4) };
}

/** What a head says about the length of the body that follows. */
export interface LengthHeaders {
  /** Content-Length values agree and are digits; null without one. */
  readonly contentLength: number | null;
  readonly badContentLength: boolean;
  /** The last transfer coding is chunked. */
  readonly chunked: boolean;
  /** A Transfer-Encoding whose last coding is not chunked: the body ends with the connection (RFC 9112 §6.3). */
  readonly otherCoding: boolean;
  readonly upgrade: boolean;
}

type MutableLengthHeaders = { -readonly [K in keyof LengthHeaders]: LengthHeaders[K] };

const NO_LENGTH: LengthHeaders = {
  contentLength: null,
  badContentLength: false,
  chunked: false,
  otherCoding: false,
  upgrade: false,
};

/**
 * Reads the length headers of a head in one pass. It runs for every message, so a line is looked at only when the letters
 * that tell `content-length`, `transfer-encoding` and `upgrade` from the common headers fit.
 */
export function lengthHeaders(head: ByteString): LengthHeaders {
  let found: MutableLengthHeaders | null = null;
  let at = head.indexOf('\n') + 1;
  while (at > 0 && at < head.length) {
    if (mayTellLength(head, at)) {
      const { end } = lineAt(head, at);
      const colon = head.indexOf(':', at);
      if (colon > at && colon < end) {
        const name = trimOws(head.slice(at, colon)).toLowerCase();
        if (name === 'content-length' || name === 'transfer-encoding' || name === 'upgrade') {
          found ??= { ...NO_LENGTH };
          readLengthHeader(found, name, trimOws(head.slice(colon + 1, end)));
        }
      }
    }
    at = head.indexOf('\n', at) + 1;
  }
  return found ?? NO_LENGTH;
}

function mayTellLength(head: ByteString, at: number): boolean {
  switch (head.charCodeAt(at) | 0x20) {
    case 0x63: // content-LengTh
      return (head.charCodeAt(at + 8) | 0x20) === 0x6c && (head.charCodeAt(at + 12) | 0x20) === 0x74;
    case 0x74: // transfer-E…
      return (head.charCodeAt(at + 9) | 0x20) === 0x65;
    case 0x75: // upGrade
      return (head.charCodeAt(at + 2) | 0x20) === 0x67;
    default:
      return false;
  }
}

function readLengthHeader(
  into: MutableLengthHeaders,
  name: 'content-length' | 'transfer-encoding' | 'upgrade',
  value: string,
): void {
  if (name === 'upgrade') {
    into.upgrade = true;
  } else if (name === 'transfer-encoding') {
    const last = value
      .slice(value.lastIndexOf(',') + 1)
      .trim()
      .toLowerCase();
    into.chunked = last === 'chunked';
    into.otherCoding = !into.chunked && last !== 'identity' && last !== '';
  } else if (value.includes(',')) {
    for (const part of value.split(',')) addContentLength(into, part.trim());
  } else {
    addContentLength(into, value);
  }
}

function addContentLength(into: MutableLengthHeaders, digits: string): void {
  const length = parseLength(digits);
  if (length === null || (into.contentLength !== null && into.contentLength !== length)) {
    into.badContentLength = true;
  }
  into.contentLength ??= length;
}

/** More digits would leave the range of exact numbers. */
const MAX_LENGTH_DIGITS = 15;

function parseLength(digits: string): number | null {
  if (digits.length === 0 || digits.length > MAX_LENGTH_DIGITS) return null;
  let length = 0;
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    if (!isDigit(code)) return null;
    length = length * 10 + (code - 0x30);
  }
  return length;
}
