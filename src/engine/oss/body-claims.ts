import { BYTES, inReport, oneOf, orNull, recordOf, type ShapesOf } from '../bytes/shape.ts';

/*
 * What the heads of a request and its answer say of their bodies: whether they are the object, and what their
 * digests should be.
 */

import { fromBase64 } from '../bytes/base64.ts';
import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { parseCrc64 } from '../bytes/crc64.ts';
import { toHex } from '../bytes/hex.ts';
import { mayHave } from '../http/captured-message.ts';
import { isCopy } from '../http/kept-bodies.ts';
import {
  CHECKSUM_NAMES,
  type ChecksumName,
  type ChunkedFacts,
  type HttpMessage,
  type HttpRequest,
  type HttpResponse,
  header,
} from '../http/message.ts';
import { EMPTY_SHA256 } from '../sign/v4.ts';
import { VERSIONS } from '../sign/versions.ts';
import { PROVIDERS } from './providers/index.ts';

/** A header that says what a body should be, against the captured bytes of that body. */
export interface BodyCheck {
  /** Whose body. */
  readonly body: 'request' | 'response';
  /**
   * Which header: `Content-MD5` (base64), `ETag` (hex of the MD5), `x-oss-hash-crc64ecma` (decimal), or the
   * header or trailer `x-amz-checksum-…` (base64).
   */
  readonly claim: 'content-md5' | 'etag' | 'crc64' | `checksum-${ChecksumName}`;
  /** Who says so: the one who sent the header. */
  readonly claimedBy: 'client' | 'server';
  /** What the header says. */
  readonly claimed: ByteString;
  /** What the captured bytes come to, in the same form; null where it is not known. */
  readonly actual: ByteString | null;
  /** The claim against the captured bytes. */
  readonly result: 'matches' | 'differs' | 'unknown';
  /**
   * Where the bytes changed, for `differs`: on the way from the one who made the digest to the capture point
   * (`before-capture`), or from the capture point to the one who made it (`after-capture`).
   */
  readonly damage: 'before-capture' | 'after-capture' | null;
  /**
   * Why it is unknown. `incomplete`: the capture lacks bytes of the body; `earlier-bytes`: it lacks what was
   * appended before; `not-computed`: the body was not digested so.
   */
  readonly unknown: 'incomplete' | 'earlier-bytes' | 'not-computed' | null;
}

/** Every field of it, for all that write one down or show it. */
export const BODY_CHECK = recordOf({
  body: inReport(oneOf(['request', 'response'])),
  claim: inReport(
    oneOf(['content-md5', 'etag', 'crc64', ...CHECKSUM_NAMES.map((name) => `checksum-${name}` as const)]),
  ),
  claimedBy: inReport(oneOf(['client', 'server'])),
  claimed: inReport(BYTES),
  actual: inReport(orNull(BYTES)),
  result: inReport(oneOf(['matches', 'differs', 'unknown'])),
  damage: orNull(oneOf(['before-capture', 'after-capture'])),
  unknown: orNull(oneOf(['incomplete', 'earlier-bytes', 'not-computed'])),
} satisfies ShapesOf<BodyCheck>);

/**
 * Longest body of which an MD5 is computed unasked, in bytes: the digest takes longer than all else that is
 * done for them.
 */
export const MAX_UNASKED_MD5_BYTES = 16 * 1024 * 1024;

/** Headers of the CRC-64 (ECMA-182) of an object, in decimal. */
const CRC64_HEADERS = PROVIDERS.flatMap(({ crc64 }) => crc64 ?? []);

/** What a message says that the CRC-64 of its object is. */
export function claimedCrc64(message: HttpMessage): ByteString | null {
  for (const name of CRC64_HEADERS) {
    const value = header(message, name);
    if (value !== null) return value;
  }
  return null;
}

/** Whether a Content-MD5 value is base64 of 16 bytes (RFC 1864). */
export function isMd5Base64(value: ByteString): boolean {
  return value.length === 24 && fromBase64(value)?.length === 16;
}

