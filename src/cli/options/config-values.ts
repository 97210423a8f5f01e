import { fromText } from '../../bytes/byte-string.ts';
import { isJsonObject } from '../../bytes/json.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import { CAUSE_IDS } from '../../diagnose/causes/index.ts';
import type { LimitKey } from '../../limits.ts';
import { bareHost } from '../../oss/host.ts';
import { FORMAT_NAMES } from '../../report/formats/index.ts';
import { LANGUAGES } from '../../report/text/template.ts';
import type { IgnoreRule } from '../../report/triage/ignore-rule.ts';
import { nearName } from '../near-name.ts';
import { allowedLimit, isLimit, LIMIT_NAMES, limitNamed, limitOfText } from './limit-values.ts';
import { FAIL_ON, FAIL_ON_WORDS, MAX_JOBS, MAX_SLOW, NONE, type PartialSettings } from './setting-values.ts';

/** What is wrong with a configuration. `key`: where, as `ignores[2].reason`, counted from 0. */
export type ConfigFault =
  | { readonly code: 'config-unknown-key'; readonly key: string; readonly near: string | null }
  /** `allowed`: what would be right, in the notation of JSON. */
  | {
      readonly code: 'config-value';
      readonly key: string;
      readonly allowed: string;
      readonly near?: string | null;
    }
  | { readonly code: 'config-not-object' }
  /** Of a `package.json` that was named. */
  | { readonly code: 'config-no-key' }
  /** Secrets, and paths to secrets. */
  | { readonly code: 'config-secret'; readonly key: string }
  /** A format with a file to write. */
  | { readonly code: 'config-format-file'; readonly key: string }
  | { readonly code: 'config-no-reason'; readonly key: string }
  | { readonly code: 'config-ignores-all'; readonly key: string }
  | { readonly code: 'config-outside' | 'config-no-file'; readonly key: string; readonly value: string };

type Json = Readonly<Record<string, unknown>>;
type Read<T> = Result<T, ConfigFault>;

/**
 * Names of what a configuration must not hold: it comes with a repository, and that may be
 * anybody's.
 */
const SECRET_KEYS: readonly string[] = [
  'credentials',
  'defaultCredentials',
  'accessKeyId',
  'accessKeySecret',
  'securityToken',
  'tlsKeylog',
  'tlsKey',
];

/** How each key is read. */
const KEYS: { readonly [key: string]: (value: unknown, key: string) => Read<PartialSettings> } = {
  format: readFormat,
  failOn: readFailOn,
  strict: (value, key) => readBoolean(value, key, (strict) => ({ strict })),
  all: (value, key) => readBoolean(value, key, (all) => ({ all })),
  verifyBodies: (value, key) => readBoolean(value, key, (verifyBodies) => ({ verifyBodies })),
  slow: readSlow,
  jobs: readJobs,
  lang: readLang,
  buckets: readBuckets,
  limits: readLimits,
  ignores: readIgnores,
  baseline: readBaseline,
};

/** Editors look for the schema of a file here. */
const SCHEMA_KEY = '$schema';

export const CONFIG_KEYS: readonly string[] = [SCHEMA_KEY, ...Object.keys(KEYS)];

/** Checks a configuration whole and reads it; the first fault is told. */
export function readConfigValues(json: unknown): Read<PartialSettings> {
  if (!isJsonObject(json)) return fail({ code: 'config-not-object' });
  let values: PartialSettings = {};
  for (const [key, value] of Object.entries(json)) {
    if (key === SCHEMA_KEY) {
      if (typeof value !== 'string') return wrong(key, '"…"');
      continue;
    }
    const read = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (read === undefined) return unknownKey(key, '', CONFIG_KEYS);
    const taken = read(value, key);
    if (!taken.ok) return taken;
    values = { ...values, ...taken.value };
  }
  return ok(values);
}

function unknownKey(key: string, place: string, known: readonly string[]): Read<never> {
  if (place === '' && SECRET_KEYS.includes(key)) return fail({ code: 'config-secret', key });
  return fail({ code: 'config-unknown-key', key: `${place}${key}`, near: nearName(key, known) });
}

function wrong(key: string, allowed: string): Read<never> {
  return fail({ code: 'config-value', key, allowed });
}

/** A word that is none of those that a key takes. */
function noneOf(names: readonly string[], key: string, allowed: string, value: unknown): Read<never> {
  const near = typeof value === 'string' ? nearName(value, names) : null;
  return fail({ code: 'config-value', key, allowed, near });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' | ');
}

function readBoolean(
  value: unknown,
  key: string,
  make: (value: boolean) => PartialSettings,
): Read<PartialSettings> {
  return typeof value === 'boolean' ? ok(make(value)) : wrong(key, 'true | false');
}

function readFormat(value: unknown, key: string): Read<PartialSettings> {
  // A file to write is the user's to name: in a repository it could be anything that the user may
  // overwrite.
  if (typeof value === 'string' && value.includes('=')) return fail({ code: 'config-format-file', key });
  const name = FORMAT_NAMES.find((known) => known === value);
  if (name === undefined) return noneOf(FORMAT_NAMES, key, quoted(FORMAT_NAMES), value);
  return ok({ format: [{ name, file: null }] });
}

