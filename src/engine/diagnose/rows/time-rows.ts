import { fromBase64 } from '../../bytes/base64.ts';
import type { ByteString } from '../../bytes/byte-string.ts';
import { header, isKnownTime } from '../../http/message.ts';
import { DIALECTS, isOfUrl, versionRecord } from '../../sign/index.ts';
import { cause, note } from '../cause.ts';
import { agree, errorField, readClocks, SKEW_LIMIT_SECONDS } from '../clocks.ts';
import { parseAnyDate, parseDigits } from '../date-forms.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../model.ts';
import { transitCause } from '../transit-cause.ts';
import { answers, isRefusal } from './answer.ts';
import type { AnswerPattern } from './answer-kind.ts';
import { dateReadOtherwise, isDateChangedUnseen } from './lost-in-transit.ts';
import { type Decision, decision, type Row } from './row.ts';

const SKEWED: AnswerPattern = {
  codes: ['RequestTimeTooSkewed'],
  means: ['clock-skew'],
  // a URL whose signed date is still to come, in the words of the S3 dialect
  message: /request is not (?:yet valid|valid yet)/i,
  within: ['AccessDenied'],
};
const EXPIRED: AnswerPattern = {
  message: /request has expired|policy expired/i,
  within: ['AccessDenied', 'InvalidPolicyDocument'],
  codes: ['RequestExpired'],
  means: ['expired'],
};

const skewed: Row = {
  number: 4,
  decide(evidence) {
    if (!isRefusal(evidence) || !answers(evidence, SKEWED)) return null;
    // some say both with one code
    if (evidence.answerKind.meaning === 'expired') return null;
    const inTransit = dateReadOtherwise(evidence);
    if (inTransit === null && isDateChangedUnseen(evidence)) {
      return decision('clock-skew', 'likely', { cause: cause('date-changed-unseen', {}) });
    }
    const year = unsetYearOfAnswer(evidence);
    if (inTransit === null && year !== null) {
      return decision('clock-skew', 'likely', { cause: cause('clock-set-by-answer', { year }) });
    }
    if (inTransit !== null) {
      return decision('clock-skew', 'proven', { cause: transitCause([inTransit]), divergences: [inTransit] });
    }
    const why = skewCause(evidence);
    return decision('clock-skew', isOfOneClock(evidence, why) ? 'proven' : 'likely', { cause: why });
  },
};

/**
 * Whether the clocks leave one explanation. That the client takes its local time for GMT is one of two while
 * nothing but the server says what time it is; and where it agrees with the capture, it is not known whose
 * clock that is.
 */
function isOfOneClock(evidence: Evidence, { id }: Cause): boolean {
  if (id === 'clock-of-server') return false;
  return id !== 'clock-timezone' || agree(readClocks(evidence).captured, readClocks(evidence).server);
}

/** Clocks that were never set start here or a little later. */
const UNSET_BEFORE = Date.UTC(2005, 0, 1) / 1000;
const QUARTER_HOUR = 900;
/** Zones reach from -12 to +14 hours, in steps of a quarter of an hour. */
const MAX_ZONE_SECONDS = 14 * 3600;
/** A zone mistake leaves the clock itself right: within this of a whole step. */
const ZONE_TOLERANCE_SECONDS = 120;

/**
 * The year in the answer's own Date where neither it nor the signed date was ever set: SDKs set their clock
 * by that header, and whatever wrote it there is as good a reason as a device without a clock. Null
 * otherwise.
 */
function unsetYearOfAnswer(evidence: Evidence): number | null {
  const date = evidence.answer === null ? null : header(evidence.answer, 'date');
  const answered = date === null ? null : parseAnyDate(date);
  const signed = signedTime(evidence);
  if (answered === null || answered >= UNSET_BEFORE || signed === null || signed >= UNSET_BEFORE) return null;
  return new Date(answered * 1000).getUTCFullYear();
}

/** As the server read it, where it says so. */
function signedTime(evidence: Evidence): number | null {
  const requestTime = errorField(evidence, 'RequestTime');
  return (requestTime === null ? null : parseAnyDate(requestTime)) ?? readClocks(evidence).signed;
}

