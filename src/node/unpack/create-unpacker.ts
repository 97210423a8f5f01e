import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { MAX_UNPACKED_BYTES } from '../../engine/limits.ts';
import { Gunzip } from '../../run/unpack/gunzip.ts';
import type { Packing } from '../../run/unpack/packing.ts';
import {
  type OpenPacked,
  UnpackedOutput,
  type Unpacker,
  type UnpackSink,
} from '../../run/unpack/unpacker.ts';
import { Decompressor, PIECE_BYTES } from './decompressor.ts';
import { Unzstd } from './unzstd.ts';

/** Makes a decompressor of Zstandard; null where this Node has none. */
export type ZstdSource = (() => Transform) | null;

/** Node has `createZstdDecompress` from 22.15 and 23.8 on. */
export function nodeZstd(): ZstdSource {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof create === 'function' ? () => create({ chunkSize: PIECE_BYTES }) as Transform : null;
}

const inflate: OpenPacked = (take) => {
  const stream = zlib.createInflateRaw({ chunkSize: PIECE_BYTES });
  return new Decompressor(stream, take, () => stream.bytesWritten);
};

/** Null where this Node cannot unpack it. */
export function createUnpacker(
  packing: Packing,
  sink: UnpackSink,
  limit: number = MAX_UNPACKED_BYTES,
  zstd: ZstdSource = nodeZstd(),
): Unpacker | null {
  const output = new UnpackedOutput(sink, limit);
  if (packing === 'gzip') return new Gunzip(output, { inflate, crc32: zlib.crc32 });
  return zstd === null ? null : new Unzstd(output, zstd);
}
