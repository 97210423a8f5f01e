import { isFailing, VERDICTS, type Verdict } from '../diagnose/model.ts';
import type { SummaryJson } from '../report/json/model.ts';

export const EXIT = {
  CLEAN: 0,
  FAILING: 1,
  NOT_DONE: 2,
  HUNG_UP: 129,
  INTERRUPTED: 130,
  OUTPUT_CLOSED: 141,
  TERMINATED: 143,
} as const;

/** What ended a scan before all was read, as shells give it: 128 and the number of the signal. */
export type EarlyEnd = (typeof EXIT)['HUNG_UP' | 'INTERRUPTED' | 'OUTPUT_CLOSED' | 'TERMINATED'];

export interface ScanOutcome {
  readonly summary: SummaryJson;
  /** Captures that are damaged or cut off. */
  readonly damagedCaptures: number;
  /** Exchanges by verdict that a baseline knows or that are ignored; absent for none. */
  readonly excused?: ReadonlyMap<Verdict, number>;
  /** Null where all was read. */
  readonly endedBy: EarlyEnd | null;
}

export interface ExitOptions {
  /** Verdicts that make the code 1; null: every failing one. */
  readonly failOn: readonly Verdict[] | null;
  /**
   * A damaged capture counts as one that could not be read, and so does one of which nothing could
   * be read.
   */
  readonly strict: boolean;
}

/**
 * The exit code of a scan: an early end wins over unread input, and that over failing exchanges.
 */
export function scanExitCode(outcome: ScanOutcome, options: ExitOptions): number {
  if (outcome.endedBy !== null) return outcome.endedBy;
  if (outcome.summary.unreadable > 0) return EXIT.NOT_DONE;
  const notWhole = outcome.damagedCaptures + (outcome.summary.unreadCaptures ?? 0);
  if (options.strict && notWhole > 0) return EXIT.NOT_DONE;
  const failOn = options.failOn ?? VERDICTS.filter(isFailing);
  const failing = failOn.some((verdict) => {
    return (outcome.summary.byVerdict[verdict] ?? 0) > (outcome.excused?.get(verdict) ?? 0);
  });
  return failing ? EXIT.FAILING : EXIT.CLEAN;
}
