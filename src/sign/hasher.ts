import type { ByteString } from '../bytes/byte-string.ts';

export type HashName = 'md5' | 'sha1' | 'sha256';

/**
 * The cryptographic port: the core signs through it, so that it runs wherever an implementation is handed in.
 * Synchronous; keys and data are byte strings or bytes; results are raw bytes.
 */
export interface Hasher {
  hmac(hash: HashName, key: ByteString | Uint8Array, data: ByteString | Uint8Array): Uint8Array;
  digest(hash: HashName, data: ByteString | Uint8Array): Uint8Array;
}
