import { type ByteString, toByteString, toBytes } from '../bytes/byte-string.ts';
import type { Notice } from '../bytes/notice.ts';
import type { BodySink } from './body-sink.ts';
import { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { ConnectionInfo, Exchange } from './exchange.ts';
import { type ConnectionFlow, type EndFlow, FlowMarks } from './flow.ts';
import type { FrameMap } from './head.ts';
import { DIGESTS, FRAMINGS, type PackedExchanges } from './packed-exchanges.ts';

export interface UnpackedOutput {
  exchange(exchange: Exchange): void;
  notice(notice: Notice): void;
  /** Digests a body that was held until somebody asks. */
  digest(body: ByteString): BodySink;
}

/** Gives what an `ExchangePacker` was given, in the same order. */
export function unpackExchanges(packed: PackedExchanges, out: UnpackedOutput): void {
  const unpacker = new Unpacker(packed, out);
  let told = 0;
  const tell = (before: number): void => {
    for (; told < packed.notices.length; told++) {
      const next = packed.notices[told];
      if (next === undefined || next[0] > before) return;
      out.notice(next[1]);
    }
  };
  for (let done = 0; done < packed.exchanges; done++) {
    tell(done);
    out.exchange(unpacker.exchange());
  }
  tell(packed.exchanges);
}

const NO_DAMAGE: Exchange['damage'] = [];
const NO_INTERIM: Exchange['interim'] = [];

/** Reads the fields in the order of `ExchangePacker`. */
class Unpacker {
  readonly #packed: PackedExchanges;
  readonly #texts: Uint8Array;
  readonly #out: UnpackedOutput;
  #at = 0;
  #textAt = 0;

  constructor(packed: PackedExchanges, out: UnpackedOutput) {
    this.#packed = packed;
    this.#texts = packed.texts;
    this.#out = out;
  }

  exchange(): Exchange {
    const index = this.#number();
    const connection = this.#connection();
    const damage = this.#number();
    const messages = this.#number();
    const count = this.#number();
    const request = (messages & 1) === 0 ? null : this.#request();
    const response = (messages & 2) === 0 ? null : this.#response();
    const interim: CapturedResponse[] = [];
    for (let i = 0; i < count; i++) interim.push(this.#response());
    return {
      index,
      connection,
      request,
      response,
      damage: damage === 0 ? NO_DAMAGE : damageOf(damage),
      interim: count === 0 ? NO_INTERIM : interim,
    };
  }

  #connection(): ConnectionInfo {
    const index = this.#number();
    const client = this.#word();
    const server = this.#word();
    const tls = this.#packed.tls[this.#number()] ?? null;
    const flow = this.#connectionFlow();
    return flow === null ? { index, client, server, tls } : { index, client, server, flow, tls };
  }

  #connectionFlow(): ConnectionFlow | null {
    if (!this.#flag()) return null;
    const handshake = {
      synAt: this.#number(),
      synAckAt: this.#number(),
      establishedAt: this.#number(),
      synRetransmissions: this.#number(),
    };
    return { handshake, client: this.#endFlow(), server: this.#endFlow() };
  }

  #endFlow(): EndFlow {
    return {
      retransmissions: this.#number(),
      zeroWindows: this.#number(),
      roundTrips: this.#number(),
      leastRoundTrip: this.#number(),
    };
  }

  #request(): CapturedRequest {
    const request = new CapturedRequest();
    this.#message(request);
    request.method = this.#word();
    const target = this.#number();
    if (target < 0) request.target = this.#text();
    else request.targetInHead(target, this.#number(), true);
    return request;
  }

  #response(): CapturedResponse {
    const response = new CapturedResponse();
    this.#message(response);
    response.status = this.#number();
    response.reason = this.#word();
    return response;
  }

  #message(message: CapturedRequest | CapturedResponse): void {
    message.version = this.#word();
    message.head = this.#text();
    message.frame = this.#number();
    message.lastFrame = this.#number();
    message.firstSeconds = this.#number();
    message.firstNanos = this.#number();
    message.lastSeconds = this.#number();
    message.lastNanos = this.#number();
    const flags = this.#number();
    message.headComplete = (flags & 1) !== 0;
    message.complete = (flags & 2) !== 0;
    message.framing = FRAMINGS[this.#number()] ?? 'unknown';
    const length = this.#number();
    message.contentLength = length < 0 ? null : length;
    message.bodyBytes = this.#number();
    message.missingBytes = this.#number();
    message.frames = this.#frames();
    const body = this.#optional();
    if (body !== null) message.restoreBody(body);
    message.sink = this.#digests();
    message.flow = this.#flow();
  }

  #frames(): FrameMap {
    const count = this.#number();
    if (count === 0) return this.#number();
    const frames: number[] = [];
    for (let i = 0; i < count; i++) frames.push(this.#number());
    return frames;
  }

  #digests(): BodySink | null {
    switch (this.#number()) {
      case DIGESTS.HELD:
        return this.#out.digest(this.#text());
      case DIGESTS.MADE: {
        const whole = this.#flag();
        const md5 = this.#optional();
        const crc64 = this.#optional();
        const made = {
          whole,
          md5: md5 === null ? null : toBytes(md5),
          crc64: crc64 === null ? null : BigInt(crc64),
        };
        return { take: () => {}, digests: () => made };
      }
      default:
        return null;
    }
  }

  #flow(): FlowMarks | null {
    if (!this.#flag()) return null;
    const marks = new FlowMarks(this.#number(), this.#number(), NOTHING_BEFORE, NOTHING_BEFORE);
    marks.headAt = this.#number();
    marks.doneAt = this.#number();
    marks.idle = this.#number();
    marks.pauses = this.#number();
    marks.held = this.#number();
    marks.zeroWindows = this.#number();
    marks.retransmissions = this.#number();
    marks.stalled = this.#number();
    marks.sentAgainBefore = this.#number();
    marks.receiverSentAgain = this.#number();
    marks.receiverSentAgainAt = this.#number();
    return marks;
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

  #word(): ByteString {
    return this.#packed.words[this.#number()] ?? '';
  }
}

const NOTHING_BEFORE = {
  idle: 0,
  pauses: 0,
  held: 0,
  zeroWindows: 0,
  retransmissions: 0,
  stalled: 0,
  retransmittedAt: -1,
} as const;

function damageOf(flags: number): Exchange['damage'] {
  return [
    ...((flags & 1) === 0 ? [] : (['request'] as const)),
    ...((flags & 2) === 0 ? [] : (['response'] as const)),
  ];
}
