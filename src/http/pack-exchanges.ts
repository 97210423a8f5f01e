import type { Notice } from '../bytes/notice.ts';
import type { CapturedExchange, CapturedRequest, CapturedResponse } from './captured-message.ts';
import { type ConnectionInfo, ENDING_KINDS, type EndFlow, type Ending } from './exchange.ts';
import type { BodySink, MessageFlow } from './message.ts';
import { type PackMemory, PackWriter, placeIn } from './pack-writer.ts';
import {
  DIGESTS,
  FRAMING_UNIT,
  FRAMINGS,
  HAS,
  INTERIM_UNIT,
  IS,
  type PackedExchanges,
} from './packed-exchanges.ts';
import { USUAL_VERSION } from './start-line.ts';
import type { TlsInfo } from './tls.ts';
import { ToldConnections } from './told-connections.ts';

/** Numbers of one message beside its map of frames, at most. */
const MESSAGE_NUMBERS = 40;
/** Numbers of one exchange beside its messages. */
const EXCHANGE_NUMBERS = 38;

/**
 * Packs exchanges as they come. What an exchange shows later than it was added is lost, as its
 * counters of the connection are.
 */
export class ExchangePacker {
  readonly #writer: PackWriter;
  readonly #connections = new ToldConnections();
  readonly #tls: TlsInfo[] = [];
  #exchanges = 0;
  #notices: (readonly [number, Notice])[] = [];
  readonly #memory: () => PackMemory;

  /**
   * `memory` is asked for at first and after each `take`; what does not fit goes to memory of its
   * own.
   */
  constructor(memory: () => PackMemory) {
    this.#memory = memory;
    this.#writer = new PackWriter(memory());
  }

  /** How much of its memory is taken, from 0 to 1; more where that did not do. */
  get load(): number {
    return this.#writer.load;
  }

  /** Exchanges and notices that wait to be taken. */
  get events(): number {
    return this.#exchanges + this.#notices.length;
  }

  notice(notice: Notice): void {
    this.#notices.push([this.#exchanges, notice]);
  }

  add(exchange: CapturedExchange): void {
    const { index, connection, request, response, damage, interim, ending, outer = 0, inner = 0 } = exchange;
    const isOnHops = outer !== 0 || inner !== 0;
    const writer = this.#writer;
    writer.reserve(EXCHANGE_NUMBERS);
    this.#exchanges++;
    writer.number(index);
    const isWhole = damage.length === 0;
    writer.number(
      (request === null ? 0 : HAS.REQUEST) +
        (response === null ? 0 : HAS.RESPONSE) +
        (!isWhole && damage.includes('request') ? HAS.REQUEST_DAMAGE : 0) +
        (!isWhole && damage.includes('response') ? HAS.RESPONSE_DAMAGE : 0) +
        (ending === undefined ? 0 : HAS.ENDING) +
        (isOnHops ? HAS.HOPS : 0) +
        interim.length * INTERIM_UNIT,
    );
    if (ending !== undefined) this.#ending(ending);
    if (isOnHops) {
      writer.number(outer);
      writer.number(inner);
    }
    this.#connection(connection);
    if (request !== null) this.#request(request);
    if (response !== null) this.#response(response);
    for (const each of interim) this.#response(each);
  }

  /** Hands on what was added since the last time. */
  take(hand: (packed: PackedExchanges) => void): void {
    hand({
      ...this.#writer.written,
      exchanges: this.#exchanges,
      tls: [...this.#tls],
      notices: this.#notices,
    });
    this.#exchanges = 0;
    this.#tls.length = 0;
    this.#notices = [];
    this.#connections.clear();
    this.#writer.restart(this.#memory());
  }

  #ending(ending: Ending): void {
    const writer = this.#writer;
    writer.number(ENDING_KINDS.indexOf(ending.kind));
    writer.number(ending.frame ?? -1);
    writer.number(ending.after);
    writer.number(ending.idle ?? -1);
    writer.number(ending.sentAgain);
    writer.number(ending.sentAgainBytes);
    writer.number(ending.unacknowledged);
    writer.number(ending.lost);
    writer.number(ending.ttl ?? -1);
    writer.number(ending.usualTtl ?? -1);
  }

