import { createRequire } from 'node:module';
import { errorCode } from '../engine/bytes/result.ts';
import type { Inflate } from '../engine/oss/coded-body.ts';
import type { OssPorts } from '../engine/oss/read-error.ts';
import { type XmlLibrary, type XmlParser, xmlParserOf } from '../engine/oss/xml.ts';
import type { Hasher, HashName, KeyedMac } from '../engine/sign/hasher.ts';
import { nodeCrypto, nodeZlib } from './builtins.ts';

/** Removes a content coding (RFC 9110 §8.4.1); null where damaged. Of a cut body, what there is comes out. */
const inflate: Inflate = (coding, body, limit) => {
  const { constants, gunzipSync, brotliDecompressSync, inflateRawSync, inflateSync } = nodeZlib();
  const options = { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'br':
        return brotliDecompressSync(body, { ...options, finishFlush: constants.BROTLI_OPERATION_FLUSH });
      case 'deflate':
        // it means the zlib format (RFC 1950); some senders leave its header out
        return ((body[0] ?? 0) & 0x0f) === 8 ? inflateSync(body, options) : inflateRawSync(body, options);
      default:
        return null;
    }
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : null;
  }
};

/** Reads error documents with `fast-xml-parser`, and unpacks them (gzip, deflate, br) with `node:zlib`. */
export function nodeOssPorts(): OssPorts {
  return { parseXml: lazyXmlParser(), inflate };
}

/** Error documents of the usual shape need no package; it is loaded when the first other one comes. */
function lazyXmlParser(): XmlParser {
  let parse: XmlParser | null = null;
  return (text) => {
    parse ??= xmlParserOf(createRequire(import.meta.url)('fast-xml-parser') as XmlLibrary);
    return parse(text);
  };
}

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

/** HMAC spelt out (RFC 2104 §2): two digests cost half of an Hmac object, which takes long to make. */
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
  /** The beginnings of the bytes by their length: making a view costs as much as hashing it. */
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
