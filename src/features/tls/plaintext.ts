import { copyBytes } from '../../bytes/byte-string.ts';
import type { ConnectionHandler, StreamEnd } from '../../stream/handler.ts';
import { otherSide, type Side, type StreamChunk } from '../../stream/stream-chunk.ts';
import { MAX_EARLY_DATA_BYTES } from './limits.ts';
import { OffsetMap } from './offset-map.ts';
import type { OpenedRecord } from './record-cipher.ts';
import type { SegmentMarks } from './segment-marks.ts';

/** Early data that the server has not been seen to take yet. */
interface EarlyPiece {
  readonly opened: OpenedRecord;
  readonly shift: number;
  readonly marks: SegmentMarks;
  readonly position: number;
}

/** One direction of the plaintext. */
class Half {
  /** Offset of the next byte. */
  position = 0;
  /** Bytes known to be missing before anything was handed up. */
  lost = 0;
  ended = false;
  readonly offsets = new OffsetMap();
}

/**
 * Hands plaintext up as a stream of its own: offsets count plaintext bytes, acknowledgements are
 * translated to them, and each byte comes with the packet that brought it. The handler above is
 * made when there is something for it.
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

  /** Nothing was handed up, and nothing is known to be missing. */
  get isEmpty(): boolean {
    return this.#handler === null && this.#early.length === 0 && this.#halves.every(({ lost }) => lost === 0);
  }

  /**
   * The content of a record. Its first byte stands at `shift` in the record as it was sent, whose
   * packets `marks` tells.
   */
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

  /** What stands before `position` in the TCP stream has been handed up, or told as missing. */
  mark(side: Side, position: number): void {
    const half = this.#halves[side];
    half.offsets.add(position, half.position);
  }

  /**
   * Early data waits for the server's word; behind a refusal it was on its way already, and is
   * passed over too. False where it is too much.
   */
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
