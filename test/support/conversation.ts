import type { Notice } from '../rooms/bytes.ts';
import { readingFeatures } from '../rooms/features.ts';
import {
  type BodySinks,
  type ConnectionKind,
  type ConnectionSeen,
  type Exchange,
  HttpConnection,
} from '../rooms/http.ts';
import { TCP_FLAGS, type TcpSegment } from '../rooms/packet.ts';
import { TcpStreams } from '../rooms/stream.ts';
import { bytes } from './capture-writer.ts';

/** One segment of a hand-written conversation between a client (`c`) and a server (`s`). */
export interface SegmentInput {
  readonly from: 'c' | 's';
  /** Offset of the first byte in the sender's stream; the SYN stands before offset 0. */
  readonly at: number;
  readonly text?: string;
  /** Offset up to which the sender has received; left out: no ACK flag. */
  readonly ack?: number;
  readonly syn?: boolean;
  readonly fin?: boolean;
  readonly rst?: boolean;
  /** Payload bytes that the capture cut off. */
  readonly missing?: number;
  readonly seconds?: number;
}

export interface ConversationOptions {
  /** Initial sequence numbers. */
  readonly isn?: readonly [client: number, server: number];
  readonly clientPort?: number;
  /** See `TcpSegment.network`. */
  readonly network?: number;
}

const CLIENT = Uint8Array.from([10, 0, 0, 1]);
const SERVER = Uint8Array.from([10, 0, 0, 2]);

export function toSegment(input: SegmentInput, frame: number, options: ConversationOptions = {}): TcpSegment {
  const [clientIsn, serverIsn] = options.isn ?? [1000, 5000];
  const fromClient = input.from === 'c';
  const payload = bytes(input.text ?? '');
  const own = fromClient ? clientIsn : serverIsn;
  const other = fromClient ? serverIsn : clientIsn;
  const port = options.clientPort ?? 50000;
  const flags =
    (input.syn ? TCP_FLAGS.SYN : 0) |
    (input.fin ? TCP_FLAGS.FIN : 0) |
    (input.rst ? TCP_FLAGS.RST : 0) |
    (input.ack === undefined ? 0 : TCP_FLAGS.ACK);
  return {
    block: payload,
    payloadStart: 0,
    payloadEnd: payload.length,
    missing: input.missing ?? 0,
    ipVersion: 4,
    addressBlock: bytes(fromClient ? CLIENT : SERVER, fromClient ? SERVER : CLIENT),
    sourceAddress: 0,
    destinationAddress: 4,
    sourcePort: fromClient ? port : 80,
    destinationPort: fromClient ? 80 : port,
    network: options.network ?? 0,
    sequence: (own + input.at + (input.syn ? 0 : 1)) >>> 0,
    acknowledgement: input.ack === undefined ? 0 : (other + 1 + input.ack) >>> 0,
    flags,
    window: 64240,
    windowScale: -1,
    longestSegment: 0,
    frame,
    seconds: input.seconds ?? 1_700_000_000,
    nanos: frame * 1000,
  };
}

export interface HttpResult {
  readonly exchanges: Exchange[];
  readonly notices: Notice[];
  readonly connections: { kind: ConnectionKind; server: string; serverName: string | null }[];
}

/** Runs segments through reassembly and HTTP. */
export function converse(inputs: readonly SegmentInput[], options: ConversationOptions = {}): HttpResult {
  return runSegments(inputs.map((input, i) => toSegment(input, i + 1, options)));
}

export function runSegments(segments: Iterable<TcpSegment>, bodies?: BodySinks): HttpResult {
  const result: HttpResult = { exchanges: [], notices: [], connections: [] };
  let index = 0;
  const notice = (each: Notice): void => void result.notices.push(each);
  const { watch, tls } = readingFeatures(undefined);
  const output = {
    nextIndex: () => ++index,
    exchange: (exchange: Exchange) => void result.exchanges.push(exchange),
    connection: (kind: ConnectionKind, server: string, { tls }: ConnectionSeen) =>
      void result.connections.push({ kind, server, serverName: tls?.serverName ?? null }),
    notice,
    bodies,
    watch,
    tls: tls(notice),
  };
  const streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice);
  for (const segment of segments) streams.segment(segment);
  streams.end();
  return result;
}

/** `METHOD target -> status` of each exchange, `?` where a side is missing. */
export function outline(exchanges: readonly Exchange[]): string[] {
  return exchanges.map(({ request, response }) => {
    const asked = request === null ? '?' : `${request.method} ${request.target}`;
    return `${asked} -> ${response === null ? '?' : response.status}`;
  });
}

const HANDSHAKE: readonly SegmentInput[] = [
  { from: 'c', at: 0, syn: true },
  { from: 's', at: 0, syn: true, ack: 0 },
  { from: 'c', at: 0, ack: 0 },
];

export interface Turn {
  readonly request: string;
  readonly response: string;
}

/**
 * The segments of a keep-alive conversation: handshake, then each request and its answer in pieces of `size`
 * bytes.
 */
export function turns(list: readonly Turn[], size = 1460): SegmentInput[] {
  const segments: SegmentInput[] = [...HANDSHAKE];
  let client = 0;
  let server = 0;
  for (const { request, response } of list) {
    for (let at = 0; at < request.length; at += size) {
      segments.push({ from: 'c', at: client + at, text: request.slice(at, at + size), ack: server });
    }
    client += request.length;
    segments.push({ from: 's', at: server, ack: client });
    for (let at = 0; at < response.length; at += size) {
      segments.push({ from: 's', at: server + at, text: response.slice(at, at + size), ack: client });
    }
    server += response.length;
    segments.push({ from: 'c', at: client, ack: server });
  }
  segments.push(
    { from: 'c', at: client, ack: server, fin: true },
    { from: 's', at: server, ack: client + 1, fin: true },
  );
  return segments;
}

export function get(target: string, extra = ''): string {
  return `GET ${target} HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n${extra}\r\n`;
}

export function put(target: string, body: string): string {
  return `PUT ${target} HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

export function answer(status: number, body = '', extra = ''): string {
  return `HTTP/1.1 ${status} Reason\r\nServer: AliyunOSS\r\n${extra}Content-Length: ${body.length}\r\n\r\n${body}`;
}
