import { type ByteString, concatBytes } from '../bytes/byte-string.ts';
import { hexDigitOf } from '../bytes/hex.ts';
import type { NoticeCode } from '../bytes/notice.ts';
import { copyChunk, type StreamBytes, type StreamChunk } from '../stream/stream-chunk.ts';
import type { Message } from './captured-message.ts';
import type { LengthHeaders } from './head.ts';
import {
  type BufferedText,
  MAX_CHUNK_LINE_BYTES,
  MAX_TRAILER_BYTES,
  MAX_UNDECIDED_SEGMENTS,
} from './limits.ts';
import type { BodyFraming } from './message.ts';
import { endsWithEmptyLine, requestOrBody } from './start-line.ts';

/* Bodies: how their end is found (RFC 9112 §6.3), and how they are read to it. */

/**
 * How the end of a message's body is found (RFC 9112 §6.3). `bodiless`: it has none whatever its head says.
 */
export function framingOf(
  kind: Message['kind'],
  lengths: LengthHeaders,
  bodiless: boolean,
): Exclude<BodyFraming, 'unknown'> {
  if (bodiless) return 'none';
  if (lengths.chunked) return 'chunked';
  if (lengths.contentLength !== null && !lengths.otherCoding) return 'content-length';
  return kind === 'response' ? 'until-close' : 'none';
}

/** Reports what a head says of its body's length that another reader may take otherwise. */
export function reportOddLengths(
  kind: Message['kind'],
  lengths: LengthHeaders,
  events: { notice(code: NoticeCode, frame: number): void },
  frame: number,
): void {
  if (lengths.oddName) events.notice('bad-header-line', frame);
  if (lengths.badContentLength) events.notice('bad-content-length', frame);
  if (lengths.contentLength !== null && (lengths.chunked || lengths.otherCoding)) {
    events.notice('length-and-chunked', frame);
  }
  // Where chunked does not come last, a request has no length that could be known (RFC 9112 §6.3).
  if (lengths.oddCoding || (lengths.otherCoding && kind === 'request')) {
    events.notice('bad-transfer-encoding', frame);
  }
}

/** `bad`: the framing of its chunks is no such, so that nobody knows where it ends. */
type State = 'open' | 'over' | 'bad';

/**
 * Follows the body of one message after the other to its end (RFC 9112 §6.3), over gaps where its framing
 * says how far they reach. Gives the message its bytes, and counts what is missing of them.
 */
export class BodyReader {
  #message: Message | null = null;
  #state: State = 'over';
  /**
   * Bytes to come of a body of known length; -1 for one that ends with its connection, or with its last
   * chunk.
   */
  #remaining = 0;
  #chunked: ChunkedBody | null = null;

  get state(): State {
    return this.#state;
  }

  /** Bytes that are still to come; null where the head does not say. */
  get remaining(): number | null {
    return this.#remaining < 0 ? null : this.#remaining;
  }

  /** A line of its framing ended in a line feed alone. */
  get hasBareLf(): boolean {
    return this.#chunked?.bareLf === true;
  }

  /**
   * The next message's first line may stand here, if this is no body: of chunks, that is where a size would
   * stand, which never begins so.
   */
  get mayBeNone(): boolean {
    return this.#state === 'open' && (this.#chunked === null || this.#chunked.state === 'size');
  }

  /**
   * The body of `message` comes next, of `length` bytes where its framing goes by them; `over` at once where
   * there is none.
   */
  begin(message: Message, framing: Exclude<BodyFraming, 'unknown'>, length: number): void {
    const isEmpty = framing === 'none' || (framing === 'content-length' && length === 0);
    this.#state = isEmpty ? 'over' : 'open';
    if (isEmpty) return;
    this.#message = message;
    this.#remaining = framing === 'content-length' ? length : -1;
    this.#chunked = framing === 'chunked' ? new ChunkedBody() : null;
  }

  /** Reads from `from` on. Gives where it stopped: at the chunk's end, or behind the body's last byte. */
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
   * `length` bytes are missing. Gives how many of them are the body's; the next one is lost with those
   * behind, or with all where none is.
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

/** `end`: offset behind the line in the block that brought its end. */
type ChunkLineHandler = (line: ByteString, kind: 'size' | 'trailer', end: number) => void;

type ChunkState = 'size' | 'data' | 'data-end' | 'trailer' | 'done' | 'bad';

/**
 * A chunk size of this and more takes no further digit: it would leave the range of exact numbers. Zeros
 * before it are as many as the line holds.
 */
const MAX_GROWING_SIZE = 16 ** 11;

/**
 * Decodes the chunked transfer coding (RFC 9112 §7.1): sizes with extensions, trailers passed over, bare line
 * feeds accepted. Keeps no data; says where data stands in what it was given. The content coding
 * `aws-chunked` looks the same.
 */
export class ChunkedBody {
  state: ChunkState = 'size';
  /** Bytes of the chunk's data that are still to come. */
  get left(): number {
    return this.#size;
  }
  /** Where somebody asks for lines, whether one has begun and its end has not come. */
  get isInLine(): boolean {
    return this.#line !== '';
  }
  readonly #onLine: ChunkLineHandler | null;
  #line = '';
  /** A line of the framing ended in a line feed alone. */
  bareLf = false;
  /** The last byte of the framing was a carriage return. */
  #afterReturn = false;
  #size = 0;
  #digits = 0;
  #inExtension = false;
  #lineBytes = 0;
  #trailerBytes = 0;

