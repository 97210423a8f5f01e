import { copyBytes } from '../bytes/byte-string.ts';

/** One of the two ends of a connection. Side 0 is the one whose packet was seen first. */
export type Side = 0 | 1;

export function otherSide(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/**
 * A run of stream bytes, in order. One object is reused: it is valid only during the call that
 * hands it over.
 */
export interface StreamChunk {
  block: Uint8Array;
  start: number;
  end: number;
  /** Offset of the first byte in its direction's stream; only differences matter. */
  position: number;
  /**
   * What the sender had received by then: an offset in the other direction's stream; -Infinity
   * where not known.
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