  /** What is always the same of a connection is told once a part. */
  #connection(info: ConnectionInfo): void {
    const told = this.#connections.numberOf(info);
    if (told >= 0) this.#writer.number(told);
    else this.#newConnection(info);
    const { flow } = info;
    if (flow === undefined) return;
    this.#end(flow.client);
    this.#end(flow.server);
  }

  #newConnection(info: ConnectionInfo): void {
    const { index, client, server, flow, tls = null, originalClient = null } = info;
    const writer = this.#writer;
    writer.number(this.#connections.add(info));
    writer.number(index);
    writer.word(client);
    writer.word(server);
    writer.optional(originalClient);
    writer.number(tls === null ? -1 : this.#numberOf(tls));
    writer.flag(flow !== undefined);
    if (flow === undefined) return;
    const { handshake } = flow;
    writer.number(handshake.synAt);
    writer.number(handshake.synAckAt);
    writer.number(handshake.establishedAt);
    writer.number(handshake.synRetransmissions);
    writer.number(handshake.synAckRetransmissions);
    writer.number(handshake.synsUnanswered);
  }

  #end(end: EndFlow): void {
    const writer = this.#writer;
    const isSmooth = end.retransmissions === 0 && end.zeroWindows === 0;
    writer.number(isSmooth ? end.roundTrips : -1 - end.roundTrips);
    writer.number(end.leastRoundTrip);
    writer.number(end.largestWindow);
    if (isSmooth) return;
    writer.number(end.retransmissions);
    writer.number(end.zeroWindows);
  }

  #numberOf(tls: TlsInfo): number {
    const at = this.#tls.indexOf(tls);
    return at < 0 ? this.#tls.push(tls) - 1 : at;
  }

  #request(request: CapturedRequest): void {
    const writer = this.#writer;
    this.#message(request);
    writer.word(request.method);
    writer.number(request.targetStart);
    if (request.targetStart < 0) writer.text(request.target);
    else writer.number(request.targetEnd);
  }

  #response(response: CapturedResponse): void {
    const writer = this.#writer;
    this.#message(response);
    writer.number(response.status);
    writer.word(response.reason);
  }

  /** What each message has is written with its place at hand: it is done for every one of them. */
  #message(message: CapturedRequest | CapturedResponse): void {
    const writer = this.#writer;
    const { frame, frames, head, flow, bodyText, sink, contentLength, bodyBytes, missingBytes } = message;
    const { firstSeconds, firstNanos, lastFrame, lastSeconds, lastNanos } = message;
    writer.reserve(MESSAGE_NUMBERS + (typeof frames === 'number' ? 0 : frames.length));
    const isUsual = message.version === USUAL_VERSION;
    const isOnePacket = lastFrame === frame && lastSeconds === firstSeconds && lastNanos === firstNanos;
    const isOneFrame = frames === frame;
    const isBodiless = bodyBytes === 0 && missingBytes === 0;
    const isSmooth = flow !== null && isSmoothFlow(flow);
    const { numbers } = writer;
    let { at } = writer;
    numbers[at++] =
      (message.headComplete ? IS.HEAD_COMPLETE : 0) |
      (message.complete ? IS.COMPLETE : 0) |
      (isUsual ? IS.HTTP_1_1 : 0) |
      (isOnePacket ? IS.ONE_PACKET : 0) |
      (isOneFrame ? IS.ONE_FRAME : 0) |
      (isBodiless ? IS.BODILESS : 0) |
      (contentLength === null ? 0 : IS.WITH_LENGTH) |
      (bodyText === null ? 0 : IS.WITH_TEXT) |
      (sink === null ? 0 : IS.WITH_DIGESTS) |
      (flow === null ? 0 : IS.WITH_FLOW) |
      (isSmooth ? IS.SMOOTH : 0) |
      (placeIn(FRAMINGS, message.framing) * FRAMING_UNIT);
    if (!isUsual) numbers[at++] = writer.numberOfWord(message.version);
    numbers[at++] = head.length;
    writer.append(head);
    numbers[at++] = frame;
    numbers[at++] = firstSeconds;
    numbers[at++] = firstNanos;
    if (!isOnePacket) {
      numbers[at++] = lastFrame;
      numbers[at++] = lastSeconds;
      numbers[at++] = lastNanos;
    }
    if (contentLength !== null) numbers[at++] = contentLength;
    if (!isBodiless) {
      numbers[at++] = bodyBytes;
      numbers[at++] = missingBytes;
    }
    if (flow !== null) {
      numbers[at++] = flow.order;
      numbers[at++] = flow.firstAt;
      numbers[at++] = flow.headAt;
      numbers[at++] = flow.doneAt;
    }
    writer.at = at;
    if (flow !== null && !isSmooth) this.#roughFlow(flow);
    if (!isOneFrame) this.#frames(frames);
    if (bodyText !== null) writer.text(bodyText);
    if (sink !== null) this.#digests(message, sink);
  }

  /** The number of entries, and they; for a single frame 0 and it. */
  #frames(frames: CapturedRequest['frames']): void {
    const writer = this.#writer;
    if (typeof frames === 'number') {
      writer.number(0);
      writer.number(frames);
      return;
    }
    writer.number(frames.length);
    for (const each of frames) writer.number(each);
  }

  #digests(message: CapturedRequest | CapturedResponse, { held }: BodySink): void {
    const writer = this.#writer;
    if (held !== undefined) {
      writer.number(DIGESTS.HELD);
      writer.text(held);
      return;
    }
    const { digests } = message;
    writer.number(DIGESTS.MADE);
    writer.flag(digests?.whole === true);
    const md5 = digests?.md5 ?? null;
    writer.optional(md5 === null ? null : String.fromCharCode(...md5));
    writer.optional(digests?.crc64?.toString() ?? null);
    const sha256 = digests?.sha256 ?? null;
    writer.optional(sha256 === null ? null : String.fromCharCode(...sha256));
  }

  #roughFlow(flow: MessageFlow): void {
    const writer = this.#writer;
    writer.number(flow.idle);
    writer.number(flow.pauses);
    writer.number(flow.unproven);
    writer.number(flow.held);
    writer.number(flow.zeroWindows);
    writer.number(flow.retransmissions);
    writer.number(flow.stalled);
    writer.number(flow.sentAgainBefore);
    writer.number(flow.receiverSentAgain);
    writer.number(flow.receiverSentAgainAt);
    writer.number(flow.receiverDelay);
  }
}

/** Nothing held its sender up, and nothing was sent again. */
function isSmoothFlow(flow: MessageFlow): boolean {
  return (
    flow.idle === 0 &&
    flow.pauses === 0 &&
    flow.unproven === 0 &&
    flow.held === 0 &&
    flow.zeroWindows === 0 &&
    flow.retransmissions === 0 &&
    flow.stalled === 0 &&
    flow.sentAgainBefore === 0 &&
    flow.receiverSentAgain === 0 &&
    flow.receiverSentAgainAt === -1 &&
    flow.receiverDelay === 0
  );
}
