import { asciiLower, type ByteString, compareBytes } from '../../bytes/byte-string.ts';
import type { CauseId } from '../../diagnose/causes/index.ts';
import { isOfProxy, proxySigns } from '../../diagnose/earlier-hop.ts';
import { isOfOtherLength, lacksErrorHeader } from '../../diagnose/hints.ts';
import type { ProseArgs } from '../../diagnose/model.ts';
import { UNKNOWN_OPERATION } from '../../oss/operation.ts';
import { providerRecord } from '../../oss/providers/index.ts';
import type { Field } from '../../sign/canonical.ts';
import { DIALECTS, sdkNeverSignsParameter, sdkOfUserAgent } from '../../sign/index.ts';
import { SUSPECTS, type SuspectKind } from './entries.ts';
import { EVIDENCE, type EvidenceCode, type SignCode } from './evidence.ts';
import { isSignerOf, isSpeltOtherwise, placeOf } from './profiles.ts';
import {
  bareType,
  hasNoExtension,
  headerOf,
  hostOf,
  isBucketInPath,
  isOwnDomain,
  KEY_CHARACTERS,
  KEY_FOLDERS,
  KEY_SLASHES,
  lifeOf,
  ODD_SPACES,
  payloadHash,
  type SignedParameter,
  type SignedRequest,
  traitsOf,
  typeOfExtension,
  unescaped,
} from './traits.ts';

/** What a suspect is about: a field of the strings, or the secret; null for no one of them. */
export type SuspectField = Field | 'secret' | null;

/** A sign in the request itself, and by how much it multiplies the odds. */
export interface Sign {
  readonly code: EvidenceCode;
  readonly factor: number;
  /** Other exchanges that show it. */
  readonly exchanges: readonly number[];
  /** It shows nothing where accepted requests of the client have this trait, too. */
  readonly unlessAccepted?: string;
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
  /** It strikes every request of the client: that all were refused fits as well as for the secret. */
  readonly strikesAll?: boolean;
  /** Ordinary by itself: it counts where accepted requests lack the trait, and none has it. */
  readonly needsContrast?: boolean;
  /** It is another value in each request, so that one that was accepted clears no other. */
  readonly isOfEach?: boolean;
  /** Each URL is signed for one of its own: each that was accepted clears others by its share. */
  readonly isOfUrl?: boolean;
  /** Another request with the same signature differs in it, whatever accepted ones show. */
  readonly isApart?: boolean;
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
  'key:special': 0.08,
  'key:slashes': 0.05,
  'key:no-extension': 0.25,
  unlisted: 0.15,
  unsigned: 0.15,
  life: 0.3,
  list: 0.3,
  host: 0.6,
  'host listed': 0.15,
  usual: 0.8,
  domain: 0.2,
  service: 0.15,
  body: 0.4,
  'no-body': 0.8,
  'method in a header': 0.4,
  'method without an operation': 0.03,
  'HEAD in a URL': 0.12,
  'GET in a URL': 0.5,
  'PUT in a URL': 0.3,
  'another method in a URL': 0.3,
  all: 1,
} as const;

/**
 * How often the method of a URL is the wrong one: HEAD is what programs ask first where GET was signed, and
 * GET is what most URLs are signed for.
 */
export const METHOD_RATES = { HEAD: 2.2, GET: 0.3, PUT: 0.6 } as const;

/**
 * The parts that traits have in the belief in a kind: how likely it strikes by each. Those of rare traits
 * come on top of the others.
 */
export const SHARES = {
  type: 0.35,
  'type=': 0.3,
  'type:charset': 0.4,
  'type:text': 0.1,
  'type ': 0.1,
  'type behind': 0.3,
  'type:not-of-extension': 0.2,
  'key:special': 0.4,
  'key:*': 0.6,
  key: 0.5,
  'key:folders': 0.5,
  'own-domain': 0.7,
  'own-domain host=': 0.3,
  'bucket=': 0.5,
  'bucket any': 0.5,
  'parameter:': 0.6,
  'parameter=': 0.2,
  'parameter-behind:': 0.3,
  'host=': 0.6,
  'header:host': 0.4,
  'header:': 0.5,
  'header=': 0.15,
  'header non-ascii': 0.35,
  'header twice': 0.35,
  'header spaces': 0.35,
  'header behind': 0.3,
  date: 0.5,
  'date any': 0.5,
  'scope any': 0.4,
  'scope region=': 0.6,
  'hash body': 0.6,
  'hash=': 0.4,
  'policy any': 0.5,
  'policy:*': 0.4,
  'hop server=': 0.8,
  'hop any': 0.2,
} as const;

