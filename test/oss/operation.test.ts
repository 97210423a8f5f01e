import { expect, test } from 'vitest';
import { resolveAddress } from '../../src/oss/address.ts';
import { LearntBuckets } from '../../src/oss/learnt-buckets.ts';
import { operationOf } from '../../src/oss/operation.ts';
import { toSignableRequest } from '../../src/oss/signable-request.ts';
import { splitTarget } from '../../src/oss/target.ts';
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
  return operationOf(toSignableRequest(sent, address, null), address);
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
  // a sub-resource without a rule makes no plain operation
  ['GET /?udf', 'Unknown'],
  ['PUT /k?rtc', 'Unknown'],
  ['PATCH /k', 'Unknown'],
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
  expect(operation('GET /b/', [], service)).toBe('ListObjects');
  expect(operation('GET /b/k', [], service)).toBe('GetObject');
});
