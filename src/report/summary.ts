import { isFailing, VERDICTS, type Verdict } from '../engine/diagnose/model.ts';
import type { CaptureInfo, ExchangeResult, ResultSink } from '../engine/results.ts';
import type { SummaryJson } from './json/model.ts';

/**
 * Nothing of the capture could be read that says how its requests fared: it has no exchange with OSS, but TLS
 * or HTTP/2 with OSS that stayed closed, or no HTTP at all beside such connections, or no packet with
 * readable TCP.
 */
function isUnread({ traffic, summary }: CaptureInfo): boolean {
  const { ossExchanges, httpExchanges, connections, tls, http2Connections = 0 } = traffic;
  if (ossExchanges > 0 || summary.packets === 0) return false;
  if (isClosed(traffic)) return true;
  return httpExchanges === 0 && (connections === 0 || tls.length + http2Connections > 0);
}

/** Whether there is TLS with OSS or S3 in it that stayed closed. */
function isClosed({ tls }: CaptureInfo['traffic']): boolean {
  return tls.some(({ isOss }) => isOss);
}

/** Whether its packets were cut when they were taken: a request to OSS or S3 may look like none. */
export function isCut({ notices }: CaptureInfo): boolean {
  return notices.some(({ code }) => code === 'truncated-packet');
}

/** What was counted of exchanges, as plain values. */
export interface SummaryCounts {
  readonly exchanges: number;
  readonly ossExchanges: number;
  readonly byVerdict: readonly (readonly [Verdict, number])[];
  readonly excused: readonly (readonly [Verdict, number])[];
  readonly known: number;
  readonly ignored: number;
}

/** Counts what a scan found. */
export class SummaryCounter implements ResultSink {
  readonly #byVerdict = new Map<Verdict, number>();
  /** Of these, those that decide nothing. */
  readonly #excused = new Map<Verdict, number>();
  #known = 0;
  #ignored = 0;
  #captures = 0;
  #damaged = 0;
  #unread = 0;
  #closed = 0;
  #exchanges = 0;
  #ossExchanges = 0;
  #unreadable = 0;
  /** Null without a filter. */
  #filteredOut: number | null = null;

  exchange(_capture: string, { oss, diagnosis, triage }: ExchangeResult): void {
    this.#exchanges++;
    if (oss !== null) this.#ossExchanges++;
    if (diagnosis === null) return;
    this.#byVerdict.set(diagnosis.verdict, (this.#byVerdict.get(diagnosis.verdict) ?? 0) + 1);
    if (triage === undefined) return;
    this.#excused.set(diagnosis.verdict, (this.#excused.get(diagnosis.verdict) ?? 0) + 1);
    if (triage.kind === 'known') this.#known++;
    else this.#ignored++;
  }

  /** What was counted of exchanges since the last time. */
  takeCounts(): SummaryCounts {
    const counts: SummaryCounts = {
      exchanges: this.#exchanges,
      ossExchanges: this.#ossExchanges,
      byVerdict: [...this.#byVerdict],
      excused: [...this.#excused],
      known: this.#known,
      ignored: this.#ignored,
    };
    this.#byVerdict.clear();
    this.#excused.clear();
    this.#exchanges = this.#ossExchanges = this.#known = this.#ignored = 0;
    return counts;
  }

  /** Adds what another counted. */
  add(counts: SummaryCounts): void {
    this.#exchanges += counts.exchanges;
    this.#ossExchanges += counts.ossExchanges;
    this.#known += counts.known;
    this.#ignored += counts.ignored;
    addTo(this.#byVerdict, counts.byVerdict);
    addTo(this.#excused, counts.excused);
  }

  get exchanges(): number {
    return this.#exchanges;
  }

  get failing(): number {
    return failingIn(this.#byVerdict);
  }

  capture(info: CaptureInfo): void {
    this.#captures++;
    if (!info.summary.complete) this.#damaged++;
    if (isUnread(info)) this.#unread++;
    if (isClosed(info.traffic) || isCut(info)) this.#closed++;
    const { filtered } = info;
    if (filtered !== undefined) this.#filteredOut = (this.#filteredOut ?? 0) + filtered.of - filtered.shown;
  }

  unreadable(): void {
    this.#unreadable++;
  }

  /** Captures that are damaged or cut off. */
  get damagedCaptures(): number {
    return this.#damaged;
  }

  /** Captures of closed TLS to OSS or S3, or cut, in a scan that read no exchange with them; else 0. */
  get closedCaptures(): number {
    return this.#ossExchanges === 0 ? this.#closed : 0;
  }

  /** Captures of which nothing could be read. */
  get unreadCaptures(): number {
    return this.#unread;
  }

  /** Exchanges by verdict that a baseline knows or that are ignored. */
  get excused(): ReadonlyMap<Verdict, number> {
    return this.#excused;
  }

  summary(): SummaryJson {
    const byVerdict: Partial<Record<Verdict, number>> = {};
    let divergent = 0;
    for (const verdict of VERDICTS) {
      const count = this.#byVerdict.get(verdict) ?? 0;
      if (count === 0) continue;
      byVerdict[verdict] = count;
      if (isFailing(verdict)) divergent += count;
    }
    return {
      captures: this.#captures,
      exchanges: this.#exchanges,
      ossExchanges: this.#ossExchanges,
      divergent,
      unreadable: this.#unreadable,
      byVerdict,
      ...(this.#unread === 0 ? {} : { unreadCaptures: this.#unread }),
      ...(this.#known === 0 ? {} : { known: this.#known }),
      ...(this.#ignored === 0 ? {} : { ignored: this.#ignored }),
      ...(this.#filteredOut === null ? {} : { filteredOut: this.#filteredOut }),
    };
  }
}

/** How many of the exchanges that were counted by their verdicts fail. */
export function failingIn(counts: Iterable<readonly [Verdict, number]>): number {
  let failing = 0;
  for (const [verdict, count] of counts) if (isFailing(verdict)) failing += count;
  return failing;
}

function addTo(sums: Map<Verdict, number>, counts: readonly (readonly [Verdict, number])[]): void {
  for (const [verdict, count] of counts) sums.set(verdict, (sums.get(verdict) ?? 0) + count);
}
