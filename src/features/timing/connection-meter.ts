import { TCP_FLAGS, type TcpSegment } from '../../engine/packet/segment.ts';
import { timeToLive } from '../../engine/packet/tcp.ts';
import type { ConnectionObserver, SideEndFacts } from '../../engine/stream/handler.ts';
import type { Side } from '../../engine/stream/stream-chunk.ts';
import { DUPLICATE_MICROS, HalfMeter } from './half-meter.ts';

/** How one side ended the connection: by its first FIN, or by its first RST. */
export interface SideEnd extends Pick<SideEndFacts, 'received' | 'unreceived' | 'usualTtl'> {
  readonly side: Side;
  readonly how: 'closed' | 'reset';
  readonly frame: number;
  /** On the clock of the connection, in µs. */
  readonly at: number;
  /** Time to live of the packet; -1 where not known. */
  readonly ttl: number;
}

/**
 * The clock and the counters of one connection. Times are µs since its first packet. It sees every segment
 * before the bytes of the segment go to the handler, so a handler that looks at it finds what was known at
 * that moment.
 */
export class ConnectionMeter implements ConnectionObserver {
  /**
   * When the opening side's first SYN, the other's answer and its acknowledgement were there; -1 where the
   * capture lacks one.
   */
  synAt = -1;
  synAckAt = -1;
  establishedAt = -1;
  /**
   * SYNs that the opening side sent again, and how many of them before any answer was there; answers
   * (SYN-ACKs) that were sent again.
   */
  synRetransmissions = 0;
  synsUnanswered = 0;
  synAckRetransmissions = 0;
  readonly halves: readonly [HalfMeter, HalfMeter] = [new HalfMeter(), new HalfMeter()];
  /** How the sides ended it so far, in the order of the capture. */
  readonly ends: SideEnd[] = [];
  /** When the capture was over with the connection still open, in µs; -1 as long as it is not. */
  overAt = -1;
  /** Whole seconds of the first packet, and of the last. */
  #base = -1;
  #seconds = 0;
  #lastSynAt = -1;
  #lastSynAckAt = -1;
  /** Shift of each side's window; -1: its SYN was not captured, so that only a window of zero is sure. */
  #scale0 = -1;
  #scale1 = -1;
  #opener: Side = 0;

