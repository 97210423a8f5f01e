import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import type { Endpoint } from './provider.ts';
import { PROVIDERS } from './providers/index.ts';

/** A Host value as a name to compare: lower case, without port and final dot. */
export function bareHost(host: ByteString): string {
  const lower = asciiLower(host.trim());
  const bracket = /^\[([^\]]*)\]/.exec(lower);
  if (bracket !== null) return bracket[1] ?? '';
  return lower.replace(/:\d*$/, '').replace(/\.$/, '');
}

/** An IP address, or the name of the machine itself: no bucket can stand before it. */
export function isAddressHost(name: string): boolean {
  return name === 'localhost' || name.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
}

/** Longest DNS name (RFC 1035 §2.3.4). */
const MAX_NAME_LENGTH = 255;

/**
 * The endpoint that a bare host name (`bareHost`) is by its form; null for a custom domain, and for every
 * other host.
 */
export function parseEndpoint(name: string): Endpoint | null {
  if (name.length > MAX_NAME_LENGTH) return null;
  for (const { endpointOf } of PROVIDERS) {
    const endpoint = endpointOf(name);
    if (endpoint !== null) return endpoint;
  }
  return null;
}

/** Is the host (as in a Host header) an endpoint of a provider's, by its name alone? */
export function isOssHost(host: ByteString): boolean {
  return parseEndpoint(bareHost(host)) !== null;
}
