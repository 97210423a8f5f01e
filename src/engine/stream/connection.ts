import type { NoticeSink } from '../bytes/notice.ts';
import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import { ConnectionNotices } from './connection-notices.ts';
import type { Half, RestingHalf } from './half.ts';
import {
  type ConnectionObserver,
  type HandlerFactory,
  type Loss,
  NO_OBSERVER,
  type PacketFacts,
  type SideEndFacts,
  type StreamEnd,
} from './handler.ts';
import {
  GAP_GRACE_PACKETS,
  GAP_GRACE_SECONDS,
  JUMPS_BEFORE_NEW_CONNECTION,
  MAX_JUMP_BETWEEN_NETWORKS,
  MAX_SEQUENCE_JUMP,
} from './limits.ts';
import type { HeldBytes } from './pending.ts';
import { Reassembly } from './reassembly.ts';
import { otherSide, type Side, type StreamChunk } from './stream-chunk.ts';

/**
 * What the table does after a segment: keep the connection, or start a new one with this same segment. One
 * that is far from the stream, the first of a row or one more of it, may belong to a new one.
 */
export type SegmentOutcome = 'kept' | 'far' | 'far-again' | 'starts-new';

const NO_NETWORK = -1;

/** Whether a sequence number may be of a stream, where a segment from another network says so. */
function isNear(half: Half, sequence: number): boolean {
  return Math.abs(half.positionOf(sequence) - half.position) <= MAX_JUMP_BETWEEN_NETWORKS;
}

/**
 * One TCP connection (RFC 9293): reads where each segment stands in its direction's stream, what it
 * acknowledges, and how each side opens and ends; `Reassembly` delivers the bytes. A RST waits for what its
 * sender had sent and received before it, as long as a gap would.
 */
export class Connection implements PacketFacts {
  readonly index: number;
  /** Side 0 is the higher endpoint, see `FlowTable.swapped`. */
  readonly isSwapped: boolean;
  initiator: Side | null = null;
  /** Time of the last packet, for giving up idle connections. */
  lastSeconds = 0;
  restedAfter: number | undefined = undefined;
  readonly halves: readonly [Half, Half];
  readonly #reassembly: Reassembly;
  /** Packets that it had when it was last asked whether it is idle. */
  #packetsBefore = 0;
  readonly #chunk: StreamChunk;
  readonly #notices: ConnectionNotices;
  readonly #endpoints: readonly [string, string];
  readonly #observer: ConnectionObserver;
  readonly #quiet = new QuietWatch();
  #earlyReset: EarlyReset | null = null;
  /** The network in which each side's first packets were; -1 before. */
  readonly #networks: [number, number] = [NO_NETWORK, NO_NETWORK];
  /** A SYN with another initial number was put aside: see `#mayBeStray`. */
  #hasRival = false;

  constructor(
    index: number,
    endpoints: readonly [string, string],
    isSwapped: boolean,
    chunk: StreamChunk,
    create: HandlerFactory,
    notice: NoticeSink,
    held: HeldBytes,
  ) {
    this.index = index;
    this.#endpoints = endpoints;
    this.isSwapped = isSwapped;
    this.#chunk = chunk;
    this.#notices = new ConnectionNotices(index, endpoints, notice);
    this.#reassembly = new Reassembly(held, chunk, this.#notices);
    this.halves = this.#reassembly.halves;
    const handler = create(this);
    this.#observer = handler.observer ?? NO_OBSERVER;
    this.#reassembly.listen(handler);
  }

  get closed(): boolean {
    return this.#reassembly.closed;
  }

  /** The notice was given that a side went on after its end. */
  get hasReportedMore(): boolean {
    return this.#notices.hasReportedMore;
  }

  endpoint(side: Side): string {
    return this.#endpoints[side];
  }

  bytes(side: Side): number {
    return this.halves[side].bytes;
  }

  positionOf(side: Side, sequence: number): number {
    return this.halves[side].positionOf(sequence);
  }

