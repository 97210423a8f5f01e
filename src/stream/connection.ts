import type { NoticeCode, NoticeSink } from '../bytes/notice.ts';
import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import { timeToLive } from '../packet/segment-trust.ts';
import { ConnectionMeter } from './connection-meter.ts';
import type { Difference } from './difference.ts';
import { EarlyReset } from './early-reset.ts';
import { Half } from './half.ts';
import {
  type ConnectionFacts,
  type ConnectionHandler,
  type HandlerFactory,
  NOBODY,
  otherSide,
  type Side,
  type SideEnd,
  type StreamChunk,
  type StreamEnd,
} from './handler.ts';
import {
  GAP_GRACE_PACKETS,
  GAP_GRACE_SECONDS,
  JUMPS_BEFORE_NEW_CONNECTION,
  MAX_SEQUENCE_JUMP,
  START_GRACE_PACKETS,
} from './limits.ts';
import { asChunk, type HeldBytes } from './pending.ts';
import { QuietWatch } from './quiet-watch.ts';

/**
 * What the table does after a segment: keep the connection, or start a new one with this same segment. One that is far from the stream,
 * the first of a row or one more of it, may belong to a new one.
 */
export type SegmentOutcome = 'kept' | 'far' | 'far-again' | 'starts-new';

/**
 * One TCP connection: puts each direction in order and hands the bytes up so that cause comes before effect.
 * A segment is handed up when all earlier bytes of its direction have been, *and* all bytes of the other
 * direction that it acknowledges: its sender had read those before it spoke. So an answer is never handed up
 * before its request, however the capture is ordered, and bytes the capture lacks show as a gap in their place.
 *
 * A gap is declared when the receiver acknowledged the bytes and they have not turned up within the grace, when
 * too much waits behind it, or when the connection ends. A RST, too, waits for what its sender had sent and heard
 * before it, as long as a gap would. Memory: the pieces that wait, bounded by `limits.ts`.
 */
export class Connection implements ConnectionFacts {
  readonly index: number;
  /** Side 0 is the higher endpoint, see `FlowTable.swapped`. */
  readonly isSwapped: boolean;
  initiator: Side | null = null;
  /** Time of the last packet, for giving up idle connections. */
  lastSeconds = 0;
  closed = false;
  readonly ends: SideEnd[] = [];
  overAt = -1;
  /** The notice was given that a side went on after its end. */
  toldOfMore = false;
  readonly meter = new ConnectionMeter();
  readonly halves: readonly [Half, Half];
  readonly #held: HeldBytes;
  #handler: ConnectionHandler;
  readonly #chunk: StreamChunk;
  readonly #notice: NoticeSink;
  readonly #endpoints: readonly [string, string];
  #packets = 0;
  readonly #quiet = new QuietWatch();
  #waitingSince = -1;
  #waitingSeconds = 0;
  /** Acknowledged positions when the wait began. */
  #waitingFor: readonly [number, number] = [0, 0];
  #earlyReset: EarlyReset | null = null;

  constructor(
    index: number,
    endpoints: readonly [string, string],
    isSwapped: boolean,
    chunk: StreamChunk,
    create: HandlerFactory,
    notice: NoticeSink,
    held: HeldBytes,
  ) {
    this.halves = [new Half(held), new Half(held)];
    this.#held = held;
    this.index = index;
    this.#endpoints = endpoints;
    this.isSwapped = isSwapped;
    this.#chunk = chunk;
    this.#notice = notice;
    this.#handler = create(this);
  }

  endpoint(side: Side): string {
    return this.#endpoints[side];
  }

  bytes(side: Side): number {
    return this.halves[side].bytes;
  }

  packets(side: Side): number {
    return this.halves[side].packets;
  }

  acknowledged(side: Side): number {
    const { acknowledged, origin } = this.halves[side];
    return Math.max(0, acknowledged - origin);
  }

  unacknowledged(side: Side): number {
    return Math.max(0, this.bytes(side) - this.acknowledged(side));
  }

  /** Frame of what it has held back longest; Infinity where it holds nothing back. */
  get heldSince(): number {
    return Math.min(this.halves[0].pending.oldestFrame, this.halves[1].pending.oldestFrame);
  }

