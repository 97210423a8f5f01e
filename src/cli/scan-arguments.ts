import type { ByteString } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import type { Verdict } from '../diagnose/model.ts';
import type { Shard } from '../report/blob/scan-part.ts';
import type { ExchangeFilter } from '../report/filter/exchange-filter.ts';
import type { IgnoreRule } from '../report/triage/ignore-rule.ts';
import { filterArguments, splitBuckets } from './filter-arguments.ts';
import type { GivenLimits } from './limit-values.ts';
import { FORMAT_NAMES, type FormatName } from './option-names.ts';
import {
  type CredentialArguments,
  credentialArguments,
  type FormatRequest,
  isSet,
  type JoinArguments,
  joinArguments,
  lastString,
  type OutputArguments,
  outputArguments,
  type Parsed,
  parseBuckets,
  parseFormats,
  strings,
  type TlsKeyArguments,
  tlsKeyArguments,
} from './option-values.ts';
import { parseSlow, parseVerdicts } from './setting-values.ts';
import { parseShard } from './shard.ts';
import type { UsageProblem } from './text/texts.ts';

/** Which reports are to be written of results, and what is to be thought of these. */
export interface ReportArguments extends OutputArguments {
  readonly formats: readonly FormatRequest<FormatName>[];
  readonly all: boolean;
  /** Slowest exchanges to list; null: some, where they are slow. */
  readonly slow: number | null;
  /** Null: every failing verdict. */
  readonly failOn: readonly Verdict[] | null;
  readonly strict: boolean;
  /** Leave captured signatures and tokens whole in formats that are handed on. */
  readonly showSignatures: boolean;
  /** Baseline of known causes, and where to write a new one. */
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly ignores?: readonly IgnoreRule[];
  /** How much is told; absent for the usual. */
  readonly loudness?: Loudness;
  /** The configuration file that holds; null or absent without one. */
  readonly configFile?: string | null;
  /** Which exchanges are reported; absent for all. */
  readonly filter?: ExchangeFilter;
}

/** `quiet`: failures and errors alone. `verbose`: also what is read, with what, and how fast. */
export type Loudness = 'quiet' | 'verbose';

export interface ScanArguments extends ReportArguments, CredentialArguments, TlsKeyArguments, JoinArguments {
  readonly paths: readonly string[];
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** Part of the inputs to read; absent for all. */
  readonly shard?: Shard;
  /** Compare every body with the digests that headers claim of it. */
  readonly verifyBodies: boolean;
  /** Captures to read at a time; null or absent: as many as pay. */
  readonly jobs?: number | null;
  /** Limits that are not the usual ones. */
  readonly limits?: GivenLimits;
}

/** `behindEnd`: words behind `--`, paths whatever they look like. */
export function toScanArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<ScanArguments, UsageProblem> {
  const buckets = parseBuckets(splitBuckets(parsed).hosts);
  if (!buckets.ok) return buckets;
  const report = reportArguments(parsed);
  if (!report.ok) return report;
  const shard = parseShard(lastString(parsed['shard']));
  if (!shard.ok) return shard;
  // A baseline of a part would forget the other parts.
  if (shard.value !== null && report.value.writeBaseline !== undefined)
    return fail({ code: 'shard-and-baseline' });
  return ok({
    ...report.value,
    ...credentialArguments(parsed),
    ...tlsKeyArguments(parsed),
    ...joinArguments(parsed),
    paths: [...strings(parsed['path']), ...behindEnd],
    buckets: buckets.value,
    ...(shard.value === null ? {} : { shard: shard.value }),
    verifyBodies: isSet(parsed['verify-bodies']),
  });
}

/** What every command that writes reports of results takes. */
export function reportArguments(parsed: Parsed): Result<ReportArguments, UsageProblem> {
  const formats = parseFormats(strings(parsed['format']), FORMAT_NAMES, 'table');
  if (!formats.ok) return formats;
  const failOn = parseVerdicts(strings(parsed['fail-on']), '--fail-on');
  if (!failOn.ok) return failOn;
  const output = outputArguments(parsed);
  if (!output.ok) return output;
  const slow = parseSlow(parsed['slow'], '--slow');
  if (!slow.ok) return slow;
  const writeBaseline = lastString(parsed['write-baseline']);
  const loudness = loudnessOf(parsed);
  if (!loudness.ok) return loudness;
  const filter = filterArguments(parsed);
  if (!filter.ok) return filter;
  // A baseline of some exchanges would forget the others.
  if (filter.value !== null && writeBaseline !== null) return fail({ code: 'filter-and-baseline' });
  return ok({
    ...output.value,
    formats: formats.value,
    all: isSet(parsed['all']),
    slow: slow.value,
    failOn: failOn.value,
    strict: isSet(parsed['strict']),
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