  sequenceOf(side: Side, position: number): number {
    return this.halves[side].sequenceOf(position);
  }

  packets(side: Side): number {
    return this.halves[side].packets;
  }

  /** It brought no bytes, and the sides have not accepted each other's start. */
  get isUnanswered(): boolean {
    const [one, other] = this.halves;
    if (one.bytes > 0 || other.bytes > 0) return false;
    return one.packets === 0 || other.packets === 0 || !one.isAccepted || !other.isAccepted;
  }

  acknowledged(side: Side): number {
    const { acknowledged, origin } = this.halves[side];
    return Math.max(0, acknowledged - origin);
  }

  unacknowledged(side: Side): number {
    return Math.max(0, this.bytes(side) - this.acknowledged(side));
  }

  isAcknowledgedUpTo(side: Side, position: number): boolean {
    return this.halves[side].acknowledged === position;
  }

  loss(side: Side): Loss {
    return this.halves[side].loss;
  }

  /** Frame of what it has buffered longest; Infinity where it buffers nothing. */
  get bufferedSince(): number {
    return Math.min(this.halves[0].pending.oldestFrame, this.halves[1].pending.oldestFrame);
  }

  /**
   * Whether a segment is of this connection as far as its VLAN or virtual network shows. The same addresses
   * and ports in two networks may be two connections, of two tenants, say. They may as well be one: a mirror
   * shows each packet before and after a router, a capture on all interfaces shows it with its tag and
   * without, and the two directions may take two ways. So the network alone never splits a connection: a
   * segment from another one than its side's is of this connection if its numbers are near both streams, and
   * a SYN if it has the number of its side. Two connections have numbers of their own, by chance.
   */
  admits(side: Side, segment: TcpSegment): boolean {
    const networks = this.#networks;
    if (networks[side] === segment.network) return true;
    if (!this.#fits(this.halves[side], this.halves[side === 0 ? 1 : 0], segment)) return false;
    if (networks[side] === NO_NETWORK) networks[side] = segment.network;
    return true;
  }

  #fits(self: Half, other: Half, segment: TcpSegment): boolean {
    const { flags, sequence, acknowledgement } = segment;
    const isSyn = (flags & TCP_FLAGS.SYN) !== 0;
    if (isSyn && this.#isOtherStart(self, segment)) return false;
    if (!isSyn && self.started && !isNear(self, sequence)) return false;
    return (flags & TCP_FLAGS.ACK) === 0 || !other.started || isNear(other, acknowledgement);
  }

  /**
   * What is kept of it where nothing is under way: of ten thousands of open connections, most are idle, and
   * each takes kilobytes. Null elsewhere. To be called now and then: it gives way where no packet has come
   * since the last call.
   */
  rest(): RestingConnection | null {
    const { packets } = this.#reassembly;
    const isIdle = this.#packetsBefore === packets;
    this.#packetsBefore = packets;
    if (!isIdle || this.#earlyReset !== null || this.#hasRival || this.hasReportedMore) return null;
    const requests = this.#reassembly.rest();
    return requests === null ? null : new RestingConnection(this, requests, this.#networks);
  }

  /** Goes on where it was put to rest. */
  wake({ initiator, lastSeconds, requests, networks, halves }: RestingConnection): void {
    this.initiator = initiator;
    this.lastSeconds = lastSeconds;
    this.restedAfter = requests;
    for (const side of [0, 1] as const) {
      this.#networks[side] = networks[side];
      this.halves[side].goOn(halves[side]);
    }
  }

  /** Not to be called once it is closed: see `ClosedConnections`. */
  segment(side: Side, segment: TcpSegment): SegmentOutcome {
    const self = this.halves[side];
    const other = this.halves[side === 0 ? 1 : 0];
    const flags = segment.flags;
    if (this.#hasRival && this.#choosesRival(side, self, other, segment)) return 'starts-new';
    if ((flags & (TCP_FLAGS.SYN | TCP_FLAGS.RST)) !== 0) {
      if ((flags & TCP_FLAGS.SYN) !== 0 && this.#isOtherStart(self, segment)) {
        if (!this.#mayBeStray(self, other, segment)) return 'starts-new';
        self.rival = (segment.sequence + 1) >>> 0;
        self.rivalFrame = segment.frame;
        this.#hasRival = true;
        return 'far';
      }
      if ((flags & TCP_FLAGS.RST) !== 0) {
        this.#reset(side, self, segment);
        return 'kept';
      }
      this.#open(side, self, segment);
    }
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
      if (this.#hasRival) this.#passOverRivals();
    }
    let acknowledged = Number.NEGATIVE_INFINITY;
    if ((flags & TCP_FLAGS.ACK) !== 0) {
      if (!other.started) other.start(segment.acknowledgement, true);
      const claimed = other.positionOf(segment.acknowledgement);
      if (Math.abs(claimed - other.position) <= MAX_SEQUENCE_JUMP) {
        acknowledged = claimed;
        if (claimed > other.acknowledged) this.#acknowledge(other, claimed, segment);
      }
    }
    const isAcknowledging = Number.isFinite(acknowledged);
    this.#observer.segment(side, segment, length + segment.missing, self.next | 0, isAcknowledging);
    if (length > 0 || segment.missing > 0) {
      if (self.provisional && self.startHeldSince < 0) {
        // Bytes right where an earlier packet said that they would follow need no waiting.
        if (!starts && position === self.position) self.settleStart(position);
        else self.startHeldSince = this.#reassembly.packets;
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
      this.#reassembly.take(side, chunk, segment);
    }
    if ((flags & TCP_FLAGS.FIN) !== 0 && !self.finSeen && !isFar) {
      self.finPosition = position + length + segment.missing;
      this.#finish(side, acknowledged, segment);
    }
    this.#reassembly.settle(side, segment.seconds, segment.frame);
    if (this.#earlyReset !== null && this.#isDue(this.#earlyReset)) this.end('reset', segment.frame);
    return 'kept';
  }

  /** Gives up every gap and delivers what waits: too much is buffered over all connections. */
  flush(frame: number): void {
    this.#reassembly.settleNow(frame);
  }

  /**
   * To be called now and then while the capture is still being taken. Where no packet has come since the last
   * call, what waits for packets to come waits no longer: they may be hours away.
   */
  quiet(frame: number): void {
    if (this.closed || !this.#quiet.isNews(this.#reassembly.packets)) return;
    if (this.#earlyReset === null) this.#reassembly.quiet(frame);
    else this.end('reset', frame);
  }

  /** Ends the connection where it stands. */
  end(how: StreamEnd, frame: number): void {
    if (!this.closed) this.#reassembly.end(this.#earlyReset === null ? how : 'reset', frame);
  }

  /** The capture is over, with a last packet at that time. */
  over(seconds: number, nanos: number, frame: number): void {
    this.#observer.over(seconds, nanos);
    this.end('cut', frame);
  }

  /** Drops what waited for bytes from before the end: nobody takes it any more. */
  release(): void {
    for (const half of this.halves) half.pending.clear();
  }

  /** A SYN, which says where its side's stream starts. */
  #open(side: Side, self: Half, segment: TcpSegment): void {
    this.#observer.syn(side, segment);
    self.marks.open(segment);
    if (self.started && !self.provisional) return;
    this.initiator ??= (segment.flags & TCP_FLAGS.ACK) !== 0 ? otherSide(side) : side;
    if (self.started) self.settleStart(self.positionOf(segment.sequence + 1));
    else self.start(segment.sequence + 1, false);
    this.#observer.begin(side, (segment.sequence + 1) | 0);
  }

  #acknowledge(half: Half, position: number, { frame, seconds, nanos }: TcpSegment): void {
    if (position > half.position && half.acknowledged <= half.position) {
      half.receiptFrame = frame;
      half.receiptSeconds = seconds;
      half.receiptNanos = nanos;
    }
    half.acknowledged = position;
  }

  /** Bytes that are `distance` away from the stream. */
  #far(side: Side, self: Half, frame: number, distance: number): SegmentOutcome {
    self.jumps++;
    if (self.jumps >= JUMPS_BEFORE_NEW_CONNECTION) return 'starts-new';
    if (self.jumps > 1) return 'far-again';
    this.#notices.far(side, frame, distance);
    return 'far';
  }

  /** A SYN with another initial sequence number than that of its side. */
  #isOtherStart(self: Half, segment: TcpSegment): boolean {
    if (!self.started) return false;
    const start = self.positionOf(segment.sequence + 1);
    if (!self.provisional) return self.packets > 0 && start !== self.origin;
    // What was seen of this side so far may follow a SYN that was written late, but not precede it.
    const first = self.pending.peek()?.position ?? self.position;
    return start > first || first - start > MAX_SEQUENCE_JUMP;
  }

  /**
   * A SYN with another initial number begins a new connection on the same ports, or is a stray: an old
   * duplicate, one that somebody else sent, one that its receiver answers with a challenge ACK (RFC 5961 §4).
   * Where the other side has acknowledged the number of this connection, only what follows shows which: see
   * `#choosesRival`. The same of a second SYN-ACK to a SYN of which the client has not acknowledged either
   * yet.
   */
  #mayBeStray(self: Half, other: Half, { flags, acknowledgement }: TcpSegment): boolean {
    if (self.isAccepted) return true;
    return (
      (flags & TCP_FLAGS.ACK) !== 0 &&
      self.isEmpty &&
      other.isStartSeen &&
      acknowledgement === other.sequenceOf(other.origin)
    );
  }

  /**
   * Whether a segment shows that a SYN that was put aside has begun a new connection: it acknowledges just
   * that SYN, as an answer or a refusal does, or goes on right after it. Where that SYN was the second answer
   * to one and the same SYN, it becomes this connection's own.
   */
  #choosesRival(
    side: Side,
    self: Half,
    other: Half,
    { flags, sequence, acknowledgement }: TcpSegment,
  ): boolean {
    const isAnswer = (flags & (TCP_FLAGS.SYN | TCP_FLAGS.RST)) !== 0;
    const acknowledges =
      other.rival === acknowledgement && (flags & TCP_FLAGS.ACK) !== 0 && (isAnswer || !other.isRivalInside);
    const goesOn = self.rival === sequence && (flags & TCP_FLAGS.SYN) === 0 && !self.isRivalInside;
    if (!acknowledges && !goesOn) return false;
    const chosen = acknowledges ? other : self;
    if (isAnswer || chosen.isAccepted || !chosen.isEmpty) return true;
    chosen.start(chosen.rival, false);
    this.#observer.begin(acknowledges ? otherSide(side) : side, chosen.rival | 0);
    chosen.rival = -1;
    return false;
  }

  /**
   * The connection goes on with its own numbers: every SYN with another one was a stray. Each is reported
   * once.
   */
  #passOverRivals(): void {
    for (const side of [0, 1] as const) {
      const half = this.halves[side];
      if (half.rival < 0 || half.rivalFrame === 0) continue;
      this.#notices.stray(side, half.rivalFrame);
      half.rivalFrame = 0;
    }
  }

  /**
   * The first FIN of a side, which had received the other side's stream up to the offset `received` by then.
   */
  #finish(side: Side, received: number, segment: TcpSegment): void {
    const self = this.halves[side];
    self.endFrame = segment.frame;
    const unreceived = this.halves[otherSide(side)].position - received;
    this.#observer.end(side, 'closed', segment, this.#endFacts(self, received, unreceived));
    this.#notices.checkSums(side, self, segment);
  }

  #reset(side: Side, self: Half, segment: TcpSegment): void {
    const position = self.started ? self.positionOf(segment.sequence) : Number.POSITIVE_INFINITY;
    if (self.started && Math.abs(position - self.position) > MAX_SEQUENCE_JUMP) return;
    this.#notices.reset(side, self, segment);
    self.endFrame = segment.frame;
    this.#observer.end(side, 'reset', segment, this.#endFacts(self, Number.NEGATIVE_INFINITY, 0));
    const early = this.#earlyReset ?? this.#asEarly(side, self, segment, position);
    if (early === null || early.isInTurn(this.halves)) this.end('reset', segment.frame);
    else this.#earlyReset = early;
    self.resetPosition = Math.max(position, self.position);
  }

