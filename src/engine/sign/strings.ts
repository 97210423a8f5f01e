/* The strings of a request by the rules of its own version, and those of the server cut into pieces. */

import type { ByteString } from '../bytes/byte-string.ts';
import { assertNever } from '../bytes/result.ts';
import type { Canonical, SignatureVersion, SignedStrings } from './canonical.ts';
import type { Claim } from './claim.ts';
import { formatCos } from './cos.ts';
import type { Hasher } from './hasher.ts';
import { formatPost } from './post.ts';
import type { SignableRequest } from './request.ts';
import { formatV1, type ResourceHint } from './v1.ts';
import { formatV2 } from './v2.ts';
import { formatV4 } from './v4.ts';
import { type SignedParts, versionRecord } from './versions.ts';

/**
 * What the request's own signature version signs of it, as parts. Null where the version needs something that
 * the capture does not show: the bucket behind a custom domain, a readable scope, the form's policy.
 */
export function partsOf(request: SignableRequest, claim: Claim): SignedParts | null {
  const record = versionRecord(claim.version);
  return record.partsOf(request, claim, record);
}

export function formatParts(parts: SignedParts, hasher: Hasher): SignedStrings {
  switch (parts.family) {
    case 'v1':
      return { stringToSign: formatV1(parts), canonicalRequest: null };
    case 'v2':
      return { stringToSign: formatV2(parts), canonicalRequest: null };
    case 'v4':
      return formatV4(parts, hasher);
    case 'format':
      return formatCos(parts, hasher);
    case 'policy':
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

/**
 * Cuts a string to sign that somebody else wrote, such as the server's, into the pieces that `buildStrings`
 * names, so that two strings can be laid beside each other. Never fails: what is missing is an empty piece.
 * Pieces have no origin; their byte ranges are those of `text`.
 */
export function parseStringToSign(
  version: SignatureVersion,
  text: ByteString,
  hint: ResourceHint | null,
): Canonical {
  return versionRecord(version).parse(text, hint);
}

/** The same for the canonical request of the V4 family; no pieces for a version that has none. */
export function parseCanonicalRequest(version: SignatureVersion, text: ByteString): Canonical {
  return versionRecord(version).parseCanonicalRequest?.(text) ?? { pieces: [], text };
}
