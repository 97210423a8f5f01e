import { isEarlier, isKnownTime, type Time } from '../../http/message.ts';

/** A copy: a message would stay in memory with its time. Null where the time is not known. */
export function knownTime(time: Time | null): Time | null {
  return time !== null && isKnownTime(time) ? { seconds: time.seconds, nanos: time.nanos } : null;
}

/** False where either is not known. */
export function isBefore(a: Time | null, b: Time | null): boolean {
  return a !== null && b !== null && isEarlier(a, b);
}
