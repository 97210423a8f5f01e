import { type ByteString, fromText } from '../bytes/byte-string.ts';
import { bareHost, isAddressHost, isOssHost } from '../oss/host.ts';

const BUCKET = /^[a-z0-9][a-z0-9-]{1,62}$/;

/**
 * Gathers the buckets behind custom domains. A domain that is said of two buckets tells nothing,
 * nor does one of OSS itself.
 */
export class CustomDomains {
  readonly #buckets = new Map<string, ByteString | null>();

  /** By lower-case host name without port. */
  get buckets(): ReadonlyMap<string, ByteString> {
    const found = new Map<string, ByteString>();
    for (const [host, bucket] of this.#buckets) if (bucket !== null) found.set(host, bucket);
    return found;
  }

  /** `host` as people write it: with or without scheme, port and path. */
  add(host: string, bucket: string): void {
    const name = bareName(host);
    if (isCustom(name)) this.#set(name, bucket);
  }

  /** The same for an endpoint before which the bucket's name is put. */
  addBefore(endpoint: string, bucket: string): void {
    const name = bareName(endpoint);
    if (isCustom(name)) this.#set(`${bucket.toLowerCase()}.${name}`, bucket);
  }

  #set(host: string, bucket: string): void {
    if (!BUCKET.test(bucket)) return;
    const known = this.#buckets.get(host);
    const given = fromText(bucket);
    this.#buckets.set(host, known === undefined || known === given ? given : null);
  }
}

/**
 * At an IP address the bucket stands in the path, whatever the file says of the address: so the SDK
 * of ossutil sends its requests.
 */
function isCustom(name: string): boolean {
  const isAddress = isAddressHost(name) && name !== 'localhost';
  return name !== '' && !isAddress && !isOssHost(name);
}

function bareName(host: string): string {
  return bareHost(host.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/, ''));
}
