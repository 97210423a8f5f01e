import {
  type ByteString,
  isOws,
  mayStandAt,
  standsAt,
  toByteString,
  toBytes,
  trimOws,
} from '../bytes/byte-string.ts';
import type { StreamBytes } from '../stream/stream-chunk.ts';
import type { CapturedRequest, CapturedResponse, Message } from './captured-message.ts';
import { MAX_SHOWN_LINE, MAX_START_LINE_BYTES } from './limits.ts';

/* First lines of messages: what they say, and whether one stands where that is not known. */

interface RequestLine {
  readonly method: ByteString;
  readonly target: ByteString;
  readonly version: ByteString;
}

const MAX_METHOD_LENGTH = 32;
const VERSION_LENGTH = 'HTTP/1.1'.length;

/**
 * Method, target and version of a request line; null if it is none. A target with raw spaces is kept as sent.
 */
export function parseRequestLine(line: ByteString): RequestLine | null {
  const text = trimEnd(line);
  const methodEnd = text.indexOf(' ');
  const versionStart = text.length - VERSION_LENGTH;
  if (methodEnd < 1 || methodEnd > MAX_METHOD_LENGTH || versionStart <= methodEnd + 1) return null;
  if (!isVersion(text, versionStart) || text.charCodeAt(versionStart - 1) !== 0x20) return null;
  for (let i = 0; i < methodEnd; i++) if (!isTokenChar(text.charCodeAt(i))) return null;
  const target = trimOws(text.slice(methodEnd + 1, versionStart - 1));
  if (target.length === 0) return null;
  return { method: methodOf(text, methodEnd), target, version: versionOf(text, versionStart) };
}

/** One text for all messages, where it is the usual one: a copy for each would be memory for each. */
function versionOf(text: ByteString, at: number): ByteString {
  return text.startsWith(USUAL_VERSION, at) ? USUAL_VERSION : text.slice(at, at + VERSION_LENGTH);
}

export const USUAL_VERSION = 'HTTP/1.1';
const USUAL_METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'] as const;

