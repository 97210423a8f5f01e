/* Alibaba Cloud OSS. */

import type { ByteString } from '../../bytes/byte-string.ts';
import { isSignedParameter } from '../../sign/signed-parameters.ts';
import { versionRecord, versionsWith } from '../../sign/versions.ts';
import { configurationRules, PARTS_OF_UPLOADS, PLAIN_OBJECTS, putGetDelete } from '../operation.ts';
import type { BucketKind, Endpoint, OperationRule, Operations, Provider } from '../provider.ts';
import { type CodeArea, type CodeMeaning, codesWith } from '../vocabulary.ts';

const SCHEMES = versionsWith({ dialect: 'oss', carrier: 'header' }).map((each) => versionRecord(each).scheme);
const SCHEME = new RegExp(`^(?:${SCHEMES.join('|')})[ \\t]`);

const CODES = codesWith({
  authentication: [
    'InvalidSecurityToken',
    'AccessKeyIdAndSecurityTokenNotMatch',
    'SecurityTokenExpired',
    'SecurityTokenNotSupported',
    'MissingSecurityToken',
    'RequestExpired',
  ],
  'past-authentication': [
    'NoSuchLifecycle',
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
    'OperationNotSupported',
    'CallbackFailed',
  ],
  // "HTTP status code 503" and "HTTP status code 429" in the documentation
  throttling: [
    'QpsLimitExceeded',
    'TotalQpsLimitExceeded',
    'MetaOperationQpsLimitExceeded',
    'DownloadTrafficRateLimitExceeded',
    'UploadTrafficRateLimitExceeded',
    'ActiveRequestLimitExceeded',
    'CpuLimitExceeded',
  ],
});

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

/** The block of ECs about restrictions to addresses; those that have a name are above. */
const ADDRESS_EC = /^0002-000006/;

/** Null for a code that is not known, or for none. */
function meaningOfEc(ec: string): CodeMeaning | null {
  if (Object.hasOwn(EC_MEANINGS, ec)) return EC_MEANINGS[ec] ?? null;
  return ADDRESS_EC.test(ec) ? 'ip-restricted' : null;
}

/** 0002: auth data, key ids, time; 0003: permissions; 0015 bucket, 0026 object, 0016 request. */
const EC_AREAS: Readonly<Record<string, CodeArea>> = {
  '0002': 'authentication',
  '0003': 'authorization',
  '0015': 'bucket',
  '0016': 'request',
  '0026': 'object',
};

function areaOfEc(ec: string): CodeArea | null {
  const block = ec.slice(0, 4);
  return Object.hasOwn(EC_AREAS, block) ? (EC_AREAS[block] ?? null) : null;
}

/** What only a service of this kind says, in its code or its message. */
const WORDS =
  /<Code>(?:SecondLevelDomainForbidden|NonStandardHostForbidden|XAmzContentSHA256Mismatch)<|<Message>[^<]{0,300}(?:must be addressed using the specified endpoint|aws-chunked|\bx-(?:oss|amz)-)/;

/** Codes of refused signatures have the same names at OSS and at all that speak like S3. */
const DOCUMENT_CODE = /<Code>\s*([A-Za-z]{1,64})\s*<\/Code>/;

function isDocument(text: ByteString): boolean {
  return (
    /<(?:HostId|SignatureProvided|StringToSign)>/.test(text) ||
    CODES.authentication.has(DOCUMENT_CODE.exec(text)?.[1] ?? '') ||
    WORDS.test(text)
  );
}

interface EndpointForm {
  /** Matches what stands before the domain; groups `bucket`, `account` and `region`, all optional. */
  readonly pattern: RegExp;
  readonly control?: true;
  readonly kind?: BucketKind;
}

/** Domains of the public cloud; the Java SDK takes every other for a custom domain. */
const DOMAIN = /\.(?:aliyuncs\.com|aliyun-inc\.com|aliyun\.com)$/;

const REGION =
  '(?:cn-[a-z]+(?:-[a-z0-9]+)*|(?:ap|us|eu|me|na|sa|af)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\\d+(?:-[a-z0-9]+)*)';

