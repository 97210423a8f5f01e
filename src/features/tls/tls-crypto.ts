/** Hashes of the cipher suites that are opened. */
export type TlsHash = 'sha1' | 'sha256' | 'sha384';

/** Authenticated ciphers of TLS 1.2 and 1.3. The two `-8` have a tag of 8 bytes, all others of 16. */
export type AeadName =
  | 'aes-128-gcm'
  | 'aes-256-gcm'
  | 'chacha20-poly1305'
  | 'aes-128-ccm'
  | 'aes-256-ccm'
  | 'aes-128-ccm-8'
  | 'aes-256-ccm-8';

/** Block ciphers of TLS 1.2, of suites that authenticate by HMAC. */
export type CbcName = 'aes-128-cbc' | 'aes-256-cbc';

/** A cipher with its key. `block[start]` to `block[end]` is the ciphertext and, behind it, the tag. */
export interface AeadOpener {
  /** The plaintext; null where the tag does not fit. The caller uses `nonce` (12 bytes) and `aad` again. */
  open(nonce: Uint8Array, aad: Uint8Array, block: Uint8Array, start: number, end: number): Uint8Array | null;
}

/** AES-CBC with its key, without padding: `end - start` is a multiple of 16. */
export interface CbcOpener {
  decrypt(iv: Uint8Array, block: Uint8Array, start: number, end: number): Uint8Array;
}

/** The cryptography that opening TLS needs of its surroundings; synchronous. */
export interface TlsCrypto {
  digest(hash: TlsHash, data: Uint8Array): Uint8Array;
  hmac(hash: TlsHash, key: Uint8Array, data: Uint8Array): Uint8Array;
  /** Null where the runtime does not have the cipher. */
  aead(name: AeadName, key: Uint8Array): AeadOpener | null;
  cbc(name: CbcName, key: Uint8Array): CbcOpener | null;
}

/** Private keys of servers, for RSA key exchange. */
export interface RsaKeys {
  /** How many there are; with none no handshake is followed for them. */
  readonly count: number;
  /** `encrypted` raised to the private exponent of each key of its size, as bytes of the same length. */
  decrypt(encrypted: Uint8Array): readonly Uint8Array[];
}