function methodOf(text: ByteString, length: number): ByteString {
  for (const method of USUAL_METHODS) {
    if (method.length === length && text.startsWith(method)) return method;
  }
  return text.slice(0, length);
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
function isTokenChar(code: number): boolean {
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

interface StatusLine {
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
  return { version: versionOf(line, 0), status, reason: line.slice(at + 4) };
}

/** Fills in what a message's first line says; false if it is none of its kind. */
export function takeStartLine(message: Message, line: ByteString): boolean {
  if (message.kind === 'request') {
    const parsed = parseRequestLine(line);
    if (parsed === null) return false;
    message.method = parsed.method;
    message.target = parsed.target;
    message.version = parsed.version;
    return true;
  }
  const parsed = parseStatusLine(line);
  if (parsed === null) return false;
  message.version = parsed.version;
  message.status = parsed.status;
  message.reason = parsed.reason;
  return true;
}

/**
 * The same for a line at `start` to `end` of a block, with which the message's head begins. The lines that
 * nearly every message has are read where they stand, and no text is made of them.
 */
export function readStartLine(message: Message, block: Uint8Array, start: number, end: number): boolean {
  const isUsual =
    message.kind === 'request'
      ? readUsualRequest(message, block, start, end)
      : readUsualStatus(message, block, start, end);
  return isUsual || takeStartLine(message, toByteString(block, start, end));
}

const USUAL_VERSION_BYTES = toBytes(USUAL_VERSION);
const USUAL_METHOD_BYTES = USUAL_METHODS.map((method) => ({ method, bytes: toBytes(`${method} `) }));

/**
 * A usual method, a target without white space at its ends, HTTP/1.1. `parseRequestLine` would say the same
 * of such a line.
 */
function readUsualRequest(message: CapturedRequest, block: Uint8Array, from: number, to: number): boolean {
  const version = to - VERSION_LENGTH;
  if (version <= from || !standsAt(USUAL_VERSION_BYTES, block, version)) return false;
  for (const { method, bytes } of USUAL_METHOD_BYTES) {
    if (!standsAt(bytes, block, from)) continue;
    const start = from + bytes.length;
    const end = version - 1;
    if (end <= start || block[end] !== 0x20) return false;
    if ((block[start] ?? 0) <= 0x20 || (block[end - 1] ?? 0) <= 0x20) return false;
    message.method = method;
    message.version = USUAL_VERSION;
    message.targetInHead(start - from, end - from, hasEquals(block, start, end));
    return true;
  }
  return false;
}

function hasEquals(block: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (block[at] === 0x3d) return true;
  return false;
}

const USUAL_STATUS = toBytes('HTTP/1.1 200 OK');

function readUsualStatus(message: CapturedResponse, block: Uint8Array, start: number, end: number): boolean {
  if (end - start !== USUAL_STATUS.length || !standsAt(USUAL_STATUS, block, start)) return false;
  message.version = USUAL_VERSION;
  message.status = 200;
  message.reason = 'OK';
  return true;
}

/*
 * Whether a message begins where bytes stand, asked where that is not known: at the start of a connection,
 * behind a loss, in place of a body, between what else a side says.
 */

/** What the messages of one direction are. */
export type Role = 'request' | 'response';

/** Whether what stands first looks like the start of a message. */
export function looksLikeStart(role: Role, { block, start, end }: StreamBytes): boolean {
  return role === 'response'
    ? looksLikeStatusLine(block, start, end)
    : looksLikeRequestLine(block, start, end);
}

/** Whether it is too little to know, and may become what looks like one. */
export function mayBecomeStart(role: Role, { block, start, end }: StreamBytes): boolean {
  return role === 'response'
    ? mayBecomeStatusLine(block, start, end)
    : mayBecomeRequestLine(block, start, end);
}

/** Whether a line without its line end, or as much of it as there is, may become a first line. */
export function mayBecomeFirstLine(role: Role, bytes: Uint8Array): boolean {
  return role === 'response' ? mayBeStatusLine(bytes, 0, bytes.length) : mayBeRequestLine(bytes);
}

/** The start of the first line of a text, without its line end, as far as it may be shown. */
export function firstLineOf(text: ByteString): ByteString {
  const shown = text.slice(0, MAX_SHOWN_LINE);
  const end = shown.search(/[\r\n]/);
  return end < 0 ? shown : shown.slice(0, end);
}

/**
 * A method with what may follow it (RFC 9112 §3.2) or a tab, or any with HTTP behind it. Redis, for one, has
 * a `GET` too. A line in whose method no sign of one stands is none of these: it is given up at that sign,
 * and what follows may not have come.
 */
const MEANT_AS_REQUEST =
  /^(?:(?:GET|PUT|POST|HEAD|DELETE|OPTIONS|PATCH|COPY)(?:\t| +(?:\/|https?:\/\/|\*[ \t]))|[!#-'*+.^-z|~-]{1,32} (?:.*[ \t])?HTTP\/)/i;

/** Whether a line that is no request line was meant for one. */
export function isMeantAsRequest(line: ByteString): boolean {
  return MEANT_AS_REQUEST.test(line);
}

/** Whether a line without its line end is one. */
export function isFirstLine(role: Role, line: ByteString): boolean {
  return role === 'response' ? parseStatusLine(line) !== null : parseRequestLine(line) !== null;
}

/** Whether what there is of a line may become a request line: it begins as a method does. */
function mayBeRequestLine(bytes: Uint8Array): boolean {
  const stop = Math.min(bytes.length, MAX_METHOD_LENGTH + 1);
  for (let at = 0; at < stop; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x20) return at > 0;
    if (!isTokenChar(byte)) return false;
  }
  return bytes.length <= MAX_METHOD_LENGTH;
}

const LONGEST_METHOD = 24;

/**
 * Whether `METHOD SP` and the first letter of a target stand at `start`: upper-case letters, as every known
 * method has. Of a target that begins as none should, the whole line has to be there.
 */
function looksLikeRequestLine(block: Uint8Array, start: number, end: number): boolean {
  const stop = Math.min(end, start + LONGEST_METHOD);
  let at = start;
  while (at < stop && isUpper(block[at] ?? 0)) at++;
  if (at - start < 3 || at + 1 >= end || block[at] !== 0x20) return false;
  return beginsUsualTarget(block[at + 1] ?? 0) || holdsRequestLine(block, start, end);
}

/** Origin form, `*`, absolute form or authority form (RFC 9112 §3.2). */
function beginsUsualTarget(byte: number): boolean {
  return byte === 0x2f || byte === 0x2a || isAlphaNumeric(byte) || byte === 0x5b;
}

/**
 * Whether what there is may become what looks like a request line, of a usual method: too little of it to
 * know. Where a segment is lost, what follows may be the rest of a method.
 */
export function mayBecomeRequestLine(block: Uint8Array, start: number, end: number): boolean {
  return USUAL_METHOD_BYTES.some(
    ({ bytes }) => end - start <= bytes.length && mayStandAt(bytes, block, start, end),
  );
}

/**
 * What stands where a body may stand as well as a request. A request has its whole line, up to the version at
 * its end, and what there is behind it is a head: a list of requests is none. `more`: it begins as a request
 * line does, and the line's end is not there yet.
 */
export function requestOrBody({ block, start, end }: StreamBytes): 'request' | 'body' | 'more' {
  if (mayBecomeRequestLine(block, start, end)) return 'more';
  if (!looksLikeRequestLine(block, start, end)) return 'body';
  if (endOfLine(block, start, end) < 0) return end - start < MAX_START_LINE_BYTES ? 'more' : 'body';
  const isRequest =
    holdsRequestLine(block, start, end) && goesOnAsHead(block, block.indexOf(0x0a, start) + 1, end);
  return isRequest ? 'request' : 'body';
}

/**
 * Whether lines of a head stand at `start`, up to the empty one or to `end`: fields (RFC 9112 §5), or more of
 * the one before.
 */
function goesOnAsHead(block: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    if (block[at] === 0x0d || block[at] === 0x0a) return true;
    if (!isOws(block[at] ?? 0) && !mayBeField(block, at, end)) return false;
    const feed = block.indexOf(0x0a, at);
    if (feed < 0) return true;
    at = feed + 1;
  }
  return true;
}

/**
 * Whether a name and a colon stand at `start`, or as much of them as there is. White space between the two is
 * known to occur.
 */
function mayBeField(block: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && isTokenChar(block[at] ?? 0)) at++;
  const isNamed = at > start;
  while (at < end && isOws(block[at] ?? 0)) at++;
  return isNamed && (at >= end || block[at] === 0x3a);
}

/**
 * The same where a line of another protocol may stand (FTP, SMTP): what looks like a request line is one if
 * all of it is there.
 */
export function mayHoldRequestLine(block: Uint8Array, start: number, end: number): boolean {
  if (!looksLikeRequestLine(block, start, end)) return false;
  const lineEnd = endOfLine(block, start, end);
  return lineEnd < 0 || isRequestLine(block, start, lineEnd);
}

function holdsRequestLine(block: Uint8Array, start: number, end: number): boolean {
  const lineEnd = endOfLine(block, start, end);
  return lineEnd >= 0 && isRequestLine(block, start, lineEnd);
}

/** Where the first line ends, without its line end; -1 where that is not there. */
function endOfLine(block: Uint8Array, start: number, end: number): number {
  const feed = block.subarray(start, Math.min(end, start + MAX_START_LINE_BYTES)).indexOf(0x0a);
  if (feed < 0) return -1;
  return block[start + feed - 1] === 0x0d ? start + feed - 1 : start + feed;
}

function isRequestLine(block: Uint8Array, start: number, end: number): boolean {
  return parseRequestLine(toByteString(block, start, end)) !== null;
}

/** Whether bytes that end at `end` end with an empty line, as a request without a body does. */
export function endsWithEmptyLine(block: Uint8Array, end: number): boolean {
  if (block[end - 1] !== 0x0a) return false;
  return block[end - (block[end - 2] === 0x0d ? 3 : 2)] === 0x0a;
}

const STATUS_LINE = toBytes('HTTP/');

/** Whether `HTTP/` stands at `start`, or as much of it as there is. */
export function mayBeStatusLine(block: Uint8Array, start: number, end: number): boolean {
  return mayStandAt(STATUS_LINE, block, start, end);
}

/** The same where it is not all there. */
export function mayBecomeStatusLine(block: Uint8Array, start: number, end: number): boolean {
  return end - start < STATUS_LINE.length && mayBeStatusLine(block, start, end);
}

/** Whether a status line stands first, with its line end. */
export function holdsStatusLine({ block, start, end }: StreamBytes): boolean {
  if (!looksLikeStatusLine(block, start, end)) return false;
  const lineEnd = endOfLine(block, start, end);
  return lineEnd >= 0 && parseStatusLine(toByteString(block, start, lineEnd)) !== null;
}

/** Whether `HTTP/` stands at `start`. */
export function looksLikeStatusLine(block: Uint8Array, start: number, end: number): boolean {
  return end - start >= STATUS_LINE.length && standsAt(STATUS_LINE, block, start);
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isAlphaNumeric(code: number): boolean {
  return isUpper(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
