import type { HttpRequest, HttpResponse } from '../../http/message.ts';

/** How much of a body went which way, and how long that took. */
export interface Transfer {
  readonly way: 'up' | 'down';
  readonly bits: number;
  /**
   * Until OSS had all of it, which an answer alone tells for sure: buffers on the way take in what
   * it does not. In µs.
   */
  readonly micros: number;
}

/** Times of an exchange in µs, as `Timing` parts them. */
interface Times {
  readonly request: number;
  readonly wait: number;
  readonly response: number;
}

/** The larger body of the two; null where neither has one, or the request was refused. */
export function transferOf(
  { request, wait, response }: Times,
  sent: HttpRequest,
  answered: HttpResponse,
): Transfer | null {
  if (answered.status >= 300) return null;
  const up = sent.bodyBytes + sent.missingBytes;
  const down = answered.bodyBytes + answered.missingBytes;
  if (Math.max(up, down) === 0) return null;
  return up > down
    ? { way: 'up', bits: up * 8, micros: request + wait }
    : { way: 'down', bits: down * 8, micros: response };
}

/** In bit/s; null where no time passed. */
export function speedOf({ bits, micros }: Transfer): number | null {
  return micros === 0 ? null : Math.round((bits / micros) * 1e6);
}
