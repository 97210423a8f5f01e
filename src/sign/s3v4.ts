import type { ByteString } from '../bytes/byte-string.ts';
import type { Claim } from './claim.ts';
import { ABSENT } from './parts.ts';
import { decodePercent, encodePath } from './percent.ts';
import type { SignableRequest } from './request.ts';
import {
  collectHeaders,
  datePart,
  encodedParameters,
  headerPart,
  listedHeadersPart,
  methodPart,
  queryPart,
  requestLineOrigin,
  type SignedPlaces,
  scopeOrigin,
} from './request-parts.ts';
import { UNSIGNED_PAYLOAD, type V4Parts } from './v4.ts';

/**
 * The S3-compatible signature version 4 (`AWS4-HMAC-SHA256`), header and URL form. It signs the
 * path and not the bucket, so it can be rebuilt for every address. Null where the scope can't be
 * read.
 */
export function partsOfS3V4(request: SignableRequest, claim: Claim, places: SignedPlaces): V4Parts | null {
  if (claim.scope === null) return null;
  const listed = new Set(claim.listedHeaders);
  const headers = collectHeaders(request, (name) => listed.has(name));
  return {
    family: 'v4',
    dialect: 's3',
    method: methodPart(request),
    canonicalUri: {
      value: encodePath(decodePercent(request.path)),
      origin: requestLineOrigin(request),
    },
    query: encodedParameters(request, 'X-Amz-Signature', 'keep-equals-sign'),
    headers: headers.map((header) => ({ ...header, value: collapseSpaces(header.value) })),
    additionalHeaders: listedHeadersPart(claim),
    payloadHash: headerPart(request, 'x-amz-content-sha256') ??
      queryPart(request, 'X-Amz-Content-Sha256') ?? { value: UNSIGNED_PAYLOAD, origin: null },
    algorithm: 'AWS4-HMAC-SHA256',
    timestamp: datePart(request, places) ?? ABSENT,
    scope: claim.scope,
    scopeOrigin: scopeOrigin(request, claim, places, 'query X-Amz-Credential'),
  };
}

/**
 * AWS Signature Version 4, "Create a canonical request": runs of spaces in a header value become
 * one.
 */
function collapseSpaces(value: ByteString): ByteString {
  return value.includes('  ') ? value.replace(/ {2,}/g, ' ') : value;
}
