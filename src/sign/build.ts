import { assertNever } from '../bytes/assert-never.ts';
import type { SignedStrings } from './canonical.ts';
import type { Claim } from './claim.ts';
import type { Hasher } from './hasher.ts';
import { formatPost, type PostParts, partsOfPost } from './post.ts';
import type { SignableRequest } from './request.ts';
import { partsOfS3V2 } from './s3v2.ts';
import { partsOfS3V4 } from './s3v4.ts';
import { formatV1, partsOfV1, type V1Parts } from './v1.ts';
import { formatV2, partsOfV2, type V2Parts } from './v2.ts';
import { formatV4, partsOfV4, type V4Parts } from './v4.ts';

/** The parts of any version. */
export type SignedParts = V1Parts | V2Parts | V4Parts | PostParts;

/**
 * What the request's own signature version signs of it, as parts. Null where the version needs something
 * that the capture does not tell: the bucket behind a custom domain, a readable scope, the form's policy.
 */
export function partsOf(request: SignableRequest, claim: Claim): SignedParts | null {
  switch (claim.version) {
    case 'v1':
    case 'v1-url':
      return partsOfV1(request, claim);
    case 'v2':
    case 'v2-url':
      return partsOfV2(request, claim);
    case 'v4':
    case 'v4-url':
      return partsOfV4(request, claim);
    case 'post-v1':
    case 'post-v2':
    case 'post-v4':
      return partsOfPost(request);
    case 's3v2':
    case 's3v2-url':
      return partsOfS3V2(request, claim);
    case 's3v4':
    case 's3v4-url':
      return partsOfS3V4(request, claim);
    default:
      return assertNever(claim.version);
  }
}

export function formatParts(parts: SignedParts, hasher: Hasher): SignedStrings {
  switch (parts.kind) {
    case 'v1':
    case 's3v2':
      return { stringToSign: formatV1(parts), canonicalRequest: null };
    case 'v2':
      return { stringToSign: formatV2(parts), canonicalRequest: null };
    case 'v4':
    case 's3v4':
      return formatV4(parts, hasher);
    case 'post':
      return { stringToSign: formatPost(parts), canonicalRequest: null };
    default:
      return assertNever(parts);
  }
}

/** The strings that the server should sign for this request; null as in `partsOf`. */
export function buildStrings(request: SignableRequest, claim: Claim, hasher: Hasher): SignedStrings | null {
  const parts = partsOf(request, claim);
  return parts === null ? null : formatParts(parts, hasher);
}
