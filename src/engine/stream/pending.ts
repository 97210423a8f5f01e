import { firstWhere } from '../bytes/collections.ts';
import { HELD_PIECE_COST } from './limits.ts';
import type { StreamChunk } from './stream-chunk.ts';
import { type Difference, findDifference } from './stream-chunk.ts';

/* Bytes of a direction that wait for earlier ones, and the memory that they lie in. */

/** Bytes that came before their turn, or cut off where the packet was cut. */
interface PendingPiece {
  readonly position: number;
  /** Its bytes are the first `length` of the block. */
  readonly block: Uint8Array;
  readonly length: number;
  /** Bytes after these that were on the wire and not captured (snap length). */
  readonly missing: number;
  readonly acknowledged: number;
  readonly frame: number;
  readonly seconds: number;
  readonly nanos: number;
}

/** The piece as a chunk to deliver: `chunk`, filled anew. */
export function asChunk(piece: PendingPiece, chunk: StreamChunk): StreamChunk {
  chunk.block = piece.block;
  chunk.start = 0;
  chunk.end = piece.length;
  chunk.position = piece.position;
  chunk.acknowledged = piece.acknowledged;
  chunk.frame = piece.frame;
  chunk.seconds = piece.seconds;
  chunk.nanos = piece.nanos;
  return chunk;
}

/** Bytes held back over all connections, `HELD_PIECE_COST` for each piece among them. */
export interface HeldBytes {
  total: number;
  /** How much of it one direction of a connection may hold, and in how many pieces. */
  readonly perDirection: number;
  readonly piecesPerDirection: number;
  readonly blocks: PieceBlocks;
}

/**
 * Bytes of one direction that wait for earlier ones: ordered by position, never overlapping. The first copy
 * of a byte wins.
 */
export class PendingPieces {
  readonly #pieces: PendingPiece[] = [];
  readonly #held: HeldBytes;
  #first = 0;
  #bytes = 0;

  constructor(held: HeldBytes) {
    this.#held = held;
  }

  get count(): number {
    return this.#pieces.length - this.#first;
  }

  /** Bytes held, with the cost of their pieces. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Frame of the piece that has waited longest; Infinity without any. */
  get oldestFrame(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (let at = this.#first; at < this.#pieces.length; at++) {
      oldest = Math.min(oldest, this.#pieces[at]?.frame ?? oldest);
    }
    return oldest;
  }

  peek(): PendingPiece | undefined {
    return this.#pieces[this.#first];
  }

  /** Takes the first piece away; `done` is to be called when nobody looks at its bytes any more. */
  shift(): PendingPiece | undefined {
    const piece = this.#pieces[this.#first];
    if (piece === undefined) return undefined;
    this.#count(-piece.length - HELD_PIECE_COST);
    this.#first++;
    // Dropping the consumed front now and then keeps both the memory and the cost of a shift small.
    if (this.#first > 64 && this.#first * 2 > this.#pieces.length) {
      this.#pieces.splice(0, this.#first);
      this.#first = 0;
    }
    return piece;
  }

  /** Nobody looks at the bytes of a piece any more that was taken away. */
  done(piece: PendingPiece): void {
    this.#held.blocks.give(piece.block);
  }

  /** Lets go of everything. */
  clear(): void {
    this.#count(-this.#bytes);
    this.#pieces.length = 0;
    this.#first = 0;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#held.total += bytes;
  }

  /** Copies the parts of `chunk` that are not held yet. Gives the first difference to those that are. */
  add(chunk: StreamChunk, missing: number): Difference | null {
    let position = chunk.position;
    const end = chunk.position + (chunk.end - chunk.start);
    let difference: Difference | null = null;
    let at = this.#indexAfter(position);
    const before = at > this.#first ? this.#pieces[at - 1] : undefined;
    if (before !== undefined && before.position + before.length > position) {
      difference = differenceTo(before, chunk);
      position = before.position + before.length;
    }
    while (position < end) {
      const next = this.#pieces[at];
      const stop = next === undefined ? end : Math.min(end, next.position);
      if (stop > position) {
        this.#insert(at, chunk, position, stop, stop === end ? missing : 0);
        at++;
      }
      if (next === undefined || next.position >= end) break;
      difference ??= differenceTo(next, chunk);
      position = next.position + next.length;
      at++;
    }
    return difference;
  }

  /** Index of the first piece that starts after `position`. */
  #indexAfter(position: number): number {
    return firstWhere(this.#pieces, (piece) => piece.position > position, this.#first);
  }

  #insert(at: number, chunk: StreamChunk, from: number, to: number, missing: number): void {
    const start = chunk.start + (from - chunk.position);
    const length = to - from;
    const block = this.#held.blocks.take(length);
    block.set(chunk.block.subarray(start, start + length));
    this.#count(length + HELD_PIECE_COST);
    const { acknowledged, frame, seconds, nanos } = chunk;
    this.#pieces.splice(at, 0, {
      position: from,
      block,
      length,
      missing,
      acknowledged,
      frame,
      seconds,
      nanos,
    });
  }
}

function differenceTo(piece: PendingPiece, chunk: StreamChunk): Difference | null {
  const { block, length, position, frame } = piece;
  return findDifference(block.subarray(0, length), position, () => frame, chunk);
}

/** A block that is used again and again: a segment of an ordinary network fits. */
const BLOCK_BYTES = 2048;
/**
 * Shorter pieces get memory of their own: what is held is counted by its bytes, and may take twice as much at
 * most.
 */
const LEAST_BYTES = BLOCK_BYTES / 2;
/** Blocks kept for the next pieces; more are left to the garbage collector. */
const MAX_IDLE = 256;

/**
 * Memory for pieces that are held back, most of them for a moment: to ask for it anew takes longer than to
 * fill it.
 */
export class PieceBlocks {
  readonly #idle: Uint8Array[] = [];

  /** A block with room for so many bytes; what stands in it is of no meaning. */
  take(length: number): Uint8Array {
    if (!isShared(length)) return new Uint8Array(length);
    return this.#idle.pop() ?? new Uint8Array(BLOCK_BYTES);
  }

  /** Nobody looks any more at a block that was taken. */
  give(block: Uint8Array): void {
    if (block.length === BLOCK_BYTES && this.#idle.length < MAX_IDLE) this.#idle.push(block);
  }
}

function isShared(length: number): boolean {
  return length > LEAST_BYTES && length <= BLOCK_BYTES;
}
