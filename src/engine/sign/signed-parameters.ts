/* Which query parameters version 1 signs, and which of them each SDK does. */

import type { ByteString } from '../bytes/byte-string.ts';

/**
 * V1: does the server sign a query parameter of this (decoded) name? Every parameter that any official SDK
 * signs, and every `x-oss-*` one; names are compared with their case. The authentication parameters
 * (OSSAccessKeyId, Expires, Signature) and the listing parameters (prefix, marker, max-keys, …) are in no
 * SDK's list; continuation-token is in most.
 */
export function isSignedParameter(name: ByteString): boolean {
  return name.startsWith('x-oss-') || Object.hasOwn(SIGNED_BY_SDK, name);
}

/**
 * The servers of the S3 family whose rules of checking a signature are known, in the order of the columns of
 * the table below.
 */
export const S3_FLAVOURS = ['aws', 'ceph', 'minio', 'swift'] as const;
export type S3Flavour = (typeof S3_FLAVOURS)[number];

/**
 * Query parameters that the S3 version 2 signature signs, by server: `x` for signed. aws: Amazon S3 Developer
 * Guide, "Signing and authenticating REST requests" (CanonicalizedResource), and what the SDKs sign beside
 * it; ceph: `signed_subresources` in `src/rgw/rgw_auth_s3.cc`; minio: `resourceList` in
 * `cmd/signature-v2.go`; swift: `ALLOWED_SUB_RESOURCES` in `swift/common/middleware/s3api/s3request.py`
 * (2.35).
 */
const SIGNED_BY_S3: Readonly<Record<string, string>> = {
  accelerate: 'x...',
  acl: 'xxxx',
  analytics: 'x...',
  cors: 'xxxx',
  defaultObjectAcl: 'x...',
  delete: 'xxxx',
  encryption: 'xxx.',
  inventory: 'x...',
  'legal-hold': '..x.',
  lifecycle: 'xxxx',
  location: 'xxxx',
  logging: 'xxxx',
  metrics: 'x...',
  notification: 'xxxx',
  'object-lock': 'xx.x',
  partNumber: 'xxxx',
  policy: 'xxxx',
  policyStatus: '.x..',
  publicAccessBlock: 'xx..',
  replication: 'x...',
  requestPayment: 'xxxx',
  restore: 'x..x',
  retention: 'x.x.',
  select: 'x.x.',
  'select-type': 'x.x.',
  tagging: 'xxxx',
  torrent: 'xxxx',
  uploadId: 'xxxx',
  uploads: 'xxxx',
  versionId: 'xxxx',
  versioning: 'xxxx',
  versions: 'xxxx',
  website: 'xxxx',
  'response-cache-control': 'xxxx',
  'response-content-disposition': 'xxxx',
  'response-content-encoding': 'xxxx',
  'response-content-language': 'xxxx',
  'response-content-type': 'xxxx',
  'response-expires': 'xxxx',
};

/**
 * Does a server of the S3 family sign a query parameter of this (decoded) name in version 2? The
 * S3-compatible interface of OSS has no list of its own, and counts as Amazon's.
 */
export function s3SignsParameter(flavour: S3Flavour, name: ByteString): boolean {
  if (!Object.hasOwn(SIGNED_BY_S3, name)) return false;
  return SIGNED_BY_S3[name]?.[S3_FLAVOURS.indexOf(flavour)] === 'x';
}

/** Does any of them? */
export function isS3SignedParameter(name: ByteString): boolean {
  return Object.hasOwn(SIGNED_BY_S3, name);
}

/**
 * The SDKs whose list of signed parameters is known, in the order of the columns of the table below. go1:
 * aliyun-oss-go-sdk, go2: alibabacloud-oss-go-sdk-v2, py1: oss2, py2: alibabacloud-oss-python-sdk-v2,
 * java1/java2, php1/php2, cs1/cs2 (.NET): likewise.
 */
