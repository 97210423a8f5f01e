import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import { isEarlier, isKnownTime, type Time } from '../../engine/http/message.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { beginOf } from '../../sentences/time-text.ts';

/**
 * What a text such as `2018-12-29`, `23:02` or `2018-12-29T07:33:43.12Z` stands for, all of it: from its
 * first nanosecond to before `before`. So a time as a report shows it, in whole seconds, names the whole
 * second.
 */
export interface TimeBound {
  /** `time-of-day`: both times count from the midnight of a day that only the capture knows, UTC. */
  readonly kind: 'moment' | 'time-of-day';
  readonly from: Time;
  readonly before: Time;
}

/** Times that are meant: from `from` on, and before `before`; null for no such limit. */
export interface TimeSpan {
  readonly from: Time | null;
  readonly before: Time | null;
}

const TIME_OF_DAY = '(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?';
const ZONE = '([Zz]|[+-]\\d\\d(?::?\\d\\d)?)';
/** RFC 3339 §5.6, where a blank may stand for the T; without a zone it is UTC. */
const DATE_TIME = new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)(?:[Tt ]${TIME_OF_DAY}${ZONE}?)?$`);
const ONLY_TIME = new RegExp(`^${TIME_OF_DAY}$`);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A date, a date with a time, or a time of day; null for anything else. */
export function parseTimeBound(text: string): TimeBound | null {
  const clock = ONLY_TIME.exec(text);
  if (clock !== null) return boundOf('time-of-day', 0, clock.slice(1), undefined);
  const [, year = '', month = '', day = '', ...rest] = DATE_TIME.exec(text) ?? [];
  const midnight = dayOf(Number(year), Number(month), Number(day));
  if (year === '' || midnight === null) return null;
  return boundOf('moment', midnight, rest.slice(0, 4), rest[4]);
}

/** Whether nothing can lie between two bounds; two times of day may span midnight. */
export function isReversed(since: TimeBound | null, until: TimeBound | null): boolean {
  return since?.kind === 'moment' && until?.kind === 'moment' && !isEarlier(since.from, until.before);
}

/** Seconds of a date's midnight since 1970; null for a date that the calendar lacks. */
function dayOf(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
  return isReal && date.getUTCDate() === day ? date.getTime() / 1000 : null;
}

/** `clock`: hour, minute, second and fraction, as far as they are given. */
function boundOf(
  kind: TimeBound['kind'],
  midnight: number,
  [hour, minute, second, fraction]: readonly (string | undefined)[],
  zone: string | undefined,
): TimeBound | null {
  const ahead = zoneSeconds(zone);
  // A leap second (RFC 3339 §5.7) is the first of the next minute here, as in every capture.
  if (ahead === null || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60)
    return null;
  const seconds =
    midnight + Number(hour ?? 0) * HOUR + Number(minute ?? 0) * MINUTE + Number(second ?? 0) - ahead;
  const from = { seconds, nanos: Number((fraction ?? '').padEnd(9, '0')) };
  if (fraction !== undefined) return { kind, from, before: later(from, 0, 10 ** (9 - fraction.length)) };
  const unit = hour === undefined ? DAY : second === undefined ? MINUTE : 1;
  return { kind, from, before: later(from, unit, 0) };
}

/** Seconds that a zone is ahead of UTC; null for none that can be. */
function zoneSeconds(zone: string | undefined): number | null {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

function later({ seconds, nanos }: Time, moreSeconds: number, moreNanos: number): Time {
  const sum = nanos + moreNanos;
  return { seconds: seconds + moreSeconds + Math.floor(sum / 1e9), nanos: sum % 1e9 };
}

/**
 * The span of both bounds, each with all that it stands for. `first`: a time on the capture's day, on which
 * times of day are. An end that is earlier in the day than the start is on the next day.
 */
export function spanOf(since: TimeBound | null, until: TimeBound | null, first: Time): TimeSpan {
  const midnight = Math.floor(first.seconds / DAY) * DAY;
  const from = since === null ? null : placed(since, since.from, midnight);
  const before = until === null ? null : placed(until, until.before, midnight);
  const isNextDay =
    from !== null && before !== null && until?.kind === 'time-of-day' && !isEarlier(from, before);
  return { from, before: isNextDay ? later(before, DAY, 0) : before };
}

function placed({ kind }: TimeBound, time: Time, midnight: number): Time {
  return kind === 'time-of-day' ? later(time, midnight, 0) : time;
}

/** Whether a time is in a span; one that is not known is in none. */
export function isWithin(time: Time, { from, before }: TimeSpan): boolean {
  if (!isKnownTime(time)) return false;
  return (from === null || !isEarlier(time, from)) && (before === null || isEarlier(time, before));
}

/** Which exchanges are to be reported: those that fit all that is not null. */
export interface ExchangeFilter {
  readonly verdicts: ReadonlySet<Verdict> | null;
  /** As requests name them. */
  readonly buckets: ReadonlySet<ByteString> | null;
  /** As `requestIdKey` makes them, each with what it was made of. */
  readonly requestIds: ReadonlyMap<string, ByteString> | null;
  /** When the exchange began. */
  readonly since: TimeBound | null;
  readonly until: TimeBound | null;
}

/** Request ids are compared without regard to case. */
export function requestIdKey(id: ByteString): string {
  return id.trim().toUpperCase();
}

/** The ids that an answer carries, in its header and in its error document, as `requestIdKey` makes them. */
export function requestIdsOf({ requestId, error }: OssExchange): readonly string[] {
  const ids = [requestId, error?.requestId ?? null].filter((id) => id !== null);
  return ids.map(requestIdKey);
}

/** Whether an exchange is to be reported. `span`: the filter's times on the capture's day; null for none. */
export function isShown(result: ExchangeResult, filter: ExchangeFilter, span: TimeSpan | null): boolean {
  const { verdicts, buckets, requestIds } = filter;
  const { oss, diagnosis } = result;
  if (verdicts !== null && (diagnosis === null || !verdicts.has(diagnosis.verdict))) return false;
  if (span !== null) {
    const time = beginOf(result.exchange);
    if (time === null || !isWithin(time, span)) return false;
  }
  if (requestIds !== null && (oss === null || !requestIdsOf(oss).some((id) => requestIds.has(id))))
    return false;
  if (buckets === null) return true;
  const bucket = oss?.address.bucket ?? null;
  return bucket !== null && buckets.has(bucket);
}
