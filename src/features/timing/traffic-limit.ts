import { asciiLower } from '../../bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header } from '../../http/message.ts';
import { readPostForm } from '../../http/multipart-form.ts';

/**
 * Tells how long an answer's transfer was held back, in ms ("Limits and performance metrics" in the
 * documentation).
 */
const DELAY = 'x-oss-qos-delay-time';

/**
 * How long OSS says that it throttled a request, in ms: of an upload exactly, of a download as it
 * estimates before; 0 where it does not say.
 */
export function throttledTime(response: HttpResponse): number {
  const text = header(response, DELAY);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Of header, query parameter and field of a form alike. */
const NAME = 'x-oss-traffic-limit';
/**
 * Limits that OSS takes, in bit/s ("Single-connection bandwidth throttling" in the documentation,
 * which gave 245,760 as the least and now gives 819,200); it refuses others with InvalidArgument.
 */
const LEAST_BITS = 245_760;
const MOST_BITS = 838_860_800;

/**
 * How fast a request asked OSS to transfer its body or its answer's at most, in bit/s; -1 where it
 * did not ask.
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
