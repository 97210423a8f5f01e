import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import { toHex } from '../bytes/hex.ts';

/** MD5 is for digests of bodies; the others are those of the signature versions. */
export type HashName = 'md5' | 'sha1' | 'sha256';

/** The raw MAC of a text under a key that was given before. */
export type KeyedMac = (data: ByteString) => ByteString;

/**
 * The cryptographic port: the core signs through it, so that it runs wherever an implementation is given.
 * Synchronous; keys and data are byte strings or bytes; results are raw bytes. The optional members say the
 * same in a cheaper way, for whoever needs thousands of results.
 */
export interface Hasher {
  /** HMAC (RFC 2104). */
  hmac(hash: HashName, key: ByteString | Uint8Array, data: ByteString | Uint8Array): Uint8Array;
  digest(hash: HashName, data: ByteString | Uint8Array): Uint8Array;
  /** `hmac` under one key, taken in once. */
  prepareKey?(hash: HashName, key: ByteString): KeyedMac;
  /** `digest` of a text, in lower-case hex. */
  hexDigest?(hash: HashName, data: ByteString): ByteString;
  /**
   * A digest of bytes that come in pieces, for bodies that are never kept; without it theirs are not
   * computed.
   */
  incremental?(hash: HashName): IncrementalDigest;
}

/** HMAC under one key. The function keeps the key, and gives nothing but MACs. */
export function keyedMac(hasher: Hasher, hash: HashName, key: ByteString): KeyedMac {
  return hasher.prepareKey?.(hash, key) ?? ((data) => toByteString(hasher.hmac(hash, key, data)));
}

/** The digest of a text in lower-case hex. */
export function hexDigest(hasher: Hasher, hash: HashName, data: ByteString): ByteString {
  return hasher.hexDigest?.(hash, data) ?? toHex(hasher.digest(hash, data));
}

/** A digest of bytes that come in pieces. */
export interface IncrementalDigest {
  /** Takes bytes that are valid only during the call. */
  update(bytes: Uint8Array): void;
  /** The digest of everything given; nothing can be added after it. */
  digest(): Uint8Array;
}
