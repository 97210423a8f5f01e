import type { Notice, NoticeCode } from '../bytes/notice.ts';
import type { ConnectionFacts, StreamEnd } from '../stream/handler.ts';
import type { Difference, Side, StreamChunk } from '../stream/stream-chunk.ts';
import { otherSide } from '../stream/stream-chunk.ts';
import type { CapturedExchange, CapturedRequest, CapturedResponse, Message } from './captured-message.ts';
import type { ConnectionInfo } from './exchange.ts';
import { HeadScan } from './head-reader.ts';
import type { ConnectionWatch, HttpOutput, MessageObserver } from './http-output.ts';
import { keepOfRequest, keepOfResponse } from './kept-bodies.ts';
import { BufferedText, HTTP_LIMITS, type HttpLimits, SMALL_BUFFERED_BYTES } from './limits.ts';
import type { BodyPlan, ParserEvents } from './message-parser.ts';
import { MessageParser } from './message-parser.ts';
import { endsOf } from './open-requests.ts';
import {
  bufferedBy,
  damageOfPair,
  type Ends,
  type KnownRequest,
  mayBeRefused,
  newPair,
  OpenPairs,
  type Pair,
} from './pairing.ts';
import type { Role } from './start-line.ts';

/** Its answer comes in place of the `100 Continue` that the client waits for with the body. */
function isRefusal(pair: Pair): pair is Pair & { readonly request: CapturedRequest } {
  return !pair.requestDone && mayBeRefused(pair);
}

/** Plans of the usual case are shared: one is asked for with every message. */
const PLAIN_PLAN = { bodiless: false, keep: 0, tunnel: false, doubtful: false } as const;
const NO_BODY_PLAN = { bodiless: true, keep: 0, tunnel: false, doubtful: false } as const;

function withHops(exchange: CapturedExchange, known: KnownRequest | null): CapturedExchange {
  if (known === null || (known.outer === null && known.copies === 0)) return exchange;
  const { outer, copies, isTranslated } = known;
  return {
    ...exchange,
    ...(outer === null ? {} : { outer: outer.index }),
    ...(copies === 0 ? {} : { inner: copies }),
    ...(outer === null || !isTranslated ? {} : { translated: outer.head === null ? 'late' : 'early' }),
  };
}

/** What the reader of exchanges asks of the connection that it belongs to. */
interface ExchangesOwner {
  info(): ConnectionInfo;
  /** What the client says is not HTTP from its first byte on: nothing is read here any more. */
  clientIsForeign(): void;
}

/**
 * Reads the HTTP/1.x exchanges of one connection from where it is known that it carries them and which side
 * asks, until it leaves HTTP; it may come back to it. Every request and every answer comes out in exactly one
 * exchange.
 */
export class HttpExchanges {
  readonly #facts: ConnectionFacts;
  readonly #output: HttpOutput;
  readonly #watch: ConnectionWatch | null;
  readonly #owner: ExchangesOwner;
  readonly #limits: HttpLimits;
  readonly #buffered: BufferedText;
  readonly #scan: HeadScan;
  /** Null before they are needed. */
  #ends: Ends | null = null;
  #client: Side | null = null;
  /** Null as long as nothing is read here. */
  #requests: MessageParser | null = null;
  #responses: MessageParser | null = null;
  #pairs: OpenPairs | null = null;
  #hasHeads = false;
  /** Bytes of the server's side are missing. */
  #responseGap = false;
  /** How many of them the capture lost. */
  #lostBytes = 0;
  #requestCount = 0;
  /** Null where nothing follows the connection, or before HTTP begins. */
  #observer: MessageObserver | null = null;
  /** Nothing more comes of the server. */
  #isOver = false;

  constructor(
    facts: ConnectionFacts,
    output: HttpOutput,
    watch: ConnectionWatch | null,
    owner: ExchangesOwner,
  ) {
    this.#facts = facts;
    this.#output = output;
    this.#watch = watch;
    this.#owner = owner;
    this.#limits = output.limits ?? HTTP_LIMITS;
    this.#buffered = output.buffered ?? new BufferedText(Number.POSITIVE_INFINITY);
    this.#scan = output.scan ?? new HeadScan();
  }

  /** What comes is read here. */
  get isReading(): boolean {
    return this.#requests !== null;
  }

