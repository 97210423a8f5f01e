import { fail, ok, type Result } from '../../bytes/result.ts';
import type { Shard } from '../../report/blob/scan-part.ts';
import type { ExchangeFilter } from '../../report/filter/exchange-filter.ts';
import type { UsageProblem } from '../faults.ts';
import { parseShard } from '../shard.ts';
import { filterArguments } from './filter-arguments.ts';
import {
  isSet,
  lastString,
  type OutputArguments,
  outputArguments,
  type Parsed,
  type ReadingArguments,
  readingArguments,
  strings,
} from './option-values.ts';
import type { SettingValues } from './setting-values.ts';

/** What the command line alone says of the reports that are to be written of results. */
export interface GivenReportArguments extends OutputArguments {
  /** Leave captured signatures and tokens whole in formats that are handed on. */
  readonly showSignatures: boolean;
  /** Where to write a baseline of the causes that are found. */
  readonly writeBaseline?: string;
  /** How much is told; absent for the usual. */
  readonly loudness?: Loudness;
  /** Which exchanges are reported; absent for all. */
  readonly filter?: ExchangeFilter;
}

/** Which reports are to be written of results, and what is to be thought of these. */
export interface ReportArguments
  extends GivenReportArguments,
    Pick<SettingValues, 'all' | 'slow' | 'failOn' | 'strict' | 'ignores' | 'baseline'> {
  readonly formats: SettingValues['format'];
  /** The configuration file that holds; null without one. */
  readonly configFile: string | null;
}

/** `quiet`: failures and errors alone. `verbose`: also what is read, with what, and how fast. */
export type Loudness = 'quiet' | 'verbose';

interface InputArguments extends ReadingArguments {
  readonly paths: readonly string[];
  /** Part of the inputs to read; absent for all. */
  readonly shard?: Shard;
}

export interface GivenScanArguments extends GivenReportArguments, InputArguments {}

export interface ScanArguments
  extends ReportArguments,
    InputArguments,
    Pick<SettingValues, 'buckets' | 'verifyBodies' | 'jobs' | 'limits'> {}

/** `behindEnd`: words behind `--`, paths whatever they look like. */
export function toScanArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<GivenScanArguments, UsageProblem> {
  const report = reportArguments(parsed);
  if (!report.ok) return report;
  const shard = parseShard(lastString(parsed['shard']));
  if (!shard.ok) return shard;
  // A baseline of a part would forget the other parts.
  if (shard.value !== null && report.value.writeBaseline !== undefined)
    return fail({ code: 'shard-and-baseline' });
  return ok({
    ...report.value,
    ...readingArguments(parsed),
    paths: [...strings(parsed['path']), ...behindEnd],
    ...(shard.value === null ? {} : { shard: shard.value }),
  });
}

/** What every command that writes reports of results takes. */
export function reportArguments(parsed: Parsed): Result<GivenReportArguments, UsageProblem> {
  const output = outputArguments(parsed);
  if (!output.ok) return output;
  const writeBaseline = lastString(parsed['write-baseline']);
  const loudness = loudnessOf(parsed);
  if (!loudness.ok) return loudness;
  const filter = filterArguments(parsed);
  if (!filter.ok) return filter;
  // A baseline of some exchanges would forget the others.
  if (filter.value !== null && writeBaseline !== null) return fail({ code: 'filter-and-baseline' });
  return ok({
    ...output.value,
    showSignatures: isSet(parsed['show-signatures']),
    ...(writeBaseline === null ? {} : { writeBaseline }),
    ...(loudness.value === null ? {} : { loudness: loudness.value }),
    ...(filter.value === null ? {} : { filter: filter.value }),
  });
}

function loudnessOf(parsed: Parsed): Result<Loudness | null, UsageProblem> {
  const [quiet, verbose] = [isSet(parsed['quiet']), isSet(parsed['verbose'])];
  if (quiet && verbose) return fail({ code: 'quiet-and-verbose' });
  return ok(quiet ? 'quiet' : verbose ? 'verbose' : null);
}
