import type { ExchangeResult } from '../../engine/results.ts';
import { EXCHANGE_RESULT } from '../blob/codec.ts';
import type { CollectedFindings } from '../findings/capture-findings.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import type { PageContent } from '../table/page-tally.ts';
import type { TimingState } from '../timing/timing-tally.ts';
import type { Digest, TextDigest } from './digest.ts';

/** A digest as plain values, to be sent to another thread of this process. `length`: in characters, about. */
export type PackedDigest = (
  | TextDigest
  | { readonly kind: 'page'; readonly content: PackedPage }
  | { readonly kind: 'findings'; readonly collected: PackedFindings }
  | { readonly kind: 'results'; readonly results: readonly string[] }
) & { readonly length: number };

interface PackedGroup extends Omit<ExchangeGroup, 'example'> {
  readonly example: string;
}

interface PackedFindings extends Omit<CollectedFindings, 'groups' | 'late'> {
  readonly groups: readonly PackedGroup[];
  readonly late: readonly PackedGroup[];
}

interface PackedPage extends Omit<PageContent, 'groups' | 'late' | 'timing'> {
  readonly timing: Omit<TimingState, 'slowest'> & {
    readonly slowest: readonly (Omit<TimingState['slowest'][number], 'result'> & {
      readonly result: string;
    })[];
  };
  readonly groups: readonly PackedGroup[];
  readonly late: readonly PackedGroup[];
}

/** One row of the overview, in characters. */
const ROW_LENGTH = 200;

export function packPage(content: PageContent): PackedDigest {
  const groups = packGroups(content.groups);
  const late = packGroups(content.late);
  const slowest = content.timing.slowest.map((slow) => ({ ...slow, result: packResult(slow.result) }));
  const length =
    (content.rows.length + content.failing.length) * ROW_LENGTH +
    lengthOf([...groups, ...late]) +
    slowest.reduce((sum, { result }) => sum + result.length, 0);
  const { sums } = content.timing;
  return { kind: 'page', content: { ...content, timing: { sums, slowest }, groups, late }, length };
}

export function packFindings(collected: CollectedFindings): PackedDigest {
  const [groups, late] = [packGroups(collected.groups), packGroups(collected.late)];
  return {
    kind: 'findings',
    collected: { ...collected, groups, late },
    length: lengthOf([...groups, ...late]),
  };
}

/** An exchange with all that any report shows, as a line of JSON; beside it, what was judged of it. */
export function packResult(result: ExchangeResult): string {
  return JSON.stringify([EXCHANGE_RESULT.encode(result), result.triage ?? null]);
}

/** Reads what `packResult` made. Throws for anything else: it never leaves this process. */
export function unpackResult(line: string): ExchangeResult {
  const [json, triage]: [unknown, NonNullable<ExchangeResult['triage']> | null] = JSON.parse(line);
  const result = EXCHANGE_RESULT.decode(json);
  return triage === null ? result : { ...result, triage };
}

export function unpackDigest(packed: PackedDigest): Digest {
  switch (packed.kind) {
    case 'text':
      return packed;
    case 'page': {
      const { timing, groups, late } = packed.content;
      const slowest = timing.slowest.map((slow) => ({ ...slow, result: unpackResult(slow.result) }));
      return {
        kind: 'page',
        content: {
          ...packed.content,
          timing: { sums: timing.sums, slowest },
          groups: groups.map(unpackGroup),
          late: late.map(unpackGroup),
        },
      };
    }
    case 'findings':
      return {
        kind: 'findings',
        collected: {
          ...packed.collected,
          groups: packed.collected.groups.map(unpackGroup),
          late: packed.collected.late.map(unpackGroup),
        },
      };
    case 'results':
      return { kind: 'results', results: packed.results.map(unpackResult) };
  }
}

function packGroups(groups: readonly ExchangeGroup[]): readonly PackedGroup[] {
  return groups.map(({ example, count, indexes }) => ({ example: packResult(example), count, indexes }));
}

function unpackGroup({ example, count, indexes }: PackedGroup): ExchangeGroup {
  return { example: unpackResult(example), count, indexes };
}

function lengthOf(groups: readonly PackedGroup[]): number {
  return groups.reduce((sum, { example, indexes }) => sum + example.length + indexes.length, 0);
}
