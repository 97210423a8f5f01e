import type { Notice } from './bytes/notice.ts';
import { NoticeLimiter } from './bytes/notice-limiter.ts';
import type { CaptureRecord, CaptureSink, CaptureSummary } from './capture/record.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { History } from './diagnose/history.ts';
import type { Exchange } from './http/exchange.ts';
import { type ConnectionKind, HttpConnection, type HttpOutput } from './http/http-connection.ts';
import type { Time } from './http/message.ts';
import { LearntBuckets } from './oss/learnt-buckets.ts';
import type { OssOptions } from './oss/model.ts';
import { toOssExchange } from './oss/oss-exchange.ts';
import type { OssPorts } from './oss/read-error.ts';
import { PacketDecoder } from './packet/decode.ts';
import type { TcpSegment } from './packet/segment.ts';
import type { CaptureInfo, ResultSink, TlsPeer, Traffic } from './report/input.ts';
import type { Hasher } from './sign/hasher.ts';
import type { KeyRing } from './sign/secret.ts';
import { TcpStreams } from './stream/tcp-streams.ts';

/** TLS peers told apart in a report; further ones are counted with the last. */
const MAX_TLS_PEERS = 1000;

export interface PipelineOptions extends OssOptions {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  readonly ports: OssPorts;
}

/**
 * One capture, from its records to its diagnosed exchanges: composes the stages and does no reading of its own. Records go in
 * as a `CaptureSink`, results go to a `ResultSink` as soon as they are known; `end` tells the rest.
 */
export class Pipeline implements CaptureSink {
  readonly #path: string;
  readonly #options: PipelineOptions;
  readonly #sink: ResultSink;
  readonly #packets: PacketDecoder;
  readonly #streams: TcpStreams;
  readonly #history = new History();
  readonly #learnt = new LearntBuckets();
  readonly #notices: Notice[] = [];
  readonly #limiter: NoticeLimiter;
  readonly #tls = new Map<string, { serverName: string | null; server: string; connections: number }>();
  #firstSeconds = -1;
  #firstNanos = 0;
  #lastSeconds = -1;
  #lastNanos = 0;
  /** Packets whose payload the capture cut (snap length), and the first of them. */
  #cutPackets = 0;
  #firstCutFrame = 0;
  #indexes = 0;
  #httpExchanges = 0;
  #ossExchanges = 0;
  #otherConnections = 0;

  constructor(path: string, options: PipelineOptions, sink: ResultSink) {
    this.#path = path;
    this.#options = options;
    this.#sink = sink;
    this.#limiter = new NoticeLimiter((notice) => this.#notices.push(notice));
    const output: HttpOutput = {
      nextIndex: () => ++this.#indexes,
      exchange: (exchange) => this.#exchange(exchange),
      connection: (kind, server, serverName) => this.#connection(kind, server, serverName),
      notice: (notice) => this.notice(notice),
    };
    this.#streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice);
    this.#packets = new PacketDecoder((segment) => this.#segment(segment), output.notice);
  }

  record(record: CaptureRecord): void {
    if (this.#firstSeconds < 0) {
      this.#firstSeconds = record.seconds;
      this.#firstNanos = record.nanos;
    }
    this.#lastSeconds = record.seconds;
    this.#lastNanos = record.nanos;
    this.#packets.decode(record);
  }

  notice(notice: Notice): void {
    this.#limiter.add(notice);
  }

  /** The capture is over; `summary` is its parser's. */
  end(summary: CaptureSummary): void {
    this.#packets.end();
    this.#streams.end();
    if (this.#cutPackets > 0) {
      const args = { packets: this.#cutPackets };
      this.notice({ code: 'truncated-packet', frame: this.#firstCutFrame, offset: null, args });
    }
    this.#limiter.end();
    const info: CaptureInfo = {
      path: this.#path,
      summary,
      traffic: this.#traffic(),
      firstTime: time(this.#firstSeconds, this.#firstNanos),
      lastTime: time(this.#lastSeconds, this.#lastNanos),
      notices: this.#notices,
    };
    this.#sink.capture(info);
  }

  #segment(segment: TcpSegment): void {
    if (segment.missing > 0) {
      if (this.#cutPackets === 0) this.#firstCutFrame = segment.frame;
      this.#cutPackets++;
    }
    this.#streams.segment(segment);
  }

  #exchange(exchange: Exchange): void {
    this.#httpExchanges++;
    const { buckets, ports, keyRing, hasher } = this.#options;
    const oss = toOssExchange(exchange, { buckets }, this.#learnt, ports);
    if (oss !== null) this.#ossExchanges++;
    const diagnosis =
      oss === null ? null : diagnose(oss, { keyRing, hasher, history: this.#history, index: exchange.index });
    this.#sink.exchange(this.#path, { index: exchange.index, exchange, oss, diagnosis });
  }

  #connection(kind: ConnectionKind, server: string, serverName: string | null): void {
    if (kind === 'http') return;
    if (kind !== 'tls') {
      this.#otherConnections++;
      return;
    }
    const key = `${serverName ?? ''} ${server}`;
    const known =
      this.#tls.get(key) ?? (this.#tls.size >= MAX_TLS_PEERS ? [...this.#tls.values()].at(-1) : undefined);
    if (known === undefined) this.#tls.set(key, { serverName, server, connections: 1 });
    else known.connections++;
  }

  #traffic(): Traffic {
    const tls: TlsPeer[] = [...this.#tls.values()].sort((a, b) => b.connections - a.connections);
    return {
      httpExchanges: this.#httpExchanges,
      ossExchanges: this.#ossExchanges,
      tls,
      otherConnections: this.#otherConnections,
      connections: this.#streams.connections,
      otherPackets: this.#packets.otherPackets,
    };
  }
}

function time(seconds: number, nanos: number): Time | null {
  return seconds < 0 ? null : { seconds, nanos };
}
