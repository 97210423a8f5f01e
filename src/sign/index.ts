export { buildStrings, formatParts, partsOf, type SignedParts } from './build.ts';
export {
  type Canonical,
  type Field,
  type Origin,
  type Piece,
  SIGNATURE_VERSIONS,
  type SignatureVersion,
  type SignedStrings,
} from './canonical.ts';
export type { Claim, ClaimProblem, Scope } from './claim.ts';
export { type Hasher, type HashName, hexDigest, type KeyedMac, keyedMac } from './hasher.ts';
export { parseCanonicalRequest, parseStringToSign } from './parse.ts';
export type { ResourceHint } from './parse-v1.ts';
export { ABSENT, type HeaderPart, type ParameterPart, type Part } from './parts.ts';
export { decodePercent, decodeQueryText, encodeComponent, encodePath, lowerTriplets } from './percent.ts';
export { formatPost, type PostParts, partsOfPost } from './post.ts';
export type { FormField, QueryParameter, SignableHeader, SignableRequest } from './request.ts';
export {
  collectHeaders,
  compareNames,
  datePart,
  encodedParameters,
  headerValue,
  signsDate,
  sortedNames,
} from './request-parts.ts';
export { partsOfS3V2 } from './s3v2.ts';
export { partsOfS3V4 } from './s3v4.ts';
export {
  SDKS_WITH_LIST,
  type SdkId,
  SIGNED_BY_SDK,
  sdkOfUserAgent,
  sdkSignsParameter,
} from './sdk-parameters.ts';
export { type Credential, type KeyRing, Secret } from './secret.ts';
export {
  computeSignature,
  type Derivation,
  derivationOf,
  deriveKey,
  deriveScopedKey,
  hasDerivedKey,
  signatureForm,
  signWithKey,
} from './signature.ts';
export { isS3SignedParameter, isSignedParameter } from './signed-parameters.ts';
export { formatV1, partsOfV1, signedSubresources, type V1Parts } from './v1.ts';
export { formatV2, partsOfV2, type V2Parts } from './v2.ts';
export {
  canonicalUri,
  formatV4,
  formatV4CanonicalRequest,
  formatV4StringToSign,
  isDefaultSigned,
  partsOfV4,
  UNSIGNED_PAYLOAD,
  type V4Parts,
} from './v4.ts';
