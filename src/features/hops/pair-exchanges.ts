/* Pairs the exchanges of several captures: by the request id, by the signature, by the time. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { addToList, firstWhere, largest } from '../../engine/bytes/collections.ts';
import { secondsBetween } from '../../engine/http/message.ts';
import { splitTarget } from '../../engine/oss/signable-request.ts';
import type { HopPair, MatchedBy, PairingKeys } from './hop-model.ts';

interface Paired<P> {
  /** In the order of the first capture that shows each. */
  readonly pairs: readonly HopPair<P>[];
  /** Exchanges that no other capture shows: position of the capture, and the exchange. */
  readonly unmatched: readonly { readonly capture: number; readonly exchange: P }[];
}

interface Group<P> {
  readonly matchedBy: MatchedBy;
  requestId: ByteString | null;
  readonly points: (P | null)[];
}

/**
 * Finds the exchanges that are one and the same at several points: by the request id that the server gave,
 * then by signature and date, then by time, where method or target are the same. What one capture shows
 * without the id joins the others by the later means. `captures` in the order of the path.
 */
export function pairExchanges<P extends PairingKeys>(captures: readonly (readonly P[])[]): Paired<P> {
  const left = captures.map((exchanges) => [...exchanges]);
  const groups: Group<P>[] = [];
  pairByKey(left, groups, 'request-id', ({ requestId }) => requestId);
  joinBySignature(left, groups);
  pairByKey(left, groups, 'signature', signatureKey);
  pairByTime(left, groups);
  const unmatched = left.flatMap((exchanges, capture) =>
    exchanges.map((exchange) => ({ capture, exchange })),
  );
  return { pairs: groups.sort(byFirstPoint), unmatched };
}

/** Pairs what has the same key; of several with one key in a capture, the first with the first. */
function pairByKey<P extends PairingKeys>(
  left: P[][],
  groups: Group<P>[],
  matchedBy: MatchedBy,
  keyOf: (exchange: P) => string | null,
): void {
  // lists only where there is something: nearly every key stands for one exchange of each capture
  const byKey = new Map<string, (P[] | undefined)[]>();
  for (const [capture, exchanges] of left.entries()) {
    for (const exchange of exchanges) {
      const key = keyOf(exchange);
      if (key === null) continue;
      const lists = byKey.get(key);
      if (lists === undefined) {
        const first: (P[] | undefined)[] = Array.from({ length: left.length });
        first[capture] = [exchange];
        byKey.set(key, first);
      } else if (lists[capture] === undefined) lists[capture] = [exchange];
      else lists[capture].push(exchange);
    }
  }
  const taken = new Set<P>();
  for (const lists of byKey.values()) {
    const longest = largest(lists.map((list) => list?.length ?? 0));
    for (let nth = 0; nth < longest; nth++) {
      const points = lists.map((list) => list?.[nth] ?? null);
      const present = points.filter((point) => point !== null);
      if (present.length < 2) continue;
      for (const point of present) taken.add(point);
      groups.push({ matchedBy, requestId: requestIdOf(present), points });
    }
  }
  removeTaken(left, taken);
}

/** A hop may answer with an id of its own: the support of OSS knows the one that was given nearest to it. */
function requestIdOf(present: readonly PairingKeys[]): ByteString | null {
  return present.findLast(({ requestId }) => requestId !== null)?.requestId ?? null;
}

/** The signature and its date; null for a request that is not signed. */
function signatureKey({ signature, date }: PairingKeys): string | null {
  return signature === null ? null : `${signature} ${date}`;
}

/** Gives exchanges without an ID, whose answers one capture lacks, to those that the others paired. */
function joinBySignature<P extends PairingKeys>(left: P[][], groups: readonly Group<P>[]): void {
  const taken = new Set<P>();
  for (const [capture, exchanges] of left.entries()) {
    const lacking = lackingBySignature(groups, capture);
    if (lacking.size === 0) continue;
    for (const exchange of exchanges) {
      const key = signatureKey(exchange);
      if (key === null || exchange.requestId !== null) continue;
      const group = lacking.get(key)?.shift();
      if (group === undefined) continue;
      group.points[capture] = exchange;
      taken.add(exchange);
    }
  }
  removeTaken(left, taken);
}

/** The groups that lack a point in one capture, by the signature nearest to the client. */
function lackingBySignature<P extends PairingKeys>(
  groups: readonly Group<P>[],
  capture: number,
): ReadonlyMap<string, Group<P>[]> {
  const lacking = new Map<string, Group<P>[]>();
  for (const group of groups) {
    if (group.points[capture] !== null) continue;
    const first = group.points.find((point) => point !== null) ?? null;
    const key = first === null ? null : signatureKey(first);
    if (key !== null) addToList(lacking, key, group);
  }
  return lacking;
}

