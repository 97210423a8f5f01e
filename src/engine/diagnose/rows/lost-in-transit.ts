import type { ByteString } from '../../bytes/byte-string.ts';
import { DIALECTS, versionRecord } from '../../sign/index.ts';
import { cause } from '../cause.ts';
import { agree, errorField, readClocks, SKEW_LIMIT_SECONDS, signedDate } from '../clocks.ts';
import { isFixdate, parseAnyDate, parseIsoBasic } from '../date-forms.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Divergence } from '../model.ts';
import { sentHeader } from '../sent.ts';

/*
 * What the server complains of although the captured request gives no reason: something on the way to it took
 * that from the request or put it in. The verdict stays that of the server's words, which are true of what it
 * received; the cause says whose doing it is.
 */

/**
 * Zones are whole quarters of an hour apart: a server that ignores the zone of a date reads another time from
 * the same text.
 */
const ZONE_STEP_SECONDS = 900;

/** Servers write the date that they read to the second, or to the minute. */
const WRITTEN_SECONDS = 60;

/**
 * The server read a date that is not the captured one, which it would have taken, or which was that of its
 * capture. Null where the two may be the same.
 */
export function dateReadOtherwise(evidence: Evidence): Divergence | null {
  const { signed, captured } = readClocks(evidence);
  const text = errorField(evidence, 'RequestTime');
  const read = text === null ? null : parseAnyDate(text);
  if (text === null || read === null || signed === null) return null;
  if (!isSignedDateInTime(evidence) && !agree(signed, captured)) return null;
  const apart = Math.abs(read - signed);
  const date = signedDate(evidence.claim);
  const isOfZone = apart % ZONE_STEP_SECONDS === 0 && (date === null || !isDateAsAsked(evidence, date));
  return apart <= WRITTEN_SECONDS || isOfZone ? null : dateDivergence(evidence, text);
}

/**
 * The server says that the date is too far from its clock, and not which it read: the captured one is near to
 * the time of the answer. Then it got another.
 */
export function isDateChangedUnseen(evidence: Evidence): boolean {
  const isUnsaid =
    errorField(evidence, 'RequestTime') === null && errorField(evidence, 'ServerTime') === null;
  return isUnsaid && !evidence.answerKind.provider.showsDates && isSignedDateInTime(evidence);
}

/**
 * The server misses a date that it would have read. Null where a captured one has another form, or is of
 * another age: then that is what it does not read.
 */
export function dateLost(evidence: Evidence): Divergence | null {
  const isThere = unfitDate(evidence) === null && isSignedDateInTime(evidence);
  return isThere ? dateDivergence(evidence, null) : null;
}

/**
 * A captured date in a form that the service does not ask for: the signed one, or a `Date` beside it. Null
 * where there is none.
 */
export function unfitDate(evidence: Evidence): ByteString | null {
  const signed = signedDate(evidence.claim);
  if (signed !== null && !isDateAsAsked(evidence, signed)) return signed;
  const plain = sentHeader(evidence, 'date');
  return plain === null || isFixdate(plain) ? null : plain;
}

/**
 * The form that the service asks for: `20250101T123456Z` in the fields that version 4 brought, GMT elsewhere,
 * and so in a `Date` of version 4 (the pages of EC 0002-00000502 and 0002-00000505). It refuses what is
 * nearly that: `UTC` for `GMT` (cloudfoundry/bosh-linux-stemcell-builder#78).
 */
function isDateAsAsked(evidence: Evidence, date: ByteString): boolean {
  const record = evidence.claim === null ? null : versionRecord(evidence.claim.version);
  if (record === null || record.digest.derived === null) return isFixdate(date);
  const isInDate =
    record.carrier === 'header' &&
    sentHeader(evidence, `${DIALECTS[record.dialect].headerPrefix}date`) === null;
  return isInDate ? isFixdate(date) : parseIsoBasic(date) !== null;
}

/** The server read a second or a foreign Authorization, which the captured request has not. */
export function authorizationReplaced({ claim, oss }: Evidence): Cause | null {
  const isForeign = oss.foreignAuthorization !== null || claim === null;
  if (isForeign || claim.problems.includes('header-and-query')) return null;
  return cause('authorization-replaced', {});
}

/** Whether the captured date is as near to the server's clock as the service requires. */
function isSignedDateInTime(evidence: Evidence): boolean {
  const { signed, server } = readClocks(evidence);
  return signed !== null && server !== null && Math.abs(signed - server) <= SKEW_LIMIT_SECONDS;
}

function dateDivergence(evidence: Evidence, server: ByteString | null): Divergence {
  const piece = evidence.wire()?.stringToSign.pieces.find(({ field }) => field === 'date');
  const at = piece?.start ?? 0;
  return {
    field: 'date',
    client: piece?.value ?? evidence.claim?.date ?? null,
    server,
    clientOffset: at,
    serverOffset: at,
    clientOrigin: piece?.origin ?? null,
  };
}
