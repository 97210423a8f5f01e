/* Debug logs of SDKs and of s3cmd that write requests and answers in forms of their own. */

import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { encodeComponent, encodePath } from '../../../engine/sign/percent.ts';
import { type Literal, parseLiteral } from '../literals.ts';
import { isRedacted, type Losses } from '../losses.ts';
import {
  addHost,
  answerOfDetails,
  type Drafts,
  documentOf,
  type MessageDraft,
  newDraft,
} from '../message-draft.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** `Send request, method: POST, url: http://…, params: {…}, headers: {…}`: the Python SDK (oss2). */
const OSS2_REQUEST = /Send request, method: ([A-Z]+), url: (\S+), params: /;
const OSS2_RESPONSE = /Get response headers, req-id:\s*\S*, status: (\d{3}), headers: /;
/** `request POST http://…, with headers {…}, !!stream: false`: ali-oss for Node.js, `DEBUG=ali-oss`. */
const ALI_REQUEST = /\brequest ([A-Z]+) (https?:\/\/\S+), with headers (?=\{)/;
const ALI_RESPONSE = /\bresponse [A-Z]+ \S+, got (\d{3}), headers: (?=\{)/;
/** `Sending http request: <AWSPreparedRequest …, method=PUT, url=http://…, headers={…}>`: botocore. */
const BOTO_REQUEST =
  /Sending http request: <AWS\w{0,20}Request [^<>]{0,60}\bmethod=([A-Z]+), url=(\S+), headers=(?=\{)/;
/** `… "PUT /k HTTP/1.1" 403 958`: urllib3 on an answer, whose headers and body follow, a line each. */
const BOTO_STATUS = /\burllib3\.connectionpool\b.{0,20}\bDEBUG\b.* HTTP\/1\.[01]" (\d{3}) (?:\d+|None)$/;
const BOTO_RESPONSE = /\bbotocore\.parsers\b.{0,20}\bDEBUG\b.{0,4} Response headers: (?=\{)/;
const BOTO_BODY = /\bbotocore\.parsers\b.{0,20}\bDEBUG\b.{0,4} Response body:$/;
/** `[Req:0xc000123400]Method:PUT\tHost:…\tPath:/k\tQuery:\tHeader info:\tDate:…`: Go SDK 1, ossutil 1. */
const GO_REQUEST =
  /\[Req:0x[0-9a-f]+\]Method:([A-Z]+)\tHost:([^\t]+)\tPath:([^\t]*)\tQuery:([^\t]*)\tHeader info:(.*)/;
const GO_RESPONSE = /\[Resp:0x[0-9a-f]+\]StatusCode:(\d{3})\tHeader info:(.*)/;
/** `{'status': 403, 'x-oss-request-id': '…', 'details': {…}}`: the Python SDK; or `request-id`, or no ID. */
const OSS2_EXCEPTION = /\{'status': (\d{3}), (?:'(?:x-oss-)?request-id': |'details': \{)/;

/** Debug logs of the OSS SDKs for Python (and its exception), Node.js and Go, and of botocore. */
export const SDK_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) =>
    lines.some(({ text }) =>
      [OSS2_REQUEST, ALI_REQUEST, BOTO_REQUEST, GO_REQUEST, OSS2_EXCEPTION].some((pattern) =>
        pattern.test(text),
      ),
    ),
  read: readSdkLog,
};

function readSdkLog(lines: TextLines, drafts: Drafts): void {
  const { losses } = drafts;
  /** Of the last answer of botocore: its status, and whether its body comes. */
  let status: number | null = null;
  let bodyComes = false;
  for (const line of lines) {
    if (drafts.isFull) break;
    const said = BOTO_STATUS.exec(line.text)?.[1];
    if (said !== undefined) status = Number(said);
    if (bodyComes) addBody(line, drafts);
    bodyComes = BOTO_BODY.test(line.text);
    const draft =
      oss2Request(line, losses) ??
      urlRequest(line, losses) ??
      goMessage(line, losses) ??
      response(line) ??
      botoResponse(line, status);
    // Of an answer whose headers were cut as well, and whose request was left out, the exception says more.
    const isBare = draft?.headers.length === 0 && drafts.all.at(-1)?.start?.kind !== 'request';
    if (draft !== null && !isBare) {
      drafts.add(draft);
      reportRedactions(draft, losses);
    }
    const details = exceptionDetails(line);
    if (details === null) continue;
    const last = drafts.all.at(-1);
    const holds = last?.start?.kind === 'response' && last.body.length === 0;
    const target = holds && last !== undefined ? last : newDraft(null, line.number, '');
    if (target !== last) drafts.add(target);
    target.rewritten = true;
    target.body.push({ text: documentOf(details), ending: '\n', number: line.number });
  }
  losses.add('text-headers-only', 1);
}

function oss2Request({ text, number }: TextLine, losses: Losses): MessageDraft | null {
  const found = OSS2_REQUEST.exec(text);
  const [, method = '', url = ''] = found ?? [];
  if (found === null) return null;
  const params = parseLiteral(text, found.index + found[0].length);
  const headersAt = text.indexOf('headers: ', params?.end ?? found.index);
  const headers = headersAt < 0 ? null : parseLiteral(text, headersAt + 'headers: '.length);
  const query = params?.value instanceof Map ? queryOf(params.value) : '';
  return request(method, url, query, headers?.value ?? null, number, losses);
}

/** A request that a line gives with the whole of its URL. */
function urlRequest({ text, number }: TextLine, losses: Losses): MessageDraft | null {
  const found = ALI_REQUEST.exec(text) ?? BOTO_REQUEST.exec(text);
  const [, method = '', url = ''] = found ?? [];
  if (found === null) return null;
  const headers = parseLiteral(text, found.index + found[0].length);
  return request(method, url, '', headers?.value ?? null, number, losses);
}

/** A request or an answer of the Go SDK, whose log decodes the path. */
function goMessage({ text, number }: TextLine, losses: Losses): MessageDraft | null {
  const [, method, host = '', path = '', query = '', sent = ''] = GO_REQUEST.exec(text) ?? [];
  if (method !== undefined) {
    return request(method, `http://${host}${encodePath(path)}`, query, tabbedHeaders(sent), number, losses);
  }
  const [, status, got = ''] = GO_RESPONSE.exec(text) ?? [];
  if (status === undefined) return null;
  return answer(Number(status), tabbedHeaders(got), number);
}

/** `\tName:value`, any number of times. */
function tabbedHeaders(text: ByteString): ReadonlyMap<string, Literal> {
  const headers = text.split('\t').map((each): [string, Literal] => {
    const colon = each.indexOf(':');
    return [each.slice(0, Math.max(0, colon)), each.slice(colon + 1)];
  });
  return new Map(headers);
}

/** Query parameters as `requests` writes them. */
function queryOf(params: ReadonlyMap<string, Literal>): ByteString {
  const pairs = [...params].filter(([, value]) => value !== null);
  return pairs.map(([name, value]) => `${encodeComponent(name)}=${encodeComponent(String(value))}`).join('&');
}

/** Null where headers cannot be read whole: a request without some would pass for an unsigned one. */
function request(
  method: ByteString,
  url: ByteString,
  query: ByteString,
  headers: Literal,
  line: number,
  losses: Losses,
): MessageDraft | null {
  if (!(headers instanceof Map)) {
    losses.add('text-request-cut', line);
    return null;
  }
  const [, authority = '', rest = '/'] = /^https?:\/\/([^/?#]+)([^#]*)/.exec(url) ?? [];
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  const target = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
  const draft = newDraft({ kind: 'request', method, target, version: 'HTTP/1.1' }, line, '');
  addHeaders(draft, headers);
  addHost(draft, authority);
  return draft;
}

function response({ text, number }: TextLine): MessageDraft | null {
  const found = OSS2_RESPONSE.exec(text) ?? ALI_RESPONSE.exec(text);
  if (found === null) return null;
  return answer(Number(found[1]), parseLiteral(text, found.index + found[0].length)?.value ?? null, number);
}

/** Null where no log of urllib3 gives the status: the document speaks for itself. */
function botoResponse({ text, number }: TextLine, status: number | null): MessageDraft | null {
  const found = BOTO_RESPONSE.exec(text);
  if (found === null || status === null) return null;
  return answer(status, parseLiteral(text, found.index + found[0].length)?.value ?? null, number);
}

function answer(status: number, headers: Literal, line: number): MessageDraft {
  const draft = newDraft({ kind: 'response', version: 'HTTP/1.1', status, reason: '' }, line, '');
  addHeaders(draft, headers);
  return draft;
}

/** The body of the last answer, as Python writes its bytes. */
function addBody(line: TextLine, drafts: Drafts): void {
  const body = parseLiteral(line.text, 0)?.value;
  if (typeof body !== 'string' || body === '') return;
  const last = drafts.all.at(-1);
  const answer =
    last?.start?.kind === 'response' && last.body.length === 0 ? last : newDraft(null, line.number, '');
  answer.body.push({ text: body, ending: '', number: line.number });
  if (answer !== last) drafts.add(answer);
  else drafts.keepLines(1);
}

function addHeaders(draft: MessageDraft, headers: Literal): void {
  if (!(headers instanceof Map)) return;
  for (const [name, value] of headers) {
    if (value === null || !/^[A-Za-z0-9_-]+$/.test(name)) continue;
    const rawValue = ` ${String(value).replace(/[\r\n]+/g, ' ')}`;
    draft.headers.push({ name, rawValue, line: draft.line });
  }
}

function reportRedactions(draft: MessageDraft, losses: Losses): void {
  for (const { name, rawValue } of draft.headers) {
    if (isRedacted(rawValue)) losses.add('text-redacted', draft.line, { name });
  }
}

function exceptionDetails({ text }: TextLine): ReadonlyMap<string, Literal> | null {
  const at = OSS2_EXCEPTION.exec(text)?.index;
  const parsed = at === undefined ? null : parseLiteral(text, at);
  const details = parsed?.value instanceof Map ? parsed.value.get('details') : undefined;
  return details instanceof Map && details.has('Code') ? details : null;
}

/** `DEBUG: ErrorXML: Code: 'AccessDenied'`: an element of the error document, as Python writes its text. */
const ELEMENT = /\bErrorXML: ([A-Za-z][A-Za-z0-9]{0,63}): u?(?=['"])/;

/** `s3cmd --debug`: answers in pieces, no uploads. A document's first element is its code. */
export const S3CMD_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some((line) => elementIn(line)?.[0] === 'Code'),
  read: readElements,
};

type Element = readonly [name: ByteString, value: ByteString];

function elementIn({ text }: TextLine): Element | null {
  const found = ELEMENT.exec(text);
  const [, name = ''] = found ?? [];
  const value = found === null ? null : parseLiteral(text, found.index + found[0].length)?.value;
  return typeof value === 'string' ? [name, value] : null;
}

function readElements(lines: TextLines, drafts: Drafts): void {
  let elements: Element[] = [];
  let first = 0;
  const end = (): void => {
    if (elements.length > 0) drafts.add(answerOfDetails(elements, first));
    elements = [];
  };
  for (const line of lines) {
    if (drafts.isFull) break;
    const element = elementIn(line);
    if (element === null || element[0] === 'Code') end();
    if (element === null) continue;
    if (elements.length === 0) first = line.number;
    if (elements.length < MAX_ELEMENTS) elements.push(element);
  }
  end();
}

const MAX_ELEMENTS = 50;
