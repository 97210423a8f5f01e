import type { ByteString } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import { header, isKnownTime, secondsBetween } from '../http/message.ts';
import type { Claim } from '../sign/claim.ts';
import { signsDate, versionRecord } from '../sign/index.ts';
import { note } from './cause.ts';
import { parseAnyDate, parseIsoExtended } from './date-forms.ts';
import type { Evidence } from './evidence.ts';
import type { Note } from './model.ts';

/** The service refuses signed dates that are further than this from its own clock. */
export const SKEW_LIMIT_SECONDS = 900;
/** From here on a difference is noted although the service still accepts it. */
const DRIFT_SECONDS = 300;

/** The three clocks of an exchange, in Unix seconds; null where the capture does not show one. */
interface Clocks {
  readonly signed: number | null;
  /** Capture time of the request's first byte. */
  readonly captured: number | null;
  /** The answer's Date, or the time in the error document. */
  readonly server: number | null;
}

export function readClocks(evidence: Evidence): Clocks {
  const { claim, sent, answer } = evidence;
  const date = answer === null ? null : header(answer, 'date');
  const signed = signedDate(claim);
  return {
    signed: signed === null ? null : parseAnyDate(signed),
    captured: sent === null || !isKnownTime(sent.time) ? null : sent.time.seconds,
    server: serverTime(evidence) ?? (date === null ? null : parseAnyDate(date)),
  };
}

/** Whether two clocks show one time, as far as anybody keeps them. False where one is not known. */
export function agree(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && Math.abs(one - other) <= DRIFT_SECONDS;
}

/** The text of the date that a claim signs, where it signs one and no expiry. */
export function signedDate(claim: Claim | null): ByteString | null {
  return claim !== null && signsDate(claim.version) ? claim.date : null;
}

/**
 * Signed minus server, in seconds, for an exchange that passed. The server compares the date when the request
 * comes, and writes its own into the answer: of what the answer took to come, so much is taken off as makes
 * the clocks agree.
 */
export function driftOf(signed: number, server: number, exchange: Exchange): number {
  return Math.min(Math.max(0, signed - server), signed - server + secondsWaited(exchange));
}

/** Between the first bytes of request and answer, in whole seconds; 0 where that is not known. */
export function secondsWaited({ request, response }: Exchange): number {
  if (request === null || response === null) return 0;
  if (!isKnownTime(request.time) || !isKnownTime(response.time)) return 0;
  return Math.max(0, Math.floor(secondsBetween(request.time, response.time)));
}

/** `ServerTime` of the error document. */
function serverTime(evidence: Evidence): number | null {
  const text = errorField(evidence, 'ServerTime');
  return text === null ? null : parseIsoExtended(text);
}

/** An element of the error document, without the white space around it; null where it is absent. */
export function errorField(evidence: Evidence, name: string): ByteString | null {
  const field = evidence.oss.error?.fields.find(([each]) => each === name);
  return field === undefined ? null : field[1].trim();
}

export function clockNotes(evidence: Evidence): readonly Note[] {
  const { signed, captured, server } = readClocks(evidence);
  const notes: Note[] = [];
  if (signed !== null && captured !== null && server !== null) {
    notes.push(
      note('clock', {
        signedToCapture: signed - captured,
        signedToServer: signed - server,
        captureToServer: captured - server,
      }),
    );
  } else if (signed !== null && captured !== null) {
    notes.push(note('clock-no-server', { signedToCapture: signed - captured }));
  } else if (captured !== null && server !== null) {
    notes.push(note('clock-no-signed', { captureToServer: captured - server }));
  }
  const date = signedDate(evidence.claim);
  if (signed === null && date !== null) {
    notes.push(note('date-unreadable', { value: date }));
  }
  // a span may have begun long before
  const isSpan = evidence.claim !== null && versionRecord(evidence.claim.version).dateIs === 'span';
  if (signed !== null && server !== null && !isSpan) {
    const seconds = driftOf(signed, server, evidence.oss.exchange);
    if (Math.abs(seconds) >= DRIFT_SECONDS && Math.abs(seconds) <= SKEW_LIMIT_SECONDS) {
      notes.push(note('clock-drift', { seconds }));
    }
  }
  return notes;
}
