import { fail, ok, type Result } from '../bytes/result.ts';
import { splitBuckets } from './filter-arguments.ts';
import type { GivenLimits } from './limit-values.ts';
import { type Parsed, strings } from './option-values.ts';
import { type ReportArguments, reportArguments } from './scan-arguments.ts';
import type { UsageProblem } from './text/texts.ts';

export interface MergeArguments extends ReportArguments {
  /** Blobs, and folders that hold some; at least one. */
  readonly paths: readonly string[];
  readonly limits?: GivenLimits;
}

/** `behindEnd`: words behind `--`, paths whatever they look like. */
export function toMergeArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<MergeArguments, UsageProblem> {
  const paths = [...strings(parsed['path']), ...behindEnd];
  if (paths.length === 0) return fail({ code: 'missing-argument', name: 'FILE|FOLDER' });
  // Which bucket a host stands for is settled when the captures are read.
  const [host] = splitBuckets(parsed).hosts;
  if (host !== undefined) return fail({ code: 'bad-bucket-name', value: host });
  const report = reportArguments(parsed);
  return report.ok ? ok({ ...report.value, paths }) : report;
}
