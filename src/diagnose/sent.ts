import type { ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, header } from '../http/message.ts';
import type { Hasher } from '../sign/hasher.ts';

/** The value of a request header (lower-case name); null without one, or without the request. */
export function sentHeader(
  { sent }: { readonly sent: HttpRequest | null },
  lowerName: string,
): ByteString | null {
  return sent === null ? null : header(sent, lowerName);
}

/** The request's body where the capture holds all of it. */
export function wholeBody(sent: HttpRequest | null): Uint8Array | null {
  if (sent === null || sent.bodyState !== 'complete' || sent.framing === 'unknown') return null;
  if (sent.bodyBytes === 0) return new Uint8Array(0);
  return sent.body !== null && sent.body.length === sent.bodyBytes ? sent.body : null;
}

/**
 * Digest of the request's body, as it passed by or as it was kept; null where it is not whole, or
 * was too long.
 */
export function sentDigest(
  sent: HttpRequest | null,
  algorithm: 'md5' | 'sha256',
  hasher: Hasher,
): Uint8Array | null {
  const passed = sent?.digests?.[algorithm] ?? null;
  if (passed !== null) return passed;
  const body = wholeBody(sent);
  return body === null ? null : hasher.digest(algorithm, body);
}
