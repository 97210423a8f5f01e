/** Headers of one connection (RFC 9110 §7.6.1), and those by which proxies and caches say that they were there. */
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
  'via',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'x-request-id',
  'x-correlation-id',
  'max-forwards',
  'age',
  'warning',
  'x-cache',
  'x-cache-lookup',
  'x-cache-hits',
  'x-served-by',
  'x-varnish',
  'eagleid',
  'timing-allow-origin',
  'traceparent',
  'tracestate',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-envoy-upstream-service-time',
]);

/** Whether a header (lower-case name) belongs to a hop and not to the message. */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name) || name.startsWith('x-forwarded-') || name.startsWith('cf-');
}