function readFailOn(value: unknown, key: string): Read<PartialSettings> {
  if (!Array.isArray(value) || value.length === 0) return wrong(key, `[${quoted(FAIL_ON_WORDS)}]`);
  if (value.length === 1 && value[0] === NONE) return ok({ failOn: [] });
  const failOn = FAIL_ON.filter((verdict) => value.includes(verdict));
  const at = value.findIndex((word: unknown) => !FAIL_ON.some((verdict) => verdict === word));
  return at < 0 ? ok({ failOn }) : noneOf(FAIL_ON, `${key}[${at}]`, quoted(FAIL_ON), value[at]);
}

function readSlow(value: unknown, key: string): Read<PartialSettings> {
  return isCount(value, MAX_SLOW) ? ok({ slow: value }) : wrong(key, `1–${MAX_SLOW}`);
}

function readJobs(value: unknown, key: string): Read<PartialSettings> {
  return isCount(value, MAX_JOBS) ? ok({ jobs: value }) : wrong(key, `1–${MAX_JOBS}`);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}

function readLang(value: unknown, key: string): Read<PartialSettings> {
  const lang = LANGUAGES.find((name) => name === value);
  return lang === undefined ? wrong(key, quoted(LANGUAGES)) : ok({ lang });
}

const HOST = /^[^=\s:/]+$/;
/** `/`: it stands in the path. */
const BUCKET = /^(?:\/|[^=/\s]+)$/;

function readBuckets(value: unknown, key: string): Read<PartialSettings> {
  if (!isJsonObject(value)) return wrong(key, '{ "HOST": "BUCKET" }');
  const buckets = new Map<string, string>();
  for (const [host, bucket] of Object.entries(value)) {
    if (!HOST.test(host) || typeof bucket !== 'string' || !BUCKET.test(bucket)) {
      return wrong(`${key}.${host}`, '{ "HOST": "BUCKET" }');
    }
    buckets.set(bareHost(host), fromText(bucket));
  }
  return ok({ buckets });
}

function readLimits(value: unknown, key: string): Read<PartialSettings> {
  if (!isJsonObject(value)) return wrong(key, '{ "NAME": … }');
  const limits: Partial<Record<LimitKey, number>> = {};
  for (const [name, each] of Object.entries(value)) {
    const limit = limitNamed(name);
    if (limit === null) return unknownKey(name, `${key}.`, LIMIT_NAMES);
    const given = typeof each === 'string' ? limitOfText(limit, each) : each;
    if (!isLimit(limit, given)) return wrong(`${key}.${name}`, allowedLimit(limit));
    limits[limit] = given;
  }
  return ok({ limits });
}

function readBaseline(value: unknown, key: string): Read<PartialSettings> {
  return isText(value) ? ok({ baseline: value }) : wrong(key, '"FILE"');
}

function readIgnores(value: unknown, key: string): Read<PartialSettings> {
  if (!Array.isArray(value)) return wrong(key, '[{ …, "reason": "…" }]');
  const ignores: IgnoreRule[] = [];
  for (const [at, rule] of value.entries()) {
    const read = readIgnore(rule, `${key}[${at}]`);
    if (!read.ok) return read;
    ignores.push(read.value);
  }
  return ok({ ignores });
}

const IGNORE_KEYS = ['verdict', 'cause', 'bucket', 'key', 'accessKeyId', 'requestId', 'reason'] as const;

function readIgnore(rule: unknown, place: string): Read<IgnoreRule> {
  if (!isJsonObject(rule)) return wrong(place, '{ …, "reason": "…" }');
  for (const [name, value] of Object.entries(rule)) {
    if (!IGNORE_KEYS.some((known) => known === name)) return unknownKey(name, `${place}.`, IGNORE_KEYS);
    if (!isText(value) && name !== 'reason') return wrong(`${place}.${name}`, '"…"');
  }
  const { reason } = rule;
  if (!isText(reason) || reason.trim() === '') return fail({ code: 'config-no-reason', key: place });
  // `{"reason": …}` alone, or `{"key": "*"}`: a baseline or --fail-on none says that better.
  const tells = Object.entries(rule).some(
    ([name, value]) => name !== 'reason' && !/^\**$/.test(String(value)),
  );
  if (!tells) return fail({ code: 'config-ignores-all', key: place });
  const verdict = FAIL_ON.find((known) => known === rule['verdict']);
  if (rule['verdict'] !== undefined && verdict === undefined)
    return noneOf(FAIL_ON, `${place}.verdict`, quoted(FAIL_ON), rule['verdict']);
  const cause = rule['cause'];
  if (cause !== undefined && !CAUSE_IDS.some((known) => known === cause)) {
    return noneOf(CAUSE_IDS, `${place}.cause`, '"content-type-added-after-signing" | …', cause);
  }
  return ok({
    ...(verdict === undefined ? {} : { verdict }),
    ...member('cause', rule),
    ...member('bucket', rule),
    ...member('key', rule),
    ...member('accessKeyId', rule),
    ...member('requestId', rule),
    reason: reason.trim(),
  });
}

function member<K extends 'cause' | 'bucket' | 'key' | 'accessKeyId' | 'requestId'>(
  name: K,
  rule: Json,
): { readonly [N in K]?: string } {
  const value = rule[name];
  return typeof value === 'string' ? ({ [name]: value } as { readonly [N in K]?: string }) : {};
}
