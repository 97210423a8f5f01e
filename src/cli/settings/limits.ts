import { isJsonObject } from '../../engine/bytes/json.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import {
  isByteLimit,
  LARGEST_LIMITS,
  LIMIT_KEYS,
  type LimitKey,
  type Limits,
  limitName,
  UPLOAD_LIMITS,
  USUAL_LIMITS,
} from '../../engine/limits.ts';
import { badValue } from '../given-words.ts';
import type { UsageProblem } from '../texts.ts';
import { unknownKey, type ValueType, words, wrongValue } from './value-types.ts';

type GivenLimits = Partial<Limits>;

/** The limits as a command line, a variable and a configuration name them. */
export const LIMIT_NAMES: readonly string[] = LIMIT_KEYS.map(limitName);

/** Those that a merge can still follow: exchanges and warnings stand in blobs as the scan made them. */
export const MERGE_LIMIT_NAMES: readonly string[] = (Object.keys(UPLOAD_LIMITS) as LimitKey[]).map(limitName);

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

function limitNamed(name: string): LimitKey | null {
  return LIMIT_KEYS.find((key) => limitName(key) === name) ?? null;
}

/** Limits, each `NAME=VALUE`, with commas between several. `option`: what gives them. */
export function parseLimits(given: readonly string[], option: string): Result<GivenLimits, UsageProblem> {
  const limits: Partial<Record<LimitKey, number>> = {};
  for (const word of given.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const [, name = word, text] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
    const key = limitNamed(name);
    if (key === null) return fail(badValue(option, name, LIMIT_NAMES));
    if (text === undefined) return fail({ code: 'missing-value', name: `${option} ${name}=` });
    const value = limitOfText(key, text);
    if (value === null)
      return fail({
        code: 'bad-number',
        name: `${option} ${name}=`,
        value: text,
        allowed: allowedLimit(key),
      });
    limits[key] = value;
  }
  return ok(limits);
}

/**
 * The value that a text gives a limit: a whole number, of bytes also with K, M, G or T behind it; null where
 * it does not.
 */
export function limitOfText(key: LimitKey, text: string): number | null {
  const [, digits, unit = ''] = /^(\d{1,15})([KMGT]?)$/i.exec(text) ?? [];
  if (digits === undefined || (unit !== '' && !isByteLimit(key))) return null;
  const value = Number(digits) * (UNITS[unit.toUpperCase()] ?? Number.NaN);
  return isLimit(key, value) ? value : null;
}

function isLimit(key: LimitKey, value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LARGEST_LIMITS[key];
}

/** What a limit takes, in words for a message. */
export function allowedLimit(key: LimitKey): string {
  const most = LARGEST_LIMITS[key];
  return isByteLimit(key) ? `1–${sizeText(most)}` : `1–${most}`;
}

/** A number of bytes, with the largest unit that leaves it whole. */
export function sizeText(bytes: number): string {
  const unit = Object.keys(UNITS).findLast((name) => bytes % (UNITS[name] ?? 1) === 0) ?? '';
  return `${bytes / (UNITS[unit] ?? 1)}${unit}`;
}

/** The limits of a configuration, in JSON Schema. */
const LIMITS_SCHEMA = Object.fromEntries(
  LIMIT_KEYS.map((key) => [
    limitName(key),
    {
      type: ['integer', 'string'],
      minimum: 1,
      maximum: LARGEST_LIMITS[key],
      pattern: isByteLimit(key) ? '^[0-9]{1,15}[KMGTkmgt]?$' : '^[0-9]{1,15}$',
      default: USUAL_LIMITS[key],
    },
  ]),
);

/** Those limits that are set; the others are the usual ones. */
export const LIMITS: ValueType<GivenLimits> = {
  kind: 'list',
  usual: {},
  offer: words(LIMIT_NAMES.map((name) => `${name}=`)),
  read: (given, name) => parseLimits(given.map(String), name),
  json: {
    read(value, key) {
      if (!isJsonObject(value)) return wrongValue(key, '{ "NAME": … }');
      const limits: Partial<Record<LimitKey, number>> = {};
      for (const [name, each] of Object.entries(value)) {
        const limit = limitNamed(name);
        if (limit === null) return unknownKey(name, `${key}.`, LIMIT_NAMES);
        const given = typeof each === 'string' ? limitOfText(limit, each) : each;
        if (!isLimit(limit, given)) return wrongValue(`${key}.${name}`, allowedLimit(limit));
        limits[limit] = given;
      }
      return ok(limits);
    },
    schema: { type: 'object', additionalProperties: false, properties: LIMITS_SCHEMA },
  },
  // Each limit by itself, as hosts are.
  combine: (layers) => Object.assign({}, ...layers),
  show: (limits) =>
    Object.fromEntries(
      LIMIT_KEYS.filter((key) => limits[key] !== undefined).map((key) => [limitName(key), limits[key]]),
    ),
};
