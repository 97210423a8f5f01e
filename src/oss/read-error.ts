import { asciiLower, type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { Result } from '../bytes/result.ts';
import { bodyText, type HttpResponse, header } from '../http/message.ts';
import {
  type ErrorBodyFailure,
  type ErrorDocument,
  MAX_ERROR_BODY_BYTES,
  parseErrorBody,
  parseErrorHeader,
} from './error-body.ts';
import type { OssError } from './model.ts';
import type { XmlParser } from './xml-port.ts';

/**
 * Removes a content coding (`gzip`, `deflate`, …) from a body. Gives at most `limit` bytes; null where the
 * coding is not known or the body is damaged.
 */
export type Inflate = (coding: string, body: Uint8Array, limit: number) => Uint8Array | null;

/** What the caller hands in. */
export interface OssPorts {
  readonly parseXml: XmlParser;
  /** Without it, a coded error body is left unread. */
  readonly inflate?: Inflate;
  readonly notice?: NoticeSink;
}

/** The error document of a response: its body, or the `x-oss-err` header where a HEAD can have no body. */
export function readError(response: HttpResponse, ports: OssPorts): OssError | null {
  if (response.status < 300) return null;
  const kept = bodyText(response);
  if (kept !== null && kept.length > 0) {
    const body = decodedBody(response, kept, ports);
    const inBody =
      body === null
        ? null
        : report(parseErrorBody(body, response.frame, 'body', ports.parseXml), response, ports);
    if (inBody !== null) return inBody;
  }
  const inHeader = header(response, 'x-oss-err');
  if (inHeader === null) return null;
  return report(parseErrorHeader(inHeader, response.frame, ports.parseXml), response, ports);
}

function decodedBody(response: HttpResponse, body: ByteString, ports: OssPorts): ByteString | null {
  const named = header(response, 'content-encoding');
  if (named === null) return body;
  const coding = asciiLower(named).trim();
  if (coding === 'identity' || coding === '') return body;
  const decoded = ports.inflate?.(coding, toBytes(body), MAX_ERROR_BODY_BYTES) ?? null;
  if (decoded === null) badErrorBody(response, `content-encoding ${coding}`, ports);
  return decoded === null ? null : toByteString(decoded);
}

function report(
  result: Result<ErrorDocument, ErrorBodyFailure>,
  response: HttpResponse,
  ports: OssPorts,
): OssError | null {
  if (result.ok) {
    if (result.value.state !== 'whole') badErrorBody(response, result.value.state, ports);
    return result.value.error;
  }
  if (result.error === 'too-long') {
    const args = { limit: MAX_ERROR_BODY_BYTES };
    ports.notice?.({ code: 'error-body-too-long', frame: response.frame, offset: null, args });
  } else if (result.error !== 'not-an-error-document') {
    badErrorBody(response, result.error, ports);
  }
  return null;
}

function badErrorBody(response: HttpResponse, reason: string, ports: OssPorts): void {
  ports.notice?.({ code: 'bad-error-body', frame: response.frame, offset: null, args: { reason } });
}