  /** Not to be called once it is closed: see `ClosedConnections`. */
  segment(side: Side, segment: TcpSegment): SegmentOutcome {
    const self = this.halves[side];
    const other = this.halves[side === 0 ? 1 : 0];
    const flags = segment.flags;
    if ((flags & (TCP_FLAGS.SYN | TCP_FLAGS.RST)) !== 0) {
      if ((flags & TCP_FLAGS.SYN) !== 0 && this.#startsAnew(self, segment)) return 'starts-new';
      if ((flags & TCP_FLAGS.RST) !== 0) {
        this.#reset(side, self, segment);
        return 'kept';
      }
      this.meter.syn(side, segment);
      self.marks.open(segment);
      if (!self.started || self.provisional) {
        this.initiator ??= (flags & TCP_FLAGS.ACK) !== 0 ? otherSide(side) : side;
        if (self.started) self.settleStart(self.positionOf(segment.sequence + 1));
        else self.start(segment.sequence + 1, false);
        this.meter.halves[side].begin((segment.sequence + 1) | 0);
      }
    }
    this.#packets++;
    this.lastSeconds = segment.seconds;
    self.packets++;
    const length = segment.payloadEnd - segment.payloadStart;
    const sequence = (flags & TCP_FLAGS.SYN) !== 0 ? segment.sequence + 1 : segment.sequence;
    const starts = !self.started;
    if (starts) self.start(sequence, true);
    const position = self.positionOf(sequence);
    const isFar = Math.abs(position - self.position) > MAX_SEQUENCE_JUMP;
    if (length > 0) {
      if (isFar) return this.#far(side, self, segment.frame, Math.abs(position - self.position));
      self.jumps = 0;
    }
    let acknowledged = Number.NEGATIVE_INFINITY;
    if ((flags & TCP_FLAGS.ACK) !== 0) {
      if (!other.started) other.start(segment.acknowledgement, true);
      const claimed = other.positionOf(segment.acknowledgement);
      if (Math.abs(claimed - other.position) <= MAX_SEQUENCE_JUMP) {
        acknowledged = claimed;
        if (claimed > other.acknowledged) other.acknowledged = claimed;
      }
    }
    this.meter.segment(side, segment, length + segment.missing, self.next | 0, Number.isFinite(acknowledged));
    if (length > 0 || segment.missing > 0) {
      if (self.provisional && self.startHeldSince < 0) {
        // Bytes right where an earlier packet said that they would follow need no waiting.
        if (!starts && position === self.position) self.settleStart(position);
        else self.startHeldSince = this.#packets;
      }
      const chunk = this.#chunk;
      if (chunk.block !== segment.block) chunk.block = segment.block;
      chunk.start = segment.payloadStart;
      chunk.end = segment.payloadEnd;
      chunk.position = position;
      chunk.acknowledged = acknowledged;
      chunk.frame = segment.frame;
      chunk.seconds = segment.seconds;
      chunk.nanos = segment.nanos;
      self.marks.see(segment);
      if (position < self.position && !self.provisional) this.#again(side, self, chunk, segment);
      if (self.provisional) {
        this.#hold(side, self, chunk, segment);
      } else if (self.pending.count === 0 && position <= self.position && acknowledged <= other.heard) {
        this.#deliver(side, self, chunk, segment.missing);
      } else if (position + length > self.position) {
        this.#hold(side, self, chunk, segment);
      }
    }
    if ((flags & TCP_FLAGS.FIN) !== 0 && !self.finSeen && !isFar) {
      self.finPosition = position + length + segment.missing;
      self.endFrame = segment.frame;
      this.#noteEnd(side, 'closed', Math.max(0, other.position - acknowledged), segment);
      this.#checkSums(side, self, segment);
    }
    if (self.pending.count > 0 || other.pending.count > 0 || self.hasHole || other.hasHole) {
      this.#settle(segment.seconds, segment.frame);
    } else {
      this.#waitingSince = -1;
    }
    if (self.finSeen) this.#finish(side, self);
    if (other.finSeen) this.#finish(otherSide(side), other);
    const early = this.#earlyReset;
    if (early !== null && (early.isInTurn(this.halves) || early.hasWaited(this.#packets, this.lastSeconds))) {
      this.end('reset', segment.frame);
    }
    return 'kept';
  }

  /** Gives up every gap and hands up what waits: too much is held over all connections. */
  flush(frame: number): void {
    this.#settleNow(frame);
  }

  /**
   * To be called now and then while the capture is still being taken. Where no packet has come since the last call, what waits for
   * packets to come waits no longer: they may be hours away.
   */
  quiet(frame: number): void {
    if (this.closed || !this.#quiet.isNews(this.#packets)) return;
    if (this.#earlyReset !== null) {
      this.end('reset', frame);
      return;
    }
    this.#settleNow(frame);
    this.#handler.quiet?.();
  }

  /** Ends the connection where it stands. */
  end(how: StreamEnd, frame: number): void {
    if (this.closed) return;
    this.#settleNow(frame);
    const really = this.#earlyReset === null ? how : 'reset';
    for (const side of [0, 1] as const) {
      const half = this.halves[side];
      if (half.finSeen) this.#finish(side, half);
      if (!half.ended) {
        half.ended = true;
        this.#handler.end(side, really);
      }
    }
    this.#close();
  }

  /** Lets go of what waited for bytes from before the end: nobody hears of it any more. */
  release(): void {
    for (const half of this.halves) half.pending.clear();
  }

  /** Bytes that are `distance` away from the stream. */
  #far(side: Side, self: Half, frame: number, distance: number): SegmentOutcome {
    self.jumps++;
    if (self.jumps >= JUMPS_BEFORE_NEW_CONNECTION) return 'starts-new';
    if (self.jumps > 1) return 'far-again';
    this.#tell('far-segment', side, frame, { distance });
    return 'far';
  }

  /** A SYN with another initial sequence number belongs to a new connection on the same ports. */
  #startsAnew(self: Half, segment: TcpSegment): boolean {
    if (!self.started) return false;
    const start = self.positionOf(segment.sequence + 1);
    if (!self.provisional) return self.packets > 0 && start !== self.origin;
    // What was seen of this side so far may follow a SYN that was written late, but not precede it.
    const first = self.pending.peek()?.position ?? self.position;
    return start > first || first - start > MAX_SEQUENCE_JUMP;
  }

  #reset(side: Side, self: Half, segment: TcpSegment): void {
    const position = self.started ? self.positionOf(segment.sequence) : Number.POSITIVE_INFINITY;
    if (self.started && Math.abs(position - self.position) > MAX_SEQUENCE_JUMP) return;
    const { frame } = segment;
    const ttl = timeToLive(segment);
    const { usual } = self.marks;
    if (ttl >= 0 && usual >= 0 && ttl !== usual) this.#tell('reset-ttl', side, frame, { ttl, usual });
    this.#checkSums(side, self, segment);
    self.endFrame = frame;
    this.#noteEnd(side, 'reset', 0, segment);
    const early = this.#earlyReset ?? this.#asEarly(side, self, segment, position);
    if (early === null || early.isInTurn(this.halves)) this.end('reset', frame);
    else this.#earlyReset = early;
    self.resetPosition = Math.max(position, self.position);
  }

  #noteEnd(side: Side, how: SideEnd['how'], unheard: number, segment: TcpSegment): void {
    // Of resets that come again the first tells.
    if (this.ends.some((end) => end.side === side && end.how === how)) return;
    const { frame, seconds, nanos } = segment;
    const ttls = { ttl: timeToLive(segment), usualTtl: this.halves[side].marks.usual };
    this.ends.push({ side, how, frame, at: this.meter.at(seconds, nanos), unheard, ...ttls });
  }

