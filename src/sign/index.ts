export { buildStrings, formatParts, partsOf } from './build.ts';
export type { Canonical, Piece, SignatureVersion, SignedStrings } from './canonical.ts';
export type { Claim, Scope } from './claim.ts';
export { type Hasher, type HashName, hexDigest, type KeyedMac, keyedMac } from './hasher.ts';
export { parseCanonicalRequest, parseStringToSign } from './parse.ts';
export type { ResourceHint } from './parse-v1.ts';
export { ABSENT, type HeaderPart, type ParameterPart, type Part } from './parts.ts';
export { decodePercent, decodeQueryText, encodeComponent, encodePath, lowerTriplets } from './percent.ts';
export type { QueryParameter, SignableRequest } from './request.ts';
export { type Dialect, headerValue } from './request-parts.ts';
export {
  SDKS_WITH_LIST,
  type SdkId,
  SIGNED_BY_SDK,
  sdkNeverSignsParameter,
  sdkOfUserAgent,
  sdkSignsParameter,
} from './sdk-parameters.ts';
export { type Credential, type KeyRing, Secret } from './secret.ts';
export {
  computeSignature,
  deriveKey,
  deriveScopedKey,
  signatureForm,
  signatureLength,
  signWithKey,
} from './signature.ts';
export { isS3SignedParameter, isSignedParameter } from './signed-parameters.ts';
export { formatV1 } from './v1.ts';
export { canonicalUri, isDefaultSigned, UNSIGNED_PAYLOAD, type V4Parts } from './v4.ts';
export {
  DIALECTS,
  type Family,
  isOfUrl,
  RECOMMENDED,
  type SignedParts,
  signsDate,
  VERSIONS,
  type VersionRecord,
  versionRecord,
  versionsWith,
} from './versions.ts';