  /** A capture time on this connection's clock, in whole µs. */
  at(seconds: number, nanos: number): number {
    return (seconds - this.#base) * 1e6 + toMicros(nanos);
  }

  /** A SYN, with or without ACK. */
  syn(side: Side, segment: TcpSegment): void {
    if (this.#base < 0) this.#base = segment.seconds;
    const now = this.at(segment.seconds, segment.nanos);
    // Windows are scaled only where both sides say so (RFC 7323 §2.2): the answering side has the last word.
    if (side === 0) this.#scale0 = Math.max(0, segment.windowScale);
    else this.#scale1 = Math.max(0, segment.windowScale);
    if (segment.longestSegment > 0)
      for (const half of this.halves) half.limitSegments(segment.longestSegment);
    if ((segment.flags & TCP_FLAGS.ACK) === 0) {
      if (this.synAt < 0) this.synAt = now;
      else if (isCapturedTwice(now, this.#lastSynAt)) return;
      else {
        this.synRetransmissions++;
        if (this.synAckAt < 0) this.synsUnanswered++;
      }
      this.#opener = side;
      this.#lastSynAt = now;
      return;
    }
    if (segment.windowScale < 0) {
      this.#scale0 = 0;
      this.#scale1 = 0;
    }
    if (this.synAckAt >= 0) {
      if (!isCapturedTwice(now, this.#lastSynAckAt)) this.synAckRetransmissions++;
      this.#lastSynAckAt = now;
      return;
    }
    this.synAckAt = now;
    this.#lastSynAckAt = now;
    if (this.#lastSynAt >= 0 && this.synRetransmissions === 0) {
      this.halves[this.#opener].sample(now - this.#lastSynAt);
    }
  }

  begin(side: Side, sequence: number): void {
    this.halves[side].begin(sequence);
  }

  /** One with SYN says nothing here. */
  segment(side: Side, segment: TcpSegment, length: number, next: number, isAcknowledging: boolean): void {
    if ((segment.flags & TCP_FLAGS.SYN) !== 0) return;
    const { seconds } = segment;
    const isNextSecond = seconds !== this.#seconds;
    if (isNextSecond) this.#tick(seconds);
    // The connection's clock, modulo 2³².
    const now = (Math.imul(seconds - this.#base, 1_000_000) + toMicros(segment.nanos)) | 0;
    if (isNextSecond) {
      this.halves[0].settle(now);
      this.halves[1].settle(now);
    }
    const self = this.halves[side];
    const other = this.halves[side === 0 ? 1 : 0];
    if (isAcknowledging) {
      if (this.establishedAt < 0 && this.synAckAt >= 0 && side === this.#opener) {
        this.#establish(this.at(seconds, segment.nanos), other, length);
      }
      const scale = side === 0 ? this.#scale0 : this.#scale1;
      const window = scale >= 0 ? segment.window << scale : segment.window > 0 ? UNKNOWN_WINDOW : 0;
      if (other.acknowledge(now, segment.acknowledgement | 0, window)) self.zeroWindows++;
    }
    if (length > 0) {
      const start = segment.sequence | 0;
      if (self.send(now, start, (start + length) | 0, next | 0, other) === 'again') {
        self.retransmittedAt = this.at(seconds, segment.nanos);
      }
    }
  }

  end(side: Side, how: SideEnd['how'], segment: TcpSegment, facts: SideEndFacts): void {
    // Of resets that come again the first counts.
    if (this.ends.some((end) => end.side === side && end.how === how)) return;
    const { frame, seconds, nanos } = segment;
    const { received, unreceived, usualTtl, finPosition } = facts;
    const at = this.at(seconds, nanos);
    const end = { side, frame, at, how, received, unreceived, usualTtl, ttl: timeToLive(segment) };
    // A FIN that the other side's FIN acknowledges came before it, however the capture wrote the two.
    const later = this.ends.findIndex((each) => each.side !== side && each.received > finPosition);
    if (how === 'closed' && later >= 0) this.ends.splice(later, 0, end);
    else this.ends.push(end);
  }

  over(seconds: number, nanos: number): void {
    this.overAt = this.at(seconds, nanos);
  }

  /** `length`: bytes that came with it. */
  #establish(now: number, answering: HalfMeter, length: number): void {
    this.establishedAt = now;
    // Stacks acknowledge the answer at once: what brings bytes comes when there are some, or because the
    // acknowledgement was lost.
    if (length > 0) return;
    if (this.synRetransmissions + this.synAckRetransmissions === 0) answering.sample(now - this.synAckAt);
  }

  /** The next second, or a later one, begins. */
  #tick(seconds: number): void {
    if (this.#base < 0) this.#base = seconds;
    const passed = seconds - this.#seconds;
    // Before the first packet there is nothing to take along.
    if (this.#seconds > 0 && Math.abs(passed) > LONGEST_SILENCE_SECONDS) {
      this.halves[0].skip(passed * 1e6);
      this.halves[1].skip(passed * 1e6);
    }
    this.#seconds = seconds;
  }
}

/** On two interfaces, see `DUPLICATE_MICROS`. */
function isCapturedTwice(now: number, before: number): boolean {
  return Math.abs(now - before) < DUPLICATE_MICROS;
}

function toMicros(nanos: number): number {
  return (nanos * 1e-3) | 0;
}

/**
 * Whole seconds without a packet that the wrapping clock can still measure, beside what `settle` leaves
 * uncounted.
 */
const LONGEST_SILENCE_SECONDS = 1800;

/** Stands for an open window whose size is not known. */
const UNKNOWN_WINDOW = 0x3fffffff;
