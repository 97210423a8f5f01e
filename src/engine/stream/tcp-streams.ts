import type { NoticeSink } from '../bytes/notice.ts';
import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import { ClosedConnections } from './closed-connections.ts';
import { Connection, RestingConnection, type SegmentOutcome } from './connection.ts';
import { FarSegments } from './far-segments.ts';
import { FlowTable, receiverOf, senderOf, sideOf } from './flow-table.ts';
import type { HandlerFactory } from './handler.ts';
import { Handshakes } from './handshakes.ts';
import {
  CLOSED_LINGER_SECONDS,
  MAX_AWAKE_CONNECTIONS,
  MAX_IDLE_SECONDS,
  MAX_UNANSWERED,
  pendingPieces,
  STREAM_LIMITS,
  type StreamLimits,
} from './limits.ts';
import type { HeldBytes } from './pending.ts';
import { PieceBlocks } from './pending.ts';
import { ReusedChunk } from './stream-chunk.ts';

/** Segments between two looks at how many connections there are. */
const CHECK_EVERY = 4096;

/** A connection; a number: its place among the handshakes; null: it has closed. */
type Flow = Connection | RestingConnection | number | null;

/**
 * Sorts segments into connections. Takes decoded segments, gives each connection's bytes in order to the
 * handler that `create` makes for it. Promises bounded memory: `limits`, and what else bounds one direction.
 */
export class TcpStreams {
  readonly #create: HandlerFactory;
  readonly #notice: NoticeSink;
  readonly #table = new FlowTable();
  readonly #limits: StreamLimits;
  readonly #held: HeldBytes;
  /** By their index in the table. */
  readonly #flows: Flow[] = [];
  readonly #handshakes = new Handshakes();
  readonly #closed: ClosedConnections;
  readonly #far = new FarSegments();
  /** Some connection differs from another by its network alone. */
  #inNetworks = false;
  #connections = 0;
  /** Connections seen when those without an answer were counted. */
  #counted = 0;
  #segments = 0;
  #seconds = 0;
  #frame = 0;
  readonly #chunk = new ReusedChunk();

