import { smallest } from '../bytes/collections.ts';
import type { ConnectionFacts, ConnectionHandler, ConnectionObserver, StreamEnd } from '../stream/handler.ts';
import type { Difference, Side, StreamChunk } from '../stream/stream-chunk.ts';
import { otherSide } from '../stream/stream-chunk.ts';
import type { ConnectionInfo } from './exchange.ts';
import { HttpExchanges } from './http-exchanges.ts';
import type { ConnectionKind, ConnectionWatch, HttpOutput } from './http-output.ts';
import { Opening } from './opening.ts';
import type { TlsConnection, TlsLayer } from './tls.ts';

/** The connection around another one that came out of it. */
interface OuterConnection {
  readonly watch: ConnectionWatch | null;
  readonly layer: TlsLayer;
  readonly originalClient: string | null;
}

/**
 * Finds out what a connection carries, and has it read: HTTP/1.x by `HttpExchanges`, TLS by a
 * `TlsConnection`, of which the content comes to another object of this class where it is opened.
 */
export class HttpConnection implements ConnectionHandler {
  readonly #facts: ConnectionFacts;
  readonly #output: HttpOutput;
  readonly #http: HttpExchanges;
  readonly #watch: ConnectionWatch | null;
  /** The TLS that its bytes came out of. */
  readonly #layer: TlsLayer | null;
  #originalClient: string | null;
  /** Null as long as it is not known which side asks. */
  #client: Side | null = null;
  /** Null where nothing is waited for that would show what it carries. */
  #opening: Opening | null = null;
  #isHttp2 = false;
  /** Null as long as no TLS was recognised. */
  #tls: TlsConnection | null = null;
  /** What came out of the TLS. */
  #insideKind: ConnectionKind = 'unknown';
  #info: ConnectionInfo | null = null;

