import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { type HttpResponse, header } from '../http/message.ts';
import type { OssError } from './model.ts';
import { AFTER_AUTHENTICATION, AUTHENTICATION_ERRORS, meaningOfEc } from './vocabulary.ts';

/**
 * Who gave an answer. `service`: OSS itself, or its like, by its own marks. `cache`: the service, to another
 * request before this one. `other`: something on the way; `signs` are the header lines in which it names itself,
 * joined by a comma and a space, empty where it does not. `unknown`: not enough of the answer was captured.
 */
export type Answerer =
  | { readonly kind: 'service' }
  | { readonly kind: 'cache'; readonly signs: ByteString }
  | { readonly kind: 'other'; readonly signs: ByteString }
  | { readonly kind: 'unknown' };

const SERVICE: Answerer = { kind: 'service' };
const UNKNOWN: Answerer = { kind: 'unknown' };

/** Of an answer that a proxy or cache may have touched: lines that say so. Most answers have none. */
const OF_CACHES =
  /\n(?:age|via|warning|x-(?:[a-z-]+-)?cache(?:-[a-z-]+)?|x-varnish|cf-cache-status|cache-status)[ \t]*:/i;

/** `Server` as the service writes it. */
const SERVICE_NAME = 'AliyunOSS';

/**
 * Whether an answer is the service's own beyond doubt: it has a request ID, and nothing in it speaks of a cache.
 * Asked of every answer, so it makes nothing but the look.
 */
export function isPlainlyOfService(response: HttpResponse): boolean {
  return response.head !== '' && hasRequestId(response) && !OF_CACHES.test(response.head);
}

function hasRequestId(response: HttpResponse): boolean {
  return header(response, 'x-oss-request-id') !== null || header(response, 'x-amz-request-id') !== null;
}

/** `error`: its error document, where it has one. */
export function whoAnswered(response: HttpResponse, error: OssError | null): Answerer {
  if (isOfService(response, error)) {
    const hit = response.headers.filter(isHit);
    return hit.length === 0 ? SERVICE : { kind: 'cache', signs: listed(hit) };
  }
  if (!response.headComplete || (response.headers.length === 0 && response.head === '')) return UNKNOWN;
  if (response.status < 400 && response.headers.some(isHit)) {
    return { kind: 'cache', signs: listed(response.headers.filter(isHit)) };
  }
  return { kind: 'other', signs: listed(response.headers.filter(isSign)) };
}

type Line = HttpResponse['headers'][number];

/** Of several that name who answered: more add nothing. */
const MOST_SIGNS = 3;

function listed(lines: readonly Line[]): ByteString {
  const texts = lines.map(({ name, value }) =>
    isChallenge(name) ? `${name}: ${scheme(value)}` : `${name}: ${value}`,
  );
  return [...new Set(texts)].slice(0, MOST_SIGNS).join(', ');
}

function isChallenge(name: ByteString): boolean {
  return asciiLower(name).endsWith('-authenticate');
}

/** A challenge may hold nonces, and its scheme says enough. */
function scheme(challenge: ByteString): ByteString {
  return challenge.split(/[ ,]/, 1)[0] ?? '';
}

/** Marks of the service: headers that it alone writes, its documents, and the form of its ETags. */
function isOfService(response: HttpResponse, error: OssError | null): boolean {
  if (hasRequestId(response) || header(response, 'server') === SERVICE_NAME) return true;
  if (response.headers.some(isServiceHeader)) return true;
  if (error !== null) return isServiceDocument(error);
  return response.status < 400 && response.headers.some(isServiceETag);
}

function isServiceHeader({ name }: Line): boolean {
  return /^x-(?:oss|amz)-/i.test(name);
}

/** The MD5 of an object, or of a multipart upload with the number of its parts: other servers write theirs otherwise. */
function isServiceETag({ name, value }: Line): boolean {
  return asciiLower(name) === 'etag' && /^"?[0-9A-F]{32}(?:-\d+)?"?$/.test(value);
}

/** A gateway's own error in JSON has a code too, but not one of these. */
function isServiceDocument(error: OssError): boolean {
  if (error.requestId !== null || error.hostId !== null || error.accessKeyId !== null) return true;
  if (error.stringToSign !== null || meaningOfEc(error.ec) !== null) return true;
  return (
    AUTHENTICATION_ERRORS.has(error.code) ||
    AFTER_AUTHENTICATION.has(error.code) ||
    error.code === 'AccessDenied'
  );
}

/** Header lines (lower case) in which servers on the way name themselves. */
const SIGNS: ReadonlySet<string> = new Set([
  'server',
  'via',
  'x-squid-error',
  'x-tengine-error',
  'www-authenticate',
  'proxy-authenticate',
  'proxy-connection',
  'x-varnish',
  'x-cache',
  'x-cache-lookup',
  'x-powered-by',
  'x-served-by',
  'eagleid',
  'cf-ray',
  'x-amz-cf-id',
]);

function isSign({ name, value }: Line): boolean {
  return SIGNS.has(asciiLower(name)) && value !== '';
}

/** Whether a header says that the answer was kept from an earlier request (RFC 9111 §5.1, RFC 9211, and what caches write beside). */
function isHit({ name, value }: Line): boolean {
  const lower = asciiLower(name);
  switch (lower) {
    case 'age':
      return /^[1-9]\d*$/.test(value);
    case 'x-varnish':
      // its second number is that of the request which filled the cache
      return /^\d+[ \t]+\d+$/.test(value);
    case 'cf-cache-status':
      return /^(?:hit|stale|updating|revalidated)\b/i.test(value);
    case 'cache-status':
      return /;\s*hit\b/i.test(value);
    case 'x-cache-lookup':
      // a squid found it, which does not say that it was used
      return false;
    default:
      return /^x-(?:[a-z-]+-)?cache(?:-status)?$/.test(lower) && /\b(?:\w+_)?hit\b/i.test(value);
  }
}
