import type { TcpSegment } from '../packet/segment.ts';
import { checkChecksums, timeToLive } from '../packet/tcp.ts';
import type { Loss } from './handler.ts';
import { type HeldBytes, PendingPieces } from './pending.ts';

const NO_LOSS: Loss = { bytes: 0, holes: 0, firstFrame: 0, frame: 0, seconds: 0, nanos: 0 };

/** What stands of one side of a connection at rest. */
export type RestingHalf = Readonly<Pick<Half, 'next' | 'position' | 'origin' | 'acknowledged' | 'packets'>>;

/** What one side has sent so far, as far as it could be put in order. */
export class Half {
  /** A sequence number is known, so positions are. */
  started = false;
  /**
   * No SYN said where the stream starts and nothing was delivered yet: earlier bytes may still move the
   * start.
   */
  provisional = false;
  /** Packets of the connection when the first bytes came that wait for the start to be certain; -1 before. */
  startHeldSince = -1;
  /** Sequence number of the next byte in order, and that byte's offset in the stream. */
  next = 0;
  position = 0;
  /** Offset of the first byte after the SYN (or where the stream was taken up). */
  origin = 0;
  /** Highest offset that the other side has acknowledged. */
  acknowledged = Number.NEGATIVE_INFINITY;
  /** Offset of the FIN; Infinity before one is seen. */
  finPosition = Number.POSITIVE_INFINITY;
  ended = false;
  /** Offset at which the sender said by a RST that nothing follows, and the frame of that or of its FIN. */
  resetPosition = Number.POSITIVE_INFINITY;
  endFrame = 0;
  /** Packets of this side. */
  packets = 0;
  /**
   * Sequence number after a SYN of this side with another initial number, which may be a stray; -1 without
   * one. And its frame.
   */
  rival = -1;
  rivalFrame = 0;
  /** Segments in a row whose sequence number is far off. */
  jumps = 0;
  /**
   * The packet that acknowledged bytes before they were delivered, and its time: where they never come, the
   * capture lost them.
   */
  receiptFrame = 0;
  receiptSeconds = 0;
  receiptNanos = 0;
  #loss: Loss = NO_LOSS;
  readonly pending: PendingPieces;
  readonly marks = new SenderMarks();

  constructor(held: HeldBytes) {
    this.pending = new PendingPieces(held);
  }

  start(sequence: number, provisional: boolean): void {
    this.started = true;
    this.provisional = provisional;
    this.next = sequence >>> 0;
    this.origin = this.position;
  }

  /** Nothing of it is under way, and it has neither ended nor lost anything. */
  get isAtRest(): boolean {
    const isOpen = this.started && !this.provisional && !this.ended && !this.finSeen;
    const isWhole = this.pending.count === 0 && this.#loss.holes === 0 && this.jumps === 0;
    return isOpen && isWhole && this.resetPosition === Number.POSITIVE_INFINITY;
  }

  /** Goes on where another one was put to rest. */
  goOn({ next, position, origin, acknowledged, packets }: RestingHalf): void {
    this.started = true;
    this.next = next;
    this.position = position;
    this.origin = origin;
    this.acknowledged = acknowledged;
    this.packets = packets;
  }

  /** Offset of a sequence number in this stream. */
  positionOf(sequence: number): number {
    return this.position + sequenceDistance(this.next, sequence);
  }

  /** Sequence number of an offset in this stream. */
  sequenceOf(position: number): number {
    return sequenceAdd(this.next, position - this.position);
  }

  /** It is certain where the stream starts, and this side has spoken. */
  get isStartSeen(): boolean {
    return this.started && !this.provisional && this.packets > 0;
  }

  /** The other side has acknowledged the number that this stream started with. */
  get isAccepted(): boolean {
    return this.acknowledged >= this.origin;
  }

  /** Nothing of it was delivered or is buffered. */
  get isEmpty(): boolean {
    return this.position === this.origin && this.pending.count === 0;
  }

  /** The rival's number is also that of a byte in this stream: a packet that names it may mean either. */
  get isRivalInside(): boolean {
    const position = this.positionOf(this.rival);
    return position >= this.origin && position <= this.position;
  }

  get loss(): Loss {
    return this.#loss;
  }

  /** The capture lacks the bytes from here up to `end`. */
  lose(end: number): void {
    const bytes = Math.min(end, this.acknowledged) - this.position;
    if (bytes <= 0) return;
    const { receiptFrame: frame, receiptSeconds: seconds, receiptNanos: nanos } = this;
    const before = this.#loss;
    this.#loss = {
      bytes: before.bytes + bytes,
      holes: before.holes + 1,
      firstFrame: before.holes === 0 ? frame : before.firstFrame,
      frame,
      seconds,
      nanos,
    };
  }

  advance(length: number): void {
    this.position += length;
    this.next = sequenceAdd(this.next, length);
    this.provisional = false;
  }

  /** The stream starts at this offset: a SYN says so, or nothing earlier has turned up. */
  settleStart(position: number): void {
    this.next = this.sequenceOf(position);
    this.position = position;
    this.origin = position;
    this.provisional = false;
  }

  /** Bytes of the stream so far, without the number that a FIN takes. */
  get bytes(): number {
    return Math.min(this.position, this.finPosition) - this.origin;
  }

  /**
   * Offset up to which the other side may have received this one without anything being delivered out of
   * turn.
   */
  get receivable(): number {
    const first = this.provisional ? this.pending.peek() : undefined;
    return first === undefined ? this.position : Math.min(first.position, this.position);
  }

  /** Something waits for earlier bytes or for the other side. */
  get isWaiting(): boolean {
    return (this.pending.count > 0 && !this.provisional) || this.hasHole;
  }

  get finSeen(): boolean {
    return this.finPosition !== Number.POSITIVE_INFINITY;
  }

  /**
   * Bytes are known to be missing at `position`: later ones are held, or the receiver has acknowledged more.
   */
  get hasHole(): boolean {
    const piece = this.pending.peek();
    if (this.provisional && piece !== undefined) return false;
    return (piece !== undefined && piece.position > this.position) || this.acknowledged > this.position;
  }
}

/** Frames whose time to live is not the usual one that are remembered. */
const MAX_ODD = 8;

/**
 * How the packets of one side look from outside, so that one which does not look like the others can be
 * found: it may have another sender, or not have been meant to arrive.
 */
class SenderMarks {
  /** Time to live of the first packet that was looked at; -1 before. */
  usual = -1;
  #odd: { readonly frame: number; readonly ttl: number }[] | null = null;
  #forgotten = false;
  #sumsRight = false;

  /**
   * A SYN: whether this side's checksums can be relied on. Those that the card makes are wrong in a capture
   * of its own host.
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

/**
 * Serial number arithmetic of TCP (RFC 9293 §3.4, RFC 1982): the signed distance from one sequence number to
 * another, modulo 2³², in the range −2³¹ to 2³¹−1.
 */
export function sequenceDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** The sequence number `length` bytes after `sequence`. */
export function sequenceAdd(sequence: number, length: number): number {
  return (sequence + length) >>> 0;
}