/**
 * Everything that may be wrong with a request whose string the server agrees with. `isSearched`: a search
 * with the secret ran to its end, and found nothing.
 */
export function candidatesOf(
  asked: SignedRequest,
  same: SameSignature | null,
  isSearched: boolean,
): readonly Candidate[] {
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
        hopCandidates,
        wholeCandidates,
      ];
  const found = parts.flatMap((part) => part(asked)).map((each) => atServer(asked, each));
  const all = isSearched ? found.map(searched) : found;
  if (same === null) return all;
  // another method brings a body and a type of its own
  const isOfMethod = same.fields.includes('method') && all.some(({ field }) => field === 'method');
  return all
    .filter(
      ({ field }) => !isOfMethod || field === 'method' || field === null || !same.fields.includes(field),
    )
    .map((each) => apart(each, same));
}

/**
 * By how much rates differ with servers that speak like S3, whose clients are few, and SDKs or tools. They
 * sign the region that they name, whichever that is, and so do the servers, which refuse a wrong one in other
 * words; a Host that a proxy writes anew is as frequent as with others. Most of their refusals that were
 * counted are of a wrong secret.
 */
export const AT_SERVERS_LIKE_S3: Readonly<Partial<Record<SuspectKind, number>>> = {
  scope: 0.1,
  'header-list': 0.2,
  'header-host': 0.5,
  'parameter-unsigned': 0.1,
  secret: 2,
};

/** Parameters that clients of S3 write, and sign, by themselves. */
const PARAMETER_OF_CLIENT = named(
  [
    'x-id|x-amz-(?:checksum|sdk)-.*',
    'location|list-type|delimiter|prefix|max-keys|encoding-type|fetch-owner|versions|object-lock',
  ],
  'i',
);

/** The rate of a parameter that the client of such a server wrote, and then signed, is so much. */
const PARAMETER_AT_S3 = 0.1;

function atServer(asked: SignedRequest, candidate: Candidate): Candidate {
  if (providerRecord(asked.oss.provider).isOneService) return candidate;
  const { kind, args } = candidate;
  const isOfClient =
    kind === 'parameter-other' &&
    (isKnownSigner(asked) || PARAMETER_OF_CLIENT.test(String(args['name'] ?? '')));
  const factor = isOfClient ? PARAMETER_AT_S3 : (AT_SERVERS_LIKE_S3[kind] ?? 1);
  return { ...candidate, rate: candidate.rate * factor };
}

function searched(candidate: Candidate): Candidate {
  const left = { code: 'searched', factor: SUSPECTS[candidate.kind].leftOpen, exchanges: [] } as const;
  return { ...candidate, signs: [...candidate.signs, left] };
}

/** Another request that has the same signature, and the fields in which its string differs. */
export interface SameSignature {
  readonly exchange: number;
  readonly fields: readonly string[];
}

/** Kinds that are of how a value was written, and not of which value it is. */
const OF_WRITING: ReadonlySet<SuspectKind> = new Set(['key-characters', 'key-slashes']);

