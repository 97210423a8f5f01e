import type { ByteString } from '../../bytes/byte-string.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import { VERDICTS, type Verdict } from '../../diagnose/model.ts';
import { FORMAT_NAMES, type FormatName } from '../../report/formats/index.ts';
import { LANGUAGES, type Lang } from '../../report/text/template.ts';
import type { IgnoreRule } from '../../report/triage/ignore-rule.ts';
import type { UsageProblem } from '../faults.ts';
import { languageOf } from '../language.ts';
import { type GivenLimits, parseLimits } from './limit-values.ts';
import {
  badValue,
  type FormatRequest,
  isSet,
  lastGiven,
  lastString,
  type Parsed,
  parseBuckets,
  parseFormats,
  strings,
} from './option-values.ts';

/** Everything that can be set otherwise than by an argument. */
export interface SettingValues {
  readonly format: readonly FormatRequest<FormatName>[];
  /** Null: every failing verdict. */
  readonly failOn: readonly Verdict[] | null;
  readonly strict: boolean;
  readonly all: boolean;
  /** Compare every body with the digests that headers claim of it. */
  readonly verifyBodies: boolean;
  readonly lang: Lang;
  readonly buckets: ReadonlyMap<string, ByteString>;
  readonly ignores: readonly IgnoreRule[];
  /** Slowest exchanges to list; null: some, where they are slow. */
  readonly slow: number | null;
  /** Captures to read at a time; null: as many as pay. */
  readonly jobs: number | null;
  /** Those that are set; the others are the usual ones. */
  readonly limits: GivenLimits;
  /** Path of the baseline of known causes; null for none. */
  readonly baseline: string | null;
}

export type SettingName = keyof SettingValues;

/** What one place says; what it does not say is absent. */
export type PartialSettings = { readonly [K in SettingName]?: SettingValues[K] };

/** Where to look for a configuration file: `search` from the working folder upwards, or nowhere. */
export type ConfigChoice =
  | { readonly kind: 'search' }
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly path: string };

/**
 * Settings of a command line, and which configuration file it wants; null where it does not say.
 */
export interface GivenSettings {
  readonly values: PartialSettings;
  readonly config: ConfigChoice | null;
}

/** Settings that the arguments of a command give, as far as it takes them. */
export function settingsOfArguments(parsed: Parsed): Result<GivenSettings, UsageProblem> {
  const buckets = parseBuckets(strings(parsed['bucket']));
  if (!buckets.ok) return buckets;
  const formats = strings(parsed['format']);
  const format = parseFormats(formats, FORMAT_NAMES);
  if (!format.ok) return format;
  const failOn = parseVerdicts(strings(parsed['fail-on']), '--fail-on');
  if (!failOn.ok) return failOn;
  const slow = parseCount(lastString(parsed['slow']), '--slow', MAX_SLOW);
  if (!slow.ok) return slow;
  const jobs = parseCount(lastString(parsed['jobs']), '--jobs', MAX_JOBS);
  if (!jobs.ok) return jobs;
  const limits = parseLimits(strings(parsed['limit']), '--limit');
  if (!limits.ok) return limits;
  const baseline = baselinePath(parsed['baseline']);
  const lang = LANGUAGES.find((name) => name === lastString(parsed['lang']));
  return ok({
    values: {
      ...(formats.length === 0 ? {} : { format: format.value }),
      ...(buckets.value.size === 0 ? {} : { buckets: buckets.value }),
      ...(failOn.value === null ? {} : { failOn: failOn.value }),
      ...flag('strict', parsed['strict']),
      ...flag('all', parsed['all']),
      ...flag('verifyBodies', parsed['verify-bodies']),
      ...(slow.value === null ? {} : { slow: slow.value }),
      ...(jobs.value === null ? {} : { jobs: jobs.value }),
      ...limitsMember(limits.value),
      ...(lang === undefined ? {} : { lang }),
      ...(baseline === undefined ? {} : { baseline }),
    },
    config: configChoice(parsed['config']),
  });
}

function limitsMember(limits: GivenLimits): { readonly limits?: GivenLimits } {
  return Object.keys(limits).length === 0 ? {} : { limits };
}

function flag<K extends 'strict' | 'all' | 'verifyBodies'>(
  name: K,
  given: unknown,
): { readonly [N in K]?: boolean } {
  // Written with a computed name, which the compiler takes for any name.
  return given === undefined ? {} : ({ [name]: isSet(given) } as { readonly [N in K]?: boolean });
}

function configChoice(given: unknown): ConfigChoice | null {
  const last = lastGiven(given);
  if (last === undefined) return null;
  return last === false ? { kind: 'none' } : { kind: 'file', path: String(last) };
}

