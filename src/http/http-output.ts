import type { NoticeSink } from '../bytes/notice.ts';
import type { BodySinks } from './body-sink.ts';
import type { CapturedExchange } from './captured-message.ts';
import type { HeadScan } from './head-scan.ts';
import type { HeldText } from './held-text.ts';
import type { HttpLimits } from './limits.ts';
import type { ConnectionWatch } from './observer.ts';
import type { OpenRequests } from './open-requests.ts';
import type { RecentMessages } from './recent-messages.ts';
import type { TlsConnection, TlsReader } from './tls.ts';

/**
 * What a connection turned out to carry. `tls`: TLS that stayed closed; `bare-tls`: TLS that was
 * opened, with nothing in it.
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
  /**
   * Which messages are remembered after their end; without it each connection remembers its last
   * ones.
   */
  readonly recent?: RecentMessages | undefined;
  /** `HTTP_LIMITS` by default. */
  readonly limits?: HttpLimits | undefined;
  /** What all connections hold together; without it each may hold what it holds. */
  readonly held?: HeldText | undefined;
  /** The requests that wait on all connections; without it copies on other hops are not found. */
  readonly open?: OpenRequests | undefined;
  /**
   * Finds the heads of all connections; without it each has one of its own, which is more to keep.
   */
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