// biome-ignore format: a table of data
export const SDKS_WITH_LIST = [
  'go1', 'go2', 'py1', 'py2', 'java1', 'java2', 'php1', 'php2', 'cs1', 'cs2', 'cpp', 'c', 'android', 'ios',
] as const;

/**
 * js (ali-oss) and ruby sign what the code passes as sub-resources and have no list; swift's is not known.
 */
export type SdkId = (typeof SDKS_WITH_LIST)[number] | 'cpp2' | 'ts2' | 'js' | 'ruby' | 'swift';

/**
 * SDKs with the very list of another: `sdk/src/signer/SignerV1.cpp` of alibabacloud-oss-cpp-sdk-v2, which
 * signs nothing beside it, and `src/signer/v1.ts` of alibabacloud-oss-ts-sdk-v2.
 */
const SAME_LIST: Readonly<Partial<Record<SdkId, SdkId>>> = { cpp2: 'java2', ts2: 'java2' };

/**
 * V1 signed query parameters by SDK, read from their sources in mid-2026 (go1, cs1, android: the last
 * releases of 2024). One column an SDK, in the order of SDKS_WITH_LIST: `x` in the SDK's static list, `*`
 * signed by its rule "every x-oss-…", `.` not signed. The second generation (go2, py2, java2, php2, cs2) also
 * signs a list that goes with the API call and that no table can hold: what is in such a list alone
 * (`sub-resource` in the `operations` of py2, `signer.SubResource` in the `api_op_*.go` of go2) has a row
 * without any mark.
 */
