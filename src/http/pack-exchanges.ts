import { type ByteString, writeByteString } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import type { TlsInfo } from '../tls/tls-info.ts';
import type { BodySink } from './body-sink.ts';
import type { CapturedExchange, CapturedRequest, CapturedResponse } from './captured-message.ts';
import { ENDING_KINDS, type Ending } from './ending.ts';
import type { ConnectionInfo } from './exchange.ts';
import type { ConnectionFlow, EndFlow, FlowMarks } from './flow.ts';
import {
  DIGESTS,
  FRAMING_UNIT,
  FRAMINGS,
  HAS,
  INTERIM_UNIT,
  IS,
  type PackedExchanges,
  USUAL_WORDS,
} from './packed-exchanges.ts';
import { USUAL_VERSION } from './start-line.ts';

/** Where a packer puts what it is given, until it is full. */
export interface PackMemory {
  readonly numbers: Float64Array;
  readonly texts: Uint8Array;
}

/** A power of two. */
const CONNECTION_PLACES = 1024;

/** Numbers of one message beside its map of frames, at most. */
const MESSAGE_NUMBERS = 40;
/** Numbers of one exchange beside its messages. */
const EXCHANGE_NUMBERS = 36;

/** Packs exchanges as they come. What an exchange shows later than it was added is lost, as its counters of the connection are. */
export class ExchangePacker {
  #numbers: Float64Array;
  #at = 0;
  #exchanges = 0;
  #texts: Uint8Array;
  #length = 0;
  readonly #words = new Map<ByteString, number>();
  readonly #tls: TlsInfo[] = [];
  /** Connections told in this part, one a place: of two that share one, each is told again after the other. */
  readonly #connections: (KnownConnection | null)[] = Array<null>(CONNECTION_PLACES).fill(null);
  #connectionsTold = 0;
  #notices: (readonly [number, Notice])[] = [];
  readonly #memory: () => PackMemory;

