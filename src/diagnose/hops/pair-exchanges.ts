import type { ByteString } from '../../bytes/byte-string.ts';
import { addToList } from '../../bytes/collections.ts';
import { secondsBetween } from '../../http/message.ts';
import { ByTime, HALF_CHANGED, UNCHANGED } from './by-time.ts';
import { idOf, signatureKey, timeOf } from './exchange-keys.ts';
import type { HopExchange, HopPair, MatchedBy } from './hop-model.ts';

interface Paired {
  /** In the order of the first capture that shows each. */
  readonly pairs: readonly HopPair[];
  /** Exchanges that no other capture shows: position of the capture, and the exchange. */
  readonly unmatched: readonly { readonly capture: number; readonly exchange: HopExchange }[];
}

interface Group {
  readonly matchedBy: MatchedBy;
  requestId: ByteString | null;
  readonly points: (HopExchange | null)[];
}

/**
 * Finds the exchanges that are one and the same at several points: by the request id that the
 * server gave, then by signature and date, then by time, where method or target are the same. What
 * one capture shows without the id joins the others by the later means. `captures` in the order of
 * the path.
 */
export function pairExchanges(captures: readonly (readonly HopExchange[])[]): Paired {
  const left = captures.map((exchanges) => [...exchanges]);
  const groups: Group[] = [];
  pairByKey(left, groups, 'request-id', idOf);
  joinBySignature(left, groups);
  pairByKey(left, groups, 'signature', signatureKey);
  pairByTime(left, groups);
  const unmatched = left.flatMap((exchanges, capture) =>
    exchanges.map((exchange) => ({ capture, exchange })),
  );
  return { pairs: groups.sort(byFirstPoint), unmatched };
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

/**
 * A hop may answer with an id of its own: the support of OSS knows the one that was given nearest
 * to it.
 */
function requestIdOf(present: readonly HopExchange[]): ByteString | null {
  return present.map(idOf).findLast((id) => id !== null) ?? null;
}

/**
 * Gives the exchanges that one capture shows without an id, because it lacks their answers, to
 * those that the others paired.
 */
function joinBySignature(left: HopExchange[][], groups: readonly Group[]): void {
  const taken = new Set<HopExchange>();
  for (const [capture, exchanges] of left.entries()) {
    const lacking = lackingBySignature(groups, capture);
    if (lacking.size === 0) continue;
    for (const exchange of exchanges) {
      const key = signatureKey(exchange);
      if (key === null || idOf(exchange) !== null) continue;
      const group = lacking.get(key)?.shift();
      if (group === undefined) continue;
      group.points[capture] = exchange;
      taken.add(exchange);
    }
  }
  removeTaken(left, taken);
}

/** The groups that lack a point in one capture, by the signature nearest to the client. */
function lackingBySignature(groups: readonly Group[], capture: number): ReadonlyMap<string, Group[]> {
  const lacking = new Map<string, Group[]>();
  for (const group of groups) {
    if (group.points[capture] !== null) continue;
    const first = group.points.find((point) => point !== null) ?? null;
    const key = first === null ? null : signatureKey(first);
    if (key !== null) addToList(lacking, key, group);
  }
  return lacking;
}

/**
 * Pairs neighbours in the path that were sent at the same time, as far as the clocks' offset is
 * known from the others.
 */
function pairByTime(left: HopExchange[][], groups: Group[]): void {
  for (let capture = 0; capture + 1 < left.length; capture++) {
    const offset = clockOffset(groups, capture, capture + 1);
    const taken = new Set<HopExchange>();
    // What has lost nothing on the way is not to be taken by what only resembles it.
    for (const likeness of [UNCHANGED, HALF_CHANGED]) {
      const rest = left[capture + 1]?.filter((exchange) => !taken.has(exchange)) ?? [];
      const others = new ByTime(rest, likeness);
      const take = (exchange: HopExchange) => others.take(exchange, offset);
      joinByTime(groups, capture, take, taken);
      for (const exchange of left[capture] ?? []) {
        const found = taken.has(exchange) ? null : take(exchange);
        if (found === null) continue;
        taken.add(found).add(exchange);
        const points = left.map((_, at) => (at === capture ? exchange : at === capture + 1 ? found : null));
        groups.push({ matchedBy: 'time', requestId: requestIdOf([exchange, found]), points });
      }
    }
    removeTaken(left, taken);
  }
}

/** Gives the exchanges of the next capture to those that were paired without it. */
function joinByTime(
  groups: readonly Group[],
  capture: number,
  take: (exchange: HopExchange) => HopExchange | null,
  taken: Set<HopExchange>,
): void {
  for (const group of groups) {
    const here = group.points[capture] ?? null;
    if (here === null || group.points[capture + 1] !== null) continue;
    const found = take(here);
    if (found === null) continue;
    group.points[capture + 1] = found;
    group.requestId ??= idOf(found);
    taken.add(found);
  }
}

function secondsApart(a: HopExchange, b: HopExchange): number {
  const [from, to] = [timeOf(a), timeOf(b)];
  return from === null || to === null ? Number.POSITIVE_INFINITY : secondsBetween(from, to);
}

/**
 * Seconds that the second capture's clock is ahead, way included: the median over what is paired; 0
 * where nothing is.
 */
function clockOffset(groups: readonly Group[], first: number, second: number): number {
  const offsets: number[] = [];
  for (const { points } of groups) {
    const [a, b] = [points[first], points[second]];
    if (a == null || b == null) continue;
    const seconds = secondsApart(a, b);
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
