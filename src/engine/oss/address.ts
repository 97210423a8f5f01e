/*
 * What a request addresses: bucket, key and region, by its host and path, and by what the capture has shown
 * of the host before.
 */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { makeRoom, RecentList } from '../bytes/collections.ts';
import { decodePercent } from '../sign/percent.ts';
import { BUCKET_IN_PATH, type OssAddress, type OssOptions } from './model.ts';
import type { BucketKind, Endpoint, GivenEndpoint, Provider, ProviderId } from './provider.ts';
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

/** The provider that all requests to an endpoint are for; null where others are served there, too. */
export function ownProvider(endpoint: Endpoint | null): ProviderId | null {
  return endpoint === null || endpoint.isShared === true ? null : endpoint.provider;
}

/** Is the host (as in a Host header) an endpoint of a provider's, by its name alone? */
export function isOssHost(host: ByteString): boolean {
  return parseEndpoint(bareHost(host)) !== null;
}

/** Hosts that one capture may teach; the oldest give way. */
export const MAX_LEARNT_HOSTS = 10_000;

/** Requests to one host whose bucket is looked for in vain: a capture may hold thousands of them. */
const MAX_MISSED = 32;

/** Names of buckets that the server has said and that are kept; further ones are left out. */
const MAX_NAMED = 64;

/** Host values whose form is remembered. */
const MAX_REMEMBERED_NAMES = 1000;

/**
 * Host values that are compared before all others are looked up: a Map has to go through a new string to find
 * it.
 */
const RECENT_NAMES = 4;

/** A host, as it was asked for in lower case, and whose it is. */
export type ShownHost = readonly [host: string, provider: ProviderId];

/** What the form of a Host value shows. */
interface KnownHost {
  readonly host: ByteString;
  /** See `bareHost`. */
  readonly name: string;
  /** Null for a custom domain. */
  readonly endpoint: Endpoint | null;
}

/**
 * Remembers what a capture taught about its hosts: which bucket stands behind a custom domain, or that it
 * stands in the path, from what the server said earlier, and which names are OSS endpoints (shown by their
 * form, which costs more than looking it up).
 */
export class LearntBuckets {
  readonly #byHost = new Map<string, ByteString>();
  /** Buckets that the server has named, each once: thousands of hosts may stand before one. */
  readonly #named = new Set<ByteString>();
  readonly #missed = new Map<string, number>();
  readonly #known = new Map<ByteString, KnownHost>();
  readonly #recent = new RecentList<KnownHost>(RECENT_NAMES);
  readonly #given: ReadonlyMap<string, GivenEndpoint>;
  /** Hosts, with their ports, that exchanges have shown to be a provider's. */
  readonly #shown: Map<string, ProviderId>;
  #timesShown = 0;

  /**
   * `given`: endpoints that the user names; see `OssOptions`. `shown`: hosts that other captures of the scan
   * have shown.
   */
  constructor(given: OssOptions['endpoints'] = NONE_GIVEN, shown: Iterable<ShownHost> = []) {
    this.#given = given;
    this.#shown = new Map(shown);
  }

