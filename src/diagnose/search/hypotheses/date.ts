import type { ByteString } from '../../../bytes/byte-string.ts';
import {
  encodeComponent,
  type Family,
  type HeaderPart,
  headerValue,
  type SignatureVersion,
  versionRecord,
  versionsWith,
} from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { formatHttpDate, formatIsoBasic, parseAnyDate } from '../../clocks.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { headersOf, type PartsPatch, parametersOf, patchHeaders, patchParameters } from '../patch.ts';
import { AMZ_DATE, DATED, NEAR_SECONDS, patchDate, sentDate, signsExpiry, ZONE_HOURS } from './date-line.ts';
import { localisedDates, rareRenderings, usualRenderings } from './date-renderings.ts';

const ANY_DATED: readonly Family[] = [...DATED, 'v4'];

/** The date line of these holds an expiry. */
const WITHOUT_DATE: readonly SignatureVersion[] = versionsWith({}).filter(
  (each) => versionRecord(each).dateIs === 'expiry',
);

/**
 * The ways to sign another date: in the date line alone, and in the header or parameter that
 * repeats it as well. Where nothing repeats it, and where the line is blank, there is one.
 */
function* datePatches(subject: Subject, value: ByteString): Generator<PartsPatch> {
  const { parts } = subject;
  const sent = sentDate(subject);
  const headers = headersOf(parts);
  const isHeader = (each: HeaderPart): boolean => each.value === sent && each.name.endsWith('-date');
  const parameters = parametersOf(parts);
  const repeated = parameters.findIndex((each) => /^x-(?:oss|amz)-date$/i.test(each.name));
  const isBlank = 'date' in parts && parts.date.value === '';
  if (!isBlank) yield patchDate(subject, value);
  const inHeaders = headers.some(isHeader);
  if (!inHeaders && repeated < 0) return;
  const parameter = parameters[repeated];
  yield {
    ...(isBlank ? {} : patchDate(subject, value)),
    ...patchHeaders(
      parts,
      headers.map((each) => (isHeader(each) ? { ...each, value } : each)),
    ),
    ...(parameter === undefined
      ? {}
      : patchParameters(parts, parameters.with(repeated, { ...parameter, value: encodeComponent(value) }))),
  };
}

const otherHeader: Hypothesis = {
  id: 'date-of-other-header',
  field: 'date',
  causes: ['date-of-other-header'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 2,
  changes: 'string',
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
  changes: 'string',
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
  changes: 'string',
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
  changes: 'string',
  variants: (subject) => movedDates(subject, NEAR_SECONDS),
};

const hoursOff: Hypothesis = {
  id: 'date-hours-off',
  field: 'date',
  causes: ['date-seconds-off'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 3,
  changes: 'string',
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
  changes: 'string',
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
  changes: 'string',
  variants: (subject) => otherForms(subject, usualRenderings),
};

const rarelyReformatted: Hypothesis = {
  id: 'date-reformatted-rarely',
  field: 'date',
  causes: ['date-reformatted', 'timestamp-signed-other'],
  except: WITHOUT_DATE,
  families: ANY_DATED,
  cost: 4,
  changes: 'string',
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
  changes: 'string',
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
