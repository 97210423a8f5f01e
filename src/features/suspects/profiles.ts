import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import type { Dialect, Family, SignableRequest, VersionRecord } from '../../engine/sign/index.ts';

/** A header name as the client spells it, or `*` where what its caller sets stands. */
type Place = string;

/** How a client writes and signs its requests. A new client is one more entry of `PROFILES`. */
interface ClientProfile {
  readonly agent: RegExp;
  /** Versions that it signs, by dialect and family; null for an HTTP library, whose caller signs. */
  readonly signs: readonly `${Dialect} ${Family}`[] | null;
  /** `sorted`: by name, behind `FIRST_OF_GO`. A list: in this order, as far as sent. `any`: without order. */
  readonly order: readonly Place[] | 'sorted' | 'any';
  /** Types that it sends by itself: by the key's extension, or one of the listed; null where not known. */
  readonly ownTypes: RegExp | null;
}

const OSS_FIRST = ['oss v1', 'oss v2', 'oss v4'] as const;
const OSS_SECOND = ['oss v1', 'oss v4'] as const;
const S3 = ['s3 v1', 's3 v4'] as const;

/** Types of documents and of bytes: what no HTTP library makes up for a form. */
const NO_FORM = /^(?!application\/x-www-form-urlencoded|multipart\/form-data)/i;

/** Headers that `net/http` of Go writes before all others, which follow by name. */
const FIRST_OF_GO: ReadonlySet<string> = new Set([
  'host',
  'user-agent',
  'content-length',
  'transfer-encoding',
  'trailer',
]);

/**
 * Known clients. Orders and spellings: of captures of their real traffic (oss2 2.19, alibabacloud-oss-v2 1.3
 * for Python, ali-oss 6.23, boto3 1.37 and the AWS CLI, @aws-sdk 3), and of the sources that write the heads
 * of the others: `net/http` (transfer.go, header.go) for clients in Go, BridgeInterceptor of OkHttp,
 * `HttpRequestFactory` of aliyun-oss-java-sdk (a hash map), `RequestCore::prep_request` of aliyun-oss-php-sdk
 * (what was set, in its order, Authorization last).
 */