  /** An exchange shows whose a host is that its name does not. */
  show(host: ByteString, provider: ProviderId): void {
    if (host === '' || this.isEndpoint(host) || this.shownAt(host) !== null) return;
    makeRoom(this.#shown, MAX_LEARNT_HOSTS);
    this.#shown.set(asciiLower(host), provider);
    this.#timesShown++;
  }

  shownAt(host: ByteString): ProviderId | null {
    return this.#shown.get(asciiLower(host)) ?? null;
  }

  /** How many hosts were shown so far: what one does not show may be known by now. */
  get timesShown(): number {
    return this.#timesShown;
  }

  /** `host` as in a Host header; `bucket` may be `BUCKET_IN_PATH`. */
  learn(host: ByteString, bucket: ByteString): void {
    const name = bareHost(host);
    if (!this.#byHost.has(name)) makeRoom(this.#byHost, MAX_LEARNT_HOSTS);
    this.#byHost.set(name, bucket);
    if (bucket !== BUCKET_IN_PATH && this.#named.size < MAX_NAMED) this.#named.add(bucket);
  }

  /** What the form of a Host value shows; looked up for every request, worked out for every new value. */
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
    const made = { host, name, endpoint: givenEndpoint(name, this.#given) ?? parseEndpoint(name) };
    if (this.#known.size >= MAX_REMEMBERED_NAMES) this.#known.clear();
    this.#known.set(host, made);
    return made;
  }

  /** Can be passed as a function. */
  readonly isEndpoint = (host: ByteString): boolean => this.known(host).endpoint !== null;

  /**
   * Whether its name alone shows what the requests to a host address, so that nothing in a capture changes
   * that.
   */
  isSettled(host: ByteString): boolean {
    const { endpoint } = this.known(host);
    return endpoint !== null && endpoint.isShort !== true;
  }

  /** The provider whose endpoint a host is; null for others. Can be passed as a function. */
  readonly providerOf = (host: ByteString): ProviderId | null => ownProvider(this.known(host).endpoint);

  /** Buckets that the server has named, or the host of a request has. */
  *buckets(): Generator<ByteString> {
    yield* this.#named;
    for (const { endpoint } of this.#known.values()) {
      if (endpoint !== null && endpoint.bucket !== null && endpoint.kind === undefined) yield endpoint.bucket;
    }
  }

  /**
   * Whether the bucket of a host is to be looked for: not where that was in vain for many of its requests.
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

const NONE_GIVEN: ReadonlyMap<string, GivenEndpoint> = new Map();

/** Of a host that the user names, or of one with a bucket before that. */
function givenEndpoint(name: string, given: ReadonlyMap<string, GivenEndpoint>): Endpoint | null {
  if (given.size === 0) return null;
  for (let at = 0; at >= 0; at = name.indexOf('.', at) + 1 || -1) {
    const endpoint = given.get(name.slice(at));
    if (endpoint !== undefined)
      return { ...endpoint, bucket: at === 0 ? null : name.slice(0, at - 1), control: false };
  }
  return null;
}

/**
 * What a request addresses. `host` as in the Host header (or the absolute-form target), `path` as on the
 * wire. The key is the path decoded once; `%2F` in it is a slash like any other.
 */
export function resolveAddress(
  host: ByteString,
  path: ByteString,
  options: OssOptions,
  learnt: LearntBuckets,
  unknownHost: Provider['unknownHost'] = 'custom-domain',
): OssAddress {
  const { name, endpoint } = learnt.known(host);
  const given = options.buckets.get(name);
  if (given !== undefined) {
    return given === BUCKET_IN_PATH ? pathStyle(path, null) : customDomain(given, 'option', path);
  }
  if (endpoint?.control === true) {
    return { style: 'service', bucket: null, bucketSource: null, key: keyOf(path), region: null };
  }
  if (endpoint?.isShort === true) {
    const bucket = learnt.bucketOf(name);
    if (bucket === BUCKET_IN_PATH) return pathStyle(path, endpoint.region);
    return { ...customDomain(bucket, bucket === null ? null : 'server', path), region: endpoint.region };
  }
  if (endpoint?.kind !== undefined) return ofKind(endpoint.kind, endpoint, path);
  if (endpoint !== null && endpoint.bucket !== null) {
    const { bucket, region } = endpoint;
    return { style: 'virtual-host', bucket, bucketSource: 'host', key: keyOf(path), region };
  }
  if (endpoint !== null || isAddressHost(name)) return pathStyle(path, endpoint?.region ?? null);
  const bucket = learnt.bucketOf(name);
  const isInPath =
    bucket === BUCKET_IN_PATH || (bucket === null && unknownHost === 'path' && !HIDDEN_PART.test(name));
  if (isInPath) return pathStyle(path, null);
  return customDomain(bucket, bucket === null ? null : 'server', path);
}

/** A label that somebody hid in a text: it may have been the bucket. */
const HIDDEN_PART = /\*|<|\[|^x{3,}\./;

/**
 * What a request to an endpoint of vector buckets or table buckets addresses. Their paths name operations,
 * not buckets or objects. Vector buckets are signed by their ARN (`SignerVectorsV4` of
 * alibabacloud-oss-go-sdk-v2); the SDKs disagree on that of table buckets.
 */
function ofKind(kind: BucketKind, { bucket, region, account }: Endpoint, path: ByteString): OssAddress {
  const key = keyOf(path);
  if (bucket === null) return { style: 'service', bucket: null, bucketSource: null, key, region, kind };
  const address: OssAddress = { style: 'virtual-host', bucket, bucketSource: 'host', key, region, kind };
  if (kind !== 'vectors' || region === null || account === undefined) return address;
  return { ...address, arn: `acs:ossvector:${region}:${account}:${bucket}` };
}

/**
 * Whether a host is one of the service whose signing rules are not known: what stands for the bucket there is
 * not.
 */
export function isUnknownEndpoint({ kind, arn }: OssAddress): boolean {
  return kind !== undefined && arn === undefined;
}

export function customDomain(
  bucket: ByteString | null,
  bucketSource: 'option' | 'server' | null,
  path: ByteString,
): OssAddress {
  return { style: 'custom-domain', bucket, bucketSource, key: keyOf(path), region: null };
}

/** `/bucket/key` on the endpoint itself; `/` alone is a request to the service. */
export function pathStyle(path: ByteString, region: string | null): OssAddress {
  const segment = /^\/([^/]+)/.exec(path)?.[1];
  if (segment === undefined) return { style: 'service', bucket: null, bucketSource: null, key: null, region };
  return {
    style: 'path',
    bucket: decodePercent(segment),
    bucketSource: 'path',
    key: keyOf(path.slice(1 + segment.length)),
    region,
  };
}

/** The object key of a path, its first slash removed; null for a bucket's own path. */
function keyOf(path: ByteString): ByteString | null {
  const key = decodePercent(path.startsWith('/') ? path.slice(1) : path);
  return key === '' || path === '*' ? null : key;
}
