import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical, SignatureVersion } from './canonical.ts';
import type { ResourceHint } from './parse-v1.ts';
import { versionRecord } from './versions.ts';

/**
 * Cuts a string to sign that somebody else wrote, such as the server's, into the pieces that
 * `buildStrings` names, so that two strings can be laid beside each other. Never fails: what is
 * missing is an empty piece. Pieces have no origin; their byte ranges are those of `text`.
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
