import type { ConnectionFacts, ConnectionHandler } from '../../stream/handler.ts';
import type { Side } from '../../stream/stream-chunk.ts';
import { MAX_TLS_DEPTH } from './limits.ts';
import type { TlsContext } from './tls-context.ts';
import type { TlsInfo } from './tls-info.ts';
import { TlsOpener } from './tls-opener.ts';

/**
 * The TLS that a connection's bytes came out of, and what opens the TLS that may be found in them.
 */
export interface TlsLayer {
  readonly context: TlsContext;
  /** Null for a connection that lies open. */
  readonly info: TlsInfo | null;
  readonly depth: number;
}

/**
 * Opens the TLS of a connection; `create` makes the reader of what it holds. Null where there are
 * no keys to do it with.
 */
export function openTls(
  facts: ConnectionFacts,
  client: Side,
  layer: TlsLayer | null,
  create: (facts: ConnectionFacts, layer: TlsLayer) => ConnectionHandler,
): TlsOpener | null {
  if (layer === null || !layer.context.hasKeys || layer.depth >= MAX_TLS_DEPTH) return null;
  const inner: ConnectionFacts = {
    index: facts.index,
    initiator: client,
    endpoint: (side) => facts.endpoint(side),
    meter: facts.meter,
    bytes: (side) => facts.bytes(side),
    ends: facts.ends,
    get lastSeconds() {
      return facts.lastSeconds;
    },
    get overAt() {
      return facts.overAt;
    },
    packets: (side) => facts.packets(side),
    acknowledged: (side) => facts.acknowledged(side),
    unacknowledged: (side) => facts.unacknowledged(side),
    // Where in the TLS a byte of its content stands is not known.
    isHeardUpTo: () => false,
    loss: (side) => facts.loss(side),
  };
  return new TlsOpener(facts, client, layer.context, (info) =>
    create(inner, { context: layer.context, info, depth: layer.depth + 1 }),
  );
}
