import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import type { CauseId } from '../../engine/diagnose/cause.ts';
import { isOfProxy, proxySigns } from '../../engine/diagnose/earlier-hop.ts';
import { isOfOtherForm, isOfOtherLength, lacksErrorHeader } from '../../engine/diagnose/hints.ts';
import type { ProseArgs } from '../../engine/diagnose/model.ts';
import { parseEndpoint } from '../../engine/oss/address.ts';
import { UNKNOWN_OPERATION } from '../../engine/oss/operation.ts';
import { providerRecord } from '../../engine/oss/providers/index.ts';
import type { Field } from '../../engine/sign/canonical.ts';
import { DIALECTS, sdkNeverSignsParameter, sdkOfUserAgent, signsPath } from '../../engine/sign/index.ts';
import type { SuspectKind } from './entries.ts';
import { EVIDENCE, type EvidenceCode, type SignCode } from './evidence.ts';
import {
  AT_SERVERS_LIKE_S3,
  COMMONNESS,
  HASH_AT_S3,
  HOST_OF_S3,
  METHOD_RATES,
  OF_CLIENTS,
  PARAMETER_AT_S3,
  RATES,
  SHARES,
  type SignedBy,
  type Trait,
} from './numbers.ts';
import { dateIn, isSignerOf, isSpeltOtherwise, placeOf } from './profiles.ts';
import {
  bareType,
  hasNoExtension,
  headerOf,
  hostOf,
  hostTrait,
  isBucketInPath,
  isInOrder,
  isOwnDomain,
  KEY_CHARACTERS,
  KEY_FOLDERS,
  KEY_KINDS,
  KEY_SLASHES,
  keyForm,
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
  /** It is a trait of the client: all of its requests have it, or none. */
  readonly isOfClient: boolean;
  readonly triggers: readonly Trigger[];
  readonly signs: readonly Sign[];
  /** It strikes every request of the client: that all were refused fits as well as for the secret. */
  readonly strikesAll?: boolean;
  /** Ordinary by itself: it counts where accepted requests lack the trait, and none has it. */
  readonly needsContrast?: boolean;
  /** A trait of the request: only others that have it, too, are set against it. */
  readonly among?: string;
  /** It is another value in each request, so that one that was accepted clears no other. */
  readonly isOfEach?: boolean;
  /** Each URL is signed for one of its own: each that was accepted clears others by its share. */
  readonly isOfUrl?: boolean;
  /** Another request with the same signature differs in it, whatever accepted ones show. */
  readonly isApart?: boolean;
}

/** All that may be wrong where the server's string agrees. `isSearched`: a full search found nothing. */
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

/** Parameters that clients of S3 write, and sign, by themselves. */
const PARAMETER_OF_CLIENT = named(
  [
    'x-id|x-amz-(?:checksum|sdk)-.*',
    'location|list-type|delimiter|prefix|max-keys|encoding-type|fetch-owner|versions|object-lock',
  ],
  'i',
);

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
  const left = { code: 'searched', factor: RATES[candidate.kind].leftOpen, exchanges: [] } as const;
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

/** What the candidates of a kind have in common, unless one says otherwise. */
interface Row extends Pick<Candidate, 'cause' | 'strikesAll' | 'needsContrast' | 'isOfEach'> {
  /** Where it is the same in the strings of every version. */
  readonly field?: SuspectField;
  readonly common: Trait;
}

