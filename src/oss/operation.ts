/*
 * The operations of the API, each with what identifies its requests, and which of them a request
 * asks for.
 */

import type { ByteString } from '../bytes/byte-string.ts';
import { assertNever } from '../bytes/errors.ts';
import type { SignableRequest } from '../sign/request.ts';
import { headerPart } from '../sign/request.ts';
import { isS3SignedParameter, isSignedParameter } from '../sign/signed-parameters.ts';
import type { OssAddress } from './model.ts';
import type { ProviderId } from './provider.ts';

type OperationLevel = 'service' | 'bucket' | 'object';

/**
 * How the API reference's operations look on the wire. The first rule that fits counts, so rules
 * with more selectors stand before those with fewer. Selectors: `name` a query parameter,
 * `name=value` with that value, `@name` a header, `@name=front` a header whose value begins so.
 */
type OperationRule = readonly [
  name: string,
  method: string,
  level: OperationLevel,
  selectors: readonly string[],
];

/** Bucket configurations with plain Put, Get and Delete operations: sub-resource, name, methods. */
const CONFIGURATIONS: readonly (readonly [subresource: string, name: string, verbs: string])[] = [
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
];

const VERBS = [
  ['P', 'Put', 'PUT'],
  ['G', 'Get', 'GET'],
  ['D', 'Delete', 'DELETE'],
] as const;

/** Rules of operations that put, get and delete the same thing. */
function putGetDelete(
  name: string,
  verbs: string,
  level: OperationLevel,
  selectors: readonly string[],
): OperationRule[] {
  return VERBS.filter(([letter]) => verbs.includes(letter)).map(
    ([, prefix, method]): OperationRule => [`${prefix}${name}`, method, level, selectors],
  );
}

/** What OSS and S3 call alike. */
const PLAIN_OBJECTS: readonly OperationRule[] = [
  ['PutObject', 'PUT', 'object', []],
  ['GetObject', 'GET', 'object', []],
  ['HeadObject', 'HEAD', 'object', []],
  ['DeleteObject', 'DELETE', 'object', []],
  ['OptionObject', 'OPTIONS', 'object', []],
];

const CONFIGURATION_RULES: readonly OperationRule[] = CONFIGURATIONS.flatMap(([subresource, name, verbs]) =>
  putGetDelete(name, verbs, 'bucket', [subresource]),
);

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

/**
 * "Agentic Bucket" operations, and the storage quota of alibabacloud-oss-go-sdk-v2 (`oss/agentic`).
 */
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
const OPERATIONS: readonly OperationRule[] = [
  // objects: multipart upload
  ['InitiateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-oss-copy-source']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-amz-copy-source']],
  ['UploadPart', 'PUT', 'object', ['partNumber', 'uploadId']],
  ['CompleteMultipartUpload', 'POST', 'object', ['uploadId']],
  ['AbortMultipartUpload', 'DELETE', 'object', ['uploadId']],
  ['ListParts', 'GET', 'object', ['uploadId']],
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
  ...CONFIGURATION_RULES,
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
 * Of a vector bucket's endpoint ("OSS Vector operations"): it also takes some configurations of all
 * buckets.
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
  ...CONFIGURATION_RULES,
  ['PutVectorBucket', 'PUT', 'bucket', []],
  ['DeleteVectorBucket', 'DELETE', 'bucket', []],
  ['ListVectorBuckets', 'GET', 'service', []],
];

/** Bucket configurations of S3 by their sub-resources, as its API reference calls them. */
const S3_CONFIGURATIONS: readonly (readonly [subresource: string, name: string, verbs: string])[] = [
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
];

/** Configurations of which a bucket has several, each with its `id`. */
const S3_LISTED_CONFIGURATIONS: readonly OperationRule[] = [
  ['analytics', 'Analytics'],
  ['inventory', 'Inventory'],
  ['metrics', 'Metrics'],
  ['intelligent-tiering', 'IntelligentTiering'],
].flatMap(([subresource = '', name = '']): OperationRule[] => [
  ...putGetDelete(`Bucket${name}Configuration`, 'PGD', 'bucket', [subresource, 'id']),
  [`ListBucket${name}Configurations`, 'GET', 'bucket', [subresource]],
]);

