/* Amazon S3, and the servers that speak like it: Ceph, MinIO, Swift and many a cloud. */

import { type HttpResponse, header } from '../../http/message.ts';
import { isS3SignedParameter } from '../../sign/signed-parameters.ts';
import { configurationRules, PARTS_OF_UPLOADS, PLAIN_RULES, putGetDelete } from '../operation.ts';
import type { Endpoint, FlavourId, OperationRule, Operations, Provider } from '../provider.ts';
import { codesWith, meaningByWords, PLAIN_PROVIDER, type WordedMeaning } from '../vocabulary.ts';
import { endpointOfService } from './s3-services.ts';

/** Products of the scope that are S3 (`s3express`, `s3-outposts`, …): Amazon has hundreds of others. */
const PRODUCT = 's3(?:express|-object-lambda|-outposts)?';

/** Of signature version 2, of version 4, and of its asymmetric form. */
const AUTHORIZATION = new RegExp(
  `^AWS(?: |$)|^AWS4-[A-Z0-9]+(?:-[A-Z0-9]+)* Credential=[^\\s,]*\\/${PRODUCT}\\/aws4_request\\b`,
);

/** A URL of version 4 by its scope, or cut off by a shell at its first `&`. */
const QUERY_V4 = `X-Amz-Credential=[^?&;]*(?:\\/|%2F)${PRODUCT}(?:\\/|%2F)aws4_request|X-Amz-Algorithm=AWS4-[\\w-]+$`;

/** Behind an `&amp;`, too. */
const QUERY = new RegExp(`[?&;](?:AWSAccessKeyId=|${QUERY_V4})`, 'i');

/** Region ids: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = '(?<region>[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})';
const DOMAIN = /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu)$/;

interface EndpointForm {
  /** Matches what stands before the domain; groups `bucket` and `region`, both optional. */
  readonly pattern: RegExp;
  readonly control?: true;
  /** Where the host does not name the region that it has. */
  readonly region?: string;
}

const formOf = (behindBucket: string): RegExp => new RegExp(`^(?:(?<bucket>.+)\\.)?${behindBucket}$`);

/** "Amazon Simple Storage Service endpoints and quotas" in the AWS General Reference, special ones first. */
const FORMS: readonly EndpointForm[] = [
  { pattern: new RegExp(`^(?:.+\\.)?s3-control(?:-fips)?(?:\\.dualstack)?\\.${REGION}$`), control: true },
  { pattern: new RegExp(`^s3express-control(?:-fips)?\\.${REGION}$`), control: true },
  // access points: NAME-ACCOUNT stands where a bucket would
  {
    pattern: formOf(
      `s3-(?:accesspoint(?:-fips)?|object-lambda(?:-fips)?|outposts)(?:\\.dualstack)?\\.${REGION}`,
    ),
  },
  // a multi-region access point by its alias, signed with SigV4A for a set of regions
  { pattern: /^(?<bucket>.+)\.accesspoint\.s3-global$/ },
  // directory buckets: bucket--ZONE--x-s3, and the zone once more
  { pattern: formOf(`s3express(?:-fips)?-[a-z0-9-]+\\.${REGION}`) },
  // interface endpoints of a VPC: bucket.vpce-ID, or vpce-ID.s3 behind a literal `bucket`
  {
    pattern: new RegExp(
      `^(?:(?<bucket>.+)\\.)?(?:bucket|accesspoint)\\.vpce-[a-z0-9-]+\\.s3\\.${REGION}\\.vpce$`,
    ),
  },
  { pattern: new RegExp(`^control\\.vpce-[a-z0-9-]+\\.s3\\.${REGION}\\.vpce$`), control: true },
  // static websites, which take no signature
  { pattern: formOf(`s3-website[.-]${REGION}`) },
  { pattern: formOf('s3-accelerate(?:\\.dualstack)?') },
  { pattern: formOf('s3-external-1'), region: 'us-east-1' },
  // `s3-REGION` of the first years, `s3-fips-REGION` of GovCloud
  { pattern: formOf(`s3(?:-fips)?(?:\\.dualstack)?[.-]${REGION}`) },
  // of all regions: the bucket may be in any
  { pattern: formOf('s3(?:\\.dualstack)?') },
];

