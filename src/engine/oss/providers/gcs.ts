/* The XML API of Google Cloud Storage in its own signature: what is signed as for S3 is with S3. */

import { isS3SignedParameter } from '../../sign/signed-parameters.ts';
import { configurationRules, PARTS_OF_UPLOADS, PLAIN_RULES, putGetDelete } from '../operation.ts';
import type { OperationRule, Operations, Provider } from '../provider.ts';
import { codesWith, meaningByWords, PLAIN_PROVIDER, type WordedMeaning } from '../vocabulary.ts';

/** "Reference methods" of the XML API, by the names that S3 has for them. */
const RULES: readonly OperationRule[] = [
  ['CreateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-goog-copy-source']],
  ...PARTS_OF_UPLOADS,
  ...putGetDelete('ObjectAcl', 'PG', 'object', ['acl']),
  ['ComposeObject', 'PUT', 'object', ['compose']],
  ['CopyObject', 'PUT', 'object', ['@x-goog-copy-source']],
  ['ResumableUpload', 'POST', 'object', []],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ...configurationRules([
    ['acl', 'BucketAcl', 'PG'],
    ['billing', 'BucketBilling', 'PG'],
    ['cors', 'BucketCors', 'PG'],
    ['encryptionConfig', 'BucketEncryption', 'PG'],
    ['lifecycle', 'BucketLifecycle', 'PG'],
    ['location', 'BucketLocation', 'G'],
    ['logging', 'BucketLogging', 'PG'],
    ['storageClass', 'BucketStorageClass', 'PG'],
    ['tagging', 'BucketTagging', 'PGD'],
    ['versioning', 'BucketVersioning', 'PG'],
    ['websiteConfig', 'BucketWebsite', 'PG'],
  ]),
  ...PLAIN_RULES,
];

const SUBRESOURCES: ReadonlySet<string> = new Set(RULES.flatMap(([, , , selectors]) => selectors));

const OPERATIONS: Operations = {
  rules: RULES,
  ofKind: {},
  neutral: /^(?:x-goog-|response-|generation$|userProject$|upload_id$)/i,
  isSubresource: (name) => SUBRESOURCES.has(name) || isS3SignedParameter(name),
};

/** "HTTP status and error codes for XML" of Cloud Storage. */
const MEANINGS: readonly WordedMeaning[] = [
  [/^ExpiredToken$/, /^/, 'expired'],
  [/^(?:AccountProblem|UserProjectAccountProblem)$/, /^/, 'account-disabled'],
];

const CODES = codesWith({
  'past-authentication': ['BucketAlreadyOwnedByYou', 'NoSuchLifecycleConfiguration', 'NoSuchTagSet'],
});

export const GCS: Provider = {
  ...PLAIN_PROVIDER,
  id: 'gcs',
  operations: OPERATIONS,
  // headers of that prefix, and hosts of that name, are of every other API of Google, too
  isOfRequest: (name, value) =>
    name === 'x-goog-content-sha256' || (name === 'authorization' && /^GOOG(?:4-|1[ \t])/.test(value)),
  products: /^storage$/,
  query:
    /[?&;](?:GoogleAccessId=|X-Goog-(?:Algorithm=GOOG4-|Credential=[^?&;]*(?:\/|%2F)storage(?:\/|%2F)goog4_request))/i,
  form: /name="x-goog-(?:algorithm|credential|signature)"/i,
  requestId: null,
  answerHeaders: new Set(),
  marks: /^x-(?:goog|guploader)-/i,
  permissionWords: /\bdoes not have storage\.|\bnot authorized\b/i,
  // that of its server is of every upload and download of Google's
  serverName: /(?!)/,
  meaningOf: (said) => meaningByWords(MEANINGS, said),
  codes: CODES,
  ownDocument: /<StringToSign>\s*GOOG4-/,
  // its hosts are with those of S3, which it speaks at the same ones
  endpointOf: () => null,
};
