import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { largest, RecentList } from '../../engine/bytes/collections.ts';
import { fieldName } from '../../engine/diagnose/fields.ts'; // later: deciding
import { type Diagnosis, type Divergence, isFailing, type Verdict } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { CaptureInfo, ExchangeResult } from '../../engine/results.ts';
import { firstSuspect, leadingSuspect } from './suspects.ts'; // later: explaining

/** Groups that keep an example; further failing exchanges are counted only. */
export const MAX_GROUPS = 64;
/** As many where every cause is asked for: each keeps an exchange with its evidence. */
export const MAX_ALL_GROUPS = 6000;
export const MAX_GROUP_INDEXES = 10;
/** As many where every exchange is asked for. */
const MAX_ALL_INDEXES = 10_000;

/** Exchanges that have one cause. */
export interface ExchangeGroup {
  /** The one with the lowest index. */
  readonly example: ExchangeResult;
  readonly count: number;
  /** The lowest indexes, in order. */
  readonly indexes: readonly number[];
}

interface MutableGroup {
  example: ExchangeResult;
  count: number;
  indexes: number[];
  /** Of the indexes. */
  highest: number;
}

export interface GroupOptions {
  /** Keep as many groups and indexes as there is memory for. */
  readonly all: boolean;
}

/** Which exchanges are gathered, and which of them belong together. */
export interface Grouping {
  takes(result: ExchangeResult): boolean;
  /** Equal for those that belong together. */
  keyOf(result: ExchangeResult): string;
  /** Whether two have the same key, where a few comparisons show it. False proves nothing. */
  areAlike(one: ExchangeResult, other: ExchangeResult): boolean;
}

const BY_CAUSE: Grouping = {
  takes: ({ diagnosis }) => diagnosis !== null && isFailing(diagnosis.verdict),
  keyOf: groupKey,
  areAlike,
};

/** Groups that an exchange is compared with before its key is made: those that the last exchanges were of. */
const RECENT_GROUPS = 8;

/** Gathers exchanges, by their cause unless asked otherwise. Memory grows with the groups alone. */
export class ExchangeGrouper {
  readonly #groups = new Map<string, MutableGroup>();
  readonly #recent = new RecentList<MutableGroup>(RECENT_GROUPS);
  readonly #maxGroups: number;
  readonly #maxIndexes: number;
  readonly #grouping: Grouping;
  #leftOut = 0;

  constructor({ all }: GroupOptions, grouping = BY_CAUSE) {
    this.#grouping = grouping;
    this.#maxGroups = all ? MAX_ALL_GROUPS : MAX_GROUPS;
    this.#maxIndexes = all ? MAX_ALL_INDEXES : MAX_GROUP_INDEXES;
  }

  /** Takes any exchange; those that are not to be gathered are passed over. */
  add(result: ExchangeResult): void {
    const { takes, keyOf, areAlike } = this.#grouping;
    if (!takes(result)) return;
    const recent = this.#recent.items.find(({ example }) => areAlike(example, result));
    if (recent !== undefined) {
      this.#count(recent, result);
      return;
    }
    const key = keyOf(result);
    const known = this.#groups.get(key);
    if (known === undefined && this.#groups.size >= this.#maxGroups) {
      this.#leftOut++;
      return;
    }
    const group = known ?? { example: settled(result), count: 0, indexes: [], highest: 0 };
    if (known === undefined) this.#groups.set(key, group);
    this.#count(group, result);
    this.#recent.add(group);
  }

  #count(group: MutableGroup, result: ExchangeResult): void {
    group.count++;
    if (result.index < group.example.index) group.example = settled(result);
    this.#list(group, result.index);
  }

  /** The groups in the order of their first exchange. */
  groups(): readonly ExchangeGroup[] {
    const groups = [...this.#groups.values()].sort((a, b) => a.example.index - b.example.index);
    for (const group of groups) group.indexes.sort((a, b) => a - b);
    return groups;
  }

  /** Replaces what was collected so far. */
  restore(groups: readonly ExchangeGroup[], leftOut: number): void {
    this.#groups.clear();
    this.#recent.clear();
    for (const { example, count, indexes } of groups) {
      const group = { example, count, indexes: [...indexes], highest: largest(indexes, 0) };
      this.#groups.set(this.#grouping.keyOf(example), group);
    }
    this.#leftOut = leftOut;
  }

  /** Exchanges that came when all groups were taken. */
  get leftOut(): number {
    return this.#leftOut;
  }

  #list(group: MutableGroup, index: number): void {
    const { indexes, highest } = group;
    if (indexes.length < this.#maxIndexes) {
      indexes.push(index);
      group.highest = Math.max(highest, index);
    } else if (index < highest) {
      indexes[indexes.indexOf(highest)] = index;
      group.highest = largest(indexes);
    }
  }
}

