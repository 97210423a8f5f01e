import { formatIpv4, formatIpv6 } from '../bytes/ip-address.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { TcpSegment } from '../packet/segment.ts';
import { Connection } from './connection.ts';
import { FlowTable, sideOf } from './flow-table.ts';
import type { HandlerFactory, StreamChunk } from './handler.ts';
import { CLOSED_LINGER_SECONDS, pendingPieces, STREAM_LIMITS, type StreamLimits } from './limits.ts';
import type { HeldBytes } from './pending.ts';

/** Segments between two looks at how many connections there are. */
const CHECK_EVERY = 4096;

interface Flow {
  connection: Connection;
  /** Whether the first segment went from the higher endpoint to the lower one. */
  readonly firstSwapped: boolean;
}

/**
 * Sorts segments into connections. Takes decoded segments, gives each connection's bytes in order to the handler that
 * `create` makes for it. Promises bounded memory: `limits`, and what else bounds one direction.
 */
export class TcpStreams {
  readonly #create: HandlerFactory;
  readonly #notice: NoticeSink;
  readonly #table = new FlowTable();
  readonly #limits: StreamLimits;
  readonly #held: HeldBytes;
  #flows: Flow[] = [];
  #connections = 0;
  #segments = 0;
  #seconds = 0;
  #frame = 0;
  readonly #chunk: StreamChunk = {
    block: new Uint8Array(0),
    start: 0,
    end: 0,
    position: 0,
    acknowledged: 0,
    frame: 0,
    seconds: 0,
    nanos: 0,
  };

  constructor(create: HandlerFactory, notice: NoticeSink, limits: StreamLimits = STREAM_LIMITS) {
    this.#limits = limits;
    this.#held = {
      total: 0,
      perDirection: limits.bufferedBytesPerDirection,
      piecesPerDirection: pendingPieces(limits),
    };
    this.#create = create;
    this.#notice = notice;
  }

  /** Connections seen so far. */
  get connections(): number {
    return this.#connections;
  }

  segment(segment: TcpSegment): void {
    this.#seconds = segment.seconds;
    this.#frame = segment.frame;
    const index = this.#table.find(segment);
    const swapped = this.#table.swapped;
    let flow = this.#flows[index];
    if (flow === undefined) {
      flow = { connection: this.#open(segment), firstSwapped: swapped };
      this.#flows[index] = flow;
    }
    if (flow.connection.segment(sideOf(swapped, flow.firstSwapped), segment) === 'starts-new') {
      flow.connection.end('cut', segment.frame);
      flow = { connection: this.#open(segment), firstSwapped: swapped };
      this.#flows[index] = flow;
      flow.connection.segment(0, segment);
    }
    if (this.#held.total > this.#limits.bufferedBytes) this.#giveUpOldest();
    if (++this.#segments % CHECK_EVERY === 0) this.#check();
  }

  /** To be called now and then while the capture is still being taken: connections without new packets hand up what they hold back. */
  quiet(): void {
    for (const flow of this.#flows) flow.connection.quiet(this.#frame);
  }

  /** Ends every connection: the capture is over. */
  end(): void {
    for (const flow of this.#flows) flow.connection.end('cut', this.#frame);
    this.#flows = [];
  }

  #open(segment: TcpSegment): Connection {
    const { addressBlock, sourceAddress, destinationAddress, sourcePort, destinationPort } = segment;
    const endpoint = (at: number, port: number) =>
      segment.ipVersion === 6
        ? `[${formatIpv6(addressBlock, at)}]:${port}`
        : `${formatIpv4(addressBlock, at)}:${port}`;
    const endpoints = [
      endpoint(sourceAddress, sourcePort),
      endpoint(destinationAddress, destinationPort),
    ] as const;
    return new Connection(
      ++this.#connections,
      endpoints,
      this.#chunk,
      this.#create,
      this.#notice,
      this.#held,
    );
  }

  #check(): void {
    if (this.#flows.length > this.#limits.connections) this.#giveUpIdle();
    else if (this.#flows.length > 1024 && this.#segments % (CHECK_EVERY * 16) === 0) this.#forgetClosed();
  }

  /** The connections that have held something back longest give up their gaps until all together hold half of the limit. */
  #giveUpOldest(): void {
    const limit = this.#limits.bufferedBytes;
    this.#notice({ code: 'limit-buffered-bytes', frame: this.#frame, offset: null, args: { limit } });
    const holding = this.#flows
      .map(({ connection }) => ({ connection, since: connection.heldSince }))
      .filter(({ since }) => Number.isFinite(since))
      .sort((a, b) => a.since - b.since);
    for (const { connection } of holding) {
      if (this.#held.total <= limit / 2) return;
      connection.flush(this.#frame);
    }
  }

  #giveUpIdle(): void {
    this.#notice({
      code: 'limit-connections',
      frame: this.#frame,
      offset: null,
      args: { limit: this.#limits.connections },
    });
    const times = this.#flows.map((flow) => flow.connection.lastSeconds).sort((a, b) => a - b);
    const oldest = times[times.length >> 2] ?? 0;
    this.#forget((connection) => connection.closed || connection.lastSeconds <= oldest);
  }

  #forgetClosed(): void {
    const before = this.#seconds - CLOSED_LINGER_SECONDS;
    this.#forget((connection) => connection.closed && connection.lastSeconds < before);
  }

  #forget(unwanted: (connection: Connection) => boolean): void {
    const kept: Flow[] = [];
    this.#table.retain((index) => {
      const flow = this.#flows[index];
      if (flow === undefined) return false;
      if (unwanted(flow.connection)) {
        flow.connection.end('cut', this.#frame);
        return false;
      }
      kept.push(flow);
      return true;
    });
    this.#flows = kept;
  }
}