function skewCause(evidence: Evidence): Cause {
  const signed = signedTime(evidence);
  const { server } = readClocks(evidence);
  if (signed === null || server === null) return cause('clock-skew-unknown', {});
  if (signed < UNSET_BEFORE) return cause('clock-unset', { year: new Date(signed * 1000).getUTCFullYear() });
  const difference = signed - server;
  const age = signatureAge(evidence);
  if (age !== null && difference < 0 && Math.abs(difference + age) <= SKEW_LIMIT_SECONDS) {
    return cause('signature-resent', { seconds: age });
  }
  if (agree(readClocks(evidence).captured, signed)) {
    return cause('clock-of-server', { seconds: -difference });
  }
  const seconds = Math.abs(difference);
  const steps = Math.round(difference / QUARTER_HOUR);
  const hours = steps / 4;
  // zones of a quarter hour exist (Nepal), of 15 or 30 minutes alone they do not
  const isZone =
    seconds <= MAX_ZONE_SECONDS &&
    Math.abs(hours) >= 1 &&
    Math.abs(difference - steps * QUARTER_HOUR) <= ZONE_TOLERANCE_SECONDS &&
    (steps % 2 === 0 || Math.abs(hours % 1) === 0.75);
  if (isZone) return cause('clock-timezone', { hours, seconds });
  return difference < 0 ? cause('clock-behind', { seconds }) : cause('clock-ahead', { seconds });
}

/**
 * Seconds since the capture showed a request with this signature first; null where this is the first, or a
 * time is not known.
 */
function signatureAge({ claim, context, oss, sent }: Evidence): number | null {
  if (claim === null || sent === null || !isKnownTime(sent.time)) return null;
  const first = context.history.signature(claim.signature, header(sent, 'authorization'), oss);
  return first === null || Number.isNaN(first.seconds) ? null : sent.time.seconds - first.seconds;
}

const expired: Row = {
  number: 5,
  decide(evidence) {
    return isRefusal(evidence) && answers(evidence, EXPIRED)
      ? decision('expired', 'proven', { cause: expiryCause(evidence) })
      : null;
  },
};

function expiryCause(evidence: Evidence): Cause {
  const { claim } = evidence;
  const server = readClocks(evidence).server;
  if (claim !== null && versionRecord(claim.version).carrier === 'form') {
    const expires = policyExpiration(evidence);
    if (expires === null || server === null) return cause('expired-unknown', {});
    return (
      expiredByClock(evidence, expires, server) ??
      cause('form-policy-expired', { expires, late: server - expires })
    );
  }
  const sent = claim?.expires ?? '';
  const absolute = absoluteExpiry(evidence);
  if (absolute !== null) {
    // before 2001, or after the year 30000
    if (absolute < 1e9) return cause('expires-relative', { value: sent });
    if (absolute > 1e12) return cause('expires-in-milliseconds', { value: sent });
  }
  const expires = expiryOf(evidence);
  if (expires === null || server === null) return cause('expired-unknown', {});
  return (
    expiredByClock(evidence, expires, server) ?? cause('url-expired', { expires, late: server - expires })
  );
}

/** Where it has not expired by another clock than that of the server which says so; else null. */
function expiredByClock(evidence: Evidence, expires: number, server: number): Cause | null {
  if (server < expires) return cause('expired-by-server-clock', { expires, by: 'answer-date' });
  const { captured } = readClocks(evidence);
  if (captured === null || captured >= expires || agree(captured, server)) return null;
  return cause('expired-by-server-clock', { expires, by: 'capture-clock' });
}

/**
 * The time that the URL names as its end, as it is sent; null where it names a life in seconds (version 4),
 * or none that can be read.
 */
function absoluteExpiry({ claim }: Evidence): number | null {
  const sent = claim?.expires ?? null;
  const isLife = claim !== null && isOfUrl(claim.version) && versionRecord(claim.version).dateIs === 'moment';
  return sent === null || isLife ? null : parseDigits(sent);
}