function apart(candidate: Candidate, { exchange, fields }: SameSignature): Candidate {
  const { kind, field } = candidate;
  if (OF_WRITING.has(kind) || field === null || !fields.includes(field)) return candidate;
  const code = 'signature-of-another';
  const sign = { code, factor: EVIDENCE[code].factor, exchanges: [exchange] } as const;
  return { ...candidate, isApart: true, signs: [sign, ...candidate.signs] };
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

function sign(is: boolean, code: SignCode): Sign | null {
  return is ? { code, factor: EVIDENCE[code].factor, exchanges: [] } : null;
}

/** Signs of the place and the spelling of a header, by the profile of the client if it has one. */
function writingSigns(asked: SignedRequest, lowerName: string): readonly (Sign | null)[] {
  const { request, client } = asked;
  const place = client === null || !isTrusted(asked) ? 'unknown' : placeOf(client, request, lowerName);
  const isOther = client !== null && isTrusted(asked) && isSpeltOtherwise(client, request, lowerName);
  const unlessAccepted = `header:${lowerName.slice(0, 80)} behind`;
  return [
    sign(place === 'odd', 'out-of-place'),
    sign(place === 'unknown' && isBehind(asked, lowerName), 'behind-authorization'),
    sign(isOther, 'other-spelling'),
  ].map((each) => (each?.code === 'behind-authorization' ? { ...each, unlessAccepted } : each));
}

/** Behind Authorization, where the date, which was signed, stands before it. */
function isBehind({ request, authorizationAt }: SignedRequest, lowerName: string): boolean {
  if (authorizationAt < 0) return false;
  const names = request.headers.map(({ name }) => asciiLower(name));
  const dateAt = names.findIndex((name) => /^(?:date|x-(?:oss|amz)-date)$/.test(name));
  return dateAt >= 0 && dateAt < authorizationAt && names.indexOf(lowerName) > authorizationAt;
}

/** Whether a header may have been put in by the client's library, and not by what signed. */
function isPutBehind(asked: SignedRequest, lowerName: string): boolean {
  return writingSigns(asked, lowerName).some((each) => each !== null && each.code !== 'other-spelling');
}

/** The client that the User-Agent names is one that signs like this, or one that lets others sign. */
function isTrusted({ client, record }: SignedRequest): boolean {
  return client !== null && (client.profile.signs === null || isSignerOf(client, record));
}

/** The client that the User-Agent names made the signature by code that many use. */
function isKnownSigner({ client, record }: SignedRequest): boolean {
  return record.names === null && client !== null && isSignerOf(client, record);
}

/**
 * Code of somebody's own made the signature. The User-Agent of a signed URL or a form says who uses it, and
 * nothing of who signed it.
 */
function ownSigner(asked: SignedRequest): Sign | null {
  if (asked.record.carrier !== 'header' || isKnownSigner(asked)) return null;
  const isOfSigner = asked.client !== null && asked.client.profile.signs !== null;
  return sign(true, isOfSigner ? 'not-its-version' : 'own-signer');
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
function isThroughProxy({ oss }: SignedRequest): boolean {
  return proxySigns({ oss, sent: oss.exchange.request }).length > 0;
}

/** What stands before this capture, or behind it, where something shows that there is any. */
function hopCandidates(asked: SignedRequest): readonly Candidate[] {
  const isBefore = isThroughProxy(asked);
  const { response, connection } = asked.oss.exchange;
  const signs = [
    sign(isBefore, 'passed-a-hop'),
    sign(response !== null && isOfProxy(response), 'answered-through-hop'),
    sign(lacksErrorHeader(asked.oss), 'head-answered-as-get'),
  ];
  const isRisky = isOfPathsRewritten(asked);
  if (!isRisky && signs.every((each) => each === null)) return [];
  return [
    candidate(asked, {
      kind: 'hop',
      args: { where: isBefore ? 'before-capture' : 'behind-capture' },
      cause: isBefore ? 'changed-before-capture' : 'changed-unseen',
      field: null,
      commonness: COMMONNESS.all,
      triggers: isRisky
        ? [['key:slashes', 1]]
        : [
            [`server=${connection.server}`, SHARES['hop server=']],
            ['any', SHARES['hop any']],
          ],
      ...(isRisky ? { commonness: COMMONNESS['key:slashes'] } : {}),
      signs,
    }),
  ];
}

/**
 * Whether the path is one that proxies write anew (`//`, `.` and `..`), and nothing shows what the server
 * read: servers that speak like S3 are seldom reached without a proxy before them.
 */
function isOfPathsRewritten({ oss, request }: SignedRequest): boolean {
  if (providerRecord(oss.provider).isOneService || oss.error?.stringToSign != null) return false;
  return KEY_SLASHES.test(request.key ?? '');
}

function typeCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, signedHeaders, record } = asked;
  const type = signedHeaders.has('content-type') ? (headerOf(request, 'content-type') ?? '') : '';
  const body = bodyOf(asked);
  const { method } = request;
  if (type === '') {
    const isListed = asked.claim.listedHeaders?.includes('content-type') === true;
    if (!record.signsUnlisted('content-type') && !isListed) return [];
    const isUpload = body > 0 && (method === 'PUT' || method === 'POST');
    return [
      candidate(asked, {
        kind: isUpload ? 'type-lost' : 'type-dropped',
        needsContrast: !isUpload,
        cause: 'content-type-lost',
        field: 'content-type',
        commonness: COMMONNESS[isUpload ? 'type' : 'no-body'],
        triggers: [[body > 0 ? `no-type ${method}` : 'no-type', 1]],
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
  const behind = isPutBehind(asked, 'content-type');
  const isByExtension = due === bareType(type) && !hasCharset;
  const ownTypes = isKnownSigner(asked) ? (asked.client?.profile.ownTypes ?? null) : null;
  const isOwnType = ownTypes?.test(type) === true && !hasCharset && !behind;
  const triggers: Trigger[] = [
    ['type', SHARES.type],
    [`type=${type.slice(0, 80)}`, SHARES['type=']],
  ];
  if (hasCharset) triggers.push(['type:charset', SHARES['type:charset']]);
  if (/^text\//i.test(type)) triggers.push(['type:text', SHARES['type:text']]);
  if (method !== 'PUT') triggers.push([`type ${method}`, SHARES['type ']]);
  if (behind) triggers.push(['header:content-type behind', SHARES['type behind']]);
  if (isOther) triggers.push(['type:not-of-extension', SHARES['type:not-of-extension']]);
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
        ...writingSigns(asked, 'content-type'),
        sign(isFormType, 'form-type'),
        sign(isFormData, 'form-data'),
        sign(isTextDefault, 'default-of-library'),
        sign(hasCharset && !isTextDefault, 'charset'),
        sign(isOther && isUnusual, 'type-not-of-extension'),
        sign(ownTypes?.test(type) === false, 'type-not-of-client'),
        sign(isOwnType, 'type-of-client'),
        sign(record.names === null && isByExtension && !isOwnType, 'type-of-extension'),
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
        ...writingSigns(asked, 'content-md5'),
        sign(bodyOf(asked) === 0, 'digest-of-nothing'),
        ownSigner(asked),
      ],
    }),
  ];
}

function methodCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record } = asked;
  const { method } = request;
  const isUrl = record.names !== null;
  if (isKnownSigner(asked)) return [];
  const usual = method === 'HEAD' || method === 'GET' || method === 'PUT' ? method : null;
  const isOdd = isPostOfNothing(asked);
  const usualShare = isUrl ? (`${usual ?? 'another method'} in a URL` as const) : 'method in a header';
  const share = isOdd ? 'method without an operation' : usualShare;
  return [
    candidate(asked, {
      kind: 'method',
      ...(isUrl && usual !== null ? { rate: METHOD_RATES[usual] } : {}),
      cause: 'method-signed-other',
      field: 'method',
      args: { sent: method },
      commonness: COMMONNESS[share],
      triggers: [[`method=${method}`, 1]],
      isOfUrl: isUrl,
      signs: [
        sign(headerOf(request, 'x-http-method-override') !== null, 'method-override'),
        sign(method === 'OPTIONS', 'method-of-browser'),
        sign(isOdd, 'no-such-operation'),
      ],
    }),
  ];
}

