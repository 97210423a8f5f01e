import type { ByteString } from '../bytes/byte-string.ts';

/*
 * Strict readers of the date forms that signed requests and answers use. All give whole Unix seconds, or null
 * for anything else: `Date.parse` would read local times and half-written dates as if they were good.
 */

const MONTHS: readonly string[] = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];

/**
 * `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7), also with a one-digit day, no weekday, or a numeric
 * zone.
 */
const HTTP_DATE =
  /^(?:[A-Za-z]{3,9}, ?)?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|Z|[+-]\d{4})$/;
/** `20250101T123456Z` (ISO 8601 basic), the timestamp of the V4 family. */
const ISO_BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
/** `2025-01-01T12:34:56.000Z`, the times in error bodies and policies. */
const ISO_EXTENDED = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?Z$/;
/** At most 15 digits: beyond that a number is no longer exact, and no clock counts so far. */
const DIGITS = /^\d{1,15}$/;

export function parseHttpDate(text: ByteString): number | null {
  const match = HTTP_DATE.exec(text);
  if (match === null) return null;
  const [, day = '', monthName = '', year = '', hour = '', minute = '', second = '', zone = ''] = match;
  const month = MONTHS.indexOf(monthName.toLowerCase());
  const local = fromParts(Number(year), month, day, hour, minute, second);
  return local === null ? null : local - zoneSeconds(zone);
}

export function parseIsoBasic(text: ByteString): number | null {
  return fromIso(ISO_BASIC.exec(text));
}

export function parseIsoExtended(text: ByteString): number | null {
  return fromIso(ISO_EXTENDED.exec(text));
}

/** A count of seconds (or of whatever unit the reader knows), as a plain number. */
export function parseDigits(text: ByteString): number | null {
  return DIGITS.test(text) ? Number(text) : null;
}

/** Any of the forms that a signed date or a server's time comes in; not the Unix seconds of an expiry. */
export function parseAnyDate(text: ByteString): number | null {
  return parseHttpDate(text) ?? parseIsoBasic(text) ?? parseIsoExtended(text) ?? parseStart(text);
}

/** The start of a span of time in Unix seconds, as COS signs one. */
function parseStart(text: ByteString): number | null {
  const start = /^(\d{9,11});\d{9,11}$/.exec(text)?.[1];
  return start === undefined ? null : Number(start);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTH_TITLES = MONTHS.map((name) => name.charAt(0).toUpperCase() + name.slice(1));

/** Unix seconds as an HTTP date with a given zone word. */
export function formatHttpDate(seconds: number, zone = 'GMT'): ByteString {
  const date = new Date(seconds * 1000);
  const day = two(date.getUTCDate());
  const month = MONTH_TITLES[date.getUTCMonth()] ?? '';
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${WEEKDAYS[date.getUTCDay()] ?? ''}, ${day} ${month} ${date.getUTCFullYear()} ${clock} ${zone}`;
}

/** An HTTP date to the letter: two digits for the day, the zone `GMT` (IMF-fixdate, RFC 9110 §5.6.7). */
export function isFixdate(text: ByteString): boolean {
  const seconds = parseHttpDate(text);
  return seconds !== null && formatHttpDate(seconds) === text;
}

/** Unix seconds as `20250101T123456Z`. */
export function formatIsoBasic(seconds: number): ByteString {
  const date = new Date(seconds * 1000);
  const day = `${String(date.getUTCFullYear()).padStart(4, '0')}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
  return `${day}T${two(date.getUTCHours())}${two(date.getUTCMinutes())}${two(date.getUTCSeconds())}Z`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function fromIso(match: RegExpExecArray | null): number | null {
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  return fromParts(Number(year), Number(month) - 1, day, hour, minute, second);
}

/** Null where a part is out of range; a leap second (60) counts as the next minute's first. */
function fromParts(
  year: number,
  month: number,
  day: string,
  hour: string,
  minute: string,
  second: string,
): number | null {
  const [d, h, m, s] = [Number(day), Number(hour), Number(minute), Number(second)];
  if (month < 0 || month > 11 || d < 1 || h > 23 || m > 59 || s > 60) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month, d);
  if (midnight.getUTCMonth() !== month) return null;
  return midnight.getTime() / 1000 + h * 3600 + m * 60 + s;
}

function zoneSeconds(zone: string): number {
  const sign = zone.startsWith('-') ? -1 : zone.startsWith('+') ? 1 : 0;
  return sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3, 5)) * 60) || 0;
}
