/**
 * What an answer says of a failure, as an id: by its fine-grained error code (`EC`, header
 * `x-oss-ec`), or by its code and message where a provider has no such code.
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
  | 'missing-content-sha256'
  | 'missing-url-parameters';

/** Codes and meanings as the OSS error-code pages ("EC error codes") have them. */
export const EC_MEANINGS: Readonly<Record<string, CodeMeaning>> = {
  // the signature was compared
  '0002-00000040': 'signature-mismatch', // V1
  '0002-00000201': 'signature-mismatch', // V4
  '0002-00000307': 'signature-mismatch', // S3 V2
  '0002-00000429': 'signature-mismatch', // S3 V4
  '0002-00000430': 'chunked-signature-mismatch', // S3 V4, of a request in signed chunks
  '0002-00000705': 'signature-mismatch', // form
  '0002-00000602': 'ip-restricted',
  '0002-00000225': 'ip-restricted', // V4
  // key id, token, time
  '0002-00000901': 'unknown-key', // with characters that no id has
  '0002-00000902': 'unknown-key',
  '0002-00000903': 'key-disabled',
  '0002-00000904': 'key-disabled', // also a key that is restricted to other addresses
  '0002-00000002': 'unknown-temporary-key', // came with a token
  '0002-00000003': 'token-missing',
  '0002-00000006': 'token-invalid',
  '0002-00000007': 'token-expired',
  '0002-00000008': 'token-invalid',
  '0002-00000005': 'token-misplaced', // this operation takes it from the URL alone
  '0002-00000009': 'token-misplaced', // S3, under its name of OSS
  '0002-00000010': 'token-twice',
  '0002-00000504': 'clock-skew',
  '0002-00000501': 'clock-skew', // S3
  '0002-00000502': 'bad-date', // the form of Date or x-oss-date
  '0002-00000503': 'bad-date', // none, or none that is valid
  '0002-00000505': 'bad-date', // its form, of any signature version
  '0002-00000415': 'bad-date', // S3 V4, the form of X-Amz-Date
  '0002-00000235': 'clock-skew', // V4 URL, used more than 15 minutes before its x-oss-date
  '0002-00000069': 'expired', // V1, V2
  '0002-00000236': 'expired', // V4
  '0002-00000418': 'expired', // S3 V4
  // this kind of signature, or of address, is refused whether right or wrong
  '0002-00000080': 'v1-refused',
  '0002-00000032': 's3v2-refused',
  '0002-00000033': 's3v4-refused',
  '0002-00000037': 'signature-not-in-url',
  '0002-00000038': 'signature-elsewhere', // in the URL, or in the header
  '0002-00000034': 'url-signature-refused', // CloudBox: V4 in the header only
  '0003-00001401': 'path-style-refused',
  '0017-00000804': 'aws-chunked-refused', // with another x-amz-content-sha256 than STREAMING-AWS4-HMAC-SHA256-PAYLOAD
  '0003-00000801': 'account-disabled',
  // what the bucket's owner has set up, whoever asks
  '0003-00001403': 'wrong-endpoint',
  '0003-00000401': 'vpc-policy', // of the network that the request came from
  '0003-00000501': 'referer-missing', // or empty
  '0061-00000001': 'security-block',
  '0003-00000502': 'referer-refused', // on the blacklist
  '0003-00000503': 'referer-refused', // not on the whitelist
  // malformed auth data
  '0002-00000039': 'header-and-query',
  '0002-00000061': 'foreign-scheme',
  '0002-00000062': 'bad-authorization', // V1
  '0002-00000063': 'bad-access-key-id', // V1: empty
  '0002-00000064': 'bad-access-key-id', // V1
  '0002-00000065': 'missing-signature', // V1
  '0002-00000066': 'bad-signature-version', // of a URL
  '0002-00000067': 'missing-expires',
  '0002-00000068': 'missing-expires', // there, and empty
  '0002-00000070': 'bad-expires', // V1, V2
  '0002-00000071': 'bad-access-key-id', // V1 URL: none
  '0002-00000073': 'bad-access-key-id', // V1 URL
  '0002-00000074': 'missing-signature', // V1
  '0002-00000076': 'empty-listed-headers', // V2
  '0002-00000077': 'empty-listed-headers', // V2 URL, an element
  '0002-00000078': 'listed-header-absent', // V2 URL, or one with an underscore
  '0002-00000102': 'bad-authorization', // V2
  '0002-00000103': 'bad-authorization', // V2
  '0002-00000104': 'bad-authorization', // V2, a name that it does not know
  '0002-00000105': 'bad-access-key-id', // V2: none
  '0002-00000106': 'bad-access-key-id', // V2: empty
  '0002-00000107': 'bad-access-key-id', // V2
  '0002-00000108': 'missing-signature', // V2
  '0002-00000110': 'empty-listed-headers', // V2
  '0002-00000111': 'empty-listed-headers', // V2, an element
  '0002-00000112': 'listed-header-absent', // V2, or one with an underscore
  '0002-00000113': 'missing-expires', // V2
  '0002-00000114': 'missing-expires', // V2: there, and empty
  '0002-00000115': 'bad-access-key-id', // V2 URL: none
  '0002-00000116': 'bad-access-key-id', // V2 URL: empty
  '0002-00000117': 'missing-signature', // V2 URL
  '0002-00000118': 'missing-signature', // V2: there, and empty
  '0002-00000203': 'bad-authorization', // V4
  '0002-00000205': 'bad-credential', // none
  '0002-00000206': 'bad-access-key-id', // V4
  '0002-00000207': 'missing-signature',
  '0002-00000209': 'empty-listed-headers',
  '0002-00000210': 'empty-listed-headers', // an element
  '0002-00000211': 'listed-header-absent', // V4, or one with an underscore
  '0002-00000212': 'bad-credential', // its day
  '0002-00000213': 'bad-credential',
  '0002-00000214': 'bad-content-sha256',
  '0002-00000215': 'missing-expires',
  '0002-00000217': 'bad-credential', // V4 URL: none
  '0002-00000218': 'bad-credential', // V4 URL: empty
  '0002-00000219': 'missing-signature', // V4 URL
  '0002-00000220': 'missing-signature', // V4 URL: there, and empty
  '0002-00000222': 'bad-access-key-id', // V4 URL
  '0002-00000223': 'bad-credential', // V4 URL: its day
  '0002-00000224': 'bad-credential', // V4 URL
  '0002-00000226': 'bad-region',
  '0002-00000227': 'bad-product',
  '0002-00000228': 'bad-region',
  '0002-00000232': 'bad-expires',
  '0002-00000301': 'missing-expires', // S3 V2 URL
  '0002-00000302': 'missing-expires', // S3 V2 URL: there, and empty
  '0002-00000303': 'bad-access-key-id', // S3 V2 URL: none
  '0002-00000304': 'bad-access-key-id', // S3 V2 URL: empty
  '0002-00000305': 'missing-signature', // S3 V2 URL
  '0002-00000306': 'missing-signature', // S3 V2 URL: there, and empty
  '0002-00000401': 'bad-authorization', // S3 V4: empty
  '0002-00000402': 'foreign-scheme', // S3 V4: its algorithm
  '0002-00000403': 'bad-credential', // S3 V4: none
  '0002-00000404': 'bad-credential', // S3 V4
  '0002-00000405': 'bad-signed-headers', // S3 V4: none
  '0002-00000406': 'bad-authorization', // S3 V4
  '0002-00000407': 'missing-signature', // S3 V4
  '0002-00000408': 'bad-signature', // S3 V4: its length
  '0002-00000410': 'bad-algorithm', // S3 V4 URL: none
  '0002-00000411': 'bad-algorithm', // S3 V4 URL
  '0002-00000412': 'bad-credential', // S3 V4 URL: none
  '0002-00000413': 'bad-credential', // S3 V4 URL
  '0002-00000414': 'bad-date', // S3 V4 URL: none
  '0002-00000416': 'missing-expires', // S3 V4 URL
  '0002-00000417': 'bad-expires', // S3 V4 URL
  '0002-00000419': 'bad-signed-headers', // S3 V4 URL: none
  '0002-00000420': 'bad-signed-headers', // S3 V4 URL: without host
  '0002-00000421': 'scope-day', // S3 V4 URL
  '0002-00000423': 'bad-signature', // S3 V4 URL: its length
  '0002-00000425': 'bad-credential', // S3 V4 URL
  '0002-00000426': 'bad-signed-headers', // S3 V4: empty
  '0002-00000427': 'bad-content-sha256', // S3 V4
  '0002-00000428': 'listed-header-absent', // S3 V4, or one with an underscore
  '0002-00000701': 'bad-signature-version', // form
  '0002-00000702': 'missing-policy',
  '0002-00000703': 'bad-form-field',
  '0002-00000704': 'bad-form-field',
  '0002-00000706': 'bad-form-field', // the key id's
  '0002-00000707': 'bad-form-field', // the key id's, empty
  '0002-00000708': 'bad-access-key-id', // form
  '0002-00000709': 'bad-credential', // form: its day
  '0002-00000710': 'bad-credential', // form
  '0002-00000712': 'bad-algorithm', // S3 V4 form: none
  '0002-00000713': 'bad-date', // S3 V4 form: none
  '0002-00000715': 'bad-region', // form
};

