import { Utf8Builder } from '../../engine/bytes/utf8.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import type { Lang } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';
import { lineText } from '../blob/blob.ts';
import { type ExchangeOrder, orderOfLines } from '../exchange-order.ts';
import { FindingsCollector } from '../findings/capture-findings.ts';
import { type LineSpec, lineOf } from '../formats/lines.ts';
import type { Piece } from '../reporter.ts';
import { SummaryCounter, type SummaryCounts } from '../summary.ts';
import { type PageOptions, PageTally } from '../table/page-tally.ts';
import { TimingTally } from '../timing/timing-tally.ts';
import type { CauseEntry } from '../triage/baseline.ts';
import { type IgnoreRule, TriageSink } from '../triage/triage-sink.ts';
import { type PackedDigest, packTally } from './packed-digest.ts';

/** Which digest a report takes, and what the report is asked to show. Plain values. */
export type DigestSpec =
  | ({ readonly kind: 'table' } & PageOptions)
  | { readonly kind: 'findings'; readonly all: boolean }
  | { readonly kind: 'blob' }
  | (LineSpec & { readonly kind: 'json' | 'ndjson' | 'csv' });

/** All that has to be known to gather what the reports need of a capture. Plain values. */
export interface DigestRecipe {
  readonly lang: Lang;
  readonly reports: readonly DigestSpec[];
  /** As of `TriageOptions`. */
  readonly baseline: ReadonlySet<string> | null;
  readonly ignores: readonly IgnoreRule[];
  readonly failOn: readonly Verdict[];
  readonly gather: boolean;
}

/** A piece of what was gathered of one capture, as plain values. */
export interface PackedPart {
  /** Of the exchanges since the last piece. */
  readonly counts: SummaryCounts;
  /** One for each of the recipe's reports, in their order; null for nothing. */
  readonly digests: readonly (PackedDigest | null)[];
  /** Causes for a new baseline, by their first exchanges, with the last piece; `full`: there were more. */
  readonly causes: { readonly list: readonly CauseEntry[]; readonly full: boolean };
}

/** Gathers one capture's exchanges for one report. */
interface Digester {
  add(capture: string, result: ExchangeResult): void;
  /** Characters that wait to be taken. */
  readonly waiting: number;
  /** What was gathered since the last time; null for nothing. `end`: of the capture, when all comes out. */
  take(end: boolean): PackedDigest | null;
}

/** Judges and counts the exchanges of one capture, and gathers what each report needs of them. */
export class CaptureDigester {
  readonly #digesters: readonly Digester[];
  readonly #counter = new SummaryCounter();
  readonly #triage: TriageSink;

  /** `at`: place of the capture in the whole scan, as blobs give it. */
  constructor(recipe: DigestRecipe, texts: Texts, hasher: Hasher, at: number) {
    this.#digesters = recipe.reports.map((spec) => createDigester(spec, texts, at));
    const { baseline, ignores, failOn, gather } = recipe;
    this.#triage = new TriageSink(
      { hasher, baseline, ignores, failOn, gather },
      {
        exchange: (capture, result) => {
          this.#counter.exchange(capture, result);
          for (const digester of this.#digesters) digester.add(capture, result);
        },
        capture() {},
        unreadable() {},
      },
    );
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#triage.exchange(capture, result);
  }

  /** Characters that wait to be taken. */
  get waiting(): number {
    let waiting = 0;
    for (const digester of this.#digesters) waiting += digester.waiting;
    return waiting;
  }

  /** Failing exchanges since the last piece. */
  get failing(): number {
    return this.#counter.failing;
  }

  take(end: boolean): PackedPart {
    return {
      counts: this.#counter.takeCounts(),
      digests: this.#digesters.map((digester) => digester.take(end)),
      causes: end ? { list: this.#triage.causes, full: this.#triage.isFull } : { list: [], full: false },
    };
  }
}

function createDigester(spec: DigestSpec, texts: Texts, at: number): Digester {
  switch (spec.kind) {
    case 'table': {
      const tally = new PageTally(spec);
      return {
        add: (_, result) => tally.add(result),
        waiting: 0,
        take: (end) =>
          end && tally.ossExchanges > 0 ? packTally({ kind: 'page', content: tally.content }) : null,
      };
    }
    case 'findings': {
      // The report itself makes the texts of a finding.
      const collector = new FindingsCollector({ texts, showSignatures: false, all: spec.all });
      return {
        add: (_, result) => collector.add(result),
        waiting: 0,
        take: (end) => (end ? packTally({ kind: 'findings', collected: collector.state }) : null),
      };
    }
    case 'json':
    case 'ndjson':
    case 'csv': {
      const { kind } = spec;
      const line = lineOf(spec, texts);
      const between = kind === 'json' ? ',\n  ' : '';
      return new TextDigester({ line, between, ordered: kind !== 'ndjson', timed: kind !== 'csv' });
    }
    case 'blob': {
      const line = (_: string, result: ExchangeResult): string => lineText({ type: 'exchange', at, result });
      return new TextDigester({ line, between: '', ordered: false, timed: false });
    }
  }
}

interface TextOptions {
  readonly line: (capture: string, result: ExchangeResult) => Piece;
  readonly between: string;
  /** Put exchanges into the order of their indexes, as the report does. */
  readonly ordered: boolean;
  readonly timed: boolean;
}

/** Exchanges as a report of lines writes them. */
class TextDigester implements Digester {
  readonly #options: TextOptions;
  readonly #order: ExchangeOrder<Piece> | null;
  readonly #timing: TimingTally | null;
  readonly #text = new Utf8Builder();
  #exchanges = 0;

  constructor(options: TextOptions) {
    this.#options = options;
    this.#order = options.ordered ? orderOfLines((line) => this.#keep(line)) : null;
    this.#timing = options.timed ? new TimingTally(0, Number.POSITIVE_INFINITY) : null;
  }

  get waiting(): number {
    return this.#text.length;
  }

  add(capture: string, result: ExchangeResult): void {
    this.#timing?.add(result);
    const line = this.#options.line(capture, result);
    if (this.#order !== null) this.#order.push(result.index, line);
    else this.#keep(line);
  }

  take(end: boolean): PackedDigest | null {
    if (end) this.#order?.end();
    const sums = end && this.#timing !== null ? this.#timing.sums : null;
    const exchanges = this.#exchanges;
    if (exchanges === 0 && (sums === null || sums.exchanges === 0)) return null;
    const text = this.#text.take().slice();
    this.#exchanges = 0;
    return { kind: 'text', text, exchanges, sums, length: text.length };
  }

  #keep(line: Piece): void {
    if (this.#exchanges > 0) this.#text.append(this.#options.between);
    this.#text.append(line);
    this.#exchanges++;
  }
}
