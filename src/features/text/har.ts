import { fromBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, decodeUtf8, fromText } from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { isJsonObject, type JsonObject as Json } from '../../engine/bytes/json.ts';
import { MAX_HEADERS, MAX_TEXT_BODY } from './limits.ts';
import { isRedacted, type Losses } from './losses.ts';
import { addHost, type DraftTime, type MessageDraft, newDraft } from './message-draft.ts';
import type { RequestStart, ResponseStart } from './start-line.ts';

/**
 * The messages of an HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browsers
 * write: how users of HTTPS can show what was sent. `line` of a message is the number of its entry. Nothing
 * of the file is trusted to have its type. Null for a text that is none.
 */
export function readHar(text: ByteString, losses: Losses, limit: number): readonly MessageDraft[] | null {
  const entries = entriesOf(text);
  if (entries === null) return null;
  const drafts: MessageDraft[] = [];
  for (const [at, entry] of entries.slice(0, limit).entries()) {
    if (isJsonObject(entry)) addAll(drafts, entryDrafts(entry, at + 1, losses));
  }
  if (entries.length > limit) losses.add('text-too-many-exchanges', limit, { limit });
  return drafts;
}

/** Characters at the start of a text that show whether it may be an HTTP Archive. */
export const HAR_LOOK = 64 * 1024;

export function looksLikeHar(text: ByteString): boolean {
  return /^\s*\{/.test(text.slice(0, 1024)) && /"log"\s*:/.test(text.slice(0, HAR_LOOK));
}

/** Values of one text that may be made: each takes up to a hundred bytes, where `{}` has two. */
const MAX_JSON_VALUES = 2_500_000;

/** Whether a text has more of them than that, by what stands before each outside of strings. */
export function hasManyValues(text: string): boolean {
  let [count, isQuoted] = [0, false];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === BACKSLASH && isQuoted) at++;
    else if (!isQuoted && (code === COMMA || code === BRACE || code === BRACKET)) count++;
    if (count > MAX_JSON_VALUES) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH, COMMA, BRACE, BRACKET] = [0x22, 0x5c, 0x2c, 0x7b, 0x5b];

function entriesOf(text: ByteString): readonly unknown[] | null {
  const content = jsonOf(decodeUtf8(text) ?? text);
  const log = isJsonObject(content) ? content['log'] : undefined;
  const entries = isJsonObject(log) ? log['entries'] : undefined;
  return Array.isArray(entries) ? entries : null;
}

function entryDrafts(entry: Json, number: number, losses: Losses): MessageDraft[] {
  const sent = entry['request'];
  const answer = entry['response'];
  // Each entry is a conversation of its own: archives list them by time of start, whatever the connection.
  const connection = `${number} ${textOf(entry['serverIPAddress'])}`;
  const time = timeOf(entry['startedDateTime']);
  const drafts: MessageDraft[] = [];
  const request = isJsonObject(sent) ? requestDraft(sent, number, connection, losses) : null;
  if (request !== null) {
    request.time = time;
    drafts.push(request);
  }
  if (isJsonObject(answer)) {
    const response = responseDraft(answer, number, connection);
    if (response !== null) {
      response.time = time;
      response.lastTime = later(time, entry['time']);
      drafts.push(response);
      if (request !== null && isUnsigned(request) && isRefusedByOss(response)) {
        losses.add('text-no-signature', number);
      }
    }
  }
  return drafts;
}