export const ROWS: Readonly<Record<SuspectKind, Row>> = {
  'type-added': { cause: 'content-type-added-after-signing', field: 'content-type', common: 'type' },
  'type-charset': { cause: 'content-type-charset', field: 'content-type', common: 'type' },
  'type-lost': { cause: 'content-type-lost', field: 'content-type', common: 'type' },
  'type-dropped': {
    cause: 'content-type-lost',
    field: 'content-type',
    common: 'no-body',
    needsContrast: true,
  },
  'type-unseen': { cause: 'content-type-added-after-signing', field: 'content-type', common: 'type' },
  md5: { cause: 'content-md5-not-signed', field: 'content-md5', common: 'md5' },
  method: { cause: 'method-signed-other', field: 'method', common: 'method in a header' },
  'key-characters': { cause: 'key-encoded', common: 'key:special' },
  'key-slashes': { cause: 'key-slashes', common: 'key:slashes' },
  'key-cut': { cause: 'key-cut', common: 'key:no-extension', needsContrast: true },
  'key-other': { cause: 'key-encoded', common: 'all', isOfEach: true },
  'key-unseen': { cause: 'key-encoded', field: 'resource:key', common: 'all' },
  'bucket-in-path': { cause: 'bucket-in-host-and-path', field: 'resource:bucket', common: 'bucket twice' },
  'bucket-of-domain': { cause: 'bucket-signed-other', field: 'resource:bucket', common: 'domain' },
  'bucket-itself': { cause: 'resource-slash-missing', field: 'resource:bucket', common: 'service' },
  'bucket-end-slash': { cause: 'bucket-signed-with-slash', field: 'resource:bucket', common: 'service' },
  'bucket-other': { cause: 'bucket-signed-other', field: 'resource:bucket', common: 'all', strikesAll: true },
  'bucket-with-slash': { cause: 'bucket-signed-other', field: 'resource:bucket', common: 'all' },
  'bucket-unseen': { cause: 'bucket-in-host-and-path', field: 'resource:bucket', common: 'all' },
  token: { cause: 'token-not-signed', common: 'token', strikesAll: true },
  'parameter-of-upload': { cause: 'subresource-added-after-signing', common: 'upload' },
  'parameter-of-object': { cause: 'subresource-added-after-signing', common: 'process' },
  'parameter-other': { cause: 'subresource-added-after-signing', common: 'parameter' },
  'parameter-plus': { cause: 'parameter-plus-raw', common: 'parameter' },
  'parameter-escaped': { cause: 'mangled-parameters', common: 'parameter' },
  'parameter-unsigned': { cause: 'subresource-signed-extra', common: 'unsigned' },
  'header-callback': { cause: 'oss-header-added-after-signing', common: 'callback' },
  'header-meta': { cause: 'oss-header-added-after-signing', common: 'meta' },
  'header-listed': { cause: 'oss-header-added-after-signing', common: 'listed' },
  'header-usual': { cause: 'oss-header-added-after-signing', common: 'usual' },
  'header-oss': { cause: 'oss-header-added-after-signing', common: 'header' },
  'header-host': { cause: 'header-lines-signed-other', common: 'host listed', strikesAll: true },
  'header-date': { cause: 'date-of-other-header', common: 'all', isOfEach: true, strikesAll: true },
  'header-list': { cause: 'additional-headers-changed', field: 'additional-headers', common: 'list' },
  'header-unlisted': { cause: 'additional-headers-changed', field: 'additional-headers', common: 'unlisted' },
  expires: { cause: 'expires-signed-other', field: 'date', common: 'life', needsContrast: true },
  date: { cause: 'date-reformatted', field: 'date', common: 'all', isOfEach: true, strikesAll: true },
  scope: { cause: 'region-mismatch', field: 'scope:region', common: 'all', strikesAll: true },
  'payload-hash-oss': {
    cause: 'payload-hash-changed',
    field: 'payload-hash',
    common: 'body',
    strikesAll: true,
  },
  'payload-hash-s3': { cause: 'payload-hash-changed', field: 'payload-hash', common: 'body' },
  policy: { cause: 'policy-changed', field: 'policy', common: 'all', isOfEach: true },
  hop: { cause: 'changed-unseen', common: 'all' },
  servers: { cause: 'one-of-several-servers', common: 'all' },
  secret: { cause: 'other-secret-or-request', field: 'secret', common: 'all' },
  'host-unseen': { cause: 'header-lines-signed-other', field: 'canonical-header:host', common: 'all' },
  'encoding-unseen': {
    cause: 'header-lines-signed-other',
    field: 'canonical-header:accept-encoding',
    common: 'all',
  },
  'secret-unseen': { cause: 'other-secret-or-request', field: 'secret', common: 'all' },
  signer: { cause: 'other-secret-or-request', common: 'all', strikesAll: true },
  signature: {
    cause: 'signature-altered',
    field: 'signature',
    common: 'all',
    isOfEach: true,
    strikesAll: true,
  },
};

/** What one request adds to the row of a kind, or changes in it. */
interface Draft extends Partial<Row>, Pick<Candidate, 'isOfUrl' | 'among'> {
  readonly rate?: number;
  readonly args?: ProseArgs;
  readonly commonness?: number;
  readonly triggers: readonly Trigger[];
  readonly signs?: readonly (Sign | null)[];
}

function candidate(asked: SignedRequest, kind: SuspectKind, draft: Draft): Candidate {
  const { common, ...row } = { ...ROWS[kind], ...draft };
  return {
    kind,
    field: null,
    args: {},
    rate: RATES[kind][signedBy(asked)],
    commonness: COMMONNESS[common],
    isOfClient: OF_CLIENTS.has(common),
    ...row,
    signs: (draft.signs ?? []).filter((each) => each !== null),
  };
}

