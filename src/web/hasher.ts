import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { type ByteString, toByteString, toBytes, writeByteString } from '../engine/bytes/byte-string.ts';
import { toHex } from '../engine/bytes/hex.ts';
import type { Hasher } from '../engine/sign/hasher.ts';
import type { TlsCrypto } from '../features/tls/tls-crypto.ts';

/*
 * Hashes and HMACs where there is no Node.js. What browsers have of their own (WebCrypto) answers later, has
 * no MD5, and is made for few large inputs; a signature is searched for with thousands of small ones, and the
 * reading cannot wait for each.
 */

const HASHES = { md5, sha1, sha256, sha384 };

export const webHasher: Hasher = {
  hmac: (hash, key, data) => hmac(HASHES[hash], bytesOf(key), bytesOf(data)),
  digest: (hash, data) => HASHES[hash](bytesOf(data)),
  hexDigest: (hash, data) => toHex(HASHES[hash](inRoom(data))),
  incremental(hash) {
    const state = HASHES[hash].create();
    return { update: (bytes) => void state.update(bytes), digest: () => state.digest() };
  },
  prepareKey(hash, key) {
    const keyed = hmac.create(HASHES[hash], toBytes(key));
    // Made once for all texts: to make them costs as much as to hash a short one.
    const state = keyed.clone();
    const mac = new Uint8Array(keyed.outputLen);
    return (data) => {
      keyed._cloneInto(state).update(inRoom(data)).digestInto(mac);
      return toByteString(mac);
    };
  },
};

/** The same for the key schedule of TLS. */
export const webTlsHashes: Pick<TlsCrypto, 'digest' | 'hmac'> = {
  digest: (hash, data) => HASHES[hash](data),
  hmac: (hash, key, data) => hmac(HASHES[hash], key, data),
};

/** Room for texts, whose bytes are wanted during one call. Longer ones have their own. */
const room = new Uint8Array(16 * 1024);

function inRoom(data: ByteString): Uint8Array {
  if (data.length > room.length) return toBytes(data);
  writeByteString(data, room, 0);
  return room.subarray(0, data.length);
}

function bytesOf(data: ByteString | Uint8Array): Uint8Array {
  return typeof data === 'string' ? toBytes(data) : data;
}
