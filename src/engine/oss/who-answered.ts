import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { type HttpResponse, header } from '../http/message.ts';
import type { OssError } from './model.ts';
import type { Provider, ProviderId } from './provider.ts';
import { PROVIDERS, providerRecord } from './providers/index.ts';

/**
 * Who gave an answer. `service`: OSS itself, or its like, by its own marks. `cache`: the service, to another
 * request before this one. `other`: something on the way; `signs` are the header lines in which it names
 * itself, joined by a comma and a space, empty where it does not. `unknown`: not enough of the answer was
 * captured.
 */
export type Answerer =
  | { readonly kind: 'service' }
  | { readonly kind: 'cache'; readonly signs: ByteString }
  | { readonly kind: 'other'; readonly signs: ByteString }
  | { readonly kind: 'unknown' };

const SERVICE: Answerer = { kind: 'service' };
const UNKNOWN: Answerer = { kind: 'unknown' };

/**
 * The request ID of an answer that is the service's own beyond doubt: it has one, and no header of a cache.
 * Null for every other. Asked of every answer, so it goes through the head once, and makes nothing but the
 * ID.
 */
export function plainRequestId({ head }: HttpResponse): ByteString | null {
  let found: ByteString | null = null;
  for (let at = head.indexOf('\n') + 1; at > 0; at = head.indexOf('\n', at) + 1) {
    // the letter in its small form; no other sign that a name begins with becomes one of these
    switch (head.charCodeAt(at) | 0x20) {
      case LETTER_A:
        if ((head.charCodeAt(at + 1) | 0x20) === LETTER_G) return null;
        break;
      case LETTER_V:
        if ((head.charCodeAt(at + 1) | 0x20) === LETTER_I) return null;
        break;
      case LETTER_C:
        if (isOfCacheInC(head, at)) return null;
        break;
      case LETTER_X:
        if (isOfCacheInX(head, at)) return null;
        found ??= idAt(head, at);
        break;
      default:
    }
  }
  return found;
}

const [LETTER_A, LETTER_C, LETTER_G, LETTER_I, LETTER_V, LETTER_X] = [0x61, 0x63, 0x67, 0x69, 0x76, 0x78];
const [HYPHEN, COLON] = [0x2d, 0x3a];
/** Headers of the IDs of answers, in lower case. */
export const REQUEST_ID_HEADERS: readonly string[] = PROVIDERS.flatMap(({ requestId }) => requestId ?? []);

/** Their lengths; most are as long as one another. */
const ID_NAME_LENGTHS = [...new Set(REQUEST_ID_HEADERS.map(({ length }) => length))];

/** The value of the line at a place, if it is one of these. */
function idAt(head: ByteString, at: number): ByteString | null {
  for (const length of ID_NAME_LENGTHS) {
    if (head.charCodeAt(at + length) !== COLON) continue;
    if (!REQUEST_ID_HEADERS.includes(head.slice(at, at + length).toLowerCase())) continue;
    const end = head.indexOf('\n', at);
    const value = head.slice(at + length + 1, end < 0 ? head.length : end).trim();
    return value === '' ? null : value;
  }
  return null;
}

/**
 * `CF-…`, `Cache-…`: the service writes `Content-…`, `Connection` and, before a hyphen of its own,
 * `Cache-Control`.
 */
function isOfCacheInC(head: ByteString, at: number): boolean {
  if (head.charCodeAt(at + 2) === HYPHEN) return true;
  return (head.charCodeAt(at + 1) | 0x20) === LETTER_A && /^cache-status/i.test(head.slice(at, at + 12));
}

function isOfCacheInX(head: ByteString, at: number): boolean {
  return !OWN_LETTERS.includes(head.charCodeAt(at + 2) | 0x20);
}

/** What the headers of the services themselves have behind their `x-`. */
const OWN_LETTERS = REQUEST_ID_HEADERS.map((name) => name.charCodeAt(2));

/** The headers of `isHit` that begin as those of the services themselves may. */
const HIT_IN_X = /\nx-(?:[a-z-]*cache|varnish)/i;

