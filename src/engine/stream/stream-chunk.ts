import { type ByteString, copyBytes, toByteString } from '../bytes/byte-string.ts';

/* Bytes of a stream, where they lie and as two copies of them differ. */

/** One of the two ends of a connection. Side 0 is the one whose packet was seen first. */
export type Side = 0 | 1;

export function otherSide(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/** A run of stream bytes, in order. One object is reused: it is valid only during the call that passes it. */
export interface StreamChunk {
  block: Uint8Array;
  start: number;
  end: number;
  /** Offset of the first byte in its direction's stream; only differences matter. */
  position: number;
  /**
   * What the sender had received by then: an offset in the other direction's stream; -Infinity where not
   * known.
   */
  acknowledged: number;
  /** Packet that brought the bytes, and its time. */
  frame: number;
  seconds: number;
  nanos: number;
}

/** Bytes of a stream where they lie. */
export type StreamBytes = Pick<StreamChunk, 'block' | 'start' | 'end'>;

/** The chunk object of one capture; of a class for the reason that `ReusedRecord` gives. */
export class ReusedChunk implements StreamChunk {
  block: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  position = 0;
  acknowledged = 0;
  frame = 0;
  seconds = 0;
  nanos = 0;
}

/** The chunk with its bytes, for those who keep it. */
export function copyChunk(chunk: StreamChunk): StreamChunk {
  const { block, start, end } = chunk;
  return { ...chunk, block: copyBytes(block, start, end), start: 0, end: end - start };
}

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
 * Looks for a byte of `chunk` that is not the one at the same position of `known`, which starts at `start` in
 * the stream.
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
