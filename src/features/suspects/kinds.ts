import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import type { CauseId } from '../../diagnose/causes/index.ts';
import type { ProseArgs } from '../../diagnose/model.ts';
import type { Field } from '../../sign/canonical.ts';
import { sdkNeverSignsParameter, sdkOfUserAgent } from '../../sign/index.ts';
import { SUSPECTS, type SuspectKind } from './entries.ts';
import type { EvidenceCode } from './evidence.ts';
import {
  bareType,
  headerOf,
  hostOf,
  isBucketInPath,
  isOwnDomain,
  KEY_CHARACTERS,
  KEY_SLASHES,
  ODD_SPACES,
  payloadHash,
  type SignedParameter,
  type SignedRequest,
  traitsOf,
  typeOfExtension,
  unescaped,
} from './traits.ts';

/** What a suspect is about: a field of the strings, or the secret. */
export type SuspectField = Field | 'secret';

/** A sign in the request itself, and by how much it multiplies the odds. */
export interface Sign {
  readonly code: EvidenceCode;
  readonly factor: number;
}

/** A trait that the cause strikes by, and its share of the belief in the cause. */
export type Trigger = readonly [trait: string, share: number];

/** Something that may be wrong with a request at hand. */
export interface Candidate {
  readonly kind: SuspectKind;
  readonly cause: CauseId;
  readonly field: SuspectField;
  readonly args: ProseArgs;
  /** How often it is the cause, where a request can have it: see `entries.ts`. */
  readonly rate: number;
  /** The share of ordinary requests that have the trait; a cause with a rare trait is likelier. */
  readonly commonness: number;
  readonly triggers: readonly Trigger[];
  readonly signs: readonly Sign[];
}

/** The share of ordinary signed requests that have what a kind strikes. */
export const COMMONNESS = {
  type: 0.5,
  md5: 0.25,
  token: 0.25,
  callback: 0.08,
  meta: 0.15,
  listed: 0.2,
  header: 0.12,
  'key:space': 0.1,
  'key:plus': 0.05,
  'key:percent': 0.03,
  'key:non-ascii': 0.15,
  'key:cut': 0.03,
  'key:paren': 0.1,
  'key:other': 0.05,
  upload: 0.25,
  process: 0.12,
  parameter: 0.08,
  domain: 0.2,
  service: 0.15,
  all: 1,
} as const;

/** Everything that may be wrong with a request whose string the server agrees with. */
export function candidatesOf(asked: SignedRequest): readonly Candidate[] {
  const form = asked.request.form !== null;
  const parts = form
    ? [formCandidates, wholeCandidates]
    : [
        typeCandidates,
        digestCandidates,
        methodCandidates,
        keyCandidates,
        bucketCandidates,
        parameterCandidates,
        headerCandidates,
        dateCandidates,
        scopeCandidates,
        wholeCandidates,
      ];
  return parts.flatMap((part) => part(asked));
}

type Draft = Omit<Candidate, 'rate' | 'args' | 'signs'> & {
  /** Where it is not that of its kind. */
  readonly rate?: number;
  readonly args?: ProseArgs;
  readonly signs?: readonly (Sign | null)[];
};

function candidate({ record }: SignedRequest, draft: Draft): Candidate {
  const { kind, args = {}, signs = [], rate } = draft;
  const usual = SUSPECTS[kind].rate[record.names === null ? 'header' : 'url'];
  return { ...draft, args, rate: rate ?? usual, signs: signs.filter((each) => each !== null) };
}

function sign(is: boolean, code: EvidenceCode, factor: number): Sign | null {
  return is ? { code, factor } : null;
}

function isBehind({ request, authorizationAt }: SignedRequest, lowerName: string): boolean {
  const at = request.headers.findIndex(({ name }) => asciiLower(name) === lowerName);
  return authorizationAt >= 0 && at > authorizationAt;
}

function bodyOf({ oss }: SignedRequest): number {
  return oss.exchange.request?.bodyBytes ?? 0;
}

