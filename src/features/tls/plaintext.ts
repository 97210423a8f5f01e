import { copyBytes } from '../../engine/bytes/byte-string.ts';
import type { ConnectionHandler, StreamEnd } from '../../engine/stream/handler.ts';
import { otherSide, type Side, type StreamChunk } from '../../engine/stream/stream-chunk.ts';
import { LEAST_LOST, MAX_EARLY_DATA_BYTES, MAX_OFFSET_MARKS } from './limits.ts';
import type { OpenedRecord } from './record-cipher.ts';
import type { SegmentMarks } from './record-stream.ts';

/** Early data that the server has not been seen to take yet. */
interface EarlyPiece {
  readonly opened: OpenedRecord;
  readonly shift: number;
  readonly marks: SegmentMarks;
  readonly position: number;
}

class Half {
  /** Offset of the next byte. */
  position = 0;
  /** Bytes known to be missing before anything was delivered. */
  lost = 0;
  ended = false;
  readonly offsets = new OffsetMap();
}

/**
 * Passes plaintext on as a stream of its own: offsets count plaintext bytes, acknowledgements are translated
 * to them, and each byte comes with the packet that brought it. The handler is made when it is needed.
 */
export class Plaintext {
  readonly #create: () => ConnectionHandler;
  readonly #halves: readonly [Half, Half] = [new Half(), new Half()];
  #handler: ConnectionHandler | null = null;
  #early: EarlyPiece[] = [];
  #earlyBytes = 0;
  #isEarlyRefused = false;
  readonly #chunk: StreamChunk = {
    block: new Uint8Array(0),
    start: 0,
    end: 0,
    position: 0,
    acknowledged: 0,
    frame: 0,
    seconds: 0,
    nanos: 0,
  };

  constructor(create: () => ConnectionHandler) {
    this.#create = create;
  }

  /** Nothing was delivered, and nothing is known to be missing. */
  get isEmpty(): boolean {
    return this.#handler === null && this.#early.length === 0 && this.#halves.every(({ lost }) => lost === 0);
  }

  /** The content of a record, which began `shift` bytes into it; `marks`: packets of the sent record. */
  data(side: Side, opened: OpenedRecord, shift: number, marks: SegmentMarks): void {
    const half = this.#halves[side];
    const { block, start, end } = opened;
    if (half.ended || end <= start) return;
    const handler = this.#start(marks.frames[0] ?? 0);
    const chunk = this.#chunk;
    let from = start;
    for (let run = 0; run < marks.count && from < end; run++) {
      const next = run + 1 < marks.count ? (marks.offsets[run + 1] ?? 0) - shift + start : end;
      const to = Math.min(end, next);
      if (to <= from) continue;
      marks.stamp(run, chunk);
      chunk.acknowledged = this.#halves[otherSide(side)].offsets.plainAt(chunk.acknowledged);
      chunk.block = block;
      chunk.start = from;
      chunk.end = to;
      chunk.position = half.position;
      half.position += to - from;
      handler.data(side, chunk);
      from = to;
    }
  }

  /** About `length` bytes of plaintext could not be had. */
  gap(side: Side, length: number, frame: number): void {
    const half = this.#halves[side];
    if (half.ended) return;
    const at = half.position;
    half.position += length;
    if (this.#handler === null) half.lost += length;
    else this.#handler.gap(side, at, length, frame);
  }

  /** What stands before `position` in the TCP stream has been delivered, or reported as missing. */
  mark(side: Side, position: number): void {
    const half = this.#halves[side];
    half.offsets.add(position, half.position);
  }

  /** Early data waits for the server's word; it is passed over behind a refusal. False if it is too much. */
  holdEarly(opened: OpenedRecord, shift: number, marks: SegmentMarks, position: number): boolean {
    if (this.#isEarlyRefused) return true;
    const bytes = copyBytes(opened.block, opened.start, opened.end);
    this.#earlyBytes += bytes.length;
    if (this.#earlyBytes > MAX_EARLY_DATA_BYTES) return false;
    const copy = { type: opened.type, block: bytes, start: 0, end: bytes.length };
    this.#early.push({ opened: copy, shift, marks: marks.dropped(0), position });
    return true;
  }

  /** The server took the early data. */
  releaseEarly(side: Side): void {
    for (const { opened, shift, marks, position } of this.#early.splice(0)) {
      this.data(side, opened, shift, marks);
      this.mark(side, position);
    }
  }

  /** The server passed the early data over; the client sends it once more. */
  dropEarly(): void {
    this.#early = [];
    this.#isEarlyRefused = true;
  }

  end(side: Side, how: StreamEnd): void {
    const half = this.#halves[side];
    if (half.ended) return;
    half.ended = true;
    this.#handler?.end(side, how);
  }

  quiet(): void {
    this.#handler?.quiet?.();
  }

  close(): void {
    this.#handler?.close();
    this.#handler = null;
  }

  #start(frame: number): ConnectionHandler {
    if (this.#handler !== null) return this.#handler;
    const handler = this.#create();
    this.#handler = handler;
    for (const side of [0, 1] as const) {
      const { lost } = this.#halves[side];
      if (lost > 0) handler.gap(side, 0, lost, frame);
    }
    return handler;
  }
}

/**
 * Translates offsets in a direction's TCP stream to offsets in its plaintext, at the ends of records.
 * Acknowledgements rise, so what lies before the last one that was asked for is forgotten.
 */
export class OffsetMap {
  #cipher: number[] = [];
  #plain: number[] = [];
  #first = 0;
  #base = 0;
  /** The last offset of the stream whose translation is known. */
  #known = 0;

  /** The record that ends at `cipher` ends at `plain` in the plaintext. */
  add(cipher: number, plain: number): void {
    if (this.#cipher.length - this.#first >= MAX_OFFSET_MARKS) this.#forget(MAX_OFFSET_MARKS >> 1);
    if (this.#first > 64 && this.#first * 2 > this.#cipher.length) {
      this.#cipher = this.#cipher.slice(this.#first);
      this.#plain = this.#plain.slice(this.#first);
      this.#first = 0;
    }
    if (cipher > this.#known) this.#known = cipher;
    this.#cipher.push(cipher);
    this.#plain.push(plain);
  }

  /**
   * Plaintext that had come in whole records when `acknowledged` bytes of the stream had; -Infinity stays.
   * Beyond the last offset that is known there is more, however much: the capture may lack it, which can be
   * known later than it was acknowledged.
   */
  plainAt(acknowledged: number): number {
    if (acknowledged === Number.NEGATIVE_INFINITY) return acknowledged;
    while (this.#first < this.#cipher.length && (this.#cipher[this.#first] ?? 0) <= acknowledged) {
      this.#forget(1);
    }
    const beyond = acknowledged - this.#known;
    return beyond > 0 ? this.#base + Math.min(beyond, LEAST_LOST) : this.#base;
  }

  #forget(marks: number): void {
    this.#first += marks;
    this.#base = this.#plain[this.#first - 1] ?? this.#base;
  }
}