/** `bucket-ACCOUNT.REGION.oss-vectors`; the first SDKs wrote `oss-REGION`. */
function formOfKind(kind: BucketKind): EndpointForm {
  const front = '^(?:(?<bucket>.+?)(?:-(?<account>\\d+))?\\.)?(?:oss-)?(?<region>[a-z0-9-]+?)(?:-internal)?';
  return { pattern: new RegExp(`${front}\\.oss-${kind}$`), kind };
}

/** Endpoint names ("Regions and endpoints" in the OSS documentation), most specific first. */
const FORMS: readonly EndpointForm[] = [
  { pattern: /^(?:.+\.)?oss-control$/, control: true },
  { pattern: /^(?:.+\.)?oss-cloudbox-control$/, control: true },
  // bucket.cb-ID.REGION.oss-cloudbox: the CloudBox id is what V4 has as its region
  { pattern: /^(?:(?<bucket>.+)\.)?(?<region>cb-[a-z0-9-]+)\.[a-z0-9-]+\.oss-cloudbox$/ },
  // alias.oss-REGION.oss-accesspoint: the alias stands where a bucket would
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?<region>[a-z0-9-]+?)(?:-internal)?\.oss-accesspoint$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?<region>[a-z0-9-]+?)(?:-internal)?\.oss-object-process$/ },
  formOfKind('vectors'),
  formOfKind('tables'),
  // the accelerator ("OSS accelerator"): bucket.ZONE.oss-data-acc, a zone being a region with a letter
  {
    pattern:
      /^(?:(?<bucket>.+)\.)?(?<region>[a-z0-9-]+?)(?:-[a-z]|(?<=\d)[a-z])?(?:-internal)?\.oss-data-acc$/,
  },
  // OSS-HDFS
  { pattern: /^(?:(?<bucket>.+)\.)?(?<region>[a-z0-9-]+?)(?:-internal)?\.oss-dls$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.oss-accelerate(?:-overseas)?$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?oss-accelerate(?:-overseas)?$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.oss-(?<region>[a-z0-9-]+?)(?:-internal)?$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?vpc100-oss-(?<region>[a-z0-9-]+)$/ },
  // the accelerator as it was first
  { pattern: /^(?:(?<bucket>.+)\.)?oss-cache-(?<region>[a-z0-9-]+?)(?:-[a-z]|(?<=\d)[a-z])?$/ },
  // of the first days, and for networks of enterprises: without a region
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?:internal|enet)$/ },
  // `-pub` in the finance cloud
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?<region>[a-z0-9-]+?)(?:-internal|-cross|-pub)?$/ },
  // dual stack: bucket.REGION.oss
  { pattern: new RegExp(`^(?:(?<bucket>.+)\\.)?(?<region>${REGION})\\.oss$`) },
  // the first endpoint of all, without a region
  { pattern: /^(?:(?<bucket>.+)\.)?oss$/ },
];

/**
 * Agentic buckets and their bucket spaces are called NAME-ACCOUNT-REGION-ab-apsr and …-bs-apsr, and signed by
 * that name. The second SDKs may write NAME-alias-ab-apsr in a host (`UrlStyleVirtualHostedAlias` in
 * `oss/agentic` of alibabacloud-oss-go-sdk-v2).
 */
const SHORT_NAME = /-alias-(?:ab|bs)-apsr$/;

/** bucket.oss-REGION.DOMAIN of a private cloud: its domain may be any, so the bucket must be there. */
const PRIVATE = new RegExp(
  `^(?<bucket>[a-z0-9][a-z0-9-]{1,62})\\.oss-(?<region>${REGION})(?:\\.[a-z0-9-]+)+$`,
);

function endpointNamed(name: string): Endpoint | null {
  const domain = DOMAIN.exec(name);
  if (domain === null) {
    const match = PRIVATE.exec(name);
    return match === null ? null : endpointOf(match, {});
  }
  const front = name.slice(0, domain.index);
  for (const form of FORMS) {
    const match = form.pattern.exec(front);
    if (match !== null) return endpointOf(match, form);
  }
  return null;
}

