import type { StreamChunk } from '../stream/stream-chunk.ts';
import { ChunkedBody } from './chunked-body.ts';
import type { BodyFraming } from './message.ts';
import type { Message } from './parser-events.ts';

/** `bad`: the framing of its chunks is no such, so that nobody can tell where it ends. */
type State = 'open' | 'over' | 'bad';

/**
 * Follows the body of one message after the other to its end (RFC 9112 §6.3), over gaps where its
 * framing tells how far they reach. Gives the message its bytes, and counts what is missing of
 * them.
 */
export class BodyReader {
  #message: Message | null = null;
  #state: State = 'over';
  /**
   * Bytes to come of a body of known length; -1 for one that ends with its connection, or with its
   * last chunk.
   */
  #remaining = 0;
  #chunked: ChunkedBody | null = null;

  get state(): State {
    return this.#state;
  }

  /** Bytes that are still to come; null where the head does not tell. */
  get remaining(): number | null {
    return this.#remaining < 0 ? null : this.#remaining;
  }

  /** A line of its framing ended in a line feed alone. */
  get hasBareLf(): boolean {
    return this.#chunked?.bareLf === true;
  }

  /**
   * The next message's first line may stand here, if this is no body: of chunks, that is where a
   * size would stand, which never begins so.
   */
  get mayBeNone(): boolean {
    return this.#state === 'open' && (this.#chunked === null || this.#chunked.state === 'size');
  }

  /**
   * The body of `message` comes next, of `length` bytes where its framing goes by them; `over` at
   * once where there is none.
   */
  begin(message: Message, framing: Exclude<BodyFraming, 'unknown'>, length: number): void {
    const isEmpty = framing === 'none' || (framing === 'content-length' && length === 0);
    this.#state = isEmpty ? 'over' : 'open';
    if (isEmpty) return;
    this.#message = message;
    this.#remaining = framing === 'content-length' ? length : -1;
    this.#chunked = framing === 'chunked' ? new ChunkedBody() : null;
  }

  /**
   * Reads from `from` on. Gives where it stopped: at the chunk's end, or behind the body's last
   * byte.
   */
  read(chunk: StreamChunk, from: number): number {
    const message = this.#message;
    if (message === null) return from;
    if (this.#chunked !== null) return this.#readChunked(message, this.#chunked, chunk, from);
    let to = chunk.end;
    if (this.#remaining >= 0) {
      to = Math.min(to, from + this.#remaining);
      this.#remaining -= to - from;
      if (this.#remaining === 0) this.#state = 'over';
    }
    message.takeBody(chunk, from, to);
    return to;
  }

  /**
   * `length` bytes are missing. Gives how many of them are the body's; the next one is lost with
   * those behind, or with all where none is.
   */
  skip(length: number): number {
    const message = this.#message;
    if (message === null) return 0;
    if (this.#chunked !== null || this.#remaining < 0) {
      message.missingBytes += length;
      return this.#chunked === null || this.#chunked.skip(length) ? length : 0;
    }
    const within = Math.min(length, this.#remaining);
    message.missingBytes += within;
    this.#remaining -= within;
    if (this.#remaining === 0) this.#state = 'over';
    return within;
  }

  /** Nothing more is read of it. */
  drop(): void {
    this.#state = 'over';
    this.#message = null;
    this.#chunked = null;
  }

  #readChunked(message: Message, body: ChunkedBody, chunk: StreamChunk, from: number): number {
    const to = body.push(chunk.block, from, chunk.end, (start, end) => message.takeBody(chunk, start, end));
    message.touch(chunk);
    if (body.state === 'done') this.#state = 'over';
    else if (body.state === 'bad') this.#state = 'bad';
    return to;
  }
}
