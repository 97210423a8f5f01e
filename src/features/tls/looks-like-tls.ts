import { u16be } from '../../bytes/integers.ts';
import { MAX_RECORD_BYTES } from './limits.ts';
import { CONTENT, RECORD_HEADER } from './record-stream.ts';

/**
 * Whether bytes at the start of a stream look like a TLS handshake record: type 22, version 3.0 to
 * 3.4. `least`: bytes that must be there.
 */
export function looksLikeTls(block: Uint8Array, start: number, end: number, least = 3): boolean {
  const length = end - start;
  return (
    length >= least &&
    block[start] === CONTENT.HANDSHAKE &&
    (length < 2 || block[start + 1] === 3) &&
    (length < 3 || (block[start + 2] ?? 255) <= 4)
  );
}

/**
 * Whether a record of encrypted data of TLS 1.2 or 1.3 seems to start here: type 23, version 3.3, a
 * possible length.
 */
export function looksLikeTlsData(block: Uint8Array, start: number, end: number): boolean {
  const length = u16be(block, start + 3);
  return (
    end - start >= RECORD_HEADER &&
    block[start] === CONTENT.APPLICATION_DATA &&
    block[start + 1] === 3 &&
    block[start + 2] === 3 &&
    length > 0 &&
    length <= MAX_RECORD_BYTES
  );
}
