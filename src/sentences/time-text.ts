import type { Exchange } from '../engine/http/exchange.ts';
import { isKnownTime, type Time } from '../engine/http/message.ts';

/** Largest instant that a Date can hold, in seconds (ECMA-262, Time Values and Time Range). */
export const MAX_DATE_SECONDS = 8.64e12;

/**
 * `2018-12-29T07:33:43.123456789Z`. A time beyond the calendar is given as `@seconds.nanos`, one that is not
 * known as `-`.
 */
export function formatTime(time: Time): string {
  if (!isKnownTime(time)) return '-';
  const fraction = String(time.nanos).padStart(9, '0');
  if (!Number.isSafeInteger(time.seconds) || Math.abs(time.seconds) > MAX_DATE_SECONDS) {
    return `@${time.seconds}.${fraction}`;
  }
  return `${wholeSecond(time.seconds)}.${fraction}Z`;
}

/** The second that was written last: exchanges come by the thousand in one. */
let last = { seconds: 0, text: '1970-01-01T00:00:00' };

function wholeSecond(seconds: number): string {
  if (seconds !== last.seconds) last = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, -5) };
  return last.text;
}

/** A time of the clock for people, to the minute: `2018-12-29 07:33 UTC`. */
export function clockText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Time of day with milliseconds (`07:33:43.123`), or without. UTC, as the dates that are signed. */
export function formatTimeOfDay(time: Time, unit: 'seconds' | 'milliseconds'): string {
  const whole = formatTime({ seconds: time.seconds, nanos: 0 });
  const clock = /T(\d\d:\d\d:\d\d)/.exec(whole)?.[1];
  if (clock === undefined) return whole;
  const millis = String(Math.floor(time.nanos / 1e6)).padStart(3, '0');
  return unit === 'seconds' ? clock : `${clock}.${millis}`;
}

/** Milliseconds between two times, to the nanosecond. */
export function millisecondsBetween(from: Time, to: Time): number {
  return Math.round(((to.seconds - from.seconds) * 1e3 + (to.nanos - from.nanos) / 1e6) * 1e6) / 1e6;
}

/** When an exchange began: its first byte in the capture; null where nothing shows it. */
export function beginOf({ request, response }: Pick<Exchange, 'request' | 'response'>): Time | null {
  const time = (request ?? response)?.time;
  return time === undefined || !isKnownTime(time) ? null : time;
}

/** Milliseconds from the request's first byte to the answer's last; null where they are not known. */
export function durationOf({ request, response }: Pick<Exchange, 'request' | 'response'>): number | null {
  if (request === null || response === null || !isKnownTime(request.time)) return null;
  return millisecondsBetween(request.time, response.lastTime);
}
