import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { MAX_HTTP_LINE } from './limits.ts';

export interface RequestStart {
  readonly kind: 'request';
  readonly method: ByteString;
  readonly target: ByteString;
  readonly version: ByteString;
}

export interface ResponseStart {
  readonly kind: 'response';
  readonly version: ByteString;
  readonly status: number;
  readonly reason: ByteString;
}

/** Methods that OSS and proxies know; any upper-case word would take a shouted sentence for a request. */
const REQUEST =
  /^(GET|PUT|POST|HEAD|DELETE|OPTIONS|COPY|CONNECT|PATCH) (\S(?:.*\S)?) (HTTP\/\d(?:\.\d)?)[ \t]*$/;
/** Loggers of Ruby write `HTTP/1.X`. */
const RESPONSE = /^(HTTP\/\d(?:\.[\dX])?) (\d{3})(?:[ \t](.*))?$/;

export function parseStart(line: ByteString): RequestStart | ResponseStart | null {
  if (line.length > MAX_HTTP_LINE) return null;
  const [, method, target, sentVersion] = REQUEST.exec(line) ?? [];
  if (method !== undefined && target !== undefined && sentVersion !== undefined) {
    return { kind: 'request', method, target, version: sentVersion };
  }
  const [, version, status, reason] = RESPONSE.exec(line) ?? [];
  if (version === undefined || status === undefined) return null;
  return { kind: 'response', version, status: Number(status), reason: (reason ?? '').trim() };
}

/** A start line that follows the body before it without a line end, as in a stream that was saved as text. */
const GLUED_RESPONSE = /HTTP\/1\.[01] [1-5]\d\d(?: [A-Za-z][A-Za-z -]{0,40})?$/;
const LONGEST_GLUED_RESPONSE = 'HTTP/1.1 200 '.length + 41;
const GLUED_REQUEST = /(?:GET|PUT|POST|HEAD|DELETE|OPTIONS) (?:\/|https?:)\S* HTTP\/1\.[01]$/;
const GLUED_VERSION = ' HTTP/1.1';
const LONGEST_GLUED_METHOD = 'OPTIONS'.length;

/**
 * Offset of a start line within a line that begins as something else; -1 where there is none. It ends the
 * line, so it is looked for at its end: what is before it may end in another one, any number of times.
 */
export function gluedStart(line: ByteString): number {
  if (line.length > MAX_HTTP_LINE) return -1;
  const at = searchFrom(line, line.length - LONGEST_GLUED_RESPONSE, GLUED_RESPONSE);
  if (at > 0) return at;
  const target = line.lastIndexOf(' ', line.length - GLUED_VERSION.length - 1);
  const request = searchFrom(line, target - LONGEST_GLUED_METHOD, GLUED_REQUEST);
  return request > 0 ? request : -1;
}

/** Where `pattern` is found from `from` on, which may be before the start; -1 where it is not. */
function searchFrom(text: ByteString, from: number, pattern: RegExp): number {
  const start = Math.max(0, from);
  const found = text.slice(start).search(pattern);
  return found < 0 ? found : start + found;
}

/** Whether a line begins the document of an answer: an XML declaration, or an error's root element. */
export function beginsDocument(line: ByteString): boolean {
  return /^\s*<(?:\?xml|Error>)/.test(line);
}

interface HeaderText {
  readonly name: ByteString;
  /** Everything behind the colon. */
  readonly rawValue: ByteString;
}

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}):(.*)$/;

export function parseHeader(line: ByteString): HeaderText | null {
  if (line.length > MAX_HTTP_LINE) return null;
  const [, name, rawValue] = HEADER.exec(line) ?? [];
  // A URL is no header, nor is the clock time before a log line.
  if (name === undefined || rawValue === undefined || rawValue.startsWith('//') || /^\d+$/.test(name)) {
    return null;
  }
  return { name, rawValue };
}

const KNOWN_HEADER =
  /^(?:host|date|authorization|server|connection|accept[a-z-]*|content-[a-z0-9-]+|user-agent|x-[a-z0-9-]+|etag|last-modified|vary|expect|range|transfer-encoding|cache-control|via|cookie|referer|origin|keep-alive|age|expires|if-[a-z-]+)$/i;

/** Whether a header is of requests and answers of OSS: part of the head even behind blank lines. */
export function isKnownHeader(line: ByteString): boolean {
  const header = parseHeader(line);
  return header !== null && KNOWN_HEADER.test(header.name);
}
