import type { StreamChunk } from '../../stream/stream-chunk.ts';
import { MAX_RECORD_SEGMENTS } from './limits.ts';

/**
 * Which packets brought the bytes of a buffer: for each run of bytes, where it starts, and its
 * packet.
 */
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

  /**
   * The bytes from `offset` on came with this chunk. Past the limit they count as brought by the
   * last one told apart.
   */
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
