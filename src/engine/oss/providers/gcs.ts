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

const RSA = 'with the private key of a service account (RSA)';
const RSA_ZH = '服务账号的私钥签名（RSA）';

export const GCS: Provider = {
  ...PLAIN_PROVIDER,
  id: 'gcs',
  name: 'Google Cloud Storage',
  words: [
    [/\bsigned with SigV4A(.*) from the secret here/g, `signed ${RSA}$1 here`],
    [/使用 SigV4A 签名，无法在此用 Secret /g, `使用${RSA_ZH}，无法在此`],
    [
      /AWS4-ECDSA-P256-SHA256 signs for several regions .*/g,
      'the signature is one of RSA, which only the private key makes; a server checks it with the public one. What it signs is what an HMAC key would sign: what changes Host, path, query or a signed header breaks it as well',
    ],
    [
      /AWS4-ECDSA-P256-SHA256 用由 Secret .*/g,
      '该签名是 RSA 签名，只有私钥才能生成，服务端用公钥校验。它签名的内容与 HMAC 密钥签名的相同：改动 Host、路径、查询参数或已签名的请求头同样会使其失效',
    ],
    [
      /; check that X-Amz-Region-Set covers the region; or send .*/g,
      '; check that the key belongs to the service account that the request names, and is not deleted or disabled',
    ],
    [/；确认 X-Amz-Region-Set 包含该地域；.*/g, '；确认私钥属于请求中的服务账号，且未被删除或停用'],
    // what it has one form of, and OSS several
    [/\bV4 (requires|要求的格式是) ID\/yyyymmdd\/region\/oss\/aliyun_v4_request[;；].*?(?=ID)/g, 'V4 $1 '],
    [/\bID\/yyyymmdd\/region\/s3\/aws4_request\b/g, 'ID/yyyymmdd/region/storage/goog4_request'],
    [/oss(?: \(|（)oss-cloudbox [^)）]{0,200}[)）]|oss（CloudBox [^）]{0,200}）/g, 'storage'],
    [/; those of OSS \(oss, aliyun_v4_request\) .*/g, ': storage and goog4_request'],
    [/；OSS 的（oss、aliyun_v4_request）.*/g, '：storage 和 goog4_request'],
    // who speaks to it has no EC
    [/; the EC leads to its page in the OSS documentation|；可凭 EC 在 OSS 文档中查到对应说明/g, ''],
    [/\bossutil ls\b/g, 'gcloud storage ls'],
    [/x-oss-/g, 'x-goog-'],
    [/\bAdditionalHeaders\b/g, 'SignedHeaders'],
    [/\bOSSAccessKeyId\b/g, 'X-Goog-Credential'],
    [/\baliyun_v4_request\b/g, 'goog4_request'],
    [/"aliyun_v4"/g, '"GOOG4"'],
    [/\bRAM console\b/g, 'Google Cloud console (Cloud Storage > Settings > Interoperability)'],
    [/RAM 控制台/g, ' Google Cloud 控制台（Cloud Storage > 设置 > 互操作性）'],
    [/\bRAM\b/g, 'IAM'],
  ],
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
