import { PendingPieces } from './pending.ts';
import { sequenceDistance } from './sequence.ts';

/** What one side has sent so far, as far as it could be put in order. */
export class Half {
  /** A sequence number is known, so positions can be told. */
  started = false;
  /** The start was taken from the other side's acknowledgement; the first data may still move it. */
  provisional = false;
  /** Sequence number of the next byte in order, and that byte's offset in the stream. */
  next = 0;
  position = 0;
  /** Offset of the first byte after the SYN (or where the stream was taken up). */
  origin = 0;
  /** Highest offset that the other side has acknowledged. */
  acknowledged = Number.NEGATIVE_INFINITY;
  /** Offset of the FIN; -1 before one is seen. */
  finPosition = -1;
  ended = false;
  /** Packets of this side. */
  packets = 0;
  /** Segments in a row whose sequence number is far off. */
  jumps = 0;
  readonly pending = new PendingPieces();

  start(sequence: number, provisional: boolean): void {
    this.started = true;
    this.provisional = provisional;
    this.next = sequence >>> 0;
    this.origin = this.position;
  }

  /** Offset of a sequence number in this stream. */
  positionOf(sequence: number): number {
    return this.position + sequenceDistance(this.next, sequence);
  }

  advance(length: number): void {
    this.position += length;
    this.next = (this.next + length) >>> 0;
    this.provisional = false;
  }

  /** A start taken from an acknowledgement gives way to earlier data that is seen after all. */
  rewindTo(sequence: number): void {
    this.position = this.positionOf(sequence);
    this.next = sequence >>> 0;
    this.origin = this.position;
    this.provisional = false;
  }

  /** Bytes are known to be missing at `position`: later ones are held, or the receiver has acknowledged more. */
  get hasHole(): boolean {
    const piece = this.pending.peek();
    return (piece !== undefined && piece.position > this.position) || this.acknowledged > this.position;
  }
}
