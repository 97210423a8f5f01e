import type { NoticeSink } from '../bytes/notice.ts';
import type { ConnectionFacts, ConnectionObserver, Loss } from '../stream/handler.ts';
import type { Side } from '../stream/stream-chunk.ts';
import type { CapturedExchange, CapturedRequest, CapturedResponse, Message } from './captured-message.ts';
import type { ConnectionFlow, Ending } from './exchange.ts';
import type { HeadScan } from './head-reader.ts';
import type { BufferedText, HttpLimits, RecentMessages } from './limits.ts';
import type { BodySinks } from './message.ts';
import type { OpenRequests } from './open-requests.ts';
import type { TlsConnection, TlsReader } from './tls.ts';

/**
 * What a connection turned out to carry. `tls`: TLS that stayed closed; `bare-tls`: TLS that was opened, with
 * nothing in it.
 */
export type ConnectionKind = 'unknown' | 'http' | 'http2' | 'tls' | 'bare-tls' | 'other';

/** What was seen of a connection that is over. */
export interface ConnectionSeen {
  /** Bytes of each direction, missing ones counted. */
  readonly clientBytes: number;
  readonly serverBytes: number;
  /** Null for a connection that carried no TLS. */
  readonly tls: TlsConnection | null;
}

/**
 * Where the reader of a connection puts what it finds, and what it shares with those of the other
 * connections.
 */
export interface HttpOutput {
  /** Numbers the exchanges of the whole capture. */
  nextIndex(): number;
  exchange(exchange: CapturedExchange): void;
  /** A connection is over. `server`: `address:port` of the side that answers. */
  connection(kind: ConnectionKind, server: string, seen: ConnectionSeen): void;
  notice: NoticeSink;
  /** Where bodies are to be digested. */
  readonly bodies?: BodySinks | undefined;
  /** Which messages are remembered after their end; without it each connection remembers its last ones. */
  readonly recent?: RecentMessages | undefined;
  /** `HTTP_LIMITS` by default. */
  readonly limits?: HttpLimits | undefined;
  /** What all connections hold together; without it each may hold what it holds. */
  readonly buffered?: BufferedText | undefined;
  /** The requests that wait on all connections; without it copies on other hops are not found. */
  readonly open?: OpenRequests | undefined;
  /** Finds the heads of all connections; without it each has one of its own, which is more to keep. */
  readonly scan?: HeadScan | undefined;
  /** Follows a new connection; without it exchanges have no times and no endings. */
  readonly watch?: (() => ConnectionWatch) | undefined;
  /** Without it TLS is not recognised. */
  readonly tls?: TlsReader | undefined;
}

/** What attaches to the reading of a capture: features that can be left out. */
export interface ReadingFeatures {
  readonly watch: () => ConnectionWatch;
  readonly tls: (notice: NoticeSink) => TlsReader;
}

/**
 * An exchange of which the answer is missing or not whole, and what the reader of its connection knows of the
 * reasons.
 */
export interface CutExchange {
  readonly request: CapturedRequest;
  /** Null where not even its head came. */
  readonly response: CapturedResponse | null;
  /** Bytes of the answer are missing, or it may be among those without a request. */
  readonly responseLost: boolean;
  /**
   * Bytes that the capture lost in the place of the answer, though the client acknowledged them, and the last
   * of what it lost there; null where it lost none.
   */
  readonly lostBytes: number;
  readonly lost: Loss | null;
  /** Nothing more comes of the server. */
  readonly isOver: boolean;
  /** What came last in place of an answer. */
  readonly unreadable: Message | null;
}

/**
 * Follows the messages of a connection that carries HTTP, and puts beside them what a feature says of them.
 */
export interface MessageObserver {
  /** HTTP begins, perhaps once more; that side sends the requests. */
  start(client: Side): void;
  /** The first byte of a message is there. `order`: which request it is, from 1; 0 for an answer. */
  begin(message: Message, order: number): void;
  /** Its head is there, or as much of it as the capture has. */
  head(message: Message): void;
  /** Nothing more comes of it. */
  done(message: Message): void;
  /** Why the answer is missing or not whole; null where that is not known. */
  ending(exchange: CutExchange): Ending | null;
}

/** What follows a connection whatever it carries, as the reader of its content needs it. */
export interface ConnectionWatch {
  /** Follows its segments. */
  readonly observer: ConnectionObserver;
  /** The times and counters of the connection, one object for all its exchanges. */
  flow(client: Side): ConnectionFlow;
  /** What follows the exchanges in it, or in TLS that it carries: `facts` are those of the content. */
  exchanges(facts: ConnectionFacts): MessageObserver;
  /** It is over, and nothing that it carried was recognised: reports why, where that is known. */
  carriedNothing(facts: ConnectionFacts, notice: NoticeSink): void;
}