/** Null for a code that is not known, or for none. */
export function meaningOfEc(ec: string | null): CodeMeaning | null {
  return ec !== null && Object.hasOwn(EC_MEANINGS, ec) ? (EC_MEANINGS[ec] ?? null) : null;
}

/** The block of ECs about restrictions to addresses; those that have a name are above. */
export const ADDRESS_EC = /^0002-000006/;

/** What the block of an EC that has no entry of its own is about. */
type EcArea = 'authentication' | 'authorization' | 'bucket' | 'object' | 'request';

/** 0002: auth data, key ids, time; 0003: permissions; 0015 bucket, 0026 object, 0016 request. */
const EC_AREAS: Readonly<Record<string, EcArea>> = {
  '0002': 'authentication',
  '0003': 'authorization',
  '0015': 'bucket',
  '0016': 'request',
  '0026': 'object',
};

export function areaOfEc(ec: string | null): EcArea | null {
  const block = ec?.slice(0, 4) ?? '';
  return Object.hasOwn(EC_AREAS, block) ? (EC_AREAS[block] ?? null) : null;
}

/**
 * Error codes that need a look at the bucket's or the object's own state, which follows
 * authentication: a signed request that gets one had the right signature. The order of the checks
 * is inferred from the codes, not documented. NoSuchBucket, InvalidArgument, MethodNotAllowed and
 * the like are not here: they may be raised before the signature is compared.
 */
