import type { ByteString } from '../../../bytes/byte-string.ts';
import type { HeaderPart } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import { formatHttpDate, formatIsoBasic, parseAnyDate, parseDigits } from '../../clocks.ts';
import { type Family, type Hypothesis, type Subject, V4_LIKE, type Variant } from '../hypothesis.ts';
import { headersOf, type PartsPatch, patchHeaders } from '../patch.ts';

/** Families with a Date line; in their URL forms it holds the expiry. */
const DATED: readonly Family[] = ['v1', 's3v2', 'v2'];
const ANY_DATED: readonly Family[] = [...DATED, ...V4_LIKE];

function isUrl({ claim }: Subject): boolean {
  return claim.version.endsWith('-url');
}

/** What the string has as its date. */
function sentDate({ parts }: Subject): ByteString {
  if ('timestamp' in parts) return parts.timestamp.value;
  return 'date' in parts ? parts.date.value : '';
}

/** Changes the date line alone. */
function patchDate({ parts }: Subject, value: ByteString): PartsPatch {
  if ('timestamp' in parts) return { timestamp: { ...parts.timestamp, value } };
  return 'date' in parts ? { date: { ...parts.date, value } } : {};
}

/** Changes the date line and the header lines that repeat it. */
function patchDateEverywhere(subject: Subject, value: ByteString): PartsPatch {
  const sent = sentDate(subject);
  const headers = headersOf(subject.parts);
  const changed = headers.map(
    (each): HeaderPart => (each.value === sent && /-date$/.test(each.name) ? { ...each, value } : each),
  );
  return { ...patchDate(subject, value), ...patchHeaders(subject.parts, changed) };
}

function headerValue({ request }: Subject, lowerName: string): ByteString | null {
  return request.headers.find((each) => each.name.toLowerCase() === lowerName)?.value ?? null;
}

const otherHeader: Hypothesis = {
  id: 'date-of-other-header',
  families: ANY_DATED,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const sent = sentDate(subject);
    for (const name of ['date', 'x-oss-date', 'x-amz-date']) {
      const signed = headerValue(subject, name);
      if (signed === null || signed === sent) continue;
      yield { cause: cause('date-of-other-header', { signed, sent }), patch: patchDate(subject, signed) };
    }
  },
};

const blank: Hypothesis = {
  id: 'date-left-blank',
  families: DATED,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const sent = sentDate(subject);
    if (sent !== '') yield { cause: cause('date-left-blank', { sent }), patch: patchDate(subject, '') };
  },
};

/** Seconds by which a retry or a second clock reading is off. */
const NEAR_SECONDS = [1, -1, 2, -2, 3, -3] as const;
/** As far as a proxy's own clock may reasonably be off when it writes a Date of its own. */
const FAR_SECONDS = 300;
/** Zones that developers live in: local time signed, GMT sent, or the reverse. */
const ZONE_HOURS = [8, -8, 7, -7, 9, -9, 1, -1, 5, -5] as const;

const secondsOff: Hypothesis = {
  id: 'date-seconds-off',
  families: ANY_DATED,
  cost: 3,
  changes: 'string',
  variants: (subject) => movedDates(subject, [...NEAR_SECONDS, ...ZONE_HOURS.map((hours) => hours * 3600)]),
};

const minutesOff: Hypothesis = {
  id: 'date-minutes-off',
  families: ANY_DATED,
  cost: 4,
  changes: 'string',
  single: true,
  variants: (subject) => movedDates(subject, farSeconds()),
};

function* farSeconds(): Generator<number> {
  for (let by = NEAR_SECONDS.length / 2 + 1; by <= FAR_SECONDS; by++) yield* [by, -by];
}

function* movedDates(subject: Subject, offsets: Iterable<number>): Generator<Variant> {
  const sent = sentDate(subject);
  const seconds = isUrl(subject) ? null : parseAnyDate(sent);
  if (seconds === null) return;
  const isBasic = /^\d{8}T/.test(sent);
  for (const by of offsets) {
    const signed = isBasic ? formatIsoBasic(seconds + by) : formatHttpDate(seconds + by);
    const made = cause('date-seconds-off', { signed, sent, seconds: by });
    yield { cause: made, patch: patchDateEverywhere(subject, signed) };
    // a date that no header repeats has only one way to be signed; the texts are then the same and signed once
    yield { cause: made, patch: patchDate(subject, signed) };
  }
}

const reformatted: Hypothesis = {
  id: 'date-reformatted',
  families: ANY_DATED,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const sent = sentDate(subject);
    const seconds = isUrl(subject) ? null : parseAnyDate(sent);
    if (seconds === null) return;
    const inV4 = subject.parts.kind === 'v4' || subject.parts.kind === 's3v4';
    for (const signed of new Set(renderings(seconds))) {
      if (signed === sent) continue;
      const made = inV4
        ? cause('timestamp-signed-other', { signed, sent })
        : cause('date-reformatted', { signed, sent });
      yield { cause: made, patch: patchDate(subject, signed) };
      yield { cause: made, patch: patchDateEverywhere(subject, signed) };
    }
  },
};

const LONG_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** A moment in the renderings that date libraries give by default. */
function* renderings(seconds: number): Generator<ByteString> {
  const imf = formatHttpDate(seconds);
  const date = new Date(seconds * 1000);
  yield imf;
  for (const zone of ['+0000', 'UTC', '+00:00', 'Z']) yield formatHttpDate(seconds, zone);
  yield imf.replace(/ 0(\d) /, ' $1 ');
  yield imf.replace(/^[A-Za-z]+, /, '');
  yield imf.replace(' GMT', '');
  // RFC 850, and asctime of C
  const [, day = '', month = '', year = '', clock = ''] = /, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(imf) ?? [];
  yield `${LONG_WEEKDAYS[date.getUTCDay()] ?? ''}, ${day}-${month}-${year.slice(2)} ${clock} GMT`;
  yield `${imf.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${clock} ${year}`;
  yield formatIsoBasic(seconds);
  const iso = date.toISOString();
  yield iso;
  yield iso.replace('.000', '');
  yield String(seconds);
  yield String(seconds * 1000);
}

const expires: Hypothesis = {
  id: 'expires-signed-other',
  families: DATED,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    if (!isUrl(subject)) return;
    const sent = sentDate(subject);
    const number = parseDigits(sent);
    const others = [headerValue(subject, 'date'), headerValue(subject, 'x-oss-date'), ''];
    if (number !== null) {
      others.push(`${number * 1000}`, `${Math.floor(number / 1000)}`, `${number}.0`, formatHttpDate(number));
      for (const by of NEAR_SECONDS) others.push(`${number + by}`);
    }
    for (const signed of others) {
      if (signed === null || signed === sent) continue;
      yield {
        cause: cause('expires-signed-other', { signed, sent }),
        patch: patchDate(subject, signed),
      } satisfies Variant;
    }
  },
};

export const DATE_HYPOTHESES: readonly Hypothesis[] = [
  otherHeader,
  blank,
  expires,
  secondsOff,
  reformatted,
  minutesOff,
];