function endpointNamed(name: string): Endpoint | null {
  const domain = DOMAIN.exec(name);
  if (domain === null) return endpointOfService(name);
  const front = name.slice(0, domain.index);
  for (const { pattern, control, region } of FORMS) {
    const groups = pattern.exec(front)?.groups;
    if (groups === undefined) continue;
    return {
      provider: 's3',
      flavour: 'aws',
      bucket: groups['bucket'] ?? null,
      region: groups['region'] ?? region ?? null,
      control: control === true,
    };
  }
  return null;
}

/** Bucket configurations by their sub-resources, as its API reference calls them. */
const CONFIGURATIONS = configurationRules([
  ['acl', 'BucketAcl', 'PG'],
  ['lifecycle', 'BucketLifecycleConfiguration', 'PG'],
  ['lifecycle', 'BucketLifecycle', 'D'],
  ['logging', 'BucketLogging', 'PG'],
  ['website', 'BucketWebsite', 'PGD'],
  ['cors', 'BucketCors', 'PGD'],
  ['tagging', 'BucketTagging', 'PGD'],
  ['policy', 'BucketPolicy', 'PGD'],
  ['policyStatus', 'BucketPolicyStatus', 'G'],
  ['encryption', 'BucketEncryption', 'PGD'],
  ['versioning', 'BucketVersioning', 'PG'],
  ['requestPayment', 'BucketRequestPayment', 'PG'],
  ['replication', 'BucketReplication', 'PGD'],
  ['notification', 'BucketNotificationConfiguration', 'PG'],
  ['accelerate', 'BucketAccelerateConfiguration', 'PG'],
  ['ownershipControls', 'BucketOwnershipControls', 'PGD'],
  ['publicAccessBlock', 'PublicAccessBlock', 'PGD'],
  ['object-lock', 'ObjectLockConfiguration', 'PG'],
  ['location', 'BucketLocation', 'G'],
]);

/** Configurations of which a bucket has several, each with its `id`. */
const LISTED_CONFIGURATIONS: readonly OperationRule[] = [
  ['analytics', 'Analytics'],
  ['inventory', 'Inventory'],
  ['metrics', 'Metrics'],
  ['intelligent-tiering', 'IntelligentTiering'],
].flatMap(([subresource = '', name = '']): OperationRule[] => [
  ...putGetDelete(`Bucket${name}Configuration`, 'PGD', 'bucket', [subresource, 'id']),
  [`ListBucket${name}Configurations`, 'GET', 'bucket', [subresource]],
]);

/** "Amazon S3 API Reference"; Ceph, MinIO and Swift have part of it. */
const RULES: readonly OperationRule[] = [
  ['CreateMultipartUpload', 'POST', 'object', ['uploads']],
  ...PARTS_OF_UPLOADS,
  ...putGetDelete('ObjectAcl', 'PG', 'object', ['acl']),
  ...putGetDelete('ObjectTagging', 'PGD', 'object', ['tagging']),
  ...putGetDelete('ObjectRetention', 'PG', 'object', ['retention']),
  ...putGetDelete('ObjectLegalHold', 'PG', 'object', ['legal-hold']),
  ['GetObjectAttributes', 'GET', 'object', ['attributes']],
  ['GetObjectTorrent', 'GET', 'object', ['torrent']],
  ['RestoreObject', 'POST', 'object', ['restore']],
  ['SelectObjectContent', 'POST', 'object', ['select', 'select-type=2']],
  ['RenameObject', 'PUT', 'object', ['renameObject']],
  ['CopyObject', 'PUT', 'object', ['@x-amz-copy-source']],
  ['DeleteObjects', 'POST', 'bucket', ['delete']],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ['CreateSession', 'GET', 'bucket', ['session']],
  ...LISTED_CONFIGURATIONS,
  ...CONFIGURATIONS,
  ['ListObjectsV2', 'GET', 'bucket', ['list-type=2']],
  ...PLAIN_RULES,
];