export const AFTER_AUTHENTICATION: ReadonlySet<string> = new Set([
  'NoSuchKey',
  'NoSuchUpload',
  'NoSuchVersion',
  'NoSuchLifecycle',
  'NoSuchWebsiteConfiguration',
  'NoSuchCORSConfiguration',
  'NoSuchBucketPolicy',
  'NoSuchServerSideEncryptionRule',
  'NoSuchReplicationRule',
  'NoSuchReplicationConfiguration',
  'NoSuchInventory',
  'NoSuchLiveChannel',
  'NoSuchWORMConfiguration',
  'NoSuchCname',
  'NoSuchStyle',
  'NoSuchTransferAccelerationConfiguration',
  'NoSuchBucketObjectTagging',
  'NoSuchCacheControlConfiguration',
  'NoSuchChannel',
  'KeyNotFound', // of KMS, as the next
  'AliasNotFound',
  'MetaQueryAlreadyExist',
  'MetaQueryNotExist',
  'MetaQueryNotReady',
  'SymlinkTargetNotExist',
  'BucketAlreadyExists',
  'BucketNotEmpty',
  'TooManyBuckets',
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
  'FilePartNotExist',
  'FilePartStale',
  'FilePartInterity',
  'FileAlreadyExists',
  'FileImmutable',
  'FileWormLocked',
  'WORMConfigurationLocked',
  'NotSymlink',
  'InvalidTargetType',
  'PartNotSequential',
  'BucketReplicationAlreadyExist',
  'BucketAlreadyHasReplicationConfiguration',
  'ObjectNotAppendable',
  'PositionNotEqualToLength',
  'InvalidObjectState',
  'RestoreAlreadyInProgress',
  'OperationNotSupported',
  'PreconditionFailed',
  'NotModified',
  'InvalidRange',
  'CallbackFailed',
  // of S3, where OSS has no such thing or another name for it
  'NoSuchTagSet',
  'NoSuchTagSetError',
  'NoSuchObjectLockConfiguration',
  'ObjectLockConfigurationNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
  'ReplicationConfigurationNotFoundError',
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'OwnershipControlsNotFoundError',
  'BucketAlreadyOwnedByYou',
]);

