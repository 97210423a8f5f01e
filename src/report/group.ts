import { type Diagnosis, type Divergence, isFailing } from '../diagnose/model.ts';
import type { ExchangeResult } from './input.ts';

/** Groups that keep an example; further failing exchanges are counted only. */
export const MAX_GROUPS = 64;
/** Indexes that a group lists. */
export const MAX_GROUP_INDEXES = 10;

/** Failing exchanges that have one cause. */
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
}

export interface GroupOptions {
  /** Keep every group and every index. */
  readonly all: boolean;
}

/** Gathers failing exchanges by cause. Memory grows with the causes, not with the exchanges. */
export class ExchangeGrouper {
  readonly #groups = new Map<string, MutableGroup>();
  readonly #maxGroups: number;
  readonly #maxIndexes: number;
  #leftOut = 0;

  constructor({ all }: GroupOptions) {
    this.#maxGroups = all ? Number.POSITIVE_INFINITY : MAX_GROUPS;
    this.#maxIndexes = all ? Number.POSITIVE_INFINITY : MAX_GROUP_INDEXES;
  }

  /** Takes any exchange; those that do not fail are passed over. */
  add(result: ExchangeResult): void {
    if (result.diagnosis === null || !isFailing(result.diagnosis.verdict)) return;
    const key = groupKey(result);
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.count++;
      if (result.index < group.example.index) group.example = settled(result);
      this.#list(group.indexes, result.index);
    } else if (this.#groups.size < this.#maxGroups) {
      this.#groups.set(key, { example: settled(result), count: 1, indexes: [result.index] });
    } else {
      this.#leftOut++;
    }
  }

  /** The groups in the order of their first exchange. */
  groups(): readonly ExchangeGroup[] {
    const groups = [...this.#groups.values()].sort((a, b) => a.example.index - b.example.index);
    for (const group of groups) group.indexes.sort((a, b) => a - b);
    return groups;
  }

  /** Takes the place of what it held. */
  restore(groups: readonly ExchangeGroup[], leftOut: number): void {
    this.#groups.clear();
    for (const { example, count, indexes } of groups) {
      this.#groups.set(groupKey(example), { example, count, indexes: [...indexes] });
    }
    this.#leftOut = leftOut;
  }

  /** Failing exchanges that came when all groups were taken. */
  get leftOut(): number {
    return this.#leftOut;
  }

  #list(indexes: number[], index: number): void {
    if (indexes.length < this.#maxIndexes) {
      indexes.push(index);
      return;
    }
    const highest = Math.max(...indexes);
    if (index < highest) indexes[indexes.indexOf(highest)] = index;
  }
}

/** Notes are made when they are read, and look at the capture as it is then: an example's are read as soon as it is one. */
function settled(result: ExchangeResult): ExchangeResult {
  void result.diagnosis?.notes;
  return result;
}

/**
 * Equal for exchanges with the same verdict, cause, differing fields (each differing in the same way), access
 * key id and triage. Values are left out: a date differs in each request.
 */
export function groupKey({ oss, diagnosis, triage }: ExchangeResult): string {
  if (diagnosis === null) return '';
  return JSON.stringify([
    diagnosis.verdict,
    diagnosis.certainty,
    diagnosis.cause?.id ?? null,
    oss?.claim?.accessKeyId ?? null,
    divergenceKinds(diagnosis),
    triage ?? null,
  ]);
}

/** The fields that differ, each with the way in which it does: `content-type changed`. Sorted. */
export function divergenceKinds({ divergences }: Pick<Diagnosis, 'divergences'>): readonly string[] {
  return divergences.map((divergence) => `${divergence.field} ${kindOf(divergence)}`).sort();
}

function kindOf({ client, server }: Divergence): 'added' | 'dropped' | 'changed' {
  if (client === null) return 'added';
  return server === null ? 'dropped' : 'changed';
}
