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

/**
 * The lines that show the head of a request: groups `method` and `url`, or `host`, `path` (which the Go SDK
 * decodes) and `query`. The headers are `tabbed`, or a literal behind the line's words; with `params`, behind
 * a literal of query parameters.
 */
const REQUESTS: readonly RegExp[] = [
  // `Send request, method: POST, url: http://…, params: {…}, headers: {…}`: the Python SDK (oss2)
  /Send request, method: (?<method>[A-Z]+), url: (?<url>\S+), (?<params>params): /,
  // `request POST http://…, with headers {…}, !!stream: false`: ali-oss for Node.js, `DEBUG=ali-oss`
  /\brequest (?<method>[A-Z]+) (?<url>https?:\/\/\S+), with headers (?=\{)/,
  // `Sending http request: <AWSPreparedRequest …, method=PUT, url=http://…, headers={…}>`: botocore
  /Sending http request: <AWS\w{0,20}Request [^<>]{0,60}\bmethod=(?<method>[A-Z]+), url=(?<url>\S+), headers=(?=\{)/,
  // `[Req:0xc000123400]Method:PUT\tHost:…\tPath:/k\tQuery:\tHeader info:\tDate:…`: Go SDK 1, ossutil 1
  /\[Req:0x[0-9a-f]+\]Method:(?<method>[A-Z]+)\tHost:(?<host>[^\t]+)\tPath:(?<path>[^\t]*)\tQuery:(?<query>[^\t]*)\tHeader info:(?<tabbed>.*)/,
];
/** The same of answers: group `status`; botocore leaves it to urllib3, a line before. */
const ANSWERS: readonly RegExp[] = [
  /\[Resp:0x[0-9a-f]+\]StatusCode:(?<status>\d{3})\tHeader info:(?<tabbed>.*)/,
  /Get response headers, req-id:\s*\S*, status: (?<status>\d{3}), headers: /,
  /\bresponse [A-Z]+ \S+, got (?<status>\d{3}), headers: (?=\{)/,
  /\bbotocore\.parsers\b.{0,20}\bDEBUG\b.{0,4} Response headers: (?=\{)/,
];
const HEADS = [...REQUESTS, ...ANSWERS];
/** `… "PUT /k HTTP/1.1" 403 958`: urllib3 on an answer, whose headers and body follow, a line each. */
const BOTO_STATUS = /\burllib3\.connectionpool\b.{0,20}\bDEBUG\b.* HTTP\/1\.[01]" (\d{3}) (?:\d+|None)$/;
const BOTO_BODY = /\bbotocore\.parsers\b.{0,20}\bDEBUG\b.{0,4} Response body:$/;
/** `{'status': 403, 'x-oss-request-id': '…', 'details': {…}}`: the Python SDK; or `request-id`, or no ID. */
const OSS2_EXCEPTION = /\{'status': (\d{3}), (?:'(?:x-oss-)?request-id': |'details': \{)/;

/** Debug logs of the OSS SDKs for Python (and its exception), Node.js and Go, and of botocore. */
export const SDK_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) =>
    lines.some(({ text }) => [...REQUESTS, OSS2_EXCEPTION].some((pattern) => pattern.test(text))),
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
    const draft = headIn(line, status, losses);
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

/** The head that a line shows; `said`: the status of an answer that does not name it. */
function headIn({ text, number }: TextLine, said: number | null, losses: Losses): MessageDraft | null {
  for (const form of HEADS) {
    const found = form.exec(text);
    if (found === null) continue;
    const { method, url, host = '', path = '', status } = found.groups ?? {};
    const { query, headers } = behindHead(text, found);
    // without a status, the document speaks for itself
    const code = status === undefined ? said : Number(status);
    if (method === undefined && code !== null) return answer(code, headers, number);
    const target = url ?? `http://${host}${encodePath(path)}`;
    const draft = method === undefined ? null : request(method, target, query, headers, number, losses);
    if (draft !== null) return draft;
  }
  return null;
}

interface BehindHead {
  readonly query: ByteString;
  readonly headers: Literal;
}

function behindHead(text: ByteString, found: RegExpExecArray): BehindHead {
  const { query = '', params, tabbed } = found.groups ?? {};
  if (tabbed !== undefined) return { query, headers: tabbedHeaders(tabbed) };
  const end = found.index + found[0].length;
  if (params === undefined) return { query, headers: parseLiteral(text, end)?.value ?? null };
  const asked = parseLiteral(text, end);
  const at = text.indexOf('headers: ', asked?.end ?? found.index);
  return {
    query: asked?.value instanceof Map ? queryOf(asked.value) : '',
    headers: at < 0 ? null : (parseLiteral(text, at + 'headers: '.length)?.value ?? null),
  };
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