/** OSS has no POST of an object but with a parameter that says what for. */
function isPostOfNothing({ request, oss, record }: SignedRequest): boolean {
  const isObject = (request.key ?? '') !== '' && request.form === null;
  return (
    request.method === 'POST' && isObject && record.dialect === 'oss' && oss.operation === UNKNOWN_OPERATION
  );
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
      ['key:special', SHARES['key:special']],
      ...kinds.map(([kind]): Trigger => [`key:${kind}`, SHARES['key:*'] / kinds.length]),
    ];
    const characters = [...new Set(key.match(/[\xC2-\xF4][\x80-\xBF]+|[^A-Za-z0-9\-._/~]/g) ?? [])];
    found.push(
      candidate(asked, {
        kind: 'key-characters',
        cause: 'key-encoded',
        field,
        args: { characters: characters.slice(0, 8).join('') },
        commonness: Math.max(commonness, COMMONNESS['key:special']),
        triggers,
        signs: [
          sign(/%25[0-9A-Fa-f]{2}/.test(request.path), 'encoded-twice'),
          sign(request.path.includes('+'), 'plus-raw'),
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
        commonness: COMMONNESS['key:slashes'],
        triggers: [['key:slashes', 1]],
      }),
    );
  }
  if (hasNoExtension(key)) {
    found.push(
      candidate(asked, {
        kind: 'key-cut',
        needsContrast: true,
        cause: 'key-cut',
        field,
        commonness: COMMONNESS['key:no-extension'],
        triggers: [['key:no-extension', 1]],
      }),
    );
  }
  found.push(
    candidate(asked, {
      kind: 'key-other',
      cause: 'key-encoded',
      field,
      commonness: COMMONNESS.all,
      triggers: KEY_FOLDERS.test(key)
        ? [
            ['key', SHARES.key],
            ['key:folders', SHARES['key:folders']],
          ]
        : [['key', 1]],
      isOfEach: true,
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
  if (isOwnDomain(asked, host)) {
    found.push(
      candidate(asked, {
        kind: 'bucket-of-domain',
        cause: 'bucket-signed-other',
        field,
        args: { host },
        commonness: COMMONNESS.domain,
        triggers: [
          ['own-domain', SHARES['own-domain']],
          [`host=${asciiLower(host).slice(0, 80)}`, SHARES['own-domain host=']],
        ],
      }),
    );
  }
  if ((request.key ?? '') === '' && bucket !== '') {
    // S3 version 2 signs the path as it is sent, and some clients add a slash to it
    const isSentWithout = record.dialect === 's3' && !request.path.endsWith('/');
    found.push(
      candidate(asked, {
        ...(isSentWithout
          ? { kind: 'bucket-end-slash', cause: 'bucket-signed-with-slash', args: { bucket } }
          : { kind: 'bucket-itself', cause: 'resource-slash-missing' }),
        field,
        commonness: COMMONNESS.service,
        triggers: [['bucket-itself', 1]],
        // botocore signs it so
        signs: [sign(isKnownSigner(asked) && !(isSentWithout && /boto/i.test(asked.agent)), 'sdk')],
      }),
    );
  }
  found.push(
    candidate(asked, {
      kind: 'bucket-other',
      cause: 'bucket-signed-other',
      field,
      signs: [ownSigner(asked)],
      strikesAll: true,
      commonness: COMMONNESS.all,
      triggers: [
        [`bucket=${bucket.slice(0, 80)}`, SHARES['bucket=']],
        ['any', SHARES['bucket any']],
      ],
    }),
  );
  return found;
}

/** Parameters that say which upload or part a request is of: SDKs sign them. */
const OF_UPLOAD = /^(?:uploads|uploadId|partNumber|append|position)$/;
const OF_OBJECT = /^(?:x-oss-process|response-.*)$/;

/**
 * One request went wrong in one way: of several parameters that nothing distinguishes, each has its part of
 * the belief in their kind.
 */
function parameterCandidates(asked: SignedRequest): readonly Candidate[] {
  const found = new Map<ByteString, Candidate>();
  for (const parameter of asked.parameters) {
    if (!found.has(parameter.name)) found.set(parameter.name, parameterCandidate(asked, parameter));
  }
  const all = [...found.values()];
  const isOneOf = ({ kind }: Candidate): boolean => kind === 'parameter-other';
  const others = Math.max(1, all.filter(isOneOf).length);
  const signed = all.map((each) => (isOneOf(each) ? { ...each, rate: each.rate / others } : each));
  return [...signed, ...unsignedCandidates(asked)];
}

/** Version 1 signs some parameters alone; code of somebody's own may sign them all. */
function unsignedCandidates(asked: SignedRequest): readonly Candidate[] {
  const [first] = asked.unsignedParameters;
  if (first === undefined || isKnownSigner(asked)) return [];
  return [
    candidate(asked, {
      kind: 'parameter-unsigned',
      cause: 'subresource-signed-extra',
      field: fieldOfParameter(asked, first),
      args: { name: first },
      commonness: COMMONNESS.unsigned,
      triggers: [['unsigned-parameters', 1]],
      signs: [ownSigner(asked)],
    }),
  ];
}

function parameterCandidate(asked: SignedRequest, parameter: SignedParameter): Candidate {
  const { name, rawValue, isBehindSignature } = parameter;
  const isToken = /security-token$/i.test(name);
  const sdk = sdkOfUserAgent(asked.agent);
  const isOwn = ownSigner(asked) !== null && asked.parameters.length > 1;
  const neverSigned = sdk !== null && asked.record.family === 'v1' && sdkNeverSignsParameter(sdk, name);
  const isUrl = asked.record.names !== null;
  const isEscaped = unescaped(name) !== name;
  const isPlus = rawValue?.includes('+') === true;
  const kind = isEscaped
    ? 'parameter-escaped'
    : isToken
      ? 'token'
      : isPlus
        ? 'parameter-plus'
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
  const triggers: Trigger[] = [[`parameter:${name.slice(0, 80)}`, SHARES['parameter:']]];
  if (rawValue !== null && !isToken) {
    triggers.push([`parameter:${name.slice(0, 80)}=${rawValue.slice(0, 80)}`, SHARES['parameter=']]);
  }
  const isAppended = isUrl && isBehindSignature;
  if (isAppended) triggers.push([`parameter-behind:${name.slice(0, 80)}`, SHARES['parameter-behind:']]);
  return candidate(asked, {
    kind,
    cause: isEscaped
      ? 'mangled-parameters'
      : isToken
        ? 'token-not-signed'
        : isPlus
          ? 'parameter-plus-raw'
          : 'subresource-added-after-signing',
    field: fieldOfParameter(asked, name),
    args: { name },
    commonness,
    triggers,
    strikesAll: isToken,
    signs: [
      sign(isAppended, 'behind-signature'),
      sign(isEscaped, 'escaped-ampersand'),
      sign(isPlus, 'plus-raw'),
      sign(neverSigned, 'sdk-never-signs'),
      sign(isOwn, 'several-parameters'),
      sign(isOwn && !isInOrder(asked.parameters), 'not-sorted'),
    ],
  });
}

function isInOrder(parameters: readonly SignedParameter[]): boolean {
  return parameters.every(({ name }, i) => compareBytes(parameters[i - 1]?.name ?? '', name) <= 0);
}

/** Headers that SDKs of S3 list by themselves. */
const USUAL_IN_LIST = named([
  'user-agent|accept|amz-sdk-.*|content-(?:encoding|length)|expect|te',
  'x-amz-(?:(?:checksum|sdk)-.*|user-agent|trailer|te|decoded-content-length|storage-class)',
  'x-amz-meta-s3cmd-attrs',
]);

/** What finds the names that one of the patterns fits as a whole. */
function named(patterns: readonly string[], flags = ''): RegExp {
  return new RegExp(`^(?:${patterns.join('|')})$`, flags);
}

/** Version 4 of S3 always signs the Host: its rate is so many times that of the others. */
export const HOST_OF_S3 = 2;

/** Servers of S3 take what its SDKs do to a body by default, which OSS does not. */
const HASH_AT_S3 = 0.15;

function headerCandidates(asked: SignedRequest): readonly Candidate[] {
  const seen = new Set<string>();
  return asked.request.headers.flatMap(({ name }) => {
    const lower = asciiLower(name);
    const isCounted = seen.has(lower) || /^(?:content-type|content-md5|authorization|date)$/.test(lower);
    seen.add(lower);
    if (isCounted || !asked.signedHeaders.has(lower)) return [];
    if (lower.endsWith('-content-sha256')) return [];
    // counted with the date
    if (asked.record.family !== 'v4' && /^x-(?:oss|amz)-date$/.test(lower)) return [];
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
      isOfEach: true,
      strikesAll: true,
      kind: 'header-date',
      cause: 'date-of-other-header',
      field,
      commonness: COMMONNESS.all,
      triggers: [[is, 1]],
      signs: [sign(isKnownSigner(asked), 'sdk'), ownSigner(asked)],
    });
  }
  if (lower === 'host') {
    const isDomain = isOwnDomain(asked, value);
    return candidate(asked, {
      kind: 'header-host',
      ...(record.dialect === 's3' ? { rate: SUSPECTS['header-host'].rate.header * HOST_OF_S3 } : {}),
      strikesAll: true,
      cause: 'header-lines-signed-other',
      field,
      commonness: COMMONNESS[record.dialect === 's3' ? 'host' : 'host listed'],
      triggers: [
        [`host=${asciiLower(value).slice(0, 80)}`, SHARES['host=']],
        [is, SHARES['header:host']],
      ],
      signs: [sign(isDomain, 'own-domain'), sign(isThroughProxy(asked), 'through-proxy'), ownSigner(asked)],
    });
  }
  const isOwn = /^x-(?:oss|amz)-/.test(lower);
  const isToken = lower.endsWith('-security-token');
  const behind = isPutBehind(asked, lower);
  const isNonAscii = /[\x80-\xff]/.test(value);
  const isOddlySpaced = values.some(
    (each) => ODD_SPACES.test(each.value) || /^\s{2,}|\s$/.test(each.rawValue),
  );
  const isTwice = values.length > 1;
  const isUsual = record.dialect === 's3' && USUAL_IN_LIST.test(lower);
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
    'header-usual': COMMONNESS.usual,
    token: COMMONNESS.token,
    'header-callback': COMMONNESS.callback,
    'header-meta': COMMONNESS.meta,
    'header-oss': COMMONNESS.header,
    'header-listed': COMMONNESS.listed,
  }[kind];
  const triggers: Trigger[] = [[is, SHARES['header:']]];
  if (!isToken) triggers.push([`${is}=${value.slice(0, 80)}`, SHARES['header=']]);
  if (isNonAscii) triggers.push([`${is} non-ascii`, SHARES['header non-ascii']]);
  if (isTwice) triggers.push([`${is} twice`, SHARES['header twice']]);
  if (isOddlySpaced) triggers.push([`${is} spaces`, SHARES['header spaces']]);
  if (behind) triggers.push([`${is} behind`, SHARES['header behind']]);
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
    strikesAll: isToken,
    signs: [
      ...writingSigns(asked, lower),
      isToken ? ownSigner(asked) : null,
      sign(isNonAscii, 'non-ascii'),
      sign(isTwice, 'sent-twice'),
      sign(isOddlySpaced, 'odd-spaces'),
      sign(kind === 'header-listed', 'listed'),
    ],
  });
}

