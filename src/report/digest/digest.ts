import { EXCHANGE_RESULT } from '../blob/codec.ts';
import type { CollectedFindings } from '../findings/capture-findings.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import type { ExchangeResult } from '../input.ts';
import type { TimingSumsJson } from '../json/model.ts';
import type { Reporter } from '../reporter.ts';
import type { PageContent } from '../table/page-tally.ts';
import type { TimingState } from '../timing/timing-tally.ts';

/*
 * What a thread that reads a capture gathers for one report, and how that is packed for the thread
 * which writes.
 */

/**
 * What one report needs of a capture's exchanges, gathered where the capture is read, which may be
 * another thread. To pass every exchange as it is would cost more than reading the capture.
 */
export type Digest =
  /** Exchanges as the report writes them. */
  | TextDigest
  /** All that a page of the table keeps. */
  | { readonly kind: 'page'; readonly content: PageContent }
  /** All that reports of causes keep. */
  | { readonly kind: 'findings'; readonly collected: CollectedFindings }
  /** For reports that make do with nothing less: the exchanges. */
  | { readonly kind: 'results'; readonly results: readonly ExchangeResult[] };

interface TextDigest {
  readonly kind: 'text';
  readonly text: string;
  readonly exchanges: number;
  /** Times of the whole capture, with its last digest, where the report shows them. */
  readonly sums: TimingSumsJson | null;
}

/** A report that takes digests of exchanges in place of the exchanges. */
export interface DigestReporter extends Reporter {
  /** Takes what was gathered of the capture since the last digest, or of all of it. */
  digest(capture: string, digest: Digest): void;
}

export function takesDigests(reporter: Reporter): reporter is DigestReporter {
  return 'digest' in reporter;
}

/**
 * A digest as plain values, to be sent to another thread of this process. `length`: in characters,
 * about.
 */
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

/**
 * An exchange with all that any report shows of it, as a line of JSON; what was judged of it stands
 * beside it.
 */
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
