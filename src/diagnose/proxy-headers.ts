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
