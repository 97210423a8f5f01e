import { expect, test } from 'vitest';
import {
  LearntBuckets,
  OSS,
  operationOf,
  resolveAddress,
  splitTarget,
  toSignableRequest,
} from '../rooms/oss.ts';
import { request } from './requests.ts';

const BUCKET_HOST = 'b.oss-cn-hangzhou.aliyuncs.com';
const COPY = [['x-oss-copy-source', '/b/k']] as const;

function operation(
  line: string,
  headers: readonly (readonly [string, string])[] = [],
  host = BUCKET_HOST,
): string {
  const [method = '', target = ''] = line.split(' ');
  const sent = request(method, target, headers);
  const address = resolveAddress(host, splitTarget(target).path, { buckets: new Map() }, new LearntBuckets());
  return operationOf(toSignableRequest(sent, address, null), address, OSS.operations);
}

test.each([
  ['GET /k', 'GetObject'],
  ['GET /k?versionId=1&response-content-type=x&x-oss-process=image%2Finfo', 'GetObject'],
  ['GET /k?OSSAccessKeyId=a&Expires=1&Signature=s&security-token=t', 'GetObject'],
  ['PUT /k', 'PutObject'],
  ['PUT /k?callback=x&callback-var=y', 'PutObject'],
  ['HEAD /k', 'HeadObject'],
  ['HEAD /k?objectMeta', 'GetObjectMeta'],
  ['DELETE /k', 'DeleteObject'],
  ['POST /k?append&position=0', 'AppendObject'],
  ['POST /k?uploads', 'InitiateMultipartUpload'],
  ['PUT /k?partNumber=1&uploadId=u', 'UploadPart'],
  ['POST /k?uploadId=u', 'CompleteMultipartUpload'],
  ['DELETE /k?uploadId=u', 'AbortMultipartUpload'],
  ['GET /k?uploadId=u&max-parts=2', 'ListParts'],
  ['PUT /k?acl', 'PutObjectACL'],
  ['GET /k?tagging', 'GetObjectTagging'],
  ['PUT /k?symlink', 'PutSymlink'],
  ['POST /k?restore', 'RestoreObject'],
  ['POST /k?x-oss-process=csv%2Fselect', 'SelectObject'],
  ['POST /k?x-oss-process=image%2Fresize', 'ProcessObject'],
  ['OPTIONS /k', 'OptionObject'],
  ['GET /', 'ListObjects'],
  ['GET /?prefix=a&max-keys=2', 'ListObjects'],
  ['GET /?list-type=2&continuation-token=t', 'ListObjectsV2'],
  ['GET /?versions', 'ListObjectVersions'],
  ['GET /?uploads', 'ListMultipartUploads'],
  ['POST /?delete', 'DeleteMultipleObjects'],
  ['PUT /', 'PutBucket'],
  ['DELETE /', 'DeleteBucket'],
  ['GET /?bucketInfo', 'GetBucketInfo'],
  ['GET /?location', 'GetBucketLocation'],
  ['GET /?stat', 'GetBucketStat'],
  ['PUT /?lifecycle', 'PutBucketLifecycle'],
  ['DELETE /?cors', 'DeleteBucketCors'],
  ['GET /?acl', 'GetBucketAcl'],
  ['PUT /?tagging', 'PutBucketTags'],
  ['POST /?replication&comp=add', 'PutBucketReplication'],
  ['GET /?inventory&inventoryId=1', 'GetBucketInventory'],
  ['GET /?inventory', 'ListBucketInventory'],
  ['POST /?metaQuery&comp=query', 'DoMetaQuery'],
  ['POST /?wormId=1&wormExtend', 'ExtendBucketWorm'],
  ['POST /?wormId=1', 'CompleteBucketWorm'],
  // "List of operations by function" in the API reference, and the `operations` of
  // alibabacloud-oss-python-sdk-v2
  ['POST /d?x-oss-dir', 'CreateDirectory'],
  ['POST /k?x-oss-rename', 'Rename'],
  ['POST /d?x-oss-delete', 'DeleteDirectory'],
  ['PUT /k?retention', 'PutObjectRetention'],
  ['GET /k?legalHold', 'GetObjectLegalHold'],
  ['POST /k?asyncFetch', 'PostAsyncFetchTask'],
  ['DELETE /?overwriteConfig', 'DeleteBucketOverwriteConfig'],
  ['PUT /?quota', 'PutBucketStorageQuota'],
  ['GET /?objectWorm', 'GetBucketObjectWormConfiguration'],
  ['PUT /?dataAccelerator=', 'PutBucketDataAccelerator'],
  ['POST /?metadataConfiguration', 'CreateBucketMetadataConfiguration'],
  ['PUT /?metadataJournalTable', 'UpdateBucketMetadataJournalTableConfiguration'],
  ['PUT /?accessPointForObjectProcess', 'CreateAccessPointForObjectProcess'],
  ['GET /?accessPointConfigForObjectProcess', 'GetAccessPointConfigForObjectProcess'],
  ['DELETE /?accessPointPolicyForObjectProcess', 'DeleteAccessPointPolicyForObjectProcess'],
  ['PUT /?publicAccessBlock&x-oss-access-point-name=ap', 'PutAccessPointPublicAccessBlock'],
  ['PUT /?publicAccessBlock', 'PutBucketPublicAccessBlock'],
  // "Agentic Bucket" in the API reference; the quota of `oss/agentic/api_op_agentic_bucket_quota.go` in
  // alibabacloud-oss-go-sdk-v2
  ['PUT /?agenticBucket', 'CreateAgenticBucket'],
  ['GET /?agenticBucket', 'GetAgenticBucket'],
  ['DELETE /?agenticBucket', 'DeleteAgenticBucket'],
  ['PUT /?agenticBucket&status=Disabled', 'PutAgenticBucketStatus'],
  ['GET /?agenticBucket&bucketSpace&prefix=x', 'ListBucketSpaces'],
  ['GET /?agenticBucket&acl', 'GetAgenticBucketAcl'],
  ['PUT /?agenticBucket&versioning', 'PutAgenticBucketVersioning'],
  ['DELETE /?agenticBucket&publicAccessBlock', 'DeleteAgenticBucketPublicAccessBlock'],
  ['DELETE /?agenticBucket&quota', 'DeleteAgenticBucketStorageQuota'],
  ['POST /?redundancyTransition', 'CreateBucketDataRedundancyTransition'],
  ['GET /?redundancyTransition&x-oss-redundancy-transition-taskid=1', 'GetBucketDataRedundancyTransition'],
  ['GET /?redundancyTransition', 'ListBucketDataRedundancyTransition'],
  ['PUT /?antiDDos', 'InitBucketAntiDDosInfo'],
  ['PUT /?qosInfo', 'PutBucketQoSInfo'],
  ['DELETE /?qosInfo', 'DeleteBucketQosInfo'],
  ['GET /?requesterQosInfo&qosRequester=1', 'GetBucketRequesterQoSInfo'],
  ['GET /?requesterQosInfo', 'ListBucketRequesterQoSInfos'],
  ['PUT /?resourcePool=p&resourcePoolBucketGroup=g', 'PutBucketResourcePoolBucketGroup'],
  // a sub-resource without a rule makes no plain operation
  ['GET /?udf', 'Unknown'],
  ['PUT /k?rtc', 'Unknown'],
  ['PATCH /k', 'Unknown'],
  ['DELETE /?someNewConfiguration', 'Unknown'],
  ['GET /?someNewConfiguration=', 'Unknown'],
  // of an object any name may stand in a query, to get past a cache
  ['GET /k?1735734896', 'GetObject'],
  ['GET /?prefix&delimiter=', 'ListObjects'],
])('%s is %s', (line, name) => {
  expect(operation(line)).toBe(name);
});

