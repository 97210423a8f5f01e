import type { Hasher, HashName, KeyedMac } from '../sign/hasher.ts';
import { nodeCrypto } from './builtins.ts';

/** Hashes and HMACs by `node:crypto`. */
export const nodeHasher: Hasher = {
  hmac(hash, key, data) {
    const mac = nodeCrypto().createHmac(hash, typeof key === 'string' ? Buffer.from(key, 'latin1') : key);
    return feed(mac, data).digest();
  },
  digest(hash, data) {
    return feed(nodeCrypto().createHash(hash), data).digest();
  },
  incremental: (hash) => nodeCrypto().createHash(hash),
  prepareKey,
  hexDigest: (hash, data) => nodeCrypto().hash(hash, Buffer.from(data, 'latin1'), 'hex'),
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
const DIGEST_SIZES: Readonly<Record<HashName, number>> = { md5: 16, sha1: 20, sha256: 32 };

/**
 * HMAC spelt out (RFC 2104 §2): H(K ⊕ opad ‖ H(K ⊕ ipad ‖ text)). Two digests made at once cost
 * half of what one Hmac object costs, most of whose time goes into making the object.
 */
function prepareKey(hash: HashName, key: string): KeyedMac {
  const { createHash, hash: digest } = nodeCrypto();
  const bytes = Buffer.from(key, 'latin1');
  const block = Buffer.allocUnsafe(BLOCK).fill(0);
  block.set(bytes.length > BLOCK ? createHash(hash).update(bytes).digest() : bytes);
  let inner: Room | null = null;
  const outer = new Room(block, 0x5c, DIGEST_SIZES[hash]);
  return (data) => {
    // many keys sign one text and no more: room for others is made with the second
    if (inner === null) inner = new Room(block, 0x36, data.length);
    else if (inner.size < data.length) inner = new Room(block, 0x36, data.length + ROOM);
    return digest(hash, outer.with(digest(hash, inner.with(data), 'binary')), 'binary');
  };
}

/** A padded key with room for a message behind it. */
class Room {
  readonly size: number;
  readonly #bytes: Buffer;
  /**
   * The beginnings of the bytes by their length, of which few occur: making a view costs as much as
   * hashing it.
   */
  readonly #views = new Map<number, Buffer>();

  constructor(block: Buffer, pad: number, size: number) {
    this.size = size;
    this.#bytes = Buffer.allocUnsafe(BLOCK + size);
    for (let i = 0; i < BLOCK; i++) this.#bytes[i] = (block[i] ?? 0) ^ pad;
  }

  with(message: string): Buffer {
    const { length } = message;
    this.#bytes.write(message, BLOCK, 'latin1');
    if (length === this.size) return this.#bytes;
    let view = this.#views.get(length);
    if (view === undefined) {
      view = this.#bytes.subarray(0, BLOCK + length);
      this.#views.set(length, view);
    }
    return view;
  }
}
