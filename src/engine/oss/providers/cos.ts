/* Tencent COS. */

import { configurationRules, PARTS_OF_UPLOADS, PLAIN_OBJECTS, putGetDelete } from '../operation.ts';
import type { Endpoint, OperationRule, Operations, Provider } from '../provider.ts';
import { codesWith, meaningByWords, PLAIN_PROVIDER, type WordedMeaning } from '../vocabulary.ts';

const DOMAIN = /\.(?:myqcloud\.com|tencentcos\.cn)$/;

/** "Regions and Access Endpoints" of COS: `BUCKET-APPID.cos.REGION`, and the forms beside it. */
const FORMS: readonly RegExp[] = [
  /^service\.cos$/,
  /^(?:(?<bucket>.{1,255})\.)?(?:cos|cos-internal|cos-website|cosv6)\.accelerate$/,
  /^(?:(?<bucket>.+)\.)?(?:cos|cos-internal|cos-website|cosv6|cos-cdc)\.(?<region>[a-z]{1,20}(?:-[a-z]{1,20}){1,6}(?:-\d{1,3})?)$/,
  /^cos$/,
];

function endpointNamed(name: string): Endpoint | null {
  const domain = DOMAIN.exec(name);
  if (domain === null) return null;
  const front = name.slice(0, domain.index);
  for (const form of FORMS) {
    const match = form.exec(front);
    if (match === null) continue;
    const { bucket = null, region = null } = match.groups ?? {};
    return { provider: 'cos', bucket, region, control: false };
  }
  return null;
}

/** Bucket configurations by their sub-resources, as its API documentation calls them. */
const CONFIGURATIONS = configurationRules([
  ['accelerate', 'BucketAccelerate', 'PG'],
  ['acl', 'BucketAcl', 'PG'],
  ['cors', 'BucketCors', 'PGD'],
  ['domain', 'BucketDomain', 'PGD'],
  ['encryption', 'BucketEncryption', 'PGD'],
  ['intelligenttiering', 'BucketIntelligentTiering', 'PG'],
  ['inventory', 'BucketInventory', 'PGD'],
  ['lifecycle', 'BucketLifecycle', 'PGD'],
  ['location', 'BucketLocation', 'G'],
  ['logging', 'BucketLogging', 'PG'],
  ['object-lock', 'BucketObjectLock', 'PG'],
  ['origin', 'BucketOrigin', 'PGD'],
  ['policy', 'BucketPolicy', 'PGD'],
  ['referer', 'BucketReferer', 'PG'],
  ['replication', 'BucketReplication', 'PGD'],
  ['tagging', 'BucketTagging', 'PGD'],
  ['versioning', 'BucketVersioning', 'PG'],
  ['website', 'BucketWebsite', 'PGD'],
]);

const SUBRESOURCES: ReadonlySet<string> = new Set([
  ...CONFIGURATIONS.flatMap(([, , , selectors]) => selectors),
  ...['append', 'delete', 'restore', 'retention', 'select', 'uploads', 'versions'],
]);

/** "Operations" in the API documentation of COS. */
const RULES: readonly OperationRule[] = [
  ['InitiateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-cos-copy-source']],
  ...PARTS_OF_UPLOADS,
  ...putGetDelete('ObjectAcl', 'PG', 'object', ['acl']),
  ...putGetDelete('ObjectTagging', 'PGD', 'object', ['tagging']),
  ['AppendObject', 'POST', 'object', ['append']],
  ['RestoreObject', 'POST', 'object', ['restore']],
  ['SelectObjectContent', 'POST', 'object', ['select']],
  ['CopyObject', 'PUT', 'object', ['@x-cos-copy-source']],
  ...PLAIN_OBJECTS,
  ['DeleteMultipleObjects', 'POST', 'bucket', ['delete']],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ...CONFIGURATIONS,
  ['PostObject', 'POST', 'bucket', ['@content-type=multipart/form-data']],
  ['PutBucket', 'PUT', 'bucket', []],
  ['DeleteBucket', 'DELETE', 'bucket', []],
  ['GetBucket', 'GET', 'bucket', []],
  ['HeadBucket', 'HEAD', 'bucket', []],
  ['OptionObject', 'OPTIONS', 'bucket', []],
  ['GetService', 'GET', 'service', []],
];

const OPERATIONS: Operations = {
  rules: RULES,
  ofKind: {},
  neutral: /^(?:q-|x-cos-|x-ci-|ci-|response-|imageMogr2|imageView2|watermark|versionId$|position$)/i,
  isSubresource: (name) => SUBRESOURCES.has(name),
};

/** What answers mean by code and message ("Error Codes", 436/7730, and as issues of its SDKs quote them). */
const MEANINGS: readonly WordedMeaning[] = [
  [/^AccessDenied$/, /\brequest has expired\b/i, 'expired'],
  [/^AccessDenied$/, /\bbucket referer rule\b/i, 'referer-refused'],
  [/^InvalidAccessKeyId$/, /\bdisabled\b|\binactive\b/i, 'key-disabled'],
];

const CODES = codesWith({
  'past-authentication': [
    'NoSuchTagSetError',
    'NoSuchLifecycleConfiguration',
    'ReplicationConfigurationNotFoundError',
    'BucketAlreadyOwnedByYou',
    'AppendPositionErr',
    'ObjectNotAppendable',
  ],
});

export const COS: Provider = {
  ...PLAIN_PROVIDER,
  id: 'cos',
  operations: OPERATIONS,
  isOfRequest: (name, value) =>
    name.startsWith('x-cos-') || (name === 'authorization' && value.startsWith('q-sign-algorithm=')),
  products: /^cos$/,
  query: /[?&]q-sign-algorithm=|[?&]x-cos-security-token=/,
  form: /name="(?:q-sign-algorithm|x-cos-[a-z-]+)"/i,
  requestId: 'x-cos-request-id',
  crc64: 'x-cos-hash-crc64ecma',
  answerHeaders: new Set(['x-cos-request-id', 'x-cos-trace-id', 'x-cos-hash-crc64ecma']),
  marks: /^x-(?:cos|ci|amz)-/i,
  permissionWords: /\bnot authorized\b|no permission|explicit deny|\bcam policy\b|\bacl\b/i,
  serverName: /^tencent-(?:cos|ci)$/,
  meaningOf: (said) => meaningByWords(MEANINGS, said),
  codes: CODES,
  ownDocument: /<FormatString>|<TraceId>\s*[A-Za-z0-9+/=]{40,200}\s*<\/TraceId>/,
  endpointOf: endpointNamed,
};