function unless(shown: Sign | null, unlessAccepted: string): Sign | null {
  return shown === null ? null : { ...shown, unlessAccepted };
}

/** Whose code made the signature, as far as the request shows. */
export function signedBy(asked: SignedRequest): SignedBy {
  if (asked.record.carrier !== 'header') return 'url';
  return isKnownSigner(asked) ? 'known' : 'own';
}

/** Those triggers that a request has, with the shares that are named behind them. */
function triggersOf(
  ...all: readonly (readonly [is: boolean, trait: string, share: keyof typeof SHARES])[]
): readonly Trigger[] {
  return all.flatMap(([is, trait, share]): Trigger[] => (is ? [[trait, SHARES[share]]] : []));
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
  const dateAt = dateIn(names);
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
 * Signed by somebody's own code. For a URL or a form, the User-Agent names who uses it, not who signed; of an
 * answer alone, none is known.
 */
function ownSigner(asked: SignedRequest): Sign | null {
  if (asked.record.carrier !== 'header' || asked.oss.fromError === true || isKnownSigner(asked)) return null;
  const isOfSigner = asked.client !== null && asked.client.profile.signs !== null;
  return sign(true, isOfSigner ? 'not-its-version' : 'own-signer');
}

function bodyOf({ oss }: SignedRequest): number {
  return oss.exchange.request?.bodyBytes ?? 0;
}

function fieldOfHeader({ record }: SignedRequest, lowerName: ByteString): Field {
  if (record.family === 'v4' || record.family === 'format') return `canonical-header:${lowerName}`;
  return `oss-header:${lowerName}`;
}

function fieldOfParameter({ record }: SignedRequest, name: ByteString): Field {
  return record.family === 'v4' || record.family === 'format'
    ? `canonical-query:${name}`
    : `resource:subresource:${name}`;
}

/** A request that went through a proxy before it was captured shows it. */
function isThroughProxy(asked: SignedRequest): boolean {
  return hopMarks(asked).length > 0;
}

function hopMarks({ oss }: SignedRequest): readonly string[] {
  return proxySigns({ oss, sent: oss.exchange.request });
}

/** Marks that forward proxies write as gateways do, and CDNs. */
const OF_ANY_PROXY: ReadonlySet<string> = new Set(['via', 'x-forwarded-for', 'forwarded', 'HTTP/1.0']);

/**
 * Whether nothing shows but a forward proxy: it says so in Via (RFC 9110, section 7.6.3), and the client
 * named the service itself as the host. A gateway takes requests for another host, and writes more than this.
 */
function isForwarded(asked: SignedRequest): boolean {
  const marks = hopMarks(asked);
  const isOfProxyAlone = marks.includes('via') && marks.every((mark) => OF_ANY_PROXY.has(mark));
  return isOfProxyAlone && parseEndpoint(asciiLower(hostOf(asked))) !== null;
}

/** What stands before this capture, or behind it, where something shows that there is any. */
function hopCandidates(asked: SignedRequest): readonly Candidate[] {
  const isBefore = isThroughProxy(asked);
  // the server's string is that of the request as captured, or the verdict would be another one
  if (!isBefore && asked.oss.fromError !== true && asked.oss.error?.stringToSign != null) return [];
  const { response, connection } = asked.oss.exchange;
  const signs = [
    unless(sign(isBefore, isForwarded(asked) ? 'passed-a-forward-proxy' : 'passed-a-hop'), 'hop-marks'),
    sign(response !== null && isOfProxy(response), 'answered-through-hop'),
    sign(lacksErrorHeader(asked.oss), 'head-answered-as-get'),
  ];
  const ofServer = triggersOf(
    [isBefore, 'hop-marks', 'hop marks'],
    [true, `server=${connection.server}`, 'hop server='],
    [true, 'any', 'hop any'],
  );
  const isRisky = isOfPathsRewritten(asked);
  if (!isRisky && signs.every((each) => each === null)) {
    // an address that none of the accepted ones has
    const triggers = [[`server=${connection.server}`, 1]] as const;
    const among = hostTrait(asked);
    return [
      candidate(asked, 'hop', { args: { where: 'behind-capture' }, triggers, needsContrast: true, among }),
    ];
  }
  return [
    candidate(asked, 'hop', {
      args: { where: isBefore ? 'before-capture' : 'behind-capture' },
      cause: isBefore ? 'changed-before-capture' : 'changed-unseen',
      common: isRisky ? 'key:slashes' : 'all',
      triggers: isRisky ? [['key:slashes', 1]] : ofServer,
      signs,
    }),
  ];
}

/** Whether proxies rewrite such a path (`//`, `.`, `..`), and nothing shows what a server like S3 read. */
function isOfPathsRewritten({ oss, request }: SignedRequest): boolean {
  if (providerRecord(oss.provider).isOneService || oss.error?.stringToSign != null) return false;
  return KEY_SLASHES.test(request.key ?? '');
}

function typeCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, signedHeaders, record } = asked;
  const { method } = request;
  const type = signedHeaders.has('content-type') ? (headerOf(request, 'content-type') ?? '') : '';
  if (type !== '') return [typeCandidate(asked, type)];
  const isListed = asked.claim.listedHeaders?.includes('content-type') === true;
  if (!record.signsUnlisted('content-type') && !isListed) return [];
  const hasBody = bodyOf(asked) > 0;
  const kind = hasBody && (method === 'PUT' || method === 'POST') ? 'type-lost' : 'type-dropped';
  return [candidate(asked, kind, { triggers: [[hasBody ? `no-type ${method}` : 'no-type', 1]] })];
}

