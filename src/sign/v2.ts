import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical } from './canonical.ts';
import { CanonicalBuilder } from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import { ABSENT, type HeaderPart, type ParameterPart, type Part } from './parts.ts';
import { decodePercent, encodeComponent } from './percent.ts';
import type { SignableRequest } from './request.ts';
import {
  collectHeaders,
  type Dialect,
  datePart,
  encodedParameters,
  headerPart,
  listedHeadersPart,
  methodPart,
  resourceParts,
  type SignedPlaces,
} from './request-parts.ts';

/** The string of signature version 2 (`OSS2`), header and URL form. */
export interface V2Parts {
  readonly family: 'v2';
  readonly dialect: Dialect;
  readonly method: Part;
  readonly contentMd5: Part;
  readonly contentType: Part;
  readonly date: Part;
  /** `x-oss-*` headers and the additional ones. */
  readonly headers: readonly HeaderPart[];
  /** Names of the additional headers, joined by `;`. */
  readonly additionalHeaders: Part;
  /** Percent-encoded; null at service level. */
  readonly bucket: Part | null;
  /** Percent-encoded, slashes too. */
  readonly key: Part;
  /** What stands for the slashes before bucket and key; `%2F` without it, as the rules have it. */
  readonly slash?: ByteString;
  /** Every query parameter but the signature, percent-encoded. */
  readonly subresources: readonly ParameterPart[];
}

/** Null where the bucket is not known. */
export function partsOfV2(request: SignableRequest, claim: Claim, places: SignedPlaces): V2Parts | null {
  const resource = resourceParts(request);
  if (resource === null) return null;
  const listed = new Set(claim.listedHeaders);
  return {
    family: 'v2',
    dialect: 'oss',
    method: methodPart(request),
    contentMd5: headerPart(request, 'content-md5') ?? ABSENT,
    contentType: headerPart(request, 'content-type') ?? ABSENT,
    date: datePart(request, places) ?? ABSENT,
    headers: collectHeaders(request, (name) => name.startsWith('x-oss-') || listed.has(name)),
    additionalHeaders: listedHeadersPart(claim),
    bucket: resource.bucket && { ...resource.bucket, value: encodeComponent(resource.bucket.value) },
    key: { ...resource.key, value: encodeComponent(resource.key.value) },
    subresources: encodedParameters(request, 'x-oss-signature', 'bare-name'),
  };
}

export function formatV2(parts: V2Parts): Canonical {
  const slash = parts.slash ?? '%2F';
  const builder = new CanonicalBuilder()
    .firstLines(parts)
    .headerLines('oss-header', parts.headers)
    .piece('additional-headers', parts.additionalHeaders)
    .literal(`\n${slash}`)
    .piece('resource:bucket', parts.bucket ?? ABSENT)
    .literal(parts.bucket === null ? '' : slash)
    .piece('resource:key', parts.key);
  if (parts.subresources.length > 0) {
    builder.literal('?').parameters('resource:subresource', parts.subresources, decodePercent);
  }
  return builder.build();
}