/**
 * The CRC-64 of an answer as its header has it; null without one, and for what is no number: nothing can be
 * compared with that.
 */
export function answeredCrc64(response: HttpResponse): ByteString | null {
  const value = claimedCrc64(response);
  return value !== null && parseCrc64(value) !== null ? value : null;
}

/** The same of the MD5, in base64. */
export function answeredMd5(response: HttpResponse): ByteString | null {
  const value = header(response, 'content-md5');
  return value !== null && isMd5Base64(value) ? value : null;
}

/**
 * The SHA-256 that a request of the S3 dialect says its body has, in lower-case hex; null where it names none
 * (`UNSIGNED-PAYLOAD`, signed chunks).
 */
export function claimedSha256(request: HttpRequest): ByteString | null {
  const value = header(request, 'x-amz-content-sha256');
  if (value === null || (request.firstHeader !== undefined && !request.head.includes(S3_SCHEME))) return null;
  return /^[0-9A-Fa-f]{64}$/.test(value) ? asciiLower(value) : null;
}

/**
 * Whether a request is signed by the S3 version 4 with the SHA-256 of its body, and does not say what that
 * is.
 */
export function signsUnnamedBody(request: HttpRequest): boolean {
  if (request.firstHeader !== undefined && !request.head.includes(S3_SCHEME)) return false;
  const authorization = header(request, 'authorization') ?? '';
  return authorization.startsWith(S3_SCHEME) && header(request, 'x-amz-content-sha256') === null;
}

/** The SHA-256 that such a request signs, in lower-case hex; null for others, and where it is not known. */
export function unnamedSha256(request: HttpRequest): ByteString | null {
  if (!signsUnnamedBody(request)) return null;
  if (request.complete && request.bodyBytes === 0) return EMPTY_SHA256;
  const made = request.digests?.sha256 ?? null;
  return made === null ? null : toHex(made);
}

/** Scheme of the S3 version 4 in Authorization; a presigned URL of it signs no digest of a body. */
const S3_SCHEME = VERSIONS.s3v4.scheme;

/** In front of the name of a checksum, in a header or behind the chunks of a body. */
const CHECKSUM_PREFIXES = PROVIDERS.flatMap(({ checksumPrefix }) => checksumPrefix ?? []);

/**
 * What headers of the S3 family say that the checksums of a body are (`x-amz-checksum-crc32c: …`). Those of
 * an object of several parts may be of the checksums of its parts (`…-3`): of no body.
 */
export function claimedChecksums(
  message: HttpMessage,
): readonly { readonly name: ChecksumName; readonly value: ByteString }[] {
  if (!CHECKSUM_PREFIXES.some((prefix) => mayHave(message, prefix))) return NO_CHECKSUMS;
  if (asciiLower(header(message, 'x-amz-checksum-type') ?? '') === 'composite') return NO_CHECKSUMS;
  return CHECKSUM_NAMES.flatMap((name) => {
    const value = checksumAmong((each) => header(message, each), name);
    return value === null || /-\d+$/.test(value) ? [] : [{ name, value }];
  });
}

/** The value of a checksum by what gives the value of a header; null for none. */
export function checksumAmong(
  headerOf: (name: string) => ByteString | null,
  checksum: ChecksumName,
): ByteString | null {
  for (const prefix of CHECKSUM_PREFIXES) {
    const value = headerOf(prefix + checksum);
    if (value !== null) return value;
  }
  return null;
}

const NO_CHECKSUMS: ReturnType<typeof claimedChecksums> = [];

