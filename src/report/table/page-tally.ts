import { fromText } from '../../engine/bytes/byte-string.ts';
import { isFailing, type Verdict } from '../../engine/diagnose/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { terminalDoor } from '../../features/redact/redact-exchange.ts';
import { fill } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { UploadLabelId } from '../../sentences/uploads.ts';
import { type ExchangeGroup, ExchangeGrouper } from '../findings/group.ts';
import { mishapGrouper } from '../findings/late-failures.ts';
import { type ExchangeTroubles, type Refusals, RefusalTally, TroubleTally } from '../findings/troubles.ts';
import type { View } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import { LISTED_SLOW, SLOW_MILLISECONDS, TimingTally } from '../timing/timing-tally.ts';
import { type OverviewRow, overviewRow } from './overview.ts';

/** Up to so many OSS exchanges a capture, all are listed; beyond that those that fail. */
export const MAX_LISTED = 20;
/** As many where all are asked for: the width of a column depends on all rows of a table. */
export const MAX_ALL_LISTED = 200_000;
/** Failing exchanges that are listed. */
const MAX_LISTED_FAILING = 50;

export interface PageOptions {
  /** Everything that is known is reported, and not the answer alone. */
  readonly isFull: boolean;
  /** Keep as many exchanges and causes as there is memory for. */
  readonly all: boolean;
  /** Slowest exchanges to keep; null: some, where they are slow. */
  readonly slow: number | null;
}

/** Whether single exchanges are listed: the answer alone needs none. */
export function listsExchanges({ isFull, all, slow }: PageOptions): boolean {
  return isFull || all || slow !== null;
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
  /** The first OSS exchanges, whatever their verdict; all of them on demand, none for a short report. */
  readonly rows: OverviewRow[] = [];
  readonly failing: OverviewRow[] = [];
  readonly bodies = new BodyTally();
  readonly timing: TimingTally;
  readonly grouper: ExchangeGrouper;
  readonly late: ExchangeGrouper;
  readonly troubles = new TroubleTally();
  readonly refusals = new RefusalTally();
  readonly #mostRows: number;
  readonly #mostFailing: number;
  ossExchanges = 0;

  constructor(options: PageOptions) {
    const { all, slow } = options;
    const isListing = listsExchanges(options);
    this.#mostRows = isListing ? (all ? MAX_ALL_LISTED : MAX_LISTED) : 0;
    this.#mostFailing = isListing ? MAX_LISTED_FAILING : 0;
    const leastMs = isListing ? SLOW_MILLISECONDS : Number.POSITIVE_INFINITY;
    this.timing = new TimingTally(slow ?? LISTED_SLOW, slow === null ? leastMs : 0);
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
    if (this.rows.length < this.#mostRows) this.rows.push(overviewRow(result, terminalDoor(result)));
    if (verdict !== null && isFailing(verdict)) {
      if (this.failing.length < this.#mostFailing)
        this.failing.push(overviewRow(result, terminalDoor(result)));
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

  /** Replaces what was collected so far. */
  restore(content: PageContent): void {
    this.ossExchanges = content.ossExchanges;
    this.counts.clear();
    for (const [verdict, count] of content.counts) this.counts.set(verdict, count);
    this.rows.length = 0;
    for (const row of content.rows) this.rows.push(row);
    this.failing.length = 0;
    for (const row of content.failing) this.failing.push(row);
    this.bodies.state = content.bodies;
    this.timing.state = content.timing;
    this.grouper.restore(content.groups, content.leftOut);
    this.late.restore(content.late, content.lateLeftOut);
    this.troubles.state = content.troubles;
    this.refusals.restore(content.refusals);
  }
}

/** Exchanges that are named as having bodies that differ. */
const MAX_NAMED = 5;

/** Counts bodies that were compared with what headers say of them; a refused one has its own story. */
export class BodyTally {
  /** `named`: the first that differ, one more than is named: of accepted ones, nothing else is reported. */
  state = { fit: 0, differ: 0, unknown: 0, named: [] as readonly number[] };
  add({ index, exchange, checks }: ExchangeResult): void {
    if (checks === undefined || checks.length === 0 || (exchange.response?.status ?? 0) >= 400) return;
    const { state } = this;
    for (const body of ['request', 'response'] as const) {
      const results = checks.filter((check) => check.body === body).map((check) => check.result);
      if (results.includes('differs')) {
        state.differ++;
        if (state.named.length <= MAX_NAMED && !state.named.includes(index))
          state.named = [...state.named, index];
      } else if (results.includes('matches')) state.fit++;
      else if (results.length > 0) state.unknown++;
    }
  }

  /** One sentence; nothing where no body was compared. */
  lines(view: View): string[] {
    const { fit, differ, unknown, named } = this.state;
    const { labels } = view.texts.uploads;
    const counts: [UploadLabelId, number][] = [
      ['bodies-fit', fit],
      ['bodies-differ', differ],
      ['bodies-unknown', unknown],
    ];
    const { comma } = PUNCTUATION[view.texts.lang];
    const names = named.map((index, at) => (at < MAX_NAMED ? `#${index}` : '…'));
    const where = fromText(names.join(comma));
    const list = counts
      .filter(([, n]) => n > 0)
      .map(([id, n]) => fill(labels[id], { n, where }, view.filler));
    if (list.length === 0) return [];
    const text = fill(labels.bodies, { list: list.join(comma) }, view.filler);
    return wrapText(text, view.width);
  }
}