/** The field of a header in the strings of its version. */
function fieldOfHeader({ record }: SignedRequest, lowerName: ByteString): Field {
  if (record.family === 'v4') return `canonical-header:${lowerName}`;
  return `oss-header:${lowerName}`;
}

function fieldOfParameter({ record }: SignedRequest, name: ByteString): Field {
  return record.family === 'v4' ? `canonical-query:${name}` : `resource:subresource:${name}`;
}

/** A request that went through a proxy before it was captured shows it. */
function isThroughProxy({ request }: SignedRequest): boolean {
  return request.headers.some(({ name }) => /^(?:via|x-forwarded-for|forwarded)$/i.test(name));
}

function typeCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, signedHeaders, record } = asked;
  const type = signedHeaders.has('content-type') ? (headerOf(request, 'content-type') ?? '') : '';
  const body = bodyOf(asked);
  const { method } = request;
  if (type === '') {
    if (body === 0 || (method !== 'PUT' && method !== 'POST')) return [];
    const trigger = `no-type ${method}`;
    return [
      candidate(asked, {
        kind: 'type-lost',
        cause: 'content-type-lost',
        field: 'content-type',
        commonness: COMMONNESS.type,
        triggers: [[trigger, 1]],
      }),
    ];
  }
  const isFormType = /^application\/x-www-form-urlencoded/i.test(type);
  const isFormData = /^multipart\/form-data/i.test(type);
  const isTextDefault = /^text\/plain;\s*charset=utf-8$/i.test(type);
  const hasCharset = /;\s*charset=/i.test(type);
  const isOctet = bareType(type) === 'application/octet-stream';
  const due = typeOfExtension(request.key);
  const isUnusual = !isOctet && !isFormType && !isFormData && !isTextDefault;
  const isOther = due !== null && due !== bareType(type);
  const behind = isBehind(asked, 'content-type');
  const triggers: Trigger[] = [
    ['type', 0.35],
    [`type=${type.slice(0, 80)}`, 0.3],
  ];
  if (hasCharset) triggers.push(['type:charset', 0.4]);
  if (/^text\//i.test(type)) triggers.push(['type:text', 0.1]);
  if (method !== 'PUT') triggers.push([`type ${method}`, 0.1]);
  if (behind) triggers.push(['header:content-type behind', 0.3]);
  if (isOther) triggers.push(['type:not-of-extension', 0.2]);
  return [
    candidate(asked, {
      kind: hasCharset && !isTextDefault ? 'type-charset' : 'type-added',
      rate: SUSPECTS['type-added'].rate[record.names === null ? 'header' : 'url'],
      cause: hasCharset && !isTextDefault ? 'content-type-charset' : 'content-type-added-after-signing',
      field: 'content-type',
      args: { sent: type },
      commonness: COMMONNESS.type,
      triggers,
      signs: [
        sign(behind, 'behind-authorization', 3),
        sign(isFormType, 'form-type', 6),
        sign(isFormData, 'form-data', 8),
        sign(isTextDefault, 'default-of-library', 3),
        sign(hasCharset && !isTextDefault, 'charset', 2.5),
        sign(isOther && isUnusual, 'type-not-of-extension', 1.6),
        sign(record.names === null && due === bareType(type) && !hasCharset, 'type-of-extension', 0.5),
      ],
    }),
  ];
}

function digestCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, signedHeaders } = asked;
  const digest = headerOf(request, 'content-md5');
  if (digest === null || !signedHeaders.has('content-md5')) return [];
  return [
    candidate(asked, {
      kind: 'md5',
      cause: 'content-md5-not-signed',
      field: 'content-md5',
      commonness: COMMONNESS.md5,
      triggers: [['header:content-md5', 1]],
      signs: [
        sign(isBehind(asked, 'content-md5'), 'behind-authorization', 3),
        sign(bodyOf(asked) === 0, 'digest-of-nothing', 3),
      ],
    }),
  ];
}

function methodCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record, agent } = asked;
  const { method } = request;
  const isUrl = record.names !== null;
  if (!isUrl && sdkOfUserAgent(agent) !== null) return [];
  const usual = new Map([
    ['HEAD', { rate: 2.2, commonness: 0.12 }],
    ['GET', { rate: 0.3, commonness: 0.5 }],
    ['PUT', { rate: 0.6, commonness: 0.3 }],
  ]).get(method);
  return [
    candidate(asked, {
      kind: 'method',
      ...(isUrl && usual !== undefined ? { rate: usual.rate } : {}),
      cause: 'method-signed-other',
      field: 'method',
      args: { sent: method },
      commonness: isUrl ? (usual?.commonness ?? 0.3) : 0.4,
      triggers: [[`method=${method}`, 1]],
      signs: [
        sign(headerOf(request, 'x-http-method-override') !== null, 'method-override', 6),
        sign(method === 'OPTIONS', 'method-override', 3),
      ],
    }),
  ];
}

function keyCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record } = asked;
  const key = request.key ?? '';
  if (key === '') return [];
  const field: Field = record.family === 'v4' ? 'canonical-uri' : 'resource:key';
  const found: Candidate[] = [];
  const kinds = Object.entries(KEY_CHARACTERS).filter(([, pattern]) => pattern.test(key));
  if (kinds.length > 0) {
    const commonness =
      1 -
      kinds.reduce((left, [kind]) => left * (1 - COMMONNESS[`key:${kind}` as keyof typeof COMMONNESS]), 1);
    const triggers: Trigger[] = [
      ['key:special', 0.4],
      ...kinds.map(([kind]): Trigger => [`key:${kind}`, 0.6 / kinds.length]),
    ];
    const characters = [...new Set(key.match(/[\xC2-\xF4][\x80-\xBF]+|[^A-Za-z0-9\-._/~]/g) ?? [])];
    found.push(
      candidate(asked, {
        kind: 'key-characters',
        cause: 'key-encoded',
        field,
        args: { characters: characters.slice(0, 8).join('') },
        commonness: Math.max(commonness, 0.08),
        triggers,
        signs: [
          sign(/%25[0-9A-Fa-f]{2}/.test(request.path), 'encoded-twice', 4),
          sign(request.path.includes('+'), 'plus-raw', 1.5),
        ],
      }),
    );
  }
  if (KEY_SLASHES.test(key)) {
    found.push(
      candidate(asked, {
        kind: 'key-slashes',
        cause: 'key-slashes',
        field,
        commonness: 0.05,
        triggers: [['key:slashes', 1]],
      }),
    );
  }
  found.push(
    candidate(asked, {
      kind: 'key-other',
      cause: 'key-encoded',
      field,
      commonness: COMMONNESS.all,
      triggers: [['key', 1]],
    }),
  );
  return found;
}

function bucketCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record, oss } = asked;
  if (record.family === 'v4' && record.dialect === 's3') return [];
  const field: Field = 'resource:bucket';
  const host = hostOf(asked);
  const bucket = oss.address.bucket ?? '';
  const found: Candidate[] = [];
  if (isBucketInPath(asked)) {
    found.push(
      candidate(asked, {
        kind: 'bucket-in-path',
        cause: 'bucket-in-host-and-path',
        field,
        args: { bucket },
        commonness: COMMONNESS.parameter,
        triggers: [['bucket-in-path', 1]],
      }),
    );
  }
  if (isOwnDomain(host)) {
    found.push(
      candidate(asked, {
        kind: 'bucket-of-domain',
        cause: 'bucket-signed-other',
        field,
        args: { host },
        commonness: COMMONNESS.domain,
        triggers: [
          ['own-domain', 0.7],
          [`host=${asciiLower(host).slice(0, 80)}`, 0.3],
        ],
      }),
    );
  }
  if ((request.key ?? '') === '' && bucket !== '') {
    found.push(
      candidate(asked, {
        kind: 'bucket-itself',
        cause: 'resource-slash-missing',
        field,
        commonness: COMMONNESS.service,
        triggers: [['bucket-itself', 1]],
      }),
    );
  }
  found.push(
    candidate(asked, {
      kind: 'bucket-other',
      cause: 'bucket-signed-other',
      field,
      signs: [sign(sdkOfUserAgent(asked.agent) === null, 'own-signer', 2)],
      commonness: COMMONNESS.all,
      triggers: [
        [`bucket=${bucket.slice(0, 80)}`, 0.5],
        ['any', 0.5],
      ],
    }),
  );
  return found;
}

