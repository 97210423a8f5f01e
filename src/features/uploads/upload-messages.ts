/* What requests and answers of multipart uploads say: ids, parts, lists of parts and of open uploads. */

import { type ByteString, detach, detachOrNull } from '../../engine/bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header } from '../../engine/http/message.ts';
import { type BodyCheck, claimedCrc64, decodedLength, isSignedChunks } from '../../engine/oss/body-claims.ts';
import { answerDocument } from '../../engine/oss/coded-body.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { UploadPart } from '../../engine/oss/upload.ts';
import { resolveReferences } from '../../engine/oss/xml.ts';
import { decodePercent } from '../../engine/sign/percent.ts';

/** The answer that it was done: 2xx without an error document. Null for any other, and for none. */
export function doneAnswer({ exchange: { response }, error }: OssExchange): HttpResponse | null {
  if (response === null || error !== null) return null;
  return response.status >= 200 && response.status < 300 ? response : null;
}

/** UploadPart answers the ETag in a header, UploadPartCopy and CompleteMultipartUpload in a document. */
export function etagOf(response: HttpResponse, document: ByteString | null): ByteString | null {
  const text = document === null ? null : leaf(document, 'ETag');
  const etag = text ?? header(response, 'etag');
  return etag === null ? null : detach(bareEtag(etag));
}

/** What is read of an answer to find an upload id. */
const MAX_INITIATE_RESULT_BYTES = 64 * 1024;

/** What an answer to InitiateMultipartUpload says that is needed of it. */
interface InitiateResult {
  readonly uploadId: ByteString;
  /** Null where the answer does not name it. */
  readonly bucket: ByteString | null;
}

/** What the answer to InitiateMultipartUpload says; null for an error, and where it is not in the capture. */
export function initiateResult(oss: OssExchange): InitiateResult | null {
  const { response } = oss.exchange;
  if (response === null || response.status >= 300) return null;
  const text = answerDocument(oss)?.slice(0, MAX_INITIATE_RESULT_BYTES) ?? null;
  const uploadId = text === null ? null : leaf(text, 'UploadId');
  if (text === null || uploadId === null || uploadId === '') return null;
  return { uploadId, bucket: leaf(text, 'Bucket') };
}

/** Names of the operation that begins an upload: that of OSS, and that of S3. */
const INITIATES: ReadonlySet<string> = new Set(['InitiateMultipartUpload', 'CreateMultipartUpload']);

/** The multipart upload that an exchange is of: its request names it, or it began it; null for none. */
export function uploadIdOf(oss: OssExchange): ByteString | null {
  const named = oss.request?.query.find(({ name }) => name === 'uploadId')?.value;
  if (named !== undefined) return named;
  if (!INITIATES.has(oss.operation)) return null;
  return initiateResult(oss)?.uploadId ?? null;
}

/** What an UploadPart or UploadPartCopy says. `index`: of the exchange; `checks`: of its digested body. */
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
    crc64Sent: detachOrNull(claimedCrc64(request)),
    crc64: done === null ? null : detachOrNull(claimedCrc64(done)),
    body: bodyResult(checks),
  };
}

/** The length of the part, whether or not the capture holds all of it. */
function sentBytes(request: HttpRequest): number | null {
  if (isSignedChunks(request)) return decodedLength(request);
  if (request.contentLength !== null && request.framing === 'content-length') return request.contentLength;
  return request.complete ? request.bodyBytes : null;
}

/** `x-oss-copy-source-range: bytes=0-99`; without it the whole source, whose size is not known. */
function copiedBytes(request: HttpRequest): number | null {
  const range = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(
    header(request, 'x-oss-copy-source-range') ?? header(request, 'x-amz-copy-source-range') ?? '',
  );
  return range === null ? null : Number(range[2]) - Number(range[1]) + 1;
}

