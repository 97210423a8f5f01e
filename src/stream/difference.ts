import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import type { StreamChunk } from './stream-chunk.ts';

/** Two copies of the same bytes of a stream that are not the same. */
export interface Difference {
  /** Offset in the stream of the first byte that differs. */
  readonly position: number;
  /** Frame that brought the first copy of that byte. */
  readonly frame: number;
  /** What each copy has around that byte: a short piece. */
  readonly first: ByteString;
  readonly second: ByteString;
}

/** Bytes shown before the first one that differs, and from it on. */
const BEFORE = 8;
const AFTER = 16;

/**
 * Looks for a byte of `chunk` that is not the one at the same position of `known`, which starts at
 * `start` in the stream.
 */
export function findDifference(
  known: Uint8Array,
  start: number,
  frameOf: (offset: number) => number,
  chunk: StreamChunk,
): Difference | null {
  const from = Math.max(start, chunk.position);
  const to = Math.min(start + known.length, chunk.position + (chunk.end - chunk.start));
  const shift = chunk.start - chunk.position;
  for (let position = from; position < to; position++) {
    if (known[position - start] === chunk.block[position + shift]) continue;
    const first = Math.max(from, position - BEFORE);
    const last = Math.min(to, position + AFTER);
    return {
      position,
      frame: frameOf(position - start),
      first: toByteString(known, first - start, last - start),
      second: toByteString(chunk.block, first + shift, last + shift),
    };
  }
  return null;
}
