import type { NoticeCode } from '../bytes/notice.ts';
import type { Difference } from '../stream/difference.ts';
import type { HalfMeter } from '../stream/half-meter.ts';
import type { ConnectionFacts, ConnectionHandler, Side, StreamChunk, StreamEnd } from '../stream/handler.ts';
import { otherSide } from '../stream/handler.ts';
import type { TlsOpener } from '../tls/tls-opener.ts';
import { TlsWatch } from '../tls/tls-watch.ts';
import type { CapturedExchange, CapturedRequest, CapturedResponse } from './captured-message.ts';
import { endingOf } from './ending.ts';
import type { ConnectionInfo } from './exchange.ts';
import { connectionFlow, FlowMarks } from './flow.ts';
import { HeadScan } from './head-scan.ts';
import { HeldText } from './held-text.ts';
import type { ConnectionKind, HttpOutput } from './http-output.ts';
import { keepOfRequest, keepOfResponse } from './kept-bodies.ts';
import { HTTP_LIMITS, type HttpLimits, SMALL_HELD_BYTES } from './limits.ts';
import { MessageParser } from './message-parser.ts';
import type { Role } from './message-start.ts';
import { OpenPairs } from './open-pairs.ts';
import { Opening } from './opening.ts';
import { damageOfPair, heldBy, mayBeRefused, newPair, type Pair } from './pair.ts';
import type { BodyPlan, Message, ParserEvents } from './parser-events.ts';
import { tellCertificateRefused, tellNotSetUp } from './setup-notices.ts';
import { openTls, type TlsLayer } from './tls-layer.ts';

/** Its answer comes in place of the `100 Continue` that the client waits for with the body. */
function isRefusal(pair: Pair): pair is Pair & { readonly request: CapturedRequest } {
  return !pair.requestDone && mayBeRefused(pair);
}

/** Plans of the usual case are shared: one is asked for with every message. */
const PLAIN_PLAN = { bodiless: false, keep: 0, tunnel: false, doubtful: false } as const;
const NO_BODY_PLAN = { bodiless: true, keep: 0, tunnel: false, doubtful: false } as const;

/**
 * Reads the HTTP/1.x exchanges of one connection, and of the TLS that is found in it. Every request and every answer comes out in exactly one Exchange.
 */
export class HttpConnection implements ConnectionHandler {
  readonly #facts: ConnectionFacts;
  readonly #output: HttpOutput;
  readonly #limits: HttpLimits;
  readonly #held: HeldText;
  readonly #scan: HeadScan;
  #kind: ConnectionKind = 'unknown';
  #client: Side | null = null;
  #requests: MessageParser | null = null;
  #responses: MessageParser | null = null;
  #pairs: OpenPairs | null = null;
  #tls: TlsWatch | null = null;
  /** Reads the TLS that was recognised, where there are keys. */
  #opener: TlsOpener | null = null;
  /** What came out of the TLS. */
  #insideKind: ConnectionKind = 'unknown';
  readonly #layer: TlsLayer | null;
  #originalClient: string | null;
  #isHttp2 = false;
  /** Null where nothing is waited for that would tell what it carries. */
  #opening: Opening | null = null;
  /** Bytes of the server's side are missing. */
  #responseGap = false;
  #info: ConnectionInfo | null = null;
  #requestCount = 0;
  /** When the last answer was whole, on the connection's clock; -1 before. */
  #answeredAt = -1;
  /** Nothing more comes of the server. */
  #isOver = false;

  constructor(
    facts: ConnectionFacts,
    output: HttpOutput,
    layer: TlsLayer | null = null,
    originalClient: string | null = null,
  ) {
    this.#facts = facts;
    this.#output = output;
    this.#limits = output.limits ?? HTTP_LIMITS;
    this.#held = output.held ?? new HeldText(Number.POSITIVE_INFINITY);
    this.#scan = output.scan ?? new HeadScan();
    this.#layer = layer;
    this.#originalClient = originalClient;
  }