/** Causes of a whole scan that keep an example; requests of further ones are counted only. */
export const MAX_CAUSES = 256;

/** Whether it is one file of packets: neither a text, nor a set of files. */
export function isPacketFile({ text, parts }: CaptureInfo['summary']): boolean {
  return text === undefined && parts === undefined;
}

/** A cause, in all the captures of a scan. */
export interface ScanCause {
  /** The capture in which it was met first. */
  readonly capture: string;
  /** `isPacketFile` of it. */
  readonly isCapture: boolean;
  /** Its exchanges there. */
  readonly group: ExchangeGroup;
  /** Exchanges and captures in all. */
  readonly count: number;
  readonly captures: number;
}

/**
 * Puts the causes of captures together, in the order of the captures. Memory grows with the causes up to a
 * limit, and not with the captures.
 */
export class CauseTally {
  readonly #causes = new Map<string, { -readonly [K in keyof ScanCause]: ScanCause[K] }>();
  readonly #keyOf: Grouping['keyOf'];
  readonly #most: number;
  /** Exchanges whose causes are beyond those that are kept. */
  leftOut = 0;
  /** Captures that have any. */
  captures = 0;

  constructor({ all }: GroupOptions, { keyOf }: Pick<Grouping, 'keyOf'> = BY_CAUSE) {
    this.#keyOf = keyOf;
    this.#most = all ? MAX_ALL_GROUPS : MAX_CAUSES;
  }