/** Parameters that say which upload or part a request is of: SDKs sign them. */
const OF_UPLOAD = /^(?:uploads|uploadId|partNumber|append|position)$/;
const OF_OBJECT = /^(?:x-oss-process|response-.*)$/;

function parameterCandidates(asked: SignedRequest): readonly Candidate[] {
  const seen = new Set<string>();
  return asked.parameters.flatMap((parameter) => {
    if (seen.has(parameter.name)) return [];
    seen.add(parameter.name);
    return [parameterCandidate(asked, parameter)];
  });
}

function parameterCandidate(asked: SignedRequest, parameter: SignedParameter): Candidate {
  const { name, rawValue, isBehindSignature } = parameter;
  const isToken = /security-token$/i.test(name);
  const sdk = sdkOfUserAgent(asked.agent);
  const neverSigned = sdk !== null && asked.record.family === 'v1' && sdkNeverSignsParameter(sdk, name);
  const isUrl = asked.record.names !== null;
  const kind = isToken
    ? 'token'
    : OF_UPLOAD.test(name)
      ? 'parameter-of-upload'
      : OF_OBJECT.test(name)
        ? 'parameter-of-object'
        : 'parameter-other';
  const commonness = isToken
    ? COMMONNESS.token
    : OF_UPLOAD.test(name)
      ? COMMONNESS.upload
      : OF_OBJECT.test(name)
        ? COMMONNESS.process
        : COMMONNESS.parameter;
  const triggers: Trigger[] = [[`parameter:${name.slice(0, 80)}`, 0.6]];
  if (rawValue !== null && !isToken) {
    triggers.push([`parameter:${name.slice(0, 80)}=${rawValue.slice(0, 80)}`, 0.2]);
  }
  const isAppended = isUrl && isBehindSignature;
  if (isAppended) triggers.push([`parameter-behind:${name.slice(0, 80)}`, 0.3]);
  return candidate(asked, {
    kind,
    cause: isToken ? 'token-not-signed' : 'subresource-added-after-signing',
    field: fieldOfParameter(asked, name),
    args: { name },
    commonness,
    triggers,
    signs: [
      sign(isAppended, 'behind-signature', 5),
      sign(unescaped(name) !== name, 'escaped-ampersand', 30),
      sign(rawValue?.includes('+') === true, 'plus-raw', 2),
      sign(neverSigned, 'sdk-never-signs', 6),
      sign(sdk === null && !isUrl && asked.parameters.length > 1, 'several-parameters', 1.6),
    ],
  });
}

/** Headers that SDKs of S3 list by themselves. */
const USUAL_IN_LIST = /^(?:user-agent|accept|accept-encoding|amz-sdk-.*|content-length|expect|te)$/;

function headerCandidates(asked: SignedRequest): readonly Candidate[] {
  const seen = new Set<string>();
  return asked.request.headers.flatMap(({ name }) => {
    const lower = asciiLower(name);
    const isCounted = seen.has(lower) || /^(?:content-type|content-md5|authorization|date)$/.test(lower);
    seen.add(lower);
    if (isCounted || !asked.signedHeaders.has(lower)) return [];
    if (lower.endsWith('-content-sha256')) return [];
    return [headerCandidate(asked, lower)];
  });
}