  /**
   * A RST at `position` with what its sender had sent and received before it; null where nothing of that can
   * still turn up.
   */
  #asEarly(side: Side, self: Half, segment: TcpSegment, position: number): EarlyReset | null {
    const other = this.halves[otherSide(side)];
    const { isOneWay, packets } = this.#reassembly;
    if (isOneWay || !self.started || !other.started) return null;
    const acknowledges = (segment.flags & TCP_FLAGS.ACK) !== 0;
    const claimed = acknowledges ? other.positionOf(segment.acknowledgement) : Number.NEGATIVE_INFINITY;
    const received = Math.abs(claimed - other.position) <= MAX_SEQUENCE_JUMP ? claimed : other.acknowledged;
    const after = side === 0 ? ([position, received] as const) : ([received, position] as const);
    return new EarlyReset(after, packets, segment.seconds);
  }

  #isDue(early: EarlyReset): boolean {
    return early.isInTurn(this.halves) || early.hasWaited(this.#reassembly.packets, this.lastSeconds);
  }

  #endFacts({ finPosition, marks }: Half, received: number, unreceived: number): SideEndFacts {
    return { received, unreceived, finPosition, usualTtl: marks.usual };
  }
}

/** What stands of a connection that is open and idle: numbers. */
export class RestingConnection {
  readonly index: number;
  readonly isSwapped: boolean;
  readonly initiator: Side | null;
  readonly lastSeconds: number;
  readonly requests: number;
  readonly networks: readonly [number, number];
  readonly halves: readonly [RestingHalf, RestingHalf];

