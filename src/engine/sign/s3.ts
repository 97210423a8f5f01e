/* The signature versions 2 and 4 of the S3-compatible interface. */

import { asciiLower, type ByteString, compareBytes } from '../bytes/byte-string.ts';
import { ABSENT, type HeaderPart, type ParameterPart, type Part } from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import { decodePercent, encodePath } from './percent.ts';
import {
  collectHeaders,
  compareNames,
  type Dialect,
  datePart,
  encodedParameters,
  headerPart,
  listedHeadersPart,
  methodPart,
  queryOrigin,
  queryPart,
  requestLineOrigin,
  resourceParts,
  type SignableRequest,
  type SignedPlaces,
  scopeOrigin,
} from './request.ts';
import { type S3Flavour, s3SignsParameter } from './signed-parameters.ts';
import { signedSubresources, type V1Parts } from './v1.ts';
import { EMPTY_SHA256, UNSIGNED_PAYLOAD, type V4Parts } from './v4.ts';

/**
 * Scheme of SigV4A, the form of version 4 for several regions: its signatures are ECDSA over P-256, by a key
 * that is derived from the secret, and other each time. They are recognised, and not computed.
 */
export const SIGV4A_SCHEME = 'AWS4-ECDSA-P256-SHA256';

/** Of the private keys of service accounts ("V4 signing process with your own program"): RSA, as that. */
export const GOOG4_RSA_SCHEME = 'GOOG4-RSA-SHA256';

/** What a server of the S3 family does otherwise than others when it checks a signature. */
interface ServerRules {
  /** What it takes for the hash of a payload of which an Authorization header is silent. */
  readonly unnamedHash: 'of-body' | ByteString;
  /** Version 2: the Date line is blank where `x-amz-date` is signed as a header. */
  readonly isDateBlank: boolean;
  /** Version 2, URL form: the parameters that are signed as if they were headers. */
  readonly headersInQuery: RegExp;
  /** Version 4: what becomes one space inside of the value of a header. */
  readonly blanks: RegExp;
}

/** "Create a canonical request" speaks of spaces alone. */
const SPACES = / {2,}/g;

const EVERY_AMZ = /^x-amz-/;
const NONE = /^$/;

/**
 * aws: "Create a canonical request" (S3 itself refuses most requests that do not name the hash) and "Signing
 * and authenticating REST requests"; ceph: `src/rgw/rgw_auth_s3.cc` (`get_v4_exp_payload_hash`,
 * `get_v2_qs_map`); minio: `getContentSha256Cksum` in `cmd/signature-v4-utils.go`, `getStringToSignV2` in
 * `cmd/signature-v2.go`; swift: the signature checkers in `s3api/s3request.py`.
 */
const RULES: Readonly<Record<S3Flavour, ServerRules>> = {
  aws: { unnamedHash: 'of-body', isDateBlank: true, headersInQuery: EVERY_AMZ, blanks: SPACES },
  ceph: {
    unnamedHash: UNSIGNED_PAYLOAD,
    isDateBlank: true,
    headersInQuery: /^x-amz-(?:meta-|security-token$)/,
    blanks: SPACES,
  },
  minio: { unnamedHash: EMPTY_SHA256, isDateBlank: false, headersInQuery: NONE, blanks: SPACES },
  // as Python splits words
  swift: { unnamedHash: UNSIGNED_PAYLOAD, isDateBlank: true, headersInQuery: NONE, blanks: /[ \t\v\f]+/g },
};

function rulesOf({ flavour = 'aws' }: SignableRequest): ServerRules {
  return RULES[flavour];
}

/** The S3-compatible signature version 2 (`AWS`), header and URL form. Null where the bucket is not known. */
export function partsOfS3V2(request: SignableRequest, _: Claim, places: SignedPlaces): V1Parts | null {
  const resource = resourceParts(request);
  if (resource === null) return null;
  return {
    family: 'v1',
    dialect: 's3',
    method: methodPart(request),
    contentMd5: headerPart(request, 'content-md5') ?? ABSENT,
    contentType: headerPart(request, 'content-type') ?? ABSENT,
    date: s3DatePart(request, places),
    headers: amzHeaders(request, places),
    bucket: resource.bucket,
    ...(endsWithBucket(request) ? { slash: '' } : {}),
    key: { value: rawKey(request), origin: resource.key.origin },
    parameters: signedSubresources(request, (name) => s3SignsParameter(request.flavour ?? 'aws', name)),
  };
}

/**
 * The Date line is blank when `x-amz-date` is signed as a header, for most servers; the URL form always has
 * its Expires there.
 */
function s3DatePart(request: SignableRequest, places: SignedPlaces): Part {
  if (places.carrier === 'header' && headerPart(request, 'x-amz-date') !== null) {
    return rulesOf(request).isDateBlank ? ABSENT : (headerPart(request, 'date') ?? ABSENT);
  }
  return datePart(request, places) ?? ABSENT;
}

/**
 * A URL carries `x-amz-*` headers, such as the security token, as query parameters of the same name; not
 * every server reads them as such.
 */
function amzHeaders(request: SignableRequest, { carrier }: SignedPlaces): HeaderPart[] {
  const headers = collectHeaders(request, (name) => name.startsWith('x-amz-'));
  if (carrier !== 'url') return headers;
  const { headersInQuery } = rulesOf(request);
  for (const parameter of request.query) {
    const name = asciiLower(parameter.name);
    if (!headersInQuery.test(name) || headers.some((header) => header.name === name)) continue;
    headers.push({ name, value: parameter.value, origin: queryOrigin(request, parameter) });
  }
  return headers.sort(compareNames);
}

