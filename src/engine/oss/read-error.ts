import { fromBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString, decodeUtf8, fromText } from '../bytes/byte-string.ts';
import { isJsonObject } from '../bytes/json.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { Result } from '../bytes/result.ts';
import { asksForCallback, CALLBACK_FAILED, isCopy } from '../http/kept-bodies.ts';
import { bodyText, type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import type { Hasher } from '../sign/hasher.ts';
import type { SignableRequest } from '../sign/request.ts';
import { codingsOf, type Inflate, withoutCodings } from './coded-body.ts';
import {
  type ErrorBodyFailure,
  type ErrorDocument,
  MAX_ERROR_BODY_BYTES,
  MAX_ERROR_FIELDS,
  parseErrorBody,
  parseErrorHeader,
} from './error-document.ts';
import type { OssError, OssExchange } from './model.ts';
import { providerRecord } from './providers/index.ts';
import { MAX_XML_DEPTH, type XmlParser } from './xml.ts';

/**
 * What failed although the answer has the status of a success. `callback-failed`: the object is stored, and
 * the callback that was asked for failed. `not-done`: an error document stands in the answer, and what was
 * asked for was not done.
 */
export type LateFailure = 'callback-failed' | 'not-done';

/** Code of the error document of a failed callback. */
const CALLBACK_FAILED_CODE = 'CallbackFailed';

/** Null for an exchange in which nothing failed so. Verdicts leave it aside: the signature was accepted. */
export function lateFailureOf({ exchange, error, provider }: OssExchange): LateFailure | null {
  const { request, response } = exchange;
  if (response === null || response.status < 200 || response.status >= 300) return null;
  const { calls } = providerRecord(provider);
  if (error !== null) {
    return calls && isCallbackFailure(response.status, error.code.trim()) ? 'callback-failed' : 'not-done';
  }
  // A proxy that changes an answer may make it a 203, too (RFC 9110 §15.3.4).
  if (!calls || response.status !== CALLBACK_FAILED || request === null) return null;
  return asksForCallback(request) ? 'callback-failed' : null;
}

/**
 * Whether an answer with that status and error code speaks of a callback, and so of something that was done.
 */
export function isCallbackFailure(status: number, code: string): boolean {
  return status === CALLBACK_FAILED || code === CALLBACK_FAILED_CODE;
}

/** Longest callback that is looked into, in characters of base64. */
const MAX_CALLBACK = 16 * 1024;

/**
 * Whom an upload asks the service to call, as its callback says ("Callback" in the API reference of OSS):
 * scheme, host and path of each address, without the query and the user's name, which may hold secrets. Empty
 * where none can be read.
 */
export function callbackAddresses(request: SignableRequest): readonly ByteString[] {
  const callback = callbackOf(request);
  if (callback === null || callback.length > MAX_CALLBACK) return [];
  const spelled = fromBase64(callback);
  const url = spelled === null ? null : urlIn(decodeUtf8(spelled) ?? '');
  return url === null
    ? []
    : url
        .split(';')
        .map(withoutSecrets)
        .filter((address) => address !== '')
        .map(fromText);
}

function callbackOf({ headers, query, form }: SignableRequest): ByteString | null {
  return (
    headers.find(({ name }) => asciiLower(name) === 'x-oss-callback')?.value ??
    query.find(({ name }) => name === 'callback')?.value ??
    form?.find(({ name }) => asciiLower(name) === 'callback')?.value ??
    null
  );
}

function urlIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const url = isJsonObject(value) ? value['callbackUrl'] : null;
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}

function withoutSecrets(address: string): string {
  return address
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/^(\w+:\/\/)?[^/]*@/, '$1');
}

/** What reading the error documents of OSS needs of its surroundings. */
export interface OssPorts {
  readonly parseXml: XmlParser;
  /** Without it, coded bodies are left unread. */
  readonly inflate?: Inflate;
  /**
   * Without it, a bucket stays unknown that only the hash of a version 4 string shows. `scan` gives its own
   * where this is absent.
   */
  readonly hasher?: Hasher;
  /** Takes what is odd about the documents. `scan` gives it in `info.notices` where this is absent. */
  readonly notice?: NoticeSink;
  /**
   * Longest error document that is read, unpacked, in bytes. `scan` takes `limits.errorBodyBytes` in its
   * place.
   */
  readonly errorBodyBytes?: number;
}

