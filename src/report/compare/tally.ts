import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import { isKnownTime, type Time } from '../../engine/http/message.ts';
import { breaksSignature, isComparable, isReversed } from '../../features/hops/compare-hops.ts';
import type { ComparedPair, Hop, HopChange, HopExchange, HopField } from '../../features/hops/hop-model.ts';
import { durationOf, millisecondsBetween } from '../../sentences/time-text.ts';

/*
 * What a comparison of captures comes to, gathered pair by pair: none of them is kept but for an example of
 * each way to break a signature.
 */

/** Exchanges that are listed; where there are more, only those that were broken. */
const MAX_LISTED = 20;
/** Broken exchanges that are listed. */
const MAX_LISTED_BROKEN = 50;
/** Exchanges that are listed where all are asked for. */
const MAX_ALL_LISTED = 10_000;
/** Ways to break a signature that are shown, each with an exchange; of all where all are asked for. */
const MAX_BROKEN_WAYS = 64;
const MAX_ALL_BROKEN_WAYS = 500;
/** Numbers of a list that are named. */
const MAX_NUMBERS = 10;
/** Kinds of changes that broke nothing, and names of what was changed, that are listed. */
const MAX_HARMLESS = 8;
const MAX_NAMES = 20;

/** Exchanges of which the first are named. */
export class NumberedPairs {
  total = 0;
  /** `#5/#5`: the numbers of an exchange in the captures. */
  readonly first: string[] = [];

  add({ points }: ComparedPair): void {
    this.total++;
    if (this.first.length >= MAX_NUMBERS) return;
    this.first.push(points.map((point) => (point === null ? '-' : `#${point.index}`)).join('/'));
  }
}

/** A pair in the list of them. */
export interface ListedPair {
  /** In each capture; null where that lacks it. */
  readonly indexes: readonly (number | null)[];
  readonly durations: readonly (number | null)[];
  /** At the first point that shows it. */
  readonly time: Time | null;
  readonly operation: string | null;
  /** Each once. */
  readonly statuses: readonly number[];
  readonly isBroken: boolean;
  /** What is signed and was changed, else what else was and is not what any proxy does. */
  readonly changed: readonly HopField[];
  readonly verdict: Verdict | null;
}

/** Exchanges that one hop broke in the same way. */
export interface BrokenWay {
  readonly hop: Hop;
  /** The first one. */
  readonly pair: ComparedPair;
  readonly pairs: NumberedPairs;
}

/** A change that broke nothing, by the first exchange that shows it. */
interface HarmlessChange {
  readonly change: HopChange;
  readonly from: HopExchange;
  readonly to: HopExchange;
  count: number;
  hasOtherValues: boolean;
}

/** What happened between two points. */
export class HopTally {
  readonly between: Hop['between'];
  isReversed = false;
  /** Exchanges of which both points show the head; of these, what was not broken. */
  comparable = 0;
  clean = 0;
  readonly uncompared = new NumberedPairs();
  readonly harmless = new Map<string, HarmlessChange>();
  /** Other kinds of changes were left out. */
  hasMoreHarmless = false;

  constructor(between: Hop['between']) {
    this.between = between;
  }

  add(pair: ComparedPair, hop: Hop): void {
    this.isReversed ||= isReversed(pair, hop);
    if (!isComparable(pair, hop)) {
      this.uncompared.add(pair);
      return;
    }
    this.comparable++;
    if (breaksSignature([hop])) return;
    this.clean++;
    const [from, to] = hop.between.map((at) => pair.points[at] ?? null);
    if (from != null && to != null) for (const change of hop.changes) this.#addHarmless(change, from, to);
  }

  #addHarmless(change: HopChange, from: HopExchange, to: HopExchange): void {
    const kind = kindOf(change);
    const known = this.harmless.get(kind);
    if (known !== undefined) {
      known.count++;
      known.hasOtherValues ||=
        change.field !== 'header-order' &&
        (known.change.from !== change.from || known.change.to !== change.to);
    } else if (this.harmless.size >= MAX_HARMLESS) this.hasMoreHarmless = true;
    else this.harmless.set(kind, { change, from, to, count: 1, hasOtherValues: false });
  }
}

/** Verdicts of which the client may be at fault. */
const CLIENT_VERDICTS = ['needs-secret', 'undecided', 'client-miscomputed', 'wrong-secret'] as const;

export class ComparisonTally {
  readonly #all: boolean;
  readonly #rows: ListedPair[] = [];
  readonly #brokenRows: ListedPair[] = [];
  readonly #ways = new Map<string, BrokenWay>();
  readonly #hops = new Map<string, HopTally>();
  /** Milliseconds between each point and the next. */
  readonly #delays: number[][] = [];
  pairs = 0;
  broken = 0;
  /** Exchanges that were broken in ways that are not shown. */
  brokenOtherwise = 0;
  /** Of exchanges that no hop broke, by the first and the last point that show them. */
  readonly changedBehind = new PairsByEnds();
  readonly wrongFromClient = new PairsByEnds();
  readonly matchedOtherwise = new NumberedPairs();

  constructor(all: boolean) {
    this.#all = all;
  }

  add(pair: ComparedPair): void {
    const isBroken = breaksSignature(pair.hops);
    this.#list(pair, isBroken);
    this.pairs++;
    if (isBroken) this.broken++;
    for (const hop of pair.hops) {
      this.#hopOf(hop.between).add(pair, hop);
      this.#addWay(pair, hop);
    }
    if (pair.matchedBy !== 'request-id') this.matchedOtherwise.add(pair);
    if (!isBroken) this.#addWhole(pair);
    this.#addDelays(pair);
  }

