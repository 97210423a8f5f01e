import { tellsOfProxy } from '../proxy-headers.ts';

/**
 * Headers of one connection (RFC 9110 §7.6.1), and others that proxies and caches set, although
 * clients may too.
 */
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
