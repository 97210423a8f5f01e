/*
 * Alibaba Cloud OSS.
 */

import type { ByteString } from '../../bytes/byte-string.ts';
import { versionRecord, versionsWith } from '../../sign/versions.ts';
import type { BucketKind, Endpoint, Provider } from '../provider.ts';
import { AUTHENTICATION_ERRORS, meaningOfEc } from '../vocabulary.ts';

const SCHEMES = versionsWith({ dialect: 'oss', carrier: 'header' }).map((each) => versionRecord(each).scheme);
const SCHEME = new RegExp(`^(?:${SCHEMES.join('|')})[ \\t]`);

/** What only a service of this kind says, in its code or its message. */
const WORDS =
  /<Code>(?:SecondLevelDomainForbidden|NonStandardHostForbidden|XAmzContentSHA256Mismatch)<|<Message>[^<]{0,300}(?:must be addressed using the specified endpoint|aws-chunked|\bx-(?:oss|amz)-)/;

/** Codes of refused signatures have the same names at OSS and at all that speak like S3. */
const DOCUMENT_CODE = /<Code>\s*([A-Za-z]{1,64})\s*<\/Code>/;

function isDocument(text: ByteString): boolean {
  return (
    /<(?:HostId|SignatureProvided|StringToSign)>/.test(text) ||
    AUTHENTICATION_ERRORS.has(DOCUMENT_CODE.exec(text)?.[1] ?? '') ||
    WORDS.test(text)
  );
}

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

function endpointNamed(name: string): Endpoint | null {
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

function endpointOf(
  { groups }: RegExpExecArray,
  { control, kind }: Pick<EndpointForm, 'control' | 'kind'>,
): Endpoint {
  const endpoint = {
    provider: 'oss' as const,
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

export const OSS: Provider = {
  id: 'oss',
  isOfRequest: (name, value) => name.startsWith('x-oss-') || (name === 'authorization' && SCHEME.test(value)),
  // `Expires` and `Signature` alone show nothing
  query: /[?&](?:OSSAccessKeyId|x-oss-[a-z-]+)(?:=|&|$)/i,
  form: /name="(?:OSSAccessKeyId|x-oss-(?:credential|access-key-id|signature))"/i,
  answerHeaders: new Set(['x-oss-request-id', 'x-oss-server-time', 'x-oss-ec', 'x-oss-err']),
  // the dialect of S3 has names of its own
  marks: /^x-(?:oss|amz)-/i,
  serverName: /^AliyunOSS$/,
  meaningOf: ({ ec }) => meaningOfEc(ec),
  showsStrings: true,
  etag: /^"?[0-9A-F]{32}(?:-\d+)?"?$/,
  // the length of its request IDs is its own: those of Amazon S3 have 16 digits
  ownDocument: /<(?:OSSAccessKeyId|EC)>|<RequestId>\s*[0-9A-F]{24}\s*<\/RequestId>/,
  isDocument,
  isBare: false,
  endpointOf: endpointNamed,
  unknownHost: 'custom-domain',
};