  data(side: Side, chunk: StreamChunk): void {
    if (this.#requests === null && this.#tls === null && !this.#recognise(side, chunk)) return;
    if (this.#tls === null) {
      const parser = side === this.#client ? this.#requests : this.#responses;
      parser?.data(chunk);
      return;
    }
    this.#tls.push(side === this.#client ? 'client' : 'server', chunk.block, chunk.start, chunk.end);
    this.#opener?.data(side, chunk);
    if (this.#opener?.isStopped === true) this.#opener = null;
  }

  again(side: Side, chunk: StreamChunk): Difference | null {
    const parser = side === this.#client ? this.#requests : this.#responses;
    return parser?.again(chunk) ?? null;
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    if (this.#requests === null && this.#tls === null) {
      this.#opening ??= new Opening(this.#facts);
      this.#opening.gap(side, length);
    }
    if (this.#client === null) return;
    if (side !== this.#client) this.#responseGap = true;
    this.#tls?.gap(side === this.#client ? 'client' : 'server');
    this.#opener?.gap(side, position, length, frame);
    const parser = side === this.#client ? this.#requests : this.#responses;
    parser?.gap(position, length, frame);
    if (side !== this.#client) this.#mayHaveRefused();
  }

  /** A gap may hide the refusal of the last request, in place of whose body another one then follows. */
  #mayHaveRefused(): void {
    const { waiting } = this.#pairs ?? {};
    const last = waiting?.[waiting.length - 1];
    if (last !== undefined && isRefusal(last)) this.#requests?.refused(last.request);
  }

  /** A request that was answered before it was complete may never be: its exchange is given as it is. */
  quiet(): void {
    this.#opener?.quiet();
    this.#pairs?.emitEarly();
  }

  end(side: Side, how: StreamEnd): void {
    this.#isOver ||= how !== 'closed' || side !== this.#client;
    this.#opener?.end(side, how);
    const parser = side === this.#client ? this.#requests : this.#responses;
    parser?.end(how, -1);
  }

  close(): void {
    this.#isOver = true;
    this.#opener?.close();
    this.#pairs?.close(this.#responseGap && this.#responses?.inSync === false);
    const client = this.#client ?? 0;
    const server = this.#facts.endpoint(otherSide(client));
    // TLS that turned out to hold HTTP is HTTP.
    this.#output.connection(this.#carried(), server, {
      clientBytes: this.#facts.bytes(client),
      serverBytes: this.#facts.bytes(otherSide(client)),
      tls: this.#tls,
    });
    if (this.#kind === 'unknown') tellNotSetUp(this.#facts, this.#output.notice);
    if (this.#tls !== null) tellCertificateRefused(this.#tls, this.#facts.index, server, this.#output.notice);
    this.#tls = null;
    this.#opener = null;
    this.#requests = null;
    this.#responses = null;
  }

  /** What of it counts: HTTP that came out of TLS is no TLS that stayed closed. */
  #carried(): ConnectionKind {
    const kind = this.#kind === 'tls' ? this.#insideKind : this.#kind;
    if (kind === 'http') return kind;
    if (kind === 'http2' || this.#isHttp2) return 'http2';
    if (this.#opener?.isBare === true) return 'bare-tls';
    return this.#kind === 'unknown' ? 'other' : this.#kind;
  }

  /** Whether it is known now what the connection carries. What was held until it was is read, the chunk is still to be. */
  #recognise(side: Side, chunk: StreamChunk): boolean {
    this.#opening ??= new Opening(this.#facts);
    this.#opening.isHttp2 = this.#isHttp2 || this.#layer?.info?.alpn === 'h2';
    const found = this.#opening.read(side, chunk);
    switch (found?.kind) {
      case 'tls':
        this.#startTls(found.client);
        break;
      case 'http2':
        this.#tellHttp2(chunk.frame);
        return false;
      case 'http':
        this.#startParsers(found.client, found.start);
        // The server has said nothing yet: what this side had heard when it sent this is where the answers start.
        if (
          side === found.client &&
          this.#facts.bytes(otherSide(side)) === 0 &&
          this.#opening.hidesRequests(side)
        )
          this.#pairs?.startUnseen(chunk.acknowledged);
        break;
      case undefined:
        return false;
    }
    this.#nameClient(this.#opening.originalClient);
    const held = this.#opening.take();
    this.#opening = null;
    for (const piece of held) this.data(piece.side, piece.chunk);
    return true;
  }

  #startTls(client: Side): void {
    this.#kind = 'tls';
    this.#client = client;
    this.#tls = new TlsWatch();
    this.#opener = openTls(this.#facts, client, this.#layer, (facts, layer) => this.#inside(facts, layer));
  }

  /** What reads the content of the TLS. */
  #inside(facts: ConnectionFacts, layer: TlsLayer): HttpConnection {
    const out = this.#output;
    const { notice, bodies, recent, limits, held, scan } = out;
    const output: Required<HttpOutput> = {
      nextIndex: () => out.nextIndex(),
      exchange: (exchange) => out.exchange(exchange),
      connection: (kind) => {
        this.#insideKind = kind;
      },
      notice,
      bodies,
      recent,
      limits,
      held,
      scan,
    };
    return new HttpConnection(facts, output, layer, this.#originalClient);
  }

  /** A header before what follows names its client. */
  #nameClient(client: string | null): void {
    if (client === null) return;
    this.#originalClient = client;
    this.#info = null;
  }

  /** HTTP/2, agreed on in the TLS handshake or begun with its preface (RFC 9113 §3), is told once and not read. */
  #tellHttp2(frame: number): void {
    if (this.#isHttp2) return;
    this.#isHttp2 = true;
    const name = this.#layer?.info?.serverName ?? this.#facts.endpoint(otherSide(this.#facts.initiator ?? 0));
    this.#output.notice({
      code: 'http2',
      frame,
      offset: null,
      args: { connection: this.#facts.index, name },
    });
  }

  #startParsers(client: Side, start: 'at-start' | 'lost'): void {
    this.#client = client;
    if (this.#pairs === null) this.#pairs = this.#newPairs();
    else this.#pairs.restart();
    if (start === 'lost') {
      this.#pairs.distrust('request', null);
      this.#pairs.distrust('response', null);
    }
    this.#requests = new MessageParser(
      'request',
      start,
      this.#events(
        'request',
        (message) => this.#requestHead(message),
        () => this.#lookAgain(),
      ),
    );
    this.#responses = new MessageParser(
      'response',
      start,
      this.#events(
        'response',
        (message) => this.#responseHead(message),
        (frame) => this.#notAnAnswer(frame),
      ),
    );
  }

  #newPairs(): OpenPairs {
    let isTold = false;
    return new OpenPairs(
      (pair) => this.#emit(pair),
      (frame) => {
        if (!isTold) this.#notice('answers-in-doubt', frame);
        isTold = true;
      },
    );
  }

  #events(role: Role, head: ParserEvents['head'], notHttp: ParserEvents['notHttp']): ParserEvents {
    return {
      limits: this.#limits,
      held: this.#held,
      scan: this.#scan,
      answerAhead: (frame) => this.#pairs?.sentAhead(frame),
      full: (frame) => this.#tellFull(frame),
      begin: (message) => this.#begin(message),
      head: (message) => {
        if (message.flow !== null) {
          message.flow.headAt = this.#facts.meter.at(message.latestSeconds, message.latestNanos);
        }
        return head(message);
      },
      done: (message) => {
        this.#endFlow(message);
        this.#remember(message);
        if (message.kind === 'request') this.#pairs?.requestDone(message);
        else this.#pairs?.responseDone(message);
      },
      notHttp,
      lostSync: (gapAt) => this.#pairs?.distrust(role, gapAt),
      notice: (code, frame) => this.#notice(code, frame),
    };
  }

  /** What a client says is not HTTP from its first byte on: HTTP or TLS may still follow. */
  #lookAgain(): void {
    if (this.#pairs?.isAnswering === true) return;
    this.#opening = new Opening(this.#facts);
    this.#opening.isForeign = true;
    this.#requestCount--;
    this.#requests = null;
    this.#responses = null;
  }

  /** What a server says is not HTTP from its first byte on: it matters where the client has said HTTP. */
  #notAnAnswer(frame: number): void {
    if (this.#kind === 'http') this.#notice('bad-status-line', frame);
  }

  #begin(message: Message): void {
    const { meter } = this.#facts;
    const isRequest = message.kind === 'request';
    const firstAt = meter.at(message.firstSeconds, message.firstNanos);
    const order = isRequest ? ++this.#requestCount : 0;
    const sender = this.#half(isRequest);
    sender.dropDoubt();
    message.flow = new FlowMarks(order, firstAt, sender, this.#half(!isRequest));
  }

  #remember(message: Message): void {
    const parser = message.kind === 'request' ? this.#requests : this.#responses;
    if (parser === null) return;
    this.#output.recent?.add(parser, message.head.length + message.keptBytes);
  }

  #endFlow(message: Message): void {
    const { meter } = this.#facts;
    const isRequest = message.kind === 'request';
    const at = meter.at(message.latestSeconds, message.latestNanos);
    message.flow?.done(at, this.#half(isRequest), this.#half(!isRequest));
    if (message.kind === 'response' && message.complete && message.status >= 200) this.#answeredAt = at;
  }

  #half(ofClient: boolean): HalfMeter {
    const client = this.#client ?? 0;
    return this.#facts.meter.halves[ofClient ? client : otherSide(client)];
  }

  #requestHead(message: Message): BodyPlan {
    if (message.kind !== 'request') return NO_BODY_PLAN;
    this.#kind = 'http';
    const pairs = this.#pairs;
    if (pairs !== null && pairs.waiting.length >= this.#limits.pipelinedRequests) {
      this.#notice('limit-pipeline', message.frame);
      pairs.giveUpWaiting();
    }
    const keep = keepOfRequest(message, this.#limits);
    const pair = newPair(this.#output.nextIndex(), message);
    if (this.#held.isFull && this.#makeRoom(message, keep)) {
      pairs?.add(pair);
      pairs?.giveUpWaiting();
      return PLAIN_PLAN;
    }
    pair.held = heldBy(message, keep);
    this.#held.bytes += pair.held;
    pairs?.add(pair);
    const { bodies } = this.#output;
    if (bodies !== undefined) message.sink = bodies.request(message, this.#connectionInfo().server);
    return keep === 0 ? PLAIN_PLAN : { ...PLAIN_PLAN, keep };
  }

  /** All connections together hold too much: gives up what this one holds, where it is much; true where the new request is. */
  #makeRoom(message: CapturedRequest, keep: number): boolean {
    const pairs = this.#pairs;
    const isLarge = heldBy(message, keep) > SMALL_HELD_BYTES;
    const waiting = pairs?.waiting.reduce((sum, { held }) => sum + held, 0) ?? 0;
    if (!isLarge && waiting <= SMALL_HELD_BYTES) return false;
    this.#tellFull(message.frame);
    pairs?.giveUpWaiting();
    return isLarge;
  }

  #tellFull(frame: number): void {
    const args = { limit: this.#held.limit };
    this.#output.notice({ code: 'limit-buffered-bytes', frame, offset: null, args });
  }

  #responseHead(message: Message): BodyPlan {
    if (message.kind !== 'response') return NO_BODY_PLAN;
    this.#kind = 'http';
    const interim = message.status >= 100 && message.status < 200 && message.status !== 101;
    if (interim) {
      this.#pairs?.addInterim(message);
      return NO_BODY_PLAN;
    }
    let pair = this.#take(message);
    if (pair === null) {
      pair = newPair(this.#output.nextIndex(), null);
      this.#notice('response-without-request', message.frame);
    }
    this.#pairs?.answer(pair, message);
    if (isRefusal(pair)) this.#requests?.refused(pair.request);
    return this.#responsePlan(pair.request, message);
  }

  /** The pair that a final answer belongs to; null if none can be told. A request may be answered before its head is whole (too long for the server, or too slow). */
  #take(response: CapturedResponse): Pair | null {
    const pairs = this.#pairs;
    if (pairs === null) return null;
    const isInHead = pairs.isClear && this.#requests?.answeredInHead(response.acknowledged) === true;
    const pair = pairs.take(response);
    // What follows the rest of that head is found by looking for it.
    if (isInHead) pairs.distrust('request', null);
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
    if (bodies !== undefined) message.sink = bodies.response(request, message, this.#connectionInfo().server);
    const keep = keepOfResponse(request, message, this.#limits);
    return keep === 0 && request !== null ? PLAIN_PLAN : { ...PLAIN_PLAN, keep, doubtful: request === null };
  }

  /** Requests have come that were not answered, the one that is answered now apart. */
  #hasAskedAhead(): boolean {
    return (this.#pairs?.waiting.length ?? 0) > 0 || this.#requests?.isInHead === true;
  }

  /** What follows belongs to another protocol; after CONNECT it may be HTTP or TLS once more. */
  #leaveHttp(lookAgain: boolean): void {
    this.#requests?.tunnel();
    if (!lookAgain) return;
    // The parser that is reporting this head still finishes it; new ones read what comes next.
    this.#requests = null;
    this.#responses = null;
  }

  #emit(pair: Pair): void {
    const { index, request, response, interim } = pair;
    this.#held.bytes -= pair.held;
    const damage = damageOfPair(pair);
    const exchange = { index, connection: this.#connectionInfo(), request, response, damage, interim };
    const isCut = this.#isOver && damage.length === 0 && response?.complete !== true;
    this.#output.exchange(isCut && request !== null ? this.#cut(exchange, request) : exchange);
  }

  /** Nothing more comes of the connection, and the answer is missing or not whole. */
  #cut(exchange: CapturedExchange, request: CapturedRequest): CapturedExchange {
    const unreadable = this.#responses?.unreadable ?? null;
    const answer = { response: exchange.response, before: this.#answeredAt, unreadable };
    const ending = endingOf(this.#facts, this.#client ?? 0, request, answer);
    return { ...exchange, ending };
  }

  #connectionInfo(): ConnectionInfo {
    const client = this.#client ?? 0;
    this.#info ??= {
      index: this.#facts.index,
      client: this.#facts.endpoint(client),
      server: this.#facts.endpoint(otherSide(client)),
      flow: connectionFlow(this.#facts.meter, client),
      tls: this.#layer?.info ?? null,
      originalClient: this.#originalClient,
    };
    return this.#info;
  }

  #notice(code: NoticeCode, frame: number): void {
    this.#output.notice({ code, frame, offset: null, args: { connection: this.#facts.index } });
  }
}
