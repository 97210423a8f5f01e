import { isFailing, type Verdict } from '../../diagnose/model.ts';
import { type ExchangeGroup, ExchangeGrouper } from '../findings/group.ts';
import { mishapGrouper } from '../findings/late-failures.ts';
import { type Refusals, RefusalTally } from '../findings/refusals.ts';
import { type ExchangeTroubles, TroubleTally } from '../findings/troubles.ts';
import type { ExchangeResult } from '../input.ts';
import { MASKING_DOOR } from '../redact/redact.ts';
import { LISTED_SLOW, SLOW_MILLISECONDS, TimingTally } from '../timing/timing-tally.ts';
import { BodyTally } from './body-tally.ts';
import { type OverviewRow, overviewRow } from './overview-row.ts';

/** Up to so many OSS exchanges a capture, all are listed; beyond that those that fail. */
export const MAX_LISTED = 20;
/** Failing exchanges that are listed. */
const MAX_LISTED_FAILING = 50;

export interface PageOptions {
  /** Keep every exchange and every cause. */
  readonly all: boolean;
  /** Slowest exchanges to keep; null: some, where they are slow. */
  readonly slow: number | null;
}

/** What a tally holds, as values from which it can be made again. */
export interface PageContent {
  readonly ossExchanges: number;
  readonly counts: readonly (readonly [Verdict, number])[];
  readonly rows: readonly OverviewRow[];
  readonly failing: readonly OverviewRow[];
  readonly bodies: BodyTally['state'];
  readonly timing: TimingTally['state'];
  readonly groups: readonly ExchangeGroup[];
  readonly leftOut: number;
  /** Exchanges that failed although their answers have the status of a success. */
  readonly late: readonly ExchangeGroup[];
  readonly lateLeftOut: number;
  readonly troubles: ExchangeTroubles;
  readonly refusals: readonly Refusals[];
}

/** What is kept of one capture's exchanges for its page. */
export class PageTally {
  readonly counts = new Map<Verdict, number>();
  /** The first OSS exchanges, whatever their verdict; all of them on demand. */
  readonly rows: OverviewRow[] = [];
  readonly failing: OverviewRow[] = [];
  readonly bodies = new BodyTally();
  readonly timing: TimingTally;
  readonly grouper: ExchangeGrouper;
  readonly late: ExchangeGrouper;
  readonly troubles = new TroubleTally();
  readonly refusals = new RefusalTally();
  readonly #all: boolean;
  ossExchanges = 0;

  constructor({ all, slow }: PageOptions) {
    this.#all = all;
    this.timing = new TimingTally(slow ?? LISTED_SLOW, slow === null ? SLOW_MILLISECONDS : 0);
    this.grouper = new ExchangeGrouper({ all });
    this.late = mishapGrouper({ all });
  }

  add(result: ExchangeResult): void {
    if (result.oss === null) return;
    this.ossExchanges++;
    this.timing.add(result);
    this.bodies.add(result);
    this.late.add(result);
    this.troubles.add(result);
    this.refusals.add(result);
    const verdict = result.diagnosis?.verdict ?? null;
    if (verdict !== null) this.counts.set(verdict, (this.counts.get(verdict) ?? 0) + 1);
    if (this.#all || this.rows.length < MAX_LISTED) this.rows.push(overviewRow(result, MASKING_DOOR));
    if (verdict !== null && isFailing(verdict)) {
      if (this.failing.length < MAX_LISTED_FAILING) this.failing.push(overviewRow(result, MASKING_DOOR));
      this.grouper.add(result);
    }
  }

  get content(): PageContent {
    return {
      ossExchanges: this.ossExchanges,
      counts: [...this.counts],
      rows: this.rows,
      failing: this.failing,
      bodies: this.bodies.state,
      timing: this.timing.state,
      groups: this.grouper.groups(),
      leftOut: this.grouper.leftOut,
      late: this.late.groups(),
      lateLeftOut: this.late.leftOut,
      troubles: this.troubles.state,
      refusals: this.refusals.state,
    };
  }

  /** Takes the place of what it held. */
  restore(content: PageContent): void {
    this.ossExchanges = content.ossExchanges;
    this.counts.clear();
    for (const [verdict, count] of content.counts) this.counts.set(verdict, count);
    this.rows.length = 0;
    for (const row of content.rows) this.rows.push(row);
    this.failing.length = 0;
    for (const row of content.failing) this.failing.push(row);
    this.bodies.restore(content.bodies);
    this.timing.restore(content.timing);
    this.grouper.restore(content.groups, content.leftOut);
    this.late.restore(content.late, content.lateLeftOut);
    this.troubles.restore(content.troubles);
    this.refusals.restore(content.refusals);
  }
}
