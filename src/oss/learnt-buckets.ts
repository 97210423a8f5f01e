import { makeRoom } from '../bytes/bounded-map.ts';
import type { ByteString } from '../bytes/byte-string.ts';
import { RecentList } from '../bytes/recent-list.ts';
import { bareHost, type Endpoint, parseEndpoint } from './host.ts';
import { BUCKET_IN_PATH } from './model.ts';

/** Hosts that one capture may teach; the oldest give way. */
export const MAX_LEARNT_HOSTS = 10_000;

/**
 * Requests to one host whose bucket is looked for in vain: a capture may hold thousands of them.
 */
const MAX_MISSED = 32;

/** Names of buckets that the server has said and that are kept; further ones are left out. */
const MAX_NAMED = 64;

/** Host values whose form is remembered. */
const MAX_REMEMBERED_NAMES = 1000;

/**
 * Host values that are compared before all others are looked up: a Map has to go through a new
 * string to find it.
 */
const RECENT_NAMES = 4;

/** What the form of a Host value tells. */
interface KnownHost {
  readonly host: ByteString;
  /** See `bareHost`. */
  readonly name: string;
  /** Null for a custom domain. */
  readonly endpoint: Endpoint | null;
}

/**
 * Remembers what a capture taught about its hosts: which bucket stands behind a custom domain, or
 * that it stands in the path, from what the server said earlier, and which names are OSS endpoints
 * (told by their form, which costs more than looking it up).
 */
export class LearntBuckets {
  readonly #byHost = new Map<string, ByteString>();
  /** Buckets that the server has named, each once: thousands of hosts may stand before one. */
  readonly #named = new Set<ByteString>();
  readonly #missed = new Map<string, number>();
  readonly #known = new Map<ByteString, KnownHost>();
  readonly #recent = new RecentList<KnownHost>(RECENT_NAMES);

  /** `host` as in a Host header; `bucket` may be `BUCKET_IN_PATH`. */
  learn(host: ByteString, bucket: ByteString): void {
    const name = bareHost(host);
    if (!this.#byHost.has(name)) makeRoom(this.#byHost, MAX_LEARNT_HOSTS);
    this.#byHost.set(name, bucket);
    if (bucket !== BUCKET_IN_PATH && this.#named.size < MAX_NAMED) this.#named.add(bucket);
  }

  /**
   * What the form of a Host value tells; looked up for every request, worked out for every new
   * value.
   */
  known(host: ByteString): KnownHost {
    for (const recent of this.#recent.items) if (recent.host === host) return recent;
    const known = this.#lookUp(host);
    this.#recent.add(known);
    return known;
  }

  #lookUp(host: ByteString): KnownHost {
    const known = this.#known.get(host);
    if (known !== undefined) return known;
    const name = bareHost(host);
    const made = { host, name, endpoint: parseEndpoint(name) };
    if (this.#known.size >= MAX_REMEMBERED_NAMES) this.#known.clear();
    this.#known.set(host, made);
    return made;
  }

  /** To be handed on as it is. */
  readonly isEndpoint = (host: ByteString): boolean => this.known(host).endpoint !== null;

  /** Buckets that the server has named, or the host of a request has. */
  *buckets(): Generator<ByteString> {
    yield* this.#named;
    for (const { endpoint } of this.#known.values()) {
      if (endpoint !== null && endpoint.bucket !== null && endpoint.kind === undefined) yield endpoint.bucket;
    }
  }

  /**
   * Whether it is worth looking for the bucket of a host: not where that was in vain for many of
   * its requests.
   */
  isFindable(host: ByteString): boolean {
    return (this.#missed.get(bareHost(host)) ?? 0) < MAX_MISSED;
  }

  /** Counts a request whose bucket was looked for in vain. */
  missed(host: ByteString): void {
    const name = bareHost(host);
    const times = this.#missed.get(name) ?? 0;
    if (times === 0) makeRoom(this.#missed, MAX_LEARNT_HOSTS);
    this.#missed.set(name, times + 1);
  }

  /** What was learnt of a custom domain, by its bare name. */
  bucketOf(name: string): ByteString | null {
    return this.#byHost.get(name) ?? null;
  }
}
