import type { ByteString } from '../../bytes/byte-string.ts';
import { isKnownTime, type Time } from '../../http/message.ts';
import type { HopExchange, HopPair, MatchedBy } from './hop-model.ts';

/** Clocks of two machines that are further apart than this after what is known of their offset do not pair by time. */
const TIME_WINDOW_SECONDS = 2;

export interface Paired {
  /** In the order of the first capture that shows each. */
  readonly pairs: readonly HopPair[];
  /** Exchanges that no other capture shows: position of the capture, and the exchange. */
  readonly unmatched: readonly { readonly capture: number; readonly exchange: HopExchange }[];
}

interface Group {
  readonly matchedBy: MatchedBy;
  readonly requestId: ByteString | null;
  readonly points: (HopExchange | null)[];
}

/**
 * Finds the exchanges that are one and the same at several points: by the request id that the server gave, then by signature and
 * date, then by time, where method or target are the same. `captures` in the order of the path.
 */
export function pairExchanges(captures: readonly (readonly HopExchange[])[]): Paired {
  const left = captures.map((exchanges) => [...exchanges]);
  const groups: Group[] = [];
  pairByKey(left, groups, 'request-id', ({ oss }) => oss?.requestId ?? null);
  pairByKey(left, groups, 'signature', signatureKey);
  pairByTime(left, groups);
  const unmatched = left.flatMap((exchanges, capture) =>
    exchanges.map((exchange) => ({ capture, exchange })),
  );
  return { pairs: groups.sort(byFirstPoint), unmatched };
}

function signatureKey({ oss }: HopExchange): string | null {
  const claim = oss?.claim ?? null;
  if (claim === null || claim.signature === '') return null;
  return `${claim.signature} ${claim.date ?? claim.expires ?? ''}`;
}

/** Pairs what has the same key; of several with one key in a capture, the first with the first. */
function pairByKey(
  left: HopExchange[][],
  groups: Group[],
  matchedBy: MatchedBy,
  keyOf: (exchange: HopExchange) => string | null,
): void {
  const byKey = new Map<string, HopExchange[][]>();
  for (const [capture, exchanges] of left.entries()) {
    for (const exchange of exchanges) {
      const key = keyOf(exchange);
      if (key === null) continue;
      let lists = byKey.get(key);
      if (lists === undefined) {
        lists = left.map(() => []);
        byKey.set(key, lists);
      }
      lists[capture]?.push(exchange);
    }
  }
  const taken = new Set<HopExchange>();
  for (const lists of byKey.values()) {
    const longest = Math.max(...lists.map((list) => list.length));
    for (let nth = 0; nth < longest; nth++) {
      const points = lists.map((list) => list[nth] ?? null);
      const present = points.filter((point) => point !== null);
      if (present.length < 2) continue;
      for (const point of present) taken.add(point);
      groups.push({ matchedBy, requestId: requestIdOf(present), points });
    }
  }
  removeTaken(left, taken);
}

function requestIdOf(present: readonly HopExchange[]): ByteString | null {
  return present.find(({ oss }) => (oss?.requestId ?? null) !== null)?.oss?.requestId ?? null;
}

/** Pairs neighbours in the path that were sent at the same time, as far as the clocks' offset is known from the others. */
function pairByTime(left: HopExchange[][], groups: Group[]): void {
  for (let capture = 0; capture + 1 < left.length; capture++) {
    const offset = clockOffset(groups, capture, capture + 1);
    const taken = new Set<HopExchange>();
    const others = left[capture + 1] ?? [];
    for (const exchange of left[capture] ?? []) {
      let best: HopExchange | null = null;
      let least = TIME_WINDOW_SECONDS;
      for (const other of others) {
        if (taken.has(other) || !mayBeSame(exchange, other)) continue;
        const apart = Math.abs(secondsBetween(exchange, other) - offset);
        if (apart <= least) [best, least] = [other, apart];
      }
      if (best === null) continue;
      taken.add(best).add(exchange);
      const points = left.map((_, at) => (at === capture ? exchange : at === capture + 1 ? best : null));
      groups.push({ matchedBy: 'time', requestId: requestIdOf([exchange, best]), points });
    }
    removeTaken(left, taken);
  }
}

/** Two ids, or two signatures, are two exchanges. */
function mayBeSame(a: HopExchange, b: HopExchange): boolean {
  const [idA, idB] = [a.oss?.requestId ?? null, b.oss?.requestId ?? null];
  if (idA !== null && idB !== null) return false;
  const [one, other] = [a.exchange.request, b.exchange.request];
  if (one === null || other === null) return false;
  return one.method === other.method || one.target === other.target;
}

function secondsBetween(a: HopExchange, b: HopExchange): number {
  const [from, to] = [timeOf(a), timeOf(b)];
  return from === null || to === null
    ? Number.POSITIVE_INFINITY
    : to.seconds - from.seconds + (to.nanos - from.nanos) / 1e9;
}

function timeOf({ exchange }: HopExchange): Time | null {
  const { request } = exchange;
  return request === null || !isKnownTime(request.time) ? null : request.time;
}

/** Seconds that the second capture's clock is ahead, way included: the median over what is paired; 0 where nothing is. */
function clockOffset(groups: readonly Group[], first: number, second: number): number {
  const offsets: number[] = [];
  for (const { points } of groups) {
    const [a, b] = [points[first], points[second]];
    if (a == null || b == null) continue;
    const seconds = secondsBetween(a, b);
    if (Number.isFinite(seconds)) offsets.push(seconds);
  }
  offsets.sort((a, b) => a - b);
  return offsets[Math.floor(offsets.length / 2)] ?? 0;
}

function removeTaken(left: HopExchange[][], taken: ReadonlySet<HopExchange>): void {
  for (const [capture, exchanges] of left.entries()) {
    left[capture] = exchanges.filter((exchange) => !taken.has(exchange));
  }
}

function byFirstPoint(a: Group, b: Group): number {
  for (const [at, point] of a.points.entries()) {
    const other = b.points[at];
    if (point !== null && other != null) return point.index - other.index;
  }
  return a.points.findIndex((point) => point !== null) - b.points.findIndex((point) => point !== null);
}