function endpointOf(
  { groups }: RegExpExecArray,
  { control, kind }: Pick<EndpointForm, 'control' | 'kind'>,
): Endpoint {
  const endpoint = {
    provider: 'oss' as const,
    bucket: groups?.['bucket'] ?? null,
    region: groups?.['region']?.replace(/-internal$/, '') ?? null,
    control: control === true,
  };
  if (endpoint.bucket !== null && SHORT_NAME.test(endpoint.bucket)) {
    return { ...endpoint, bucket: null, isShort: true };
  }
  if (kind === undefined) return endpoint;
  const account = groups?.['account'];
  return account === undefined ? { ...endpoint, kind } : { ...endpoint, kind, account };
}

/** Bucket configurations with plain Put, Get and Delete operations: sub-resource, name, methods. */
const CONFIGURATIONS = configurationRules([
  ['acl', 'BucketAcl', 'PG'],
  ['lifecycle', 'BucketLifecycle', 'PGD'],
  ['logging', 'BucketLogging', 'PGD'],
  ['userDefinedLogFieldsConfig', 'UserDefinedLogFieldsConfig', 'PGD'],
  ['website', 'BucketWebsite', 'PGD'],
  ['referer', 'BucketReferer', 'PG'],
  ['cors', 'BucketCors', 'PGD'],
  ['tagging', 'BucketTags', 'PGD'],
  ['policy', 'BucketPolicy', 'PGD'],
  ['policyStatus', 'BucketPolicyStatus', 'G'],
  ['encryption', 'BucketEncryption', 'PGD'],
  ['versioning', 'BucketVersioning', 'PG'],
  ['requestPayment', 'BucketRequestPayment', 'PG'],
  ['replicationLocation', 'BucketReplicationLocation', 'G'],
  ['replicationProgress', 'BucketReplicationProgress', 'G'],
  ['replication', 'BucketReplication', 'G'],
  ['rtc', 'BucketRTC', 'P'],
  ['transferAcceleration', 'BucketTransferAcceleration', 'PG'],
  ['resourceGroup', 'BucketResourceGroup', 'PG'],
  ['accessmonitor', 'BucketAccessMonitor', 'PG'],
  ['httpsConfig', 'BucketHttpsConfig', 'PG'],
  ['bucketArchiveDirectRead', 'BucketArchiveDirectRead', 'PG'],
  ['publicAccessBlock', 'BucketPublicAccessBlock', 'PGD'],
  ['overwriteConfig', 'BucketOverwriteConfig', 'PGD'],
  ['quota', 'BucketStorageQuota', 'PGD'],
  ['objectWorm', 'BucketObjectWormConfiguration', 'PG'],
  ['dataAccelerator', 'BucketDataAccelerator', 'PGD'],
  ['metadataConfiguration', 'BucketMetadataConfiguration', 'GD'],
  ['accessPointPolicy', 'AccessPointPolicy', 'PGD'],
  ['accessPointConfigForObjectProcess', 'AccessPointConfigForObjectProcess', 'PG'],
  ['accessPointPolicyForObjectProcess', 'AccessPointPolicyForObjectProcess', 'PGD'],
  ['qosInfo', 'BucketQoSInfo', 'PG'],
  ['qosInfo', 'BucketQosInfo', 'D'],
  ['bucketInfo', 'BucketInfo', 'G'],
  ['location', 'BucketLocation', 'G'],
  ['stat', 'BucketStat', 'G'],
]);

