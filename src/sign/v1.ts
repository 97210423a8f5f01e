import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical } from './canonical.ts';
import { CanonicalBuilder } from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import { ABSENT, type HeaderPart, type ParameterPart, type Part } from './parts.ts';
import type { SignableRequest } from './request.ts';
import {
  collectHeaders,
  compareNames,
  type Dialect,
  datePart,
  headerPart,
  methodPart,
  queryOrigin,
  resourceParts,
  type SignedPlaces,
} from './request-parts.ts';
import { isSignedParameter } from './signed-parameters.ts';

/**
 * The string of signature version 1, header and URL form; the S3-compatible version 2 has the same
 * shape.
 */
export interface V1Parts {
  readonly family: 'v1';
  readonly dialect: Dialect;
  readonly method: Part;
  readonly contentMd5: Part;
  readonly contentType: Part;
  readonly date: Part;
  /** `x-oss-*` (S3: `x-amz-*`) headers. */
  readonly ossHeaders: readonly HeaderPart[];
  /** What stands before bucket and key; `/` without it, as the rules have it. */
  readonly root?: ByteString;
  /** Null at service level. */
  readonly bucket: Part | null;
  /**
   * What stands between the bucket and the key; `/` without it. The S3 dialect signs the path as it
   * is, and in path style a bucket's own may end with its name.
   */
  readonly slash?: ByteString;
  /** Object key, decoded (S3: as in the path); empty for bucket and service requests. */
  readonly key: Part;
  /** Signed query parameters, decoded. */
  readonly subresources: readonly ParameterPart[];
}

/** Null where the bucket is not known. */
export function partsOfV1(request: SignableRequest, _: Claim, places: SignedPlaces): V1Parts | null {
  const resource = resourceParts(request);
  if (resource === null) return null;
  return {
    family: 'v1',
    dialect: 'oss',
    method: methodPart(request),
    contentMd5: headerPart(request, 'content-md5') ?? ABSENT,
    contentType: headerPart(request, 'content-type') ?? ABSENT,
    date: datePart(request, places) ?? ABSENT,
    ossHeaders: collectHeaders(request, (name) => name.startsWith('x-oss-')),
    bucket: resource.bucket,
    key: resource.key,
    subresources: signedSubresources(request, isSignedParameter),
  };
}

/**
 * The signed parameters, decoded and sorted; an empty value stands as the bare name, whether `=`
 * was sent or not.
 */
export function signedSubresources(
  request: SignableRequest,
  isSigned: (name: ByteString) => boolean,
): ParameterPart[] {
  const signed: ParameterPart[] = [];
  for (const parameter of request.query) {
    if (!isSigned(parameter.name)) continue;
    const value = parameter.value === '' ? null : parameter.value;
    signed.push({ name: parameter.name, value, origin: queryOrigin(request, parameter) });
  }
  return signed.sort(compareNames);
}

/** VERB, Content-MD5, Content-Type and Date with an LF each, the header lines, the resource. */
export function formatV1(parts: V1Parts): Canonical {
  const builder = new CanonicalBuilder()
    .firstLines(parts)
    .headerLines('oss-header', parts.ossHeaders)
    .literal(parts.root ?? '/')
    .piece('resource:bucket', parts.bucket ?? ABSENT)
    .literal(parts.bucket === null ? '' : (parts.slash ?? '/'))
    .piece('resource:key', parts.key);
  if (parts.subresources.length > 0) {
    builder.literal('?').parameters('resource:subresource', parts.subresources, (name) => name);
  }
  return builder.build();
}
