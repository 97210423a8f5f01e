import { type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';
import { type Difference, findDifference, type StreamChunk } from '../stream/stream-chunk.ts';
import type { Exchange } from './exchange.ts';
import {
  ANY_NAMES,
  addFrame,
  type FrameMap,
  findHeader,
  frameAt,
  type GrowingFrameMap,
  mayHaveName,
  parseHeaderLines,
} from './head.ts';
import type { GatheredHead } from './head-reader.ts';
import type {
  BodyDigests,
  BodyFraming,
  BodySink,
  BodyState,
  HeaderLine,
  HttpMessage,
  HttpRequest,
  HttpResponse,
  MessageFlow,
  Time,
} from './message.ts';

/** A message while it is being read. Header lines are cut only when somebody asks for them. */
abstract class CapturedMessage {
  version: ByteString = '';
  head: ByteString = '';
  frames: FrameMap = 0;
  /** Which names its header lines may begin with: see `mayHaveName`. */
  names = ANY_NAMES;
  headComplete = false;
  framing: BodyFraming = 'unknown';
  contentLength: number | null = null;
  bodyBytes = 0;
  missingBytes = 0;
  /** Offset of the first missing byte in its direction's stream; -1 where none is. */
  missingFrom = -1;
  complete = false;
  frame = 0;
  lastFrame = 0;
  firstSeconds = 0;
  firstNanos = 0;
  lastSeconds = 0;
  lastNanos = 0;
  /**
   * Time of the latest packet among those that brought its bytes: a lost one that was sent again comes after
   * its successors.
   */
  latestSeconds = 0;
  latestNanos = 0;
  /**
   * Offset of the first byte in its direction's stream, and of the byte after the last; -1 while not known.
   */
  start = 0;
  end = -1;
  /** What the sender had received when it sent the first byte: an offset in the other direction. */
  acknowledged = Number.NEGATIVE_INFINITY;
  /** Bytes of the body still to be kept. */
  #keep = 0;
  /** What the body's bytes pass through on their way; null where nobody asks. */
  sink: BodySink | null = null;
  flow: MessageFlow | null = null;
  /**
   * The kept body as text: making that costs a fraction of what a small array of bytes does, and it is what
   * is read.
   */
  #bodyText: ByteString | null = null;
  /** What has come of the kept body since it was asked for, or behind its first piece. */
  #moreBody: GrowingText | null = null;
  #bodyFrames: GrowingFrameMap = 0;
  #body: Uint8Array | null = null;
  #headers: readonly HeaderLine[] | null = null;
  #digests: BodyDigests | null = null;

  get headers(): readonly HeaderLine[] {
    this.#headers ??= parseHeaderLines(this.head, this.frames);
    return this.#headers;
  }

  forget(): void {
    this.#headers = null;
    this.#body = null;
  }

  firstHeader(lowerName: string): ByteString | null {
    return mayHaveName(this.names, lowerName) ? findHeader(this.head, lowerName) : null;
  }

  get time(): Time {
    return { seconds: this.firstSeconds, nanos: this.firstNanos };
  }

  get lastTime(): Time {
    return { seconds: this.lastSeconds, nanos: this.lastNanos };
  }

  get bodyState(): BodyState {
    return this.complete ? 'complete' : 'incomplete';
  }

  get bodyText(): ByteString | null {
    if (this.#bodyText !== null && this.#moreBody !== null) {
      this.#bodyText += this.#moreBody.join();
      this.#moreBody = null;
    }
    return this.#bodyText;
  }

  /** Bytes of the body that are kept so far. */
  get keptBytes(): number {
    return (this.#bodyText?.length ?? 0) + (this.#moreBody?.length ?? 0);
  }

  /** What is kept of the body from `from` up to `to`: good to be asked for while it grows. */
  keptBody(from: number, to: number): ByteString {
    const first = this.#bodyText ?? '';
    const start = first.slice(from, to);
    if (this.#moreBody === null || to <= first.length) return start;
    return start + this.#moreBody.slice(Math.max(0, from - first.length), to - first.length);
  }

  /** Which frames brought the kept body. */
  get bodyFrames(): FrameMap {
    return this.#bodyFrames;
  }

  get body(): Uint8Array | null {
    const text = this.bodyText;
    if (text !== null && this.#body?.length !== text.length) this.#body = toBytes(text);
    return this.#body;
  }

  get digests(): BodyDigests | null {
    if (this.#digests === null && this.sink !== null) {
      this.#digests = this.sink.digests(this.complete && this.missingBytes === 0);
    }
    return this.#digests;
  }

  /** Bytes of it came with this packet. */
  touch({ frame, seconds, nanos }: StreamChunk): void {
    this.lastFrame = frame;
    this.lastSeconds = seconds;
    this.lastNanos = nanos;
    const later = seconds - this.latestSeconds;
    if (later > 0 || (later === 0 && nanos > this.latestNanos)) {
      this.latestSeconds = seconds;
      this.latestNanos = nanos;
    }
  }

  /** `chunk.block[from]` up to `[to]` are the body's next bytes. */
  takeBody(chunk: StreamChunk, from: number, to: number): void {
    this.bodyBytes += to - from;
    this.touch(chunk);
    this.sink?.take(chunk.block, from, to, chunk.frame);
    if (this.#keep > 0) {
      this.appendBody(toByteString(chunk.block, from, Math.min(to, from + this.#keep)), chunk.frame);
    }
  }

  /** Body bytes from now on are kept, up to `limit`. */
  keepBody(limit: number): void {
    if (limit <= 0) return;
    this.#keep = limit;
    this.#bodyText = '';
  }

  /** What comes of the body is kept no more: it does not go on from what is. */
  stopKeeping(): void {
    this.#keep = 0;
    this.sink?.gap?.();
  }

  /** What was kept of the body, all of it at once. */
  restoreBody(text: ByteString): void {
    this.#bodyText = text;
  }

  appendBody(bytes: ByteString, frame: number): void {
    if (this.#bodyText !== null) {
      this.#bodyFrames = addFrame(this.#bodyFrames, this.keptBytes, frame);
      if (this.#bodyText === '') this.#bodyText = bytes;
      else {
        this.#moreBody ??= new GrowingText();
        this.#moreBody.append(bytes);
      }
    }
    this.#keep -= bytes.length;
  }
}

export class CapturedRequest extends CapturedMessage implements HttpRequest {
  readonly kind = 'request';
  method: ByteString = '';
  /** Whether an equals sign stands in the target; a target without one has no parameters that have values. */
  hasEquals = true;
  /**
   * Offset of the target in the head, and of the byte after it; -1 where it does not stand there as it is.
   */
  targetStart = -1;
  targetEnd = -1;
  /** See `authorizationIn`; undefined where nobody has looked for it. */
  authorization: number | undefined = undefined;
  #target: ByteString | null = null;

  get target(): ByteString {
    this.#target ??= this.head.slice(this.targetStart, this.targetEnd);
    return this.#target;
  }

  set target(text: ByteString) {
    this.#target = text;
  }

  /** The target stands in the head as it is: no text is made of it before somebody asks. */
  targetInHead(start: number, end: number, hasEquals: boolean): void {
    this.targetStart = start;
    this.targetEnd = end;
    this.hasEquals = hasEquals;
  }
}

export class CapturedResponse extends CapturedMessage implements HttpResponse {
  readonly kind = 'response';
  status = 0;
  reason: ByteString = '';
}

/** Whether a message may have a header whose name begins so (lower case), as far as that is known at once. */
export function mayHave(message: HttpMessage, lowerStart: string): boolean {
  return !(message instanceof CapturedMessage) || mayHaveName(message.names, lowerStart);
}

/** Either; `kind` says which. */
export type Message = CapturedRequest | CapturedResponse;

/** An exchange as it comes from packets. */
export interface CapturedExchange extends Exchange {
  readonly request: CapturedRequest | null;
  readonly response: CapturedResponse | null;
  readonly interim: readonly CapturedResponse[];
}

/**
 * A text that grows by pieces and is looked at in between. To join them for each look would make work for all
 * of it, and whoever sends a byte and repeats it may do so a million times.
 */
export class GrowingText {
  readonly #pieces: ByteString[] = [];
  /** Where each piece starts. */
  readonly #starts: number[] = [];
  length = 0;

  append(piece: ByteString): void {
    this.#pieces.push(piece);
    this.#starts.push(this.length);
    this.length += piece.length;
  }

  /** What stands at `from` up to `to`, as far as it is there. */
  slice(from: number, to: number): ByteString {
    let found = '';
    for (let at = this.#pieceAt(from); (this.#starts[at] ?? to) < to; at++) {
      const start = this.#starts[at] ?? 0;
      found += this.#pieces[at]?.slice(Math.max(0, from - start), to - start) ?? '';
    }
    return found;
  }

  /** All of it. */
  join(): ByteString {
    return this.#pieces.join('');
  }

  /** Index of the piece that holds what stands at `offset`; the first one for what stands before it. */
  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/**
 * Where bytes that came again are not those of a head that starts at `start` of the stream, as far as it is
 * there.
 */
export function differsFromHead(
  { bytes, frames }: GatheredHead,
  start: number,
  chunk: StreamChunk,
): Difference | null {
  return findDifference(bytes, start, (offset) => frameAt(frames, offset), chunk);
}

/** The same for text of `length` that starts at `start`; only of what came again bytes are made. */
function differsFromText(
  length: number,
  slice: (from: number, to: number) => ByteString,
  frames: FrameMap,
  start: number,
  chunk: StreamChunk,
): Difference | null {
  const from = Math.max(0, chunk.position - start);
  const to = Math.min(length, chunk.position - start + (chunk.end - chunk.start));
  if (from >= to) return null;
  const known = toBytes(slice(from, to));
  return findDifference(known, start + from, (offset) => frameAt(frames, from + offset), chunk);
}

/**
 * The same for a message: its head, and what is kept of its body where that stands in the stream as it is.
 */
export function differsFromMessage(message: Message, chunk: StreamChunk): Difference | null {
  const { head, frames, start, keptBytes, bodyFrames, framing } = message;
  const inHead = differsFromText(head.length, (from, to) => head.slice(from, to), frames, start, chunk);
  if (inHead !== null || framing === 'chunked') return inHead;
  const keptBody = (from: number, to: number) => message.keptBody(from, to);
  return differsFromText(keptBytes, keptBody, bodyFrames, start + head.length, chunk);
}
