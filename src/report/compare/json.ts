import type { ComparedPair, Hop, HopChange, HopExchange } from '../../features/hops/hop-model.ts';
import type { Door } from '../../features/redact/redact.ts';
import { beginOf, durationOf, formatTime } from '../../sentences/time-text.ts';
import type { Tool } from '../json/model.ts';
import { SCHEMA_VERSION } from '../json/text.ts';
import { type Lossy, withTexts } from '../json/text-taker.ts';
import type { ComparisonResult } from './page.ts';

interface HopChangeJson extends Lossy {
  readonly between: readonly [number, number];
  /**
   * `method`, `target`, `version`, `header:<name>`, `header-order`, `body`, `status`,
   * `response-header:<name>`, `response-body`.
   */
  readonly field: string;
  /** Null: absent there. Bodies are given by length and digest. */
  readonly from: string | null;
  readonly to: string | null;
  readonly breaksSignature: boolean;
  /** A header of one connection, or one by which a proxy says that it was there. */
  readonly hopByHop: boolean;
  /** Frames (lines of a text) of the two values; null where absent. */
  readonly frames: readonly [number | null, number | null];
}

/** One exchange at one point. */
interface PointJson {
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
  readonly client: string;
  /** As in `ExchangeJson`. */
  readonly originalClient?: string;
  readonly server: string;
  readonly time: string | null;
  readonly durationMs: number | null;
}

interface ComparedPairJson extends Lossy {
  readonly requestId: string | null;
  readonly matchedBy: ComparedPair['matchedBy'];
  /** Index in each capture; null where that capture lacks it. */
  readonly exchanges: readonly (number | null)[];
  readonly operation: string | null;
  readonly points: readonly (PointJson | null)[];
  readonly changes: readonly HopChangeJson[];
  readonly verdict: string | null;
}

export interface ComparisonJson {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  /** Paths in the order of the way, the client's first. */
  readonly captures: readonly string[];
  readonly pairs: readonly ComparedPairJson[];
  readonly unmatched: readonly { readonly capture: number; readonly exchange: number }[];
  /** Exchanges beyond the limit of those that are kept; absent for none. */
  readonly notCompared?: number;
}

/** The same while it is written: its pairs come one by one. */
type StreamedComparison = Omit<ComparisonJson, 'pairs'> & { readonly pairs: AsyncIterable<ComparedPairJson> };

/** A comparison as data. */
export function comparisonToJson(result: ComparisonResult, door: Door, tool: Tool): StreamedComparison {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    captures: result.captures.map(({ path }) => path),
    pairs: pairsToJson(result, door),
    unmatched: result.unmatched.map(({ capture, index }) => ({ capture, exchange: index })),
    ...(result.notCompared === undefined ? {} : { notCompared: result.notCompared.n }),
  };
}

async function* pairsToJson({ pairs }: ComparisonResult, door: Door): AsyncGenerator<ComparedPairJson> {
  for await (const pair of pairs()) yield pairToJson(pair, door);
}

function pairToJson(pair: ComparedPair, door: Door): ComparedPairJson {
  const first = pair.points.find((point) => point !== null);
  return withTexts(door, (taker) => ({
    requestId: taker.takeOrNull(pair.requestId),
    matchedBy: pair.matchedBy,
    exchanges: pair.points.map((point) => point?.index ?? null),
    operation: first?.oss?.operation ?? null,
    points: pair.points.map((point) => (point === null ? null : pointToJson(point))),
    changes: pair.hops.flatMap((hop) => hop.changes.map((change) => changeToJson(hop, change, door))),
    verdict: pair.verdict,
  }));
}

function pointToJson({ exchange }: HopExchange): PointJson {
  const { request, response, connection } = exchange;
  const begin = beginOf(exchange);
  return {
    requestFrame: request?.frame ?? null,
    responseFrame: response?.frame ?? null,
    client: connection.client,
    ...(connection.originalClient == null ? {} : { originalClient: connection.originalClient }),
    server: connection.server,
    time: begin === null ? null : formatTime(begin),
    durationMs: durationOf(exchange),
  };
}

function changeToJson({ between }: Hop, change: HopChange, door: Door): HopChangeJson {
  return withTexts(door, (taker) => ({
    between,
    field: taker.take(change.field),
    from: taker.takeOrNull(change.from),
    to: taker.takeOrNull(change.to),
    breaksSignature: change.breaksSignature,
    hopByHop: change.hopByHop,
    frames: change.frames,
  }));
}
