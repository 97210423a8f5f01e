import { asciiLower } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import { type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import { bareHost, parseEndpoint } from './host.ts';
import { splitTarget } from './target.ts';

const OSS_SCHEME = /^(?:OSS|OSS2|OSS4-HMAC-SHA256)[ \t]/;

/** Query names that no other service has. `Expires` and `Signature` alone tell nothing. */
const OSS_QUERY = /[?&](?:OSSAccessKeyId|x-oss-[a-z-]+)(?:=|&|$)/i;

/** Response headers of OSS; a CDN in front may replace Server, the others survive. */
const OSS_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'x-oss-request-id',
  'x-oss-server-time',
  'x-oss-ec',
  'x-oss-err',
]);

/** Is the host an OSS endpoint, by its name alone? */
export function isOssHost(host: string): boolean {
  return parseEndpoint(bareHost(host)) !== null;
}

/**
 * Is the request meant for OSS: by its host, its Authorization scheme, its query, or an `x-oss-*` header?
 * An AWS-scheme request to another host is not, for all that it tells.
 */
export function isOssRequest(request: HttpRequest): boolean {
  for (const line of request.headers) {
    const name = asciiLower(line.name);
    if (name.startsWith('x-oss-')) return true;
    if (name === 'authorization' && OSS_SCHEME.test(line.value)) return true;
    if (name === 'host' && isOssHost(line.value)) return true;
  }
  if (OSS_QUERY.test(request.target)) return true;
  const { host } = splitTarget(request.target);
  return host !== null && isOssHost(host);
}

/** Does the response come from OSS? */
export function isOssResponse(response: HttpResponse): boolean {
  if (header(response, 'server') === 'AliyunOSS') return true;
  return response.headers.some((line) => OSS_RESPONSE_HEADERS.has(asciiLower(line.name)));
}

/** Is this exchange with OSS, as either side tells it? */
export function isOssExchange(exchange: Exchange): boolean {
  const { request, response } = exchange;
  return (request !== null && isOssRequest(request)) || (response !== null && isOssResponse(response));
}