function bodyResult(checks: readonly BodyCheck[]): UploadPart['body'] {
  const results = checks.filter((check) => check.body === 'request').map((check) => check.result);
  if (results.length === 0) return null;
  if (results.includes('differs')) return 'differs';
  return results.includes('matches') ? 'matches' : 'unknown';
}

/** How many parts the ETag of a Complete's answer counts (`…-3`); null where it does not say. */
export function partsInEtag(oss: OssExchange): number | null {
  const { response } = oss.exchange;
  if (response === null) return null;
  const count = /-(\d{1,5})$/.exec(etagOf(response, answerDocument(oss)) ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

/** A `Part` element of a list: of CompleteMultipartUpload (number and ETag) or ListParts. */
export interface PartElement {
  readonly number: number;
  readonly etag: ByteString;
  /** In bytes; null where the element has none. */
  readonly size: number | null;
  readonly crc64: ByteString | null;
}

/** Highest part number ("UploadPart" in the API reference). */
export const MAX_PART_NUMBER = 10_000;

/**
 * The `Part` elements of a document, in its order. Read by their shape alone: a list has up to 10,000 of
 * them, and clients write it in one way. Null where the text is no list of that root.
 */
export function readPartList(document: ByteString, root: string): readonly PartElement[] | null {
  if (!document.includes(`<${root}`)) return null;
  const parts: PartElement[] = [];
  for (const inner of elementsOf(document, 'Part')) {
    const number = toNumber(leaf(inner, 'PartNumber'));
    if (number === null || parts.length >= MAX_PART_NUMBER) continue;
    parts.push({
      number,
      etag: detach(bareEtag(leaf(inner, 'ETag') ?? '')),
      size: toNumber(leaf(inner, 'Size')),
      crc64: detachOrNull(leaf(inner, 'HashCrc64ecma')),
    });
  }
  return parts;
}

interface ListedUpload {
  readonly uploadId: ByteString;
  readonly key: ByteString;
}

/** What one ListMultipartUploads answers at most ("ListMultipartUploads" in the API reference). */
const MAX_LISTED = 1000;

/** The uploads of a ListMultipartUploads answer, in its order, up to where it is cut; empty for others. */
export function readUploadList(document: ByteString): readonly ListedUpload[] {
  if (!document.includes('<ListMultipartUploadsResult')) return [];
  const isEncoded = leaf(document, 'EncodingType') === 'url';
  const uploads: ListedUpload[] = [];
  for (const inner of elementsOf(document, 'Upload')) {
    const uploadId = leaf(inner, 'UploadId') ?? '';
    const key = leaf(inner, 'Key') ?? '';
    if (uploadId === '' || key === '') continue;
    uploads.push({ uploadId, key: isEncoded ? decodePercent(key) : key });
    if (uploads.length >= MAX_LISTED) break;
  }
  return uploads;
}

/**
 * What stands within each element of a name that holds none of the same name. Each byte is looked at a few
 * times, also where no element ends: a pattern would look again from each.
 */
function* elementsOf(document: ByteString, name: string): Generator<ByteString> {
  const opening = `<${name}`;
  for (let at = document.indexOf(opening); at >= 0; at = document.indexOf(opening, at + 1)) {
    if (!/[>\s]/.test(document.charAt(at + opening.length))) continue;
    const start = document.indexOf('>', at);
    const end = start < 0 ? -1 : document.indexOf(`</${name}>`, start);
    if (end < 0) return;
    yield document.slice(start + 1, end);
    at = end;
  }
}

/** The text of the first element of that name without children, trimmed. */
export function leaf(document: ByteString, name: string): ByteString | null {
  const start = document.indexOf(`<${name}>`);
  if (start < 0) return null;
  const from = start + name.length + 2;
  const end = document.indexOf(`</${name}>`, from);
  return end < 0 ? null : resolveReferences(document.slice(from, end)).trim();
}

function bareEtag(etag: ByteString): ByteString {
  return etag.replace(/^"|"$/g, '');
}

function toNumber(text: ByteString | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
