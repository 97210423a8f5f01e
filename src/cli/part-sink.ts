import type { ResultSink } from '../engine/results.ts';
import type { PartSink } from '../node/jobs/ordered-results.ts';
import { takesDigests } from '../report/digest/digest.ts';
import { unpackDigest } from '../report/digest/packed-digest.ts';
import type { ScanProgress } from './progress.ts';
import type { ReportWork } from './report-run.ts';

/** Passes what workers have gathered to the reports, and results on to `sink`. */
export function partSink(
  work: NonNullable<ReportWork>,
  sink: ResultSink,
  progress: Pick<ScanProgress, 'counts'> | null,
): PartSink {
  const { counter, triage } = work;
  const own = work.reports.filter(({ digest }) => digest !== null).map(({ reporter }) => reporter);
  const others = work.reports.filter(({ digest }) => digest === null).map(({ reporter }) => reporter);
  return {
    exchange: (capture, result) => sink.exchange(capture, result),
    capture: (info) => sink.capture(info),
    unreadable: (input) => sink.unreadable(input),
    part(capture, { counts, digests, causes }): void {
      counter.add(counts);
      progress?.counts(counts);
      triage.gather(causes.list, causes.full);
      for (const [at, packed] of digests.entries()) {
        if (packed === null) continue;
        const digest = unpackDigest(packed);
        if (digest.kind === 'results') {
          for (const result of digest.results) for (const other of others) other.exchange(capture, result);
          continue;
        }
        const reporter = own[at];
        if (reporter !== undefined && takesDigests(reporter)) reporter.digest(capture, digest);
      }
    },
  };
}