/**
 * Path style, `/bucket` without a slash behind it: the resource is "the path part of the un-decoded HTTP
 * Request-URI" (Amazon S3 Developer Guide, "Constructing the CanonicalizedResource element"), and aws-sdk for
 * JavaScript sends and signs it so.
 */
export function endsWithBucket({ path, bucket, key }: SignableRequest): boolean {
  return bucket !== null && key === null && path.length > 1 && decodePercent(path.slice(1)) === bucket;
}

/** The key as in the path, still encoded: what follows the bucket in path style, else the whole path. */
export function rawKey(request: SignableRequest): string {
  const path = request.path.slice(1);
  if (request.bucket === null || decodePercent(path) === (request.key ?? '')) return path;
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(slash + 1);
}

/** What a dialect that signs as version 4 of S3 does calls its headers and its parameters. */
interface NamesOfV4 {
  readonly dialect: Dialect;
  /** What stands before the names of its headers, and of the parameters of its URLs. */
  readonly header: `x-${string}-`;
  readonly parameter: `X-${string}-`;
  /** What a header form signs for a payload whose hash the request does not name, whatever it is. */
  readonly unnamedHash?: (request: SignableRequest) => ByteString;
}

const AMZ: NamesOfV4 = { dialect: 's3', header: 'x-amz-', parameter: 'X-Amz-' };
/** "V4 signing process" and "Canonical requests" in the documentation of Google Cloud Storage. */
const GOOG: NamesOfV4 = { dialect: 'gcs', header: 'x-goog-', parameter: 'X-Goog-' };
/**
 * "Signature in a header" and "… in a URL" of Volcengine TOS. Its SDKs send no hash: that for Go signs the
 * one of nothing (`tos/sign_v4.go`), that for Python none (`tos/auth.py`), and the service takes both.
 */
const TOS: NamesOfV4 = {
  dialect: 'tos',
  header: 'x-tos-',
  parameter: 'X-Tos-',
  unnamedHash: (request) =>
    /python/i.test(headerPart(request, 'user-agent')?.value ?? '') ? UNSIGNED_PAYLOAD : EMPTY_SHA256,
};

export const partsOfS3V4 = partsOfV4Named(AMZ);
export const partsOfGoog4 = partsOfV4Named(GOOG);
export const partsOfTos4 = partsOfV4Named(TOS);

type PartsOfV4 = (request: SignableRequest, claim: Claim, places: SignedPlaces) => V4Parts | null;

/**
 * The S3-compatible signature version 4 (`AWS4-HMAC-SHA256`), header and URL form, under the names of a
 * dialect. It signs the path and not the bucket, so it can be rebuilt for every address. Null where the scope
 * can't be read.
 */
function partsOfV4Named(names: NamesOfV4): PartsOfV4 {
  return (request, claim, places) => partsOfNamedV4(request, claim, places, names);
}

function partsOfNamedV4(
  request: SignableRequest,
  claim: Claim,
  places: SignedPlaces,
  { dialect, header, parameter, unnamedHash: ofHeader }: NamesOfV4,
): V4Parts | null {
  if (claim.scope === null) return null;
  const listed = new Set(claim.listedHeaders);
  const headers = collectHeaders(request, (name) => listed.has(name));
  const { blanks } = rulesOf(request);
  return {
    family: 'v4',
    dialect,
    method: methodPart(request),
    canonicalUri: { value: encodePath(decodePercent(request.path)), origin: requestLineOrigin(request) },
    parameters: encodedParameters(request, `${parameter}Signature`, 'keep-equals-sign').sort(
      compareParameters,
    ),
    headers: headers.map((header) => ({ ...header, value: header.value.replace(blanks, ' ') })),
    additionalHeaders: listedHeadersPart(claim),
    payloadHash: headerPart(request, `${header}content-sha256`) ??
      queryPart(request, `${parameter}Content-Sha256`) ??
      queryPart(request, `${header}content-sha256`) ?? {
        value:
          places.carrier === 'header' && ofHeader !== undefined
            ? ofHeader(request)
            : unnamedHash(request, places),
        origin: null,
      },
    algorithm: places.scheme,
    timestamp: datePart(request, places) ?? ABSENT,
    scope: claim.scope,
    scopeOrigin: scopeOrigin(request, claim, places, `query ${parameter}Credential`),
  };
}

/**
 * The hash of a payload that the request names nowhere: none in a URL, which is made before there is a body.
 */
function unnamedHash({ flavour, bodySha256 }: SignableRequest, { carrier }: SignedPlaces): ByteString {
  if (carrier === 'url' || flavour === undefined) return UNSIGNED_PAYLOAD;
  const { unnamedHash: hash } = RULES[flavour];
  return hash === 'of-body' ? (bodySha256 ?? UNSIGNED_PAYLOAD) : hash;
}

/**
 * Parameters of one name stand in the order of their values ("Create a canonical request" in the AWS
 * reference, whose test suite has such).
 */
function compareParameters(a: ParameterPart, b: ParameterPart): number {
  return compareNames(a, b) || compareBytes(a.value ?? '', b.value ?? '');
}
