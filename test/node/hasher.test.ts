import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Hasher, type HashName, hexDigest, keyedMac } from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import { webHasher } from '../rooms/web.ts';

const HASHES: readonly HashName[] = ['md5', 'sha1', 'sha256'];
/** Bytes of every value. */
const bytes = (length: number): string =>
  Array.from({ length }, (_, i) => String.fromCharCode((i * 7 + 200) % 256)).join('');

const PORTS = [
  ['Node.js', nodeHasher],
  ['a page', webHasher],
] as const;

describe.each(PORTS.flatMap((port) => HASHES.map((hash) => [...port, hash] as const)))(
  '%s, %s',
  (_, hasher, hash) => {
    /** The port without its optional members. */
    const PLAIN: Hasher = { hmac: hasher.hmac, digest: hasher.digest };

    it.each([0, 1, 30, 63, 64, 65, 200])(
      'an HMAC under a prepared key of %i bytes is that of the platform',
      (length) => {
        const key = bytes(length);
        const mac = keyedMac(hasher, hash, key);
        // longer texts than before, and shorter ones after them
        for (const size of [10, 0, 1, 255, 256, 257, 5000, 20_000, 3, 256]) {
          const text = bytes(size);
          const expected = createHmac(hash, Buffer.from(key, 'latin1'))
            .update(text, 'latin1')
            .digest('binary');
          expect(mac(text)).toBe(expected);
          expect(keyedMac(PLAIN, hash, key)(text)).toBe(expected);
          expect(Buffer.from(hasher.hmac(hash, key, text)).toString('latin1')).toBe(expected);
        }
      },
    );

    it('two prepared keys do not disturb each other', () => {
      const [one, other] = [keyedMac(hasher, hash, 'one'), keyedMac(hasher, hash, 'other')];
      const first = one('text');
      expect(other('text')).not.toBe(first);
      expect(one('text')).toBe(first);
    });

    it('a digest in hex is that of the bytes', () => {
      for (const size of [0, 1, 100, 1000]) {
        const expected = createHash(hash).update(bytes(size), 'latin1').digest('hex');
        expect(hexDigest(hasher, hash, bytes(size))).toBe(expected);
        expect(hexDigest(PLAIN, hash, bytes(size))).toBe(expected);
      }
    });

    it('a digest of pieces is that of the whole, and the pieces may change behind it', () => {
      const whole = Buffer.from(bytes(1000), 'latin1');
      const digest = hasher.incremental?.(hash);
      const block = new Uint8Array(90);
      for (let at = 0; at < whole.length; at += block.length) {
        const piece = whole.subarray(at, at + block.length);
        block.set(piece);
        digest?.update(block.subarray(0, piece.length));
      }
      expect(Buffer.from(digest?.digest() ?? [])).toEqual(createHash(hash).update(whole).digest());
    });
  },
);