function requestDraft(sent: Json, number: number, connection: string, losses: Losses): MessageDraft | null {
  const method = textOf(sent['method']);
  const [, authority = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)([^#]*)/i.exec(textOf(sent['url'])) ?? [];
  if (!/^[A-Z]{1,32}$/.test(method) || authority === '') return null;
  const target = rest.startsWith('/') ? rest : `/${rest}`;
  const start: RequestStart = { kind: 'request', method, target, version: versionOf(sent) };
  const draft = newDraft(start, number, connection);
  const host = addHeaders(draft, sent['headers'], losses);
  addHost(draft, host ?? authority.replace(/^.*@/, ''));
  const post = sent['postData'];
  const body = isJsonObject(post) ? textOf(post['text']) : '';
  const isCoded = isJsonObject(post) && post['encoding'] === 'base64';
  addBody(draft, isCoded ? (fromBase64(body) ?? body) : body);
  return draft;
}

function isUnsigned({ headers, start }: MessageDraft): boolean {
  const target = start?.kind === 'request' ? start.target : '';
  return !headers.some(({ name }) => /^authorization$/i.test(name)) && !/[?&][^=&?]*signature=/i.test(target);
}

/** An answer of OSS that a missing signature could explain. */
function isRefusedByOss({ headers, start }: MessageDraft): boolean {
  const status = start?.kind === 'response' ? start.status : 0;
  return status >= 400 && headers.some(({ name }) => /^x-oss-/i.test(name));
}

function responseDraft(answer: Json, number: number, connection: string): MessageDraft | null {
  const status = typeof answer['status'] === 'number' ? Math.trunc(answer['status']) : 0;
  // Browsers write 0 where no answer came.
  if (status < 100 || status > 999) return null;
  const reason = textOf(answer['statusText']);
  const start: ResponseStart = { kind: 'response', version: versionOf(answer), status, reason };
  const draft = newDraft(start, number, connection);
  // Bodies are recorded without their codings.
  addHeaders(draft, answer['headers'], null, /^(?:content-encoding|transfer-encoding)$/i);
  const content = answer['content'];
  if (isJsonObject(content)) {
    const text = textOf(content['text']);
    addBody(draft, content['encoding'] === 'base64' ? (fromBase64(text) ?? text) : text);
  }
  return draft;
}

/** Returns the value of the HTTP/2 pseudo header `:authority`; those are no header lines. */
function addHeaders(
  draft: MessageDraft,
  headers: unknown,
  losses: Losses | null,
  leaveOut: RegExp = /^$/,
): ByteString | null {
  let authority: ByteString | null = null;
  if (!Array.isArray(headers)) return null;
  for (const header of headers.slice(0, MAX_HEADERS)) {
    if (!isJsonObject(header)) continue;
    const name = textOf(header['name']);
    const value = textOf(header['value']).replace(/[\r\n]+/g, ' ');
    if (name === ':authority') authority = value;
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || leaveOut.test(name)) continue;
    draft.headers.push({ name, rawValue: ` ${value}`, line: draft.line });
    if (losses !== null && isRedacted(value)) losses.add('text-redacted', draft.line, { name });
  }
  return authority;
}

export function addBody(draft: MessageDraft, body: ByteString): void {
  if (body !== '') draft.body.push({ text: body.slice(0, MAX_TEXT_BODY), ending: '', number: draft.line });
}

/** `http/1.1` and `h2` as the start line would have them. */
function versionOf(message: Json): ByteString {
  const text = textOf(message['httpVersion']).toUpperCase();
  if (/^HTTP\/\d(?:\.\d)?$/.test(text)) return text;
  return text === 'H2' ? 'HTTP/2' : text === 'H3' ? 'HTTP/3' : 'HTTP/1.1';
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export function timeOf(text: unknown): DraftTime | null {
  if (typeof text !== 'string' || !ISO_TIME.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (!Number.isFinite(milliseconds)) return null;
  return fromMilliseconds(milliseconds);
}

function fromMilliseconds(milliseconds: number): DraftTime {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: Math.round((milliseconds - seconds * 1000) * 1e6) };
}

function later(time: DraftTime | null, milliseconds: unknown): DraftTime | null {
  if (time === null || typeof milliseconds !== 'number' || !(milliseconds >= 0)) return time;
  return fromMilliseconds(time.seconds * 1000 + time.nanos / 1e6 + Math.min(milliseconds, 1e12));
}

/** The value that a text is in JSON; undefined for another text. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Text of a value, as bytes; anything but a string is none. */
export function textOf(value: unknown): ByteString {
  return typeof value === 'string' ? fromText(value) : '';
}
