/** Headers of a request that a proxy or CDN writes and a client does not, in lower case; names that begin alike: see below. */
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

/** Whether a header (lower-case name) of a request tells that a proxy has sent it on. */
export function tellsOfProxy(name: string): boolean {
  return OF_PROXIES.has(name) || OF_PROXIES_BEGIN.test(name);
}

/** Headers of one connection (RFC 9110 §7.6.1), and others that proxies and caches set, although clients may too. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-client-ip',
  'x-request-id',
  'x-correlation-id',
  'max-forwards',
  'age',
  'warning',
  'x-cache',
  'x-cache-lookup',
  'x-cache-hits',
  'x-served-by',
  'timing-allow-origin',
  'traceparent',
  'tracestate',
  'x-b3-traceid',
  'x-b3-spanid',
]);

/** Whether a header (lower-case name) belongs to a hop and not to the message. */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name) || tellsOfProxy(name);
}