/** The ID that an answer names in its head; null for none, and for an empty one. */
export function requestIdOf(response: HttpResponse): ByteString | null {
  for (const name of REQUEST_ID_HEADERS) {
    const value = header(response, name)?.trim() ?? '';
    if (value !== '') return value;
  }
  return null;
}

/** `error`: its error document, where it has one; `provider`: whose answer is awaited. */
export function whoAnswered(response: HttpResponse, error: OssError | null, provider?: ProviderId): Answerer {
  // the usual answer is known by its text, of which no list of headers has to be made
  if (plainRequestId(response) !== null && !HIT_IN_X.test(response.head)) return SERVICE;
  if (isOfService(response, error, providerRecord(provider))) {
    const hit = response.headers.filter(isHit);
    return hit.length === 0 ? SERVICE : { kind: 'cache', signs: listed(hit) };
  }
  if (!response.headComplete || (response.headers.length === 0 && response.head === '')) return UNKNOWN;
  // its document, which may be the service's, is not here
  const isUnseen = response.status >= 400 && !response.complete && response.bodyBytes === 0;
  if (isUnseen && providerRecord(provider).isBare) return UNKNOWN;
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
function isOfService(response: HttpResponse, error: OssError | null, provider: Provider): boolean {
  if (requestIdOf(response) !== null || provider.serverName.test(header(response, 'server') ?? ''))
    return true;
  if (response.headers.some(({ name }) => provider.marks.test(name))) return true;
  // servers that leave no mark have documents of any code
  if (error !== null) return isServiceDocument(error, provider) || (provider.isBare && error.code !== '');
  if (response.status < 400 && response.headers.some((line) => isETagOf(provider, line))) return true;
  return provider.isBare && response.headComplete && looksPassedOn(response);
}

/**
 * Whether an answer without a mark of the service is what such a service gives: no server names itself in it,
 * or what names itself did not write the rest, which is no page and asks for nothing. Its refusals are
 * documents that can be read, or have no body: a page of any other kind is of something on the way, though it
 * does not say of what.
 */
function looksPassedOn(response: HttpResponse): boolean {
  const { status, headers, bodyBytes } = response;
  const isNamed = headers.some(isSign);
  const type = asciiLower(header(response, 'content-type') ?? '');
  const isPage = type.startsWith('text/html');
  if (status < 300) return isNamed ? !isPage : headers.length > 0;
  if (/^(?:application|text)\/xml/.test(type)) return true;
  return !isNamed && !isPage && headers.length > 0 && (status < 400 || type === '' || bodyBytes === 0);
}

/**
 * The MD5 of an object, or of a multipart upload with the number of its parts: other servers write theirs
 * otherwise.
 */
function isETagOf({ etag }: Provider, { name, value }: Line): boolean {
  return asciiLower(name) === 'etag' && etag.test(value);
}

/** A gateway's own error in JSON has a code too, but not one of these. */
function isServiceDocument(error: OssError, { meaningOf, codes }: Provider): boolean {
  if (error.requestId !== null || error.hostId !== null || error.accessKeyId !== null) return true;
  const { code, message, ec } = error;
  if (error.stringToSign !== null || meaningOf({ code, message, ec: ec ?? '' }) !== null) return true;
  return codes.authentication.has(code) || codes['past-authentication'].has(code) || code === 'AccessDenied';
}

/** Header lines (lower case) in which servers on the way name themselves. */
// biome-ignore format: a table of data
const SIGNS: ReadonlySet<string> = new Set([
  'server', 'via', 'x-squid-error', 'x-tengine-error', 'www-authenticate', 'proxy-authenticate',
  'proxy-connection', 'x-varnish', 'x-cache', 'x-cache-lookup', 'x-powered-by', 'x-served-by', 'eagleid',
  'cf-ray', 'x-amz-cf-id',
]);

function isSign({ name, value }: Line): boolean {
  return SIGNS.has(asciiLower(name)) && value !== '';
}

/**
 * Whether a header says that the answer was kept from an earlier request (RFC 9111 §5.1, RFC 9211, and what
 * caches write beside).
 */
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
