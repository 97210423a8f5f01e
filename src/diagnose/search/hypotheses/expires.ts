import type { ByteString } from '../../../bytes/byte-string.ts';
import { encodeComponent, headerValue, isOfUrl, type ParameterPart } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { formatHttpDate, parseAnyDate, parseDigits } from '../../clocks.ts';
import {
  HEADER_VERSIONS,
  type Hypothesis,
  REQUEST_FAMILIES,
  type Subject,
  type Variant,
} from '../hypothesis.ts';
import { type PartsPatch, parametersOf, patchParameters } from '../patch.ts';
import { NEAR_SECONDS, patchDate, sentDate, signsExpiry, ZONE_HOURS } from './date-line.ts';

/** Lives of URLs that SDKs have as defaults, or that people write, in seconds. */
const DURATIONS = [60, 300, 600, 900, 1800, 3600, 7200, 43_200, 86_400, 604_800] as const;

const expires: Hypothesis = {
  id: 'expires-signed-other',
  field: 'expires',
  causes: ['expires-signed-other'],
  except: HEADER_VERSIONS,
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  variants: (subject) => signedOther(subject, otherExpiries),
};

/** What only a guess at the moment of signing, or at an edit of the URL, can find. */
const guessed: Hypothesis = {
  id: 'expires-guessed',
  field: 'expires',
  causes: ['expires-signed-other'],
  except: HEADER_VERSIONS,
  families: REQUEST_FAMILIES,
  cost: 4,
  changes: 'string',
  single: true,
  variants: (subject) => signedOther(subject, guessedExpiries),
};

function* signedOther(
  subject: Subject,
  others: (subject: Subject, sent: ByteString) => Iterable<ByteString>,
): Generator<Variant> {
  if (!isOfUrl(subject.claim.version)) return;
  const { parts } = subject;
  const parameters = parametersOf(parts);
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
  return patchParameters(
    parts,
    parametersOf(parts).with(at, { ...parameter, value: encodeComponent(signed) }),
  );
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
 * How long before its use a URL is taken to be signed at most, and how far clocks may be apart, in
 * seconds.
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