/** Checksums that are to follow the last chunk of the body (`x-amz-trailer`). */
export function trailingChecksums(request: HttpRequest): readonly ChecksumName[] {
  const names = asciiLower(header(request, 'x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim());
  return CHECKSUM_NAMES.filter((name) => CHECKSUM_PREFIXES.some((prefix) => names.includes(prefix + name)));
}

/**
 * Whether what the request's body holds is what the service stores: a PUT (PutObject, UploadPart) or an
 * append, but no copy.
 */
export function storesItsBody(request: HttpRequest): boolean {
  if (isCopy(request)) return false;
  if (request.method === 'PUT') return true;
  return request.method === 'POST' && isAppend(request);
}

/** How long the data between the signatures is, in bytes; some clients say it without naming the encoding. */
const DECODED_LENGTH_HEADER = 'x-amz-decoded-content-length';

/**
 * Whether the body has signatures or a trailer of checksums between its data (`aws-chunked` of the S3
 * dialect), so that no digest of the object is one of it.
 */
export function isSignedChunks(request: HttpRequest): boolean {
  if (asciiLower(header(request, 'content-encoding') ?? '').includes('aws-chunked')) return true;
  return header(request, DECODED_LENGTH_HEADER) !== null;
}

/** What such a body came to, where somebody followed it; null for every other body. */
export function chunkedFacts(request: HttpRequest | null): ChunkedFacts | null {
  const chunks = request?.digests?.chunks ?? null;
  return request !== null && chunks !== null && isSignedChunks(request) ? chunks : null;
}

/** The length of what is stored of such a body; null where the request does not say. */
export function decodedLength(request: HttpRequest): number | null {
  const text = header(request, DECODED_LENGTH_HEADER);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Whether the target asks for AppendObject. */
export function isAppend(request: HttpRequest): boolean {
  return /[?&]append(?:[=&]|$)/.test(request.target);
}

/**
 * Whether the answer's body is the object as it is stored: a GET, of all of it, neither processed
 * (`x-oss-process`) nor compressed on the way, which takes its length away.
 */
export function isWholeObject(request: HttpRequest | null, response: HttpResponse): boolean {
  if (request === null || request.method !== 'GET') return false;
  if (request.target.includes('x-oss-process=') || mayNameStyle(request.target)) return false;
  // whose checksum an answer that follows a symbolic link carries is not documented
  if (asciiLower(header(response, 'x-oss-object-type') ?? '') === 'symlink') return false;
  // GetSymlink: the ETag is that of the link, and the body is empty
  if (header(response, 'x-oss-symlink-target') !== null) return false;
  if (header(response, 'content-encoding') !== null && response.contentLength === null) return false;
  return response.status === 200 || (response.status === 206 && isWholeRange(response));
}

/**
 * Whether the path may end in an image style (`a.jpg!small`), with which a bucket processes an object as
 * `x-oss-process` would; the checksums of the answer are those of the object all the same. Of the delimiters
 * that a bucket can choose, keys hold the other three (`-`, `_`, `/`) too often.
 */
function mayNameStyle(target: ByteString): boolean {
  const end = target.indexOf('?');
  return /!|%21/.test(end < 0 ? target : target.slice(0, end));
}

/** Whether a 206 holds everything: `bytes 0-9/10` (RFC 9110 §14.4). */
function isWholeRange(response: HttpResponse): boolean {
  const range = /^bytes 0-(\d{1,15})\/(\d{1,15})$/i.exec(header(response, 'content-range') ?? '');
  return range !== null && Number(range[1]) + 1 === Number(range[2]);
}

/**
 * The ETag in lower-case hex where it is the MD5 of the content: that of a simple upload. The ETags of
 * multipart uploads and appendable objects are of another making, and so may be those of objects encrypted
 * with KMS.
 */
export function simpleEtag(response: HttpResponse): ByteString | null {
  const hex = /^"?([0-9A-Fa-f]{32})"?$/.exec(header(response, 'etag') ?? '')?.[1];
  if (hex === undefined) return null;
  const type = header(response, 'x-oss-object-type');
  if (type !== null && asciiLower(type) !== 'normal') return null;
  const encryption = asciiLower(
    header(response, 'x-oss-server-side-encryption') ??
      header(response, 'x-amz-server-side-encryption') ??
      '',
  );
  return encryption.includes('kms') ? null : asciiLower(hex);
}
