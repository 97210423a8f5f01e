import type { ResultSink } from '../engine/results.ts';
import type { PartSink } from '../node/jobs/ordered-results.ts';
import { takesDigests } from '../report/digest/digest.ts';
import { unpackDigest } from '../report/digest/packed-digest.ts';
import type { ScanProgress } from './progress.ts';
import type { ReportWork } from './report-run.ts';

/** Passes what workers have gathered to the reports, and results on to `sink`. */
export function partSink(
  { counter, triage, reports }: NonNullable<ReportWork>,
  sink: ResultSink,
  progress: Pick<ScanProgress, 'counts'> | null,
): PartSink {
  return {
    exchange: (capture, result) => sink.exchange(capture, result),
    capture: (info) => sink.capture(info),
    unreadable: (input) => sink.unreadable(input),
    part(capture, { counts, digests, causes }): void {
      counter.add(counts);
      progress?.counts(counts);
      triage.gather(causes.list, causes.full);
      for (const [at, { reporter }] of reports.entries()) {
        const packed = digests[at] ?? null;
        if (packed !== null && takesDigests(reporter)) reporter.digest(capture, unpackDigest(packed));
      }
    },
  };
}
