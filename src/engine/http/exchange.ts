import type { ByteString } from '../bytes/byte-string.ts';
import {
  BOOLEAN,
  COUNT,
  inReport,
  listOf,
  NUMBER,
  ORDINAL,
  oneOf,
  optional,
  orNull,
  recordFor,
  recordOf,
  type ShapesOf,
  TEXT,
} from '../bytes/shape.ts';
import { type HttpRequest, type HttpResponse, REQUEST, RESPONSE } from './message.ts';
import { TLS_INFO, type TlsInfo } from './tls.ts';

/**
 * The counters of one end of a connection as a sender, as they stand when they are looked at: they go on
 * while the connection is read.
 */
export interface EndFlow {
  /** Segments that it sent again. */
  retransmissions: number;
  /** How often it closed its own window. */
  zeroWindows: number;
  /**
   * Round trips from the point of capture to the other end and back, of its bytes; and the least of them in
   * µs, which says nothing without one.
   */
  roundTrips: number;
  leastRoundTrip: number;
  /** Largest window that the other end offered, in bytes; 0 before any was seen. */
  largestWindow: number;
}

/** How a connection was set up. Times are whole µs since its first packet, -1: not seen. */
export interface HandshakeFlow {
  /** The opening side's first SYN, the other's answer, and its acknowledgement. */
  synAt: number;
  synAckAt: number;
  establishedAt: number;
  /**
   * SYNs that the opening side sent again, and how many of them before any answer was there; answers
   * (SYN-ACKs) that were sent again.
   */
  synRetransmissions: number;
  synAckRetransmissions: number;
  synsUnanswered: number;
}

/** Times and counters of a connection. */
export interface ConnectionFlow {
  readonly handshake: HandshakeFlow;
  /**
   * `leastRoundTrip` of the client is that of its bytes: from the point of capture to the server and back.
   */
  readonly client: EndFlow;
  readonly server: EndFlow;
}

/** As it is now: an exchange that waits is to be reported as if it did not. */
export function settled(exchange: Exchange): Exchange {
  const { connection } = exchange;
  const { flow } = connection;
  return flow === undefined
    ? exchange
    : { ...exchange, connection: { ...connection, flow: settledFlow(flow) } };
}

/** The counters as they are now. */
export function settledFlow({ handshake, client, server }: ConnectionFlow): ConnectionFlow {
  return { handshake: settledHandshake(handshake), client: settledEnd(client), server: settledEnd(server) };
}

/** It may go on while the first exchange is read. */
export function settledHandshake(handshake: HandshakeFlow): HandshakeFlow {
  return {
    synAt: handshake.synAt,
    synAckAt: handshake.synAckAt,
    establishedAt: handshake.establishedAt,
    synRetransmissions: handshake.synRetransmissions,
    synAckRetransmissions: handshake.synAckRetransmissions,
    synsUnanswered: handshake.synsUnanswered,
  };
}

function settledEnd(end: EndFlow): EndFlow {
  const { retransmissions, zeroWindows, roundTrips, leastRoundTrip, largestWindow } = end;
  return { retransmissions, zeroWindows, roundTrips, leastRoundTrip, largestWindow };
}

/** The TCP connection that an exchange went over. */
export interface ConnectionInfo {
  /** Order of the connection's first packet in the capture, from 1. */
  readonly index: number;
  /** `address:port`, IPv6 addresses in brackets. */
  readonly client: string;
  readonly server: string;
  /**
   * The client that a proxy or a load balancer in front of it named before the first byte (PROXY protocol),
   * in the same form; null or absent where none did.
   */
  readonly originalClient?: string | null;
  /** Its times and counters; absent where there was no connection (a pasted text). */
  readonly flow?: ConnectionFlow;
  /** The TLS that it was decrypted from; null or absent for a connection in clear text. */
  readonly tls?: TlsInfo | null;
}

/** Whether it was decrypted from TLS: whoever changed it on the way ended that TLS. */
export function isOverTls({ connection }: { readonly connection: Pick<ConnectionInfo, 'tls'> }): boolean {
  return connection.tls !== undefined && connection.tls !== null;
}

/** What the places in an input count, if not packets. */
export type Numbering = 'line' | 'entry';

/**
 * How it came that an answer is missing, or is not whole, although the capture lacks nothing of the
 * connection.
 */
