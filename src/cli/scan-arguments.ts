import type { ByteString } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { VERDICTS, type Verdict } from '../diagnose/model.ts';
import { FORMAT_NAMES, type FormatName } from './option-names.ts';
import {
  type CredentialArguments,
  credentialArguments,
  type FormatRequest,
  isSet,
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
import type { UsageProblem } from './text/texts.ts';

export interface ScanArguments extends OutputArguments, CredentialArguments, TlsKeyArguments {
  readonly paths: readonly string[];
  readonly formats: readonly FormatRequest<FormatName>[];
  readonly buckets: ReadonlyMap<string, ByteString>;
  readonly all: boolean;
  /** Slowest exchanges to list; null: some, where they are slow. */
  readonly slow: number | null;
  /** Null: every failing verdict. */
  readonly failOn: readonly Verdict[] | null;
  readonly strict: boolean;
  /** Compare every body with the digests that headers claim of it. */
  readonly verifyBodies: boolean;
  /** Leave captured signatures and tokens whole in formats that are handed on. */
  readonly showSignatures: boolean;
}

/** `behindEnd`: words behind `--`, paths whatever they look like. */
export function toScanArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<ScanArguments, UsageProblem> {
  const formats = parseFormats(strings(parsed['format']), FORMAT_NAMES, 'table');
  if (!formats.ok) return formats;
  const buckets = parseBuckets(strings(parsed['bucket']));
  if (!buckets.ok) return buckets;
  const failOn = parseVerdicts(strings(parsed['fail-on']));
  if (!failOn.ok) return failOn;
  const output = outputArguments(parsed);
  if (!output.ok) return output;
  const slow = parseSlow(lastString(parsed['slow']));
  if (!slow.ok) return slow;
  return ok({
    ...output.value,
    ...credentialArguments(parsed),
    ...tlsKeyArguments(parsed),
    paths: [...strings(parsed['path']), ...behindEnd],
    formats: formats.value,
    buckets: buckets.value,
    all: isSet(parsed['all']),
    slow: slow.value,
    failOn: failOn.value,
    strict: isSet(parsed['strict']),
    verifyBodies: isSet(parsed['verify-bodies']),
    showSignatures: isSet(parsed['show-signatures']),
  });
}

/** Verdicts that can be asked for; an exchange that passes is no failure. */
const FAIL_ON: readonly Verdict[] = VERDICTS.filter((verdict) => verdict !== 'match');

function parseVerdicts(given: readonly string[]): Result<readonly Verdict[] | null, UsageProblem> {
  const verdicts: Verdict[] = [];
  for (const word of given.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const verdict = FAIL_ON.find((known) => known === word);
    if (verdict === undefined) {
      return fail({ code: 'bad-value', name: '--fail-on', value: word, allowed: FAIL_ON.join(', ') });
    }
    verdicts.push(verdict);
  }
  return ok(verdicts.length === 0 ? null : verdicts);
}

/** The most of the slowest exchanges that are kept. */
const MAX_SLOW = 1000;

function parseSlow(given: string | null): Result<number | null, UsageProblem> {
  if (given === null) return ok(null);
  const count = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (count > 0 && count <= MAX_SLOW) return ok(count);
  return fail({ code: 'bad-value', name: '--slow', value: given, allowed: `1–${MAX_SLOW}` });
}
