import type { ByteString } from '../../bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header } from '../../http/message.ts';
import type { BodyCheck } from '../../oss/body-claims.ts';
import { CRC64_HEADER, decodedLength, isSignedChunks } from '../../oss/body-claims.ts';
import { answerDocument } from '../../oss/coded-body.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { UploadPart } from '../../oss/upload.ts';
import { doneAnswer } from './done-answer.ts';
import { bareEtag, detach, detachOrNull, leaf } from './part-list.ts';

/**
 * What an UploadPart or UploadPartCopy tells of its part. `index`: of the exchange; `checks`: of
 * its body where it was digested.
 */
export function toPart(
  oss: OssExchange,
  request: HttpRequest,
  number: number,
  index: number,
  checks: readonly BodyCheck[],
): UploadPart {
  const done = doneAnswer(oss);
  const copied = oss.operation === 'UploadPartCopy';
  const size = copied ? copiedBytes(request) : sentBytes(request);
  return {
    number,
    bytes: size ?? 0,
    sizeKnown: size !== null,
    etag: done === null ? null : etagOf(done, copied ? answerDocument(oss) : null),
    status: oss.exchange.response?.status ?? null,
    exchange: index,
    capture: null,
    stored: done !== null,
    retries: 0,
    copied,
    listed: false,
    md5Sent: detachOrNull(header(request, 'content-md5')),
    crc64Sent: detachOrNull(header(request, CRC64_HEADER)),
    crc64: done === null ? null : detachOrNull(header(done, CRC64_HEADER)),
    body: bodyResult(checks),
  };
}

/** The length of the part, whether or not the capture holds all of it. */
function sentBytes(request: HttpRequest): number | null {
  if (isSignedChunks(request)) return decodedLength(request);
  if (request.contentLength !== null && request.framing === 'content-length') return request.contentLength;
  return request.complete ? request.bodyBytes : null;
}

/** `x-oss-copy-source-range: bytes=0-99`; without it the whole source, whose size is not told. */
function copiedBytes(request: HttpRequest): number | null {
  const range = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(
    header(request, 'x-oss-copy-source-range') ?? header(request, 'x-amz-copy-source-range') ?? '',
  );
  return range === null ? null : Number(range[2]) - Number(range[1]) + 1;
}

/**
 * UploadPart answers the ETag in a header, UploadPartCopy and CompleteMultipartUpload in a
 * document.
 */
export function etagOf(response: HttpResponse, document: ByteString | null): ByteString | null {
  const text = document === null ? null : leaf(document, 'ETag');
  const etag = text ?? header(response, 'etag');
  return etag === null ? null : detach(bareEtag(etag));
}

/**
 * Of how many parts the ETag in the answer to a Complete says that the object is made (`…-3`); null
 * where it says nothing of it.
 */
export function partsInEtag(oss: OssExchange): number | null {
  const { response } = oss.exchange;
  if (response === null) return null;
  const count = /-(\d{1,5})$/.exec(etagOf(response, answerDocument(oss)) ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

function bodyResult(checks: readonly BodyCheck[]): UploadPart['body'] {
  const results = checks.filter((check) => check.body === 'request').map((check) => check.result);
  if (results.length === 0) return null;
  if (results.includes('differs')) return 'differs';
  return results.includes('matches') ? 'matches' : 'unknown';
}
