import type { ByteString } from '../bytes/byte-string.ts';
import type { Exchange } from '../http/exchange.ts';
import { type HttpRequest, header } from '../http/message.ts';
import type { OssExchange } from '../oss/model.ts';
import {
  isSignedParameter,
  type SdkId,
  type SignatureVersion,
  sdkOfUserAgent,
  versionsWith,
} from '../sign/index.ts';
import type { CauseId } from './cause.ts';

/** What the known bugs of SDKs affect. */
export type SdkDefectKind =
  | 'defect-url-token-response'
  | 'defect-subresource-order'
  | 'defect-url-content-headers'
  | 'defect-url-response'
  | 'defect-header-order'
  | 'defect-space-as-plus'
  | 'defect-plus-in-key'
  | 'defect-token-parameter'
  | 'defect-leading-slash'
  | 'defect-dot-segments'
  | 'defect-url-token'
  | 'defect-url-key'
  | 'defect-process-parameter'
  | 'defect-ac-parameters'
  | 'defect-region-list'
  | 'defect-local-date';

/** A defect of an SDK that made it sign a kind of request wrongly. */
export interface SdkDefect {
  readonly sdk: SdkId;
  /** The first version without it, as its User-Agent has it. */
  readonly fixedIn: string;
  /** What it affects, for which the reports have words. */
  readonly what: SdkDefectKind;
  readonly versions: readonly SignatureVersion[];
  /** What the search finds where the defect struck. */
  readonly causes: readonly CauseId[];
  /** Whether the request is of the kind. */
  readonly strikes: (oss: OssExchange) => boolean;
}

const hasParameter =
  (pattern: RegExp) =>
  (oss: OssExchange): boolean =>
    oss.request?.query.some(({ name }) => pattern.test(name)) === true;

const hasHeader =
  (pattern: RegExp) =>
  (oss: OssExchange): boolean =>
    oss.request?.headers.some(({ name }) => pattern.test(name)) === true;

const hasKey =
  (pattern: RegExp) =>
  (oss: OssExchange): boolean =>
    pattern.test(oss.request?.key ?? '');

/**
 * Whether two signed parameters begin alike, and stand in the query in another order than that of their
 * names.
 */
const hasNamesAlike = (oss: OssExchange): boolean => {
  const names = (oss.request?.query ?? []).map(({ name }) => name).filter(isSignedParameter);
  return names.some((name, i) => names.slice(0, i).some((other) => other[0] === name[0] && other > name));
};

const hasToken = (oss: OssExchange): boolean => oss.claim?.securityToken != null;

const V1 = { dialect: 'oss', family: 'v1' } as const;
const URL_V1 = versionsWith({ ...V1, carrier: 'url' });
const HEADER_V1 = versionsWith({ ...V1, carrier: 'header' });
const ANY_V1 = versionsWith(V1);
const PARAMETERS: readonly CauseId[] = [
  'subresource-added-after-signing',
  'subresources-not-signed',
  'subresource-list-of-sdk',
];
const KEYS: readonly CauseId[] = ['key-signed-raw', 'key-encoded', 'key-plus-and-space', 'key-decoded-twice'];
const CONTENT: readonly CauseId[] = [
  'content-type-added-after-signing',
  'content-type-signed-other',
  'content-type-lost',
  'content-md5-not-signed',
];

/**
 * Known defects, from the change logs of the SDKs and the threads named. Where a change log does not name a
 * fix, the version is that of the first release after it.
 */