/** The error document of a response: its body, or the `x-oss-err` header where a HEAD can have no body. */
export function readError(
  request: HttpRequest | null,
  response: HttpResponse,
  ports: OssPorts,
): OssError | null {
  if (response.status < 300 && !isErrorInSuccess(request, response, ports)) return null;
  const kept = bodyText(response);
  if (kept !== null && kept.length > 0) {
    const body = decodedBody(response, kept, ports);
    const inBody =
      body === null
        ? null
        : report(parseErrorBody(body, response.frame, ports.parseXml, limitOf(ports)), response, ports);
    if (inBody !== null && response.bodyBytes > kept.length && kept.length >= limitOf(ports))
      tooLong(response, ports);
    if (inBody !== null) return inBody;
  }
  const inHeader = header(response, 'x-oss-err');
  if (inHeader === null) return null;
  return report(parseErrorHeader(inHeader, response.frame, ports.parseXml, limitOf(ports)), response, ports);
}

/** What an error document begins with. */
const ERROR_DOCUMENT = /^\s*(?:<\?xml[^>]*>\s*)?<Error[\s>]/;

const CALLBACK_CODE = new RegExp(`<Code>\\s*${CALLBACK_FAILED_CODE}\\s*</Code>`);

/**
 * Whether a success holds an error all the same. What takes the service long (completing an upload, copying)
 * it may begin to answer with 200 before it knows how it ends; a callback that failed is answered with 203
 * ("CallbackFailed"), and one that did not with what the callback's server said. An object that was asked for
 * may look like anything.
 */
function isErrorInSuccess(request: HttpRequest | null, response: HttpResponse, ports: OssPorts): boolean {
  if (response.bodyBytes === 0 || response.status < 200) return false;
  if (request === null) return isCallbackDocument(response, ports);
  if (request.method !== 'POST' && request.method !== 'PUT') return false;
  const text = answerText(response, ports) ?? '';
  if (response.status === CALLBACK_FAILED || mayAnswerEarly(request)) return ERROR_DOCUMENT.test(text);
  // What the callback's server said is passed on as it is: only the service speaks of a callback that failed.
  return asksForCallback(request) && ERROR_DOCUMENT.test(text) && CALLBACK_CODE.test(text);
}

/** Of an answer whose request is not known, the status and the document decide together. */
function isCallbackDocument(response: HttpResponse, ports: OssPorts): boolean {
  const text = response.status === CALLBACK_FAILED ? (answerText(response, ports) ?? '') : '';
  return ERROR_DOCUMENT.test(text) && CALLBACK_CODE.test(text);
}

function mayAnswerEarly(request: HttpRequest): boolean {
  if (request.method === 'POST') return /[?&]uploadId=/.test(request.target);
  return isCopy(request);
}

/**
 * What is kept of an answer's body, without its codings; null where nothing is, or the codings cannot be
 * removed.
 */
export function answerText(response: HttpResponse, ports: OssPorts): ByteString | null {
  const kept = bodyText(response);
  if (kept === null) return null;
  const uncoded = withoutCodings(kept, codingsOf(response), ports.inflate, limitOf(ports));
  return uncoded.ok ? uncoded.value : null;
}

function decodedBody(response: HttpResponse, body: ByteString, ports: OssPorts): ByteString | null {
  const codings = codingsOf(response);
  const uncoded = withoutCodings(body, codings, ports.inflate, limitOf(ports));
  if (uncoded.ok) return uncoded.value;
  if (uncoded.error === 'too-long') tooLong(response, ports);
  else badErrorBody(response, `content-encoding ${codings.join(', ')}`, ports);
  return null;
}

function report(
  result: Result<ErrorDocument, ErrorBodyFailure>,
  response: HttpResponse,
  ports: OssPorts,
): OssError | null {
  if (result.ok) {
    const { state, isCutShort, error } = result.value;
    if (state !== 'whole') badErrorBody(response, state, ports);
    if (isCutShort) reportLimit('limit-error-fields', MAX_ERROR_FIELDS, response, ports);
    return error;
  }
  switch (result.error) {
    case 'too-long':
      tooLong(response, ports);
      return null;
    case 'too-deep':
      reportLimit('limit-xml-depth', MAX_XML_DEPTH, response, ports);
      return null;
    case 'document-type':
      ports.notice?.({ code: 'xml-document-type', frame: response.frame, offset: null, args: {} });
      return null;
    case 'unreadable':
      badErrorBody(response, result.error, ports);
      return null;
    case 'not-an-error-document':
      return null;
  }
}

function limitOf({ errorBodyBytes = MAX_ERROR_BODY_BYTES }: OssPorts): number {
  return errorBodyBytes;
}

function tooLong(response: HttpResponse, ports: OssPorts): void {
  reportLimit('error-body-too-long', limitOf(ports), response, ports);
}

function reportLimit(
  code: 'error-body-too-long' | 'limit-error-fields' | 'limit-xml-depth',
  limit: number,
  response: HttpResponse,
  ports: OssPorts,
): void {
  ports.notice?.({ code, frame: response.frame, offset: null, args: { limit } });
}

function badErrorBody(response: HttpResponse, reason: string, ports: OssPorts): void {
  ports.notice?.({ code: 'bad-error-body', frame: response.frame, offset: null, args: { reason } });
}