/** "Amazon S3 API Reference"; Ceph, MinIO and Swift have part of it. */
const S3_OPERATIONS: readonly OperationRule[] = [
  ['CreateMultipartUpload', 'POST', 'object', ['uploads']],
  ['UploadPartCopy', 'PUT', 'object', ['partNumber', 'uploadId', '@x-amz-copy-source']],
  ['UploadPart', 'PUT', 'object', ['partNumber', 'uploadId']],
  ['CompleteMultipartUpload', 'POST', 'object', ['uploadId']],
  ['AbortMultipartUpload', 'DELETE', 'object', ['uploadId']],
  ['ListParts', 'GET', 'object', ['uploadId']],
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
  ...PLAIN_OBJECTS,
  ['DeleteObjects', 'POST', 'bucket', ['delete']],
  ['ListMultipartUploads', 'GET', 'bucket', ['uploads']],
  ['ListObjectVersions', 'GET', 'bucket', ['versions']],
  ['CreateSession', 'GET', 'bucket', ['session']],
  ...S3_LISTED_CONFIGURATIONS,
  ...S3_CONFIGURATIONS.flatMap(([subresource, name, verbs]) =>
    putGetDelete(name, verbs, 'bucket', [subresource]),
  ),
  ['ListObjectsV2', 'GET', 'bucket', ['list-type=2']],
  ['PostObject', 'POST', 'bucket', ['@content-type=multipart/form-data']],
  ['CreateBucket', 'PUT', 'bucket', []],
  ['DeleteBucket', 'DELETE', 'bucket', []],
  ['ListObjects', 'GET', 'bucket', []],
  ['HeadBucket', 'HEAD', 'bucket', []],
  ['OptionObject', 'OPTIONS', 'bucket', []],
  ['ListBuckets', 'GET', 'service', []],
];

export const UNKNOWN_OPERATION = 'Unknown';

/** Signed parameters that change nothing about which operation a request is. */
const NEUTRAL: Readonly<Record<ProviderId, RegExp>> = {
  oss: /^(?:x-oss-|response-|callback|continuation-token$|security-token$|versionId$|sequential$|position$)/,
  // `x-id` names the operation, and a part of an object is read as it is
  s3: /^(?:x-amz-|x-id$|response-|continuation-token$|versionId$|partNumber$)/i,
};

/** Parameters of listings, which some clients send without a value. */
const LISTING =
  /^(?:prefix|delimiter|marker|max-keys|encoding-type|list-type|start-after|fetch-owner|key-marker|version-id-marker|upload-id-marker|max-uploads)$/;

/** The name of the operation in the API reference; `Unknown` when no rule fits. */
export function operationOf(
  request: SignableRequest,
  address: OssAddress,
  provider: ProviderId = 'oss',
): string {
  const level = levelOf(request, address);
  for (const [name, method, ruleLevel, selectors] of rulesOf(address, provider)) {
    if (method !== request.method || ruleLevel !== level) continue;
    if (selectors.length === 0 && hasOtherSubresource(request, level, provider)) continue;
    if (selectors.every((selector) => selects(selector, request))) return name;
  }
  return UNKNOWN_OPERATION;
}

function rulesOf({ kind }: OssAddress, provider: ProviderId): readonly OperationRule[] {
  if (provider === 's3') return S3_OPERATIONS;
  switch (kind) {
    case undefined:
      return OPERATIONS;
    case 'vectors':
      return VECTOR_OPERATIONS;
    case 'tables':
      return [];
    default:
      return assertNever(kind);
  }
}

function levelOf(request: SignableRequest, address: OssAddress): OperationLevel {
  if (address.key !== null && request.form === null) return 'object';
  return address.style === 'service' ? 'service' : 'bucket';
}

/**
 * A plain rule (GET of an object, …) must not claim a request for a sub-resource that has no rule:
 * of a bucket or of the service, any name without a value may be one that is new. (Objects are
 * asked for with all sorts of names, to get past caches.)
 */
function hasOtherSubresource(request: SignableRequest, level: OperationLevel, provider: ProviderId): boolean {
  const isSubresource = provider === 's3' ? isS3SignedParameter : isSignedParameter;
  return request.query.some(({ name, value }) => {
    if (NEUTRAL[provider].test(name)) return false;
    return isSubresource(name) || (level !== 'object' && value === '' && !LISTING.test(name));
  });
}

/**
 * `name`: the parameter is there. `name=value`: with that value. `@name`: the header is there;
 * `@name=front`: it begins so.
 */
function selects(selector: string, request: SignableRequest): boolean {
  const equals = selector.indexOf('=');
  const name = equals < 0 ? selector : selector.slice(0, equals);
  const wanted = equals < 0 ? null : selector.slice(equals + 1);
  if (name.startsWith('@')) {
    const value = headerPart(request, name.slice(1))?.value ?? null;
    return value !== null && (wanted === null || value.toLowerCase().startsWith(wanted));
  }
  return request.query.some((parameter) => parameter.name === name && hasValue(parameter.value, wanted));
}

function hasValue(value: ByteString, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}