export const SIGNED_BY_SDK: Readonly<Record<string, string>> = {
  acl: 'xxxxxxxxxxxxxx',
  append: 'xxxxxxxxxxxxxx',
  bucketInfo: 'xxxxxxxxxxxxxx',
  delete: 'xxxxxxxxxxxxxx',
  location: 'xxxxxxxxxxxxxx',
  objectMeta: 'xxxxxxxxxxxxxx',
  partNumber: 'xxxxxxxxxxxxxx',
  position: 'xxxxxxxxxxxxxx',
  'response-cache-control': 'xxxxxxxxxxxxxx',
  'response-content-disposition': 'xxxxxxxxxxxxxx',
  'response-content-encoding': 'xxxxxxxxxxxxxx',
  'response-content-language': 'xxxxxxxxxxxxxx',
  'response-content-type': 'xxxxxxxxxxxxxx',
  'response-expires': 'xxxxxxxxxxxxxx',
  restore: 'xxxxxxxxxxxxxx',
  'security-token': 'xxxxxxxxxxxxxx',
  symlink: 'xxxxxxxxxxxxxx',
  tagging: 'xxxxxxxxxxxxxx',
  uploadId: 'xxxxxxxxxxxxxx',
  uploads: 'xxxxxxxxxxxxxx',
  sequential: 'xxxxxxxx.xx.xx',
  stat: 'xxxxxxxxxxxx..',
  callback: 'xxxxxxxxxxx...',
  'callback-var': 'xxxxxxxxxxx...',
  'continuation-token': 'xxxxxxxxxxx...',
  versionId: 'xxxxxxxxxxx...',
  versioning: 'xxxxxxxxxxx...',
  versions: 'xxxxxxxxxxx...',
  regionList: 'xxxxxxxx.xx...',
  cors: 'x.x.x.x.x.xxxx',
  lifecycle: 'x.x.x.x.x.xxxx',
  logging: 'x.x.x.x.x.xxxx',
  referer: 'x.x.x.x.x.xxxx',
  website: 'x.x.x.x.x.xxxx',
  'x-oss-process': 'x*x.x.x*x*xxxx',
  comp: 'x.x.x.x.x.xx.x',
  endTime: 'x.x.x.x.x.xx.x',
  live: 'x.x.x.x.x.xx.x',
  qos: 'x.x.x.x.x.xx.x',
  startTime: 'x.x.x.x.x.xx.x',
  status: 'x.x.x.x.x.xx.x',
  vod: 'x.x.x.x.x.xx.x',
  cloudboxes: 'xx.x.xxx.x....',
  encryption: 'x.x.x.x.x.x...',
  inventory: 'x.x.x.x.x.x...',
  inventoryId: 'x.x.x.x.x.x...',
  policy: 'x.x.x.x.x.x...',
  requestPayment: 'x.x.x.x.x.x...',
  resourceGroup: 'x.xxxxx.......',
  worm: 'x.x.x.x.x.x...',
  wormExtend: 'x.x.x.x.x.x...',
  wormId: 'x.x.x.x.x.x...',
  'x-oss-request-payer': 'x*x.x.x*x*x...',
  'x-oss-traffic-limit': 'x*x.x.x*x*x...',
  cname: 'x.x.x.x......x',
  qosInfo: 'x.x.x.x...x...',
  replication: 'x.x.x.x......x',
  replicationLocation: 'x.x.x.x......x',
  replicationProgress: 'x.x.x.x......x',
  style: 'x.x.x.x......x',
  styleName: 'x.x.x.x......x',
  asyncFetch: 'x.x.x.x.......',
  img: 'x...x.x......x',
  metaQuery: 'x.x.x.x.......',
  transferAcceleration: 'x.x.x.x.......',
  'x-oss-ac-forward-allow': 'x*x.x.x*.*....',
  'x-oss-ac-source-ip': 'x*x.x.x*.*....',
  'x-oss-ac-subnet-mask': 'x*x.x.x*.*....',
  'x-oss-ac-vpc-id': 'x*x.x.x*.*....',
  'x-oss-async-process': 'x*x.x.x*.*....',
  udf: 'x...x.x.......',
  udfApplication: 'x...x.x.......',
  udfApplicationLog: 'x...x.x.......',
  udfImage: 'x...x.x.......',
  udfImageDesc: 'x...x.x.......',
  udfName: 'x...x.x.......',
  accessPoint: '..x.x.........',
  accessPointPolicy: '..x.x.........',
  bucketArchiveDirectRead: '..x.x.........',
  httpsConfig: '..x.x.........',
  publicAccessBlock: '..x.x.........',
  redundancyTransition: '..x.x.........',
  responseHeader: 'x.....x.......',
  rtc: 'x.....x.......',
  udfId: 'x.....x.......',
  withHashContext: 'x.....x.......',
  'x-oss-enable-md5': 'x*....x*.*....',
  'x-oss-enable-sha1': 'x*....x*.*....',
  'x-oss-enable-sha256': 'x*....x*.*....',
  'x-oss-hash-ctx': 'x*....x*.*....',
  'x-oss-md5-ctx': 'x*....x*.*....',
  'x-oss-redundancy-transition-taskid': '.*x.x..*.*....',
  'x-oss-target-redundancy-type': '.*x.x..*.*....',
  'x-oss-write-get-object-response': '.*x.x..*.*....',
  cleanRestoredObject: '.....x........',
  group: '..x...........',
  link: '..x...........',
  objectInfo: '..x...........',
  policyStatus: '....x.........',
  processConfiguration: '....x.........',
  qosRequester: '..x...........',
  requesterQosInfo: '..x...........',
  resourcePool: '..x...........',
  resourcePoolBuckets: '..x...........',
  resourcePoolInfo: '..x...........',
  seal: '....x.........',
  vip: '....x.........',
  vpcip: '....x.........',
  'x-oss-access-point-name': '.*x....*.*....',
  'x-oss-delete': '.*..x..*.*....',
  'x-oss-dir': '.*..x..*.*....',
  'x-oss-rename': '.*..x..*.*....',
  'x-oss-security-token': '.*....x*.*....',
  'x-oss-sign-origin-only': '.*.....*.*.x..',
  accessPointConfigForObjectProcess: '..............',
  accessPointForObjectProcess: '..............',
  accessPointPolicyForObjectProcess: '..............',
  batchJob: '..............',
  batchJobPriority: '..............',
  dataPipeline: '..............',
  legalHold: '..............',
  MetaQuery: '..............',
  metadataConfiguration: '..............',
  metadataInventoryTable: '..............',
  metadataJournalTable: '..............',
  objectWorm: '..............',
  overwriteConfig: '..............',
  quota: '..............',
  retention: '..............',
  userDefinedLogFieldsConfig: '..............',
  // of vector buckets (`oss/signer/vectors_v1.go` of go2)
  putVectorIndex: '..............',
  getVectorIndex: '..............',
  listVectorIndexes: '..............',
  deleteVectorIndex: '..............',
  putVectors: '..............',
  getVectors: '..............',
  listVectors: '..............',
  deleteVectors: '..............',
  queryVectors: '..............',
};