/**
 * Error codes that are raised because of the auth data, before or by the comparison of signatures.
 */
export const AUTHENTICATION_ERRORS: ReadonlySet<string> = new Set([
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
  'InvalidSecurityToken',
  'AccessKeyIdAndSecurityTokenNotMatch',
  'SecurityTokenExpired',
  'SecurityTokenNotSupported',
  'MissingSecurityToken',
  'RequestTimeTooSkewed',
  'RequestExpired',
  // of S3
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
  'InvalidToken',
  'ExpiredToken',
]);

/**
 * Error codes with which OSS turns away what is too much at once: requests in a second, bandwidth,
 * connections, processing ("HTTP status code 503" and "HTTP status code 429" in the documentation).
 * `SlowDown` is the S3 dialect's.
 */
export const THROTTLING_ERRORS: ReadonlySet<string> = new Set([
  'QpsLimitExceeded',
  'TotalQpsLimitExceeded',
  'MetaOperationQpsLimitExceeded',
  'DownloadTrafficRateLimitExceeded',
  'UploadTrafficRateLimitExceeded',
  'ActiveRequestLimitExceeded',
  'CpuLimitExceeded',
  'SlowDown',
]);

/** Error codes of a Complete whose list was compared with the parts: the service has the upload. */
export const PART_LIST_ERRORS: ReadonlySet<string> = new Set([
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
]);

/** The body is not what the `x-amz-content-sha256` of the S3 dialect says. */
export const PAYLOAD_HASH_ERROR = 'XAmzContentSHA256Mismatch';

/** Error codes about a digest of the body; the last is MinIO's. */
export const DIGEST_ERRORS: ReadonlySet<string> = new Set([
  'InvalidDigest',
  'BadDigest',
  PAYLOAD_HASH_ERROR,
  'XAmzContentChecksumMismatch',
]);

/**
 * A chunk that is none of the last is too short for the server: Amazon and Swift take 8 KiB and
 * more.
 */
export const CHUNK_SIZE_ERROR = 'InvalidChunkSizeError';

/** Error codes about a body in chunks, and of others that are cut short. */
export const CHUNK_ERRORS: ReadonlySet<string> = new Set([
  'IncompleteBody',
  CHUNK_SIZE_ERROR,
  'MalformedTrailerError',
]);

/**
 * Error codes of many mistakes, one of which is a body without the chunks that its head promises.
 */
export const VAGUE_ERRORS: ReadonlySet<string> = new Set(['InvalidArgument', 'InvalidRequest']);
