import { type ByteString, isOws, standsInLowerAt, toBytes, trimOws } from '../bytes/byte-string.ts';
import type { NoticeCode } from '../bytes/notice.ts';
import type { HeaderLine } from './message.ts';

/* What a head says, as text: its lines, what of them is odd, how long the body is. */

/**
 * Which frame brought which part of a head: pairs of an offset in the head and the frame of the byte there;
 * or the one frame that brought all of it, as nearly every head has.
 */
export type FrameMap = number | readonly number[];

/** The same while it grows. */
export type GrowingFrameMap = number | number[];

/** The frame of the byte at `offset` of a head. */
export function frameAt(map: FrameMap, offset: number): number {
  if (typeof map === 'number') return map;
  // A head may have come byte by byte, and each of its lines is asked about.
  let low = 0;
  let high = map.length >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((map[2 * middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return map[2 * low + 1] ?? 0;
}

/**
 * The map of bytes that go on at `offset` with those of `frame`: the same array, where it is one already. A
 * sender may cut its body into as many segments as it has bytes, and a copy for each makes that quadratic.
 */
export function addFrame(map: GrowingFrameMap, offset: number, frame: number): GrowingFrameMap {
  if (offset === 0) return frame;
  if (typeof map === 'number') return map === frame ? map : [0, map, offset, frame];
  if (map[map.length - 1] !== frame) map.push(offset, frame);
  return map;
}

/** Length of the line at `start` without its line end, and where the next line starts. */
export function lineAt(head: ByteString, start: number): { readonly end: number; readonly next: number } {
  const feed = head.indexOf('\n', start);
  if (feed < 0) return { end: head.length, next: head.length };
  return { end: feed > start && head.charCodeAt(feed - 1) === 0x0d ? feed - 1 : feed, next: feed + 1 };
}

/**
 * Cuts the header lines out of a head as captured: order, case, duplicates and bytes kept. A line that starts
 * with white space continues the one before (obsolete folding, RFC 9112 §5.2); a line without a colon is
 * passed over, and so is a last line without an end: the capture cut it, its value is not what was sent.
 */
export function parseHeaderLines(head: ByteString, frames: FrameMap): HeaderLine[] {
  const lines: HeaderLine[] = [];
  let at = lineAt(head, 0).next;
  let colon = -1;
  while (at < head.length) {
    const start = at;
    let { end, next } = lineAt(head, at);
    if (end === start) break;
    while (isOws(head.charCodeAt(next))) {
      const folded = lineAt(head, next);
      end = folded.end;
      next = folded.next;
    }
    if (head.charCodeAt(next - 1) !== 0x0a) break;
    at = next;
    // One that is beyond a line is of a later one: looking again from each line on would take quadratic time.
    if (colon < start) colon = head.indexOf(':', start);
    if (colon < 0) break;
    if (colon >= end) continue;
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
 * The value of the first header line of that name (lower case), as `parseHeaderLines` would give it; null
 * without one. Most messages are asked for two or three headers only: this looks at a line's length and first
 * letter before its letters.
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

/** Place of the letter that, beside the first one, keeps the usual long names of headers apart. */
export const NINTH_LETTER = 8;

/** Nothing is known of the names in a head. */
export const ANY_NAMES = -1;

/**
 * Whether a head may have a header of that name. `names`: for each line, the bit that its first and ninth
 * letters give, added up, in either case. Of shorter names nothing is known.
 */
export function mayHaveName(names: number, lowerName: string): boolean {
  if (lowerName.length <= NINTH_LETTER) return true;
  return (names & (1 << (lowerName.charCodeAt(0) + lowerName.charCodeAt(NINTH_LETTER)))) !== 0;
}

/** Where the value of the first Authorization header begins in a head; -1 without one. */
export function authorizationIn(head: ByteString): number {
  const found = /\n[Aa]uthorization:/.exec(head);
  return found === null ? -1 : found.index + found[0].length;
}

/** The value that starts after a colon, with its folded lines; null where the head is cut within it. */
function valueAt(head: ByteString, start: number): ByteString | null {
  let { end, next } = lineAt(head, start);
  while (isOws(head.charCodeAt(next))) ({ end, next } = lineAt(head, next));
  return head.charCodeAt(next - 1) === 0x0a ? trimOws(head.slice(start, end)) : null;
}

/** What of a head's lines two readers may read in two ways. */
export type HeadOddity = Extract<NoticeCode, 'bare-lf' | 'obsolete-folding'>;

/** Whether lines of a head end in LF alone (RFC 9112 §2.2), and whether headers are folded (§5.2). */
export function headOddities(head: ByteString): readonly HeadOddity[] {
  const first = lineAt(head, 0);
  let bareLf = first.next === first.end + 1;
  let folded = false;
  for (let at = first.next; at < head.length; ) {
    const { end, next } = lineAt(head, at);
    if (next === end + 1) bareLf = true;
    if (end > at && isOws(head.charCodeAt(at))) folded = true;
    at = next;
  }
  return [...(bareLf ? (['bare-lf'] as const) : []), ...(folded ? (['obsolete-folding'] as const) : [])];
}

/** What a head says about the length of the body that follows. */
export interface LengthHeaders {
  /** Content-Length values agree and are digits; null without one. */
  readonly contentLength: number | null;
  readonly badContentLength: boolean;
  /** The last transfer coding is chunked. */
  readonly chunked: boolean;
  /**
   * A Transfer-Encoding whose last coding is not chunked: the body ends with the connection (RFC 9112 §6.3).
   */
  readonly otherCoding: boolean;
  /** `chunked` stands elsewhere than once at the end of all codings, or a coding is no plain name. */
  readonly oddCoding: boolean;
  /**
   * White space stands before the colon of one of them: some readers take it for another name (RFC 9112
   * §5.1).
   */
  readonly oddName: boolean;
}

type MutableLengthHeaders = { -readonly [K in keyof LengthHeaders]: LengthHeaders[K] };

export const NO_LENGTH: LengthHeaders = {
  contentLength: null,
  badContentLength: false,
  chunked: false,
  otherCoding: false,
  oddCoding: false,
  oddName: false,
};

/**
 * Reads the length headers of a head in one pass. A line is looked at only when the letters in which
 * `content-length` and `transfer-encoding` differ from the common headers fit.
 */
export function lengthHeaders(head: ByteString): LengthHeaders {
  const bytes = toBytes(head);
  let found: MutableLengthHeaders | null = null;
  let at = head.indexOf('\n') + 1;
  let colon = -1;
  while (at > 0 && at < head.length) {
    if (maySayLengthAt(bytes, at)) {
      const { end } = lineAt(head, at);
      // See `parseHeaderLines`.
      if (colon < at) colon = head.indexOf(':', at);
      if (colon < 0) break;
      if (colon > at && colon < end) {
        const name = trimOws(head.slice(at, colon)).toLowerCase();
        if (name === 'content-length' || name === 'transfer-encoding') {
          found ??= { ...NO_LENGTH };
          found.oddName ||= name.length !== colon - at;
          readLengthHeader(found, name, trimOws(head.slice(colon + 1, end)));
        }
      }
    }
    at = head.indexOf('\n', at) + 1;
  }
  return found ?? NO_LENGTH;
}

function readLengthHeader(
  into: MutableLengthHeaders,
  name: 'content-length' | 'transfer-encoding',
  value: string,
): void {
  if (name === 'transfer-encoding') {
    const wasChunked = into.chunked;
    const last = value
      .slice(value.lastIndexOf(',') + 1)
      .trim()
      .toLowerCase();
    into.chunked = last === 'chunked';
    into.otherCoding = !into.chunked && last !== 'identity' && last !== '';
    const codings = value.split(',').map((coding) => coding.trim().toLowerCase());
    // Of an earlier line `chunked` is not the last coding any more.
    into.oddCoding ||=
      wasChunked ||
      codings.slice(0, -1).includes('chunked') ||
      !codings.every((coding) => CODING.test(coding));
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

/** A name, and perhaps parameters (RFC 9112 §7). */
const CODING = /^[\w!#$%&'*+.^`|~-]+(?:\s*;.*)?$/;

/** More digits would leave the range of exact numbers. */
const MAX_LENGTH_DIGITS = 15;

/**
 * Whether the letters fit in which the length headers differ from the common ones; `at`: where a line of a
 * head starts.
 */
export function maySayLengthAt(block: Uint8Array, at: number): boolean {
  switch ((block[at] ?? 0) | 0x20) {
    case 0x63: // content-LengTh
      return ((block[at + 8] ?? 0) | 0x20) === 0x6c && ((block[at + 12] ?? 0) | 0x20) === 0x74;
    case 0x74: // transfer-E…
      return ((block[at + 9] ?? 0) | 0x20) === 0x65;
    default:
      return false;
  }
}

const CONTENT_LENGTH = toBytes('content-length:');
const TRANSFER_ENCODING = toBytes('transfer-encoding:');
const CHUNKED = toBytes('chunked');

const CHUNKED_BODY: LengthHeaders = { ...NO_LENGTH, chunked: true };

/**
 * What the line at `line` of a head that ends before `end` says, if it is `Content-Length: DIGITS` or
 * `Transfer-Encoding: chunked`, as nearly all are; null for a line of any other shape. A length is put `into`
 * what says nothing else.
 */
export function plainLengthAt(
  block: Uint8Array,
  line: number,
  end: number,
  into: LengthHeaders & { contentLength: number | null },
): LengthHeaders | null {
  if (!standsInLowerAt(CONTENT_LENGTH, block, line)) {
    if (!standsInLowerAt(TRANSFER_ENCODING, block, line)) return null;
    const value = afterSpaces(block, line + TRANSFER_ENCODING.length);
    if (!standsInLowerAt(CHUNKED, block, value)) return null;
    return endsLineAt(block, value + CHUNKED.length, end) ? CHUNKED_BODY : null;
  }
  const start = afterSpaces(block, line + CONTENT_LENGTH.length);
  let at = start;
  let length = 0;
  for (let byte = block[at] ?? 0; isDigit(byte) && at < end; byte = block[++at] ?? 0) {
    length = length * 10 + (byte - 0x30);
  }
  if (at === start || at - start > MAX_LENGTH_DIGITS || !endsLineAt(block, at, end)) return null;
  into.contentLength = length;
  return into;
}

function afterSpaces(block: Uint8Array, from: number): number {
  let at = from;
  while (block[at] === 0x20) at++;
  return at;
}

function endsLineAt(block: Uint8Array, at: number, end: number): boolean {
  const feed = block[at] === 0x0d ? at + 1 : at;
  return feed < end && block[feed] === 0x0a;
}

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

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
