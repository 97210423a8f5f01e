export type { Canonical, Piece, SignatureVersion, SignedStrings } from './canonical.ts';
export { ABSENT, type HeaderPart, type ParameterPart, type Part } from './canonical-builder.ts';
export type { Claim, Scope } from './claim.ts';
export { type Hasher, type HashName, hexDigest, type KeyedMac, keyedMac } from './hasher.ts';
export { decodePercent, decodeQueryText, encodeComponent, encodePath, lowerTriplets } from './percent.ts';
export type { QueryParameter, SignableRequest } from './request.ts';
export { type Dialect, headerValue } from './request.ts';
export { GOOG4_RSA_SCHEME, SIGV4A_SCHEME } from './s3.ts';
export { type Credential, type KeyRing, Secret } from './secret.ts';
export {
  computeSignature,
  deriveKey,
  deriveScopedKey,
  signatureForm,
  signatureLength,
  signWithKey,
} from './signature.ts';
export {
  isS3SignedParameter,
  isSignedParameter,
  S3_FLAVOURS,
  type S3Flavour,
  SDKS_WITH_LIST,
  type SdkId,
  SIGNED_BY_SDK,
  s3SignsParameter,
  sdkNeverSignsParameter,
  sdkOfUserAgent,
  sdkSignsParameter,
} from './signed-parameters.ts';
export { buildStrings, formatParts, parseCanonicalRequest, parseStringToSign, partsOf } from './strings.ts';
export type { ResourceHint } from './v1.ts';
export { formatV1 } from './v1.ts';
export { canonicalUri, EMPTY_SHA256, isDefaultSigned, UNSIGNED_PAYLOAD, type V4Parts } from './v4.ts';
export {
  DIALECTS,
  type Family,
  isOfUrl,
  keyPrefixOf,
  RECOMMENDED,
  type SignedParts,
  signsDate,
  signsPath,
  VERSIONS,
  type VersionRecord,
  versionRecord,
  versionsWith,
} from './versions.ts';
