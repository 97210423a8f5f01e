import { asciiLower, type ByteString } from '../bytes/byte-string.ts';

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

/** An OSS endpoint as a host name shows it. */
export interface Endpoint {
  readonly bucket: ByteString | null;
  /**
   * Region id, a CloudBox id where that is what V4 signs as the region, or null where the host has
   * none.
   */
  readonly region: string | null;
  /** The control endpoints serve accounts, not buckets. */
  readonly control: boolean;
  /** Present where the buckets are not those of objects. */
  readonly kind?: BucketKind;
  /** The host names a bucket by a short name, which is not the one that it is signed by. */
  readonly isShort?: true;
  /** Id of the account, which a vector bucket's host has after the name of the bucket. */
  readonly account?: string;
}

/**
 * Vector buckets ("OSS Vectors") and table buckets ("OSS Tables"): each with operations, resources
 * and error documents of its own.
 */
export type BucketKind = 'vectors' | 'tables';

/** Longest DNS name (RFC 1035 §2.3.4). */
const MAX_NAME_LENGTH = 255;

interface EndpointForm {
  /**
   * Matches what stands before the domain; groups `bucket`, `account` and `region`, all optional.
   */
  readonly pattern: RegExp;
  readonly control?: true;
  readonly kind?: BucketKind;
}

/** Domains of the public cloud; the Java SDK takes every other for a custom domain. */
const DOMAIN = /\.(?:aliyuncs\.com|aliyun-inc\.com|aliyun\.com)$/;

const REGION =
  '(?:cn-[a-z]+(?:-[a-z0-9]+)*|(?:ap|us|eu|me|na|sa|af)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\\d+(?:-[a-z0-9]+)*)';

/** `bucket-ACCOUNT.REGION.oss-vectors`; the first SDKs wrote `oss-REGION`. */
function formOfKind(kind: BucketKind): EndpointForm {
  const front = '^(?:(?<bucket>.+?)(?:-(?<account>\\d+))?\\.)?(?:oss-)?(?<region>[a-z0-9-]+?)(?:-internal)?';
  return { pattern: new RegExp(`${front}\\.oss-${kind}$`), kind };
}

/** Endpoint names ("Regions and endpoints" in the OSS documentation), most specific first. */
const FORMS: readonly EndpointForm[] = [
  { pattern: /^(?:.+\.)?oss-control$/, control: true },
  { pattern: /^(?:.+\.)?oss-cloudbox-control$/, control: true },
  // bucket.cb-ID.REGION.oss-cloudbox: the CloudBox id is what V4 has as its region
  { pattern: /^(?:(?<bucket>.+)\.)?(?<region>cb-[a-z0-9-]+)\.[a-z0-9-]+\.oss-cloudbox$/ },
  // alias.oss-REGION.oss-accesspoint: the alias stands where a bucket would
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?<region>[a-z0-9-]+?)(?:-internal)?\.oss-accesspoint$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?<region>[a-z0-9-]+?)(?:-internal)?\.oss-object-process$/ },
  formOfKind('vectors'),
  formOfKind('tables'),
  // the accelerator ("OSS accelerator"): bucket.ZONE.oss-data-acc, a zone being a region with a
  // letter
  {
    pattern:
      /^(?:(?<bucket>.+)\.)?(?<region>[a-z0-9-]+?)(?:-[a-z]|(?<=\d)[a-z])?(?:-internal)?\.oss-data-acc$/,
  },
  // OSS-HDFS
  { pattern: /^(?:(?<bucket>.+)\.)?(?<region>[a-z0-9-]+?)(?:-internal)?\.oss-dls$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.oss-accelerate(?:-overseas)?$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?oss-accelerate(?:-overseas)?$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.oss-(?<region>[a-z0-9-]+?)(?:-internal)?$/ },
  { pattern: /^(?:(?<bucket>.+)\.)?vpc100-oss-(?<region>[a-z0-9-]+)$/ },
  // the accelerator as it was first
  { pattern: /^(?:(?<bucket>.+)\.)?oss-cache-(?<region>[a-z0-9-]+?)(?:-[a-z]|(?<=\d)[a-z])?$/ },
  // of the first days, and for networks of enterprises: without a region
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?:internal|enet)$/ },
  // `-pub` in the finance cloud
  { pattern: /^(?:(?<bucket>.+)\.)?oss-(?<region>[a-z0-9-]+?)(?:-internal|-cross|-pub)?$/ },
  // dual stack: bucket.REGION.oss
  { pattern: new RegExp(`^(?:(?<bucket>.+)\\.)?(?<region>${REGION})\\.oss$`) },
  // the first endpoint of all, without a region
  { pattern: /^(?:(?<bucket>.+)\.)?oss$/ },
];

/**
 * Agentic buckets and their bucket spaces are called NAME-ACCOUNT-REGION-ab-apsr and …-bs-apsr, and
 * signed by that name. The second SDKs may write NAME-alias-ab-apsr in a host
 * (`UrlStyleVirtualHostedAlias` in `oss/agentic` of alibabacloud-oss-go-sdk-v2).
 */
const SHORT_NAME = /-alias-(?:ab|bs)-apsr$/;

/**
 * bucket.oss-REGION.DOMAIN of a private cloud: its domain may be any, so the bucket must be there.
 */
const PRIVATE = new RegExp(
  `^(?<bucket>[a-z0-9][a-z0-9-]{1,62})\\.oss-(?<region>${REGION})(?:\\.[a-z0-9-]+)+$`,
);

/** Reads an endpoint from a bare host name (`bareHost`); null for a custom domain. */
export function parseEndpoint(name: string): Endpoint | null {
  if (name.length > MAX_NAME_LENGTH) return null;
  const domain = DOMAIN.exec(name);
  if (domain === null) {
    const match = PRIVATE.exec(name);
    return match === null ? null : endpointOf(match, {});
  }
  const front = name.slice(0, domain.index);
  for (const form of FORMS) {
    const match = form.pattern.exec(front);
    if (match !== null) return endpointOf(match, form);
  }
  return null;
}

/** Is the host (as in a Host header) an OSS endpoint, by its name alone? */
export function isOssHost(host: ByteString): boolean {
  return parseEndpoint(bareHost(host)) !== null;
}

function endpointOf(
  { groups }: RegExpExecArray,
  { control, kind }: Pick<EndpointForm, 'control' | 'kind'>,
): Endpoint {
  const endpoint = {
    bucket: groups?.['bucket'] ?? null,
    region: groups?.['region']?.replace(/-internal$/, '') ?? null,
    control: control === true,
  };
  if (endpoint.bucket !== null && SHORT_NAME.test(endpoint.bucket)) {
    return { ...endpoint, bucket: null, isShort: true };
  }
  if (kind === undefined) return endpoint;
  const account = groups?.['account'];
  return account === undefined ? { ...endpoint, kind } : { ...endpoint, kind, account };
}
