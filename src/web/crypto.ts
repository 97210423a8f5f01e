import { cbc, ctr, gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { type ByteString, toByteString, toBytes, writeByteString } from '../engine/bytes/byte-string.ts';
import { toHex } from '../engine/bytes/hex.ts';
import type { Hasher } from '../engine/sign/hasher.ts';
import type { AeadOpener, CbcOpener, TlsCrypto } from '../features/tls/tls-crypto.ts';

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
const webTlsHashes: Pick<TlsCrypto, 'digest' | 'hmac'> = {
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

/**
 * The cryptography of TLS where there is no Node.js: all ciphers that the command opens. Records are opened
 * as their packets come, so the ciphers of browsers, which answer later, cannot do it.
 */
export const webTlsCrypto: TlsCrypto = {
  ...webTlsHashes,
  aead(name, key) {
    switch (name) {
      case 'aes-128-gcm':
      case 'aes-256-gcm':
        return opener((nonce, aad) => gcm(key, nonce, aad));
      case 'chacha20-poly1305':
        return opener((nonce, aad) => chacha20poly1305(key, nonce, aad));
      case 'aes-128-ccm':
      case 'aes-256-ccm':
        return ccmOpener(key, BLOCK);
      case 'aes-128-ccm-8':
      case 'aes-256-ccm-8':
        return ccmOpener(key, SHORT_TAG);
    }
  },
  cbc: (_, key) => cbcOpener(key),
};

const BLOCK = 16;
const SHORT_TAG = 8;

interface Opened {
  decrypt(data: Uint8Array): Uint8Array;
}

function opener(cipher: (nonce: Uint8Array, aad: Uint8Array) => Opened): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      try {
        return cipher(nonce, aad).decrypt(block.subarray(start, end));
      } catch {
        // the tag does not fit
        return null;
      }
    },
  };
}

function cbcOpener(key: Uint8Array): CbcOpener {
  return {
    decrypt: (iv, block, start, end) =>
      cbc(key, iv, { disablePadding: true }).decrypt(block.subarray(start, end)),
  };
}

/** Bytes of the length field, which is what the nonce of 12 bytes leaves of a block. */
const LENGTH_BYTES = 3;
const HAS_AAD = 0x40;

/** Counter with CBC-MAC (RFC 3610), put together from its two parts. */
function ccmOpener(key: Uint8Array, tagBytes: number): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      const length = end - tagBytes - start;
      // The first block of the key stream encrypts the tag, the others the text.
      const counted = new Uint8Array(BLOCK + length);
      counted.set(block.subarray(start, end - tagBytes), BLOCK);
      const opened = ctr(key, firstBlock(LENGTH_BYTES - 1, nonce, 0)).decrypt(counted);
      const plain = opened.subarray(BLOCK);
      const mac = macOf(key, nonce, aad, plain, tagBytes);
      for (let i = 0; i < tagBytes; i++) {
        if (((mac[i] ?? 0) ^ (opened[i] ?? 0)) !== block[end - tagBytes + i]) return null;
      }
      return plain;
    },
  };
}

/** Flags, nonce and a number of three bytes: B_0 and A_0 of the RFC. */
function firstBlock(flags: number, nonce: Uint8Array, value: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block[0] = flags;
  block.set(nonce, 1);
  block[BLOCK - 3] = value >>> 16;
  block[BLOCK - 2] = value >>> 8;
  block[BLOCK - 1] = value;
  return block;
}

/** The last block of everything under CBC, each part filled up with zeros to whole blocks. */
function macOf(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
  tagBytes: number,
): Uint8Array {
  const whole = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;
  const textAt = BLOCK + whole(2 + aad.length);
  const data = new Uint8Array(textAt + whole(plain.length));
  data.set(firstBlock(HAS_AAD | (((tagBytes - 2) / 2) << 3) | (LENGTH_BYTES - 1), nonce, plain.length));
  data[BLOCK] = aad.length >>> 8;
  data[BLOCK + 1] = aad.length;
  data.set(aad, BLOCK + 2);
  data.set(plain, textAt);
  const encrypted = cbc(key, new Uint8Array(BLOCK), { disablePadding: true }).encrypt(data);
  return encrypted.subarray(encrypted.length - BLOCK);
}
