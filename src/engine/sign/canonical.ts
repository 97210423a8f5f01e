import type { ByteString } from '../bytes/byte-string.ts';

/**
 * The signature versions that are read; names of the JSON report. `-url`: in the query of a URL instead of
 * a header; `post-`: in the form of a PostObject; `s3`: of the S3-compatible interface; `obs`: of
 * Huawei OBS; `cos`: of Tencent COS; `goog2`, `goog4`: of Google Cloud Storage; `tos4`: of Volcengine TOS.
 */
export const SIGNATURE_VERSIONS = [
  'v1',
  'v1-url',
  'v2',
  'v2-url',
  'v4',
  'v4-url',
  'post-v1',
  'post-v2',
  'post-v4',
  'post-s3v2',
  'post-s3v4',
  's3v2',
  's3v2-url',
  's3v4',
  's3v4-url',
  'obs',
  'obs-url',
  'cos',
  'cos-url',
  'goog2',
  'goog2-url',
  'goog4',
  'goog4-url',
  'tos4',
  'tos4-url',
] as const;

/** Of those, the ones that are read alone: `sign` makes no request of them. */
const READ_ALONE = /^(?:cos|goog[24]|tos4)(?:-url)?$/;

export const MADE_VERSIONS: readonly SignatureVersion[] = SIGNATURE_VERSIONS.filter(
  (version) => !READ_ALONE.test(version),
);

/**
 * Version 1 is
 * https://www.alibabacloud.com/help/en/oss/developer-reference/include-signatures-in-the-authorization-header,
 * version 4
 * https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4.
 */
export type SignatureVersion = (typeof SIGNATURE_VERSIONS)[number];

/** A field in the language of the signing rules; the names of divergences in the JSON report. */
export type Field =
  | 'method'
  | 'content-md5'
  | 'content-type'
  | 'date'
  | `oss-header:${string}`
  | 'resource:bucket'
  | 'resource:key'
  | `resource:subresource:${string}`
  | 'canonical-uri'
  | `canonical-query:${string}`
  | `canonical-header:${string}`
  | 'canonical-request'
  | 'additional-headers'
  | 'payload-hash'
  | 'scope:date'
  | 'scope:region'
  | 'scope:product'
  | 'policy'
  | 'signature'
  | 'access-key-id';

/** Where a value came from: the frame, and what in it. */
export interface Origin {
  /** Number of the packet in the capture, from 1 (of a text, the line or entry). */
  readonly frame: number;
  /** e.g. `request line`, `header content-type`, `query uploadId`, `form field policy`, `error body`. */
  readonly source: string;
}

/**
 * A named part of a canonical string. Pieces follow each other; what stands between two belongs to
 * `Canonical.text` only.
 */
export interface Piece {
  readonly field: Field;
  /** Value within the string, e.g. the header's value without its name. */
  readonly value: ByteString;
  /** Byte range of the value in the string. An absent value has an empty range where it would stand. */
  readonly start: number;
  readonly end: number;
  /** Null for what stands in no place of the capture, e.g. a constant of the signature version. */
  readonly origin: Origin | null;
}

/**
 * A canonical string as an ordered list of named pieces, with the text that they and their separators make.
 */
export interface Canonical {
  /** In the order of the text. */
  readonly pieces: readonly Piece[];
  readonly text: ByteString;
}

/** What is signed: the string, and for the V4 families the canonical request that is hashed into it. */
export interface SignedStrings {
  readonly stringToSign: Canonical;
  /** Null for the versions that have none. */
  readonly canonicalRequest: Canonical | null;
}
