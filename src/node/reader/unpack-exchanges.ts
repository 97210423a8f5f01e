import { type ByteString, toByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import type { Notice } from '../../engine/bytes/notice.ts';
import { CapturedRequest, CapturedResponse } from '../../engine/http/captured-message.ts';
import {
  type ConnectionFlow,
  type ConnectionInfo,
  damageOf,
  type EndFlow,
  type Exchange,
  type HandshakeFlow,
} from '../../engine/http/exchange.ts';
import type { FrameMap } from '../../engine/http/head.ts';
import type { BodySink } from '../../engine/http/message.ts';
import { USUAL_VERSION } from '../../engine/http/start-line.ts';
import type { TlsInfo } from '../../engine/http/tls.ts';
import {
  DIGESTS,
  FLOW_COUNTERS,
  FLOW_TIMES,
  FRAMING_UNIT,
  FRAMINGS,
  HANDSHAKE_MARKS,
  HAS,
  INTERIM_UNIT,
  IS,
  NO_HANDSHAKE,
  OTHERS,
  type OtherMembers,
  type PackedExchanges,
  smoothFlow,
  type UnpackedFlow,
  USUAL_WORDS,
} from './packed-exchanges.ts';

interface UnpackedOutput {
  /** `line`: how a report writes it, where that was made beforehand: in the memory of the part. */
  exchange(exchange: Exchange, line: Uint8Array | null): void;
  notice(notice: Notice): void;
  /** Digests a body that was kept until somebody asks. */
  digest(body: ByteString): BodySink;
}

const NO_INTERIM: Exchange['interim'] = [];

/** What is always the same of a connection. */
interface Connection {
  readonly index: number;
  readonly client: string;
  readonly server: string;
  readonly originalClient: string | null;
  readonly tls: TlsInfo | null;
  readonly others: ByteString | null;
  readonly handshake: HandshakeFlow | null;
}

/** Gives what an `ExchangePacker` was given, and reads the fields in the order that it writes them in. */
export class ExchangeUnpacker {
  readonly #packed: PackedExchanges;
  readonly #texts: Uint8Array;
  readonly #out: UnpackedOutput;
  #at = 0;
  #textAt = 0;
  #given = 0;
  #givenNotices = 0;
  /** Connections met in this part, by their number in it. */
  readonly #connections: Connection[] = [];

  constructor(packed: PackedExchanges, out: UnpackedOutput) {
    this.#packed = packed;
    this.#texts = packed.texts;
    this.#out = out;
  }

  /** Gives the next exchange, and the notices before it; false when all was given. */
  next(): boolean {
    const isOver = this.#given === this.#packed.exchanges;
    const { notices } = this.#packed;
    for (; this.#givenNotices < notices.length; this.#givenNotices++) {
      const next = notices[this.#givenNotices];
      if (next === undefined || next[0] > this.#given) break;
      this.#out.notice(next[1]);
    }
    if (isOver) return false;
    this.#given++;
    this.#exchange();
    return true;
  }

  #exchange(): void {
    const index = this.#number();
    const parts = this.#number();
    const others = (parts & HAS.OTHERS) === 0 ? null : this.#text();
    const hops = (parts & HAS.HOPS) === 0 ? null : this.#hops();
    const connection = this.#connection();
    const request = (parts & HAS.REQUEST) === 0 ? null : this.#request();
    const response = (parts & HAS.RESPONSE) === 0 ? null : this.#response();
    const count = Math.floor(parts / INTERIM_UNIT);
    const interim = count === 0 ? NO_INTERIM : Array.from({ length: count }, () => this.#response());
    const damage = damageOf((parts & HAS.REQUEST_DAMAGE) !== 0, (parts & HAS.RESPONSE_DAMAGE) !== 0);
    const alone: Exchange = { index, connection, request, response, damage, interim };
    const exchange = hops === null ? alone : { ...alone, ...hops };
    OTHERS.exchange.read(others, exchange);
    this.#out.exchange(exchange, (parts & HAS.LINE) === 0 ? null : this.#line());
  }

  #hops(): Pick<Exchange, 'outer' | 'inner'> {
    const [outer, inner] = [this.#number(), this.#number()];
    return { ...(outer === 0 ? {} : { outer }), ...(inner === 0 ? {} : { inner }) };
  }

  #connection(): ConnectionInfo {
    const number = this.#number();
    const sent = this.#connections[number] ?? this.#newConnection();
    const { index, client, server, originalClient, tls, others, handshake } = sent;
    const known: ConnectionInfo =
      handshake === null
        ? { index, client, server, tls, originalClient }
        : { index, client, server, flow: this.#flow(handshake), tls, originalClient };
    OTHERS.connection.read(others, known);
    return known;
  }

  #flow(handshake: HandshakeFlow): ConnectionFlow {
    return { handshake, client: this.#end(), server: this.#end() };
  }

  /** The first time in its part: what is always the same of it follows. */
  #newConnection(): Connection {
    const index = this.#number();
    const client = this.#word();
    const server = this.#word();
    const originalClient = this.#optional();
    const tls = this.#packed.tls[this.#number()] ?? null;
    const others = this.#optional();
    const handshake = this.#handshake();
    const connection = { index, client, server, originalClient, tls, others, handshake };
    this.#connections.push(connection);
    return connection;
  }

  #handshake(): HandshakeFlow | null {
    if (!this.#flag()) return null;
    const handshake = { ...NO_HANDSHAKE };
    for (const mark of HANDSHAKE_MARKS) handshake[mark] = this.#number();
    return handshake;
  }

  #end(): EndFlow {
    const roundTrips = this.#number();
    const leastRoundTrip = this.#number();
    const largestWindow = this.#number();
    if (roundTrips >= 0) {
      return { retransmissions: 0, zeroWindows: 0, roundTrips, leastRoundTrip, largestWindow };
    }
    return {
      retransmissions: this.#number(),
      zeroWindows: this.#number(),
      roundTrips: -1 - roundTrips,
      leastRoundTrip,
      largestWindow,
    };
  }

  #request(): CapturedRequest {
    const request = new CapturedRequest();
    this.#message(request, OTHERS.request);
    request.method = this.#word();
    const target = this.#number();
    if (target < 0) request.target = this.#text();
    else request.targetInHead(target, this.#number(), true);
    return request;
  }

  #response(): CapturedResponse {
    const response = new CapturedResponse();
    this.#message(response, OTHERS.response);
    response.status = this.#number();
    response.reason = this.#word();
    return response;
  }

  /** Reads as `ExchangePacker` writes, without a call for each number. */
  #message(message: CapturedRequest | CapturedResponse, others: OtherMembers): void {
    const { numbers } = this.#packed;
    let at = this.#at;
    const is = numbers[at++] ?? 0;
    message.version = (is & IS.HTTP_1_1) === 0 ? this.#wordAt(numbers[at++] ?? 0) : USUAL_VERSION;
    message.names = numbers[at++] ?? 0;
    message.head = this.#textOf(numbers[at++] ?? 0);
    message.headComplete = (is & IS.HEAD_COMPLETE) !== 0;
    message.complete = (is & IS.COMPLETE) !== 0;
    message.framing = FRAMINGS[Math.floor(is / FRAMING_UNIT)] ?? 'unknown';
    const frame = numbers[at++] ?? 0;
    const seconds = numbers[at++] ?? 0;
    const nanos = numbers[at++] ?? 0;
    message.frame = frame;
    message.firstSeconds = seconds;
    message.firstNanos = nanos;
    const isOnePacket = (is & IS.ONE_PACKET) !== 0;
    message.lastFrame = isOnePacket ? frame : (numbers[at++] ?? 0);
    message.lastSeconds = isOnePacket ? seconds : (numbers[at++] ?? 0);
    message.lastNanos = isOnePacket ? nanos : (numbers[at++] ?? 0);
    message.contentLength = (is & IS.WITH_LENGTH) === 0 ? null : (numbers[at++] ?? 0);
    if ((is & IS.BODILESS) === 0) {
      message.bodyBytes = numbers[at++] ?? 0;
      message.missingBytes = numbers[at++] ?? 0;
    }
    let flow: UnpackedFlow | null = null;
    if ((is & IS.WITH_FLOW) !== 0) {
      flow = smoothFlow(numbers, at);
      at += FLOW_TIMES.length;
      message.flow = flow;
    }
    this.#at = at;
    if (flow !== null && (is & IS.SMOOTH) === 0) {
      for (const counter of FLOW_COUNTERS) flow[counter] = this.#number();
    }
    message.frames = (is & IS.ONE_FRAME) === 0 ? this.#frames() : frame;
    if ((is & IS.WITH_TEXT) !== 0) message.restoreBody(this.#text());
    if ((is & IS.WITH_DIGESTS) !== 0) message.sink = this.#digests();
    others.read((is & IS.OTHERS) === 0 ? null : this.#text(), message);
  }

  #frames(): FrameMap {
    const count = this.#number();
    if (count === 0) return this.#number();
    const frames: number[] = [];
    for (let i = 0; i < count; i++) frames.push(this.#number());
    return frames;
  }

  #digests(): BodySink {
    if (this.#number() === DIGESTS.BUFFERED) return this.#out.digest(this.#text());
    const whole = this.#flag();
    const md5 = this.#optional();
    const crc64 = this.#optional();
    const sha256 = this.#optional();
    const made = {
      whole,
      md5: md5 === null ? null : toBytes(md5),
      crc64: crc64 === null ? null : BigInt(crc64),
      sha256: sha256 === null ? null : toBytes(sha256),
    };
    OTHERS.digests.read(this.#optional(), made);
    return { take: () => {}, digests: () => made };
  }

  #number(): number {
    return this.#packed.numbers[this.#at++] ?? 0;
  }

  #flag(): boolean {
    return this.#number() === 1;
  }

  #text(): ByteString {
    return this.#textOf(this.#number());
  }

  #optional(): ByteString | null {
    const length = this.#number();
    return length < 0 ? null : this.#textOf(length);
  }

  #textOf(length: number): ByteString {
    const start = this.#textAt;
    this.#textAt += length;
    return toByteString(this.#texts, start, this.#textAt);
  }

  #line(): Uint8Array {
    const start = this.#textAt;
    this.#textAt += this.#number();
    return this.#texts.subarray(start, this.#textAt);
  }

  #word(): ByteString {
    return this.#wordAt(this.#number());
  }

  #wordAt(number: number): ByteString {
    const own = number - USUAL_WORDS.length;
    return (own < 0 ? USUAL_WORDS[number] : this.#packed.words[own]) ?? '';
  }
}
