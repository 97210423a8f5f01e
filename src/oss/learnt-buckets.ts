import type { ByteString } from '../bytes/byte-string.ts';
import { bareHost } from './host.ts';

/** Hosts that one capture may teach; the oldest give way. */
export const MAX_LEARNT_HOSTS = 10_000;

/** Remembers which bucket stands behind a custom domain, from what the server said earlier in the capture. */
export class LearntBuckets {
  readonly #byHost = new Map<string, ByteString>();

  /** `host` as in a Host header. */
  learn(host: ByteString, bucket: ByteString): void {
    const name = bareHost(host);
    if (!this.#byHost.has(name) && this.#byHost.size >= MAX_LEARNT_HOSTS) {
      const oldest = this.#byHost.keys().next();
      if (oldest.done !== true) this.#byHost.delete(oldest.value);
    }
    this.#byHost.set(name, bucket);
  }

  bucketOf(host: ByteString): ByteString | null {
    return this.#byHost.get(bareHost(host)) ?? null;
  }
}