  /** In the order in which they were first seen. */
  get ways(): readonly BrokenWay[] {
    return [...this.#ways.values()];
  }

  get hops(): readonly HopTally[] {
    return [...this.#hops.values()];
  }

  /** Those that are listed: all, as far as they are few or asked for, or those that were broken. */
  get listed(): readonly ListedPair[] {
    return this.#all || this.pairs <= MAX_LISTED ? this.#rows : this.#brokenRows;
  }

  /** Milliseconds by which requests were seen later at a point than at the one before: the median. */
  delayTo(point: number): number | null {
    const found = (this.#delays[point] ?? []).sort((a, b) => a - b);
    return found[Math.floor(found.length / 2)] ?? null;
  }

  #list(pair: ComparedPair, isBroken: boolean): void {
    const isRow = this.#rows.length < (this.#all ? MAX_ALL_LISTED : MAX_LISTED);
    const isBrokenRow = isBroken && !this.#all && this.#brokenRows.length < MAX_LISTED_BROKEN;
    if (!isRow && !isBrokenRow) return;
    const row = listedPair(pair, isBroken);
    if (isRow) this.#rows.push(row);
    if (isBrokenRow) this.#brokenRows.push(row);
  }

  #hopOf(between: Hop['between']): HopTally {
    const key = between.join(' ');
    const known = this.#hops.get(key) ?? new HopTally(between);
    this.#hops.set(key, known);
    return known;
  }

  /** Exchanges with the same broken fields at the same hop stand together. */
  #addWay(pair: ComparedPair, hop: Hop): void {
    const broken = hop.changes.filter((change) => change.breaksSignature);
    if (broken.length === 0) return;
    const key = JSON.stringify([hop.between, broken.map(kindOf).sort()]);
    const known = this.#ways.get(key);
    if (known !== undefined) known.pairs.add(pair);
    else if (this.#ways.size >= (this.#all ? MAX_ALL_BROKEN_WAYS : MAX_BROKEN_WAYS)) this.brokenOtherwise++;
    else {
      const pairs = new NumberedPairs();
      pairs.add(pair);
      this.#ways.set(key, { hop, pair, pairs });
    }
  }

  /** What can be said of an exchange that no hop broke. */
  #addWhole(pair: ComparedPair): void {
    const { hops, points, verdict } = pair;
    if (!hops.every((hop) => isComparable(pair, hop))) return;
    const isBefore = points.some((each) => each?.diagnosis?.cause?.id === 'changed-before-capture');
    if (verdict === 'transit-modified' && !isBefore) this.changedBehind.add(pair);
    // whether the signature that is seen behind the hops is the client's own
    const isAsSent = hops.every(({ changes }) =>
      changes.every(({ field }) => field !== 'header:authorization'),
    );
    if (isAsSent && CLIENT_VERDICTS.some((each) => each === verdict)) this.wrongFromClient.add(pair);
  }

  #addDelays({ points }: ComparedPair): void {
    let before: Time | null = null;
    for (const [at, point] of points.entries()) {
      const time = timeOf(point);
      if (before !== null && time !== null) {
        const delays = this.#delays[at] ?? [];
        delays.push(millisecondsBetween(before, time));
        this.#delays[at] = delays;
      }
      before = time;
    }
  }
}

function timeOf(point: HopExchange | null | undefined): Time | null {
  const time = point?.exchange.request?.time;
  return time === undefined || !isKnownTime(time) ? null : time;
}

/** Exchanges by the first and the last of the points that show them. */
class PairsByEnds {
  readonly #byEnds = new Map<string, { readonly ends: Hop['between']; readonly pairs: NumberedPairs }>();

  add(pair: ComparedPair): void {
    const isShown = (point: HopExchange | null): boolean => point !== null;
    const ends = [pair.points.findIndex(isShown), pair.points.findLastIndex(isShown)] as const;
    const key = ends.join(' ');
    const known = this.#byEnds.get(key) ?? { ends, pairs: new NumberedPairs() };
    known.pairs.add(pair);
    this.#byEnds.set(key, known);
  }

  get all(): Iterable<{ readonly ends: Hop['between']; readonly pairs: NumberedPairs }> {
    return this.#byEnds.values();
  }
}

/** What was changed, and whether it was there before and after. */
function kindOf({ field, from, to }: HopChange): ByteString {
  return `${field} ${from === null ? 'added' : to === null ? 'dropped' : 'changed'}`;
}

function listedPair({ points, hops, verdict }: ComparedPair, isBroken: boolean): ListedPair {
  const first = points.find((point) => point !== null);
  const changes = hops
    .flatMap((hop) => hop.changes)
    .filter(({ breaksSignature: breaks, hopByHop }) => (isBroken ? breaks : !hopByHop));
  const statuses = points
    .map((point) => point?.exchange.response?.status)
    .filter((each) => each !== undefined);
  return {
    indexes: points.map((point) => point?.index ?? null),
    durations: points.map((point) => (point === null ? null : durationOf(point.exchange))),
    time: timeOf(first),
    operation: first?.oss?.operation ?? null,
    statuses: [...new Set(statuses)],
    isBroken,
    changed: [...new Set(changes.map(({ field }) => field))].slice(0, MAX_NAMES),
    verdict,
  };
}
