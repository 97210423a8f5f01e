import type { TcpSegment } from '../packet/segment.ts';
import type { ConnectionNotices } from './connection-notices.ts';
import { Half } from './half.ts';
import { type ConnectionHandler, NOBODY, type StreamEnd } from './handler.ts';
import { GAP_GRACE_PACKETS, GAP_GRACE_SECONDS, START_GRACE_PACKETS } from './limits.ts';
import { asChunk, type HeldBytes } from './pending.ts';
import { otherSide, type Side, type StreamChunk } from './stream-chunk.ts';

/**
 * Delivers the bytes of both directions of a connection so that cause comes before effect. A segment is
 * delivered when all earlier bytes of its direction have been, *and* all bytes of the other direction that it
 * acknowledges: its sender had read those before it spoke. So an answer is never delivered before its
 * request, however the capture is ordered, and bytes the capture lacks show as a gap in their place.
 *
 * A gap is declared when the receiver acknowledged the bytes and they have not turned up within the grace,
 * when too much waits behind it, or when the connection ends. Memory: the pieces that wait, bounded by
 * `limits.ts`.
 */
export class Reassembly {
  readonly halves: readonly [Half, Half];
  closed = false;
  readonly #held: HeldBytes;
  readonly #chunk: StreamChunk;
  readonly #notices: ConnectionNotices;
  #handler: ConnectionHandler = NOBODY;
  #waitingSince = -1;
  #waitingSeconds = 0;
  /** Acknowledged positions when the wait began. */
  #waitingFor: readonly [number, number] = [0, 0];

  /** `chunk`: the object in which bytes are delivered. */
  constructor(held: HeldBytes, chunk: StreamChunk, notices: ConnectionNotices) {
    this.halves = [new Half(held), new Half(held)];
    this.#held = held;
    this.#chunk = chunk;
    this.#notices = notices;
  }

  /** `handler` takes all that is delivered from here on. */
  listen(handler: ConnectionHandler): void {
    this.#handler = handler;
  }

  /** See `ConnectionHandler.rest`; its handler is closed where that gives a number. */
  rest(): number | null {
    if (!this.halves[0].isAtRest || !this.halves[1].isAtRest) return null;
    const requests = this.#handler.rest?.() ?? null;
    if (requests !== null) this.#handler.close();
    return requests;
  }

  /** Packets of both sides so far. */
  get packets(): number {
    return this.halves[0].packets + this.halves[1].packets;
  }

  /** One side was never captured. */
  get isOneWay(): boolean {
    const [a, b] = this.halves;
    return (a.packets === 0 || b.packets === 0) && this.packets > 2;
  }

  /** Bytes of a segment, which are delivered now if it is their turn, and held otherwise. */
  take(side: Side, chunk: StreamChunk, segment: TcpSegment): void {
    const self = this.halves[side];
    const other = this.halves[side === 0 ? 1 : 0];
    const { position, acknowledged } = chunk;
    if (position < self.position && !self.provisional) this.#again(side, self, chunk, segment);
    if (self.provisional) {
      this.#hold(side, self, chunk, segment);
    } else if (self.pending.count === 0 && position <= self.position && acknowledged <= other.receivable) {
      this.#deliver(side, self, chunk, segment.missing);
    } else if (position + (chunk.end - chunk.start) > self.position) {
      this.#hold(side, self, chunk, segment);
    }
  }

  /**
   * After each segment, which came from `side`: delivers what can be, and gives up the gaps whose time has
   * come.
   */
  settle(side: Side, seconds: number, frame: number): void {
    const self = this.halves[side];
    const other = this.halves[side === 0 ? 1 : 0];
    // What `Half.hasHole` comes to where nothing is held.
    const hasHole = self.acknowledged > self.position || other.acknowledged > other.position;
    if (hasHole || self.pending.count > 0 || other.pending.count > 0) {
      this.#settle(seconds, frame);
    } else {
      this.#waitingSince = -1;
    }
    if (self.finSeen) this.#finish(side, self);
    if (other.finSeen) this.#finish(otherSide(side), other);
  }