export const PROFILES = {
  oss2: {
    agent: /^aliyun-sdk-python\//,
    signs: OSS_FIRST,
    order: [
      ...['Host', 'Accept-Encoding', 'User-Agent', 'Accept', 'Connection', '*', 'Content-Type'],
      ...['x-oss-date', 'date', 'x-oss-content-sha256', 'authorization', 'Content-Length'],
    ],
    ownTypes: NO_FORM,
  },
  'alibabacloud-oss-v2 (Python)': {
    agent: /^alibabacloud-python-sdk-v2\//,
    signs: OSS_SECOND,
    order: [
      ...['Host', 'Accept-Encoding', 'User-Agent', 'Accept', 'Connection'],
      ...['*', 'Content-Type', 'Content-MD5', 'x-oss-date', 'Date', 'x-oss-content-sha256'],
      ...['Authorization', 'Content-Length'],
    ],
    ownTypes: NO_FORM,
  },
  'ali-oss': {
    agent: /^aliyun-sdk-nodejs\//,
    signs: OSS_SECOND,
    order: [
      ...['x-oss-date', 'x-oss-content-sha256', 'user-agent', '*'],
      ...['content-type', 'content-md5', 'content-length', 'authorization'],
      ...['Host', 'Connection', 'Transfer-Encoding'],
    ],
    ownTypes: NO_FORM,
  },
  'aliyun-oss-go-sdk, ossutil 1': {
    agent: /^aliyun-sdk-go\//,
    signs: OSS_FIRST,
    order: 'sorted',
    ownTypes: NO_FORM,
  },
  'alibabacloud-oss-go-sdk-v2, ossutil 2': {
    agent: /^alibabacloud-go-sdk-v2\//,
    signs: OSS_SECOND,
    order: 'sorted',
    ownTypes: NO_FORM,
  },
  'aliyun-oss-java-sdk': {
    agent: /^aliyun-sdk-java\//,
    signs: OSS_FIRST,
    order: 'any',
    ownTypes: NO_FORM,
  },
  'alibabacloud-oss-java-sdk-v2': {
    agent: /^alibabacloud-java-sdk-v2\//,
    signs: OSS_SECOND,
    order: 'any',
    ownTypes: NO_FORM,
  },
  'aliyun-oss-php-sdk': {
    agent: /^aliyun-sdk-php\//,
    signs: OSS_FIRST,
    // curl: its own headers, then what was set
    order: ['Host', 'User-Agent', 'Accept', 'Accept-Encoding', 'Referer', '*', 'Authorization'],
    // curl adds a type of a form to a body that is given as a string
    ownTypes: null,
  },
  'aliyun-oss-android-sdk': {
    agent: /^aliyun-sdk-android\//,
    signs: OSS_SECOND,
    order: ['*', 'Content-Type', 'Content-Length', 'Host', 'Connection', 'Accept-Encoding'],
    ownTypes: NO_FORM,
  },
  'SDKs of OSS in other languages': {
    agent: /^(?:aliyun-sdk-(?:js|dotnet|cpp|c|ruby)\/|aliyun-sdk-ios|alibabacloud-\w+-sdk-v2\/)/,
    signs: OSS_FIRST,
    order: 'any',
    ownTypes: null,
  },
  'boto3, AWS CLI': {
    agent: /^(?:Boto3|aws-cli|Botocore)\//,
    signs: S3,
    order: [
      ...['Host', 'Accept-Encoding', '*', 'Content-Type', 'User-Agent', 'Expect', 'X-Amz-Date'],
      ...['X-Amz-Content-SHA256', 'Date', 'Authorization'],
      ...['amz-sdk-invocation-id', 'amz-sdk-request', 'Content-Length'],
    ],
    ownTypes: NO_FORM,
  },
  'AWS SDKs in Go, rclone, MinIO in Go, restic': {
    agent: /^(?:rclone\/|aws-sdk-go|MinIO \(.*minio-go|restic\/)/,
    signs: S3,
    order: 'sorted',
    ownTypes: NO_FORM,
  },
  'AWS SDKs in other languages, MinIO, s3cmd': {
    agent: /^(?:aws-sdk-|MinIO \(|APN\/|S3cmd|s3cmd|Cyberduck|S3Browser)/,
    signs: S3,
    order: 'any',
    ownTypes: null,
  },
  'SDKs of OBS': {
    agent: /^obs-sdk-/,
    signs: ['obs v1', ...S3],
    order: 'any',
    ownTypes: null,
  },
  'SDKs of COS': {
    agent: /^(?:cos-|coscli|cos_)/,
    signs: ['cos format'],
    order: 'any',
    ownTypes: null,
  },
  okhttp: {
    agent: /^okhttp\//,
    signs: null,
    order: ['*', 'Content-Type', 'Content-Length', 'Host', 'Connection', 'Accept-Encoding', 'User-Agent'],
    ownTypes: null,
  },
  'net/http': {
    agent: /^Go-http-client\//,
    signs: null,
    order: 'sorted',
    ownTypes: null,
  },
} as const satisfies Readonly<Record<string, ClientProfile>>;

export interface KnownClient {
  readonly name: string;
  readonly profile: ClientProfile;
}

export function clientOfAgent(agent: ByteString): KnownClient | null {
  const found = Object.entries(PROFILES).find(([, { agent: pattern }]) => pattern.test(agent));
  return found === undefined ? null : { name: found[0], profile: found[1] };
}

/** Whether the client makes signatures of this version by itself; false for HTTP libraries. */
export function isSignerOf({ profile }: KnownClient, { dialect, family }: VersionRecord): boolean {
  return profile.signs?.some((each) => each === `${dialect} ${family}`) === true;
}

/** Where a header stands: `usual` or `odd` for this client; `unknown` where its profile does not say. */
export function placeOf(
  { profile }: KnownClient,
  { headers }: SignableRequest,
  lowerName: string,
): 'usual' | 'odd' | 'unknown' {
  const names = headers.map(({ name }) => asciiLower(name));
  const { order } = profile;
  if (order === 'any') return 'usual';
  if (order === 'sorted') return placeInSorted(names, lowerName);
  const places = order.map(asciiLower);
  const authorization = places.indexOf('authorization');
  const at = places.includes(lowerName) ? places.indexOf(lowerName) : places.indexOf('*');
  const sentAt = names.indexOf(lowerName);
  const authorizedAt = names.indexOf('authorization');
  if (sentAt < 0 || authorizedAt < 0) return 'unknown';
  // among what the caller sets, where anything may stand
  if (authorization < 0) return places.includes(lowerName) ? 'usual' : 'unknown';
  if (at > authorization === sentAt > authorizedAt) return 'usual';
  // a date behind Authorization was signed there as well: this is another layout
  return at < authorization && dateIn(names) > authorizedAt ? 'unknown' : 'odd';
}

/** The place of the date among names in lower case; -1 for none. */
export function dateIn(names: readonly string[]): number {
  return names.findIndex((name) => /^(?:date|x-(?:oss|amz)-date)$/.test(name));
}

/** Odd where the others are sorted without it, and not with it. */
function placeInSorted(names: readonly string[], lowerName: string): 'usual' | 'odd' | 'unknown' {
  const sorted = names.filter((name) => !FIRST_OF_GO.has(name) && name !== 'accept-encoding');
  if (isSorted(sorted)) return 'usual';
  return isSorted(sorted.filter((name) => name !== lowerName)) ? 'odd' : 'unknown';
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, i) => i === 0 || (names[i - 1] ?? '') <= name);
}

/** Whether a header is spelt otherwise than by the client; proxies that respell all show in Authorization. */
export function isSpeltOtherwise(
  { profile }: KnownClient,
  { headers }: SignableRequest,
  lowerName: string,
): boolean {
  const { order } = profile;
  if (typeof order === 'string') return false;
  const spelling = (lower: string) => order.find((name) => asciiLower(name) === lower);
  const sent = (lower: string) => headers.find(({ name }) => asciiLower(name) === lower)?.name;
  const usual = spelling(lowerName);
  return (
    usual !== undefined && sent('authorization') === spelling('authorization') && sent(lowerName) !== usual
  );
}
