import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import { HalfMeter } from './half-meter.ts';
import type { Side } from './handler.ts';

/**
 * The clock and the counters of one connection. Times are µs since its first packet. It is fed with every segment before the
 * segment's bytes are handed up, so a handler that looks at it sees what was known at that moment.
 */
export class ConnectionMeter {
  /** Time of the packet at hand. */
  seconds = 0;
  nanos = 0;
  /** When the opening side's first SYN, the other's answer and its acknowledgement were there; -1 where the capture lacks one. */
  synAt = -1;
  synAckAt = -1;
  establishedAt = -1;
  /** SYNs sent again, by either side. */
  synRetransmissions = 0;
  readonly halves: readonly [HalfMeter, HalfMeter] = [new HalfMeter(), new HalfMeter()];
  #base = -1;
  #lastSynAt = -1;
  /** Shift of each side's window; -1: its SYN is not in the capture, so that only a window of zero is sure. */
  #scale0 = -1;
  #scale1 = -1;
  #opener: Side = 0;

  /** Time of the packet at hand, in whole µs since the first one. */
  get now(): number {
    return this.at(this.seconds, this.nanos);
  }

  /** A capture time on this connection's clock. */
  at(seconds: number, nanos: number): number {
    return (seconds - this.#base) * 1e6 + ((nanos / 1e3) | 0);
  }

  /** Time goes on to this packet. */
  tick(segment: TcpSegment): void {
    if (this.#base < 0) this.#base = segment.seconds;
    this.seconds = segment.seconds;
    this.nanos = segment.nanos;
  }

  /** A SYN, with or without ACK. */
  syn(side: Side, segment: TcpSegment): void {
    this.tick(segment);
    const now = this.now;
    // Windows are scaled only where both sides say so (RFC 7323 §2.2): the answering side has the last word.
    if (side === 0) this.#scale0 = Math.max(0, segment.windowScale);
    else this.#scale1 = Math.max(0, segment.windowScale);
    if ((segment.flags & TCP_FLAGS.ACK) === 0) {
      if (this.synAt >= 0) this.synRetransmissions++;
      else this.synAt = now;
      this.#opener = side;
      this.#lastSynAt = now;
      return;
    }
    if (segment.windowScale < 0) {
      this.#scale0 = 0;
      this.#scale1 = 0;
    }
    if (this.synAckAt >= 0) {
      this.synRetransmissions++;
      return;
    }
    this.synAckAt = now;
    if (this.#lastSynAt >= 0 && this.synRetransmissions === 0) {
      this.halves[this.#opener].sample(now - this.#lastSynAt);
    }
  }

  /**
   * Any segment; one with SYN says nothing here. `position`: offset of its first byte; `length`: bytes on the wire; `seen`: offset up to which this
   * side's bytes were there before; `acknowledged`: offset in the other side's stream, -Infinity where none.
   */
  segment(
    side: Side,
    segment: TcpSegment,
    position: number,
    length: number,
    seen: number,
    acknowledged: number,
  ): void {
    if ((segment.flags & TCP_FLAGS.SYN) !== 0) return;
    this.tick(segment);
    const now = this.now;
    const self = this.halves[side];
    const other = this.halves[side === 0 ? 1 : 0];
    if (acknowledged !== Number.NEGATIVE_INFINITY) {
      if (this.establishedAt < 0 && this.synAckAt >= 0 && side === this.#opener) this.#establish(now, other);
      const scale = side === 0 ? this.#scale0 : this.#scale1;
      const window = scale >= 0 ? segment.window << scale : segment.window > 0 ? UNKNOWN_WINDOW : 0;
      if (other.hear(now, acknowledged, window)) self.zeroWindows++;
    }
    if (length > 0) {
      const distance = other.roundTrips > 0 ? other.leastRoundTrip : 0;
      self.send(now, position, position + length, seen, distance, distance + self.leastRoundTrip);
    }
  }

  #establish(now: number, answering: HalfMeter): void {
    this.establishedAt = now;
    if (this.synRetransmissions === 0) answering.sample(now - this.synAckAt);
  }
}

/** Stands for an open window whose size is not known. */
const UNKNOWN_WINDOW = 1 << 20;