/** "Operations related to the resource pool QoS". */
const RESOURCE_POOL_RULES: readonly OperationRule[] = [
  ...putGetDelete('BucketRequesterQoSInfo', 'PGD', 'bucket', ['requesterQosInfo', 'qosRequester']),
  ['ListBucketRequesterQoSInfos', 'GET', 'bucket', ['requesterQosInfo']],
  ['PutBucketResourcePoolBucketGroup', 'PUT', 'bucket', ['resourcePool', 'resourcePoolBucketGroup']],
  ...putGetDelete('ResourcePoolRequesterQoSInfo', 'PGD', 'service', [
    'requesterQosInfo',
    'resourcePool',
    'qosRequester',
  ]),
  ['ListResourcePoolRequesterQoSInfos', 'GET', 'service', ['requesterQosInfo', 'resourcePool']],
  ...putGetDelete('ResourcePoolBucketGroupQoSInfo', 'PGD', 'service', [
    'resourcePoolBucketGroupQosInfo',
    'resourcePoolBucketGroup',
  ]),
  ['ListResourcePoolBucketGroupQoSInfos', 'GET', 'service', ['resourcePoolBucketGroupQosInfo']],
  ['ListResourcePoolBucketGroups', 'GET', 'service', ['resourcePoolBucketGroup']],
  ...putGetDelete('ResourcePoolPriorityQosConfiguration', 'PGD', 'service', ['priorityQos']),
  ...putGetDelete('ResourcePoolRequesterPriorityQosConfiguration', 'PGD', 'service', [
    'requesterPriorityQos',
  ]),
  ['ListResourcePoolBuckets', 'GET', 'service', ['resourcePoolBuckets']],
  ['GetResourcePoolInfo', 'GET', 'service', ['resourcePoolInfo']],
  ['ListResourcePools', 'GET', 'service', ['resourcePool']],
];

/** "Agentic Bucket" operations, and the storage quota of alibabacloud-oss-go-sdk-v2 (`oss/agentic`). */
const AGENTIC_RULES: readonly OperationRule[] = [
  ['PutAgenticBucketStatus', 'PUT', 'bucket', ['agenticBucket', 'status']],
  ['ListBucketSpaces', 'GET', 'bucket', ['agenticBucket', 'bucketSpace']],
  ...putGetDelete('AgenticBucketAcl', 'PG', 'bucket', ['agenticBucket', 'acl']),
  ...putGetDelete('AgenticBucketEncryption', 'PGD', 'bucket', ['agenticBucket', 'encryption']),
  ...putGetDelete('AgenticBucketVersioning', 'PG', 'bucket', ['agenticBucket', 'versioning']),
  ...putGetDelete('AgenticBucketPolicy', 'PGD', 'bucket', ['agenticBucket', 'policy']),
  ...putGetDelete('AgenticBucketPublicAccessBlock', 'PGD', 'bucket', ['agenticBucket', 'publicAccessBlock']),
  ...putGetDelete('AgenticBucketStorageQuota', 'PGD', 'bucket', ['agenticBucket', 'quota']),
  ['CreateAgenticBucket', 'PUT', 'bucket', ['agenticBucket']],
  ['GetAgenticBucket', 'GET', 'bucket', ['agenticBucket']],
  ['DeleteAgenticBucket', 'DELETE', 'bucket', ['agenticBucket']],
  ['ListAgenticBuckets', 'GET', 'service', ['agenticBucket']],
];