  /** The head of a message was read: it is HTTP. */
  get hasHeads(): boolean {
    return this.#hasHeads;
  }

  /** HTTP begins, with a message or, where the beginning is `lost`, somewhere in one. */
  start(client: Side, start: 'at-start' | 'lost'): void {
    this.#client = client;
    const { restedAfter = 0 } = this.#facts;
    this.#requestCount ||= restedAfter;
    this.#observer ??= this.#watch?.exchanges(this.#facts) ?? null;
    this.#observer?.start(client);
    if (this.#pairs === null) this.#pairs = this.#newPairs();
    else this.#pairs.restart();
    if (start === 'lost') {
      this.#pairs.pairing.distrust('request', null);
      this.#pairs.pairing.distrust('response', null);
    }
    const hasSpoken = restedAfter > 0;
    this.#requests = new MessageParser(
      'request',
      start,
      this.#events(
        'request',
        (message) => this.#requestHead(message),
        () => this.#lookAgain(),
      ),
      hasSpoken,
    );
    this.#responses = new MessageParser(
      'response',
      start,
      this.#events(
        'response',
        (message) => this.#responseHead(message),
        (frame) => this.#notAnAnswer(frame),
      ),
      hasSpoken,
    );
  }

  /** The first requests are missing, and none of the answers, which start at `answersFrom`. */
  startUnseen(answersFrom: number): void {
    this.#pairs?.pairing.startUnseen(answersFrom);
  }

  data(side: Side, chunk: StreamChunk): void {
    this.#parserOf(side)?.data(chunk);
  }

  again(side: Side, chunk: StreamChunk): Difference | null {
    return this.#parserOf(side)?.again(chunk) ?? null;
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    this.#parserOf(side)?.gap(position, length, frame);
    if (side === this.#client) return;
    this.#responseGap = true;
    this.#noteLoss(position + length);
    this.#mayHaveRefused();
  }

  /** A request that was answered before it was complete may never be: its exchange is given as it is. */
  quiet(): void {
    this.#pairs?.emitEarly();
  }

  /** See `ConnectionHandler.rest`. */
  rest(): number | null {
    const areIdle = this.#requests?.isIdle === true && this.#responses?.isIdle === true;
    return areIdle && this.#pairs?.isAtRest === true ? this.#requestCount : null;
  }

  end(side: Side, how: StreamEnd): void {
    this.#isOver ||= how !== 'closed' || side !== this.#client;
    this.#parserOf(side)?.end(how);
  }

  close(): void {
    this.#isOver = true;
    this.#pairs?.close(this.#responseGap && this.#responses?.inSync === false);
    this.#stop();
  }

  #parserOf(side: Side): MessageParser | null {
    return side === this.#client ? this.#requests : this.#responses;
  }

  /** The parser that is reporting a head still finishes it. */
  #stop(): void {
    this.#requests = null;
    this.#responses = null;
  }

  /**
   * Bytes that the capture lost of the server's side are, as far as is known, of the answer that is waited
   * for.
   */
  #noteLoss(end: number): void {
    const loss = this.#facts.loss(otherSide(this.#client ?? 0));
    const bytes = loss.bytes - this.#lostBytes;
    this.#lostBytes = loss.bytes;
    if (bytes > 0 && this.#responses?.inSync === false) this.#pairs?.lost(bytes, loss, end);
  }

  /** A gap may hide the refusal of the last request, in place of whose body another one then follows. */
  #mayHaveRefused(): void {
    const { waiting } = this.#pairs?.pairing ?? {};
    const last = waiting?.[waiting.length - 1];
    if (last !== undefined && isRefusal(last)) this.#requests?.refused(last.request);
  }

  #newPairs(): OpenPairs {
    let isReported = false;
    return new OpenPairs(
      (pair) => this.#emit(pair),
      (frame) => {
        if (!isReported) this.#notice('answers-in-doubt', frame);
        isReported = true;
      },
    );
  }

  #events(role: Role, head: ParserEvents['head'], notHttp: ParserEvents['notHttp']): ParserEvents {
    return {
      limits: this.#limits,
      buffered: this.#buffered,
      scan: this.#scan,
      answerAhead: (frame) => this.#pairs?.pairing.sentAhead(frame),
      full: (frame) => this.#reportFull(frame),
      begin: (message) => this.#begin(message),
      head: (message) => {
        this.#observer?.head(message);
        return head(message);
      },
      done: (message) => {
        this.#observer?.done(message);
        this.#remember(message);
        if (message.kind === 'request') this.#pairs?.requestDone(message);
        else this.#pairs?.responseDone(message);
      },
      notHttp,
      lostSync: (gapAt) => this.#pairs?.pairing.distrust(role, gapAt),
      notice: (code, frame, args) => this.#notice(code, frame, args),
    };
  }

  /** What a client says is not HTTP from its first byte on. */
  #lookAgain(): void {
    if (this.#pairs?.isAnswering === true) return;
    this.#requestCount--;
    this.#stop();
    this.#owner.clientIsForeign();
  }

  /** What a server says is not HTTP from its first byte on: it matters where the client has said HTTP. */
  #notAnAnswer(frame: number): void {
    if (this.#hasHeads) this.#notice('bad-status-line', frame);
  }

  #begin(message: Message): void {
    const order = message.kind === 'request' ? ++this.#requestCount : 0;
    this.#observer?.begin(message, order);
  }

  #remember(message: Message): void {
    const parser = message.kind === 'request' ? this.#requests : this.#responses;
    if (parser === null) return;
    this.#output.recent?.add(parser, message.head.length + message.keptBytes);
  }

  #requestHead(message: Message): BodyPlan {
    if (message.kind !== 'request') return NO_BODY_PLAN;
    this.#hasHeads = true;
    const pairs = this.#pairs;
    if (pairs !== null && pairs.pairing.waiting.length >= this.#limits.pipelinedRequests) {
      this.#notice('limit-pipeline', message.frame);
      pairs.giveUpWaiting();
    }
    const keep = keepOfRequest(message, this.#limits);
    const pair = newPair(this.#output.nextIndex(), message);
    this.#enter(pair, message);
    if (this.#buffered.isFull && this.#makeRoom(message, keep)) {
      pairs?.add(pair);
      pairs?.giveUpWaiting();
      return PLAIN_PLAN;
    }
    this.#hold(pair, bufferedBy(message, keep));
    pairs?.add(pair);
    const { bodies } = this.#output;
    if (bodies !== undefined) message.sink = bodies.request(message, this.#owner.info().server);
    return keep === 0 ? PLAIN_PLAN : { ...PLAIN_PLAN, keep };
  }

  #enter(pair: Pair, request: CapturedRequest): void {
    const { open } = this.#output;
    if (open === undefined) return;
    this.#ends ??= endsOf(this.#owner.info());
    const client = this.#client ?? 0;
    const sequence = this.#facts.sequenceOf(client, request.start);
    pair.known = open.enter(pair.index, request, this.#ends, sequence);
    // between two translations of addresses, answers take another way: none is waited for
    if (pair.known.isTranslated && this.#facts.packets(otherSide(client)) === 0) this.#pairs?.giveUpWaiting();
  }

  /**
   * All connections together hold too much: gives up what this one holds, where it is much; true where the
   * new request is.
   */
  #makeRoom(message: CapturedRequest, keep: number): boolean {
    const pairs = this.#pairs;
    const isLarge =
      bufferedBy(message, keep) > SMALL_BUFFERED_BYTES || this.#buffered.bytes > this.#buffered.most;
    const waiting = pairs?.pairing.waiting.reduce((sum, { buffered }) => sum + buffered, 0) ?? 0;
    if (!isLarge && waiting <= SMALL_BUFFERED_BYTES) return false;
    this.#reportFull(message.frame);
    pairs?.giveUpWaiting();
    return isLarge;
  }

  #reportFull(frame: number): void {
    const args = { limit: this.#buffered.limit };
    this.#output.notice({ code: 'limit-buffered-bytes', frame, offset: null, args });
  }

  #responseHead(message: Message): BodyPlan {
    if (message.kind !== 'response') return NO_BODY_PLAN;
    this.#hasHeads = true;
    const interim = message.status >= 100 && message.status < 200 && message.status !== 101;
    if (interim) {
      const asking = this.#pairs?.pairing.addInterim(message) ?? null;
      if (asking !== null) this.#hold(asking, message.head.length);
      return NO_BODY_PLAN;
    }
    let pair = this.#take(message);
    if (pair === null) {
      pair = newPair(this.#output.nextIndex(), null);
      this.#notice('response-without-request', message.frame);
    }
    this.#pairs?.answer(pair, message);
    if (isRefusal(pair)) this.#requests?.refused(pair.request);
    const plan = this.#responsePlan(pair.request, message);
    const held = bufferedBy(message, plan.keep);
    const isTooMuch = held > SMALL_BUFFERED_BYTES && this.#buffered.isFull;
    this.#hold(pair, isTooMuch ? message.head.length : held);
    if (!isTooMuch || plan.keep === 0) return plan;
    this.#reportFull(message.frame);
    return { ...plan, keep: Math.min(plan.keep, SMALL_BUFFERED_BYTES) };
  }

  #hold(pair: Pair, bytes: number): void {
    pair.buffered += bytes;
    this.#buffered.bytes += bytes;
  }

  /**
   * The pair that a final answer belongs to; null if none can be found. A request may be answered before its
   * head is whole (too long for the server, or too slow).
   */
  #take(response: CapturedResponse): Pair | null {
    const pairs = this.#pairs;
    if (pairs === null) return null;
    const isInHead = pairs.pairing.isClear && this.#requests?.answeredInHead(response.acknowledged) === true;
    const pair = pairs.pairing.take(response);
    // What follows the rest of that head is found by looking for it.
    if (isInHead) pairs.pairing.distrust('request', null);
    return pair;
  }

  #responsePlan(request: CapturedRequest | null, message: CapturedResponse): BodyPlan {
    const { status } = message;
    const { bodies } = this.#output;
    if (request !== null && request.sink !== null && bodies?.isAskedAfter(status) === false)
      request.sink = null;
    const connect = request?.method === 'CONNECT' && status >= 200 && status < 300;
    // A client that did not wait for the tunnel speaks HTTP in it, which is read already.
    if (connect && this.#hasAskedAhead()) return NO_BODY_PLAN;
    if (connect || status === 101) {
      this.#leaveHttp(connect);
      return { ...NO_BODY_PLAN, tunnel: true };
    }
    if (request?.method === 'HEAD' || status === 204 || status === 304) return NO_BODY_PLAN;
    if (bodies !== undefined) message.sink = bodies.response(request, message, this.#owner.info().server);
    const keep = keepOfResponse(request, message, this.#limits);
    return keep === 0 && request !== null ? PLAIN_PLAN : { ...PLAIN_PLAN, keep, doubtful: request === null };
  }

  /** Requests have come that were not answered, the one that is answered now apart. */
  #hasAskedAhead(): boolean {
    return (this.#pairs?.pairing.waiting.length ?? 0) > 0 || this.#requests?.isInHead === true;
  }

  /** What follows belongs to another protocol; after CONNECT it may be HTTP or TLS once more. */
  #leaveHttp(lookAgain: boolean): void {
    this.#requests?.tunnel();
    if (!lookAgain) return;
    // New ones read what comes next.
    this.#stop();
  }

  #emit(pair: Pair): void {
    const { index, request, response, interim } = pair;
    this.#buffered.bytes -= pair.buffered;
    const damage = damageOfPair(pair);
    const exchange = { index, connection: this.#owner.info(), request, response, damage, interim };
    const ended = this.#withEnding(pair, exchange);
    if (pair.known !== null) this.#output.open?.leave(pair.known);
    this.#output.exchange(withHops(ended, pair.known));
  }

  /** Says why the answer is missing or not whole, where that is known. */
  #withEnding(pair: Pair, exchange: CapturedExchange): CapturedExchange {
    const { request, response, responseLost, lostBytes, lost } = pair;
    if (this.#observer === null || request === null || response?.complete === true) return exchange;
    const isOver = this.#isOver;
    const unreadable = this.#responses?.unreadable ?? null;
    const cut = { request, response, responseLost, lostBytes, lost, isOver, unreadable };
    const ending = this.#observer.ending(cut);
    return ending === null ? exchange : { ...exchange, ending };
  }

  #notice(code: NoticeCode, frame: number, more: Notice['args'] = {}): void {
    const args = { connection: this.#facts.index, ...more };
    this.#output.notice({ code, frame, offset: null, args });
  }
}
