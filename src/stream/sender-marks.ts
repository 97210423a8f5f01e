import type { TcpSegment } from '../packet/segment.ts';
import { checkChecksums, timeToLive } from '../packet/tcp.ts';

/** Frames whose time to live is not the usual one that are remembered. */
const MAX_ODD = 8;

/**
 * How the packets of one side look from outside, so that one which does not look like the others
 * can be told: it may have another sender, or not have been meant to arrive.
 */
export class SenderMarks {
  /** Time to live of the first packet that was looked at; -1 before. */
  usual = -1;
  #odd: { readonly frame: number; readonly ttl: number }[] | null = null;
  #forgotten = false;
  #sumsRight = false;

  /**
   * A SYN: whether this side's checksums can be relied on. Those that the card makes are wrong in a
   * capture of its own host.
   */
  open(segment: TcpSegment): void {
    if (this.usual < 0) this.usual = timeToLive(segment);
    if (!this.#sumsRight) this.#sumsRight = checkChecksums(segment) === 'right';
  }

  /** A segment with bytes; called for each of them. */
  see(segment: TcpSegment): void {
    const ttl = timeToLive(segment);
    if (ttl !== this.usual) this.#note(ttl, segment.frame);
  }

  /** Time to live of a packet of this side; -1 where it is not known any more. */
  ttlOf(frame: number): number {
    const odd = this.#odd?.find((each) => each.frame === frame);
    if (odd !== undefined) return odd.ttl;
    return this.#forgotten ? -1 : this.usual;
  }

  /** The checksum is wrong, and that is not the doing of the network card. */
  isWrong(segment: TcpSegment): boolean {
    return this.#sumsRight && checkChecksums(segment) === 'wrong';
  }

  #note(ttl: number, frame: number): void {
    if (ttl < 0) return;
    if (this.usual < 0) {
      this.usual = ttl;
      return;
    }
    this.#odd ??= [];
    this.#odd.push({ frame, ttl });
    if (this.#odd.length <= MAX_ODD) return;
    this.#odd.shift();
    this.#forgotten = true;
  }
}
