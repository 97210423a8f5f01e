import { createHash, createHmac, hash as digestAtOnce } from 'node:crypto';
import type { Hasher, HashName, KeyedMac } from '../sign/hasher.ts';

/** The cryptographic port on `node:crypto`. */
export const nodeHasher: Hasher = {
  hmac(hash, key, data) {
    const mac = createHmac(hash, typeof key === 'string' ? Buffer.from(key, 'latin1') : key);
    return feed(mac, data).digest();
  },
  digest(hash, data) {
    return feed(createHash(hash), data).digest();
  },
  prepareKey,
  hexDigest: (hash, data) => digestAtOnce(hash, Buffer.from(data, 'latin1'), 'hex'),
};

interface Sink<T> {
  update(data: string, encoding: 'latin1'): T;
  update(data: Uint8Array): T;
}

function feed<T>(sink: Sink<T>, data: string | Uint8Array): T {
  return typeof data === 'string' ? sink.update(data, 'latin1') : sink.update(data);
}

/** Block size of MD5, SHA-1 and SHA-256, in bytes. */
const BLOCK = 64;
/** Room for text is added in steps of so many bytes. */
const ROOM = 256;

/**
 * HMAC spelt out (RFC 2104 §2): H(K ⊕ opad ‖ H(K ⊕ ipad ‖ text)). Two digests made at once cost half of what one
 * Hmac object costs, most of whose time goes into making the object.
 */
function prepareKey(hash: HashName, key: string): KeyedMac {
  const bytes = Buffer.from(key, 'latin1');
  const padded = Buffer.alloc(BLOCK);
  padded.set(bytes.length > BLOCK ? createHash(hash).update(bytes).digest() : bytes);
  let inner: Buffer = Buffer.from(padded.map((byte) => byte ^ 0x36));
  let outer: Buffer | null = null;
  return (data) => {
    if (inner.length < BLOCK + data.length) {
      const roomier = Buffer.allocUnsafe(BLOCK + data.length + ROOM);
      roomier.set(inner.subarray(0, BLOCK));
      inner = roomier;
    }
    const length = inner.write(data, BLOCK, 'latin1');
    const digest = digestAtOnce(hash, inner.subarray(0, BLOCK + length), 'binary');
    if (outer === null) {
      outer = Buffer.allocUnsafe(BLOCK + digest.length);
      for (let i = 0; i < BLOCK; i++) outer[i] = (padded[i] ?? 0) ^ 0x5c;
    }
    outer.write(digest, BLOCK, 'latin1');
    return digestAtOnce(hash, outer, 'binary');
  };
}