/** SDKs that sign every `x-oss-*` query parameter, in the static list or not. */
const SIGNS_EVERY_OSS_PARAMETER: ReadonlySet<SdkId> = new Set(['go2', 'php2', 'cs2', 'ts2']);

/** Does this SDK's list have a V1 query parameter of this (decoded) name? Null where the SDK has no list. */
export function sdkSignsParameter(sdk: SdkId, name: ByteString): boolean | null {
  const column = (SDKS_WITH_LIST as readonly string[]).indexOf(SAME_LIST[sdk] ?? sdk);
  if (column < 0) return null;
  if (name.startsWith('x-oss-') && SIGNS_EVERY_OSS_PARAMETER.has(sdk)) return true;
  if (!Object.hasOwn(SIGNED_BY_SDK, name)) return false;
  return SIGNED_BY_SDK[name]?.[column] !== '.';
}

/**
 * SDKs that sign, beside their list, that of the API call: what is in no list here they may sign all the
 * same.
 */
const SIGNS_LIST_OF_CALL: ReadonlySet<SdkId> = new Set(['go2', 'py2', 'java2', 'php2', 'cs2', 'ts2']);

/** Is this a parameter that the SDK never signs in V1, whatever the call? False where that is not known. */
export function sdkNeverSignsParameter(sdk: SdkId, name: ByteString): boolean {
  return !SIGNS_LIST_OF_CALL.has(sdk) && sdkSignsParameter(sdk, name) === false;
}

/** How the User-Agent (ali-oss in a browser: `x-oss-user-agent`) of each SDK begins. */
const USER_AGENTS: readonly (readonly [prefix: string, sdk: SdkId])[] = [
  ['aliyun-sdk-java/', 'java1'],
  ['aliyun-sdk-python/', 'py1'],
  // ossutil 1.x too: `aliyun-sdk-go/… (…)/ossutil-v1…`
  ['aliyun-sdk-go/', 'go1'],
  ['aliyun-sdk-nodejs/', 'js'],
  ['aliyun-sdk-js/', 'js'],
  ['aliyun-sdk-php/', 'php1'],
  ['aliyun-sdk-dotnet/', 'cs1'],
  ['aliyun-sdk-cpp/', 'cpp'],
  ['aliyun-sdk-c/', 'c'],
  ['aliyun-sdk-ruby/', 'ruby'],
  ['aliyun-sdk-android/', 'android'],
  ['aliyun-sdk-ios', 'ios'],
  ['alibabacloud-go-sdk-v2/', 'go2'],
  ['alibabacloud-python-sdk-v2/', 'py2'],
  ['alibabacloud-java-sdk-v2/', 'java2'],
  ['alibabacloud-php-sdk-v2/', 'php2'],
  ['alibabacloud-dotnet-sdk-v2/', 'cs2'],
  ['alibabacloud-cpp-sdk-v2/', 'cpp2'],
  ['alibabacloud-ts-sdk-v2/', 'ts2'],
  ['alibabacloud-swift-sdk-v2/', 'swift'],
];

/** The official SDK that a User-Agent names; null for every other client. */
export function sdkOfUserAgent(userAgent: ByteString): SdkId | null {
  return USER_AGENTS.find(([prefix]) => userAgent.startsWith(prefix))?.[1] ?? null;
}