/** When the URL ends, in Unix seconds: its own time, else what the error document says. */
function expiryOf(evidence: Evidence): number | null {
  const absolute = absoluteExpiry(evidence);
  if (absolute !== null) return absolute;
  const { signed } = readClocks(evidence);
  const sent = evidence.claim?.expires ?? null;
  const life = sent === null ? null : parseDigits(sent);
  if (signed !== null && life !== null) return signed + life;
  const stated = errorField(evidence, 'Expires');
  return stated === null ? null : (parseAnyDate(stated) ?? parseDigits(stated));
}

/** `expiration` of the form's policy document. */
function policyExpiration(evidence: Evidence): number | null {
  const policy = evidence.oss.request?.form?.find((field) => field.name.toLowerCase() === 'policy')?.value;
  const json = policy === undefined ? null : fromBase64(policy);
  const match = /"expiration"\s*:\s*"([^"]+)"/.exec(json ?? '');
  return match?.[1] === undefined ? null : parseAnyDate(match[1]);
}

/**
 * What the clocks alone say of a refusal that says nothing: the URL had expired by the server's clock, or the
 * signed date is further from it than is allowed. Null where they say nothing.
 */
export function timeRefusal(evidence: Evidence): Pick<Decision, 'verdict' | 'cause'> | null {
  const { signed, server } = readClocks(evidence);
  if (server === null) return null;
  // a refusal that says nothing has no document to take an end from
  const expires = expiryOf(evidence);
  if (expires !== null && expires < server) return { verdict: 'expired', cause: expiryCause(evidence) };
  // a URL may be as old as it lives, but no younger than any other request
  const off = signed === null ? 0 : expires === null ? Math.abs(signed - server) : signed - server;
  const isSkewed = off > SKEW_LIMIT_SECONDS;
  return isSkewed ? { verdict: 'clock-skew', cause: skewCause(evidence) } : null;
}

/** Rows 4 and 5: the signature came too early or too late. */
export const TIME_ROWS: readonly Row[] = [skewed, expired];

/** The longest life of a URL of version 4: seven days, in seconds. */
export const MAX_LIFE = 604_800;

/**
 * What a signed URL says by itself, of which a text has no answer: that it is over, lives longer than any
 * may, or binds the checksum of no body. Nobody has said that a request with it was refused: nothing is
 * proved.
 */
export function urlAlone(evidence: Evidence): Decision | null {
  const { claim, oss } = evidence;
  if (claim === null || oss.request === null || !isOfUrl(claim.version)) return null;
  const isLife = versionRecord(claim.version).dateIs === 'moment';
  const life = isLife && claim.expires !== null ? parseDigits(claim.expires) : null;
  if (isLife && claim.expires !== null && (life === null || life > MAX_LIFE || life < 1)) {
    return decision('malformed-auth', 'likely', { cause: cause('bad-expires', { value: claim.expires }) });
  }
  const checksum = oss.request.query.find(({ name, value }) => isOfNothing(name, value));
  if (checksum !== undefined) {
    return decision('digest', 'likely', { cause: cause('url-checksum-of-nothing', { name: checksum.name }) });
  }
  const expires = expiryOf(evidence);
  if (expires === null) return null;
  const { dialect, signsUnlisted } = versionRecord(claim.version);
  const unlisted = ['content-type', 'content-md5', `${DIALECTS[dialect].headerPrefix}*`];
  const headers = [...(claim.listedHeaders ?? []), ...unlisted.filter(signsUnlisted)];
  const notes = [note('signed-url', { expires, headers: headers.join(', ') })];
  // nothing in a text says when it is read
  const isOver = expires * 1000 < Date.now();
  return isOver
    ? decision('expired', 'open', { cause: cause('url-over', { expires }), notes })
    : decision('no-response', null, { notes });
}

/** The checksums of an empty body, which SDKs bind to a URL that they sign for an upload. */
function isOfNothing(name: ByteString, value: ByteString): boolean {
  return /^x-amz-checksum-crc32c?$/i.test(name) && value === 'AAAAAA==';
}
