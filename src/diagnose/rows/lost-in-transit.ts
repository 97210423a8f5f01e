import type { ByteString } from '../../bytes/byte-string.ts';
import { cause } from '../causes.ts';
import { errorField, readClocks, SKEW_LIMIT_SECONDS } from '../clock-facts.ts';
import { parseAnyDate } from '../clocks.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Divergence } from '../model.ts';

/*
 * What the server complains of although the captured request gives no reason: something on the way to it took that from the request or
 * put it in. The verdict stays that of the server's words, which are true of what it received; the cause says whose doing it is.
 */

/** Zones are whole quarters of an hour apart: a server that ignores the zone of a date reads another time from the same text. */
const ZONE_STEP_SECONDS = 900;

/** The server read a date that is not the captured one, which it would have taken. Null where the two may be the same. */
export function dateReadOtherwise(evidence: Evidence): Divergence | null {
  const { signed } = readClocks(evidence);
  const text = errorField(evidence, 'RequestTime');
  const read = text === null ? null : parseAnyDate(text);
  if (text === null || read === null || signed === null || !isSignedDateInTime(evidence)) return null;
  const apart = Math.abs(read - signed);
  return apart <= SKEW_LIMIT_SECONDS || apart % ZONE_STEP_SECONDS === 0
    ? null
    : dateDivergence(evidence, text);
}

/** The server misses a date that can be read. */
export function dateLost(evidence: Evidence): Divergence | null {
  return readClocks(evidence).signed === null ? null : dateDivergence(evidence, null);
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