/** Null where the command line wants none, undefined where it does not say. */
function baselinePath(given: unknown): string | null | undefined {
  const last = lastGiven(given);
  if (last === undefined) return undefined;
  return last === false ? null : String(last);
}

/** Verdicts that can be asked for; an exchange that passes is no failure. */
export const FAIL_ON: readonly Verdict[] = VERDICTS.filter((verdict) => verdict !== 'match');

/** No verdict at all. */
export const NONE = 'none';

export const FAIL_ON_WORDS: readonly string[] = [...FAIL_ON, NONE];

/** Verdicts with commas between them, or `none`; null without any. `name`: what gives them. */
function parseVerdicts(
  given: readonly string[],
  name: string,
): Result<readonly Verdict[] | null, UsageProblem> {
  const verdicts: Verdict[] = [];
  const words = given.flatMap((text) => text.split(',')).map((text) => text.trim());
  if (words.length > 0 && words.every((word) => word === NONE)) return ok([]);
  for (const word of words.filter((each) => each !== NONE)) {
    const verdict = FAIL_ON.find((known) => known === word);
    if (verdict === undefined) {
      return fail(badValue(name, word, FAIL_ON_WORDS));
    }
    verdicts.push(verdict);
  }
  if (words.includes(NONE)) return fail({ code: 'none-beside-others', name });
  return ok(verdicts.length === 0 ? null : verdicts);
}

/** The most of the slowest exchanges that are kept. */
export const MAX_SLOW = 1000;

/** Captures that are read at a time at most. */
export const MAX_JOBS = 64;

/** A number from 1 to `most`, which has four digits at most; null where nothing is given. */
function parseCount(value: string | null, name: string, most: number): Result<number | null, UsageProblem> {
  if (value === null) return ok(null);
  const count = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (count > 0 && count <= most) return ok(count);
  return fail({ code: 'bad-number', name, value, allowed: `1–${most}` });
}

type Env = Readonly<Record<string, string | undefined>>;

/** The variables that give settings. A secret is given by none of them. */
export const SETTING_VARIABLES = {
  format: 'OSSCAP_FORMAT',
  failOn: 'OSSCAP_FAIL_ON',
  strict: 'OSSCAP_STRICT',
  jobs: 'OSSCAP_JOBS',
  limits: 'OSSCAP_LIMITS',
  baseline: 'OSSCAP_BASELINE',
  lang: 'OSSCAP_LANG',
} as const satisfies { readonly [K in SettingName]?: string };

/** Names the configuration file; empty for none. */
const CONFIG_VARIABLE = 'OSSCAP_CONFIG';

/** Settings of the environment. An empty variable is none. */
export function settingsOfEnvironment(env: Env): Result<GivenSettings, UsageProblem> {
  const text = (name: keyof typeof SETTING_VARIABLES): string | null => env[SETTING_VARIABLES[name]] || null;
  const words = (text('format') ?? '').split(',').map((word) => word.trim());
  const formats = words.filter((word) => word !== '');
  const format = parseFormats(formats, FORMAT_NAMES, SETTING_VARIABLES.format);
  if (!format.ok) return format;
  const failOn = parseVerdicts(list(text('failOn')), SETTING_VARIABLES.failOn);
  if (!failOn.ok) return failOn;
  const strict = parseSwitch(text('strict'), SETTING_VARIABLES.strict);
  if (!strict.ok) return strict;
  const jobs = parseCount(text('jobs'), SETTING_VARIABLES.jobs, MAX_JOBS);
  if (!jobs.ok) return jobs;
  const limits = parseLimits(list(text('limits')), SETTING_VARIABLES.limits);
  if (!limits.ok) return limits;
  const baseline = text('baseline');
  const lang = text('lang');
  return ok({
    values: {
      ...(formats.length === 0 ? {} : { format: format.value }),
      ...(failOn.value === null ? {} : { failOn: failOn.value }),
      ...(strict.value === null ? {} : { strict: strict.value }),
      ...(jobs.value === null ? {} : { jobs: jobs.value }),
      ...limitsMember(limits.value),
      ...(baseline === null ? {} : { baseline }),
      ...(lang === null ? {} : { lang: languageOf(lang) }),
    },
    config: configOfVariable(env[CONFIG_VARIABLE]),
  });
}

function list(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}

function configOfVariable(value: string | undefined): ConfigChoice | null {
  if (value === undefined) return null;
  return value === '' ? { kind: 'none' } : { kind: 'file', path: value };
}

const SWITCH: Readonly<Record<string, boolean>> = { '1': true, true: true, '0': false, false: false };

function parseSwitch(text: string | null, name: string): Result<boolean | null, UsageProblem> {
  if (text === null) return ok(null);
  const value = Object.hasOwn(SWITCH, text) ? SWITCH[text] : undefined;
  if (value !== undefined) return ok(value);
  return fail(badValue(name, text, Object.keys(SWITCH)));
}