function typeCandidate(asked: SignedRequest, type: ByteString): Candidate {
  const { request, record } = asked;
  const { method } = request;
  const isFormType = /^application\/x-www-form-urlencoded/i.test(type);
  const isFormData = /^multipart\/form-data/i.test(type);
  const isTextDefault = /^text\/plain;\s*charset=utf-8$/i.test(type);
  const hasCharset = /;\s*charset=/i.test(type);
  const isOctet = bareType(type) === 'application/octet-stream';
  const due = typeOfExtension(request.key);
  const isUnusual = !isOctet && !isFormType && !isFormData && !isTextDefault;
  const isOther = due !== null && due !== bareType(type);
  const isOfText = /^text\/|^application\/(?:json|xml)/i.test(type);
  const behind = isPutBehind(asked, 'content-type');
  const isByExtension = due === bareType(type) && !hasCharset;
  const ownTypes = isKnownSigner(asked) ? (asked.client?.profile.ownTypes ?? null) : null;
  const isOwnType = ownTypes?.test(type) === true && !hasCharset && !behind;
  const isOfCharset = hasCharset && !isTextDefault;
  return candidate(asked, isOfCharset ? 'type-charset' : 'type-added', {
    args: { sent: type },
    triggers: triggersOf(
      [true, 'type', 'type'],
      [true, `type=${type.slice(0, 80)}`, 'type='],
      [hasCharset, 'type:charset', 'type:charset'],
      [/^text\//i.test(type), 'type:text', 'type:text'],
      [method !== 'PUT', `type ${method}`, 'type '],
      [behind, 'header:content-type behind', 'type behind'],
      [isOther, 'type:not-of-extension', 'type:not-of-extension'],
    ),
    signs: [
      ...writingSigns(asked, 'content-type'),
      sign(isFormType, 'form-type'),
      sign(isFormData, 'form-data'),
      sign(isTextDefault, 'default-of-library'),
      sign(isOfCharset, 'charset'),
      sign(isOther && isUnusual && isOfText, 'type-not-of-extension'),
      sign(ownTypes?.test(type) === false, 'type-not-of-client'),
      sign(isOwnType, 'type-of-client'),
      sign(record.names === null && isByExtension && !isOwnType, 'type-of-extension'),
    ],
  });
}

function digestCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, signedHeaders } = asked;
  if (headerOf(request, 'content-md5') === null || !signedHeaders.has('content-md5')) return [];
  const isOfNothing = sign(bodyOf(asked) === 0, 'digest-of-nothing');
  const signs = [...writingSigns(asked, 'content-md5'), isOfNothing];
  return [candidate(asked, 'md5', { triggers: [['header:content-md5', 1]], signs })];
}

function methodCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record } = asked;
  const { method } = request;
  const isUrl = record.names !== null;
  if (isKnownSigner(asked)) return [];
  const usual = method === 'HEAD' || method === 'GET' || method === 'PUT' ? method : null;
  const isOdd = isPostOfNothing(asked);
  const share = isUrl ? (`${usual ?? 'another method'} in a URL` as const) : 'method in a header';
  return [
    candidate(asked, 'method', {
      ...(isUrl && usual !== null ? { rate: METHOD_RATES[usual] } : {}),
      args: { sent: method },
      common: isOdd ? 'method without an operation' : share,
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
  const field: Field =
    record.family === 'v4' || record.family === 'format' ? 'canonical-uri' : 'resource:key';
  const found: Candidate[] = [];
  const kinds = KEY_KINDS.filter((kind) => KEY_CHARACTERS[kind].test(key));
  if (kinds.length > 0) {
    const characters = [...new Set(key.match(/[\xC2-\xF4][\x80-\xBF]+|[^A-Za-z0-9\-._/~]/g) ?? [])];
    const draft: Draft = {
      field,
      args: { characters: characters.slice(0, 8).join('') },
      triggers: [
        ['key:special', SHARES['key:special']],
        ...kinds.map((kind): Trigger => [`key:${kind}`, SHARES['key:*'] / kinds.length]),
      ],
      signs: [
        sign(/%25[0-9A-Fa-f]{2}/.test(request.path), 'encoded-twice'),
        sign(request.path.includes('+'), 'plus-raw'),
      ],
    };
    found.push(candidate(asked, 'key-characters', draft));
  }
  const trait = (kind: SuspectKind, name: string): Candidate =>
    candidate(asked, kind, { field, triggers: [[name, 1]] });
  if (KEY_SLASHES.test(key)) found.push(trait('key-slashes', 'key:slashes'));
  if (hasNoExtension(key)) found.push(trait('key-cut', 'key:no-extension'));
  const ofForm = [
    ...triggersOf([true, 'key', 'key'], [KEY_FOLDERS.test(key), 'key:folders', 'key:folders']),
    ...keyForm(key).map(([name, share]): Trigger => [name, SHARES[share]]),
  ];
  return [...found, candidate(asked, 'key-other', { field, triggers: ofForm })];
}

function bucketCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record, oss } = asked;
  if (record.family === 'format' || (record.family === 'v4' && signsPath(record.dialect))) return [];
  const host = hostOf(asked);
  const bucket = oss.address.bucket ?? '';
  const found: Candidate[] = [];
  if (isBucketInPath(asked)) {
    found.push(candidate(asked, 'bucket-in-path', { args: { bucket }, triggers: [['bucket-in-path', 1]] }));
  }
  if (isOwnDomain(asked, host)) {
    const ofHost = `host=${asciiLower(host).slice(0, 80)}`;
    const triggers = triggersOf([true, 'own-domain', 'own-domain'], [true, ofHost, 'own-domain host=']);
    found.push(candidate(asked, 'bucket-of-domain', { args: { host }, triggers }));
  }
  if ((request.key ?? '') === '' && bucket !== '') {
    // S3 version 2 signs the path as it is sent, and some clients add a slash to it
    const isSentWithout = signsPath(record.dialect) && !request.path.endsWith('/');
    found.push(
      candidate(asked, isSentWithout ? 'bucket-end-slash' : 'bucket-itself', {
        ...(isSentWithout ? { args: { bucket } } : {}),
        triggers: [['bucket-itself', 1]],
        // botocore signs it so
        signs: [sign(isKnownSigner(asked) && !(isSentWithout && /boto/i.test(asked.agent)), 'sdk')],
      }),
    );
  }
  const ofBucket = `bucket=${bucket.slice(0, 80)}`;
  const triggers = triggersOf([true, ofBucket, 'bucket='], [true, 'any', 'bucket any']);
  const signs = [sign(parseEndpoint(asciiLower(bucket)) !== null, 'bucket-is-a-host')];
  return [...found, candidate(asked, 'bucket-other', { triggers, signs })];
}

/** Which kind a parameter is of, by its name: the first that fits. SDKs sign those of uploads. */
const PARAMETER_KINDS = [
  [/security-token$/i, 'token'],
  [/^(?:uploads|uploadId|partNumber|append|position)$/, 'parameter-of-upload'],
  [/^(?:x-oss-process|response-.*)$/, 'parameter-of-object'],
] as const;

function parameterCandidates(asked: SignedRequest): readonly Candidate[] {
  const found = new Map<ByteString, Candidate>();
  for (const parameter of asked.parameters) {
    if (!found.has(parameter.name)) found.set(parameter.name, parameterCandidate(asked, parameter));
  }
  return [...shared([...found.values()]), ...unsignedCandidates(asked)];
}

