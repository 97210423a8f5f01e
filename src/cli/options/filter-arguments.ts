import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import { isFailing, VERDICTS, type Verdict } from '../../diagnose/model.ts';
import { type ExchangeFilter, requestIdKey } from '../../report/filter/exchange-filter.ts';
import { isReversed, parseTimeBound, type TimeBound } from '../../report/filter/time-bound.ts';
import type { UsageProblem } from '../faults.ts';
import { badValue, lastString, type Parsed, strings } from './option-values.ts';

/** Stands for every verdict that is a failure. */
const FAILING = 'failing';

export const ONLY_WORDS: readonly string[] = [FAILING, ...VERDICTS];

/** Which exchanges the options of a command ask for; null for all of them. */
export function filterArguments(parsed: Parsed): Result<ExchangeFilter | null, UsageProblem> {
  const verdicts = parseOnly(strings(parsed['only']));
  if (!verdicts.ok) return verdicts;
  const buckets = parseBucketNames(splitBuckets(parsed).names);
  if (!buckets.ok) return buckets;
  const ids = strings(parsed['request-id']).map(fromText);
  if (ids.some((id) => requestIdKey(id) === '')) return fail({ code: 'missing-value', name: '--request-id' });
  const since = parseTime(lastString(parsed['since']), '--since');
  if (!since.ok) return since;
  const until = parseTime(lastString(parsed['until']), '--until');
  if (!until.ok) return until;
  if (isReversed(since.value, until.value)) return fail({ code: 'since-after-until' });
  const filter: ExchangeFilter = {
    verdicts: verdicts.value,
    buckets: buckets.value.length === 0 ? null : new Set(buckets.value),
    requestIds: ids.length === 0 ? null : new Map(ids.map((id) => [requestIdKey(id), id.trim()])),
    since: since.value,
    until: until.value,
  };
  return ok(Object.values(filter).every((part) => part === null) ? null : filter);
}

/**
 * Values of `--bucket`: `HOST=NAME` says which bucket a host stands for, `NAME` which bucket to
 * report, or the request is for.
 */
export function splitBuckets(parsed: Parsed): {
  readonly hosts: readonly string[];
  readonly names: readonly string[];
} {
  const given = strings(parsed['bucket']);
  return {
    hosts: given.filter((text) => text.includes('=')),
    names: given.filter((text) => !text.includes('=')),
  };
}

function parseOnly(given: readonly string[]): Result<ReadonlySet<Verdict> | null, UsageProblem> {
  if (given.length === 0) return ok(null);
  const verdicts = new Set<Verdict>();
  for (const word of given.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const named = word === FAILING ? VERDICTS.filter(isFailing) : VERDICTS.filter((known) => known === word);
    if (named.length === 0) return fail(badValue('--only', word, ONLY_WORDS));
    for (const verdict of named) verdicts.add(verdict);
  }
  return ok(verdicts);
}

/** Values of `--bucket` that are `NAME`. */
export function parseBucketNames(names: readonly string[]): Result<readonly ByteString[], UsageProblem> {
  const wrong = names.find((name) => !/^[^\s/]+$/.test(name));
  return wrong === undefined ? ok(names.map(fromText)) : fail({ code: 'bad-bucket-name', value: wrong });
}

function parseTime(text: string | null, name: string): Result<TimeBound | null, UsageProblem> {
  if (text === null) return ok(null);
  const bound = parseTimeBound(text.trim());
  return bound === null ? fail({ code: 'bad-time', name, value: text }) : ok(bound);
}
