import { fromBase64 } from '../../engine/bytes/base64.ts';
import { asciiLower, type ByteString, compareBytes } from '../../engine/bytes/byte-string.ts';
import { proxySigns } from '../../engine/diagnose/earlier-hop.ts';
import { parseEndpoint } from '../../engine/oss/address.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { providerRecord } from '../../engine/oss/providers/index.ts';
import {
  type Claim,
  DIALECTS,
  isSignedParameter,
  type SignableRequest,
  type VersionRecord,
  versionRecord,
} from '../../engine/sign/index.ts';
import { clientOfAgent, type KnownClient } from './profiles.ts';

/**
 * What a signed request has that may bear on its signature, as a set of names: `type` (it has a
 * Content-Type), `type=image/png`, `key:space`, `parameter:acl`, `header:x-oss-meta-a` … A cause strikes
 * requests that have one of them (`kinds.ts` says which), so accepted ones with that speak against it.
 */
export type Traits = ReadonlySet<string>;

export interface SignedRequest {
  readonly oss: OssExchange;
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly record: VersionRecord;
  /** User-Agent as sent; empty without one. */
  readonly agent: ByteString;
  /** The client that the User-Agent names; null where it is not known. */
  readonly client: KnownClient | null;
  /** Lower-case names of the headers that the version or the request's list signs. */
  readonly signedHeaders: ReadonlySet<ByteString>;
  /** Parameters that are signed and that are not of the signature itself, in the order sent. */
  readonly parameters: readonly SignedParameter[];
  /** Names of parameters that the version does not sign. */
  readonly unsignedParameters: readonly ByteString[];
  /** The first header of the request's own, in lower case, that is sent and not signed. */
  readonly unlistedHeader: ByteString | null;
  /** Index of the Authorization header among the headers; -1 without one. */
  readonly authorizationAt: number;
}

export interface SignedParameter {
  readonly name: ByteString;
  readonly rawValue: ByteString | null;
  /** Behind the parameters of the signature, where what is appended to a signed URL stands. */
  readonly isBehindSignature: boolean;
}

/** Null where the request, or what signs it, is not known. */
export function signedRequest(oss: OssExchange): SignedRequest | null {
  const { request, claim } = oss;
  if (request === null || claim === null) return null;
  const record = versionRecord(claim.version);
  const listed = claim.listedHeaders ?? [];
  const names = request.headers.map(({ name }) => asciiLower(name));
  const signedHeaders = new Set(names.filter((name) => record.signsUnlisted(name) || listed.includes(name)));
  const agent = headerOf(request, 'user-agent') ?? '';
  return {
    oss,
    request,
    claim,
    record,
    agent,
    client: clientOfAgent(agent),
    signedHeaders,
    parameters: signedParameters(request, record),
    unsignedParameters:
      record.family === 'v4' || record.family === 'format' ? [] : unsignedParameters(request),
    unlistedHeader: names.find((name) => MAY_BE_LISTED.test(name) && !signedHeaders.has(name)) ?? null,
    authorizationAt: names.indexOf('authorization'),
  };
}

/** Parameters that carry a signature, of every version. */
const OF_SIGNATURE =
  /^(?:q-(?:sign-algorithm|ak|sign-time|key-time|header-list|url-param-list|signature)|(?:OSS|AWS)?AccessKeyId|GoogleAccessId|Expires|Signature|x-oss-(?:signature.*|credential|access-key-id|date|expires|additional-headers)|x-(?:amz|goog|tos)-(?:signature|credential|algorithm|date|expires|signedheaders))$/i;

function signedParameters({ query }: SignableRequest, { family }: VersionRecord): readonly SignedParameter[] {
  let last = -1;
  query.forEach(({ name }, i) => {
    if (OF_SIGNATURE.test(name)) last = i;
  });
  return query.flatMap(({ name, rawValue }, i) => {
    if (OF_SIGNATURE.test(name)) return [];
    if (family !== 'v4' && family !== 'format' && !isSignedParameter(unescaped(name))) return [];
    return [{ name, rawValue, isBehindSignature: last >= 0 && i > last }];
  });
}

function unsignedParameters({ query }: SignableRequest): readonly ByteString[] {
  return query
    .map(({ name }) => name)
    .filter((name) => !OF_SIGNATURE.test(name) && !isSignedParameter(unescaped(name)));
}

