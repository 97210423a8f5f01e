import { type ByteString, toByteString, writeByteString } from '../../engine/bytes/byte-string.ts';
import type { Notice } from '../../engine/bytes/notice.ts';
import { mostBytesOf, withRoom, writeUtf8 } from '../../engine/bytes/utf8.ts';
import type {
  CapturedExchange,
  CapturedRequest,
  CapturedResponse,
} from '../../engine/http/captured-message.ts';
import {
  type ConnectionInfo,
  type EndFlow,
  type HandshakeFlow,
  settledHandshake,
} from '../../engine/http/exchange.ts';
import type { BodySink, MessageFlow } from '../../engine/http/message.ts';
import { USUAL_VERSION } from '../../engine/http/start-line.ts';
import type { TlsInfo } from '../../engine/http/tls.ts';
import type { Piece } from '../../report/reporter.ts';
import {
  DIGESTS,
  FLOW_COUNTERS,
  FRAMING_UNIT,
  FRAMINGS,
  HANDSHAKE_MARKS,
  HAS,
  INTERIM_UNIT,
  IS,
  NO_HANDSHAKE,
  OTHERS,
  type PackedExchanges,
  USUAL_WORDS,
} from './packed-exchanges.ts';

/** Numbers of one message beside its map of frames, at most. */
const MESSAGE_NUMBERS = 40;
/** Numbers of one exchange beside its messages. */
const EXCHANGE_NUMBERS = 38;

/** Packs exchanges as they come. What one shows later is lost, as its counters of the connection are. */
export class ExchangePacker {
  readonly #writer: PackWriter;
  readonly #connections = new SentConnections();
  readonly #tls: TlsInfo[] = [];
  #exchanges = 0;
  #notices: (readonly [number, Notice])[] = [];
  readonly #memory: () => PackMemory;

  /** `memory` is asked for at first and after each `take`; what does not fit goes to memory of its own. */
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

  /** `line`: how a report writes it, where that was made beforehand. */
  add(exchange: CapturedExchange, line: Piece | null = null): void {
    const { index, connection, request, response, damage, interim, outer = 0, inner = 0 } = exchange;
    const isOnHops = outer !== 0 || inner !== 0;
    const others = OTHERS.exchange.write(exchange);
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
        (others === null ? 0 : HAS.OTHERS) +
        (isOnHops ? HAS.HOPS : 0) +
        (line === null ? 0 : HAS.LINE) +
        interim.length * INTERIM_UNIT,
    );
    if (others !== null) writer.text(others);
    if (isOnHops) {
      writer.number(outer);
      writer.number(inner);
    }
    this.#connection(connection);
    if (request !== null) this.#request(request);
    if (response !== null) this.#response(response);
    for (const each of interim) this.#response(each);
    if (line !== null) writer.line(line);
  }

  /** Passes on what was added since the last time. */
  take(send: (packed: PackedExchanges) => void): void {
    send({
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

  /** What is always the same of a connection is written once a part. */
  #connection(info: ConnectionInfo): void {
    const number = this.#connections.numberOf(info);
    if (number >= 0) this.#writer.number(number);
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
    writer.optional(OTHERS.connection.write(info));
    writer.flag(flow !== undefined);
    if (flow === undefined) return;
    for (const mark of HANDSHAKE_MARKS) writer.number(flow.handshake[mark]);
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
    this.#message(request, OTHERS.request.write(request));
    writer.word(request.method);
    writer.number(request.targetStart);
    if (request.targetStart < 0) writer.text(request.target);
    else writer.number(request.targetEnd);
  }

  #response(response: CapturedResponse): void {
    const writer = this.#writer;
    this.#message(response, OTHERS.response.write(response));
    writer.number(response.status);
    writer.word(response.reason);
  }

  /** What each message has is written without a call for each number: there are many messages. */
  #message(message: CapturedRequest | CapturedResponse, others: ByteString | null): void {
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
      (others === null ? 0 : IS.OTHERS) |
      (placeIn(FRAMINGS, message.framing) * FRAMING_UNIT);
    if (!isUsual) numbers[at++] = writer.numberOfWord(message.version);
    numbers[at++] = message.names;
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
      numbers[at++] = flow.idle;
    }
    writer.at = at;
    if (flow !== null && !isSmooth) for (const counter of FLOW_COUNTERS) writer.number(flow[counter]);
    if (!isOneFrame) this.#frames(frames);
    if (bodyText !== null) writer.text(bodyText);
    if (sink !== null) this.#digests(message, sink);
    if (others !== null) writer.text(others);
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
      writer.number(DIGESTS.BUFFERED);
      writer.text(held);
      return;
    }
    const { digests } = message;
    writer.number(DIGESTS.MADE);
    writer.flag(digests?.whole === true);
    const md5 = digests?.md5 ?? null;
    writer.optional(md5 === null ? null : toByteString(md5));
    writer.optional(digests?.crc64?.toString() ?? null);
    const sha256 = digests?.sha256 ?? null;
    writer.optional(sha256 === null ? null : toByteString(sha256));
    writer.optional(digests === null ? null : OTHERS.digests.write(digests));
  }
}

