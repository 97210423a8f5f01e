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
  incremental: (hash) => createHash(hash),
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
/** Of the hashes that are used: SHA-256. */
const LONGEST_DIGEST = 32;

/**
 * HMAC spelt out (RFC 2104 §2): H(K ⊕ opad ‖ H(K ⊕ ipad ‖ text)). Two digests made at once cost half of what one
 * Hmac object costs, most of whose time goes into making the object.
 */
function prepareKey(hash: HashName, key: string): KeyedMac {
  const bytes = Buffer.from(key, 'latin1');
  const block = Buffer.alloc(BLOCK);
  block.set(bytes.length > BLOCK ? createHash(hash).update(bytes).digest() : bytes);
  let inner = new Room(block, 0x36, ROOM);
  const outer = new Room(block, 0x5c, LONGEST_DIGEST);
  return (data) => {
    if (inner.size < data.length) inner = new Room(block, 0x36, data.length + ROOM);
    return digestAtOnce(hash, outer.with(digestAtOnce(hash, inner.with(data), 'binary')), 'binary');
  };
}

/** A padded key with room for a message behind it. */
class Room {
  readonly size: number;
  readonly #bytes: Buffer;
  /** The beginnings of the bytes by their length, of which few occur: making a view costs as much as hashing it. */
  readonly #views: (Buffer | undefined)[] = [];

  constructor(block: Buffer, pad: number, size: number) {
    this.size = size;
    this.#bytes = Buffer.allocUnsafe(BLOCK + size);
    for (let i = 0; i < BLOCK; i++) this.#bytes[i] = (block[i] ?? 0) ^ pad;
  }

  with(message: string): Buffer {
    const { length } = message;
    this.#bytes.write(message, BLOCK, 'latin1');
    let view = this.#views[length];
    if (view === undefined) {
      view = this.#bytes.subarray(0, BLOCK + length);
      this.#views[length] = view;
    }
    return view;
  }
}