/** Headers that say what a request is about, and are signed only where they are listed. */
const MAY_BE_LISTED = /^(?:range|if-.*|content-disposition|content-language|cache-control|expires)$/;

/** The name before an HTML or JSON escape of the `&` in front of it. */
export function unescaped(name: ByteString): ByteString {
  return name.replace(/^(?:amp;|\\u0026)/, '');
}

/** Value of the first header of a (lower-case) name; null without one. */
export function headerOf({ headers }: SignableRequest, lowerName: string): ByteString | null {
  return headers.find(({ name }) => asciiLower(name) === lowerName)?.value ?? null;
}

/** Kinds of characters that signers encode in different ways. */
export const KEY_CHARACTERS = {
  space: / /,
  plus: /\+/,
  percent: /%/,
  'non-ascii': /[\x80-\xff]/,
  cut: /[#?]/,
  paren: /[()!*']/,
  other: /[&=:@$,;[\]{}|^`<>"\\]/,
} as const;

export const KEY_KINDS = Object.keys(KEY_CHARACTERS) as readonly (keyof typeof KEY_CHARACTERS)[];

/** A slash at an end, two in a row, and segments of dots, which libraries normalise. */
export const KEY_SLASHES = /^\/|\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)/;

/** A name in a folder: signers lose the folders of some keys, or encode the slashes between them. */
export const KEY_FOLDERS = /[^/]\/[^/]/;

/** A name without an extension, as is left of one that a # or ? cut off. */
export function hasNoExtension(path: ByteString): boolean {
  return /(?:^|\/)[^./]+$/.test(path);
}

/** How long a URL of version 1 is good from its request on, roughly; null where that is not known. */
export function lifeOf({ query }: SignableRequest, { exchange }: OssExchange): string | null {
  const expires = query.find(({ name }) => name === 'Expires')?.rawValue ?? '';
  return exchange.request === null ? null : lifeOfTarget(expires, exchange.request.time.seconds);
}

/** The same, by the value of Expires. */
export function lifeOfTarget(expires: ByteString, now: number): string | null {
  if (!/^\d{1,12}$/.test(expires) || Number.isNaN(now)) return null;
  const hours = (Number(expires) - now) / 3600;
  return LIVES.find(([most]) => hours <= most)?.[1] ?? '> 7 d';
}

const LIVES: readonly (readonly [hours: number, name: string])[] = [
  [1.1, '0-1 h'],
  [12.1, '1-12 h'],
  [72.1, '12-72 h'],
  [168.1, '3-7 d'],
];

const EXTENSION_TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  xml: 'application/xml',
  csv: 'text/csv',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  zip: 'application/zip',
  gz: 'application/gzip',
};

/** The type that the extension of a key stands for; null for one that is not in the table. */
export function typeOfExtension(key: ByteString | null): string | null {
  const extension = /\.([A-Za-z0-9]+)$/.exec(key ?? '')?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(EXTENSION_TYPES, extension) ? (EXTENSION_TYPES[extension] ?? null) : null;
}

/** A media type without its parameters, in lower case. */
export function bareType(type: ByteString): ByteString {
  return asciiLower((type.split(';')[0] ?? '').trim());
}

/** The host that a request was sent to; of a refusal alone, the one that the server names. */
export function hostOf({ request, oss }: SignedRequest): ByteString {
  return headerOf(request, 'host') ?? (oss.exchange.request === null ? (oss.error?.hostId ?? '') : '');
}

/** Whether a host is a domain of the user's, whose name says nothing of a bucket. */
export function isOwnDomain({ oss }: Pick<SignedRequest, 'oss'>, host: ByteString): boolean {
  if (providerRecord(oss.provider).unknownHost === 'path') return false;
  return host !== '' && parseEndpoint(asciiLower(host.replace(/:\d+$/, ''))) === null;
}

/** Spaces that a signer may trim or collapse, and an empty value that it may leave out. */
export const ODD_SPACES = /^$|^\s|\s$| {2,}|\t/;

/** The traits of a request. Values are cut, so that a set stays small whatever was sent. */
export function traitsOf(signed: SignedRequest): Traits {
  const { request, oss, claim, record, authorizationAt } = signed;
  const traits = new Set<string>(['any', `method=${request.method}`, `version=${claim.version}`]);
  const body = oss.exchange.request?.bodyBytes ?? 0;
  traits.add(body > 0 ? 'body' : 'no-body');
  addHeaders(traits, signed, body);
  for (const { name, rawValue, isBehindSignature } of signed.parameters) {
    traits.add(`parameter:${cut(name)}`);
    if (rawValue !== null) traits.add(`parameter:${cut(name)}=${cut(rawValue)}`);
    if (rawValue === null) traits.add('parameter-bare');
    if (rawValue === '') traits.add('parameter-empty');
    if (isBehindSignature) traits.add(`parameter-behind:${cut(name)}`);
  }
  if (!isInOrder(signed.parameters)) traits.add('parameters-unsorted');
  const key = request.key ?? '';
  traits.add(key === '' ? 'no-key' : 'key');
  if (/[^A-Za-z0-9\-._/~]/.test(key)) traits.add('key:special');
  for (const kind of KEY_KINDS) if (KEY_CHARACTERS[kind].test(key)) traits.add(`key:${kind}`);
  if (KEY_SLASHES.test(key)) traits.add('key:slashes');
  if (KEY_FOLDERS.test(key)) traits.add('key:folders');
  for (const [trait] of keyForm(key)) traits.add(trait);
  if (hasNoExtension(key)) traits.add('key:no-extension');
  const life = record.names === null || record.dateIs !== 'expiry' ? null : lifeOf(request, oss);
  if (life !== null) traits.add(`life=${life}`);
  if (signed.unsignedParameters.length > 0) traits.add('unsigned-parameters');
  if (signed.unlistedHeader !== null) traits.add(`unlisted:${signed.unlistedHeader}`);
  traits.add(hostTrait(signed));
  if (proxySigns({ oss, sent: oss.exchange.request }).length > 0) traits.add('hop-marks');
  traits.add(`server=${oss.exchange.connection.server}`);
  const { bucket, region } = oss.address;
  traits.add(`bucket=${cut(bucket ?? '')}`);
  traits.add(`region=${region ?? ''}`);
  if (isOwnDomain(signed, hostOf(signed))) traits.add('own-domain');
  if (isBucketInPath(signed)) traits.add('bucket-in-path');
  if (key === '' && bucket !== null) traits.add('bucket-itself');
  if (claim.listedHeaders !== null) traits.add(`listed=${cut(claim.listedHeaders.join(';'))}`);
  if (claim.securityToken !== null) traits.add('token');
  if (record.family === 'v4') traits.add(`hash=${cut(payloadHash(signed) ?? '')} ${body > 0}`);
  if (authorizationAt < 0) traits.add('no-authorization');
  addPolicy(traits, signed);
  return traits;
}

/** Whether parameters stand in the order of their names, in which they are signed. */
export function isInOrder(parameters: readonly SignedParameter[]): boolean {
  return parameters.every(({ name }, i) => compareBytes(parameters[i - 1]?.name ?? '', name) <= 0);
}

/** What a key is like besides its special characters: by such things code treats some keys otherwise. */
export function keyForm(key: ByteString): readonly (readonly [trait: string, share: KeyForm])[] {
  const folder = /^([^/]+)\/[^/]/.exec(key)?.[1] ?? null;
  const extension = /[^/](\.[^./]{1,12})$/.exec(key)?.[1] ?? null;
  const form: (readonly [trait: string, share: KeyForm])[] = [];
  if (folder !== null) form.push([`key:in=${cut(folder)}`, 'key:in=']);
  if (extension !== null) form.push([`key:ext=${extension}`, 'key:ext=']);
  if (/[^/]\/[^/]+\/[^/]/.test(key)) form.push(['key:deep', 'key:deep']);
  if (key.length > LONG_KEY) form.push(['key:long', 'key:long']);
  if (/[A-Z]/.test(key)) form.push(['key:upper', 'key:upper']);
  if (key.includes('~')) form.push(['key:tilde', 'key:tilde']);
  return form;
}

/** What `keyForm` tells of a path, one form for each kind. A bucket may come first: two folders count. */
export function keyLooks(path: ByteString): readonly (string | number | boolean)[] {
  const plain = path.replace(/%2F/gi, '/').replace(/%[0-9A-Fa-f]{2}/g, '_');
  const parts = plain.split('/', 5);
  const extension = /[^/](\.[^./]{1,12})$/.exec(plain)?.[1] ?? '';
  return [
    parts.length,
    ...parts.slice(1, -1).slice(0, 2),
    extension,
    /[A-Z]/.test(plain),
    plain.length > LONG_KEY,
  ];
}

type KeyForm = 'key:in=' | 'key:ext=' | 'key:deep' | 'key:long' | 'key:upper' | 'key:tilde';

/** Bytes of a key from which on it is long. */
const LONG_KEY = 100;

export function hostTrait(signed: SignedRequest): string {
  return `host=${cut(asciiLower(hostOf(signed)))}`;
}

/** What requests of some methods have and others lack, whoever sends them: a body, and headers about it. */
export function goesWithMethod(trait: string): boolean {
  return OF_METHOD.test(trait);
}

const OF_METHOD =
  /^(?:method=|type|no-type|body$|no-body$|hash=|header:(?:content-|x-oss-meta-|x-oss-callback))/;

/** A policy is signed as its Base64 text, of which some forms make another. */
function addPolicy(traits: Set<string>, { request }: SignedRequest): void {
  const policy = request.form?.find(({ name }) => asciiLower(name) === 'policy')?.value;
  if (policy === undefined) return;
  if (/[\r\n]/.test(policy)) traits.add('policy:line-breaks');
  const bytes = fromBase64(policy.replace(/[\r\n]/g, ''));
  if (bytes !== null && /[\x80-\xff]/.test(bytes)) traits.add('policy:non-ascii');
  if (policy.length > LONG_POLICY) traits.add('policy:long');
}

/** Bytes of Base64 from which on encoders break lines. */
const LONG_POLICY = 76 * 4;

function addHeaders(traits: Set<string>, signed: SignedRequest, body: number): void {
  const { request, authorizationAt, signedHeaders } = signed;
  const type = signedHeaders.has('content-type') ? (headerOf(request, 'content-type') ?? '') : '';
  if (type === '') traits.add(body > 0 ? `no-type ${request.method}` : 'no-type');
  else {
    traits.add('type');
    traits.add(`type=${cut(type)}`);
    traits.add(`type ${request.method}`);
    if (/;\s*charset=/i.test(type)) traits.add('type:charset');
    if (/^text\//i.test(type)) traits.add('type:text');
    const due = typeOfExtension(request.key);
    if (due !== null && due !== bareType(type)) traits.add('type:not-of-extension');
  }
  const counts = new Map<string, number>();
  request.headers.forEach(({ name, value, rawValue }, i) => {
    const lower = asciiLower(name);
    if (!signedHeaders.has(lower)) return;
    counts.set(lower, (counts.get(lower) ?? 0) + 1);
    const is = `header:${cut(lower)}`;
    traits.add(is);
    if (lower !== 'date') traits.add(`${is}=${cut(value)}`);
    if (authorizationAt >= 0 && i > authorizationAt) traits.add(`${is} behind`);
    if (/[\x80-\xff]/.test(value)) traits.add(`${is} non-ascii`);
    if (ODD_SPACES.test(value) || /^\s{2,}|\s$/.test(rawValue)) traits.add(`${is} spaces`);
    if ((counts.get(lower) ?? 0) > 1) traits.add(`${is} twice`);
  });
}

/** Bytes of a value that a trait keeps. */
const LONGEST_VALUE = 80;

function cut(value: ByteString): ByteString {
  return value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value;
}

/** The host names the bucket, and the path begins with it, too. */
export function isBucketInPath({ request }: SignedRequest): boolean {
  const { bucket, path } = request;
  if (bucket === null || bucket === '') return false;
  const host = asciiLower(headerOf(request, 'host') ?? '');
  // some clients encode the slashes of a key, and with them the one behind the bucket
  return host.startsWith(`${bucket}.`) && path.replace(/%2F/gi, '/').startsWith(`/${bucket}/`);
}

/** The digest of the body that the request claims; null without one. */
export function payloadHash({ request, record }: SignedRequest): ByteString | null {
  return headerOf(request, `${DIALECTS[record.dialect].headerPrefix}content-sha256`);
}
