import type { NoticeSink } from '../../engine/bytes/notice.ts';
import type { Message } from '../../engine/http/captured-message.ts';
import type { ConnectionFlow, Ending } from '../../engine/http/exchange.ts';
import type { ConnectionWatch, CutExchange, MessageObserver } from '../../engine/http/http-output.ts';
import type { MessageFlow } from '../../engine/http/message.ts';
import type { ConnectionFacts } from '../../engine/stream/handler.ts';
import { otherSide, type Side } from '../../engine/stream/stream-chunk.ts';
import { ConnectionMeter } from './connection-meter.ts';
import { endingOf, reportNotSetUp } from './ending.ts';
import type { HalfMeter } from './half-meter.ts';

/** Measures one connection: the times of its messages, and how its exchanges ended. */
export class WatchedConnection implements ConnectionWatch {
  readonly observer = new ConnectionMeter();

  flow(client: Side): ConnectionFlow {
    const { halves } = this.observer;
    return { handshake: this.observer, client: halves[client], server: halves[otherSide(client)] };
  }

  exchanges(facts: ConnectionFacts): MessageObserver {
    return new ExchangeTimes(this.observer, facts);
  }

  carriedNothing(facts: ConnectionFacts, notice: NoticeSink): void {
    reportNotSetUp(this.observer, facts, notice);
  }
}

/** The times of the exchanges of one connection, and how those ended that have no whole answer. */
class ExchangeTimes implements MessageObserver {
  readonly #meter: ConnectionMeter;
  readonly #facts: ConnectionFacts;
  #client: Side = 0;
  /** When the last answer was whole, on the connection's clock; -1 before. */
  #answeredAt = -1;

  constructor(meter: ConnectionMeter, facts: ConnectionFacts) {
    this.#meter = meter;
    this.#facts = facts;
  }

  start(client: Side): void {
    this.#client = client;
  }

  begin(message: Message, order: number): void {
    const firstAt = this.#meter.at(message.firstSeconds, message.firstNanos);
    const isRequest = message.kind === 'request';
    const sender = this.#half(isRequest);
    sender.dropDoubt();
    message.flow = new FlowMarks(order, firstAt, sender, this.#half(!isRequest));
  }

  head({ flow, latestSeconds, latestNanos }: Message): void {
    if (flow instanceof FlowMarks) flow.headAt = this.#meter.at(latestSeconds, latestNanos);
  }

  done(message: Message): void {
    const { flow } = message;
    const isRequest = message.kind === 'request';
    const at = this.#meter.at(message.latestSeconds, message.latestNanos);
    if (flow instanceof FlowMarks) flow.done(at, this.#half(isRequest), this.#half(!isRequest));
    if (message.kind === 'response' && message.complete && message.status >= 200) this.#answeredAt = at;
  }

  ending(exchange: CutExchange): Ending | null {
    const connection = {
      facts: this.#facts,
      meter: this.#meter,
      client: this.#client,
      answeredAt: this.#answeredAt,
    };
    return endingOf(connection, exchange);
  }

  #half(ofClient: boolean): HalfMeter {
    return this.#meter.halves[ofClient ? this.#client : otherSide(this.#client)];
  }
}

/** What a message looks at of either side when it begins. */
type SideCounters = Pick<
  HalfMeter,
  | 'idle'
  | 'pauses'
  | 'unproven'
  | 'held'
  | 'zeroWindows'
  | 'retransmissions'
  | 'retransmittedAt'
  | 'stalled'
  | 'delayBefore'
>;

/**
 * The marks of a message while it is read: one small object a message. Its counters are first what they were
 * before it, and at its end what came to them.
 */
class FlowMarks implements MessageFlow {
  readonly order: number;
  readonly firstAt: number;
  headAt = -1;
  doneAt = -1;
  idle: number;
  pauses: number;
  unproven: number;
  held: number;
  zeroWindows: number;
  retransmissions: number;
  stalled: number;
  sentAgainBefore: number;
  receiverSentAgain: number;
  receiverSentAgainAt: number;
  receiverDelay: number;

  /** The message's first byte was seen at `firstAt`. */
  constructor(order: number, firstAt: number, sender: SideCounters, receiver: SideCounters) {
    this.order = order;
    this.firstAt = firstAt;
    this.idle = sender.idle;
    this.pauses = sender.pauses;
    this.unproven = sender.unproven;
    this.held = sender.held;
    this.zeroWindows = receiver.zeroWindows;
    this.retransmissions = sender.retransmissions;
    this.stalled = sender.stalled;
    this.sentAgainBefore = sender.retransmissions;
    this.receiverSentAgain = receiver.retransmissions;
    this.receiverSentAgainAt = receiver.retransmittedAt;
    this.receiverDelay = order === 0 ? receiver.delayBefore(firstAt | 0) : 0;
  }

  /** Nothing more comes of it; `at`: when its last byte was there. */
  done(at: number, sender: HalfMeter, receiver: HalfMeter): void {
    if (this.doneAt >= 0) return;
    this.doneAt = at;
    this.idle = sender.idle - this.idle;
    this.pauses = sender.pauses - this.pauses;
    this.unproven = sender.unproven - this.unproven;
    this.held = sender.held - this.held;
    this.zeroWindows = receiver.zeroWindows - this.zeroWindows;
    this.retransmissions = sender.retransmissions - this.retransmissions;
    this.stalled = sender.stalled - this.stalled;
  }
}