export const SDK_DEFECTS: readonly SdkDefect[] = [
  // ali-sdk/ali-oss#1310
  {
    sdk: 'js',
    fixedIn: '6.21.0',
    what: 'defect-url-token-response',
    versions: URL_V1,
    causes: [...PARAMETERS, 'token-not-signed', 'token-signed-otherwise', 'query-order'],
    strikes: (oss) => hasToken(oss) && hasParameter(/^response-/)(oss),
  },
  // its list was sorted by the first character of each name alone (lib/common/signUtils.js of 6.20.0 and
  // 6.21.0)
  {
    sdk: 'js',
    fixedIn: '6.21.0',
    what: 'defect-subresource-order',
    versions: ANY_V1,
    causes: ['query-order'],
    strikes: hasNamesAlike,
  },
  // ali-sdk/ali-oss#438, #441
  {
    sdk: 'js',
    fixedIn: '5.1.1',
    what: 'defect-url-content-headers',
    versions: URL_V1,
    causes: CONTENT,
    strikes: hasHeader(/^content-(?:type|md5)$/i),
  },
  // ali-sdk/ali-oss#465
  {
    sdk: 'js',
    fixedIn: '5.2.0',
    what: 'defect-url-response',
    versions: URL_V1,
    causes: [...PARAMETERS, 'subresource-values-encoded', 'subresource-signed-other'],
    strikes: hasParameter(/^response-/),
  },
  // ali-sdk/ali-oss#489
  {
    sdk: 'js',
    fixedIn: '5.3.0',
    what: 'defect-space-as-plus',
    versions: ANY_V1,
    causes: KEYS,
    strikes: hasKey(/[ +]/),
  },
  // ali-sdk/ali-oss#418
  {
    sdk: 'js',
    fixedIn: '4.14.1',
    what: 'defect-header-order',
    versions: HEADER_V1,
    causes: ['oss-header-order'],
    strikes: hasHeader(/^x-oss-/i),
  },
  // aliyun/aliyun-oss-php-sdk#252, changed in February 2024
  {
    sdk: 'php1',
    fixedIn: '2.7.0',
    what: 'defect-url-content-headers',
    versions: URL_V1,
    causes: CONTENT,
    strikes: hasHeader(/^content-(?:type|md5)$/i),
  },
  // aliyun/aliyun-oss-python-sdk#14
  {
    sdk: 'py1',
    fixedIn: '2.0.5',
    what: 'defect-token-parameter',
    versions: URL_V1,
    causes: ['token-not-signed'],
    strikes: hasParameter(/^security-token$/),
  },
  {
    sdk: 'py1',
    fixedIn: '2.0.4',
    what: 'defect-leading-slash',
    versions: ANY_V1,
    causes: ['key-slashes'],
    strikes: hasKey(/^\//),
  },
  // aliyun/aliyun-oss-c-sdk#15
  {
    sdk: 'c',
    fixedIn: '3.4.0',
    what: 'defect-process-parameter',
    versions: ANY_V1,
    causes: PARAMETERS,
    strikes: hasParameter(/^x-oss-process$/),
  },
  // aliyun/aliyun-oss-c-sdk#24
  {
    sdk: 'c',
    fixedIn: '3.4.0',
    what: 'defect-url-token',
    versions: URL_V1,
    causes: ['token-not-signed', 'token-signed-otherwise'],
    strikes: hasToken,
  },
  // aliyun/aliyun-oss-c-sdk#24
  {
    sdk: 'c',
    fixedIn: '3.4.0',
    what: 'defect-dot-segments',
    versions: ANY_V1,
    causes: ['key-slashes'],
    strikes: hasKey(/(?:^|\/)\.{1,2}\//),
  },
  {
    sdk: 'c',
    fixedIn: '0.0.5',
    what: 'defect-local-date',
    versions: HEADER_V1,
    causes: ['date-reformatted'],
    strikes: hasHeader(/^date$/i),
  },
  {
    sdk: 'go1',
    fixedIn: '2.2.5',
    what: 'defect-ac-parameters',
    versions: ANY_V1,
    causes: PARAMETERS,
    strikes: hasParameter(/^x-oss-ac-/),
  },
  {
    sdk: 'go1',
    fixedIn: '2.1.9',
    what: 'defect-region-list',
    versions: ANY_V1,
    causes: PARAMETERS,
    strikes: hasParameter(/^regionList$/),
  },
  {
    sdk: 'go1',
    fixedIn: '1.8.0',
    what: 'defect-url-token',
    versions: URL_V1,
    causes: ['token-not-signed', 'token-signed-otherwise'],
    strikes: hasToken,
  },
  // aliyun/aliyun-oss-go-sdk#59
  {
    sdk: 'go1',
    fixedIn: '1.6.0',
    what: 'defect-url-key',
    versions: URL_V1,
    causes: KEYS,
    strikes: hasKey(/[^A-Za-z0-9\-._~/]/),
  },
  // aliyun/aliyun-oss-java-sdk#241
  {
    sdk: 'java1',
    fixedIn: '3.7.0',
    what: 'defect-plus-in-key',
    versions: ANY_V1,
    causes: KEYS,
    strikes: hasKey(/\+/),
  },
];

/** The version in a User-Agent such as `aliyun-sdk-nodejs/6.20.0 Node.js 20`; null without one. */
export function sdkVersionOf(agent: string): string | null {
  return /^[A-Za-z0-9-]+\/v?(\d+(?:\.\d+)*)/.exec(agent)?.[1] ?? null;
}

/** Is one dotted version before another? */
export function isBefore(version: string, other: string): boolean {
  const [a, b] = [version.split('.').map(Number), other.split('.').map(Number)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, two] = [a[i] ?? 0, b[i] ?? 0];
    if (one !== two) return one < two;
  }
  return false;
}

/** What the client of a request calls itself; empty where it does not. */
export function agentOf(request: HttpRequest): ByteString {
  // in a browser, which lets nobody set User-Agent, the JavaScript SDK has a header of its own
  return header(request, 'x-oss-user-agent') ?? header(request, 'user-agent') ?? '';
}

/** The same of an exchange. */
export function agentIn({ request }: Exchange): ByteString {
  return request === null ? '' : agentOf(request);
}

/** Of an agent the SDK and its version alone: `aliyun-sdk-nodejs/6.20.0`. */
export function agentName(agent: ByteString): ByteString {
  return /^[^\s(]*/.exec(agent)?.[0] ?? '';
}

/**
 * The defect that was mended last of those that the SDK of an agent has in this version of signatures and
 * that `isMeant`; null for none.
 */
export function lastDefect(
  agent: ByteString,
  signed: SignatureVersion,
  isMeant: (defect: SdkDefect) => boolean = () => true,
): SdkDefect | null {
  const sdk = sdkOfUserAgent(agent);
  const version = sdkVersionOf(agent);
  if (sdk === null || version === null) return null;
  const [last] = SDK_DEFECTS.filter(
    (each) =>
      each.sdk === sdk && isBefore(version, each.fixedIn) && each.versions.includes(signed) && isMeant(each),
  ).sort((a, b) => (isBefore(a.fixedIn, b.fixedIn) ? 1 : -1));
  return last ?? null;
}
