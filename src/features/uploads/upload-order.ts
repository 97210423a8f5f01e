/* In which order the requests of an upload were sent: by their times, else by their numbers. */

import { isEarlier, isKnownTime, type Time } from '../../engine/http/message.ts';

/** An exchange of an upload, with what shows when it was asked for. */
export interface UploadStep {
  readonly exchange: number;
  /** When it was asked for; null where that is not known. */
  readonly asked: Time | null;
}

/**
 * Whether a step was asked for before another. Behind a gap in a connection exchanges are numbered late, so
 * that the numbers decide only where the times do not.
 */
export function isAskedBefore(step: UploadStep, other: UploadStep): boolean {
  if (isBefore(step.asked, other.asked)) return true;
  return !isBefore(other.asked, step.asked) && step.exchange < other.exchange;
}

/** A copy: a message would stay in memory with its time. Null where the time is not known. */
export function knownTime(time: Time | null): Time | null {
  return time !== null && isKnownTime(time) ? { seconds: time.seconds, nanos: time.nanos } : null;
}

/** False where either is not known. */
export function isBefore(a: Time | null, b: Time | null): boolean {
  return a !== null && b !== null && isEarlier(a, b);
}
