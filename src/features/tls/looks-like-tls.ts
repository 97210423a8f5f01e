import { u16be } from '../../bytes/integers.ts';
import type { UnreadState } from '../../http/tls.ts';
import type { ConnectionFacts } from '../../stream/handler.ts';
import { otherSide, type Side, type StreamBytes } from '../../stream/stream-chunk.ts';
import { HANDSHAKE } from './handshake-reader.ts';
import { MAX_RECORD_BYTES } from './limits.ts';
import { CONTENT, RECORD_HEADER } from './record-stream.ts';

/** See `TlsReader.clientOf`. */
export function tlsClientOf(
  facts: ConnectionFacts,
  side: Side,
  bytes: StreamBytes,
  { startLost, isForeign }: UnreadState,
): Side | null {
  const { initiator } = facts;
  const { block, start, end } = bytes;
  // Where the client's first byte is known to be just that, it decides: no request begins with it.
  const least = initiator === side && !startLost && !isForeign ? 1 : 3;
  if (looksLikeTls(block, start, end, least) && (initiator === null || initiator === side)) {
    return initiator ?? greetingClient(facts, side, bytes);
  }
  if ((initiator === null || startLost) && looksLikeTlsData(block, start, end)) {
    return initiator ?? likelyClient(facts, side);
  }
  return null;
}

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

/**
 * Whether bytes at the start of a stream look like a TLS handshake record: type 22, version 3.0 to
 * 3.4. `least`: bytes that must be there.
 */
function looksLikeTls(block: Uint8Array, start: number, end: number, least: number): boolean {
  const length = end - start;
  return (
    length >= least &&
    block[start] === CONTENT.HANDSHAKE &&
    (length < 2 || block[start + 1] === 3) &&
    (length < 3 || (block[start + 2] ?? 255) <= 4)
  );
}

/**
 * Whether a record of encrypted data of TLS 1.2 or 1.3 seems to start here: type 23, version 3.3, a
 * possible length.
 */
function looksLikeTlsData(block: Uint8Array, start: number, end: number): boolean {
  const length = u16be(block, start + 3);
  return (
    end - start >= RECORD_HEADER &&
    block[start] === CONTENT.APPLICATION_DATA &&
    block[start + 1] === 3 &&
    block[start + 2] === 3 &&
    length > 0 &&
    length <= MAX_RECORD_BYTES
  );
}
