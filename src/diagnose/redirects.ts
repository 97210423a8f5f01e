import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import { header } from '../http/message.ts';
import { splitTarget } from '../oss/signable-request.ts';
import type { SeenRedirect } from './history.ts';

/** Whether a status asks the client to repeat its request elsewhere (RFC 9110 §15.4). */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** The redirect that an exchange ends in; null for none. */
export function redirectOf({ index, connection, request, response }: Exchange): SeenRedirect | null {
  if (request === null || response === null || !isRedirectStatus(response.status)) return null;
  const location = header(response, 'location');
  if (location === null || location === '') return null;
  const { host, path, rawQuery } = splitTarget(location);
  return {
    index,
    client: addressOf(connection.client),
    host: host === null ? null : hostName(host),
    target: rawQuery === null ? path : `${path}?${rawQuery}`,
    wasAuthorized: header(request, 'authorization') !== null,
  };
}

/**
 * Whether the request of an exchange is the one that a redirect asks for. A fragment stays with the
 * client.
 */
export function follows(redirect: SeenRedirect, { index, connection, request }: Exchange): boolean {
  if (request === null || index === redirect.index) return false;
  if (addressOf(connection.client) !== redirect.client) return false;
  const { host, path, rawQuery } = splitTarget(request.target);
  const target = rawQuery === null ? path : `${path}?${rawQuery}`;
  if (target !== redirect.target.replace(/#.*$/s, '')) return false;
  const named = host ?? header(request, 'host');
  return redirect.host === null || named === null || hostName(named) === redirect.host;
}

function hostName(host: ByteString): ByteString {
  return asciiLower(host.replace(/:\d*$/, ''));
}

/** Of `address:port`. */
export function addressOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '');
}
