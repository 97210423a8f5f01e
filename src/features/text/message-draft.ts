/* A message of a text that is still being read: it may lack what other captures have. */

import { asciiLower, type ByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { ChunkedBody } from '../../engine/http/body-reader.ts';
import { CapturedRequest, CapturedResponse } from '../../engine/http/captured-message.ts';
import { lengthHeaders } from '../../engine/http/head.ts';
import { MAX_TEXT_EXCHANGES } from '../../engine/limits.ts';
import { LINES_OF_AN_EXCHANGE, MAX_GATHERED_BODY, MAX_TEXT_BODY } from './limits.ts';
import { isMask, type Losses } from './losses.ts';
import { escapeXml, repairDocument, statusOf } from './repair-document.ts';
import type { RequestStart, ResponseStart } from './start-line.ts';
import type { TextLine } from './text-line.ts';

export interface DraftHeader {
  readonly name: ByteString;
  rawValue: ByteString;
  readonly line: number;
}

/** A time as the source of a message gives it. */
export interface DraftTime {
  readonly seconds: number;
  readonly nanos: number;
}

/** A message while its lines are gathered. */
export interface MessageDraft {
  /** Null for an answer of which only the body is there. */
  readonly start: RequestStart | ResponseStart | null;
  readonly line: number;
  /** Connection within the text. */
  readonly connection: string;
  readonly headers: DraftHeader[];
  readonly body: TextLine[];
  lastLine: number;
  time: DraftTime | null;
  lastTime: DraftTime | null;
  /** Bytes of the body were replaced by others before they got here: it is good for reading only. */
  inexact: boolean;
  /** The body is written anew from what a log shows of it: its length says nothing. */
  rewritten: boolean;
  /** No line shows its headers: what it has beside its URL is not known. */
  isUrlAlone?: true;
  /** The string to sign that the client printed beside it. */
  clientString?: ByteString;
}

/** How the answers of a connection belong to its requests. */
export type PairingOrder =
  /** an answer belongs to the request right before it: a text that people or loggers wrote */
  | 'nearest'
  /** answers come in the order of the requests (RFC 9112 §9.3.2): packets */
  | 'in-order';

export type EndpointsOf = (connection: string) => { readonly client: string; readonly server: string };

/** A text that does not say who spoke with whom. */
export const NO_ENDPOINTS: EndpointsOf = () => ({ client: '', server: '' });

/**
 * The messages of a text in the order in which they begin: as many requests as exchanges may be read, as many
 * responses, and no more lines of them than so many usually have. A line takes many times its bytes of
 * memory, and a message more.
 */
export class Drafts {
  readonly all: MessageDraft[] = [];
  readonly losses: Losses;
  order: PairingOrder = 'nearest';
  endpointsOf: EndpointsOf = NO_ENDPOINTS;
  readonly #limit: number;
  #requests = 0;
  #responses = 0;
  #lines = 0;
  #isFull = false;

  /** `limit`: exchanges. */
  constructor(losses: Losses, limit: number) {
    this.losses = losses;
    this.#limit = limit;
  }

  /** There is more than may be read; what comes is not to be looked at. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** A message begins, with what is known of it already. */
  add(draft: MessageDraft): void {
    const count = draft.start?.kind === 'request' ? ++this.#requests : ++this.#responses;
    if (count > this.#limit) this.#isFull = true;
    else this.all.push(draft);
    this.keepLines(draft.headers.length + draft.body.length);
  }

  /** So many more lines of messages are kept, or what takes as much. */
  keepLines(count: number): void {
    this.#lines += count;
    if (this.#lines > Math.max(this.#limit, MAX_TEXT_EXCHANGES) * LINES_OF_AN_EXCHANGE) this.#isFull = true;
  }
}

/** The header that an HTTP library adds below a log that does not show it. */
export function addHost({ headers, line }: MessageDraft, host: ByteString): void {
  if (headers.some(({ name }) => asciiLower(name) === 'host')) return;
  headers.unshift({ name: 'Host', rawValue: ` ${host}`, line });
}

export function newDraft(start: MessageDraft['start'], line: number, connection: string): MessageDraft {
  return {
    start,
    line,
    connection,
    headers: [],
    body: [],
    lastLine: line,
    time: null,
    lastTime: null,
    inexact: false,
    rewritten: false,
  };
}

/** The error document of printed elements. What is no element's name, or no text, is left out. */
export function documentOf(details: Iterable<readonly [name: string, value: unknown]>): ByteString {
  const elements = [...details]
    .filter(([name, value]) => /^[A-Za-z][A-Za-z0-9]*$/.test(name) && typeof value === 'string')
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<Error>${elements.join('')}</Error>`;
}

/** The answer whose error document is not there, but printed on a line of the text. */
export function answerOfDetails(
  details: Iterable<readonly [name: string, value: unknown]>,
  line: number,
): MessageDraft {
  const draft = newDraft(null, line, '');
  draft.body.push({ text: documentOf(details), ending: '\n', number: line });
  draft.rewritten = true;
  return draft;
}

/** What a program fills in: a directive of printf, a name in braces. */
const FILLED_IN = '(?:%[sd]|\\$?\\{[^\\s{}]{0,60}\\})';
const SOURCE_SIGNATURE = new RegExp(
  `Credential=${FILLED_IN}.{0,400}Signature=${FILLED_IN}|^ ?(?:AWS|OSS) ${FILLED_IN}:${FILLED_IN}`,
);

/** Whether a request is source code, and was not sent: names stand for its key and its signature. */
export function isSource({ headers }: MessageDraft): boolean {
  return headers.some(
    ({ name, rawValue }) => asciiLower(name) === 'authorization' && SOURCE_SIGNATURE.test(rawValue),
  );
}

export function toRequest(draft: MessageDraft, start: RequestStart, losses: Losses): CapturedRequest {
  const request = new CapturedRequest();
  request.method = start.method;
  request.target = start.target;
  request.version = start.version;
  setHead(request, draft, `${start.method} ${start.target} ${start.version}`);
  setBody(request, draft, false, losses);
  return request;
}

/** The answer that a draft makes; `method` is that of the request, null where that is not known. */
export function toResponse(draft: MessageDraft, method: ByteString | null, losses: Losses): CapturedResponse {
  const response = new CapturedResponse();
  const { start } = draft;
  if (start !== null && start.kind === 'response') {
    response.version = start.version;
    response.status = start.status;
    response.reason = start.reason;
    setHead(response, draft, `${start.version} ${start.status} ${start.reason}`.trimEnd());
  } else {
    setPlace(response, draft);
    response.headComplete = true;
  }
  const { status } = response;
  const bodiless = method === 'HEAD' || status === 204 || status === 304 || status < 200;
  setBody(response, draft, bodiless && start !== null, losses);
  if (start === null) {
    response.status = statusOf(joined(draft.body));
    losses.add('text-status-missing', draft.line, { status: response.status });
  }
  return response;
}

function setPlace(message: CapturedRequest | CapturedResponse, draft: MessageDraft): void {
  message.frame = draft.line;
  message.lastFrame = draft.lastLine;
  message.firstSeconds = draft.time?.seconds ?? Number.NaN;
  message.firstNanos = draft.time?.nanos ?? 0;
  message.lastSeconds = draft.lastTime?.seconds ?? draft.time?.seconds ?? Number.NaN;
  message.lastNanos = draft.lastTime?.nanos ?? draft.time?.nanos ?? 0;
}

/** Writes the head as it would be on the wire, and which line of the text each of its lines came from. */
function setHead(message: CapturedRequest | CapturedResponse, draft: MessageDraft, first: string): void {
  setPlace(message, draft);
  let head = `${first}\r\n`;
  const frames: number[] = [0, draft.line];
  let isWhole = draft.isUrlAlone !== true;
  for (const { name, rawValue, line } of draft.headers) {
    // a value that somebody hid is none; another scheme than those of signatures it is not
    const isHidden = name.toLowerCase() === 'authorization' && isMask(rawValue);
    if (isHidden) isWhole = false;
    if (isHidden) continue;
    frames.push(head.length, line);
    head += `${name}:${rawValue}\r\n`;
  }
  message.head = `${head}\r\n`;
  message.frames = frames;
  message.headComplete = isWhole;
}

function setBody(
  message: CapturedRequest | CapturedResponse,
  draft: MessageDraft,
  bodiless: boolean,
  losses: Losses,
): void {
  const lengths = lengthHeaders(message.head);
  message.contentLength = lengths.contentLength;
  const raw = bodiless ? '' : joined(draft.body);
  if (bodiless || (raw === '' && lengths.contentLength === null && !lengths.chunked)) {
    message.framing = 'none';
    message.complete = true;
    return;
  }
  const fitted = draft.rewritten
    ? { text: raw, whole: true }
    : fitBody(raw, lengths.contentLength, lengths.chunked);
  message.framing = lengths.contentLength !== null ? 'content-length' : 'until-close';
  message.bodyBytes = fitted.text.length;
  message.complete = fitted.whole && !draft.inexact;
  const said = lengths.contentLength ?? 0;
  if (!fitted.whole) message.missingBytes = Math.max(0, said - fitted.text.length);
  const isError = message.kind === 'response' && (draft.start === null || message.status >= 300);
  if (!fitted.whole && (fitted.text !== '' || isError)) {
    losses.add('text-body-cut', draft.line, { name: message.kind, said, found: fitted.text.length });
  }
  // What a request sent is judged by its bytes, and these are not all its own.
  if (draft.inexact && message.kind === 'request') return;
  const body = isError ? repairDocument(fitted.text, draft.body, losses) : fitted.text;
  if (body === '') return;
  message.keepBody(MAX_TEXT_BODY);
  message.appendBody(body.slice(0, MAX_TEXT_BODY), message.frame);
}

function joined(lines: readonly TextLine[]): ByteString {
  let text = '';
  for (const line of lines) {
    text += line.text + line.ending;
    if (text.length > MAX_GATHERED_BODY) break;
  }
  return text;
}

/**
 * The body in the form that has the length the head promises: line ends may have changed from CRLF to LF or
 * back, and neither the text's own last line end is the body's, nor the dashes that an SDK puts behind it.
 */
function fitBody(
  raw: ByteString,
  contentLength: number | null,
  chunked: boolean,
): { readonly text: ByteString; readonly whole: boolean } {
  const trimmed = withoutEndSpace(raw.replace(/^(?:[ \t]*\r?\n)+/, ''));
  const bodyAlone = withoutEndSpace(trimmed.replace(/(?:^|\n)-{40,100}$/, ''));
  if (chunked) return { text: dechunked(raw) ?? trimmed, whole: true };
  if (contentLength === null) return { text: bodyAlone, whole: true };
  const start = raw.indexOf(trimmed);
  // a line that is as long, and other lines behind it that are none of the body's
  if (/^\r?\n/.test(raw.slice(start + contentLength, start + contentLength + 2))) {
    return { text: raw.slice(start, start + contentLength), whole: true };
  }
  const bare = trimmed.replaceAll('\r\n', '\n');
  const forms = [raw, raw.replace(/\r?\n$/, ''), trimmed, `${bare}\n`, bare, bare.replaceAll('\n', '\r\n')];
  const fitting = forms.find((form) => form.length === contentLength);
  if (fitting !== undefined) return { text: fitting, whole: true };
  return { text: bodyAlone, whole: bodyAlone !== trimmed && bodyAlone.length === contentLength };
}

/** Without white space at the end; a pattern would look at each inner run from each of its places. */
function withoutEndSpace(text: ByteString): ByteString {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(0, end);
}

/** Without the chunk framing that "Follow TCP Stream" shows; null where there is none. */
function dechunked(raw: ByteString): ByteString | null {
  const start = /^\s*/.exec(raw)?.[0].length ?? 0;
  if (!/^[0-9a-fA-F]{1,8}[ \t]*(?:;[^\n]*)?\r?\n/.test(raw.slice(start, start + 64))) return null;
  const bytes = toBytes(raw.slice(start));
  const body = new ChunkedBody();
  const parts: ByteString[] = [];
  body.push(bytes, 0, bytes.length, (from, to) => parts.push(raw.slice(start + from, start + to)));
  return parts.length === 0 ? null : parts.join('');
}