  constructor(create: HandlerFactory, notice: NoticeSink, limits: StreamLimits = STREAM_LIMITS) {
    this.#limits = limits;
    this.#held = {
      total: 0,
      perDirection: limits.bufferedBytesPerDirection,
      piecesPerDirection: pendingPieces(limits),
      blocks: new PieceBlocks(),
    };
    this.#create = create;
    this.#notice = notice;
    this.#closed = new ClosedConnections(notice);
  }

  /** Connections seen so far. */
  get connections(): number {
    return this.#connections;
  }

  segment(segment: TcpSegment): void {
    this.#seconds = segment.seconds;
    this.#frame = segment.frame;
    const index = this.#table.find(segment);
    const { swapped } = this.#table;
    const known = this.#flows[index];
    // Nearly always.
    if (known instanceof Connection && known.admits(sideOf(swapped, known.isSwapped), segment))
      this.#give(index, known, swapped, segment);
    else this.#route(this.#indexOf(index, segment), this.#table.swapped, segment);
    if (this.#held.total > this.#limits.bufferedBytes) this.#giveUpOldest();
    if (++this.#segments % CHECK_EVERY === 0) this.#check();
  }

  /** Where the connection of a segment is, found at `index`; -1 for one that is of none and begins none. */
  #indexOf(index: number, segment: TcpSegment): number {
    let known = this.#flows[index];
    if (known === undefined) return index;
    if (known === null) {
      // What is left of the connection that has closed says nothing of networks.
      const other = this.#inNetworks ? this.#table.peekInNetwork(segment) : -1;
      return other >= 0 && this.#flows[other] !== null ? other : index;
    }
    if (typeof known === 'number') {
      if (this.#handshakes.networkAt(known) === segment.network) return index;
      known = this.#connection(index, known);
    } else if (known instanceof RestingConnection) {
      known = this.#wake(index, known, this.#table.swapped, segment);
    }
    if (known.admits(sideOf(this.#table.swapped, known.isSwapped), segment)) return index;
    return this.#inOtherNetwork(segment);
  }

  /**
   * Of a segment that another network has than the connection with its addresses and ports, of which it is
   * not.
   */
  #inOtherNetwork(segment: TcpSegment): number {
    const begins = (segment.flags & TCP_FLAGS.SYN) !== 0 || segment.payloadEnd > segment.payloadStart;
    if (!begins) return this.#inNetworks ? this.#table.peekInNetwork(segment) : -1;
    this.#inNetworks = true;
    return this.#table.findInNetwork(segment);
  }

  /** Gives the segment to the connection at `index`, or to a new one there. */
  #route(index: number, swapped: boolean, segment: TcpSegment): void {
    if (index < 0) return;
    // What the table has just made room for has nobody here.
    const known = this.#flows[index];
    if (known === undefined) {
      this.#open(index, swapped, segment);
    } else if (known === null) {
      const outcome = this.#closed.segment(index, swapped, segment);
      if (outcome !== 'kept') this.#notKept(outcome, index, this.#closed.indexAt(index), swapped, segment);
    } else if (typeof known === 'number') {
      if (this.#handshakes.add(known, swapped, segment)) return;
      this.#connection(index, known);
      this.#route(index, swapped, segment);
    } else if (known instanceof RestingConnection) {
      this.#wake(index, known, swapped, segment);
      this.#route(index, swapped, segment);
    } else this.#give(index, known, swapped, segment);
  }

  #give(index: number, known: Connection, swapped: boolean, segment: TcpSegment): void {
    const outcome = known.segment(sideOf(swapped, known.isSwapped), segment);
    if (outcome === 'kept') {
      if (known.closed) this.#bury(index, known);
      return;
    }
    if (outcome === 'starts-new') {
      known.end('cut', segment.frame);
      known.release();
    }
    this.#notKept(outcome, index, known.index, swapped, segment);
  }

  /**
   * The segment is not of the connection with this number, at `index`: it begins another one, with those
   * before it, or may yet do so.
   */
  #notKept(
    outcome: Exclude<SegmentOutcome, 'kept'>,
    index: number,
    number: number,
    swapped: boolean,
    segment: TcpSegment,
  ): void {
    if (outcome !== 'starts-new') {
      this.#far.hold(number, swapped, segment, outcome === 'far');
      return;
    }
    const earlier = this.#far.take(number, swapped, segment);
    const [first = { swapped, segment }] = earlier;
    this.#open(index, first.swapped, first.segment);
    for (const each of earlier.slice(1)) this.#route(index, each.swapped, each.segment);
    if (earlier.length > 0) this.#route(index, swapped, segment);
  }

  /**
   * To be called now and then while the capture is still being taken: connections without new packets deliver
   * what they hold back.
   */
  quiet(): void {
    for (const known of this.#flows) if (known instanceof Connection) known.quiet(this.#frame);
    this.#buryClosed();
  }

  /** Ends every connection: the capture is over, with a last packet at that time. */
  end(seconds = this.#seconds, nanos = 0): void {
    this.#flows.forEach((known, index) => {
      if (known === null || known instanceof RestingConnection) return;
      this.#connection(index, known).over(seconds, nanos, this.#frame);
    });
    this.#flows.length = 0;
  }

  /** A new connection at `index`, which begins with `segment`. */
  #open(index: number, swapped: boolean, segment: TcpSegment): void {
    const number = ++this.#connections;
    const place = this.#handshakes.begin(number, swapped, segment);
    if (place >= 0) {
      this.#flows[index] = place;
      return;
    }
    const connection = this.#make(index, number, swapped, segment);
    connection.admits(0, segment);
    connection.segment(0, segment);
    if (connection.closed) this.#bury(index, connection);
  }

  /** `swapped`: see `FlowTable.swapped`, of the segment. */
  #make(
    index: number,
    number: number,
    isSwapped: boolean,
    first: TcpSegment,
    swapped = isSwapped,
  ): Connection {
    const sender = senderOf(first);
    const receiver = receiverOf(first);
    const connection = new Connection(
      number,
      sideOf(swapped, isSwapped) === 0 ? [sender, receiver] : [receiver, sender],
      isSwapped,
      this.#chunk,
      this.#create,
      this.#notice,
      this.#held,
    );
    this.#flows[index] = connection;
    return connection;
  }

  /** What stands at `index` as a connection: it is made where a handshake stands for it. */
  #connection(index: number, known: Connection | number): Connection {
    if (typeof known !== 'number') return known;
    const handshakes = this.#handshakes;
    const number = handshakes.connectionAt(known);
    const connection = this.#make(index, number, handshakes.isSwappedAt(known), handshakes.first(known));
    handshakes.take(known, (side, segment) => {
      connection.admits(side, segment);
      connection.segment(side, segment);
    });
    return connection;
  }

  /** A connection at rest goes on with `segment`. */
  #wake(index: number, resting: RestingConnection, swapped: boolean, segment: TcpSegment): Connection {
    const connection = this.#make(index, resting.index, resting.isSwapped, segment, swapped);
    connection.wake(resting);
    return connection;
  }

  /** Of many connections, those that are idle are put to rest. */
  #restIdle(): void {
    this.#flows.forEach((known, index) => {
      if (!(known instanceof Connection) || known.closed) return;
      const resting = known.rest();
      if (resting !== null) this.#flows[index] = resting;
    });
  }

  #bury(index: number, connection: Connection): void {
    this.#closed.bury(index, connection);
    connection.release();
    this.#flows[index] = null;
  }

  /** Those that have closed without a packet of their own. */
  #buryClosed(): void {
    this.#flows.forEach((known, index) => {
      if (known instanceof Connection && known.closed) this.#bury(index, known);
    });
  }

  #check(): void {
    if (this.#flows.length > MAX_AWAKE_CONNECTIONS && this.#segments % (CHECK_EVERY * 2) === 0)
      this.#restIdle();
    if (this.#flows.length > this.#limits.connections) this.#giveUpIdle();
    else if (this.#flows.length > 1024 && this.#segments % (CHECK_EVERY * 16) === 0) this.#forgetOld();
    if (this.#connections - this.#counted >= MAX_UNANSWERED / 2) this.#giveUpUnanswered();
  }

  /**
   * The connections that have held something back longest give up their gaps until all together hold half of
   * the limit.
   */
  #giveUpOldest(): void {
    const limit = this.#limits.bufferedBytes;
    this.#notice({ code: 'limit-buffered-bytes', frame: this.#frame, offset: null, args: { limit } });
    const holding = this.#flows
      .filter((known) => known instanceof Connection)
      .map((connection) => ({ connection, since: connection.bufferedSince }))
      .filter(({ since }) => Number.isFinite(since))
      .sort((a, b) => a.since - b.since);
    for (const { connection } of holding) {
      if (this.#held.total <= limit / 2) break;
      connection.flush(this.#frame);
    }
    this.#buryClosed();
  }

  #giveUpIdle(): void {
    this.#notice({
      code: 'limit-connections',
      frame: this.#frame,
      offset: null,
      args: { limit: this.#limits.connections },
    });
    const times = this.#flows.map((_, index) => this.#lastSeconds(index)).sort((a, b) => a - b);
    const oldest = times[times.length >> 2] ?? 0;
    this.#forget((index) => this.#flows[index] === null || this.#lastSeconds(index) <= oldest);
  }

  /** Where too many wait for an answer, the newest half of the limit stays. */
  #giveUpUnanswered(): void {
    this.#counted = this.#connections;
    const numbers = this.#flows.map((known) => this.#unanswered(known)).filter((number) => number > 0);
    if (numbers.length <= MAX_UNANSWERED) return;
    const args = { limit: MAX_UNANSWERED };
    this.#notice({ code: 'limit-unanswered', frame: this.#frame, offset: null, args });
    numbers.sort((a, b) => a - b);
    const first = numbers.at(-MAX_UNANSWERED / 2) ?? 0;
    this.#forget((index) => {
      const number = this.#unanswered(this.#flows[index] ?? null);
      return number > 0 && number < first;
    });
  }

  /** The number of a connection that is not set up; 0 for any other. */
  #unanswered(known: Flow): number {
    if (typeof known === 'number') return this.#handshakes.connectionAt(known);
    return known instanceof Connection && known.isUnanswered ? known.index : 0;
  }

  #forgetOld(): void {
    const isOver = (index: number): boolean => {
      const lasting = this.#flows[index] === null ? CLOSED_LINGER_SECONDS : MAX_IDLE_SECONDS;
      return this.#lastSeconds(index) < this.#seconds - lasting;
    };
    if (this.#flows.some((_, index) => isOver(index))) this.#forget(isOver);
  }

  /** Time of the last packet. */
  #lastSeconds(index: number): number {
    const known = this.#flows[index];
    if (typeof known === 'number') return this.#handshakes.lastSeconds(known);
    return known?.lastSeconds ?? this.#closed.lastSeconds(index);
  }

  #forget(unwanted: (index: number) => boolean): void {
    let kept = 0;
    this.#table.retain((index) => {
      const known = this.#flows[index];
      if (known === undefined) return false;
      if (unwanted(index)) {
        if (known === null || known instanceof RestingConnection) return false;
        const connection = this.#connection(index, known);
        connection.end('cut', this.#frame);
        connection.release();
        return false;
      }
      if (known === null) this.#closed.move(index, kept);
      this.#flows[kept++] = known;
      return true;
    });
    this.#closed.shrink(kept);
    this.#flows.length = kept;
  }
}
