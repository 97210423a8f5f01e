import { concatBytes } from '../bytes/byte-string.ts';
import { copyChunk, type StreamBytes, type StreamChunk } from '../stream/stream-chunk.ts';
import { MAX_UNDECIDED_SEGMENTS } from './limits.ts';
import { endsWithEmptyLine, requestOrBody } from './message-start.ts';
import type { Message, ParserEvents } from './parser-events.ts';

/**
 * What comes in place of the body of a refused request (RFC 9110 §10.1.1) and is too little to tell
 * which it is, that body or another request. It is held, among what all connections hold, until its
 * first line tells.
 */
export class UndecidedBody {
  readonly #events: Pick<ParserEvents, 'held' | 'full'>;
  /** Oldest first. */
  #segments: StreamChunk[] = [];

  constructor(events: Pick<ParserEvents, 'held' | 'full'>) {
    this.#events = events;
  }

  /**
   * What the chunk is with all that is held before it; `more`: it is to be held, too. `length`:
   * bytes of the body, null where they are not told.
   */
  kindWith(chunk: StreamChunk, refused: Message, length: number | null): 'message' | 'body' | 'more' {
    const first = this.#segments[0] ?? chunk;
    if (first.acknowledged <= refused.acknowledged) return 'body';
    const bytes = this.#with(chunk);
    if (fillsBody(bytes, length)) return 'body';
    const kind = requestOrBody(bytes);
    if (kind === 'more') return this.#hasRoom(chunk) ? 'more' : 'body';
    return kind === 'request' ? 'message' : 'body';
  }

  hold(chunk: StreamChunk): void {
    this.#segments.push(copyChunk(chunk));
    this.#events.held.bytes += chunk.end - chunk.start;
  }

  /** All that was held, and is not any more. */
  take(): readonly StreamChunk[] {
    const held = this.#segments;
    if (held.length === 0) return held;
    this.#segments = [];
    for (const { start, end } of held) this.#events.held.bytes -= end - start;
    return held;
  }

  #hasRoom({ frame }: StreamChunk): boolean {
    if (this.#events.held.isFull) {
      this.#events.full(frame);
      return false;
    }
    return this.#segments.length < MAX_UNDECIDED_SEGMENTS;
  }

  #with(chunk: StreamChunk): StreamBytes {
    if (this.#segments.length === 0) return chunk;
    const parts = this.#segments.map(({ block }) => block);
    const block = concatBytes(...parts, chunk.block.subarray(chunk.start, chunk.end));
    return { block, start: 0, end: block.length };
  }
}

/** What came is all of the body to the byte, and no head: a text that begins as a request does. */
function fillsBody({ block, start, end }: StreamBytes, length: number | null): boolean {
  return end - start === length && !endsWithEmptyLine(block, end);
}
