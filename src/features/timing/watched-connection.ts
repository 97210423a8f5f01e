import type { NoticeSink } from '../../engine/bytes/notice.ts';
import type { CapturedRequest, CapturedResponse, Message } from '../../engine/http/captured-message.ts';
import type { ConnectionFlow, Ending, EndingKind } from '../../engine/http/exchange.ts';
import type { ConnectionWatch, CutExchange, MessageObserver } from '../../engine/http/http-output.ts';
import type { MessageFlow } from '../../engine/http/message.ts';
import { TCP_FLAGS, type TcpSegment } from '../../engine/packet/segment.ts';
import { timeToLive } from '../../engine/packet/tcp.ts';
import type { ConnectionFacts, ConnectionObserver, Loss, SideEndFacts } from '../../engine/stream/handler.ts';
import { otherSide, type Side } from '../../engine/stream/stream-chunk.ts';
import { DUPLICATE_MICROS, HalfMeter } from './half-meter.ts';

/** How one side ended the connection: by its first FIN, or by its first RST. */
interface SideEnd extends Pick<SideEndFacts, 'received' | 'unreceived' | 'usualTtl'> {
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
 * before the bytes of the segment go to the handler, so a handler finds what was known at that moment.
 */
class ConnectionMeter implements ConnectionObserver {
  /** When the opener's first SYN, its answer and the acknowledgement came; -1 for what was not captured. */
  synAt = -1;
  synAckAt = -1;
  establishedAt = -1;
  /** SYNs sent again, how many of them before any answer, and answers (SYN-ACKs) sent again. */
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
    // Stacks acknowledge the answer at once: bytes come with it late, or as the acknowledgement was lost.
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

/** Seconds without a packet that the wrapping clock still measures, beside what `settle` leaves uncounted. */
const LONGEST_SILENCE_SECONDS = 1800;

/** Stands for an open window whose size is not known. */
const UNKNOWN_WINDOW = 0x3fffffff;

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
  readonly meter: ConnectionMeter;
  readonly facts: ConnectionFacts;
  client: Side = 0;
  /** When the last answer was whole, on the connection's clock; -1 before. */
  answeredAt = -1;

  constructor(meter: ConnectionMeter, facts: ConnectionFacts) {
    this.meter = meter;
    this.facts = facts;
  }

  start(client: Side): void {
    this.client = client;
  }

