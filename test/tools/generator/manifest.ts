import { type Disturbances, noDisturbances } from './delivery.ts';
import type { Kind } from './kinds.ts';

/** The messages of an exchange. */
export type MessageName = 'request' | 'interim' | 'response';

/** One exchange as it stands in the list beside a capture. */
export interface ListedExchange {
  /** The client's `address:port`, unlike that of any other connection. */
  readonly client: string;
  readonly kind: Kind;
  readonly method: string;
  readonly host: string;
  readonly target: string;
  readonly status: number;
  readonly requestId: string;
  /** Body bytes. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Messages of which the capture lacks bytes. */
  readonly damaged: readonly MessageName[];
}

/** What a generated capture holds. */
export interface Manifest extends Disturbances {
  packets: number;
  bytes: number;
  connections: number;
  exchanges: number;
  /** Exchanges of which the capture lacks bytes. */
  damaged: number;
  bodyBytes: number;
  readonly byStatus: Record<string, number>;
  readonly byKind: Record<string, number>;
}

export function emptyManifest(): Manifest {
  return {
    packets: 0,
    bytes: 0,
    connections: 0,
    exchanges: 0,
    damaged: 0,
    bodyBytes: 0,
    byStatus: {},
    byKind: {},
    ...noDisturbances(),
  };
}

export function count(manifest: Manifest, exchange: ListedExchange): void {
  const { kind, status, damaged, requestBytes, responseBytes } = exchange;
  manifest.exchanges++;
  if (damaged.length > 0) manifest.damaged++;
  manifest.bodyBytes += requestBytes + responseBytes;
  manifest.byStatus[status] = (manifest.byStatus[status] ?? 0) + 1;
  manifest.byKind[kind] = (manifest.byKind[kind] ?? 0) + 1;
}
