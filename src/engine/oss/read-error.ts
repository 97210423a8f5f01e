import type { ByteString } from '../bytes/byte-string.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { Result } from '../bytes/result.ts';
import { asksForCallback, CALLBACK_FAILED, isCopy } from '../http/kept-bodies.ts';
import { bodyText, type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import type { Hasher } from '../sign/hasher.ts';
import { codingsOf, type Inflate, withoutCodings } from './coded-body.ts';
import {
  type ErrorBodyFailure,
  type ErrorDocument,
  MAX_ERROR_BODY_BYTES,
  MAX_ERROR_FIELDS,
  parseErrorBody,
  parseErrorHeader,
} from './error-document.ts';
import { CALLBACK_FAILED_CODE } from './late-failure.ts';
import type { OssError } from './model.ts';
import type { XmlParser } from './xml.ts';
import { MAX_XML_DEPTH } from './xml.ts';

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