const RFC_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

function dateCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record } = asked;
  if (record.family === 'v4') return [];
  if (record.names !== null) return expiresCandidates(asked);
  const date = headerOf(request, 'date');
  const prefix = DIALECTS[record.dialect].headerPrefix;
  const own = headerOf(request, `${prefix}date`);
  const name = own === null ? 'date' : `${prefix}date`;
  return [
    candidate(asked, {
      kind: 'date',
      cause: 'date-reformatted',
      field: 'date',
      commonness: COMMONNESS.all,
      triggers: [
        [`header:${name}`, SHARES.date],
        ['any', SHARES['date any']],
      ],
      isOfEach: true,
      strikesAll: true,
      signs: [
        sign(isKnownSigner(asked), 'sdk'),
        sign(date !== null && !RFC_DATE.test(date), 'date-form'),
        sign(date !== null && own !== null, 'two-dates'),
        sign(own !== null && !isKnownSigner(asked), 'date-of-service'),
        ...writingSigns(asked, name),
        ownSigner(asked),
      ],
    }),
  ];
}

/** Version 1 signs the time at which a URL ends; whoever gets the URL may put it off. */
function expiresCandidates(asked: SignedRequest): readonly Candidate[] {
  const life = lifeOf(asked.request, asked.oss);
  if (life === null) return [];
  return [
    candidate(asked, {
      kind: 'expires',
      needsContrast: true,
      cause: 'expires-signed-other',
      field: 'date',
      commonness: COMMONNESS.life,
      triggers: [[`life=${life}`, 1]],
    }),
  ];
}