test('headers tell copies and forms', () => {
  expect(operation('PUT /k', COPY)).toBe('CopyObject');
  expect(operation('PUT /k?partNumber=1&uploadId=u', COPY)).toBe('UploadPartCopy');
  expect(operation('POST /', [['Content-Type', 'Multipart/form-data; boundary=x']])).toBe('PostObject');
  expect(operation('POST /')).toBe('Unknown');
});

test('the endpoint itself', () => {
  const service = 'oss-cn-hangzhou.aliyuncs.com';
  expect(operation('GET /', [], service)).toBe('ListBuckets');
  expect(operation('GET /?regions', [], service)).toBe('DescribeRegions');
  expect(operation('GET /?redundancyTransition', [], service)).toBe('ListUserDataRedundancyTransition');
  expect(operation('GET /?antiDDos', [], service)).toBe('GetUserAntiDDosInfo');
  expect(operation('GET /?batchJob&batchJobId=1', [], service)).toBe('DescribeJob');
  expect(operation('GET /?agenticBucket', [], service)).toBe('ListAgenticBuckets');
  expect(operation('GET /?resourcePool', [], service)).toBe('ListResourcePools');
  expect(operation('GET /?resourcePoolBuckets&resourcePool=p', [], service)).toBe('ListResourcePoolBuckets');
  expect(operation('PUT /?requesterQosInfo&resourcePool=p&qosRequester=1', [], service)).toBe(
    'PutResourcePoolRequesterQoSInfo',
  );
  expect(operation('PUT /?requesterPriorityQos&resourcePool=p', [], service)).toBe(
    'PutResourcePoolRequesterPriorityQosConfiguration',
  );
  expect(operation('GET /b/', [], service)).toBe('ListObjects');
  expect(operation('GET /b/k', [], service)).toBe('GetObject');
});

test('vector buckets and table buckets have operations of their own', () => {
  const vectors = 'b-1234567890.cn-hangzhou.oss-vectors.aliyuncs.com';
  expect(operation('POST /?putVectors', [], vectors)).toBe('PutVectors');
  expect(operation('POST /?listVectorIndexes', [], vectors)).toBe('ListVectorIndexes');
  expect(operation('PUT /', [], vectors)).toBe('PutVectorBucket');
  expect(operation('GET /?bucketInfo', [], vectors)).toBe('GetVectorBucket');
  expect(operation('GET /?policy', [], vectors)).toBe('GetBucketPolicy');
  expect(operation('GET /', [], 'cn-hangzhou.oss-vectors.aliyuncs.com')).toBe('ListVectorBuckets');
  expect(operation('GET /buckets', [], 'cn-hangzhou.oss-tables.aliyuncs.com')).toBe('Unknown');
});

test('an access point for object processing takes the answer', () => {
  const host = 'fc-ap-opap.oss-cn-qingdao.oss-object-process.aliyuncs.com';
  expect(operation('POST /?x-oss-write-get-object-response', [], host)).toBe('WriteGetObjectResponse');
});