const OPERATIONS: Operations = {
  rules: RULES,
  ofKind: {},
  // `x-id` names the operation, and a part of an object is read as it is
  neutral: /^(?:x-amz-|x-id$|response-|continuation-token$|versionId$|partNumber$)/i,
  isSubresource: isS3SignedParameter,
};

/**
 * What answers mean, by code and message: in the words of Amazon ("Error responses" in the S3 API reference,
 * and as its SDKs' issues quote them), which Swift and MinIO have taken over in part.
 */
const MEANINGS: readonly WordedMeaning[] = [
  // Backblaze B2, Cloudflare R2, ONTAP and others, of what SDKs send since January 2025
  [
    /^(?!XAmz)/,
    /(?:unsupported )?header '?x-amz-(?:checksum|sdk-checksum|trailer)[^']{0,60}' (?:received|with value|not)|x-amz-content-sha256 must be [^.]{0,80}STREAMING|STREAMING-[A-Z0-9-]{0,60}TRAILER|MultiChunkedEncoding|aws-chunked .{0,80}not (?:supported|implemented)/i,
    'checksum-refused',
  ],
  // Cloudflare R2, of a body that is signed in chunks
  [/^/, /STREAMING-AWS4-[A-Z0-9-]{1,40}PAYLOAD not implemented/, 'chunks-refused'],
  // Google Cloud Storage, of a body in chunks with a trailer
  [/^SignatureDoesNotMatch$/, /^invalid argument\.?$/i, 'checksum-refused'],
  // Cloudflare R2, Backblaze B2
  [/^/, /credential access key has length \d+|malformed access key id/i, 'bad-access-key-id'],
  [/^/, /sigv2 authorization is not supported/i, 'v1-refused'],
  [/^InvalidRegionName$/, /region name '[^']*' is not valid/i, 'bad-region'],
  // Garage
  [/^/, /\bunexpected scope: /i, 'bad-region'],
  [
    /^Authorization/,
    /\bregion (?:'[^']*' )?is wrong|expecting (?:region )?'[a-z0-9-]+'$|non-empty region/i,
    'bad-region',
  ],
  [/^Authorization/, /incorrect service|should be scoped to .{0,200}service/i, 'bad-product'],
  [
    /^Authorization/,
    /invalid credential date|date in credential scope|not the same as x-amz-date/i,
    'scope-day',
  ],
  [/^Authorization/, /x-amz-expires/i, 'bad-expires'],
  [/^Authorization/, /requires the x-amz-algorithm/i, 'missing-url-parameters'],
  [/^Authorization/, /x-amz-date must be|iso ?8601/i, 'bad-date'],
  [/^Authorization/, /x-amz-algorithm/i, 'bad-algorithm'],
  [/^Authorization/, /non-empty access key|\(akid\)|component "\/\d{8}\//i, 'bad-access-key-id'],
  [/^Authorization/, /signedheaders/i, 'bad-signed-headers'],
  [/^Authorization/, /credential|incorrect terminal/i, 'bad-credential'],
  [/^Authorization/, /signature/i, 'bad-signature'],
  [/^AccessDenied$/, /headers present in the request which were not signed/i, 'headers-not-signed'],
  [/^AccessDenied$/, /invalid date \(should be seconds since epoch/i, 'bad-expires'],
  [/^AccessDenied$/, /requires the signature, expires and awsaccesskeyid/i, 'missing-url-parameters'],
  [/^InvalidRequest$/, /missing required header.{0,200}x-amz-content-sha256/i, 'missing-content-sha256'],
  [
    /^InvalidRequest$/,
    /authorization mechanism .{0,200} not supported.{0,200} use aws4-hmac-sha256/i,
    'v1-refused',
  ],
  // Garage
  [/^AccessDenied$/, /\bno such (?:access )?key\b/i, 'unknown-key'],
  [/^Invalid(?:Argument|Request)$/, /x-amz-content-sha256/i, 'bad-content-sha256'],
  [/^Invalid(?:Argument|Request)$/, /only one auth mechanism allowed/i, 'header-and-query'],
  [/^TokenRefreshRequired$/, /^/, 'token-expired'],
  [/^(?:NotSignedUp|AccountProblem|AllAccessDisabled)$/, /^/, 'account-disabled'],
];

/** Where OSS has no such thing, or another name for it. */
const CODES = codesWith({
  'past-authentication': [
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
  ],
});

const ERROR = /^(?:\s*<\?xml[^>]*>)?\s*<Error[\s>]/;
/** Others that have errors of this form do not say of what they are. */
const OWN_ELEMENTS = /<(?:HostId|BucketName|Resource)[\s/>]/;
/** All that it says, and no other service. */
const OWN_DENIAL = /^AccessDenied: Access Denied$/;
const DOCUMENT_MESSAGE = /<Message>([^<]{1,500})</;
const DOCUMENT_CODE = /<Code>\s*([A-Za-z0-9]{1,64})\s*<\/Code>/;

function flavourOfAnswer(response: HttpResponse): FlavourId | null {
  const server = header(response, 'server') ?? '';
  if (server === 'AmazonS3') return 'aws';
  if (server.startsWith('MinIO')) return 'minio';
  if (server.startsWith('Ceph')) return 'ceph';
  if (header(response, 'x-openstack-request-id') !== null || header(response, 'x-trans-id') !== null) {
    return 'swift';
  }
  if (header(response, 'x-minio-deployment-id') !== null) return 'minio';
  if (header(response, 'x-rgw-object-type') !== null) return 'ceph';
  const id = header(response, 'x-amz-request-id') ?? '';
  return /^tx[0-9a-f]{21}-[0-9a-f]+-[0-9a-f]+-/.test(id) ? 'ceph' : null;
}

export const S3: Provider = {
  ...PLAIN_PROVIDER,
  id: 's3',
  flavourOf: flavourOfAnswer,
  isOneService: false,
  operations: OPERATIONS,
  isOfRequest: (name, value) => name === 'authorization' && AUTHORIZATION.test(value),
  // of all services of Amazon; a tool may take the name of another one for the product
  sharedLine: /^(?:authorization:AWS4-|x-amz-)/,
  products: new RegExp(`^${PRODUCT}$`),
  query: QUERY,
  form: /name="(?:AWSAccessKeyId|x-amz-(?:credential|signature))"/i,
  requestId: 'x-amz-request-id',
  checksumPrefix: 'x-amz-checksum-',
  bucketRegion: 'x-amz-bucket-region',
  answerHeaders: new Set(['x-amz-request-id', 'x-amz-id-2', 'x-amz-bucket-region']),
  // of Swift, whose other API has no more, MinIO and Ceph
  marks: /^x-(?:amz-|openstack-|trans-id$|minio-|rgw-)/i,
  permissionWords: /\bnot authorized to perform\b|explicit deny|operation is not allowed for this key/i,
  serverName: /^(?:AmazonS3|MinIO|Ceph Object Gateway)\b/,
  meaningOf: (said) => meaningByWords(MEANINGS, said),
  codes: CODES,
  // request IDs of Amazon and MinIO, and of Swift and Ceph
  ownDocument: /<AWSAccessKeyId>|<RequestId>\s*(?:[0-9A-Z]{16}|tx[0-9a-f]{20,}-[0-9a-z-]+)\s*</,
  isDocument: (text) => {
    const code = ERROR.test(text) ? DOCUMENT_CODE.exec(text)?.[1] : undefined;
    if (code === undefined) return false;
    if (CODES.authentication.has(code) || CODES['payload-hash'].has(code) || OWN_ELEMENTS.test(text))
      return true;
    const message = DOCUMENT_MESSAGE.exec(text)?.[1] ?? '';
    return OWN_DENIAL.test(`${code}: ${message}`) || meaningByWords(MEANINGS, { code, message }) !== null;
  },
  isBare: true,
  endpointOf: endpointNamed,
  unknownHost: 'path',
};
