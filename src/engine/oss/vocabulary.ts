/*
 * What answers of object storage say of a failure: the ids of what they may mean, and the error codes that
 * all providers have taken over from the first of them.
 */

/**
 * What an answer says of a failure, as an id: by its fine-grained error code (`EC`, header `x-oss-ec`), or by
 * its code and message where a provider has no such code.
 */
export type CodeMeaning =
  | 'signature-mismatch'
  | 'chunked-signature-mismatch'
  | 'ip-restricted'
  | 'unknown-key'
  | 'key-disabled'
  | 'unknown-temporary-key'
  | 'token-missing'
  | 'token-invalid'
  | 'token-expired'
  | 'token-refused'
  | 'token-misplaced'
  | 'token-twice'
  | 'clock-skew'
  | 'expired'
  | 'account-disabled'
  | 'wrong-endpoint'
  | 'referer-missing'
  | 'referer-refused'
  | 'vpc-policy'
  | 'security-block'
  | 'path-style-refused'
  | 'v1-refused'
  | 'aws-chunked-refused'
  | 'checksum-refused'
  | 's3v2-refused'
  | 's3v4-refused'
  | 'url-signature-refused'
  | 'signature-not-in-url'
  | 'signature-elsewhere'
  | 'foreign-scheme'
  | 'header-and-query'
  | 'missing-expires'
  | 'bad-expires'
  | 'empty-listed-headers'
  | 'bad-authorization'
  | 'bad-signature-version'
  | 'bad-access-key-id'
  | 'missing-signature'
  | 'bad-signature'
  | 'bad-signed-headers'
  | 'listed-header-absent'
  | 'bad-algorithm'
  | 'bad-content-sha256'
  | 'bad-credential'
  | 'bad-region'
  | 'bad-product'
  | 'bad-date'
  | 'scope-day'
  | 'missing-policy'
  | 'bad-form-field'
  | 'headers-not-signed'
  | 'chunks-refused'
  | 'missing-content-sha256'
  | 'missing-url-parameters';

/** What a code says of a failure whose meaning is not known. */
export type CodeArea = 'authentication' | 'authorization' | 'bucket' | 'object' | 'request';

/**
 * What error codes are about. `authentication`: raised because of the auth data, before or by the comparison
 * of signatures. `past-authentication`: they need a look at the bucket's or the object's own state, which
 * follows authentication, so that a signed request that gets one had the right signature; the order of the
 * checks is inferred from the codes, not documented, and codes that may be raised before (NoSuchBucket,
 * InvalidArgument, MethodNotAllowed and the like) are not of them. `throttling`: too much at once, be it
 * requests in a second, bandwidth, connections or processing. `part-list`: the list of a Complete was
 * compared with the parts, so that the service has the upload. `payload-hash`: the body is not what the
 * digest says that is signed; it is one of `digest`, about any digest of the body. `chunk-size`: a chunk that
 * is none of the last is too short (Amazon and Swift take 8 KiB and more); it is one of `chunks`, about a
 * body in chunks, and others that are cut short. `vague`: of many mistakes, one of which is a body without
 * the chunks that its head promises.
 */
export type CodeClass =
  | 'authentication'
  | 'past-authentication'
  | 'throttling'
  | 'part-list'
  | 'payload-hash'
  | 'digest'
  | 'chunk-size'
  | 'chunks'
  | 'vague';

export type ErrorCodes = Readonly<Record<CodeClass, ReadonlySet<string>>>;

/** What an answer says that refuses a signature. */
export const SIGNATURE_MISMATCH = 'SignatureDoesNotMatch';

const PART_LIST = ['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall'];
const PAYLOAD_HASH = 'XAmzContentSHA256Mismatch';
const CHUNK_SIZE = 'InvalidChunkSizeError';

/** What OSS and all that speak like S3 have in common. */
const COMMON: Readonly<Record<CodeClass, readonly string[]>> = {
  authentication: [
    SIGNATURE_MISMATCH,
    'InvalidAccessKeyId',
    'RequestTimeTooSkewed',
    'AuthorizationHeaderMalformed',
    'AuthorizationQueryParametersError',
    'InvalidToken',
    'ExpiredToken',
  ],
  'past-authentication': [
    ...PART_LIST,
    'NoSuchKey',
    'NoSuchUpload',
    'NoSuchVersion',
    'NoSuchWebsiteConfiguration',
    'NoSuchCORSConfiguration',
    'NoSuchBucketPolicy',
    'BucketAlreadyExists',
    'BucketNotEmpty',
    'TooManyBuckets',
    'InvalidObjectState',
    'RestoreAlreadyInProgress',
    'PreconditionFailed',
    'NotModified',
    'InvalidRange',
  ],
  throttling: ['SlowDown'],
  'part-list': PART_LIST,
  'payload-hash': [PAYLOAD_HASH],
  // the last is MinIO's
  digest: ['InvalidDigest', 'BadDigest', PAYLOAD_HASH, 'XAmzContentChecksumMismatch'],
  'chunk-size': [CHUNK_SIZE],
  chunks: ['IncompleteBody', CHUNK_SIZE, 'MalformedTrailerError'],
  vague: ['InvalidArgument', 'InvalidRequest'],
};

/** What a code and the words of its message mean together. */
export type WordedMeaning = readonly [codes: RegExp, message: RegExp, meaning: CodeMeaning];

/** The first meaning whose code and words an answer has; null for none. */
export function meaningByWords(
  table: readonly WordedMeaning[],
  { code, message }: { readonly code: string; readonly message: string },
): CodeMeaning | null {
  return table.find(([codes, words]) => codes.test(code) && words.test(message))?.[2] ?? null;
}

/** The codes of a provider: those that it has in common with the others, and these. */
export function codesWith(own: Readonly<Partial<Record<CodeClass, readonly string[]>>>): ErrorCodes {
  const of = (each: CodeClass) => new Set([...COMMON[each], ...(own[each] ?? [])]);
  return {
    authentication: of('authentication'),
    'past-authentication': of('past-authentication'),
    throttling: of('throttling'),
    'part-list': of('part-list'),
    'payload-hash': of('payload-hash'),
    digest: of('digest'),
    'chunk-size': of('chunk-size'),
    chunks: of('chunks'),
    vague: of('vague'),
  };
}

/** What most providers have alike. */
export const PLAIN_PROVIDER = {
  flavourOf: null,
  isOneService: true,
  sharedLine: null,
  crc64: null,
  checksumPrefix: null,
  bucketRegion: null,
  areaOf: () => null,
  calls: false,
  showsStrings: false,
  showsDates: false,
  etag: /^"?[0-9a-f]{32}(?:-\d+)?"?$/,
  isDocument: () => false,
  isBare: false,
  unknownHost: 'custom-domain',
} as const;