/** Pairs neighbours in the path that were sent at one time, as far as the clocks' offset is known. */
function pairByTime<P extends PairingKeys>(left: P[][], groups: Group<P>[]): void {
  for (let capture = 0; capture + 1 < left.length; capture++) {
    const offset = clockOffset(groups, capture, capture + 1);
    const taken = new Set<P>();
    // What has lost nothing on the way is not to be taken by what only resembles it.
    for (const likeness of [UNCHANGED, HALF_CHANGED]) {
      const rest = left[capture + 1]?.filter((exchange) => !taken.has(exchange)) ?? [];
      const others = new ByTime(rest, likeness);
      const take = (exchange: P) => others.take(exchange, offset);
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
function joinByTime<P extends PairingKeys>(
  groups: readonly Group<P>[],
  capture: number,
  take: (exchange: P) => P | null,
  taken: Set<P>,
): void {
  for (const group of groups) {
    const here = group.points[capture] ?? null;
    if (here === null || group.points[capture + 1] !== null) continue;
    const found = take(here);
    if (found === null) continue;
    group.points[capture + 1] = found;
    group.requestId ??= found.requestId;
    taken.add(found);
  }
}

/** Seconds that the second clock is ahead, way included: the median of what is paired, or 0. */
function clockOffset<P extends PairingKeys>(
  groups: readonly Group<P>[],
  first: number,
  second: number,
): number {
  const offsets: number[] = [];
  for (const { points } of groups) {
    const [a, b] = [points[first], points[second]];
    if (a?.time != null && b?.time != null) offsets.push(secondsBetween(a.time, b.time));
  }
  offsets.sort((a, b) => a - b);
  return offsets[Math.floor(offsets.length / 2)] ?? 0;
}

function removeTaken<P>(left: P[][], taken: ReadonlySet<P>): void {
  for (const [capture, exchanges] of left.entries()) {
    left[capture] = exchanges.filter((exchange) => !taken.has(exchange));
  }
}

function byFirstPoint<P extends PairingKeys>(a: Group<P>, b: Group<P>): number {
  for (const [at, point] of a.points.entries()) {
    const other = b.points[at];
    if (point !== null && other != null) return point.index - other.index;
  }
  return a.points.findIndex((point) => point !== null) - b.points.findIndex((point) => point !== null);
}

/** Clocks that are further apart than this, beyond their known offset, do not pair by time. */
const TIME_WINDOW_SECONDS = 2;

/** What of an exchange is compared, to see whether another one may be the same. */
interface Timed<P = unknown> extends Moment {
  readonly exchange: P;
  /** In the order in which those that are as near are preferred, the last one most. */
  place: number;
  readonly method: ByteString;
  readonly target: ByteString;
  /** Of the target without its query, which may hold the signature, and without a host for a proxy. */
  readonly path: ByteString;
  readonly id: ByteString | null;
  readonly signature: ByteString | null;
  readonly date: ByteString;
}

/** Null for a request that is not there, or of an unknown time. */
function timed<P extends PairingKeys>(exchange: P): Timed<P> | null {
  const { request, time, requestId, signature, date } = exchange;
  if (request === null || time === null) return null;
  const { method, target } = request;
  return {
    exchange,
    seconds: time.seconds + time.nanos / 1e9,
    isTaken: false,
    place: 0,
    method,
    target,
    path: splitTarget(target).path,
    id: requestId,
    signature,
    date,
  };
}

/**
 * What two requests have in common that may be the same. Two signatures are two exchanges, unless it is the
 * signature alone that differs. One signature is one exchange, also with another date, which a hop wrote. A
 * proxy sends requests of its own too: one without a signature need not be what another became that has one.
 */
interface Likeness {
  /** What one of the capture that is searched is filed under. */
  readonly filed: (one: Timed) => readonly string[];
  /** What another one is looked for under: whatever is filed there may be the same. */
  readonly sought: (one: Timed) => readonly string[];
}

/** Method and target are the same. */
export const UNCHANGED: Likeness = {
  filed: (one) => (one.signature === null ? [whole(one)] : [whole(one), wholeSigned(one), wholeDated(one)]),
  sought: (one) =>
    one.signature === null
      ? [whole(one), wholeSigned(one)]
      : [whole(one), whole({ method: one.method, target: one.target, signature: null }), wholeDated(one)],
};

/** Method or target is the same. */
export const HALF_CHANGED: Likeness = {
  filed: (one) => [
    ...halves(one),
    pathOf(one, one.signature !== null),
    ...(one.signature === null ? [] : [wholeDated(one)]),
  ],
  sought: (one) => [
    ...halves(one),
    pathOf(one, one.signature === null),
    ...(one.signature === null ? [] : [wholeDated(one)]),
  ],
};

function whole({ method, target, signature }: Pick<Timed, 'method' | 'target' | 'signature'>): string {
  return JSON.stringify(['whole', method, target, signature]);
}

function wholeSigned({ method, target }: Timed): string {
  return JSON.stringify(['signed', method, target]);
}

function wholeDated({ method, target, date }: Timed): string {
  return JSON.stringify(['dated', method, target, date]);
}

function halves({ method, target, signature }: Timed): readonly string[] {
  return [JSON.stringify(['method', method, signature]), JSON.stringify(['target', target, signature])];
}

function pathOf({ method, path }: Timed, isSigned: boolean): string {
  return JSON.stringify(['path', method, path, isSigned]);
}

/** By what they have in common with another one, in the order of their times. */
export class ByTime<P extends PairingKeys> {
  readonly #likeness: Likeness;
  /** Those that have an id apart, since no other with an id is looked for among them. */
  readonly #withId: ReadonlyMap<string, Shelf<Timed<P>>>;
  readonly #others: ReadonlyMap<string, Shelf<Timed<P>>>;

  constructor(exchanges: readonly P[], likeness: Likeness) {
    this.#likeness = likeness;
    const all = exchanges.map((each) => timed(each)).filter((each) => each !== null);
    all.sort((a, b) => a.seconds - b.seconds);
    const others = all.filter(({ id }) => id === null);
    const withId = all.filter(({ id }) => id !== null);
    for (const [place, each] of [...others, ...withId].entries()) each.place = place;
    this.#others = this.#filed(others);
    this.#withId = this.#filed(withId);
  }

  /** Takes the nearest that may be the same, by a clock that is ahead by `offset` seconds. */
  take(exchange: P, offset: number): P | null {
    const here = timed(exchange);
    if (here === null) return null;
    const at = here.seconds + offset;
    const keys = this.#likeness.sought(here);
    let best: Timed<P> | null = null;
    for (const shelves of here.id === null ? [this.#others, this.#withId] : [this.#others]) {
      for (const key of keys) {
        const other = shelves.get(key)?.nearest(at) ?? null;
        if (other !== null && isNearer(other, best, at)) best = other;
      }
    }
    if (best === null || Math.abs(best.seconds - at) > TIME_WINDOW_SECONDS) return null;
    best.isTaken = true;
    return best.exchange;
  }

  #filed(all: readonly Timed<P>[]): ReadonlyMap<string, Shelf<Timed<P>>> {
    const lists = new Map<string, Timed<P>[]>();
    for (const each of all) {
      for (const key of this.#likeness.filed(each)) addToList(lists, key, each);
    }
    return new Map([...lists].map(([key, list]) => [key, new Shelf(list)]));
  }
}

function isNearer(one: Timed, other: Timed | null, at: number): boolean {
  if (other === null) return true;
  const [apart, least] = [Math.abs(one.seconds - at), Math.abs(other.seconds - at)];
  return apart < least || (apart === least && one.place > other.place);
}

/** Something that happened at a time, and may be taken once. */
interface Moment {
  /** Seconds since 1970. */
  readonly seconds: number;
  isTaken: boolean;
}

/** Items in the order of their times: the nearest is found in a few steps, however many are taken. */
class Shelf<T extends Moment> {
  readonly #items: readonly T[];
  /** For each place, one behind it, or one before it, from which to look on once its item is taken. */
  #after: Uint32Array | null = null;
  #before: Uint32Array | null = null;

  constructor(items: readonly T[]) {
    this.#items = items;
  }

  /** The nearest that is not taken, of two the later one, of one time the last; null where all are taken. */
  nearest(seconds: number): T | null {
    const place = firstWhere(this.#items, (item) => item.seconds >= seconds);
    const before = this.#items[this.#untakenBefore(place) - 1] ?? null;
    const next = this.#items[this.#untakenFrom(place)];
    if (next === undefined) return before;
    if (before !== null && seconds - before.seconds < next.seconds - seconds) return before;
    const end = firstWhere(this.#items, (item) => item.seconds > next.seconds);
    return this.#items[this.#untakenBefore(end) - 1] ?? next;
  }

  /** The first place from this one on whose item is not taken; the number of items where there is none. */
  #untakenFrom(place: number): number {
    if (this.#items[place]?.isTaken !== true) return place;
    this.#after ??= Uint32Array.from(this.#items, (_, at) => at + 1);
    const after = this.#after;
    let at = place;
    while (this.#items[at]?.isTaken === true) at = after[at] ?? this.#items.length;
    for (let passed = place; passed < at; ) {
      const next = after[passed] ?? at;
      after[passed] = at;
      passed = next;
    }
    return at;
  }

  /** One behind the last place before this one whose item is not taken; 0 where there is none. */
  #untakenBefore(place: number): number {
    if (this.#items[place - 1]?.isTaken !== true) return place;
    this.#before ??= Uint32Array.from(this.#items, (_, at) => at);
    const before = this.#before;
    let at = place;
    while (this.#items[at - 1]?.isTaken === true) at = before[at - 1] ?? 0;
    for (let passed = place; passed > at; ) {
      const next = before[passed - 1] ?? at;
      before[passed - 1] = at;
      passed = next;
    }
    return at;
  }
}