function scopeCandidates(asked: SignedRequest): readonly Candidate[] {
  const { record, oss, claim } = asked;
  if (claim.scope === null) return [];
  const { region } = oss.address;
  const found = [
    candidate(asked, {
      kind: 'scope',
      cause: 'region-mismatch',
      field: 'scope:region',
      args: { region: claim.scope.region },
      commonness: COMMONNESS.all,
      triggers: [
        ['any', SHARES['scope any']],
        [`region=${region ?? ''}`, SHARES['scope region=']],
      ],
      strikesAll: true,
      signs: [sign(isKnownSigner(asked), 'sdk'), ownSigner(asked)],
    }),
  ];
  if (asked.signedHeaders.size > 0 && claim.listedHeaders !== null) {
    found.push(
      candidate(asked, {
        kind: 'header-list',
        cause: 'additional-headers-changed',
        field: 'additional-headers',
        commonness: COMMONNESS.list,
        triggers: [[`listed=${claim.listedHeaders.join(';').slice(0, 80)}`, 1]],
        signs: [sign(isKnownSigner(asked), 'sdk'), ownSigner(asked)],
      }),
    );
  }
  if (asked.unlistedHeader !== null && record.dialect === 'oss' && !isKnownSigner(asked)) {
    found.push(
      candidate(asked, {
        kind: 'header-unlisted',
        cause: 'additional-headers-changed',
        field: 'additional-headers',
        args: { name: asked.unlistedHeader },
        commonness: COMMONNESS.unlisted,
        triggers: [[`unlisted:${asked.unlistedHeader}`, 1]],
        signs: [ownSigner(asked)],
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
        ...(providerRecord(asked.oss.provider).isOneService
          ? {}
          : { rate: SUSPECTS['payload-hash-s3'].rate.header * HASH_AT_S3 }),
        strikesAll: record.dialect === 'oss',
        commonness: COMMONNESS[body ? 'body' : 'no-body'],
        triggers: [
          [body ? 'body' : 'no-body', SHARES['hash body']],
          [`hash=${hash.slice(0, 80)} ${body}`, SHARES['hash=']],
        ],
        signs: [
          sign(/^[0-9a-f]{64}$/i.test(hash) && record.dialect === 'oss', 'hash-of-body'),
          sign(hash.startsWith('STREAMING'), 'hash-of-chunks'),
          sign(record.dialect === 's3' && !body, 'hash-of-nothing'),
          record.dialect === 'oss' ? ownSigner(asked) : null,
          sign(isThroughProxy(asked) && body, 'through-proxy'),
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
        ['any', SHARES['policy any']],
        ...(FORM_TRAITS.flatMap((trait): Trigger[] =>
          traits.has(trait) ? [[trait, SHARES['policy:*']]] : [],
        ) satisfies readonly Trigger[]),
      ],
      isOfEach: true,
      signs: [
        sign(traits.has('policy:line-breaks'), 'line-breaks'),
        sign(traits.has('policy:non-ascii'), 'non-ascii'),
      ],
    }),
  ];
  return [...found, ...scopeCandidates(asked)];
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
    }),
    candidate(asked, {
      kind: 'servers',
      cause: 'one-of-several-servers',
      field: null,
      commonness: COMMONNESS.all,
      triggers: [['any', 1]],
    }),
    candidate(asked, {
      kind: 'signature',
      cause: 'signature-altered',
      field: 'signature',
      commonness: COMMONNESS.all,
      triggers: [['any', 1]],
      isOfEach: true,
      strikesAll: true,
      signs: [
        sign(isOfOtherLength(asked.claim), 'signature-length'),
        sign(asked.record.names !== null && asked.claim.rawSignature.includes('+'), 'plus-raw'),
        sign(isKnownSigner(asked), 'sdk'),
        ownSigner(asked),
      ],
    }),
  ];
}