export const ENDING_KINDS = [
  /** The server's RST came after the request, or in the middle of it. */
  'reset-by-server',
  'reset-during-request',
  /** The server's FIN came so. */
  'closed-by-server',
  'closed-during-request',
  /** The server had closed the connection, which had served before, when the request was on its way. */
  'stale-connection',
  /** What the server sent in place of the answer is not HTTP. */
  'unreadable-answer',
  /**
   * The client ended the connection while it waited for the answer, or before all of its request was sent.
   */
  'given-up',
  'request-abandoned',
  /**
   * The client sent again and again, and nothing was acknowledged; or nothing of its long segments ever was,
   * while shorter ones were.
   */
  'unacknowledged',
  'long-segments-lost',
  /** No packet of the server is in the capture. */
  'one-way',
  /**
   * The server sent bytes that the client acknowledged, in the place of the answer, and the capture lost
   * them.
   */
  'answer-not-captured',
  /** The connection was open when the capture ended: after the request, or in the middle of it. */
  'capture-ended',
  'request-cut-by-capture',
  /** The answer began, and one side ended the connection before its last byte; or the capture ended. */
  'answer-cut-by-server',
  'answer-cut-by-client',
  'answer-cut-by-capture',
] as const;

export type EndingKind = (typeof ENDING_KINDS)[number];

/** Plain values. Times in µs. */
export interface Ending {
  readonly kind: EndingKind;
  /**
   * Packet whose FIN or RST ended the connection, in which an answer begins that is not HTTP, or that
   * acknowledged an answer that was not captured; null where the capture ended first.
   */
  readonly frame: number | null;
  /**
   * From the last byte of the request, or of the answer that was cut, to that packet or the last one of the
   * capture.
   */
  readonly after: number;
  /**
   * From the last answer on the connection to the packet that closed it, or where none did to the request;
   * null for the first request.
   */
  readonly idle: number | null;
  /** Segments that the client sent again since the request began, and the length of the last of them. */
  readonly sentAgain: number;
  readonly sentAgainBytes: number;
  /** Bytes that the client sent and the server never acknowledged. */
  readonly unacknowledged: number;
  /** Bytes that the client acknowledged and the capture lost, in the place of the answer; 0 elsewhere. */
  readonly lost: number;
  /**
   * Time to live of the ending packet and of the first ones of its side, where the two differ; null
   * elsewhere.
   */
  readonly ttl: number | null;
  readonly usualTtl: number | null;
}

const TRANSLATED = ['early', 'late'] as const;

type Translated = (typeof TRANSLATED)[number];

/**
 * What a text says of a request that it does not show, or beside one: a message of a tool names the operation
 * and the object, a log the endpoint, the words around it whose service it is.
 */
export interface Told {
  /** Whether the text speaks of OSS, or of another service of its kind. */
  readonly ofOss: boolean;
  readonly operation?: string;
  readonly method?: ByteString;
  readonly host?: ByteString;
  /** As in a URL. */
  readonly path?: ByteString;
  readonly bucket?: ByteString;
  readonly key?: ByteString;
  /** What stands for the body in its canonical request. */
  readonly payload?: ByteString;
  /** Names of the headers that the client signed, as it printed them. */
  readonly signedHeaders?: ByteString;
  /** Who stands in front of the server, or that it is one of the user's own. */
  readonly front?: Front;
  /** Whose message it is. */
  readonly sdk?: SdkName;
}

/** Clients that report an error document without showing all of it. */
export const SDK_NAMES = [
  ...['ossutil', 'rclone', 's3cmd', 'mc', 'aws-cli', 'boto3', 'aws-java1', 'aws-java2', 'aws-go1', 'aws-go2'],
  ...['aws-js2', 'aws-js3', 'aws-php', 'aws-net', 'aws-ruby', 'aws-rust', 'oss-py1', 'oss-py2', 'oss-java'],
  ...['oss-go1', 'oss-go2', 'oss-node', 'oss-php'],
] as const;

export type SdkName = (typeof SDK_NAMES)[number];

/** `edge`: a network that changes Accept-Encoding on the way (Cloudflare, Google). */
export const FRONTS = ['edge', 'own'] as const;

export type Front = (typeof FRONTS)[number];

