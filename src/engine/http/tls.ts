import type { ByteString } from '../bytes/byte-string.ts';
import { BYTES, inReport, oneOf, orNull, recordOf, type ShapesOf, WORD } from '../bytes/shape.ts';
import type { ConnectionFacts, ConnectionHandler } from '../stream/handler.ts';
import type { Side, StreamBytes } from '../stream/stream-chunk.ts';

/*
 * How TLS attaches to the reading of connections: what the reader of a connection asks of it, and what it
 * says of a capture. HTTP knows nothing else of it.
 */

/** How an exchange was protected on its way. */
export interface TlsInfo {
  readonly version: '1.2' | '1.3';
  /** Name in the IANA registry, e.g. `TLS_AES_128_GCM_SHA256`. */
  readonly suite: string;
  /**
   * Host that the client asked for (server_name); null without one, or where the ClientHello is not in the
   * capture.
   */
  readonly serverName: ByteString | null;
  /** Protocol that the two agreed on (ALPN), e.g. `http/1.1`; null without one. */
  readonly alpn: ByteString | null;
}

export const TLS_INFO = recordOf({
  version: inReport(oneOf(['1.2', '1.3'])),
  suite: inReport(WORD),
  serverName: inReport(orNull(BYTES)),
  alpn: inReport(orNull(BYTES)),
} satisfies ShapesOf<TlsInfo>);

/** What the first messages of TLS connections show without a key. */
export interface TlsHandshake {
  readonly connections: number;
  /**
   * Versions that the client offers, newest first, e.g. `TLS 1.3`; empty where its first message was not
   * captured.
   */
  readonly offeredVersions: readonly string[];
  /** ALPN protocols, in the client's order. */
  readonly offeredProtocols: readonly string[];
  /** What the server chose; null where that was not captured. */
  readonly version: string | null;
  /** Name in the IANA registry, or its number where this program does not know it. */
  readonly cipherSuite: string | null;
  /** ALPN; null also where TLS 1.3 hides it. */
  readonly protocol: string | null;
  /** Number of the alert by which the server refused (RFC 8446 §6); null without one. */
  readonly alert: number | null;
}

/** A server whose TLS was not opened. */
export interface TlsServer {
  /** Name from the ClientHello's server_name extension; null without one. */
  readonly serverName: string | null;
  /** `address:port`, IPv6 addresses in brackets. */
  readonly server: string;
  readonly connections: number;
  /** Bytes of each direction over all connections, TLS itself included. */
  readonly clientBytes: number;
  readonly serverBytes: number;
  /** What the connections' first messages show, each combination once, the most frequent first. */
  readonly handshakes: readonly TlsHandshake[];
}

/** TLS connections that were opened and are alike in all that is said of them. */
export interface TlsOpened extends TlsInfo {
  readonly connections: number;
}

/** What is known of a connection whose content is not. */
export interface UnreadState {
  /** The stream's first bytes are missing. */
  readonly startLost: boolean;
  /**
   * It began with something else, which HTTP or TLS may follow: what a client says to a SOCKS proxy, for one
   * (RFC 1928).
   */
  readonly isForeign: boolean;
}

/** The TLS that the bytes of a connection came out of. */
export interface TlsLayer {
  readonly info: TlsInfo;
  /** How many layers of it: 1 for the content of a connection. */
  readonly depth: number;
}

/** One connection of TLS. Takes its bytes, whether they can be opened or not. */
export interface TlsConnection extends Required<Omit<ConnectionHandler, 'observer' | 'again' | 'rest'>> {
  /** Name of the server from the client's first message; null without one. */
  readonly serverName: string | null;
  /** It was opened, and holds no more than its handshake: what a client opens ahead and never uses. */
  readonly isBare: boolean;
  /** It is over and stayed closed. `server`: `address:port`; bytes of each direction. */
  countClosed(server: string, clientBytes: number, serverBytes: number): void;
  /** It is over: reports a client that does not accept the certificate of `server`. */
  reportRefusal(server: string): void;
}

/** Recognises and reads the TLS of one capture. */
export interface TlsReader {
  /** The client of the TLS that `side` begins to speak with these bytes; null where they are no TLS. */
  clientOf(facts: ConnectionFacts, side: Side, bytes: StreamBytes, state: UnreadState): Side | null;
  /**
   * Reads a connection of TLS. `outer`: the TLS around it, null without one; `inside` makes the reader of
   * what it holds, where it can be opened.
   */
  read(
    facts: ConnectionFacts,
    client: Side,
    outer: TlsLayer | null,
    inside: (facts: ConnectionFacts, layer: TlsLayer) => ConnectionHandler,
  ): TlsConnection;
  /** A Decryption Secrets Block of the capture. */
  secrets(type: number, bytes: Uint8Array): void;
  /** The capture is over: reports whether the keys were of any use. */
  end(): void;
  /** Servers whose TLS was not opened, the most frequent first. */
  servers(): readonly TlsServer[];
  /** TLS that was opened, the most frequent first; null where opening was not asked for. */
  opened(): readonly TlsOpened[] | null;
}
