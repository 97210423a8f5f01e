import type { ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, header } from '../http/message.ts';
import type { Hasher } from '../sign/hasher.ts';

/** The value of a request header (lower-case name); null without one, or without the request. */
export function sentHeader(
  { sent }: { readonly sent: HttpRequest | null },
  lowerName: string,
): ByteString | null {
  return sent === null ? null : header(sent, lowerName);
}

/** The request's body where the capture holds all of it. */
export function wholeBody(sent: HttpRequest | null): Uint8Array | null {
  if (sent === null || sent.bodyState !== 'complete' || sent.framing === 'unknown') return null;
  if (sent.bodyBytes === 0) return new Uint8Array(0);
  return sent.body !== null && sent.body.length === sent.bodyBytes ? sent.body : null;
}

/**
 * Digest of the request's body, as it passed by or as it was kept; null where it is not whole, or was too
 * long.
 */
export function sentDigest(
  sent: HttpRequest | null,
  algorithm: 'md5' | 'sha256',
  hasher: Hasher,
): Uint8Array | null {
  const passed = sent?.digests?.[algorithm] ?? null;
  if (passed !== null) return passed;
  const body = wholeBody(sent);
  return body === null ? null : hasher.digest(algorithm, body);
}

/** Comments, and what AWS SDKs say of a single request, or of how it was configured. */
const NO_PRODUCT = /\([^()]*\)|(?<=^| )(?:m|md|cfg)\/\S*/g;

/**
 * The program that sent a request, by the products and versions that its User-Agent names: with an AccessKey
 * ID, that is a client.
 */
export function programOf(request: HttpRequest): ByteString {
  const agent = header(request, 'user-agent') ?? '';
  return agent.replace(NO_PRODUCT, '').replace(/ {2,}/g, ' ').trim();
}

/**
 * What a client sent, but for what it makes anew each time: two requests of which this is one text are the
 * same request, sent twice.
 */
export function sendingOf({ method, target, head }: HttpRequest): string {
  const lines = head.split(/\r?\n/).slice(1);
  const kept = lines.filter((line) => !MADE_ANEW.test(line));
  return [method, target.replace(OF_SIGNATURE, '$1'), ...kept].join('\n').slice(0, LONGEST_SENDING);
}

const MADE_ANEW = /^(?:date|authorization|x-(?:amz|oss)-date|amz-sdk-[\w-]+|user-agent):/i;
const OF_SIGNATURE = /([?&](?:Expires|Signature|x-(?:amz|oss)-(?:date|expires|signature))=)[^&]*/gi;
/** What is sent alike so far is taken for the same. */
const LONGEST_SENDING = 4096;

/** Headers of a request that a proxy or CDN writes and a client does not, in lower case. */
const OF_PROXIES: ReadonlySet<string> = new Set([
  'via',
  'forwarded',
  'cdn-loop',
  'x-real-ip',
  'true-client-ip',
  'x-varnish',
  'eagleid',
  'ali-cdn-real-ip',
]);
const OF_PROXIES_BEGIN = /^(?:x-forwarded-|cf-|x-envoy-|ali-swift-)/;

/** Whether a header (lower-case name) of a request shows that a proxy has sent it on. */
export function isWrittenByProxies(name: string): boolean {
  return OF_PROXIES.has(name) || OF_PROXIES_BEGIN.test(name);
}
