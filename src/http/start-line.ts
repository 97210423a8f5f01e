import { type ByteString, trimOws } from '../bytes/byte-string.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { Message } from './parser-events.ts';

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
  return { method: methodOf(text, methodEnd), target, version: versionOf(text, versionStart) };
}

/** One text for all messages, where it is the usual one: a copy for each would be memory for each. */
function versionOf(text: ByteString, at: number): ByteString {
  return text.startsWith(USUAL_VERSION, at) ? USUAL_VERSION : text.slice(at, at + VERSION_LENGTH);
}

const USUAL_VERSION = 'HTTP/1.1';
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
  return { version: versionOf(line, 0), status, reason: line.slice(at + 4) };
}

/** Fills in what the first line of the message's head says, which is `length` long; false if it is none of its kind. */
export function readStartLine(message: Message, length: number): boolean {
  if (message.kind === 'request' ? readUsualRequest(message, length) : readUsualStatus(message, length))
    return true;
  const line = message.head.slice(0, length);
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
 * The request line that nearly every request has: a usual method, a target without white space at its ends, HTTP/1.1. It is read where
 * it stands; any other is left to `parseRequestLine`, which would say the same of this one.
 */
function readUsualRequest(message: CapturedRequest, length: number): boolean {
  const { head } = message;
  const versionStart = length - VERSION_LENGTH;
  if (!head.startsWith(USUAL_VERSION, versionStart)) return false;
  for (const method of USUAL_METHODS) {
    if (!head.startsWith(method)) continue;
    const start = method.length + 1;
    const end = versionStart - 1;
    if (head.charCodeAt(start - 1) !== 0x20 || head.charCodeAt(end) !== 0x20 || end <= start) return false;
    if (head.charCodeAt(start) <= 0x20 || head.charCodeAt(end - 1) <= 0x20) return false;
    message.method = method;
    message.version = USUAL_VERSION;
    message.target = head.slice(start, end);
    return true;
  }
  return false;
}

const USUAL_STATUS = 'HTTP/1.1 200 OK';

function readUsualStatus(message: CapturedResponse, length: number): boolean {
  if (length !== USUAL_STATUS.length || !message.head.startsWith(USUAL_STATUS)) return false;
  message.version = USUAL_VERSION;
  message.status = 200;
  message.reason = 'OK';
  return true;
}

const LONGEST_METHOD = 24;

/** Whether `METHOD SP` and the first letter of a target stand at `start`: upper-case letters, as every known method has. */
export function looksLikeRequestLine(block: Uint8Array, start: number, end: number): boolean {
  const stop = Math.min(end, start + LONGEST_METHOD);
  let at = start;
  while (at < stop && isUpper(block[at] ?? 0)) at++;
  if (at - start < 3 || at + 1 >= end || block[at] !== 0x20) return false;
  const next = block[at + 1] ?? 0;
  // origin form, `*`, absolute form or authority form
  return next === 0x2f || next === 0x2a || isAlphaNumeric(next) || next === 0x5b;
}

const STATUS_LINE = [0x48, 0x54, 0x54, 0x50, 0x2f] as const;

/** Whether `HTTP/` stands at `start`, or as much of it as there is. */
export function mayBeStatusLine(block: Uint8Array, start: number, end: number): boolean {
  return STATUS_LINE.every((byte, i) => start + i >= end || block[start + i] === byte);
}

/** Whether `HTTP/` stands at `start`. */
export function looksLikeStatusLine(block: Uint8Array, start: number, end: number): boolean {
  return (
    end - start >= 5 &&
    block[start] === 0x48 &&
    block[start + 1] === 0x54 &&
    block[start + 2] === 0x54 &&
    block[start + 3] === 0x50 &&
    block[start + 4] === 0x2f
  );
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isAlphaNumeric(code: number): boolean {
  return isUpper(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
