import { u16be } from '../../engine/bytes/integers.ts';
import type { StreamChunk } from '../../engine/stream/stream-chunk.ts';
import { MAX_PARTIAL_RECORDS, MAX_RECORD_BYTES, MAX_RECORD_SEGMENTS, MAX_SEARCH_BYTES } from './limits.ts';

/* TLS records: cut out of a stream, with the segments that brought them and the memory they lie in. */

/** Content types of records (RFC 8446 §5.1). */
export const CONTENT = { CHANGE_CIPHER_SPEC: 20, ALERT: 21, HANDSHAKE: 22, APPLICATION_DATA: 23 } as const;

/** Bytes before a record's body. */
export const RECORD_HEADER = 5;

/** Why a direction is not read on. */
export type RecordFault = 'malformed' | 'not-found' | 'too-many';

export interface RecordSink {
  /** A whole record, header included, where one was expected; `position`: the stream offset of its end. */
  record(block: Uint8Array, start: number, end: number, marks: SegmentMarks, position: number): void;
  /** A record whose header came and whose body, `length` bytes, lacks some; it ends at `position`. */
  lost(type: number, length: number, position: number, frame: number): void;
  /** More is lost than the record that ends at `from`, the last known end: it goes on behind `position`. */
  searching(from: number, position: number, frame: number): void;
  /**
   * What may be a record, somewhere after lost packets. `missing`: stream bytes between the end of the last
   * record that is known and this one. True when it was opened. `marks` are made for those few alone.
   */
  found(
    block: Uint8Array,
    start: number,
    end: number,
    marks: () => SegmentMarks,
    position: number,
    missing: number,
    frame: number,
  ): boolean;
  broken(fault: RecordFault, frame: number): void;
}

/** Cuts one direction of TLS into records, whatever segments carry them; finds the next behind a gap. */
export class RecordStream {
  readonly #sink: RecordSink;
  readonly #pool: BufferPool;
  #marks = new SegmentMarks();
  /** The start of a record that is not whole yet, or bytes that are searched. */
  #buffer: Uint8Array | null = null;
  #length = 0;
  /** Stream offset of the buffer's first byte. */
  #position = 0;
  /** Bytes still to come of a record that lacks some. */
  #skip = 0;
  /** The next record is looked for; the last one that is known ended at `#lostSince` in the stream. */
  #searching = false;
  #lostSince = 0;
  #searched = 0;
  #stopped = false;

  constructor(sink: RecordSink, pool: BufferPool) {
    this.#sink = sink;
    this.#pool = pool;
  }