function headerCandidate(asked: SignedRequest, lower: ByteString): Candidate {
  const { request, record } = asked;
  const field = fieldOfHeader(asked, lower);
  const is = `header:${lower.slice(0, 80)}`;
  const values = request.headers.filter(({ name }) => asciiLower(name) === lower);
  const value = values[0]?.value ?? '';
  if (/^x-(?:oss|amz)-date$/.test(lower)) {
    return candidate(asked, {
      kind: 'header-date',
      cause: 'date-of-other-header',
      field,
      commonness: COMMONNESS.all,
      triggers: [[is, 1]],
      signs: [sign(headerOf(request, 'date') !== null, 'sent-twice', 2)],
    });
  }
  if (lower === 'host') {
    const isDomain = isOwnDomain(value);
    return candidate(asked, {
      kind: 'header-host',
      ...(record.dialect === 's3' ? { rate: 2 * SUSPECTS['header-host'].rate.header } : {}),
      cause: 'header-lines-signed-other',
      field,
      commonness: 0.6,
      triggers: [
        [`host=${asciiLower(value).slice(0, 80)}`, 0.6],
        [is, 0.4],
      ],
      signs: [sign(isDomain, 'own-domain', 2), sign(isThroughProxy(asked), 'through-proxy', 1.5)],
    });
  }
  const isOwn = /^x-(?:oss|amz)-/.test(lower);
  const isToken = lower.endsWith('-security-token');
  const behind = isBehind(asked, lower);
  const isNonAscii = /[\x80-\xff]/.test(value);
  const isOddlySpaced = values.some(
    (each) => ODD_SPACES.test(each.value) || /^\s{2,}|\s$/.test(each.rawValue),
  );
  const isTwice = values.length > 1;
  const isUsual = !isOwn && record.dialect === 's3' && USUAL_IN_LIST.test(lower);
  const kind = isUsual
    ? 'header-usual'
    : isToken
      ? 'token'
      : /-callback(?:-var)?$/.test(lower)
        ? 'header-callback'
        : lower.includes('-meta-')
          ? 'header-meta'
          : isOwn
            ? 'header-oss'
            : 'header-listed';
  const commonness = {
    'header-usual': 0.8,
    token: COMMONNESS.token,
    'header-callback': COMMONNESS.callback,
    'header-meta': COMMONNESS.meta,
    'header-oss': COMMONNESS.header,
    'header-listed': COMMONNESS.listed,
  }[kind];
  const triggers: Trigger[] = [[is, 0.5]];
  if (!isToken) triggers.push([`${is}=${value.slice(0, 80)}`, 0.15]);
  if (isNonAscii) triggers.push([`${is} non-ascii`, 0.35]);
  if (isTwice) triggers.push([`${is} twice`, 0.35]);
  if (isOddlySpaced) triggers.push([`${is} spaces`, 0.35]);
  if (behind) triggers.push([`${is} behind`, 0.3]);
  const cause: CauseId = isToken
    ? 'token-not-signed'
    : isNonAscii
      ? 'header-value-encoding'
      : isTwice
        ? 'header-duplicates'
        : 'oss-header-added-after-signing';
  return candidate(asked, {
    kind,
    cause,
    field,
    args: { name: lower },
    commonness,
    triggers,
    signs: [
      sign(behind, 'behind-authorization', 4),
      sign(isNonAscii, 'non-ascii', 5),
      sign(isTwice, 'sent-twice', 5),
      sign(isOddlySpaced, 'odd-spaces', 5),
      sign(kind === 'header-listed', 'listed', 1.5),
    ],
  });
}

const RFC_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

function dateCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record } = asked;
  if (record.names !== null || record.family === 'v4') return [];
  const date = headerOf(request, 'date');
  const own = headerOf(request, 'x-oss-date');
  return [
    candidate(asked, {
      kind: 'date',
      cause: 'date-reformatted',
      field: 'date',
      commonness: COMMONNESS.all,
      triggers: [
        [own === null ? 'header:date' : 'header:x-oss-date', 0.5],
        ['any', 0.5],
      ],
      signs: [
        sign(date !== null && !RFC_DATE.test(date), 'date-form', 5),
        sign(isBehind(asked, 'date'), 'behind-authorization', 3),
      ],
    }),
  ];
}