  /** `memory` is asked for at first and after each `take`; what does not fit goes to memory of its own. */
  constructor(memory: () => PackMemory) {
    this.#memory = memory;
    ({ numbers: this.#numbers, texts: this.#texts } = memory());
  }

  /** How much of its memory is taken, from 0 to 1; more where that did not do. */
  get load(): number {
    return Math.max(this.#at / this.#numbers.length, this.#length / this.#texts.length);
  }

  /** Exchanges and notices that wait to be taken. */
  get events(): number {
    return this.#exchanges + this.#notices.length;
  }

  notice(notice: Notice): void {
    this.#notices.push([this.#exchanges, notice]);
  }

  add({ index, connection, request, response, damage, interim, ending }: CapturedExchange): void {
    this.#reserve(EXCHANGE_NUMBERS);
    this.#exchanges++;
    this.#number(index);
    const isWhole = damage.length === 0;
    this.#number(
      (request === null ? 0 : HAS.REQUEST) +
        (response === null ? 0 : HAS.RESPONSE) +
        (!isWhole && damage.includes('request') ? HAS.REQUEST_DAMAGE : 0) +
        (!isWhole && damage.includes('response') ? HAS.RESPONSE_DAMAGE : 0) +
        (ending === undefined ? 0 : HAS.ENDING) +
        interim.length * INTERIM_UNIT,
    );
    if (ending !== undefined) this.#ending(ending);
    this.#connection(connection);
    if (request !== null) this.#request(request);
    if (response !== null) this.#response(response);
    for (const each of interim) this.#response(each);
  }

  /** Hands on what was added since the last time. */
  take(hand: (packed: PackedExchanges) => void): void {
    hand({
      exchanges: this.#exchanges,
      numbers: this.#numbers.subarray(0, this.#at),
      texts: this.#texts.subarray(0, this.#length),
      words: [...this.#words.keys()],
      tls: [...this.#tls],
      notices: this.#notices,
    });
    this.#at = 0;
    this.#exchanges = 0;
    this.#length = 0;
    this.#words.clear();
    this.#tls.length = 0;
    this.#connections.fill(null);
    this.#connectionsTold = 0;
    this.#notices = [];
    ({ numbers: this.#numbers, texts: this.#texts } = this.#memory());
  }

  #ending(ending: Ending): void {
    this.#number(ENDING_KINDS.indexOf(ending.kind));
    this.#number(ending.frame ?? -1);
    this.#number(ending.after);
    this.#number(ending.idle ?? -1);
    this.#number(ending.sentAgain);
    this.#number(ending.sentAgainBytes);
    this.#number(ending.unacknowledged);
    this.#number(ending.ttl ?? -1);
    this.#number(ending.usualTtl ?? -1);
  }

  /** What is always the same of a connection is told once a part. */
  #connection(info: ConnectionInfo): void {
    const { flow, tls = null, originalClient = null } = info;
    const handshake = flow?.handshake ?? null;
    const place = info.index & (CONNECTION_PLACES - 1);
    const known = this.#connections[place] ?? null;
    if (known !== null && known.info === info && isHandshake(known, handshake)) {
      this.#number(known.number);
    } else {
      const number = this.#connectionsTold++;
      const { synAt, synAckAt, establishedAt, synRetransmissions, synAckRetransmissions, synsUnanswered } =
        handshake ?? NO_HANDSHAKE;
      this.#connections[place] = {
        info,
        number,
        synAt,
        synAckAt,
        establishedAt,
        synRetransmissions,
        synAckRetransmissions,
        synsUnanswered,
      };
      this.#number(number);
      this.#number(info.index);
      this.#word(info.client);
      this.#word(info.server);
      this.#optional(originalClient);
      this.#number(tls === null ? -1 : this.#numberOf(tls));
      this.#flag(handshake !== null);
      if (handshake !== null) {
        this.#number(handshake.synAt);
        this.#number(handshake.synAckAt);
        this.#number(handshake.establishedAt);
        this.#number(handshake.synRetransmissions);
        this.#number(handshake.synAckRetransmissions);
        this.#number(handshake.synsUnanswered);
      }
    }
    if (flow === undefined) return;
    this.#end(flow.client);
    this.#end(flow.server);
  }

  #end(end: EndFlow): void {
    const isSmooth = end.retransmissions === 0 && end.zeroWindows === 0;
    this.#number(isSmooth ? end.roundTrips : -1 - end.roundTrips);
    this.#number(end.leastRoundTrip);
    this.#number(end.largestWindow);
    if (isSmooth) return;
    this.#number(end.retransmissions);
    this.#number(end.zeroWindows);
  }

  #numberOf(tls: TlsInfo): number {
    const at = this.#tls.indexOf(tls);
    return at < 0 ? this.#tls.push(tls) - 1 : at;
  }

  #request(request: CapturedRequest): void {
    this.#message(request);
    this.#word(request.method);
    this.#number(request.targetStart);
    if (request.targetStart < 0) this.#text(request.target);
    else this.#number(request.targetEnd);
  }