  begin(message: Message, order: number): void {
    const firstAt = this.meter.at(message.firstSeconds, message.firstNanos);
    const isRequest = message.kind === 'request';
    const sender = this.#half(isRequest);
    sender.dropDoubt();
    message.flow = new FlowMarks(order, firstAt, sender, this.#half(!isRequest));
  }

  head({ flow, latestSeconds, latestNanos }: Message): void {
    if (flow instanceof FlowMarks) flow.headAt = this.meter.at(latestSeconds, latestNanos);
  }

  done(message: Message): void {
    const { flow } = message;
    const isRequest = message.kind === 'request';
    const at = this.meter.at(message.latestSeconds, message.latestNanos);
    if (flow instanceof FlowMarks) flow.done(at, this.#half(isRequest), this.#half(!isRequest));
    if (message.kind === 'response' && message.complete && message.status >= 200) this.answeredAt = at;
  }

  ending(exchange: CutExchange): Ending | null {
    return endingOf(this, exchange);
  }

  #half(ofClient: boolean): HalfMeter {
    return this.meter.halves[ofClient ? this.client : otherSide(this.client)];
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

/** A message's marks, one small object each. Counters: first as before it, at its end what came to them. */
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

/* How connections ended: for an exchange without a whole answer, and for one that was never set up. */

/** So often at least a segment is sent again without an acknowledgement before the way counts as closed. */
const LEAST_SENT_AGAIN = 2;

/** A server that closes this soon after a request began did not wait for the rest of it in vain; in µs. */
const LEAST_PATIENCE_MICROS = 1_000_000;

/** Longer segments are the first that a smaller MTU stops (RFC 8200 §5: 1280 bytes pass everywhere). */
const LONG_SEGMENT_BYTES = 1200;

/** A connection that carries HTTP, as its ending is judged by. */
type EndedConnection = Pick<ExchangeTimes, 'facts' | 'meter' | 'client' | 'answeredAt'>;

/** What the client sent again, and what nobody acknowledged. */
type SentAgain = Pick<Ending, 'sentAgain' | 'sentAgainBytes' | 'unacknowledged'>;

/** Why an answer is missing or not whole; null while the connection goes on, or if nothing shows it. */
function endingOf(connection: EndedConnection, exchange: CutExchange): Ending | null {
  const { request, response, lost, isOver } = exchange;
  if (response === null && lost !== null) return endingOfLost(connection, request, exchange.lostBytes, lost);
  if (!isOver || hidesSome(connection, exchange)) return null;
  return endingOfCut(connection, exchange);
}

/** The capture lacks something of the exchange that its receiver has. */
function hidesSome(connection: EndedConnection, { request, response, responseLost }: CutExchange): boolean {
  if (responseLost) return true;
  const missing = request.missingBytes + (response?.missingBytes ?? 0);
  return missing > 0 && !isMissingThere(connection, request, response);
}

/** Whether what is missing never came to its receiver either, which still waits for it: it hides nothing. */
function isMissingThere(
  { facts, meter, client }: EndedConnection,
  request: CapturedRequest,
  response: CapturedResponse | null,
): boolean {
  if (!neverArrived(facts, client, request)) return false;
  if (response === null || response.missingBytes === 0) return true;
  // Who sent all of it has not cut it, whoever closed first.
  const isCut = !wasSent(response) || meter.ends[0]?.side === client;
  return isCut && neverArrived(facts, otherSide(client), response);
}

/** Of a message without a known length it is not known whether it ends in what is missing. */
function neverArrived(facts: ConnectionFacts, side: Side, message: Message): boolean {
  if (message.missingBytes === 0) return true;
  return message.framing === 'content-length' && facts.isAcknowledgedUpTo(side, message.missingFrom);
}

/** Whether its sender sent it to its last byte. */
function wasSent({ complete, framing, contentLength, bodyBytes, missingBytes }: Message): boolean {
  return complete || (framing === 'content-length' && bodyBytes + missingBytes === contentLength);
}

/** What a connection that is over came to for one exchange of it. */
function endingOfCut(connection: EndedConnection, { request, response, unreadable }: CutExchange): Ending {
  const { facts, meter, client, answeredAt } = connection;
  const end = meter.ends[0] ?? null;
  const last = response ?? request;
  const lastAt = meter.at(last.latestSeconds, last.latestNanos);
  const openUntil = meter.overAt >= 0 ? meter.overAt : meter.at(facts.lastSeconds, 0);
  const endAt = end?.at ?? Math.max(lastAt, openUntil);
  const sender = meter.halves[client];
  const sentAgain = Math.max(0, sender.retransmissions - (request.flow?.sentAgainBefore ?? 0));
  const isOtherTtl = end !== null && end.ttl >= 0 && end.usualTtl >= 0 && end.ttl !== end.usualTtl;
  const known = {
    sentAgain,
    sentAgainBytes: sentAgain === 0 ? 0 : sender.lastLateBytes,
    unacknowledged: facts.unacknowledged(client),
    lost: 0,
  };
  const firstAt = request.flow?.firstAt ?? 0;
  if (response === null && unreadable !== null && unreadable.acknowledged > request.start) {
    const beganAt = meter.at(unreadable.firstSeconds, unreadable.firstNanos);
    return {
      kind: 'unreadable-answer',
      frame: unreadable.frame,
      after: Math.max(0, beganAt - lastAt),
      idle: idleBetween(answeredAt, firstAt),
      ...known,
      ttl: null,
      usualTtl: null,
    };
  }
  const kind =
    response === null
      ? kindOfUnanswered(connection, request, end, known)
      : end === null
        ? 'answer-cut-by-capture'
        : end.side === client
          ? 'answer-cut-by-client'
          : 'answer-cut-by-server';
  return {
    kind,
    frame: end?.frame ?? null,
    after: Math.max(0, endAt - lastAt),
    idle: idleBetween(answeredAt, kind === 'stale-connection' ? endAt : firstAt),
    ...known,
    ttl: isOtherTtl ? end.ttl : null,
    usualTtl: isOtherTtl ? end.usualTtl : null,
  };
}

/** The capture lost the answer to a request, `bytes` in all: the client acknowledged them, so it has it. */
function endingOfLost(
  { facts, meter, client, answeredAt }: EndedConnection,
  request: CapturedRequest,
  bytes: number,
  loss: Loss,
): Ending {
  // Of a side without any packet, all was lost: the capture has one direction alone.
  const isOneWay = facts.packets(otherSide(client)) === 0;
  const lastAt = meter.at(request.latestSeconds, request.latestNanos);
  return {
    kind: isOneWay ? 'one-way' : 'answer-not-captured',
    frame: loss.frame,
    after: Math.max(0, meter.at(loss.seconds, loss.nanos) - lastAt),
    idle: idleBetween(answeredAt, request.flow?.firstAt ?? 0),
    sentAgain: 0,
    sentAgainBytes: 0,
    unacknowledged: facts.unacknowledged(client),
    lost: bytes,
    ttl: null,
    usualTtl: null,
  };
}

function idleBetween(answeredAt: number, until: number): number | null {
  return answeredAt < 0 ? null : Math.max(0, until - answeredAt);
}

function kindOfUnanswered(
  connection: EndedConnection,
  request: CapturedRequest,
  end: SideEnd | null,
  known: SentAgain,
): EndingKind {
  const { facts, meter, client } = connection;
  if (end !== null && end.side !== client) {
    // A server that waited for what never came to it closes in the end.
    const isLate =
      end.how === 'closed' && end.at - (request.flow?.firstAt ?? end.at) >= LEAST_PATIENCE_MICROS;
    const blocked = isLate ? blockedWay(connection, known) : null;
    if (blocked !== null) return blocked;
    const isFirst = (request.flow?.order ?? 1) === 1;
    if (end.how === 'closed' && !isFirst && isUnreceived(request, end)) return 'stale-connection';
    if (end.how === 'closed') return wasSent(request) ? 'closed-by-server' : 'closed-during-request';
    return wasSent(request) ? 'reset-by-server' : 'reset-during-request';
  }
  const isOneWay = facts.packets(otherSide(client)) === 0;
  // Whoever sends data after a SYN has been answered: the capture lacks that.
  if (isOneWay && meter.synAt >= 0) return 'one-way';
  const blocked = blockedWay(connection, known);
  if (blocked !== null) return blocked;
  if (isOneWay) return 'one-way';
  if (end === null) return wasSent(request) ? 'capture-ended' : 'request-cut-by-capture';
  return wasSent(request) ? 'given-up' : 'request-abandoned';
}

/** Where the client sent again and again, and nothing was acknowledged. */
function blockedWay(
  { facts, meter, client }: EndedConnection,
  { sentAgain, sentAgainBytes, unacknowledged }: SentAgain,
): 'unacknowledged' | 'long-segments-lost' | null {
  // What was lost and then acknowledged shows that the way is open.
  const repeated = Math.min(sentAgain, meter.halves[client].unacknowledgedRetransmissions);
  if (unacknowledged === 0 || repeated < LEAST_SENT_AGAIN) return null;
  // As long as fewer bytes were acknowledged than one such segment has, none of that length can have arrived.
  const isLong = sentAgainBytes >= LONG_SEGMENT_BYTES && facts.acknowledged(client) < sentAgainBytes;
  return isLong && facts.packets(otherSide(client)) > 0 ? 'long-segments-lost' : 'unacknowledged';
}

/** The server's FIN came before the request, or acknowledges none of it; else it was only written early. */
function isUnreceived({ flow, head, bodyBytes, missingBytes }: CapturedRequest, end: SideEnd): boolean {
  const wasFirst = end.at <= (flow?.firstAt ?? 0) && end.unreceived >= 0;
  return wasFirst || end.unreceived >= head.length + bodyBytes + missingBytes;
}

/** Where OSS, and proxies for it, take connections. */
const WEB_PORT = /:(?:80|443|8080|8443)$/;

/** Reports a port of HTTP or TLS whose server refused a connection, or did not answer though asked again. */
function reportNotSetUp(meter: ConnectionMeter, facts: ConnectionFacts, notice: NoticeSink): void {
  const { initiator, index } = facts;
  if (initiator === null || meter.synAt < 0 || meter.synAckAt >= 0) return;
  const answering = otherSide(initiator);
  // The initiator acknowledged an answer that the capture lacks.
  if (meter.halves[answering].largestWindow > 0) return;
  const server = facts.endpoint(answering);
  if (!WEB_PORT.test(server)) return;
  const refusal = meter.ends.find(({ side, how }) => side === answering && how === 'reset');
  if (refusal !== undefined) {
    const args = { connection: index, server };
    notice({ code: 'connection-refused', frame: refusal.frame, offset: null, args });
  } else if (facts.packets(answering) === 0 && meter.synRetransmissions > 0) {
    const args = { connection: index, server, sent: meter.synRetransmissions + 1 };
    notice({ code: 'connection-unanswered', frame: null, offset: null, args });
  }
}
