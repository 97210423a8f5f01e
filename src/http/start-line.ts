import { type ByteString, standsAt, toByteString, toBytes, trimOws } from '../bytes/byte-string.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { Message } from './parser-events.ts';

interface RequestLine {
  readonly method: ByteString;
  readonly target: ByteString;
  readonly version: ByteString;
}

export const MAX_METHOD_LENGTH = 32;
const VERSION_LENGTH = 'HTTP/1.1'.length;

/**
 * Method, target and version of a request line; null if it is none. A target with raw spaces is
 * kept as sent.
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

/**
 * One text for all messages, where it is the usual one: a copy for each would be memory for each.
 */
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
 * The same for a line at `start` to `end` of a block, with which the message's head begins. The
 * lines that nearly every message has are read where they stand, and no text is made of them.
 */
export function readStartLine(message: Message, block: Uint8Array, start: number, end: number): boolean {
  const isUsual =
    message.kind === 'request'
      ? readUsualRequest(message, block, start, end)
      : readUsualStatus(message, block, start, end);
  return isUsual || takeStartLine(message, toByteString(block, start, end));
}

const USUAL_VERSION_BYTES = toBytes(USUAL_VERSION);
export const USUAL_METHOD_BYTES = USUAL_METHODS.map((method) => ({ method, bytes: toBytes(`${method} `) }));

/**
 * A usual method, a target without white space at its ends, HTTP/1.1. `parseRequestLine` would say
 * the same of such a line.
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