/** Of the endpoints of objects. */
const OBJECT_OPERATIONS: readonly OperationRule[] = [
  // objects: multipart upload
  ['InitiateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-oss-copy-source']],
  ...PARTS_OF_UPLOADS,
  // objects: live channels
  ['PutLiveChannelStatus', 'PUT', 'object', ['live', 'status']],
  ['PutLiveChannel', 'PUT', 'object', ['live']],
  ['GetLiveChannelStat', 'GET', 'object', ['live', 'comp=stat']],
  ['GetLiveChannelHistory', 'GET', 'object', ['live', 'comp=history']],
  ['GetLiveChannelInfo', 'GET', 'object', ['live']],
  ['DeleteLiveChannel', 'DELETE', 'object', ['live']],
  ['PostVodPlaylist', 'POST', 'object', ['vod']],
  ['GetVodPlaylist', 'GET', 'object', ['vod']],
  // objects: sub-resources
  ['AppendObject', 'POST', 'object', ['append']],
  ['SealAppendObject', 'POST', 'object', ['seal']],
  ['PutObjectACL', 'PUT', 'object', ['acl']],
  ['GetObjectACL', 'GET', 'object', ['acl']],
  ['PutObjectTagging', 'PUT', 'object', ['tagging']],
  ['GetObjectTagging', 'GET', 'object', ['tagging']],
  ['DeleteObjectTagging', 'DELETE', 'object', ['tagging']],
  ['PutSymlink', 'PUT', 'object', ['symlink']],
  ['GetSymlink', 'GET', 'object', ['symlink']],
  ['RestoreObject', 'POST', 'object', ['restore']],
  ['CleanRestoredObject', 'POST', 'object', ['cleanRestoredObject']],
  ...putGetDelete('ObjectRetention', 'PG', 'object', ['retention']),
  ...putGetDelete('ObjectLegalHold', 'PG', 'object', ['legalHold']),
  ['PostAsyncFetchTask', 'POST', 'object', ['asyncFetch']],
  ['GetAsyncFetchTask', 'GET', 'object', ['asyncFetch']],
  ['CreateDirectory', 'POST', 'object', ['x-oss-dir']],
  ['Rename', 'POST', 'object', ['x-oss-rename']],
  ['DeleteDirectory', 'POST', 'object', ['x-oss-delete']],
  ['GetObjectMeta', 'HEAD', 'object', ['objectMeta']],
  ['GetObjectMeta', 'GET', 'object', ['objectMeta']],
  ['SelectObject', 'POST', 'object', ['x-oss-process=csv/select']],
  ['SelectObject', 'POST', 'object', ['x-oss-process=json/select']],
  ['CreateSelectObjectMeta', 'POST', 'object', ['x-oss-process=csv/meta']],
  ['CreateSelectObjectMeta', 'POST', 'object', ['x-oss-process=json/meta']],
  ['AsyncProcessObject', 'POST', 'object', ['x-oss-async-process']],
  ['ProcessObject', 'POST', 'object', ['x-oss-process']],
  // objects: plain
  ['CopyObject', 'PUT', 'object', ['@x-oss-copy-source']],
  ['CopyObject', 'PUT', 'object', ['@x-amz-copy-source']],
  ...PLAIN_OBJECTS,
  // buckets: operations that are no plain configuration
  ['DeleteMultipleObjects', 'POST', 'bucket', ['delete']],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ['ListLiveChannel', 'GET', 'bucket', ['live']],
  ['PutBucketReplication', 'POST', 'bucket', ['replication', 'comp=add']],
  ['DeleteBucketReplication', 'POST', 'bucket', ['replication', 'comp=delete']],
  ['PutBucketInventory', 'PUT', 'bucket', ['inventory', 'inventoryId']],
  ['GetBucketInventory', 'GET', 'bucket', ['inventory', 'inventoryId']],
  ['DeleteBucketInventory', 'DELETE', 'bucket', ['inventory', 'inventoryId']],
  ['ListBucketInventory', 'GET', 'bucket', ['inventory']],
  ['InitiateBucketWorm', 'POST', 'bucket', ['worm']],
  ['AbortBucketWorm', 'DELETE', 'bucket', ['worm']],
  ['GetBucketWorm', 'GET', 'bucket', ['worm']],
  ['ExtendBucketWorm', 'POST', 'bucket', ['wormId', 'wormExtend']],
  ['CompleteBucketWorm', 'POST', 'bucket', ['wormId']],
  ['OpenMetaQuery', 'POST', 'bucket', ['metaQuery', 'comp=add']],
  ['DoMetaQuery', 'POST', 'bucket', ['metaQuery', 'comp=query']],
  ['CloseMetaQuery', 'POST', 'bucket', ['metaQuery', 'comp=delete']],
  ['GetMetaQueryStatus', 'GET', 'bucket', ['metaQuery']],
  ['PutCname', 'POST', 'bucket', ['cname', 'comp=add']],
  ['DeleteCname', 'POST', 'bucket', ['cname', 'comp=delete']],
  ['CreateCnameToken', 'POST', 'bucket', ['cname', 'comp=token']],
  ['GetCnameToken', 'GET', 'bucket', ['cname', 'comp=token']],
  ['ListCname', 'GET', 'bucket', ['cname']],
  ['PutStyle', 'PUT', 'bucket', ['style', 'styleName']],
  ['GetStyle', 'GET', 'bucket', ['style', 'styleName']],
  ['DeleteStyle', 'DELETE', 'bucket', ['style', 'styleName']],
  ['ListStyle', 'GET', 'bucket', ['style']],
  ['CreateAccessPoint', 'PUT', 'bucket', ['accessPoint']],
  ['GetAccessPoint', 'GET', 'bucket', ['accessPoint', '@x-oss-access-point-name']],
  ['DeleteAccessPoint', 'DELETE', 'bucket', ['accessPoint']],
  ['ListAccessPoints', 'GET', 'bucket', ['accessPoint']],
  ['CreateAccessPointForObjectProcess', 'PUT', 'bucket', ['accessPointForObjectProcess']],
  ['GetAccessPointForObjectProcess', 'GET', 'bucket', ['accessPointForObjectProcess']],
  ['DeleteAccessPointForObjectProcess', 'DELETE', 'bucket', ['accessPointForObjectProcess']],
  ...putGetDelete('AccessPointPublicAccessBlock', 'PGD', 'bucket', [
    'publicAccessBlock',
    'x-oss-access-point-name',
  ]),
  ['CreateBucketDataRedundancyTransition', 'POST', 'bucket', ['redundancyTransition']],
  [
    'GetBucketDataRedundancyTransition',
    'GET',
    'bucket',
    ['redundancyTransition', 'x-oss-redundancy-transition-taskid'],
  ],
  ['ListBucketDataRedundancyTransition', 'GET', 'bucket', ['redundancyTransition']],
  ['DeleteBucketDataRedundancyTransition', 'DELETE', 'bucket', ['redundancyTransition']],
  ['CreateBucketMetadataConfiguration', 'POST', 'bucket', ['metadataConfiguration']],
  ['UpdateBucketMetadataInventoryTableConfiguration', 'PUT', 'bucket', ['metadataInventoryTable']],
  ['UpdateBucketMetadataJournalTableConfiguration', 'PUT', 'bucket', ['metadataJournalTable']],
  ['InitBucketAntiDDosInfo', 'PUT', 'bucket', ['antiDDos']],
  ['UpdateBucketAntiDDosInfo', 'POST', 'bucket', ['antiDDos']],
  ['DoMetaQueryAction', 'POST', 'bucket', ['MetaQuery']],
  // of an access point for object processing
  ['WriteGetObjectResponse', 'POST', 'bucket', ['x-oss-write-get-object-response']],
  ...AGENTIC_RULES,
  ...RESOURCE_POOL_RULES,
  ...CONFIGURATIONS,
  // buckets: plain
  ['ListObjectsV2', 'GET', 'bucket', ['list-type=2']],
  ['PostObject', 'POST', 'bucket', ['@content-type=multipart/form-data']],
  ['PutBucket', 'PUT', 'bucket', []],
  ['DeleteBucket', 'DELETE', 'bucket', []],
  ['ListObjects', 'GET', 'bucket', []],
  ['HeadBucket', 'HEAD', 'bucket', []],
  ['OptionObject', 'OPTIONS', 'bucket', []],
  // the service
  ['DescribeRegions', 'GET', 'service', ['regions']],
  ['ListCloudBoxes', 'GET', 'service', ['cloudboxes']],
  ['ListAccessPoints', 'GET', 'service', ['accessPoint']],
  ['ListAccessPointsForObjectProcess', 'GET', 'service', ['accessPointForObjectProcess']],
  ['ListUserDataRedundancyTransition', 'GET', 'service', ['redundancyTransition']],
  ['InitUserAntiDDosInfo', 'PUT', 'service', ['antiDDos']],
  ['UpdateUserAntiDDosInfo', 'POST', 'service', ['antiDDos']],
  ['GetUserAntiDDosInfo', 'GET', 'service', ['antiDDos']],
  ['ListBucketAntiDDosInfo', 'GET', 'service', ['bucketAntiDDos']],
  ['DoDataPipelineAction', 'POST', 'service', ['dataPipeline']],
  ['CreateJob', 'POST', 'service', ['batchJob']],
  ['DescribeJob', 'GET', 'service', ['batchJob', 'batchJobId']],
  ['ListJobs', 'GET', 'service', ['batchJob']],
  ['UpdateJobPriority', 'POST', 'service', ['batchJobPriority']],
  ...putGetDelete('PublicAccessBlock', 'PGD', 'service', ['publicAccessBlock']),
  ['ListBuckets', 'GET', 'service', []],
];

