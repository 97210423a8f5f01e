import { standsAt, toBytes } from '../bytes/byte-string.ts';
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
import type { TlsReader, UnreadState } from './tls.ts';

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

/** What is known of a connection before its content is, and what recognises TLS in it. */
export interface RecognitionState extends UnreadState {
  /** It was recognised before, or was agreed on in the TLS handshake that opened the connection. */
  readonly isHttp2: boolean;
  readonly tls: TlsReader | null;
}

/**
 * Decides from the first bytes of either side who speaks what, on any port; null while nothing can
 * be told.
 */
export function recognise(
  facts: ConnectionFacts,
  side: Side,
  bytes: StreamBytes,
  state: RecognitionState,
): Recognised | BeforeRecognised | null {
  const { initiator } = facts;
  const { block, start, end } = bytes;
  const { startLost, isHttp2, isForeign, tls } = state;
  if (initiator === null || initiator === side) {
    const length = proxyHeaderLength(block, start, end);
    if (length === MORE_OF_HEADER) return MORE;
    if (length > 0)
      return { kind: 'proxy-header', length, client: clientOfProxyHeader(block, start, length) };
  }
  const tlsClient = tls?.clientOf(facts, side, bytes, state) ?? null;
  if (tlsClient !== null) return { kind: 'tls', client: tlsClient };
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

const HTTP2_PREFACE = toBytes('PRI * HTTP/2');

/** Whether the connection preface of HTTP/2 begins here (RFC 9113 §3.4). */
function looksLikeHttp2(block: Uint8Array, start: number, end: number): boolean {
  return end - start >= HTTP2_PREFACE.length && standsAt(HTTP2_PREFACE, block, start);
}
