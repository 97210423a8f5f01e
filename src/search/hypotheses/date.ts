/* Hypotheses on the date that was signed, or on the expiry that stands in its place in a URL. */

import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import {
  formatHttpDate,
  formatIsoBasic,
  parseAnyDate,
  parseDigits,
} from '../../engine/diagnose/date-forms.ts';
import type { PartsPatch } from '../../engine/diagnose/patch.ts';
import {
  encodeComponent,
  type Family,
  type HeaderPart,
  headerValue,
  isOfUrl,
  type ParameterPart,
  type SignatureVersion,
  versionRecord,
  versionsWith,
} from '../../engine/sign/index.ts';
import { HEADER_VERSIONS, type Hypothesis, type Subject, type Variant } from '../hypothesis.ts';

const LONG_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** A moment in the renderings that are taken for the one that HTTP asks for. */
export function* usualRenderings(seconds: number): Generator<ByteString> {
  const imf = formatHttpDate(seconds);
  yield imf;
  yield formatHttpDate(seconds, '+0000');
  yield formatHttpDate(seconds, '-0000');
  yield formatHttpDate(seconds, 'UTC');
  yield imf.replace(/ 0(\d) /, ' $1 ');
  const basic = formatIsoBasic(seconds);
  yield basic;
  yield new Date(seconds * 1000).toISOString().replace('.000', '');
}

/** A moment in the other renderings that date libraries give by default. */
export function* rareRenderings(seconds: number): Generator<ByteString> {
  const imf = formatHttpDate(seconds);
  const date = new Date(seconds * 1000);
  for (const zone of ['+00:00', 'Z', 'GMT+00:00']) yield formatHttpDate(seconds, zone);
  yield imf.replace(/^[A-Za-z]+, /, '');
  yield imf.replace(' GMT', '');
  yield imf.replace(/:\d\d GMT$/, ' GMT');
  yield imf.toLowerCase();
  // RFC 850, and asctime of C
  const { day, month, year, clock } = partsOf(imf);
  yield `${LONG_WEEKDAYS[date.getUTCDay()] ?? ''}, ${day}-${month}-${year.slice(2)} ${clock} GMT`;
  yield `${imf.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${clock} ${year}`;
  const basic = formatIsoBasic(seconds);
  yield basic.slice(0, -1);
  yield basic.slice(0, 8);
  const iso = date.toISOString();
  yield iso;
  yield iso.slice(0, 19).replace('T', ' ');
  // Date of JavaScript as text
  const [hour, front] = [3600, `${imf.slice(0, 3)} ${month} ${day} ${year}`];
  const local = formatHttpDate(seconds + 8 * hour);
  const inChina = partsOf(local);
  yield `${front} ${clock} GMT+0000 (Coordinated Universal Time)`;
  for (const zone of ['China Standard Time', fromText('中国标准时间')]) {
    const { day: at, month: of, year: within, clock: then } = inChina;
    yield `${local.slice(0, 3)} ${of} ${at} ${within} ${then} GMT+0800 (${zone})`;
  }
  yield String(seconds);
  yield String(seconds * 1000);
}