/**
 * Of a vector bucket's endpoint ("OSS Vector operations"): it also takes some configurations of all buckets.
 */
const VECTOR_OPERATIONS: readonly OperationRule[] = [
  ['PutVectorIndex', 'POST', 'bucket', ['putVectorIndex']],
  ['GetVectorIndex', 'POST', 'bucket', ['getVectorIndex']],
  ['ListVectorIndexes', 'POST', 'bucket', ['listVectorIndexes']],
  ['DeleteVectorIndex', 'POST', 'bucket', ['deleteVectorIndex']],
  ['PutVectors', 'POST', 'bucket', ['putVectors']],
  ['GetVectors', 'POST', 'bucket', ['getVectors']],
  ['ListVectors', 'POST', 'bucket', ['listVectors']],
  ['DeleteVectors', 'POST', 'bucket', ['deleteVectors']],
  ['QueryVectors', 'POST', 'bucket', ['queryVectors']],
  ['GetVectorBucket', 'GET', 'bucket', ['bucketInfo']],
  ...CONFIGURATIONS,
  ['PutVectorBucket', 'PUT', 'bucket', []],
  ['DeleteVectorBucket', 'DELETE', 'bucket', []],
  ['ListVectorBuckets', 'GET', 'service', []],
];

const OPERATIONS: Operations = {
  rules: OBJECT_OPERATIONS,
  ofKind: { vectors: VECTOR_OPERATIONS, tables: [] },
  neutral:
    /^(?:x-oss-|response-|callback|continuation-token$|security-token$|versionId$|sequential$|position$)/,
  isSubresource: isSignedParameter,
};

