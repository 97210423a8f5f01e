import type { NoticeCode, NoticeSink } from '../bytes/notice.ts';
import type { ConnectionFacts, ConnectionHandler, Side, StreamChunk, StreamEnd } from '../stream/handler.ts';
import { otherSide } from '../stream/handler.ts';
import { looksLikeTls } from '../tls/client-hello.ts';
import { TlsWatch } from '../tls/tls-watch.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { ConnectionInfo, Exchange } from './exchange.ts';
import { keepOfRequest, keepOfResponse } from './kept-bodies.ts';
import { MAX_PIPELINED_REQUESTS } from './limits.ts';
import {
  type BodyPlan,
  looksLikeRequestLine,
  looksLikeStatusLine,
  type Message,
  MessageParser,
  type ParserEvents,
} from './message-parser.ts';
import { type Pair, Pairing } from './pairing.ts';

/** What a connection turned out to carry. */
export type ConnectionKind = 'unknown' | 'http' | 'tls' | 'other';

export interface HttpOutput {
  /** Numbers the exchanges of the whole capture. */
  nextIndex(): number;
  exchange(exchange: Exchange): void;
  /** A connection is over (or carried no HTTP and turned out to be TLS). `serverName` is null without one. */
  connection(kind: ConnectionKind, server: string, serverName: string | null): void;
  notice: NoticeSink;
}

/** Plans and lists of the usual case are shared: they are made for every message. */
const PLAIN_PLAN = { bodiless: false, keep: 0, tunnel: false, doubtful: false } as const;
const NO_BODY_PLAN = { bodiless: true, keep: 0, tunnel: false, doubtful: false } as const;

/**
 * Reads the HTTP/1.x exchanges of one connection. Recognises HTTP by content on any port, and TLS; where no SYN tells who
 * is the client, the first request line or status line does. Every request and every answer comes out in exactly one Exchange.
 */
export class HttpConnection implements ConnectionHandler {
  readonly #facts: ConnectionFacts;
  readonly #output: HttpOutput;
  #kind: ConnectionKind = 'unknown';
  #client: Side | null = null;
  #requests: MessageParser | null = null;
  #responses: MessageParser | null = null;
  #pairing: Pairing | null = null;
  /** Pairs whose answer is known and whose request or answer is still coming. */
  readonly #open: Pair[] = [];
  #answering: Pair | null = null;
  #tls: TlsWatch | null = null;
  /** The stream's first bytes are missing. */
  #startLost = false;
  /** Bytes of the server's side are missing. */
  #responseGap = false;
  #info: ConnectionInfo | null = null;

  constructor(facts: ConnectionFacts, output: HttpOutput) {
    this.#facts = facts;
    this.#output = output;
  }

  data(side: Side, chunk: StreamChunk): void {
    if (this.#tls !== null) {
      if (side === this.#client) this.#tls.push(chunk.block, chunk.start, chunk.end);
      return;
    }
    if (this.#requests === null && !this.#detect(side, chunk)) return;
    const parser = side === this.#client ? this.#requests : this.#responses;
    parser?.data(chunk);
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    if (this.#client === null) {
      this.#startLost = true;
      return;
    }
    if (side !== this.#client) this.#responseGap = true;
    const parser = side === this.#client ? this.#requests : this.#responses;
    parser?.gap(position, length, frame);
  }

  end(side: Side, how: StreamEnd): void {
    const parser = side === this.#client ? this.#requests : this.#responses;
    parser?.end(how, -1);
  }

  close(): void {
    const answerLost = this.#responseGap && this.#responses?.inSync === false;
    for (const pair of this.#pairing?.waiting ?? []) {
      pair.responseLost = answerLost;
      this.#emit(pair);
    }
    for (const pair of this.#open.splice(0)) this.#emit(pair);
    const server = this.#facts.endpoint(this.#client === null ? 1 : otherSide(this.#client));
    const kind = this.#kind === 'unknown' ? 'other' : this.#kind;
    this.#output.connection(kind, server, this.#tls?.serverName ?? null);
    this.#tls = null;
    this.#requests = null;
    this.#responses = null;
  }

  /** Decides from the first bytes of either side who speaks what; false while nothing is recognised. */
  #detect(side: Side, chunk: StreamChunk): boolean {
    const { block, start, end } = chunk;
    const initiator = this.#facts.initiator;
    if (looksLikeTls(block, start, end) && (initiator === null || initiator === side)) {
      this.#kind = 'tls';
      this.#client = side;
      this.#tls = new TlsWatch();
      this.#tls.push(block, start, end);
      return false;
    }
    if (initiator !== null) {
      this.#startParsers(initiator, this.#startLost ? 'lost' : 'at-start');
      return true;
    }
    if (looksLikeRequestLine(block, start, end)) this.#startParsers(side, 'lost');
    else if (looksLikeStatusLine(block, start, end)) this.#startParsers(otherSide(side), 'lost');
    else return false;
    return true;
  }

  #startParsers(client: Side, start: 'at-start' | 'lost'): void {
    this.#client = client;
    this.#pairing = new Pairing((pair) => this.#settle(pair));
    if (start === 'lost') this.#pairing.distrust();
    this.#requests = new MessageParser(
      'request',
      start,
      this.#events((message) => this.#requestHead(message)),
    );
    this.#responses = new MessageParser(
      'response',
      start,
      this.#events((message) => this.#responseHead(message)),
    );
  }

