import type { ByteString } from '../bytes/byte-string.ts';
import { bareHost, isOssHost } from './host.ts';

/** Hosts that one capture may teach; the oldest give way. */
export const MAX_LEARNT_HOSTS = 10_000;

/** Host names remembered as endpoints or not. */
const MAX_REMEMBERED_NAMES = 1000;

/**
 * Remembers what a capture taught about its hosts: which bucket stands behind a custom domain, from what the server said
 * earlier, and which names are OSS endpoints (told by their form, which costs more than looking it up).
 */
export class LearntBuckets {
  readonly #byHost = new Map<string, ByteString>();
  readonly #endpoints = new Map<ByteString, boolean>();

  /** `host` as in a Host header. */
  learn(host: ByteString, bucket: ByteString): void {
    const name = bareHost(host);
    if (!this.#byHost.has(name) && this.#byHost.size >= MAX_LEARNT_HOSTS) {
      const oldest = this.#byHost.keys().next();
      if (oldest.done !== true) this.#byHost.delete(oldest.value);
    }
    this.#byHost.set(name, bucket);
  }

  isEndpoint(host: ByteString): boolean {
    const known = this.#endpoints.get(host);
    if (known !== undefined) return known;
    const is = isOssHost(host);
    if (this.#endpoints.size >= MAX_REMEMBERED_NAMES) this.#endpoints.clear();
    this.#endpoints.set(host, is);
    return is;
  }

  bucketOf(host: ByteString): ByteString | null {
    return this.#byHost.get(bareHost(host)) ?? null;
  }
}