export const OSS: Provider = {
  id: 'oss',
  flavourOf: null,
  isOneService: true,
  operations: OPERATIONS,
  isOfRequest: (name, value) => name.startsWith('x-oss-') || (name === 'authorization' && SCHEME.test(value)),
  sharedLine: null,
  products: /^(?:oss|oss-cloudbox|s3)$/,
  // `Expires` and `Signature` alone show nothing
  query: /[?&](?:OSSAccessKeyId|x-oss-[a-z-]+)(?:=|&|$)/i,
  form: /name="(?:OSSAccessKeyId|x-oss-(?:credential|access-key-id|signature))"/i,
  requestId: 'x-oss-request-id',
  crc64: 'x-oss-hash-crc64ecma',
  checksumPrefix: null,
  bucketRegion: null,
  answerHeaders: new Set(['x-oss-request-id', 'x-oss-server-time', 'x-oss-ec', 'x-oss-err']),
  // the dialect of S3 has names of its own
  marks: /^x-(?:oss|amz)-/i,
  permissionWords:
    /\bacl\b|authorizer policy|no right|not authorized|no permission|not have.{0,40}permission|forbidden/i,
  serverName: /^AliyunOSS$/,
  meaningOf: ({ ec }) => meaningOfEc(ec),
  areaOf: areaOfEc,
  codes: CODES,
  calls: true,
  showsStrings: true,
  showsDates: true,
  etag: /^"?[0-9A-F]{32}(?:-\d+)?"?$/,
  // the length of its request IDs is its own: those of Amazon S3 have 16 digits
  // another service has codes of that kind, too
  ownDocument:
    /^(?!.*<StringToSign>\s*TOS4-|.*<RequestId>\s*[0-9a-f]{16,40}-).*<(?:OSSAccessKeyId>|EC>|RequestId>\s*[0-9A-F]{24}\s*<\/)/s,
  isDocument,
  isBare: false,
  endpointOf: endpointNamed,
  unknownHost: 'custom-domain',
};