  add(
    { path, summary }: Pick<CaptureInfo, 'path' | 'summary'>,
    { groups, leftOut }: { readonly groups: readonly ExchangeGroup[]; readonly leftOut: number },
  ): void {
    this.leftOut += leftOut;
    if (groups.length > 0 || leftOut > 0) this.captures++;
    for (const group of groups) {
      const key = this.#keyOf(group.example);
      const known = this.#causes.get(key);
      if (known !== undefined) {
        known.count += group.count;
        known.captures++;
      } else if (this.#causes.size >= this.#most) this.leftOut += group.count;
      else {
        const isCapture = isPacketFile(summary);
        this.#causes.set(key, { capture: path, isCapture, group, count: group.count, captures: 1 });
      }
    }
  }

  get size(): number {
    return this.#causes.size;
  }

  /** Those that explain most come first; of equal ones, the one that was met first. */
  causes(): readonly ScanCause[] {
    return [...this.#causes.values()].sort((a, b) => b.count - a.count);
  }
}

/** An example's notes are read as soon as it is one: they are made then, of the capture as it is. */
function settled(result: ExchangeResult): ExchangeResult {
  void result.diagnosis?.notes;
  return result;
}

/**
 * Equal for exchanges that have one cause, in whichever capture, by whichever signature version and whether
 * it is proved or only likely: the same verdict, cause, differing fields (each differing in the same way),
 * first suspect and triage, clocks that are about as far off, and the same access key id where the verdict is
 * about that key. Other values are left out: a date differs in each request.
 */
export function groupKey({ oss, diagnosis, triage }: ExchangeResult): string {
  if (diagnosis === null) return '';
  return JSON.stringify([
    diagnosis.verdict,
    diagnosis.certainty === 'open',
    diagnosis.cause?.id ?? null,
    clockStep(diagnosis),
    keyConcerned(oss, diagnosis),
    changedPlaces(diagnosis),
    suspected(diagnosis),
    triage ?? null,
  ]);
}

/**
 * Whether two exchanges have the same key, where a few comparisons show it: nearly all do, and making the key
 * costs more than all else here. False proves nothing.
 */
function areAlike(one: ExchangeResult, other: ExchangeResult): boolean {
  const [a, b] = [one.diagnosis, other.diagnosis];
  if (a === null || b === null || one.triage !== undefined || other.triage !== undefined) return false;
  if (a.verdict !== b.verdict || a.cause?.id !== b.cause?.id) return false;
  if ((a.certainty === 'open') !== (b.certainty === 'open')) return false;
  if (clockStep(a) !== clockStep(b)) return false;
  if (keyConcerned(one.oss, a) !== keyConcerned(other.oss, b)) return false;
  if (suspected(a) !== suspected(b)) return false;
  if (a.divergences.length !== b.divergences.length) return false;
  for (let i = 0; i < a.divergences.length; i++) {
    const [here, there] = [a.divergences[i], b.divergences[i]];
    if (here === undefined || there === undefined) return false;
    if (here.field !== there.field || kindOf(here) !== kindOf(there)) return false;
  }
  return true;
}

/**
 * The id of the key that a verdict is about: of one that the service does not know, or whose secret or rights
 * are in question. Null where the key has no part in it, as in what was changed on the way or is signed in
 * the wrong order.
 */
function keyConcerned(oss: OssExchange | null, diagnosis: Diagnosis): ByteString | null {
  return isAboutKey(diagnosis) ? (oss?.claim?.accessKeyId ?? null) : null;
}

/** Verdicts that are about a key, whatever their cause. */
export const VERDICTS_OF_KEYS: ReadonlySet<Verdict> = new Set([
  'wrong-secret',
  'unknown-key',
  'access-denied',
]);

function isAboutKey(diagnosis: Diagnosis): boolean {
  if (VERDICTS_OF_KEYS.has(diagnosis.verdict)) return true;
  switch (diagnosis.verdict) {
    case 'needs-secret':
    case 'undecided': {
      // where something else is suspected, the secret is not
      const first = leadingSuspect(diagnosis);
      return diagnosis.cause === null && (first === null || first.field === 'secret');
    }
    default:
      return false;
  }
}

/** Clocks that differ by less than about this factor are taken for one. */
const CLOCK_FACTOR = 1.1;

/**
 * How far the clock of a client is off, in steps, for causes that say it: one sentence cannot be true of two
 * such clients. Null for others.
 */
function clockStep({ cause }: Diagnosis): number | null {
  switch (cause?.id) {
    case 'clock-timezone':
      return Number(cause.args['hours']);
    case 'clock-behind':
    case 'clock-ahead':
      return Math.round(Math.log(Number(cause.args['seconds'])) / Math.log(CLOCK_FACTOR));
    default:
      return null;
  }
}

/** What is suspected of an exchange before all else; null where nothing is. */
function suspected(diagnosis: Diagnosis): string | null {
  const first = firstSuspect(diagnosis);
  if (first === null) return null;
  // some kinds name a header or a parameter that is not the field
  return `${first.field === null ? '' : placeOf(first.field)} ${first.kind} ${String(first.args['name'] ?? '')}`;
}

/** The fields that differ, each with the way in which it does: `content-type changed`. Sorted. */
export function divergenceKinds({ divergences }: Pick<Diagnosis, 'divergences'>): readonly string[] {
  return divergences.map((divergence) => `${divergence.field} ${kindOf(divergence)}`).sort();
}

/** Where the sides differ, whatever the signature version calls it, and how. Sorted. */
function changedPlaces({ divergences }: Diagnosis): readonly string[] {
  return [...new Set(divergences.map((each) => `${placeOf(each.field)} ${kindOf(each)}`))].sort();
}

/**
 * The place in a request that a field is of: versions of signatures have names of their own for the same
 * header, parameter or path.
 */
function placeOf(field: string): string {
  const named = fieldName(field);
  if (named !== null) return `${named.kind}:${named.name}`;
  switch (field) {
    case 'content-md5':
    case 'content-type':
    case 'date':
      return `header:${field}`;
    case 'resource:key':
    case 'canonical-uri':
      return 'path';
    default:
      return field;
  }
}

function kindOf({ client, server }: Divergence): 'added' | 'dropped' | 'changed' {
  if (client === null) return 'added';
  return server === null ? 'dropped' : 'changed';
}