function scopeCandidates(asked: SignedRequest): readonly Candidate[] {
  const { record, oss, claim, agent } = asked;
  if (record.family !== 'v4') return [];
  const isSdk = sdkOfUserAgent(agent) !== null;
  const { region, bucket } = oss.address;
  const found = [
    candidate(asked, {
      kind: 'scope',
      cause: 'region-mismatch',
      field: 'scope:region',
      args: { region: claim.scope?.region ?? '' },
      commonness: COMMONNESS.all,
      triggers: [
        ['any', 0.4],
        [`region=${region ?? ''}`, 0.3],
        [`bucket=${(bucket ?? '').slice(0, 80)}`, 0.3],
      ],
      signs: [sign(isSdk, 'sdk', 0.5), sign(!isSdk, 'own-signer', 1.5)],
    }),
  ];
  if (asked.signedHeaders.size > 0 && claim.listedHeaders !== null) {
    found.push(
      candidate(asked, {
        kind: 'header-list',
        cause: 'additional-headers-changed',
        field: 'additional-headers',
        commonness: 0.3,
        triggers: [[`listed=${claim.listedHeaders.join(';').slice(0, 80)}`, 1]],
      }),
    );
  }
  const hash = payloadHash(asked);
  if (hash !== null) {
    const body = bodyOf(asked) > 0;
    found.push(
      candidate(asked, {
        kind: record.dialect === 's3' ? 'payload-hash-s3' : 'payload-hash-oss',
        cause: 'payload-hash-changed',
        field: 'payload-hash',
        commonness: body ? 0.4 : 0.8,
        triggers: [
          [body ? 'body' : 'no-body', 0.6],
          [`hash=${hash.slice(0, 80)} ${body}`, 0.4],
        ],
        signs: [
          sign(hash !== 'UNSIGNED-PAYLOAD' && record.dialect === 'oss', 'hash-of-body', 3),
          sign(hash.startsWith('STREAMING'), 'hash-of-body', 5),
          sign(isThroughProxy(asked) && body, 'through-proxy', 1.5),
        ],
      }),
    );
  }
  return found;
}

/** Traits of a policy that signers and forms treat in different ways. */
const FORM_TRAITS = ['policy:line-breaks', 'policy:non-ascii', 'policy:long'] as const;

function formCandidates(asked: SignedRequest): readonly Candidate[] {
  const traits = traitsOf(asked);
  const found = [
    candidate(asked, {
      kind: 'policy',
      cause: 'policy-changed',
      field: 'policy',
      commonness: COMMONNESS.all,
      triggers: [
        ['any', 0.5],
        ...(FORM_TRAITS.flatMap((trait): Trigger[] =>
          traits.has(trait) ? [[trait, 0.4]] : [],
        ) satisfies readonly Trigger[]),
      ],
      signs: [
        sign(traits.has('policy:line-breaks'), 'line-breaks', 4),
        sign(traits.has('policy:non-ascii'), 'non-ascii', 3),
      ],
    }),
  ];
  return asked.record.family === 'v4' ? [...found, ...scopeCandidates(asked)] : found;
}

/** What no trait of a single request shows. */
function wholeCandidates(asked: SignedRequest): readonly Candidate[] {
  return [
    candidate(asked, {
      kind: 'secret',
      cause: 'other-secret-or-request',
      field: 'secret',
      args: { id: asked.claim.accessKeyId },
      commonness: COMMONNESS.all,
      triggers: [['any', 1]],
      signs: [sign(asked.record.names === null && sdkOfUserAgent(asked.agent) === null, 'own-signer', 0.7)],
    }),
    candidate(asked, {
      kind: 'signature',
      cause: 'signature-altered',
      field: 'signature',
      commonness: COMMONNESS.all,
      triggers: [['any', 1]],
    }),
  ];
}