/** Kinds of which a request has one for each name of a header or a parameter: they are one suspect. */
export const OF_NAMES: ReadonlySet<SuspectKind> = new Set<SuspectKind>([
  'header-callback',
  'header-meta',
  'header-listed',
  'header-usual',
  'header-oss',
  'parameter-of-upload',
  'parameter-of-object',
  'parameter-other',
  'parameter-plus',
]);

/** One request went wrong in one way: of several names, each has its part of the belief in their kind. */
function shared(candidates: readonly Candidate[]): readonly Candidate[] {
  const names = new Map<SuspectKind, number>();
  for (const { kind } of candidates) names.set(kind, (names.get(kind) ?? 0) + 1);
  return candidates.map((each) => {
    return OF_NAMES.has(each.kind) ? { ...each, rate: each.rate / (names.get(each.kind) ?? 1) } : each;
  });
}

/** Version 1 signs some parameters alone; code of somebody's own may sign them all. */
function unsignedCandidates(asked: SignedRequest): readonly Candidate[] {
  const [name] = asked.unsignedParameters;
  if (name === undefined || isKnownSigner(asked)) return [];
  const field = fieldOfParameter(asked, name);
  const triggers = [['unsigned-parameters', 1]] as const;
  return [candidate(asked, 'parameter-unsigned', { field, args: { name }, triggers })];
}

