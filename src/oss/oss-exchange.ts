import { asciiLower } from '../bytes/byte-string.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { Result } from '../bytes/result.ts';
import type { Exchange } from '../http/exchange.ts';
import { type HttpResponse, header } from '../http/message.ts';
import type { SignableRequest } from '../sign/request.ts';
import { customDomain, resolveAddress } from './address.ts';
import { type ReadClaim, readClaim } from './claim.ts';
import { isOssExchange } from './classify.ts';
import {
  type ErrorBodyFailure,
  type ErrorDocument,
  MAX_ERROR_BODY_BYTES,
  parseErrorBody,
  parseErrorHeader,
} from './error-body.ts';
import type { LearntBuckets } from './learnt-buckets.ts';
import type { OssAddress, OssError, OssExchange, OssOptions } from './model.ts';
import { operationOf, UNKNOWN_OPERATION } from './operation.ts';
import { readPostForm } from './post-form.ts';
import { bucketNamedBy } from './server-words.ts';
import { toSignableRequest } from './signable-request.ts';
import { splitTarget } from './target.ts';
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

const NO_CLAIM: ReadClaim = { claim: null, foreignAuthorization: null };

/**
 * Tells an exchange in the words of OSS; null for HTTP that is not OSS. `learnt` gains what the error
 * document says about the bucket behind a custom domain, and serves later exchanges with the same host.
 */
export function toOssExchange(
  exchange: Exchange,
  options: OssOptions,
  learnt: LearntBuckets,
  ports: OssPorts,
): OssExchange | null {
  if (!isOssExchange(exchange)) return null;
  const { request, response } = exchange;
  const error = response === null ? null : readError(response, ports);
  const requestId = headerOf(response, 'x-oss-request-id') ?? headerOf(response, 'x-amz-request-id');
  const common = {
    exchange,
    error,
    requestId: requestId ?? error?.requestId ?? null,
    ec: headerOf(response, 'x-oss-ec') ?? error?.ec ?? null,
  };
  if (request === null) {
    const address = resolveAddress(error?.hostId ?? '', '/', options, learnt);
    return { ...common, ...NO_CLAIM, operation: UNKNOWN_OPERATION, address, request: null };
  }

  const target = splitTarget(request.target);
  const host = target.host ?? header(request, 'host') ?? '';
  const form = readPostForm(request);
  let address = resolveAddress(host, target.path, options, learnt);
  let signable = toSignableRequest(request, address, form);
  const read = readClaim(signable);
  if (error !== null && isCustomDomain(address)) {
    const bucket = bucketNamedBy(error, read.claim?.version ?? null);
    if (bucket !== null) {
      learnt.learn(host, bucket);
      address = customDomain(bucket, 'server', target.path);
      signable = toSignableRequest(request, address, form);
    }
  }
  return {
    ...common,
    ...read,
    operation: operationOf(signable, address),
    address: withFormKey(address, signable),
    request: signable,
  };
}

/** A custom domain whose bucket the user has not told. */
function isCustomDomain(address: OssAddress): boolean {
  return address.style === 'custom-domain' && address.bucketSource !== 'option';
}

/** A form names its object in the field `key`; its path names the bucket alone. */
function withFormKey(address: OssAddress, { form }: SignableRequest): OssAddress {
  const key = form?.find((field) => asciiLower(field.name) === 'key')?.value;
  return key === undefined ? address : { ...address, key };
}

function headerOf(response: HttpResponse | null, name: string): string | null {
  const value = response === null ? null : header(response, name);
  return value === null || value.trim() === '' ? null : value.trim();
}

/** The error document of a response: its body, or the `x-oss-err` header where a HEAD can have no body. */
function readError(response: HttpResponse, ports: OssPorts): OssError | null {
  if (response.status < 300) return null;
  if (response.body !== null && response.body.length > 0) {
    const body = decodedBody(response, response.body, ports);
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

function decodedBody(response: HttpResponse, body: Uint8Array, ports: OssPorts): Uint8Array | null {
  const coding = asciiLower(header(response, 'content-encoding') ?? 'identity').trim();
  if (coding === 'identity' || coding === '') return body;
  const decoded = ports.inflate?.(coding, body, MAX_ERROR_BODY_BYTES) ?? null;
  if (decoded === null) badErrorBody(response, `content-encoding ${coding}`, ports);
  return decoded;
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
