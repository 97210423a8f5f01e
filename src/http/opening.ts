import { concatBytes } from '../bytes/byte-string.ts';
import type { ConnectionFacts } from '../stream/handler.ts';
import { copyChunk, type Side, type StreamBytes, type StreamChunk } from '../stream/stream-chunk.ts';
import { LONGEST_PROXY_LINE } from './proxy-header.ts';
import { type Recognised, type RecognitionState, recognise } from './recognise.ts';
import type { TlsReader } from './tls.ts';

/** What came of a side before it was known what it carries. */
interface HeldChunk {
  readonly side: Side;
  readonly chunk: StreamChunk;
}

/**
 * Reads a connection until it is known what it carries: passes over the headers of the PROXY
 * protocol before it, and holds what is too little to tell. That is at most one such header a side,
 * without its extensions. Of a connection that carries something else every chunk comes by here.
 */
export class Opening implements RecognitionState {
  startLost = false;
  isHttp2 = false;
  isForeign = false;
  /**
   * The client that the headers name. Of several the last one counts: each hop writes its own
   * before what it was sent.
   */
  originalClient: string | null = null;
  readonly tls: TlsReader | null;
  readonly #facts: ConnectionFacts;
  #held: HeldChunk[] = [];
  /** Bytes of a header that are still to come, and of which side. */
  #toPass = 0;
  #passing: Side = 0;
  /** Bytes that each side is missing so far. */
  readonly #lost: [number, number] = [0, 0];

  constructor(facts: ConnectionFacts, tls: TlsReader | null) {
    this.#facts = facts;
    this.tls = tls;
  }

  /**
   * What `chunk` shows, with what is held of its side; null while nothing can be told. What belongs
   * to a header is taken off the chunk.
   */
  read(side: Side, chunk: StreamChunk): Recognised | null {
    for (;;) {
      if (this.#toPass > 0 && this.#passing === side && this.#pass(chunk)) return null;
      const bytes = this.#held.length === 0 ? chunk : this.#withHeld(side, chunk);
      const found = recognise(this.#facts, side, bytes, this);
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
          this.#toPass = found.length - (bytes.end - bytes.start) + (chunk.end - chunk.start);
          this.#passing = side;
          this.originalClient = found.client ?? this.originalClient;
          this.#drop(side);
          break;
        default:
          return found;
      }
    }
  }

  /** Bytes of this side are missing: what is held does not go on. */
  gap(side: Side, length: number): void {
    this.startLost = true;
    this.#lost[side] += length;
    if (this.#passing === side) this.#toPass = 0;
    this.#drop(side);
  }

  /**
   * Requests are missing at the start of what the side said: more than a header of the PROXY
   * protocol is.
   */
  hidesRequests(client: Side): boolean {
    return this.#facts.initiator === client && this.#lost[client] > LONGEST_PROXY_LINE;
  }

  /** Takes what is held, oldest first. */
  take(): readonly HeldChunk[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** Takes off the chunk what is of a header; true where that is all of it. */
  #pass(chunk: StreamChunk): boolean {
    const length = Math.min(this.#toPass, chunk.end - chunk.start);
    this.#toPass -= length;
    chunk.start += length;
    chunk.position += length;
    return chunk.start === chunk.end;
  }

  /** The bytes held of the side and those of the chunk. */
  #withHeld(side: Side, chunk: StreamChunk): StreamBytes {
    const last = this.#held.findLast((held) => held.side === side);
    if (last === undefined) return chunk;
    // Where no start is known, who speaks again after having heard more begins something new.
    if (this.#facts.initiator === null && last.chunk.acknowledged < chunk.acknowledged) {
      this.#drop(side);
      return chunk;
    }
    const parts = this.#held.filter((held) => held.side === side).map((held) => held.chunk.block);
    const block = concatBytes(...parts, chunk.block.subarray(chunk.start, chunk.end));
    return { block, start: 0, end: block.length };
  }

  #hold(side: Side, chunk: StreamChunk): void {
    this.#held.push({ side, chunk: copyChunk(chunk) });
  }

  #drop(side: Side): void {
    if (this.#held.length > 0) this.#held = this.#held.filter((held) => held.side !== side);
  }
}