  #events(head: (message: Message) => BodyPlan): ParserEvents {
    return {
      head,
      done: (message) => (message.kind === 'request' ? this.#requestDone(message) : this.#responseDone()),
      notHttp: () => {},
      lostSync: () => this.#pairing?.distrust(),
      notice: (code, frame) => this.#notice(code, frame),
    };
  }

  #requestHead(message: Message): BodyPlan {
    if (message.kind !== 'request') return NO_BODY_PLAN;
    this.#kind = 'http';
    const pairing = this.#pairing;
    if (pairing !== null && pairing.waiting.length >= MAX_PIPELINED_REQUESTS) {
      this.#notice('limit-pipeline', message.frame);
      this.#pairing = new Pairing((pair) => this.#settle(pair));
      this.#pairing.distrust();
      for (const pair of pairing.waiting) this.#emit(pair);
    }
    this.#pairing?.add(newPair(this.#output.nextIndex(), message));
    const keep = keepOfRequest(message);
    return keep === 0 ? PLAIN_PLAN : { ...PLAIN_PLAN, keep };
  }

  #responseHead(message: Message): BodyPlan {
    if (message.kind !== 'response') return NO_BODY_PLAN;
    this.#kind = 'http';
    const interim = message.status >= 100 && message.status < 200 && message.status !== 101;
    if (interim) {
      this.#pairing?.addInterim(message);
      return NO_BODY_PLAN;
    }
    let pair = this.#pairing?.take(message) ?? null;
    if (pair === null) {
      pair = newPair(this.#output.nextIndex(), null);
      this.#notice('response-without-request', message.frame);
    }
    pair.response = message;
    this.#answering = pair;
    this.#open.push(pair);
    return this.#responsePlan(pair.request, message);
  }

  #responsePlan(request: CapturedRequest | null, message: CapturedResponse): BodyPlan {
    const { status } = message;
    const connect = request?.method === 'CONNECT' && status >= 200 && status < 300;
    if (connect || status === 101) {
      this.#leaveHttp(connect);
      return { ...NO_BODY_PLAN, tunnel: true };
    }
    if (request?.method === 'HEAD' || status === 204 || status === 304) return NO_BODY_PLAN;
    const keep = keepOfResponse(request, message);
    return keep === 0 && request !== null ? PLAIN_PLAN : { ...PLAIN_PLAN, keep, doubtful: request === null };
  }

  /** What follows belongs to another protocol; after CONNECT it may be HTTP or TLS once more. */
  #leaveHttp(lookAgain: boolean): void {
    this.#requests?.tunnel();
    if (!lookAgain) return;
    for (const pair of this.#pairing?.waiting ?? []) this.#emit(pair);
    // The parser that is reporting this head still finishes it; new ones read what comes next.
    this.#requests = null;
    this.#responses = null;
  }

  #requestDone(request: CapturedRequest): void {
    const waiting = this.#pairing?.waiting ?? [];
    const pair =
      waiting.findLast((one) => one.request === request) ?? this.#open.find((one) => one.request === request);
    if (pair === undefined) return;
    pair.requestDone = true;
    if (pair.responseDone) this.#settle(pair);
  }

  #responseDone(): void {
    const pair = this.#answering;
    this.#answering = null;
    if (pair === null) return;
    pair.responseDone = true;
    if (pair.requestDone) this.#settle(pair);
  }

  /** Nothing more can come for this pair. */
  #settle(pair: Pair): void {
    const at = this.#open.indexOf(pair);
    if (at >= 0) this.#open.splice(at, 1);
    this.#emit(pair);
  }

  #emit(pair: Pair): void {
    const { index, request, response, interim } = pair;
    const damage = damageOf(pair);
    this.#output.exchange({ index, connection: this.#connectionInfo(), request, response, damage, interim });
  }

  #connectionInfo(): ConnectionInfo {
    const client = this.#client ?? 0;
    this.#info ??= {
      index: this.#facts.index,
      client: this.#facts.endpoint(client),
      server: this.#facts.endpoint(otherSide(client)),
    };
    return this.#info;
  }

  #notice(code: NoticeCode, frame: number): void {
    this.#output.notice({ code, frame, offset: null, args: { connection: this.#facts.index } });
  }
}

const NO_DAMAGE: Exchange['damage'] = [];

function damageOf({ request, response, responseLost }: Pair): Exchange['damage'] {
  const asked = request === null || request.missingBytes > 0;
  const answered = responseLost || (response !== null && response.missingBytes > 0);
  if (!asked && !answered) return NO_DAMAGE;
  return [...(asked ? (['request'] as const) : []), ...(answered ? (['response'] as const) : [])];
}

function newPair(index: number, request: CapturedRequest | null): Pair {
  return {
    index,
    request,
    response: null,
    interim: [],
    requestDone: request === null,
    responseDone: false,
    responseLost: false,
  };
}