  constructor(of: Connection, requests: number, networks: readonly [number, number]) {
    this.index = of.index;
    this.isSwapped = of.isSwapped;
    this.initiator = of.initiator;
    this.lastSeconds = of.lastSeconds;
    this.requests = requests;
    this.networks = networks;
    this.halves = [numbersOf(of.halves[0]), numbersOf(of.halves[1])];
  }
}

function numbersOf({ next, position, origin, acknowledged, packets }: Half): RestingHalf {
  return { next, position, origin, acknowledged, packets };
}

/**
 * A RST that was written before what its sender had sent or received by then: a capture on several queues
 * writes neighbours out of order. It counts once all of that is there, or has had as much time as the bytes
 * of a gap.
 */
class EarlyReset {
  readonly #after: readonly [number, number];
  readonly #packets: number;
  readonly #seconds: number;

  /**
   * @param after offset in each side's stream up to which its bytes came before the RST.
   * @param packets of the connection so far.
   */
  constructor(after: readonly [number, number], packets: number, seconds: number) {
    this.#after = after;
    this.#packets = packets;
    this.#seconds = seconds;
  }

  isInTurn([first, second]: readonly [Half, Half]): boolean {
    return first.position >= this.#after[0] && second.position >= this.#after[1];
  }

  hasWaited(packets: number, seconds: number): boolean {
    return (
      packets - this.#packets >= GAP_GRACE_PACKETS || Math.abs(seconds - this.#seconds) > GAP_GRACE_SECONDS
    );
  }
}

/** Notices, when it is asked now and then, that nothing has come since the last time. */
class QuietWatch {
  #seen = -1;
  #reported = -1;

  /**
   * `count`: what has come so far. True once for each silence, at the second look that finds the same count.
   */
  isNews(count: number): boolean {
    const isQuiet = count === this.#seen;
    this.#seen = count;
    if (!isQuiet || this.#reported === count) return false;
    this.#reported = count;
    return true;
  }
}
