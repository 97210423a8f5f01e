import { assertNever } from '../bytes/assert-never.ts';
import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical, SignatureVersion } from './canonical.ts';
import { parseV1, type ResourceHint } from './parse-v1.ts';
import { parseV2 } from './parse-v2.ts';
import { parseV4CanonicalRequest, parseV4StringToSign } from './parse-v4.ts';
import { pieceAt } from './text-lines.ts';

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
  switch (version) {
    case 'v1':
    case 'v1-url':
    case 's3v2':
    case 's3v2-url':
      return parseV1(text, hint);
    case 'v2':
    case 'v2-url':
      return parseV2(text);
    case 'v4':
    case 'v4-url':
    case 's3v4':
    case 's3v4-url':
      return parseV4StringToSign(text);
    case 'post-v1':
    case 'post-v2':
    case 'post-v4':
      return { pieces: [pieceAt('policy', text, 0, text.length)], text };
    default:
      return assertNever(version);
  }
}

/** The same for the canonical request of the V4 family; no pieces for a version that has none. */
export function parseCanonicalRequest(version: SignatureVersion, text: ByteString): Canonical {
  switch (version) {
    case 'v4':
    case 'v4-url':
    case 's3v4':
    case 's3v4-url':
      return parseV4CanonicalRequest(text);
    default:
      return { pieces: [], text };
  }
}
