import { Transform } from 'node:stream';

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * A Zstandard frame that holds the bytes as they are, in raw blocks of at most `blockLength` (RFC 8878
 * §3.1.1.2).
 */
export function zstdFrame(bytes: Uint8Array, blockLength = 1000): Buffer {
  // No content size, no checksum, no dictionary; a window of 128 KiB.
  const parts: Uint8Array[] = [MAGIC, Uint8Array.of(0x00, 0x38)];
  const count = Math.max(1, Math.ceil(bytes.length / blockLength));
  for (let at = 0; at < count; at++) {
    const block = bytes.subarray(at * blockLength, (at + 1) * blockLength);
    const header = (block.length << 3) | (at === count - 1 ? 1 : 0);
    parts.push(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16), block);
  }
  return Buffer.concat(parts);
}

/** A frame for which decompressors have no use. */
export function skippableFrame(length: number): Buffer {
  const frame = Buffer.alloc(8 + length, 0x28);
  frame.writeUInt32LE(0x184d2a53, 0);
  frame.writeUInt32LE(length, 4);
  return frame;
}

/** A decompressor that knows such frames, one each, for Node versions without one. */
export function rawZstd(): Transform {
  const parts: Buffer[] = [];
  return new Transform({
    transform(chunk: Buffer, _, done) {
      parts.push(chunk);
      done();
    },
    flush(done) {
      const bytes = Buffer.concat(parts);
      if (!bytes.subarray(0, 4).equals(MAGIC)) {
        done(new Error('unknown frame descriptor'));
        return;
      }
      for (let at = 6; at + 3 <= bytes.length; ) {
        const header = bytes.readUIntLE(at, 3);
        if (((header >> 1) & 3) === 3) {
          done(new Error('corruption detected'));
          return;
        }
        this.push(bytes.subarray(at + 3, at + 3 + (header >> 3)));
        at += 3 + (header >> 3);
      }
      done();
    },
  });
}