/** See `smoothFlow`. Written out, as it is asked for every message. */
function isSmoothFlow(flow: MessageFlow): boolean {
  return (
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

/** Where a packer puts what it is given, until it is full. */
export interface PackMemory {
  readonly numbers: Float64Array;
  readonly texts: Uint8Array;
}

/** Writes numbers, texts and words in a row, into given memory or, where that does not do, its own. */
class PackWriter {
  /** What was reserved may be written from `at` on without a call for each number. */
  numbers: Float64Array;
  at = 0;
  #texts: Uint8Array;
  #length = 0;
  readonly #words = new Map<ByteString, number>();

  constructor({ numbers, texts }: PackMemory) {
    this.numbers = numbers;
    this.#texts = texts;
  }

  /** How much of the memory is taken, from 0 to 1; more where that did not do. */
  get load(): number {
    return Math.max(this.at / this.numbers.length, this.#length / this.#texts.length);
  }

  /** What was written: views of the memory. */
  get written(): Pick<PackedExchanges, 'numbers' | 'texts' | 'words'> {
    return {
      numbers: this.numbers.subarray(0, this.at),
      texts: this.#texts.subarray(0, this.#length),
      words: [...this.#words.keys()],
    };
  }

  /** Begins anew, in other memory. */
  restart({ numbers, texts }: PackMemory): void {
    this.numbers = numbers;
    this.at = 0;
    this.#texts = texts;
    this.#length = 0;
    this.#words.clear();
  }

  /** Makes room for so many numbers. It is to be asked for before they are written. */
  reserve(count: number): void {
    if (this.at + count <= this.numbers.length) return;
    const grown = new Float64Array(Math.max(this.numbers.length * 2, this.at + count));
    grown.set(this.numbers);
    this.numbers = grown;
  }

  number(value: number): void {
    this.numbers[this.at++] = value;
  }

  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  /** Its length, and it. */
  text(text: ByteString): void {
    this.number(text.length);
    this.append(text);
  }

  /** The same, or -1 in place of a length. */
  optional(text: ByteString | null): void {
    if (text === null) this.number(-1);
    else this.text(text);
  }

  /** A text whose length is written elsewhere. */
  append(text: ByteString): void {
    const end = this.#length + text.length;
    this.#texts = withRoom(this.#texts, end);
    writeByteString(text, this.#texts, this.#length);
    this.#length = end;
  }

  /** A text of a report, as UTF-8. */
  line(line: Piece): void {
    const start = this.#length;
    this.#texts = withRoom(this.#texts, start + mostBytesOf(line));
    this.#length = writeUtf8(line, this.#texts, start);
    this.number(this.#length - start);
  }

  /** A text that is nearly always the same. */
  word(text: ByteString): void {
    this.number(this.numberOfWord(text));
  }

  numberOfWord(text: ByteString): number {
    const usual = placeIn(USUAL_WORDS, text);
    const known = usual < 0 ? this.#words.get(text) : usual;
    if (known !== undefined) return known;
    const at = USUAL_WORDS.length + this.#words.size;
    this.#words.set(text, at);
    return at;
  }
}

/** Place of a text in a short list, or -1. Written out: `indexOf` calls into the engine each time. */
function placeIn(list: readonly ByteString[], text: ByteString): number {
  for (let at = 0; at < list.length; at++) if (list[at] === text) return at;
  return -1;
}

interface SentConnection {
  readonly info: ConnectionInfo;
  readonly number: number;
  readonly handshake: HandshakeFlow;
}

/** A power of two. */
const PLACES = 1024;

/** Which connections a part describes, and with what handshake: that may go on after an exchange. */
class SentConnections {
  /** One a place: of two that share one, each is described again after the other. */
  readonly #places: (SentConnection | null)[] = Array<null>(PLACES).fill(null);
  #count = 0;

  /** The number that it was described under, as it is now; -1 where it was not. */
  numberOf(info: ConnectionInfo): number {
    const sent = this.#places[placeOf(info)] ?? null;
    if (sent === null || sent.info !== info) return -1;
    const now = info.flow?.handshake;
    if (now === undefined) return sent.number;
    return isSameHandshake(sent.handshake, now) ? sent.number : -1;
  }

  /** It is described as it is now; gives its number. */
  add(info: ConnectionInfo): number {
    const number = this.#count++;
    const now = info.flow?.handshake ?? NO_HANDSHAKE;
    this.#places[placeOf(info)] = { info, number, handshake: settledHandshake(now) };
    return number;
  }

  /** Another part begins, which describes none. */
  clear(): void {
    this.#places.fill(null);
    this.#count = 0;
  }
}

function placeOf({ index }: ConnectionInfo): number {
  return index & (PLACES - 1);
}

/** Written out, as it is asked for every exchange. */
function isSameHandshake(sent: HandshakeFlow, now: HandshakeFlow): boolean {
  return (
    sent.synAt === now.synAt &&
    sent.synAckAt === now.synAckAt &&
    sent.establishedAt === now.establishedAt &&
    sent.synRetransmissions === now.synRetransmissions &&
    sent.synAckRetransmissions === now.synAckRetransmissions &&
    sent.synsUnanswered === now.synsUnanswered
  );
}
