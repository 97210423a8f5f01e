import { fail, ok, type Result } from '../../bytes/result.ts';
import { type LimitKey, limitName } from '../../limits.ts';
import type { UsageProblem } from '../faults.ts';
import { splitBuckets } from './filter-arguments.ts';
import { MERGE_LIMIT_NAMES, parseLimits } from './limit-values.ts';
import { type Parsed, strings } from './option-values.ts';
import { type GivenReportArguments, type ReportArguments, reportArguments } from './scan-arguments.ts';
import type { SettingValues } from './setting-values.ts';

interface BlobArguments {
  /** Blobs, and folders that hold some; at least one. */
  readonly paths: readonly string[];
}

export interface GivenMergeArguments extends GivenReportArguments, BlobArguments {}

export interface MergeArguments extends ReportArguments, BlobArguments, Pick<SettingValues, 'limits'> {}

/** `behindEnd`: words behind `--`, paths whatever they look like. */
export function toMergeArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<GivenMergeArguments, UsageProblem> {
  const paths = [...strings(parsed['path']), ...behindEnd];
  if (paths.length === 0) return fail({ code: 'missing-argument', name: 'FILE|FOLDER' });
  // Which bucket a host stands for is settled when the captures are read.
  const [host] = splitBuckets(parsed).hosts;
  if (host !== undefined) return fail({ code: 'bad-bucket-name', value: host });
  const limits = parseLimits(strings(parsed['limit']), '--limit');
  if (!limits.ok) return limits;
  const settled = (Object.keys(limits.value) as LimitKey[])
    .map(limitName)
    .find((name) => !MERGE_LIMIT_NAMES.includes(name));
  if (settled !== undefined)
    return fail({ code: 'limit-of-scan', value: settled, allowed: MERGE_LIMIT_NAMES.join(', ') });
  const report = reportArguments(parsed);
  return report.ok ? ok({ ...report.value, paths }) : report;
}
