import type { ByteString } from '../bytes/byte-string.ts';
import { decodePercent } from '../sign/percent.ts';
import { type BucketKind, type Endpoint, isAddressHost } from './host.ts';
import type { LearntBuckets } from './learnt-buckets.ts';
import { BUCKET_IN_PATH, type OssAddress, type OssOptions } from './model.ts';

/**
 * What a request addresses. `host` as in the Host header (or the absolute-form target), `path` as
 * on the wire. The key is the path decoded once; `%2F` in it is a slash like any other.
 */
export function resolveAddress(
  host: ByteString,
  path: ByteString,
  options: OssOptions,
  learnt: LearntBuckets,
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
  if (bucket === BUCKET_IN_PATH) return pathStyle(path, null);
  return customDomain(bucket, bucket === null ? null : 'server', path);
}

/**
 * What a request to an endpoint of vector buckets or table buckets addresses. Their paths name
 * operations, not buckets or objects. Vector buckets are signed by their ARN (`SignerVectorsV4` of
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
 * Whether a host is one of the service whose signing rules are not known: what stands for the
 * bucket there is not.
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
