/* Volcengine TOS (abroad: BytePlus), in its own signature: its hosts for S3 are among those of S3. */

import { isS3SignedParameter } from '../../sign/signed-parameters.ts';
import { configurationRules, PARTS_OF_UPLOADS, PLAIN_RULES, putGetDelete } from '../operation.ts';
import type { Endpoint, OperationRule, Operations, Provider } from '../provider.ts';
import {
  type CodeMeaning,
  codesWith,
  meaningByWords,
  PLAIN_PROVIDER,
  type WordedMeaning,
} from '../vocabulary.ts';

/** "Regions and endpoints" of TOS: `BUCKET.tos-REGION`, from outside and from within. */
const HOST =
  /^(?:(?<bucket>.+)\.)?tos-(?!s3-)(?:accelerate|(?<region>[a-z]{2}-[a-z]{1,20}(?:-\d{1,3})?))\.(?:i?volces|bytepluses)\.com$/;

function endpointNamed(name: string): Endpoint | null {
  const groups = HOST.exec(name)?.groups;
  if (groups === undefined) return null;
  const { bucket = null, region = null } = groups;
  return { provider: 'tos', bucket, region, control: false };
}

/** "API reference" of TOS. */
const RULES: readonly OperationRule[] = [
  ['CreateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-tos-copy-source']],
  ...PARTS_OF_UPLOADS,
  ...putGetDelete('ObjectAcl', 'PG', 'object', ['acl']),
  ...putGetDelete('ObjectTagging', 'PGD', 'object', ['tagging']),
  ['AppendObject', 'POST', 'object', ['append']],
  ['RenameObject', 'PUT', 'object', ['rename']],
  ['SetObjectMeta', 'POST', 'object', ['metadata']],
  ['RestoreObject', 'POST', 'object', ['restore']],
  ['FetchObject', 'POST', 'object', ['fetch']],
  ['CopyObject', 'PUT', 'object', ['@x-tos-copy-source']],
  ['DeleteMultiObjects', 'POST', 'bucket', ['delete']],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ...configurationRules([
    ['acl', 'BucketAcl', 'PG'],
    ['cors', 'BucketCORS', 'PGD'],
    ['customdomain', 'BucketCustomDomain', 'PGD'],
    ['encryption', 'BucketEncryption', 'PGD'],
    ['inventory', 'BucketInventory', 'PGD'],
    ['lifecycle', 'BucketLifecycle', 'PGD'],
    ['location', 'BucketLocation', 'G'],
    ['mirror', 'BucketMirrorBack', 'PGD'],
    ['notification_v2', 'BucketNotificationType2', 'PG'],
    ['policy', 'BucketPolicy', 'PGD'],
    ['replication', 'BucketReplication', 'PGD'],
    ['storageClass', 'BucketStorageClass', 'P'],
    ['tagging', 'BucketTagging', 'PGD'],
    ['versioning', 'BucketVersioning', 'PG'],
    ['website', 'BucketWebsite', 'PGD'],
  ]),
  ['ListObjectsType2', 'GET', 'bucket', ['list-type=2']],
  ...PLAIN_RULES,
];

const SUBRESOURCES: ReadonlySet<string> = new Set(RULES.flatMap(([, , , selectors]) => selectors));

const OPERATIONS: Operations = {
  rules: RULES,
  ofKind: {},
  neutral: /^(?:x-tos-|response-|versionId$|offset$)/i,
  isSubresource: (name) => SUBRESOURCES.has(name) || isS3SignedParameter(name),
};

/** Pages of single ECs in the documentation of TOS (6349/1188927 and 6349/1188928), and its "Error codes". */
const BY_EC: Readonly<Record<string, CodeMeaning>> = {
  '0002-00000030': 'bad-algorithm',
  '0002-00000031': 'bad-expires',
};

const MEANINGS: readonly WordedMeaning[] = [
  [/^AccessDenied$/, /\brequest has expired\b/i, 'expired'],
  [/^ExpiredToken$/, /^/, 'token-expired'],
];

const CODES = codesWith({
  'past-authentication': ['NoSuchTagSet', 'NoSuchLifecycleConfiguration', 'BucketAlreadyOwnedByYou'],
});

export const TOS: Provider = {
  ...PLAIN_PROVIDER,
  id: 'tos',
  operations: OPERATIONS,
  isOfRequest: (name, value) =>
    name.startsWith('x-tos-') || (name === 'authorization' && value.startsWith('TOS4-')),
  products: /^tos$/,
  query: /[?&;]X-Tos-(?:Algorithm=TOS4-|Credential=)/i,
  form: /name="x-tos-(?:algorithm|credential|signature)"/i,
  requestId: 'x-tos-request-id',
  crc64: 'x-tos-hash-crc64ecma',
  bucketRegion: 'x-tos-bucket-region',
  answerHeaders: new Set(['x-tos-request-id', 'x-tos-id-2', 'x-tos-ec']),
  marks: /^x-tos-/i,
  permissionWords: /\bnot authorized\b|no permission|explicit deny|\bpolicy\b|\bacl\b/i,
  serverName: /^TosServer$/,
  meaningOf: (said) => BY_EC[said.ec] ?? meaningByWords(MEANINGS, said),
  codes: CODES,
  // its documents are in JSON, and ECs in that are of nobody else
  ownDocument:
    /^\s*\{[^<]*"EC"\s*:\s*"\d{4}-\d{8}"|\bStringToSign(?:>|"\s*:\s*")\s*TOS4-|<RequestId>\s*[0-9a-f]{16,40}-[0-9a-f]{4,16}(?:-[\w-]{1,64})?\s*</,
  endpointOf: endpointNamed,
};
