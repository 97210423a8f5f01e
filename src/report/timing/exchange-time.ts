import type { Exchange } from '../../http/exchange.ts';
import { isKnownTime, type Time } from '../../http/message.ts';
import { millisecondsBetween } from './time-text.ts';

/** When an exchange began: its first byte in the capture; null where nothing shows it. */
export function beginOf({ request, response }: Pick<Exchange, 'request' | 'response'>): Time | null {
  const time = (request ?? response)?.time;
  return time === undefined || !isKnownTime(time) ? null : time;
}

/**
 * Milliseconds from the request's first byte to the answer's last; null where they are not known.
 */
export function durationOf({ request, response }: Pick<Exchange, 'request' | 'response'>): number | null {
  if (request === null || response === null || !isKnownTime(request.time)) return null;
  return millisecondsBetween(request.time, response.lastTime);
}