  constructor(facts: ConnectionFacts, output: HttpOutput, outer: OuterConnection | null = null) {
    this.#facts = facts;
    this.#output = output;
    this.#watch = outer === null ? (output.watch?.() ?? null) : outer.watch;
    this.#layer = outer?.layer ?? null;
    this.#originalClient = outer?.originalClient ?? null;
    this.#http = new HttpExchanges(facts, output, this.#watch, {
      info: () => this.#connectionInfo(),
      clientIsForeign: () => {
        this.#opening = this.#newOpening();
        this.#opening.isForeign = true;
      },
    });
  }

  get observer(): ConnectionObserver | null {
    return this.#watch?.observer ?? null;
  }

  data(side: Side, chunk: StreamChunk): void {
    if (this.#isOpening() && !this.#recognise(side, chunk)) return;
    if (this.#tls === null) this.#http.data(side, chunk);
    else this.#tls.data(side, chunk);
  }

  again(side: Side, chunk: StreamChunk): Difference | null {
    return this.#http.again(side, chunk);
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    if (this.#isOpening()) {
      this.#opening ??= this.#newOpening();
      this.#opening.gap(side, length);
    }
    if (this.#client === null) return;
    this.#tls?.gap(side, position, length, frame);
    this.#http.gap(side, position, length, frame);
  }

  quiet(): void {
    this.#tls?.quiet();
    this.#http.quiet();
  }

  rest(): number | null {
    const isPlain = this.#tls === null && this.#layer === null && this.#originalClient === null;
    return isPlain && this.#opening === null && this.#client === this.#facts.initiator
      ? this.#http.rest()
      : null;
  }

  end(side: Side, how: StreamEnd): void {
    this.#tls?.end(side, how);
    this.#http.end(side, how);
  }

  close(): void {
    this.#tls?.close();
    this.#http.close();
    const client = this.#client ?? 0;
    const server = this.#facts.endpoint(otherSide(client));
    this.#output.connection(this.#carried(), server, {
      clientBytes: this.#facts.bytes(client),
      serverBytes: this.#facts.bytes(otherSide(client)),
      tls: this.#tls,
    });
    this.#noteLoss(server);
    if (this.#outerKind() === 'unknown') this.#watch?.carriedNothing(this.#facts, this.#output.notice);
    this.#tls?.reportRefusal(server);
    this.#tls = null;
  }

  /** What the capture lost of a connection with exchanges is reported once, however many holes it made. */
  #noteLoss(server: string): void {
    if (this.#layer !== null) return;
    if (this.#carried() !== 'http') return;
    const losses = ([0, 1] as const)
      .filter((side) => this.#facts.packets(side) > 0)
      .map((side) => this.#facts.loss(side))
      .filter(({ holes }) => holes > 0);
    if (losses.length === 0) return;
    const bytes = losses.reduce((sum, loss) => sum + loss.bytes, 0);
    const holes = losses.reduce((sum, loss) => sum + loss.holes, 0);
    const frame = smallest(losses.map(({ firstFrame }) => firstFrame));
    const args = { connection: this.#facts.index, server, bytes, holes };
    this.#output.notice({ code: 'capture-loss', frame, offset: null, args });
  }

  /** It is not known, or not any more, what the next bytes are. */
  #isOpening(): boolean {
    return this.#tls === null && !this.#http.isReading;
  }

  /**
   * What it carries, the content of TLS left aside: that, once it has begun, whatever came before (an answer
   * to CONNECT).
   */
  #outerKind(): 'tls' | 'http' | 'unknown' {
    if (this.#tls !== null) return 'tls';
    return this.#http.hasHeads ? 'http' : 'unknown';
  }

  /** What of it counts: HTTP that came out of TLS is no TLS that stayed closed. */
  #carried(): ConnectionKind {
    const outer = this.#outerKind();
    const kind = outer === 'tls' ? this.#insideKind : outer;
    if (kind === 'http') return kind;
    if (kind === 'http2' || this.#isHttp2) return 'http2';
    if (this.#tls?.isBare === true) return 'bare-tls';
    return outer === 'unknown' ? 'other' : outer;
  }

  /**
   * Whether it is known now what the connection carries. What was held until it was is read, the chunk is
   * still to be.
   */
  #recognise(side: Side, chunk: StreamChunk): boolean {
    this.#opening ??= this.#newOpening();
    this.#opening.isHttp2 = this.#isHttp2 || this.#layer?.info.alpn === 'h2';
    const found = this.#opening.read(side, chunk);
    switch (found?.kind) {
      case 'tls':
        this.#client = found.client;
        this.#tls = this.#readTls(found.client);
        break;
      case 'http2':
        this.#reportHttp2(chunk.frame);
        return false;
      case 'http':
        this.#client = found.client;
        this.#http.start(found.client, found.start);
        // The server has said nothing yet: what this side had received when it sent this is where the answers
        // start.
        if (
          side === found.client &&
          this.#facts.bytes(otherSide(side)) === 0 &&
          this.#opening.hidesRequests(side)
        )
          this.#http.startUnseen(chunk.acknowledged);
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

  #newOpening(): Opening {
    return new Opening(this.#facts, this.#output.tls ?? null);
  }

  #readTls(client: Side): TlsConnection | null {
    const { tls } = this.#output;
    return tls?.read(this.#facts, client, this.#layer, (facts, layer) => this.#inside(facts, layer)) ?? null;
  }

  /** What reads the content of the TLS. */
  #inside(facts: ConnectionFacts, layer: TlsLayer): HttpConnection {
    const out = this.#output;
    const output: HttpOutput = {
      ...out,
      nextIndex: () => out.nextIndex(),
      exchange: (exchange) => out.exchange(exchange),
      connection: (kind) => {
        this.#insideKind = kind;
      },
    };
    const outer = { watch: this.#watch, layer, originalClient: this.#originalClient };
    return new HttpConnection(facts, output, outer);
  }

  /** A header before what follows names its client. */
  #nameClient(client: string | null): void {
    if (client === null) return;
    this.#originalClient = client;
    this.#info = null;
  }

  /**
   * HTTP/2, agreed on in the TLS handshake or begun with its preface (RFC 9113 §3), is reported once and not
   * read.
   */
  #reportHttp2(frame: number): void {
    if (this.#isHttp2) return;
    this.#isHttp2 = true;
    const name = this.#layer?.info.serverName ?? this.#facts.endpoint(otherSide(this.#facts.initiator ?? 0));
    this.#output.notice({
      code: 'http2',
      frame,
      offset: null,
      args: { connection: this.#facts.index, name },
    });
  }

  #connectionInfo(): ConnectionInfo {
    const client = this.#client ?? 0;
    this.#info ??= {
      index: this.#facts.index,
      client: this.#facts.endpoint(client),
      server: this.#facts.endpoint(otherSide(client)),
      ...(this.#watch === null ? {} : { flow: this.#watch.flow(client) }),
      tls: this.#layer?.info ?? null,
      originalClient: this.#originalClient,
    };
    return this.#info;
  }
}
