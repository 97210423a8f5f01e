import { concatBytes } from '../bytes/concat-bytes.ts';
import { copyBytes } from '../bytes/copy-bytes.ts';
import type { ConnectionFacts, Side, StreamBytes, StreamChunk } from '../stream/handler.ts';
import { type Recognised, type RecognitionState, recognise } from './recognise.ts';

/** What came of a side before it was known what it carries. */
export interface HeldChunk {
  readonly side: Side;
  readonly chunk: StreamChunk;
}

/**
 * Reads a connection until it is known what it carries: passes over the headers of the PROXY protocol before it, and holds what is too
 * little to tell. That is at most one such line of text a side.
 */
export class Opening {
  #held: HeldChunk[] = [];
  /** Bytes of a header that are still to come, of each side. */
  readonly #toPass: [number, number] = [0, 0];

  /** What `chunk` shows, with what is held of its side; null while nothing can be told. What belongs to a header is taken off the chunk. */
  read(facts: ConnectionFacts, side: Side, chunk: StreamChunk, state: RecognitionState): Recognised | null {
    for (;;) {
      this.#pass(side, chunk);
      if (chunk.start === chunk.end) return null;
      if (facts.initiator === null) this.#dropHeardSince(side, chunk.acknowledged);
      const bytes = this.#withHeld(side, chunk);
      const found = recognise(facts, side, bytes, state);
      if (found === null) {
        this.#drop(side);
        return null;
      }
      switch (found.kind) {
        case 'more':
          this.#hold(side, chunk);
          return null;
        case 'proxy-header':
          // What is held was too little for a header: its end, or more of it, is in the chunk.
          this.#toPass[side] = found.length - (bytes.end - bytes.start) + (chunk.end - chunk.start);
          this.#drop(side);
          break;
        default:
          return found;
      }
    }
  }

  /** Bytes of this side are missing: what is held does not go on. */
  gap(side: Side): void {
    this.#toPass[side] = 0;
    this.#drop(side);
  }

  /** Takes what is held, oldest first. */
  take(): readonly HeldChunk[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  #pass(side: Side, chunk: StreamChunk): void {
    const length = Math.min(this.#toPass[side], chunk.end - chunk.start);
    this.#toPass[side] -= length;
    chunk.start += length;
    chunk.position += length;
  }

  /** The bytes held of the side and those of the chunk. */
  #withHeld(side: Side, chunk: StreamChunk): StreamBytes {
    const parts: Uint8Array[] = [];
    for (const held of this.#held) if (held.side === side) parts.push(held.chunk.block);
    if (parts.length === 0) return chunk;
    parts.push(chunk.block.subarray(chunk.start, chunk.end));
    const block = concatBytes(...parts);
    return { block, start: 0, end: block.length };
  }

  #hold(side: Side, chunk: StreamChunk): void {
    const { block, start, end } = chunk;
    const copy = { ...chunk, block: copyBytes(block, start, end), start: 0, end: end - start };
    this.#held.push({ side, chunk: copy });
  }

  /** Who speaks again after having heard more begins something new. */
  #dropHeardSince(side: Side, acknowledged: number): void {
    const last = this.#held.findLast((held) => held.side === side);
    if (last !== undefined && last.chunk.acknowledged < acknowledged) this.#drop(side);
  }

  #drop(side: Side): void {
    this.#held = this.#held.filter((held) => held.side !== side);
  }
}
