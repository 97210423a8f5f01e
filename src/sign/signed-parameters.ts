import type { ByteString } from '../bytes/byte-string.ts';
import { SIGNED_BY_SDK } from './sdk-parameters.ts';

/**
 * V1: does the server sign a query parameter of this (decoded) name? Every parameter that any
 * official SDK signs, and every `x-oss-*` one; names are compared with their case. The
 * authentication parameters (OSSAccessKeyId, Expires, Signature) and the listing parameters
 * (prefix, marker, max-keys, …) are in no SDK's list; continuation-token is in most.
 */
export function isSignedParameter(name: ByteString): boolean {
  return name.startsWith('x-oss-') || Object.hasOwn(SIGNED_BY_SDK, name);
}

/**
 * Query parameters that the S3 version 2 signature signs (Amazon S3 Developer Guide, "Signing and
 * authenticating REST requests", CanonicalizedResource).
 */
const S3_V2_SIGNED: ReadonlySet<string> = new Set([
  'acl',
  'accelerate',
  'analytics',
  'cors',
  'defaultObjectAcl',
  'delete',
  'encryption',
  'inventory',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'partNumber',
  'policy',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'restore',
  'retention',
  'select',
  'select-type',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
]);

export function isS3SignedParameter(name: ByteString): boolean {
  return S3_V2_SIGNED.has(name);
}