  /** A RST at `position` with what its sender had sent and heard before it; null where nothing of that can still turn up. */
  #asEarly(side: Side, self: Half, segment: TcpSegment, position: number): EarlyReset | null {
    const other = this.halves[otherSide(side)];
    if (this.#oneWay || !self.started || !other.started) return null;
    const acknowledges = (segment.flags & TCP_FLAGS.ACK) !== 0;
    const claimed = acknowledges ? other.positionOf(segment.acknowledgement) : Number.NEGATIVE_INFINITY;
    const heard = Math.abs(claimed - other.position) <= MAX_SEQUENCE_JUMP ? claimed : other.acknowledged;
    const after = side === 0 ? ([position, heard] as const) : ([heard, position] as const);
    return new EarlyReset(after, this.#packets, segment.seconds);
  }

  /** Bytes that were handed up before came again. */
  #again(side: Side, half: Half, chunk: StreamChunk, segment: TcpSegment): void {
    // One byte that was there already asks for a sign of life, whatever it is (RFC 9293 §3.8.4).
    if (chunk.end - chunk.start === 1 && chunk.position + 1 === half.position) return;
    const difference = this.#handler.again?.(side, chunk) ?? null;
    if (difference !== null) this.#tellDifference(side, half, difference, segment);
  }

  /** Both readings, and what may tell which of them the receiver took. */
  #tellDifference(side: Side, half: Half, difference: Difference, segment: TcpSegment): void {
    const { position, frame: firstFrame, first, second } = difference;
    const { frame } = segment;
    const heard = half.acknowledged;
    const isOneWay = heard === Number.NEGATIVE_INFINITY;
    const taken = isOneWay ? 'copy-unheard' : heard > position ? 'copy-heard' : 'copy-open';
    this.#tell('overlap-differs', side, frame, { firstFrame, first, second, taken });
    const ttl = timeToLive(segment);
    const firstTtl = half.marks.ttlOf(firstFrame);
    if (ttl >= 0 && firstTtl >= 0 && ttl !== firstTtl) {
      this.#tell('overlap-ttl', side, frame, { firstFrame, firstTtl, ttl });
    }
    this.#checkSums(side, half, segment);
  }

  #checkSums(side: Side, half: Half, segment: TcpSegment): void {
    if (half.marks.isWrong(segment)) this.#tell('bad-checksum', side, segment.frame, {});
  }

  /** A side goes on after it has ended: what it said before, or what it says now, is not its own. */
  #more(side: Side, half: Half, end: number, frame: number): void {
    const over = Math.min(half.finPosition, half.resetPosition);
    if (this.toldOfMore || end <= over || end - over > MAX_SEQUENCE_JUMP) return;
    this.toldOfMore = true;
    this.#tell('bytes-after-end', side, frame, { endFrame: half.endFrame });
  }

  #tell(code: NoticeCode, side: Side, frame: number, args: Readonly<Record<string, string | number>>): void {
    const all = { connection: this.index, from: this.#endpoints[side], ...args };
    this.#notice({ code, frame, offset: null, args: all });
  }

  /** Hands up what of the chunk is new, then the cut-off rest of its packet as a gap. */
  #deliver(side: Side, half: Half, chunk: StreamChunk, missing: number): void {
    const end = chunk.position + (chunk.end - chunk.start);
    const skip = half.position - chunk.position;
    if (end > half.position) {
      chunk.start += skip;
      chunk.position = half.position;
      half.advance(end - half.position);
      if (!half.ended) this.#handler.data(side, chunk);
      else this.#more(side, half, end, chunk.frame);
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
    if (difference !== null) this.#tellDifference(side, half, difference, segment);
  }

  /** Hands up what can be, and gives up the gaps whose time has come. */
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
    this.#waitingSince = this.#packets;
    this.#waitingSeconds = seconds;
    this.#waitingFor = [this.halves[0].acknowledged, this.halves[1].acknowledged];
  }

  /** One side was never captured. */
  get #oneWay(): boolean {
    return (this.halves[0].packets === 0 || this.halves[1].packets === 0) && this.#packets > 2;
  }

  #hasExpired(seconds: number): boolean {
    // Where one side was never captured nothing can turn up late.
    return (
      this.#oneWay ||
      this.#packets - this.#waitingSince >= GAP_GRACE_PACKETS ||
      Math.abs(seconds - this.#waitingSeconds) > GAP_GRACE_SECONDS
    );
  }

  /** Where no SYN was seen, takes the earliest position so far as the start once earlier bytes had their time to turn up. */
  #settleStarts(): void {
    for (const half of this.halves) {
      const piece = half.provisional ? half.pending.peek() : undefined;
      if (piece === undefined) continue;
      const waited = this.#packets - half.startHeldSince >= START_GRACE_PACKETS;
      // A receiver that waits for these very bytes has all before them.
      if (waited || half.acknowledged === piece.position || this.#oneWay) half.settleStart(half.heard);
    }
  }

  /** Gives up the gap that this half waits at if it holds too much, or if the gap was already acknowledged when the wait began. */
  #giveUpDue(side: Side, half: Half, expired: boolean, frame: number): boolean {
    if (!half.hasHole) return false;
    const isDue = expired && half.position < this.#waitingFor[side];
    if (!isDue && !this.#isFull(half)) return false;
    if (!isDue) this.#tellFull(frame);
    return this.#giveUpGap(side, half, frame);
  }

  #isFull({ pending }: Half): boolean {
    return pending.bytes > this.#held.perDirection || pending.count > this.#held.piecesPerDirection;
  }

  #tellFull(frame: number): void {
    const args = { connection: this.index, limit: this.#held.perDirection };
    this.#notice({ code: 'limit-direction-bytes', frame, offset: null, args });
  }

  /** Gives up gap after gap until nothing waits. */
  #settleNow(frame: number): void {
    for (const half of this.halves) {
      if (half.provisional && half.pending.count > 0) half.settleStart(half.heard);
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
    this.#gap(side, half, to, frame);
    return half.position > before;
  }

  /** Hands up every held piece whose turn has come, on both sides, until nothing moves. */
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
          if (piece.position > half.position || piece.acknowledged > other.heard) break;
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
