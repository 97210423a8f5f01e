import { asciiLower } from '../../engine/bytes/byte-string.ts';
import { COUNT, oneOf, recordOf, type TypeOf } from '../../engine/bytes/shape.ts';
import type { ConnectionFlow, EndFlow } from '../../engine/http/exchange.ts';
import { type HttpRequest, type HttpResponse, header } from '../../engine/http/message.ts';
import { readPostForm } from '../../engine/http/multipart-form.ts';

/* How fast a body went, and what kept it from going faster. */

/**
 * What took this long is looked at more closely: what the server says of a wait, and what limits a transfer;
 * in µs.
 */
export const COMPARED_MICROS = 100_000;

/** How much of a body went which way, and how long that took. */
export interface Transfer {
  readonly way: 'up' | 'down';
  readonly bits: number;
  /**
   * Until OSS had all of it, which an answer alone proves: buffers on the way take in what it does not. In
   * µs.
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

/**
 * Least round trip in µs from the point of capture to the other end and back, of the bytes of this one; null
 * without a sample.
 */
export function roundTripOf({ roundTrips, leastRoundTrip }: EndFlow): number | null {
  return roundTrips > 0 ? leastRoundTrip : null;
}

/**
 * A transfer went about as fast as its receiver's window lets it: no more bytes than that can be in flight at
 * a time.
 */
export const WINDOW_LIMIT = recordOf(
  {
    receiver: oneOf(['client', 'server']),
    /** The largest that it offered on this connection. */
    bytes: COUNT,
  },
  'the receive window that the transfer was about as fast as: the largest that its receiver offered',
);

type WindowLimit = TypeOf<typeof WINDOW_LIMIT>;

/**
 * A window that grows with the transfer holds twice of what is in flight; one that limits it is filled but
 * for the slow start.
 */
const FILLED_SHARE = 0.6;

/**
 * Null where something else limits the transfer, it was short, or the way between client and server was not
 * measured.
 */
export function windowLimitOf({ way, bits, micros }: Transfer, flow: ConnectionFlow): WindowLimit | null {
  if (micros < COMPARED_MICROS) return null;
  const [toServer, toClient] = [roundTripOf(flow.client), roundTripOf(flow.server)];
  if (toServer === null || toClient === null) return null;
  const receiver = way === 'up' ? 'server' : 'client';
  const bytes = (receiver === 'server' ? flow.client : flow.server).largestWindow;
  const inFlight = (bits / 8 / micros) * (toServer + toClient);
  return bytes > 0 && inFlight >= bytes * FILLED_SHARE ? { receiver, bytes } : null;
}

/**
 * How long an answer's transfer was held back, in ms ("Limits and performance metrics" in the documentation).
 */
const DELAY = 'x-oss-qos-delay-time';

/**
 * How long OSS says that it throttled a request, in ms: of an upload exactly, of a download as it estimates
 * before; 0 where it does not say.
 */
export function throttledTime(response: HttpResponse): number {
  const text = header(response, DELAY);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Of header, query parameter and field of a form alike. */
const NAME = 'x-oss-traffic-limit';
/**
 * Limits that OSS takes, in bit/s ("Single-connection bandwidth throttling" in the documentation, which gave
 * 245,760 as the least and now gives 819,200); it refuses others with InvalidArgument.
 */
const LEAST_BITS = 245_760;
const MOST_BITS = 838_860_800;

/**
 * How fast a request asked OSS to transfer its body or its answer's at most, in bit/s; -1 where it did not
 * ask.
 */
export function askedTrafficLimit(request: HttpRequest): number {
  const text = header(request, NAME) ?? queryValue(request.target) ?? formValue(request);
  if (text === null || !/^\d{6,9}$/.test(text)) return -1;
  const bits = Number(text);
  return bits >= LEAST_BITS && bits <= MOST_BITS ? bits : -1;
}

/** Digits are never percent-encoded by a signer of URLs, so that the target needs no decoding. */
function queryValue(target: HttpRequest['target']): string | null {
  const at = target.indexOf(`${NAME}=`);
  if (at < 1 || !'?&'.includes(target.charAt(at - 1))) return null;
  return /^\d*(?=[&#]|$)/.exec(target.slice(at + NAME.length + 1, at + NAME.length + 16))?.[0] ?? null;
}

/** Of a PostObject. */
function formValue(request: HttpRequest): string | null {
  return readPostForm(request)?.find(({ name }) => asciiLower(name) === NAME)?.value ?? null;
}