  #response(response: CapturedResponse): void {
    this.#message(response);
    this.#number(response.status);
    this.#word(response.reason);
  }

  /** What each message has is written with its place at hand: it is done for every one of them. */
  #message(message: CapturedRequest | CapturedResponse): void {
    const { frame, frames, head, flow, bodyText, sink, contentLength, bodyBytes, missingBytes } = message;
    const { firstSeconds, firstNanos, lastFrame, lastSeconds, lastNanos } = message;
    this.#reserve(MESSAGE_NUMBERS + (typeof frames === 'number' ? 0 : frames.length));
    const isUsual = message.version === USUAL_VERSION;
    const isOnePacket = lastFrame === frame && lastSeconds === firstSeconds && lastNanos === firstNanos;
    const isOneFrame = frames === frame;
    const isBodiless = bodyBytes === 0 && missingBytes === 0;
    const isSmooth = flow !== null && isSmoothFlow(flow);
    const numbers = this.#numbers;
    let at = this.#at;
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
    if (!isUsual) numbers[at++] = this.#numberOfWord(message.version);
    numbers[at++] = head.length;
    this.#append(head);
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
    this.#at = at;
    if (flow !== null && !isSmooth) this.#roughFlow(flow);
    if (!isOneFrame) this.#frames(frames);
    if (bodyText !== null) this.#text(bodyText);
    if (sink !== null) this.#digests(message, sink);
  }

  /** The number of entries, and they; for a single frame 0 and it. */
  #frames(frames: CapturedRequest['frames']): void {
    if (typeof frames === 'number') {
      this.#number(0);
      this.#number(frames);
      return;
    }
    this.#number(frames.length);
    for (const each of frames) this.#number(each);
  }

  #digests(message: CapturedRequest | CapturedResponse, { held }: BodySink): void {
    if (held !== undefined) {
      this.#number(DIGESTS.HELD);
      this.#text(held);
      return;
    }
    const { digests } = message;
    this.#number(DIGESTS.MADE);
    this.#flag(digests?.whole === true);
    const md5 = digests?.md5 ?? null;
    this.#optional(md5 === null ? null : String.fromCharCode(...md5));
    this.#optional(digests?.crc64?.toString() ?? null);
    const sha256 = digests?.sha256 ?? null;
    this.#optional(sha256 === null ? null : String.fromCharCode(...sha256));
  }

  #roughFlow(flow: FlowMarks): void {
    this.#number(flow.idle);
    this.#number(flow.pauses);
    this.#number(flow.unproven);
    this.#number(flow.held);
    this.#number(flow.zeroWindows);
    this.#number(flow.retransmissions);
    this.#number(flow.stalled);
    this.#number(flow.sentAgainBefore);
    this.#number(flow.receiverSentAgain);
    this.#number(flow.receiverSentAgainAt);
    this.#number(flow.receiverDelay);
  }

  #number(value: number): void {
    this.#numbers[this.#at++] = value;
  }

  #flag(value: boolean): void {
    this.#number(value ? 1 : 0);
  }

  #text(text: ByteString): void {
    this.#number(text.length);
    this.#append(text);
  }

  #append(text: ByteString): void {
    const end = this.#length + text.length;
    if (end > this.#texts.length) this.#growTexts(end);
    writeByteString(text, this.#texts, this.#length);
    this.#length = end;
  }

  #growTexts(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.#texts.length * 2));
    grown.set(this.#texts);
    this.#texts = grown;
  }

  #optional(text: ByteString | null): void {
    if (text === null) this.#number(-1);
    else this.#text(text);
  }

  #word(text: ByteString): void {
    this.#number(this.#numberOfWord(text));
  }

  #numberOfWord(text: ByteString): number {
    const usual = placeIn(USUAL_WORDS, text);
    const known = usual < 0 ? this.#words.get(text) : usual;
    if (known !== undefined) return known;
    const at = USUAL_WORDS.length + this.#words.size;
    this.#words.set(text, at);
    return at;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#numbers.length) return;
    const grown = new Float64Array(Math.max(this.#numbers.length * 2, this.#at + count));
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}

type Handshake = ConnectionFlow['handshake'];

interface KnownConnection extends Handshake {
  readonly info: ConnectionInfo;
  readonly number: number;
}

const NO_HANDSHAKE: Handshake = {
  synAt: -1,
  synAckAt: -1,
  establishedAt: -1,
  synRetransmissions: 0,
  synAckRetransmissions: 0,
  synsUnanswered: 0,
};

function isHandshake(known: KnownConnection, now: Handshake | null): boolean {
  return (
    now === null ||
    (known.synAt === now.synAt &&
      known.synAckAt === now.synAckAt &&
      known.establishedAt === now.establishedAt &&
      known.synRetransmissions === now.synRetransmissions &&
      known.synAckRetransmissions === now.synAckRetransmissions &&
      known.synsUnanswered === now.synsUnanswered)
  );
}

/** Nothing held its sender up, and nothing was sent again. */
function isSmoothFlow(flow: FlowMarks): boolean {
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

/** The place of a text in a short list, -1 where it is not in it. Written out: `indexOf` calls into the engine for each message. */
function placeIn(list: readonly ByteString[], text: ByteString): number {
  for (let at = 0; at < list.length; at++) if (list[at] === text) return at;
  return -1;
}
