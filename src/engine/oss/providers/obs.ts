/* Huawei OBS. */

import { isObsSignedParameter } from '../../sign/obs.ts';
import { configurationRules, PARTS_OF_UPLOADS, PLAIN_RULES, putGetDelete } from '../operation.ts';
import type { Endpoint, OperationRule, Operations, Provider } from '../provider.ts';
import { codesWith, meaningByWords, PLAIN_PROVIDER, type WordedMeaning } from '../vocabulary.ts';

/** "Endpoints and Domain Names" of OBS, and the clouds that other companies run with it. */
const DOMAIN =
  /\.(?:myhuaweicloud\.(?:com|eu|cn)|hwclouds\.com|otc\.t-systems\.com|prod-cloud-ocb\.orange-business\.com)$/;

/** `bucket.obs.REGION`; `obs` alone is of all regions, and Orange calls it `oss`. */
const FRONT =
  /^(?:(?<bucket>.+)\.)?(?:obs|obsv3|obs-website|oss)(?:\.(?<region>[a-z]{2}(?:-[a-z]+)+(?:-?\d+)?))?$/;

function endpointNamed(name: string): Endpoint | null {
  const domain = DOMAIN.exec(name);
  const groups = domain === null ? undefined : FRONT.exec(name.slice(0, domain.index))?.groups;
  if (groups === undefined) return null;
  const { bucket = null, region = null } = groups;
  return { provider: 'obs', bucket, region, control: false };
}

/** Bucket configurations by their sub-resources, as its API reference calls them. */
const CONFIGURATIONS = configurationRules([
  ['acl', 'BucketAcl', 'PG'],
  ['cors', 'BucketCors', 'PGD'],
  ['customdomain', 'BucketCustomDomain', 'PGD'],
  ['encryption', 'BucketEncryption', 'PGD'],
  ['inventory', 'BucketInventory', 'PGD'],
  ['lifecycle', 'BucketLifecycle', 'PGD'],
  ['location', 'BucketLocation', 'G'],
  ['logging', 'BucketLogging', 'PG'],
  ['mirrorBackToSource', 'BucketMirrorBackToSource', 'PGD'],
  ['notification', 'BucketNotification', 'PG'],
  ['object-lock', 'BucketObjectLock', 'PG'],
  ['policy', 'BucketPolicy', 'PGD'],
  ['quota', 'BucketQuota', 'PG'],
  ['replication', 'BucketReplication', 'PGD'],
  ['requestPayment', 'BucketRequestPayment', 'PG'],
  ['storageClass', 'BucketStorageClass', 'PG'],
  ['storageinfo', 'BucketStorageInfo', 'G'],
  ['tagging', 'BucketTagging', 'PGD'],
  ['versioning', 'BucketVersioning', 'PG'],
  ['website', 'BucketWebsite', 'PGD'],
]);

/** "APIs" in the API reference of OBS. */
const RULES: readonly OperationRule[] = [
  ['InitiateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-obs-copy-source']],
  ...PARTS_OF_UPLOADS,
  ...putGetDelete('ObjectAcl', 'PG', 'object', ['acl']),
  ...putGetDelete('ObjectTagging', 'PGD', 'object', ['tagging']),
  ['AppendObject', 'POST', 'object', ['append']],
  ['RenameObject', 'POST', 'object', ['rename']],
  ['ModifyObject', 'PUT', 'object', ['modify']],
  ['TruncateObject', 'PUT', 'object', ['truncate']],
  ['PutObjectMetadata', 'PUT', 'object', ['metadata']],
  ['RestoreObject', 'POST', 'object', ['restore']],
  ['CopyObject', 'PUT', 'object', ['@x-obs-copy-source']],
  ['DeleteObjects', 'POST', 'bucket', ['delete']],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ...CONFIGURATIONS,
  ...PLAIN_RULES,
];

const OPERATIONS: Operations = {
  rules: RULES,
  ofKind: {},
  neutral: /^(?:x-obs-|x-image-|response-|versionId$|position$|name$|length$|attname$)/i,
  isSubresource: isObsSignedParameter,
};

/** What answers mean by code and message ("Error Codes" in the API reference of OBS). */
const MEANINGS: readonly WordedMeaning[] = [
  [/^(?:RequestTimeTooSkewed|AccessDenied)$/, /\brequest has expired\b/i, 'expired'],
  [/^InvalidAccessKeyId$/, /security token is invalid/i, 'token-refused'],
  [/^InvalidAccessKeyId$/, /\bdisabled\b|\binactive\b|only supports console/i, 'key-disabled'],
  [
    /^(?:NotSignedUp|AccountProblem|AllAccessDisabled|FrozenUserId|DeregisterUserId)$/,
    /^/,
    'account-disabled',
  ],
];

const CODES = codesWith({
  'past-authentication': [
    'NoSuchTagSet',
    'NoSuchLifecycleConfiguration',
    'ReplicationConfigurationNotFoundError',
    'NoSuchCustomDomain',
    'BucketAlreadyOwnedByYou',
    'ObjectNotAppendable',
    'PositionNotEqualToLength',
  ],
});

export const OBS: Provider = {
  ...PLAIN_PROVIDER,
  id: 'obs',
  operations: OPERATIONS,
  isOfRequest: (name, value) =>
    name.startsWith('x-obs-') || (name === 'authorization' && /^OBS[ \t]/.test(value)),
  products: /^obs$/,
  query:
    /^(?=[^?]{0,8192}\?)(?:(?=.*[?&]AccessKeyId=)(?=.*[?&]Expires=)(?=.*[?&]Signature=)|.*[?&]x-obs-[a-z-]+=)/,
  form: /name="x-obs-[a-z-]+"/i,
  requestId: 'x-obs-request-id',
  answerHeaders: new Set(['x-obs-request-id', 'x-obs-id-2', 'x-obs-error-code']),
  marks: /^x-(?:obs|amz)-/i,
  permissionWords: /\bnot authorized\b|no permission|explicit deny|\bpolicy\b|\bacl\b/i,
  serverName: /^OBS$/,
  meaningOf: (said) => meaningByWords(MEANINGS, said),
  codes: CODES,
  // its request IDs have 32 digits
  ownDocument: /<RequestId>\s*[0-9A-F]{32}\s*<\/RequestId>/,
  endpointOf: endpointNamed,
};