function parameterCandidate(asked: SignedRequest, parameter: SignedParameter): Candidate {
  const { name, rawValue, isBehindSignature } = parameter;
  const byName = PARAMETER_KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'parameter-other';
  const isToken = byName === 'token';
  const sdk = sdkOfUserAgent(asked.agent);
  const isOwn = ownSigner(asked) !== null && asked.parameters.length > 1;
  const neverSigned = sdk !== null && asked.record.family === 'v1' && sdkNeverSignsParameter(sdk, name);
  const isEscaped = unescaped(name) !== name;
  const isPlus = rawValue?.includes('+') === true;
  const byValue = isPlus && !isToken ? 'parameter-plus' : byName;
  const isAppended = asked.record.names !== null && isBehindSignature;
  const is = name.slice(0, 80);
  return candidate(asked, isEscaped ? 'parameter-escaped' : byValue, {
    field: fieldOfParameter(asked, name),
    args: { name },
    common: ROWS[byName].common,
    triggers: triggersOf(
      [true, `parameter:${is}`, 'parameter:'],
      [rawValue !== null && !isToken, `parameter:${is}=${rawValue?.slice(0, 80)}`, 'parameter='],
      [isAppended, `parameter-behind:${is}`, 'parameter-behind:'],
      [rawValue === null, 'parameter-bare', 'parameter-bare'],
      [rawValue === '', 'parameter-empty', 'parameter-empty'],
      [!isInOrder(asked.parameters), 'parameters-unsorted', 'parameters-unsorted'],
    ),
    strikesAll: isToken,
    signs: [
      // some SDKs write the token that they signed there, too
      sign(isAppended && !isToken, 'behind-signature'),
      sign(isEscaped, 'escaped-ampersand'),
      sign(isPlus, 'plus-raw'),
      sign(neverSigned, 'sdk-never-signs'),
      sign(isOwn, 'several-parameters'),
      sign(isOwn && !isInOrder(asked.parameters), 'not-sorted'),
    ],
  });
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

/** Headers that are counted with the type, the digest, the date or the scope. */
const COUNTED_ELSEWHERE = /^(?:content-type|content-md5|authorization|date)$|-content-sha256$/;
const DATE_OF_SERVICE = /^x-(?:oss|amz|goog|tos)-date$/;

function headerCandidates(asked: SignedRequest): readonly Candidate[] {
  const sent = asked.request.headers.map(({ name }) => asciiLower(name));
  const found = [...new Set(sent)].flatMap((lower): readonly Candidate[] => {
    if (COUNTED_ELSEWHERE.test(lower) || !asked.signedHeaders.has(lower)) return [];
    if (lower === 'host') return [hostCandidate(asked)];
    if (!DATE_OF_SERVICE.test(lower)) return [headerCandidate(asked, lower)];
    // counted with the date
    if (asked.record.family !== 'v4') return [];
    const triggers = [[`header:${lower}`, 1]] as const;
    const field = fieldOfHeader(asked, lower);
    return [candidate(asked, 'header-date', { field, triggers })];
  });
  return shared(found);
}

function hostCandidate(asked: SignedRequest): Candidate {
  const { request, record } = asked;
  const value = headerOf(request, 'host') ?? '';
  return candidate(asked, 'header-host', {
    ...(record.dialect !== 'oss'
      ? { rate: RATES['header-host'][signedBy(asked)] * hostFactor(asked, value), common: 'host' }
      : {}),
    field: fieldOfHeader(asked, 'host'),
    triggers: triggersOf(
      [true, `host=${asciiLower(value).slice(0, 80)}`, 'host='],
      [true, 'header:host', 'header:host'],
    ),
    signs: [sign(isOwnDomain(asked, value), 'own-domain'), sign(isThroughProxy(asked), 'through-proxy')],
  });
}

/** Nobody puts a proxy before AWS itself; other services of S3 are seldom reached without one. */
function hostFactor({ oss }: SignedRequest, host: ByteString): number {
  if (providerRecord(oss.provider).isOneService) return 1;
  return /\.amazonaws\.com(?:\.cn)?(?::\d+)?$/i.test(host) ? HOST_OF_S3.aws : HOST_OF_S3.others;
}

/** Which kind a header is of, by its name: the first that fits. */
const HEADER_KINDS = [
  [/-security-token$/, 'token'],
  [/-callback(?:-var)?$/, 'header-callback'],
  [/-meta-/, 'header-meta'],
  [/^x-(?:oss|amz|obs|cos|goog|tos)-/, 'header-oss'],
] as const;

function headerCandidate(asked: SignedRequest, lower: ByteString): Candidate {
  const { request, record } = asked;
  const is = `header:${lower.slice(0, 80)}`;
  const values = request.headers.filter(({ name }) => asciiLower(name) === lower);
  const value = values[0]?.value ?? '';
  const isNonAscii = /[\x80-\xff]/.test(value);
  const isOddlySpaced = values.some(
    (each) => ODD_SPACES.test(each.value) || /^\s{2,}|\s$/.test(each.rawValue),
  );
  const isTwice = values.length > 1;
  const isUsual = record.dialect === 's3' && USUAL_IN_LIST.test(lower);
  const byName = HEADER_KINDS.find(([pattern]) => pattern.test(lower))?.[1] ?? 'header-listed';
  const kind = isUsual ? 'header-usual' : byName;
  const isToken = kind === 'token';
  const ofValue: CauseId | null = isNonAscii ? 'header-value-encoding' : isTwice ? 'header-duplicates' : null;
  return candidate(asked, kind, {
    ...(isToken || ofValue === null ? {} : { cause: ofValue }),
    field: fieldOfHeader(asked, lower),
    args: { name: lower },
    triggers: triggersOf(
      [true, is, 'header:'],
      [!isToken, `${is}=${value.slice(0, 80)}`, 'header='],
      [isNonAscii, `${is} non-ascii`, 'header non-ascii'],
      [isTwice, `${is} twice`, 'header twice'],
      [isOddlySpaced, `${is} spaces`, 'header spaces'],
      [isPutBehind(asked, lower), `${is} behind`, 'header behind'],
    ),
    signs: [
      ...writingSigns(asked, lower),
      // what packs answers on the way asks the server for its own codings
      unless(sign(lower === 'accept-encoding' && isThroughProxy(asked), 'passed-a-hop'), 'hop-marks'),
      sign(lower === 'accept-encoding' && isAnsweredByEdge(asked), 'answered-by-edge'),
      sign(isNonAscii, 'non-ascii'),
      sign(isTwice, 'sent-twice'),
      sign(isOddlySpaced, 'odd-spaces'),
      sign(kind === 'header-listed', 'listed'),
    ],
  });
}

/** Google's front end, and Cloudflare's before a store that is not its own. */
function isAnsweredByEdge({ oss, request }: SignedRequest): boolean {
  const { response } = oss.exchange;
  if (response === null || /\.r2\.cloudflarestorage\.com$/i.test(headerOf(request, 'host') ?? ''))
    return false;
  return response.headers.some(({ name }) => /^(?:cf-ray|x-guploader-uploadid)$/i.test(name));
}

const RFC_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

function dateCandidates(asked: SignedRequest): readonly Candidate[] {
  const { request, record } = asked;
  if (record.family === 'v4' || record.family === 'format') return [];
  if (record.names !== null) return expiresCandidates(asked);
  const date = headerOf(request, 'date');
  const prefix = DIALECTS[record.dialect].headerPrefix;
  const own = headerOf(request, `${prefix}date`);
  const name = own === null ? 'date' : `${prefix}date`;
  return [
    candidate(asked, 'date', {
      triggers: triggersOf([true, `header:${name}`, 'date'], [true, 'any', 'date any']),
      signs: [
        sign(date !== null && !RFC_DATE.test(date), 'date-form'),
        sign(date !== null && own !== null, 'two-dates'),
        sign(own !== null && !isKnownSigner(asked), 'date-of-service'),
        ...writingSigns(asked, name),
      ],
    }),
  ];
}

/** Version 1 signs the time at which a URL ends; whoever gets the URL may put it off. */
function expiresCandidates(asked: SignedRequest): readonly Candidate[] {
  const life = lifeOf(asked.request, asked.oss);
  return life === null ? [] : [candidate(asked, 'expires', { triggers: [[`life=${life}`, 1]] })];
}

function scopeCandidates(asked: SignedRequest): readonly Candidate[] {
  const { record, oss, claim, signedHeaders, unlistedHeader: unlisted } = asked;
  if (claim.scope === null || record.family === 'format') return [];
  const { region } = claim.scope;
  const ofRegion = `region=${oss.address.region ?? ''}`;
  const triggers = triggersOf([true, 'any', 'scope any'], [true, ofRegion, 'scope region=']);
  const found = [candidate(asked, 'scope', { args: { region }, triggers })];
  if (signedHeaders.size > 0 && claim.listedHeaders !== null) {
    const listed = `listed=${claim.listedHeaders.join(';').slice(0, 80)}`;
    found.push(candidate(asked, 'header-list', { triggers: [[listed, 1]] }));
  }
  if (unlisted !== null && record.dialect === 'oss' && !isKnownSigner(asked)) {
    const draft: Draft = { args: { name: unlisted }, triggers: [[`unlisted:${unlisted}`, 1]] };
    found.push(candidate(asked, 'header-unlisted', draft));
  }
  const hash = payloadHash(asked);
  return hash === null ? found : [...found, hashCandidate(asked, hash)];
}

function hashCandidate(asked: SignedRequest, hash: ByteString): Candidate {
  const hasBody = bodyOf(asked) > 0;
  const body = hasBody ? 'body' : 'no-body';
  const isS3 = signsPath(asked.record.dialect);
  const { isOneService } = providerRecord(asked.oss.provider);
  return candidate(asked, isS3 ? 'payload-hash-s3' : 'payload-hash-oss', {
    ...(isOneService ? {} : { rate: RATES['payload-hash-s3'][signedBy(asked)] * HASH_AT_S3 }),
    common: body,
    triggers: triggersOf([true, body, 'hash body'], [true, `hash=${hash.slice(0, 80)} ${hasBody}`, 'hash=']),
    signs: [
      sign(/^[0-9a-f]{64}$/i.test(hash) && !isS3, 'hash-of-body'),
      sign(hash.startsWith('STREAMING'), 'hash-of-chunks'),
      sign(isS3 && !hasBody, 'hash-of-nothing'),
      sign(isThroughProxy(asked) && hasBody, 'through-proxy'),
    ],
  });
}

function formCandidates(asked: SignedRequest): readonly Candidate[] {
  const traits = traitsOf(asked);
  const ofPolicy = candidate(asked, 'policy', {
    triggers: triggersOf(
      [true, 'any', 'policy any'],
      // signers and forms treat these in different ways
      [traits.has('policy:line-breaks'), 'policy:line-breaks', 'policy:*'],
      [traits.has('policy:non-ascii'), 'policy:non-ascii', 'policy:*'],
      [traits.has('policy:long'), 'policy:long', 'policy:*'],
    ),
    signs: [
      sign(traits.has('policy:line-breaks'), 'line-breaks'),
      sign(traits.has('policy:non-ascii'), 'non-ascii'),
    ],
  });
  return [ofPolicy, ...scopeCandidates(asked)];
}

/** What no trait of a single request shows. */
function wholeCandidates(asked: SignedRequest): readonly Candidate[] {
  const triggers = [['any', 1]] as const;
  const { claim, record } = asked;
  const signs = [
    sign(isOfOtherLength(claim), 'signature-length'),
    sign(isOfOtherForm(claim), 'signature-form'),
    sign(record.names !== null && claim.rawSignature.includes('+'), 'plus-raw'),
  ];
  return [
    candidate(asked, 'secret', { args: { id: claim.accessKeyId }, triggers }),
    candidate(asked, 'servers', { triggers }),
    candidate(asked, 'signature', { triggers, signs }),
    candidate(asked, 'signer', {
      triggers,
      signs: [ownSigner(asked), sign(/^curl\//.test(asked.agent), 'signed-in-shell')],
    }),
  ];
}