  /** Gives up gap after gap until nothing waits. */
  settleNow(frame: number): void {
    for (const half of this.halves) {
      if (half.provisional && half.pending.count > 0) half.settleStart(half.receivable);
    }
    for (;;) {
      this.#drain();
      const gaveA = this.#giveUpGap(0, this.halves[0], frame);
      const gaveB = !gaveA && this.#giveUpGap(1, this.halves[1], frame);
      if (gaveA || gaveB) continue;
      if (this.halves[0].pending.count === 0 && this.halves[1].pending.count === 0) return;
      this.#forceOne();
    }
  }

  /** While the capture is still being taken: what waits for packets to come waits no longer. */
  quiet(frame: number): void {
    this.settleNow(frame);
    this.#handler.quiet?.();
  }

  /** Ends both directions where they stand. */
  end(how: StreamEnd, frame: number): void {
    this.settleNow(frame);
    for (const side of [0, 1] as const) {
      const half = this.halves[side];
      if (half.finSeen) this.#finish(side, half);
      if (!half.ended) {
        half.ended = true;
        this.#handler.end(side, how);
      }
    }
    this.#close();
  }

  /** Bytes that were delivered before came again. */
  #again(side: Side, half: Half, chunk: StreamChunk, segment: TcpSegment): void {
    // One byte that was there already asks for a sign of life, whatever it is (RFC 9293 §3.8.4).
    if (chunk.end - chunk.start === 1 && chunk.position + 1 === half.position) return;
    const difference = this.#handler.again?.(side, chunk) ?? null;
    if (difference !== null) this.#notices.difference(side, half, difference, segment);
  }

  /** Delivers what of the chunk is new, then the cut-off rest of its packet as a gap. */
  #deliver(side: Side, half: Half, chunk: StreamChunk, missing: number): void {
    const end = chunk.position + (chunk.end - chunk.start);
    const skip = half.position - chunk.position;
    if (end > half.position) {
      chunk.start += skip;
      chunk.position = half.position;
      half.advance(end - half.position);
      if (!half.ended) this.#handler.data(side, chunk);
      else this.#notices.more(side, half, end, chunk.frame);
    }
    if (missing > 0) this.#gap(side, half, end + missing, chunk.frame);
  }

  /** Declares the bytes up to `to` as missing. */
  #gap(side: Side, half: Half, to: number, frame: number): void {
    // A FIN takes one sequence number of its own and no byte.
    const end = Math.min(to, half.finPosition);
    const length = end - half.position;
    if (length <= 0) return;
    const position = half.position;
    half.advance(length);
    if (!half.ended) this.#handler.gap(side, position, length, frame);
  }

  #hold(side: Side, half: Half, chunk: StreamChunk, segment: TcpSegment): void {
    const difference = half.pending.add(chunk, segment.missing);
    if (difference !== null) this.#notices.difference(side, half, difference, segment);
  }

  /** Delivers what can be, and gives up the gaps whose time has come. */
  #settle(seconds: number, frame: number): void {
    const [a, b] = this.halves;
    for (;;) {
      this.#settleStarts();
      this.#drain();
      if (!a.isWaiting && !b.isWaiting) {
        this.#waitingSince = -1;
        return;
      }
      if (this.#waitingSince < 0) this.#startWaiting(seconds);
      const expired = this.#hasExpired(seconds);
      const gaveA = this.#giveUpDue(0, a, expired, frame);
      const gaveB = this.#giveUpDue(1, b, expired, frame);
      if (gaveA || gaveB) continue;
      if (!expired) return;
      if (!this.#blockedOnBothSides()) {
        // Whatever was acknowledged when the wait began is decided: the next gaps have a wait of their own.
        this.#waitingSince = -1;
        this.#startWaiting(seconds);
        return;
      }
      this.#forceOne();
    }
  }

  #startWaiting(seconds: number): void {
    this.#waitingSince = this.packets;
    this.#waitingSeconds = seconds;
    this.#waitingFor = [this.halves[0].acknowledged, this.halves[1].acknowledged];
  }

  #hasExpired(seconds: number): boolean {
    // Where one side was never captured nothing can turn up late.
    return (
      this.isOneWay ||
      this.packets - this.#waitingSince >= GAP_GRACE_PACKETS ||
      Math.abs(seconds - this.#waitingSeconds) > GAP_GRACE_SECONDS
    );
  }

  /**
   * Where no SYN was seen, takes the earliest position so far as the start once earlier bytes had their time
   * to turn up.
   */
  #settleStarts(): void {
    for (const half of this.halves) {
      const piece = half.provisional ? half.pending.peek() : undefined;
      if (piece === undefined) continue;
      const waited = this.packets - half.startHeldSince >= START_GRACE_PACKETS;
      // A receiver that waits for these very bytes has all before them.
      if (waited || half.acknowledged === piece.position || this.isOneWay) half.settleStart(half.receivable);
    }
  }

  /**
   * Gives up the gap that this half waits at if it holds too much, or if the gap was already acknowledged
   * when the wait began.
   */
  #giveUpDue(side: Side, half: Half, expired: boolean, frame: number): boolean {
    if (!half.hasHole) return false;
    const isDue = expired && half.position < this.#waitingFor[side];
    if (!isDue && !this.#isFull(half)) return false;
    if (!isDue) this.#notices.full(frame, this.#held.perDirection);
    return this.#giveUpGap(side, half, frame);
  }

  #isFull({ pending }: Half): boolean {
    return pending.bytes > this.#held.perDirection || pending.count > this.#held.piecesPerDirection;
  }

  #giveUpGap(side: Side, half: Half, frame: number): boolean {
    const piece = half.pending.peek();
    let to = Math.max(half.position, half.acknowledged);
    if (piece !== undefined) {
      if (piece.position <= half.position) return false;
      to = piece.position;
      // What was acknowledged first may let the other side speak before the rest of the gap is decided.
      if (half.acknowledged > half.position && half.acknowledged < to) to = half.acknowledged;
    }
    const before = half.position;
    half.lose(Math.min(to, half.finPosition));
    this.#gap(side, half, to, frame);
    return half.position > before;
  }

  /** Delivers every held piece whose turn has come, on both sides, until nothing moves. */
  #drain(): void {
    let moved = true;
    while (moved) {
      moved = false;
      for (const side of [0, 1] as const) {
        const half = this.halves[side];
        const other = this.halves[side === 0 ? 1 : 0];
        for (;;) {
          const piece = half.pending.peek();
          if (piece === undefined || half.provisional) break;
          if (piece.position > half.position || piece.acknowledged > other.receivable) break;
          this.#deliverPiece(side, half);
          moved = true;
        }
        if (half.finSeen) this.#finish(side, half);
      }
    }
  }

  #deliverPiece(side: Side, half: Half): void {
    const piece = half.pending.shift();
    if (piece === undefined) return;
    this.#deliver(side, half, asChunk(piece, this.#chunk), piece.missing);
    half.pending.done(piece);
  }

  #blockedOnBothSides(): boolean {
    return this.halves.every((half) => {
      const piece = half.pending.peek();
      if (piece !== undefined && half.provisional) return false;
      return piece === undefined ? half.acknowledged <= half.position : piece.position <= half.position;
    });
  }

  /** Each side waits for the other (acknowledgements that cannot be true): the earlier packet goes first. */
  #forceOne(): void {
    const [a, b] = this.halves;
    const first = a.pending.peek();
    const second = b.pending.peek();
    const side: Side = second === undefined || (first !== undefined && first.frame <= second.frame) ? 0 : 1;
    this.#deliverPiece(side, this.halves[side]);
  }

  #finish(side: Side, half: Half): void {
    if (half.ended || half.provisional || half.position < half.finPosition) return;
    half.ended = true;
    if (half.position === half.finPosition) half.advance(1);
    this.#handler.end(side, 'closed');
    if (this.halves[otherSide(side)].ended) this.#close();
  }

  #close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#handler.close();
    // The caller goes on for a moment; what the bytes were read with need not.
    this.#handler = NOBODY;
  }
}
