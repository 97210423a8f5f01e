import type { ByteString } from '../bytes/byte-string.ts';
import { header, isKnownTime } from '../http/message.ts';
import type { SignatureVersion } from '../sign/canonical.ts';
import { parseAnyDate, parseIsoExtended } from './clocks.ts';
import type { Evidence } from './evidence.ts';
import type { Note } from './model.ts';
import { note } from './notes.ts';

/** The service refuses signed dates that are further than this from its own clock. */
export const SKEW_LIMIT_SECONDS = 900;
/** From here on a difference is worth a word although the service still accepts it. */
const DRIFT_SECONDS = 300;

/** The three clocks of an exchange, in Unix seconds; null where the capture does not show one. */
export interface Clocks {
  readonly signed: number | null;
  /** Capture time of the request's first byte. */
  readonly captured: number | null;
  /** The answer's Date, or the time in the error document. */
  readonly server: number | null;
}

export function readClocks(evidence: Evidence): Clocks {
  const { claim, sent, answer } = evidence;
  const date = answer === null ? null : header(answer, 'date');
  const signed = claim?.date ?? null;
  return {
    signed: signed === null || !signsADate(claim?.version) ? null : parseAnyDate(signed),
    captured: sent === null || !isKnownTime(sent.time) ? null : sent.time.seconds,
    server: serverTime(evidence) ?? (date === null ? null : parseAnyDate(date)),
  };
}

/** V1 and V2 URLs sign their expiry, forms of the older kinds nothing of the sort. */
export function signsADate(version: SignatureVersion | undefined): boolean {
  switch (version) {
    case 'v1':
    case 'v2':
    case 'v4':
    case 'v4-url':
    case 'post-v4':
    case 's3v2':
    case 's3v4':
    case 's3v4-url':
      return true;
    case 'v1-url':
    case 'v2-url':
    case 's3v2-url':
    case 'post-v1':
    case 'post-v2':
    case undefined:
      return false;
  }
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
  const date = evidence.claim?.date ?? null;
  if (signed === null && date !== null && signsADate(evidence.claim?.version)) {
    notes.push(note('date-unreadable', { value: date }));
  }
  if (signed !== null && server !== null) {
    const seconds = signed - server;
    if (Math.abs(seconds) >= DRIFT_SECONDS && Math.abs(seconds) <= SKEW_LIMIT_SECONDS) {
      notes.push(note('clock-drift', { seconds }));
    }
  }
  return notes;
}