/** Weekdays from Sunday on and months, as a date library names them. */
interface Names {
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');
const numbered = Array.from({ length: 12 }, (_, i) => `${i + 1}月`);

/**
 * What date libraries write under another locale than the English one that HTTP asks for. The Chinese forms
 * are those of Java up to version 8, of Java from 9 on, and of .NET.
 */
const LOCALES: readonly Names[] = [
  {
    weekdays: words('星期日 星期一 星期二 星期三 星期四 星期五 星期六'),
    months: words('一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月'),
  },
  { weekdays: words('周日 周一 周二 周三 周四 周五 周六'), months: numbered },
  { weekdays: words('星期日 星期一 星期二 星期三 星期四 星期五 星期六'), months: numbered },
  { weekdays: words('日 月 火 水 木 金 土'), months: numbered },
  {
    weekdays: words('So Mo Di Mi Do Fr Sa'),
    months: words('Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez'),
  },
  {
    weekdays: words('dim. lun. mar. mer. jeu. ven. sam.'),
    months: words('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'),
  },
  {
    weekdays: words('dom lun mar mié jue vie sáb'),
    months: words('ene feb mar abr may jun jul ago sep oct nov dic'),
  },
  {
    weekdays: words('вс пн вт ср чт пт сб'),
    months: words('янв фев мар апр мая июн июл авг сен окт ноя дек'),
  },
];

/** A moment as an HTTP date whose names are in another language than English. */
export function* localisedDates(seconds: number): Generator<ByteString> {
  const date = new Date(seconds * 1000);
  const { day, year, clock } = partsOf(formatHttpDate(seconds));
  for (const { weekdays, months } of LOCALES) {
    const weekday = weekdays[date.getUTCDay()] ?? '';
    const month = months[date.getUTCMonth()] ?? '';
    yield fromText(`${weekday}, ${day} ${month} ${year} ${clock} GMT`);
  }
}

function partsOf(imf: string) {
  const [, day = '', month = '', year = '', clock = ''] = /, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(imf) ?? [];
  return { day, month, year, clock };
}

/** Families with a Date line; in their URL forms it holds the expiry. */
const DATED: readonly Family[] = ['v1', 'v2'];

/** Does the expiry of a URL stand where the date would? */
function signsExpiry({ claim, parts }: Subject): boolean {
  return isOfUrl(claim.version) && DATED.includes(parts.family);
}

/** The header that holds the date where the Date line is left blank for it (S3 version 2). */
const AMZ_DATE = 'x-amz-date';

/** What the string has as its date. */
export function sentDate({ parts }: Subject): ByteString {
  if ('timestamp' in parts) return parts.timestamp.value;
  if (!('date' in parts)) return '';
  if (parts.date.value !== '') return parts.date.value;
  return parts.headers.find((each) => each.name === AMZ_DATE)?.value ?? '';
}

/** Changes the date line alone. */
function patchDate({ parts }: Subject, value: ByteString): PartsPatch {
  if ('timestamp' in parts) return { timestamp: { ...parts.timestamp, value } };
  return 'date' in parts ? { date: { ...parts.date, value } } : {};
}

/** Seconds by which a retry or a second clock reading is off. */
const NEAR_SECONDS = [1, -1, 2, -2, 3, -3] as const;

/** Zones that developers live in: local time signed, GMT sent, or the reverse. */
const ZONE_HOURS = [8, -8, 7, -7, 9, -9, 1, -1, 5, -5] as const;

const ANY_DATED: readonly Family[] = [...DATED, 'v4'];

/** The date line of these holds an expiry. */
const WITHOUT_DATE: readonly SignatureVersion[] = versionsWith({}).filter(
  (each) => versionRecord(each).dateIs === 'expiry',
);

/**
 * The ways to sign another date: in the date line alone, and in the header or parameter that repeats it as
 * well. Where nothing repeats it, and where the line is blank, there is one.
 */
function* datePatches(subject: Subject, value: ByteString): Generator<PartsPatch> {
  const { parts } = subject;
  const sent = sentDate(subject);
  const { headers } = parts;
  const isHeader = (each: HeaderPart): boolean => each.value === sent && each.name.endsWith('-date');
  const { parameters } = parts;
  const repeated = parameters.findIndex((each) => /^x-(?:oss|amz)-date$/i.test(each.name));
  const isBlank = 'date' in parts && parts.date.value === '';
  if (!isBlank) yield patchDate(subject, value);
  const inHeaders = headers.some(isHeader);
  if (!inHeaders && repeated < 0) return;
  const parameter = parameters[repeated];
  yield {
    ...(isBlank ? {} : patchDate(subject, value)),
    headers: headers.map((each) => (isHeader(each) ? { ...each, value } : each)),
    ...(parameter === undefined
      ? {}
      : { parameters: parameters.with(repeated, { ...parameter, value: encodeComponent(value) }) }),
  };
}

const otherHeader: Hypothesis = {
  id: 'date-of-other-header',
  field: 'date',
  causes: ['date-of-other-header'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 2,
  *variants(subject) {
    if (signsExpiry(subject)) return;
    const { parts } = subject;
    const sent = 'date' in parts ? parts.date.value : sentDate(subject);
    for (const name of ['date', 'x-oss-date', AMZ_DATE]) {
      const signed = headerValue(subject.request, name);
      if (signed === null || signed === sent) continue;
      yield { cause: cause('date-of-other-header', { signed, sent }), patch: patchDate(subject, signed) };
    }
  },
};

const blank: Hypothesis = {
  id: 'date-left-blank',
  field: 'date',
  causes: ['date-left-blank'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 2,
  *variants(subject) {
    const sent = sentDate(subject);
    if (sent === '' || signsExpiry(subject)) return;
    yield { cause: cause('date-left-blank', { sent }), patch: patchDate(subject, '') };
  },
};

/** The place of the date among the slots of a string that has a line for it. */
const DATE_SLOT = 3;

const lineLeftOut: Hypothesis = {
  id: 'date-line-left-out',
  field: 'date',
  causes: ['line-left-out'],
  families: DATED,
  cost: 4,
  single: true,
  *variants() {
    yield {
      cause: cause('line-left-out', { which: 'line-date' }),
      render: (slots) => slots.toSpliced(DATE_SLOT, 1).join(''),
    };
  },
};

/** As far as a proxy's own clock may reasonably be off when it writes a Date of its own. */
const FAR_SECONDS = 300;

const secondsOff: Hypothesis = {
  id: 'date-seconds-off',
  field: 'date',
  causes: ['date-seconds-off'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 3,
  variants: (subject) => movedDates(subject, NEAR_SECONDS),
};

const hoursOff: Hypothesis = {
  id: 'date-hours-off',
  field: 'date',
  causes: ['date-seconds-off'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 3,
  single: true,
  variants: (subject) =>
    movedDates(
      subject,
      ZONE_HOURS.map((hours) => hours * 3600),
    ),
};

const minutesOff: Hypothesis = {
  id: 'date-minutes-off',
  field: 'date',
  causes: ['date-seconds-off'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 4,
  single: true,
  variants: (subject) => movedDates(subject, farSeconds()),
};

function* farSeconds(): Generator<number> {
  for (let by = NEAR_SECONDS.length / 2 + 1; by <= FAR_SECONDS; by++) yield* [by, -by];
}

function* movedDates(subject: Subject, offsets: Iterable<number>): Generator<Variant> {
  const sent = sentDate(subject);
  const seconds = signsExpiry(subject) ? null : parseAnyDate(sent);
  if (seconds === null) return;
  const isBasic = /^\d{8}T/.test(sent);
  for (const by of offsets) {
    const signed = isBasic ? formatIsoBasic(seconds + by) : formatHttpDate(seconds + by);
    const made = cause('date-seconds-off', { signed, sent, seconds: by });
    for (const patch of datePatches(subject, signed)) yield { cause: made, patch };
  }
}

function* otherForms(subject: Subject, forms: (seconds: number) => Iterable<ByteString>): Generator<Variant> {
  const sent = sentDate(subject);
  const seconds = signsExpiry(subject) ? null : parseAnyDate(sent);
  if (seconds === null) return;
  const inV4 = 'timestamp' in subject.parts;
  for (const signed of new Set(forms(seconds))) {
    if (signed === sent) continue;
    const made = inV4
      ? cause('timestamp-signed-other', { signed, sent })
      : cause('date-reformatted', { signed, sent });
    for (const patch of datePatches(subject, signed)) yield { cause: made, patch };
  }
}

const reformatted: Hypothesis = {
  id: 'date-reformatted',
  field: 'date',
  causes: ['date-reformatted', 'timestamp-signed-other'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 3,
  variants: (subject) => otherForms(subject, usualRenderings),
};

const rarelyReformatted: Hypothesis = {
  id: 'date-reformatted-rarely',
  field: 'date',
  causes: ['date-reformatted', 'timestamp-signed-other'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 4,
  single: true,
  variants: (subject) => otherForms(subject, rareRenderings),
};

const localised: Hypothesis = {
  id: 'date-localised',
  field: 'date',
  causes: ['date-reformatted', 'timestamp-signed-other'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 4,
  single: true,
  variants: (subject) => otherForms(subject, localisedDates),
};

export const DATE_HYPOTHESES: readonly Hypothesis[] = [
  otherHeader,
  blank,
  lineLeftOut,
  secondsOff,
  hoursOff,
  reformatted,
  rarelyReformatted,
  localised,
  minutesOff,
];

/** Lives of URLs that SDKs have as defaults, or that people write, in seconds. */
const DURATIONS = [60, 300, 600, 900, 1800, 3600, 7200, 43_200, 86_400, 604_800] as const;

const expires: Hypothesis = {
  id: 'expires-signed-other',
  field: 'expires',
  causes: ['expires-signed-other'],
  except: HEADER_VERSIONS,
  cost: 2,
  variants: (subject) => signedOther(subject, otherExpiries),
};

/** What only a guess at the moment of signing, or at an edit of the URL, can find. */
const guessed: Hypothesis = {
  id: 'expires-guessed',
  field: 'expires',
  causes: ['expires-signed-other'],
  except: HEADER_VERSIONS,
  cost: 4,
  single: true,
  variants: (subject) => signedOther(subject, guessedExpiries),
};

function* signedOther(
  subject: Subject,
  others: (subject: Subject, sent: ByteString) => Iterable<ByteString>,
): Generator<Variant> {
  if (!isOfUrl(subject.claim.version)) return;
  const { parts } = subject;
  const { parameters } = parts;
  const at = parameters.findIndex((each) => /^x-(?:oss|amz)-expires$/i.test(each.name));
  const parameter = parameters[at];
  const inLine = signsExpiry(subject);
  const sent = inLine ? sentDate(subject) : (parameter?.value ?? '');
  for (const signed of new Set(others(subject, sent))) {
    if (signed === sent) continue;
    const made = cause('expires-signed-other', { signed, sent });
    const line = inLine ? patchDate(subject, signed) : {};
    if (inLine) yield { cause: made, patch: line } satisfies Variant;
    if (parameter !== undefined) {
      yield { cause: made, patch: { ...line, ...other(subject, parameter, at, signed) } };
    }
  }
}

function other({ parts }: Subject, parameter: ParameterPart, at: number, signed: ByteString): PartsPatch {
  return { parameters: parts.parameters.with(at, { ...parameter, value: encodeComponent(signed) }) };
}

function* otherExpiries(subject: Subject, sent: ByteString): Generator<ByteString> {
  for (const name of ['date', 'x-oss-date']) {
    const date = headerValue(subject.request, name);
    if (date !== null) yield date;
  }
  yield '';
  for (const duration of DURATIONS) yield `${duration}`;
  const number = parseDigits(sent);
  if (number === null) return;
  yield* [`${number * 1000}`, `${Math.floor(number / 1000)}`, `${number}.0`, formatHttpDate(number)];
  for (const by of NEAR_SECONDS) yield `${number + by}`;
  // V4 has a duration where the older versions have a time
  const stamp = signsExpiry(subject) ? null : parseAnyDate(sentDate(subject));
  if (stamp !== null) yield* [`${stamp + number}`, `${(stamp + number) * 1000}`];
}

/**
 * How long before its use a URL is taken to be signed at most, and how far clocks may be apart, in seconds.
 */
const MOMENTS_BEFORE = 600;
const MOMENTS_AFTER = 5;
/** Lives in V4, in minutes up to a day, and in hours up to the longest that there is. */
const MINUTES = 24 * 60;
const HOURS = 7 * 24;

function* guessedExpiries(subject: Subject, sent: ByteString): Generator<ByteString> {
  yield* otherDigits(sent);
  const number = parseDigits(sent);
  if (!signsExpiry(subject)) {
    for (let minutes = 1; minutes <= MINUTES; minutes++) yield `${minutes * 60}`;
    for (let hours = 1; hours <= HOURS; hours++) yield `${hours * 3600}`;
    return;
  }
  if (number !== null) {
    // the moment of signing, where the life is a usual one
    for (const duration of DURATIONS) {
      for (const by of [0, ...NEAR_SECONDS]) yield* momentForms(number - duration + by);
    }
    for (const hours of ZONE_HOURS) yield `${number + hours * 3600}`;
    yield new Date(number * 1000).toISOString();
  }
  const { sentAt } = subject;
  if (sentAt === null) return;
  for (let by = -MOMENTS_AFTER; by <= MOMENTS_BEFORE; by++) {
    const moment = sentAt - by;
    yield* momentForms(moment);
    for (const duration of DURATIONS) yield `${moment + duration}`;
  }
}

function* momentForms(seconds: number): Generator<ByteString> {
  yield `${seconds}`;
  yield `${seconds * 1000}`;
  yield formatHttpDate(seconds);
}

/** With one digit changed: somebody wanted the URL to live longer. */
function* otherDigits(sent: ByteString): Generator<ByteString> {
  if (!/^\d{1,13}$/.test(sent)) return;
  for (let at = 0; at < sent.length; at++) {
    for (let digit = 0; digit <= 9; digit++) yield `${sent.slice(0, at)}${digit}${sent.slice(at + 1)}`;
  }
}

export const EXPIRES_HYPOTHESES: readonly Hypothesis[] = [expires, guessed];