  data(chunk: StreamChunk): void {
    let at = chunk.start;
    while (at < chunk.end && !this.#stopped) {
      if (this.#searching) {
        this.#search(chunk, at);
        return;
      }
      const skipped = Math.min(this.#skip, chunk.end - at);
      this.#skip -= skipped;
      at += skipped;
      if (at < chunk.end) at = this.#length === 0 ? this.#inPlace(chunk, at) : this.#fill(chunk, at);
    }
  }

  gap(position: number, length: number, frame: number): void {
    if (this.#stopped) return;
    if (this.#searching) {
      // Nothing that is searched goes on behind the gap.
      this.#release();
      this.#sink.searching(this.#lostSince, position + length, frame);
      return;
    }
    let left = this.#skip;
    let boundary = position + left;
    if (this.#length >= RECORD_HEADER && this.#buffer !== null) {
      const body = u16be(this.#buffer, 3);
      left = RECORD_HEADER + body - this.#length;
      boundary = this.#position + RECORD_HEADER + body;
      this.#sink.lost(this.#buffer[0] ?? 0, body, boundary, frame);
    } else if (this.#length > 0) {
      boundary = this.#position;
    }
    this.#release();
    this.#skip = Math.max(0, left - length);
    if (length <= left) return;
    this.#searching = true;
    this.#lostSince = boundary;
    this.#searched = 0;
    this.#sink.searching(boundary, position + length, frame);
  }

  /** Nothing more is read; what is held is given back. */
  stop(): void {
    this.#stopped = true;
    this.#release();
  }

  /** A record that lies whole in the chunk is read there. Returns how far it came. */
  #inPlace(chunk: StreamChunk, at: number): number {
    const { block, end } = chunk;
    if (end - at < RECORD_HEADER) return this.#hold(chunk, at, end);
    if (!isHeader(block, at)) {
      this.#break('malformed', chunk.frame);
      return end;
    }
    const next = at + RECORD_HEADER + u16be(block, at + 3);
    if (next > end) return this.#hold(chunk, at, end);
    const marks = this.#marks;
    marks.clear();
    marks.add(0, chunk);
    this.#sink.record(block, at, next, marks, chunk.position + (next - chunk.start));
    return next;
  }

  /** Adds to the record in the buffer what it lacks. */
  #fill(chunk: StreamChunk, from: number): number {
    let at = from;
    if (this.#length < RECORD_HEADER) {
      at = this.#hold(chunk, at, Math.min(chunk.end, at + RECORD_HEADER - this.#length));
      if (this.#length < RECORD_HEADER) return at;
    }
    const buffer = this.#buffer;
    if (buffer === null) return chunk.end;
    if (!isHeader(buffer, 0)) {
      this.#break('malformed', chunk.frame);
      return chunk.end;
    }
    const whole = RECORD_HEADER + u16be(buffer, 3);
    if (at < chunk.end) at = this.#hold(chunk, at, Math.min(chunk.end, at + whole - this.#length));
    if (this.#length < whole) return at;
    this.#length = 0;
    this.#sink.record(buffer, 0, whole, this.#marks, chunk.position + (at - chunk.start));
    this.#marks.clear();
    if (at >= chunk.end) this.#release();
    return at;
  }

  #hold(chunk: StreamChunk, from: number, to: number): number {
    const needed = this.#length + (to - from);
    let buffer = this.#buffer;
    if (buffer === null) {
      buffer = this.#pool.take();
      if (buffer === null) {
        this.#break('too-many', chunk.frame);
        return to;
      }
      this.#buffer = buffer;
    }
    if (needed > buffer.length) {
      const grown = new Uint8Array(needed * 2);
      grown.set(buffer.subarray(0, this.#length));
      this.#pool.give(buffer);
      this.#pool.adopt();
      buffer = grown;
      this.#buffer = grown;
    }
    if (this.#length === 0) {
      this.#marks.clear();
      this.#position = chunk.position + (from - chunk.start);
    }
    this.#marks.add(this.#length, chunk);
    buffer.set(chunk.block.subarray(from, to), this.#length);
    this.#length = needed;
    return to;
  }

  /** Looks for a record that can be opened among the bytes since the gap. */
  #search(chunk: StreamChunk, from: number): void {
    this.#searched += chunk.end - from;
    if (this.#searched > MAX_SEARCH_BYTES) {
      this.#break('not-found', chunk.frame);
      return;
    }
    this.#hold(chunk, from, chunk.end);
    const buffer = this.#buffer;
    if (buffer === null) return;
    let at = 0;
    for (; at + RECORD_HEADER <= this.#length; at++) {
      if (!isLateHeader(buffer, at)) continue;
      const end = at + RECORD_HEADER + u16be(buffer, at + 3);
      if (end > this.#length) break;
      const from = at;
      const marks = (): SegmentMarks => this.#marks.dropped(from);
      const missing = this.#position + at - this.#lostSince;
      if (this.#sink.found(buffer, at, end, marks, this.#position + end, missing, chunk.frame)) {
        this.#goOn(chunk, end);
        return;
      }
    }
    this.#drop(at);
  }

  /** The search is over: what follows the record that was found is read as usual. */
  #goOn(chunk: StreamChunk, from: number): void {
    const buffer = this.#buffer;
    const end = this.#length;
    const marks = this.#marks.dropped(from);
    const position = this.#position + from;
    this.#searching = false;
    this.#buffer = null;
    this.#length = 0;
    this.#marks = new SegmentMarks();
    if (buffer === null) return;
    for (let run = 0; run < marks.count && from < end; run++) {
      const start = marks.offsets[run] ?? 0;
      const next = run + 1 < marks.count ? (marks.offsets[run + 1] ?? 0) : end - from;
      const part = {
        ...chunk,
        block: buffer,
        start: from + start,
        end: from + next,
        position: position + start,
      };
      marks.stamp(run, part);
      this.data(part);
    }
    this.#pool.give(buffer);
  }

  /** Forgets the first bytes of the buffer. */
  #drop(bytes: number): void {
    if (bytes === 0 || this.#buffer === null) return;
    this.#buffer.copyWithin(0, bytes, this.#length);
    this.#marks = this.#marks.dropped(bytes);
    this.#length -= bytes;
    this.#position += bytes;
    if (this.#length <= 0) this.#release();
  }

  #release(): void {
    if (this.#buffer !== null) this.#pool.give(this.#buffer);
    this.#buffer = null;
    this.#length = 0;
  }

  #break(fault: RecordFault, frame: number): void {
    this.stop();
    this.#sink.broken(fault, frame);
  }
}

/** Whether a record header of any version of TLS can stand here. */
function isHeader(block: Uint8Array, at: number): boolean {
  const type = block[at] ?? 0;
  return (
    type >= CONTENT.CHANGE_CIPHER_SPEC &&
    type <= CONTENT.APPLICATION_DATA + 1 &&
    block[at + 1] === 3 &&
    (block[at + 2] ?? 255) <= 4 &&
    u16be(block, at + 3) <= MAX_RECORD_BYTES
  );
}

/** Whether a header of a record can stand here that follows the hellos of TLS 1.2 or 1.3. */
function isLateHeader(block: Uint8Array, at: number): boolean {
  const type = block[at] ?? 0;
  if (type < CONTENT.CHANGE_CIPHER_SPEC || type > CONTENT.APPLICATION_DATA) return false;
  if (block[at + 1] !== 3 || block[at + 2] !== 3) return false;
  const length = u16be(block, at + 3);
  return length > 0 && length <= MAX_RECORD_BYTES;
}

/** Which packets brought the bytes of a buffer: for each run of bytes, where it starts, and its packet. */
export class SegmentMarks {
  count = 0;
  readonly offsets: number[] = [];
  readonly frames: number[] = [];
  readonly seconds: number[] = [];
  readonly nanos: number[] = [];
  readonly acknowledged: number[] = [];

  clear(): void {
    this.count = 0;
  }

  /** The bytes from `offset` on came with this chunk; past the limit, with the last one that is kept. */
  add(offset: number, chunk: StreamChunk): void {
    if (this.count >= MAX_RECORD_SEGMENTS) return;
    const last = this.count - 1;
    // One packet may come in several pieces.
    if (last >= 0 && this.frames[last] === chunk.frame && this.acknowledged[last] === chunk.acknowledged)
      return;
    const at = this.count++;
    this.offsets[at] = offset;
    this.frames[at] = chunk.frame;
    this.seconds[at] = chunk.seconds;
    this.nanos[at] = chunk.nanos;
    this.acknowledged[at] = chunk.acknowledged;
  }

  /** The same runs for the buffer without its first `bytes` bytes. */
  dropped(bytes: number): SegmentMarks {
    const rest = new SegmentMarks();
    for (let at = 0; at < this.count; at++) {
      const next = at + 1 < this.count ? (this.offsets[at + 1] ?? 0) : Number.POSITIVE_INFINITY;
      if (next <= bytes) continue;
      rest.offsets.push(Math.max(0, (this.offsets[at] ?? 0) - bytes));
      rest.frames.push(this.frames[at] ?? 0);
      rest.seconds.push(this.seconds[at] ?? 0);
      rest.nanos.push(this.nanos[at] ?? 0);
      rest.acknowledged.push(this.acknowledged[at] ?? Number.NEGATIVE_INFINITY);
      rest.count++;
    }
    return rest;
  }

  /** Gives a chunk the packet of run `at`. */
  stamp(at: number, chunk: StreamChunk): void {
    chunk.frame = this.frames[at] ?? 0;
    chunk.seconds = this.seconds[at] ?? 0;
    chunk.nanos = this.nanos[at] ?? 0;
    chunk.acknowledged = this.acknowledged[at] ?? Number.NEGATIVE_INFINITY;
  }
}

const BUFFER_BYTES = MAX_RECORD_BYTES + 5;

/** Buffers kept for the next record; more are left to the garbage collector. */
const MAX_IDLE = 64;

/** Buffers for records in several segments, used again; counted, so that memory stays bounded. */
export class BufferPool {
  readonly #idle: Uint8Array[] = [];
  #used = 0;

  /** Null where too many are in use. */
  take(): Uint8Array | null {
    if (this.#used >= MAX_PARTIAL_RECORDS) return null;
    this.#used++;
    return this.#idle.pop() ?? new Uint8Array(BUFFER_BYTES);
  }

  give(buffer: Uint8Array): void {
    this.#used--;
    if (buffer.length === BUFFER_BYTES && this.#idle.length < MAX_IDLE) this.#idle.push(buffer);
  }

  /** A buffer of another size is in use in place of one that was given back. */
  adopt(): void {
    this.#used++;
  }
}
