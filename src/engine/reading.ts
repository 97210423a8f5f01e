import type { Notice, NoticeSink } from './bytes/notice.ts';
import type { CaptureRecord } from './capture/record.ts';
import type { CapturedExchange } from './http/captured-message.ts';
import { HeadScan } from './http/head-reader.ts';
import { HttpConnection } from './http/http-connection.ts';
import type {
  ConnectionKind,
  ConnectionSeen,
  ConnectionWatch,
  HttpOutput,
  ReadingFeatures,
} from './http/http-output.ts';
import { BufferedText, RecentMessages } from './http/limits.ts';
import type { BodySinks, Time } from './http/message.ts';
import { OpenRequests } from './http/open-requests.ts';
import type { TlsOpened, TlsReader, TlsServer } from './http/tls.ts';
import { type Limits, USUAL_LIMITS } from './limits.ts';
import { PacketDecoder } from './packet/decode.ts';
import type { OtherProtocol } from './packet/other-packets.ts';
import type { TcpSegment } from './packet/segment.ts';
import { TcpStreams } from './stream/tcp-streams.ts';

/** What a capture holds beside its exchanges. Plain values. */
export interface ReadFacts {
  readonly firstTime: Time | null;
  readonly lastTime: Time | null;
  /** TLS endpoints whose connections were not opened. */
  readonly tls: readonly TlsServer[];
  /** TLS that was opened; absent where opening was not asked for. */
  readonly tlsOpened?: readonly TlsOpened[];
  readonly otherConnections: number;
  readonly http2Connections: number;
  readonly connections: number;
  readonly otherPackets: number;
  /** The same by what they carry, the most frequent first. */
  readonly otherProtocols: readonly OtherProtocol[];
}

/** Takes what is read, in the order of the capture. */
interface ReadingOutput {
  exchange(exchange: CapturedExchange): void;
  notice(notice: Notice): void;
}

/**
 * The first half of the way: the packets of one capture in, its HTTP exchanges out. Knows nothing of OSS, so
 * it can be done in another thread than the rest.
 */
export class Reading {
  readonly #notice: NoticeSink;
  readonly #packets: PacketDecoder;
  readonly #streams: TcpStreams;
  readonly #connections: ConnectionsOutput;
  #firstSeconds = -1;
  #firstNanos = 0;
  #lastSeconds = -1;
  #lastNanos = 0;
  /** Packets whose payload the capture cut (snap length), and the first of them. */
  #cutPackets = 0;
  #firstCutFrame = 0;

  /** `bodies`: where bodies are to be digested. */
  constructor(
    out: ReadingOutput,
    bodies: BodySinks,
    features: ReadingFeatures | undefined,
    limits: Limits = USUAL_LIMITS,
  ) {
    const output = new ConnectionsOutput(out, bodies, features, limits);
    this.#notice = output.notice;
    this.#connections = output;
    this.#streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice, limits);
    this.#packets = new PacketDecoder((segment) => this.#segment(segment), output.notice, limits.warnings);
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

  /** See `Pipeline.quiet`. */
  quiet(): void {
    this.#streams.quiet();
  }

  /** A Decryption Secrets Block of the capture. */
  secrets(type: number, bytes: Uint8Array): void {
    this.#connections.tls?.secrets(type, bytes);
  }

  /** The capture is over: what waits for more is given as it is. */
  end(): ReadFacts {
    this.#packets.end();
    this.#streams.end(this.#lastSeconds, this.#lastNanos);
    const { tls } = this.#connections;
    tls?.end();
    const tlsOpened = tls?.opened() ?? null;
    if (this.#cutPackets > 0) {
      const args = { packets: this.#cutPackets };
      const notice: Notice = { code: 'truncated-packet', frame: this.#firstCutFrame, offset: null, args };
      this.#notice(notice);
    }
    return {
      firstTime: time(this.#firstSeconds, this.#firstNanos),
      lastTime: time(this.#lastSeconds, this.#lastNanos),
      tls: tls?.servers() ?? [],
      ...(tlsOpened === null ? {} : { tlsOpened }),
      otherConnections: this.#connections.others,
      http2Connections: this.#connections.http2,
      connections: this.#streams.connections,
      otherPackets: this.#packets.otherPackets,
      otherProtocols: this.#packets.otherProtocols(),
    };
  }

  #segment(segment: TcpSegment): void {
    if (segment.missing > 0) {
      if (this.#cutPackets === 0) this.#firstCutFrame = segment.frame;
      this.#cutPackets++;
    }
    this.#streams.segment(segment);
  }
}

/**
 * Where all connections of one capture pass on what they find. Of a class rather than a literal for the
 * reason that `ReusedRecord` gives.
 */
class ConnectionsOutput implements HttpOutput {
  // a function that a constructor assigns is made among what is old, and keeps the whole capture
  readonly notice: NoticeSink = (notice) => this.#out.notice(notice);
  readonly bodies: BodySinks;
  readonly recent = new RecentMessages();
  readonly limits: Limits;
  readonly buffered: BufferedText;
  readonly scan = new HeadScan();
  readonly open = new OpenRequests();
  readonly watch: (() => ConnectionWatch) | undefined;
  readonly tls: TlsReader | undefined;
  /** Connections that carried neither HTTP nor TLS. */
  others = 0;
  /** HTTP/2, in the clear or opened. */
  http2 = 0;
  readonly #out: ReadingOutput;
  #indexes = 0;

  constructor(out: ReadingOutput, bodies: BodySinks, features: ReadingFeatures | undefined, limits: Limits) {
    this.watch = features?.watch;
    this.tls = features?.tls(this.notice);
    this.bodies = bodies;
    this.limits = limits;
    this.buffered = new BufferedText(limits.bufferedBytes);
    this.#out = out;
  }

  nextIndex(): number {
    return ++this.#indexes;
  }

  exchange(exchange: CapturedExchange): void {
    this.#out.exchange(exchange);
  }

  connection(kind: ConnectionKind, server: string, seen: ConnectionSeen): void {
    switch (kind) {
      case 'tls':
        seen.tls?.countClosed(server, seen.clientBytes, seen.serverBytes);
        return;
      case 'http2':
        this.http2++;
        return;
      case 'http':
      case 'bare-tls':
        return;
      case 'other':
      case 'unknown':
        this.others++;
        return;
    }
  }
}

function time(seconds: number, nanos: number): Time | null {
  return seconds < 0 ? null : { seconds, nanos };
}
