import { toBytes } from '../bytes/byte-string.ts';
import { standsAt } from '../bytes/stands-at.ts';
import { HANDSHAKE } from '../features/tls/handshake-reader.ts';
import { looksLikeTls, looksLikeTlsData } from '../features/tls/looks-like-tls.ts';
import { RECORD_HEADER } from '../features/tls/record-stream.ts';
import type { ConnectionFacts } from '../stream/handler.ts';
import type { Side, StreamBytes } from '../stream/stream-chunk.ts';
import { otherSide } from '../stream/stream-chunk.ts';
import {
  looksLikeStatusLine,
  mayBecomeRequestLine,
  mayBecomeStatusLine,
  mayHoldRequestLine,
} from './message-start.ts';
import { clientOfProxyHeader, MORE_OF_HEADER, proxyHeaderLength } from './proxy-header.ts';

/**
 * What bytes at the start of a connection, or of what is seen of it, show that it carries. `client`
 * is the side that asks.
 */
export type Recognised =
  | { readonly kind: 'tls'; readonly client: Side }
  | { readonly kind: 'http2' }
  /**
   * HTTP/1.x. `start`: whether its first byte is the first of a message, or a message has yet to be
   * found.
   */
  | { readonly kind: 'http'; readonly client: Side; readonly start: 'at-start' | 'lost' };

/**
 * What may be found before it is: a header of so many bytes and the client that it names, or too
 * little to tell.
 */
type BeforeRecognised =
  | { readonly kind: 'proxy-header'; readonly length: number; readonly client: string | null }
  | { readonly kind: 'more' };

/** What is known of a connection before its content is. */
export interface RecognitionState {
  /** The stream's first bytes are missing. */
  readonly startLost: boolean;
  /** It was recognised before, or was agreed on in the TLS handshake that opened the connection. */
  readonly isHttp2: boolean;
  /**
   * It began with something else, which HTTP or TLS may follow: what a client tells a SOCKS proxy,
   * for one (RFC 1928).
   */
  readonly isForeign: boolean;
}

/**
 * Decides from the first bytes of either side who speaks what, on any port; null while nothing can
 * be told.
 */
export function recognise(
  facts: ConnectionFacts,
  side: Side,
  { block, start, end }: StreamBytes,
  { startLost, isHttp2, isForeign }: RecognitionState,
): Recognised | BeforeRecognised | null {
  const { initiator } = facts;
  if (initiator === null || initiator === side) {
    const length = proxyHeaderLength(block, start, end);
    if (length === MORE_OF_HEADER) return MORE;
    if (length > 0)
      return { kind: 'proxy-header', length, client: clientOfProxyHeader(block, start, length) };
  }
  // Where the client's first byte is known to be just that, it decides: no request begins with it.
  const least = initiator === side && !startLost && !isForeign ? 1 : 3;
  if (looksLikeTls(block, start, end, least) && (initiator === null || initiator === side)) {
    return { kind: 'tls', client: initiator ?? greetingClient(facts, side, { block, start, end }) };
  }
  if ((initiator === null || startLost) && looksLikeTlsData(block, start, end)) {
    return { kind: 'tls', client: initiator ?? likelyClient(facts, side) };
  }
  if (isHttp2 || looksLikeHttp2(block, start, end)) return HTTP2;
  if (initiator !== null && !isForeign) {
    return { kind: 'http', client: initiator, start: startLost ? 'lost' : 'at-start' };
  }
  if (mayHoldRequestLine(block, start, end)) return { kind: 'http', client: side, start: 'lost' };
  if (looksLikeStatusLine(block, start, end)) return { kind: 'http', client: otherSide(side), start: 'lost' };
  const isMore = mayBecomeRequestLine(block, start, end) || mayBecomeStatusLine(block, start, end);
  return isMore ? MORE : null;
}

const MORE: BeforeRecognised = { kind: 'more' };

/** Found again in every chunk of such a connection. */
const HTTP2: Recognised = { kind: 'http2' };

const TLS_PORT = ':443';

/**
 * The client of TLS that is taken up with a handshake record of `side`: each hello is of one side.
 */
function greetingClient(facts: ConnectionFacts, side: Side, { block, start, end }: StreamBytes): Side {
  switch (end - start > RECORD_HEADER ? block[start + RECORD_HEADER] : undefined) {
    case HANDSHAKE.CLIENT_HELLO:
      return side;
    case HANDSHAKE.SERVER_HELLO:
      return otherSide(side);
    default:
      return likelyClient(facts, side);
  }
}

/**
 * The client of TLS that was taken up in its middle: the side that does not have the usual port of
 * servers.
 */
function likelyClient(facts: ConnectionFacts, side: Side): Side {
  return facts.endpoint(side).endsWith(TLS_PORT) ? otherSide(side) : side;
}

const HTTP2_PREFACE = toBytes('PRI * HTTP/2');

/** Whether the connection preface of HTTP/2 begins here (RFC 9113 §3.4). */
function looksLikeHttp2(block: Uint8Array, start: number, end: number): boolean {
  return end - start >= HTTP2_PREFACE.length && standsAt(HTTP2_PREFACE, block, start);
}