  /** `onLine`: gets the lines of the framing, without their ends. */
  constructor(onLine: ChunkLineHandler | null = null) {
    this.#onLine = onLine;
  }

  /**
   * Takes `block[start]` up to `block[end]`; returns where it stopped: at `end`, or after the body's last
   * byte.
   */
  push(block: Uint8Array, start: number, end: number, onData: (start: number, end: number) => void): number {
    let at = start;
    while (at < end && this.state !== 'done' && this.state !== 'bad') {
      if (this.state === 'data') {
        const stop = Math.min(end, at + this.#size);
        onData(at, stop);
        this.#size -= stop - at;
        at = stop;
        if (this.#size === 0) this.state = 'data-end';
        continue;
      }
      const code = block[at] ?? 0;
      at++;
      if (this.#onLine === null) this.#byte(code);
      else this.#byteOfLine(code, at, this.#onLine);
    }
    return at;
  }

  /** Steps over missing bytes where they lie within the data of one chunk; false when the framing is lost. */
  skip(length: number): boolean {
    if (this.state !== 'data' || length > this.#size) return false;
    this.#size -= length;
    if (this.#size === 0) this.state = 'data-end';
    return true;
  }

  #byteOfLine(code: number, end: number, onLine: ChunkLineHandler): void {
    const { state } = this;
    this.#byte(code);
    if (state === 'data-end') return;
    if (code !== 0x0a) this.#line += String.fromCharCode(code);
    else {
      const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
      this.#line = '';
      if (this.state !== 'bad') onLine(line, state === 'trailer' ? 'trailer' : 'size', end);
    }
  }

  #byte(code: number): void {
    if (code === 0x0a && !this.#afterReturn) this.bareLf = true;
    this.#afterReturn = code === 0x0d;
    switch (this.state) {
      case 'size':
        this.#sizeByte(code);
        return;
      case 'data-end':
        if (code === 0x0a) this.#startLine('size');
        else if (code !== 0x0d) this.state = 'bad';
        return;
      case 'trailer':
        if (++this.#trailerBytes > MAX_TRAILER_BYTES) this.state = 'bad';
        else if (code === 0x0a) {
          if (this.#lineBytes === 0) this.state = 'done';
          this.#lineBytes = 0;
        } else if (code !== 0x0d) this.#lineBytes++;
        return;
      case 'data':
      case 'done':
      case 'bad':
        return;
    }
  }

  #sizeByte(code: number): void {
    if (code === 0x0a) {
      if (this.#digits === 0) this.state = 'bad';
      else if (this.#size === 0) this.#startLine('trailer');
      else this.state = 'data';
      return;
    }
    if (++this.#lineBytes > MAX_CHUNK_LINE_BYTES) {
      this.state = 'bad';
      return;
    }
    if (this.#inExtension || code === 0x0d) return;
    const digit = hexDigitOf(code);
    if (digit >= 0 && this.#size < MAX_GROWING_SIZE) {
      this.#size = this.#size * 16 + digit;
      this.#digits++;
    } else if (this.#digits > 0 && (code === 0x3b || code === 0x20 || code === 0x09)) {
      this.#inExtension = true;
    } else {
      this.state = 'bad';
    }
  }

  #startLine(state: 'size' | 'trailer'): void {
    this.state = state;
    this.#size = 0;
    this.#digits = 0;
    this.#lineBytes = 0;
    this.#inExtension = false;
  }
}

interface UndecidedEvents {
  readonly buffered: BufferedText;
  /** What all connections hold is too much. */
  full(frame: number): void;
}

/**
 * What comes in place of the body of a refused request (RFC 9110 §10.1.1) and is too little to show which it
 * is, that body or another request. It is held, among what all connections hold, until its first line shows
 * it.
 */
export class UndecidedBody {
  readonly #events: UndecidedEvents;
  /** Oldest first. */
  #segments: StreamChunk[] = [];

  constructor(events: UndecidedEvents) {
    this.#events = events;
  }

  /**
   * What the chunk is with all that is held before it; `more`: it is to be held, too. `length`: bytes of the
   * body, null where they are not known.
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
    this.#events.buffered.bytes += chunk.end - chunk.start;
  }

  /** All that was held, and is not any more. */
  take(): readonly StreamChunk[] {
    const held = this.#segments;
    if (held.length === 0) return held;
    this.#segments = [];
    for (const { start, end } of held) this.#events.buffered.bytes -= end - start;
    return held;
  }

  #hasRoom({ frame }: StreamChunk): boolean {
    if (this.#events.buffered.isFull) {
      this.#events.full(frame);
      return false;
    }
    return this.#segments.length < MAX_UNDECIDED_SEGMENTS;
  }

  #with(chunk: StreamChunk): StreamBytes {
    if (this.#segments.length === 0) return chunk;
    const parts = this.#segments.map(({ block }) => block);
    const block = concatBytes([...parts, chunk.block.subarray(chunk.start, chunk.end)]);
    return { block, start: 0, end: block.length };
  }
}

/** What came is all of the body to the byte, and no head: a text that begins as a request does. */
function fillsBody({ block, start, end }: StreamBytes, length: number | null): boolean {
  return end - start === length && !endsWithEmptyLine(block, end);
}