/** A request with its response. At least one of the two is there. */
export interface Exchange {
  readonly connection: ConnectionInfo;
  /** Null where the capture lacks all of it. */
  readonly request: HttpRequest | null;
  /** The final response; null if the capture has none. */
  readonly response: HttpResponse | null;
  /** Order of the request's first byte in the capture, from 1. */
  readonly index: number;
  /**
   * What the capture lacks: `request`, `response`: bytes of that message, or all of it, fell into a gap; what
   * the other side sent shows that it was there.
   */
  readonly damage: readonly ('request' | 'response')[];
  /** 1xx responses before the final one, in order. */
  readonly interim: readonly HttpResponse[];
  /**
   * What the frame numbers of its messages count if not packets: lines of a text, entries of an HTTP Archive.
   */
  readonly numbering?: Numbering;
  /** The string to sign as the client printed it; a text may show it beside the request. */
  readonly clientString?: ByteString;
  readonly told?: Told;
  /**
   * Why the response is missing or not whole; absent if it is whole, or if bytes that the capture lacks, and
   * that reached their receiver, may contain the rest of it.
   */
  readonly ending?: Ending;
  /**
   * Index of an exchange that was waiting when this request came, with its signature, or for its object at
   * another server: it may be the same request before a proxy. Absent for nearly all.
   */
  readonly outer?: number;
  /** How many exchanges name this one so, those that are `translated` left out. */
  readonly inner?: number;
  /**
   * Its request is that of `outer`, in the very segments: between the two, addresses were translated. Whether
   * it was complete before that one, or after it.
   */
  readonly translated?: Translated;
}

const UNDAMAGED: Exchange['damage'] = [];

/**
 * The damage of an exchange of which bytes of the request (`asked`) or of the answer are missing. One list
 * serves all that are whole.
 */
export function damageOf(asked: boolean, answered: boolean): Exchange['damage'] {
  if (!asked && !answered) return UNDAMAGED;
  return [...(asked ? (['request'] as const) : []), ...(answered ? (['response'] as const) : [])];
}

// Every field of an exchange, for all that write one down or show it: see `bytes/shape.ts`.

const END_FLOW = recordFor<EndFlow>({
  retransmissions: NUMBER,
  zeroWindows: NUMBER,
  roundTrips: NUMBER,
  leastRoundTrip: NUMBER,
  largestWindow: NUMBER,
});

const CONNECTION_FLOW = recordFor<ConnectionFlow>({
  handshake: recordFor<HandshakeFlow>({
    synAt: NUMBER,
    synAckAt: NUMBER,
    establishedAt: NUMBER,
    synRetransmissions: NUMBER,
    synAckRetransmissions: NUMBER,
    synsUnanswered: NUMBER,
  }),
  client: END_FLOW,
  server: END_FLOW,
});

export const CONNECTION = recordOf({
  index: inReport(COUNT, ORDINAL),
  client: inReport(TEXT),
  server: inReport(TEXT),
  originalClient: optional(orNull(TEXT)),
  flow: optional(CONNECTION_FLOW),
  tls: optional(orNull(TLS_INFO)),
} satisfies ShapesOf<ConnectionInfo>);

const ENDING = recordFor<Ending>({
  kind: oneOf(ENDING_KINDS),
  frame: orNull(COUNT),
  after: NUMBER,
  idle: orNull(NUMBER),
  sentAgain: COUNT,
  sentAgainBytes: NUMBER,
  unacknowledged: NUMBER,
  lost: NUMBER,
  ttl: orNull(COUNT),
  usualTtl: orNull(COUNT),
});

const TOLD = recordFor<Told>({
  ofOss: BOOLEAN,
  operation: optional(TEXT),
  method: optional(TEXT),
  host: optional(TEXT),
  path: optional(TEXT),
  bucket: optional(TEXT),
  key: optional(TEXT),
  payload: optional(TEXT),
  signedHeaders: optional(TEXT),
  front: optional(oneOf(FRONTS)),
  sdk: optional(oneOf(SDK_NAMES)),
});

export const EXCHANGE = recordOf({
  connection: CONNECTION,
  request: orNull(REQUEST),
  response: orNull(RESPONSE),
  index: COUNT,
  damage: listOf(oneOf(['request', 'response'])),
  interim: listOf(RESPONSE),
  numbering: optional(oneOf(['line', 'entry'])),
  clientString: optional(TEXT),
  told: optional(TOLD),
  ending: optional(ENDING),
  outer: optional(COUNT),
  inner: optional(COUNT),
  translated: optional(oneOf(TRANSLATED)),
} satisfies ShapesOf<Exchange>);
