import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { MAX_UNPACKED_BYTES } from '../../limits.ts';
import { Gunzip } from './gunzip.ts';
import type { Packing } from './packing.ts';
import { PIECE_BYTES, UnpackedOutput, type Unpacker, type UnpackSink } from './unpacker.ts';
import { Unzstd } from './unzstd.ts';

/** Makes a decompressor of Zstandard; null where this Node has none. */
export type ZstdSource = (() => Transform) | null;

/** Node has `createZstdDecompress` from 22.15 and 23.8 on. */
export function nodeZstd(): ZstdSource {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof create === 'function' ? () => create({ chunkSize: PIECE_BYTES }) as Transform : null;
}

/** Null where this Node cannot unpack it. */
export function createUnpacker(
  packing: Packing,
  sink: UnpackSink,
  limit: number = MAX_UNPACKED_BYTES,
  zstd: ZstdSource = nodeZstd(),
): Unpacker | null {
  const output = new UnpackedOutput(sink, limit);
  if (packing === 'gzip') return new Gunzip(output);
  return zstd === null ? null : new Unzstd(output, zstd);
}
