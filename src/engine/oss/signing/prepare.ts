import { asciiLower, type ByteString, compareBytes } from '../../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from '../../sign/canonical.ts';
import { type Claim, type Scope, scopeText } from '../../sign/claim.ts';
import { encodeComponent } from '../../sign/percent.ts';
import {
  datePart,
  type FormField,
  headerValue,
  type SignableRequest,
  sortedNames,
} from '../../sign/request.ts';
import { hasDerivedKey } from '../../sign/signature.ts';
import { UNSIGNED_PAYLOAD } from '../../sign/v4.ts';
import { DIALECTS, isOfUrl, type VersionRecord, versionRecord } from '../../sign/versions.ts';
import { type DraftedRequest, hasToken, withQuery } from './draft.ts';

/** What a signature is to be made with. */
export interface SigningOrder {
  readonly version: SignatureVersion;
  readonly accessKeyId: ByteString;
  /** Goes into the request where that has none. */
  readonly securityToken: ByteString | null;
  /** One moment in both forms, and whether it replaces a date that the request has. */
  readonly date: { readonly http: ByteString; readonly basic: ByteString; readonly replaces: boolean };
  /** As the version has it: Unix seconds, or (V4 family) a number of seconds. */
  readonly expires: { readonly text: ByteString; readonly replaces: boolean };
  readonly region: ByteString;
  readonly product: ByteString;
  /** Headers to be signed beside those that the version signs anyway; null for what is usual. */
  readonly listedHeaders: readonly ByteString[] | null;
  readonly payloadHash: ByteString | null;
}

/** Something that the version needs and the request did not have, or had otherwise. */
export interface Addition {
  readonly place: 'header' | 'query' | 'form';
  readonly name: ByteString;
  readonly value: ByteString;
}

/** A request that lacks nothing but its signature. */
export interface PreparedRequest {
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly additions: readonly Addition[];
}

/** Puts everything into an unsigned request that the version signs or needs. */
export function prepareRequest(unsigned: SignableRequest, order: SigningOrder): PreparedRequest {
  const draft = new Draft(unsigned);
  const scope = fillIn(draft, order);
  const { request } = draft;
  const { version, accessKeyId } = order;
  const claim: Claim = {
    version,
    accessKeyId,
    signature: '',
    rawSignature: '',
    signatureOrigin: signatureOrigin(version),
    scope,
    listedHeaders: draft.listed,
    securityToken: order.securityToken,
    date: datePart(request, versionRecord(version))?.value ?? null,
    expires: isOfUrl(version) ? order.expires.text : null,
    problems: [],
  };
  return { request, claim, additions: draft.additions };
}

/** A request on its way to a signature. */
class Draft {
  request: SignableRequest;
  listed: readonly ByteString[] | null = null;
  readonly #additions: Addition[] = [];

  constructor(request: SignableRequest) {
    this.request = request;
  }

  get additions(): readonly Addition[] {
    return this.#additions;
  }

  header(lowerName: string): ByteString | null {
    return headerValue(this.request, lowerName);
  }

  /** Sets a header; one that is there stays unless it is to be replaced. */
  setHeader(name: string, value: ByteString, replaces = false): void {
    const lower = asciiLower(name);
    const before = this.header(lower);
    if (before !== null && (!replaces || before === value)) return;
    const others = this.request.headers.filter((each) => asciiLower(each.name) !== lower);
    const line = { name, value, rawValue: ` ${value}`, frame: 0 };
    this.request = { ...this.request, headers: [...others, line] };
    this.#additions.push({ place: 'header', name, value });
  }

  setParameter(name: string, value: ByteString, replaces = false): void {
    const before = this.request.query.find((each) => each.name === name);
    if (before !== undefined && (!replaces || before.value === value)) return;
    const others = this.request.query.filter((each) => each !== before);
    const pairs = others.map(({ rawName, rawValue }) =>
      rawValue === null ? rawName : `${rawName}=${rawValue}`,
    );
    this.request = withQuery(this.request, [...pairs, `${encodeComponent(name)}=${encodeComponent(value)}`]);
    this.#additions.push({ place: 'query', name, value });
  }

  setField(name: string, value: ByteString): void {
    const form = this.request.form ?? [];
    if (form.some((each) => asciiLower(each.name) === name)) return;
    this.request = { ...this.request, form: [...form, { name, value }] };
    this.#additions.push({ place: 'form', name, value });
  }
}

/** ISO 8601 in its basic form, as V4 timestamps are. */
const BASIC = /^\d{8}T\d{6}Z$/;

/** Gives the scope of the V4 family; null for other versions. */
function fillIn(draft: Draft, order: SigningOrder): Scope | null {
  const tokenIsDue = order.securityToken !== null && !hasToken(draft.request);
  const token = tokenIsDue ? order.securityToken : null;
  const record = versionRecord(order.version);
  switch (record.carrier) {
    case 'header':
      return fillHeaders(draft, order, record, token);
    case 'url':
      return fillQuery(draft, order, record, token);
    case 'form':
      return fillForm(draft, order, record, token);
  }
}

function fillHeaders(
  draft: Draft,
  order: SigningOrder,
  record: VersionRecord,
  token: ByteString | null,
): Scope | null {
  const { date, payloadHash: hash } = order;
  const { headerPrefix } = DIALECTS[record.dialect];
  const ownDate = `${headerPrefix}date`;
  if (record.family !== 'v4') {
    draft.setHeader(draft.header(ownDate) === null ? 'Date' : ownDate, date.http, date.replaces);
    if (token !== null) draft.setHeader(record.token.name, token);
    if (record.listedInHeader !== null) draft.listed = order.listedHeaders;
    return null;
  }
  setTimestamp(draft, ownDate, order);
  draft.setHeader(`${headerPrefix}content-sha256`, hash ?? UNSIGNED_PAYLOAD, hash !== null);
  if (token !== null) draft.setHeader(record.token.name, token);
  draft.listed = order.listedHeaders ?? (record.dialect === 's3' ? usualS3Headers(draft) : null);
  return scopeOf(draft, order);
}

function fillQuery(
  draft: Draft,
  order: SigningOrder,
  record: VersionRecord,
  token: ByteString | null,
): Scope | null {
  const { accessKeyId: id, date, expires, listedHeaders, payloadHash: hash } = order;
  const { names, dialect } = record;
  if (names === null || names.expires === null) return null;
  if (names.version !== null) draft.setParameter(names.version, record.scheme);
  let scope: Scope | null = null;
  if (record.family === 'v1') {
    draft.setParameter(names.id, id);
    draft.setParameter(names.expires, expires.text, expires.replaces);
  } else if (record.family === 'v4') {
    for (const each of record.date) draft.setParameter(each.name, date.basic, date.replaces);
    draft.setParameter(names.expires, expires.text, expires.replaces);
    scope = scopeOf(draft, order);
    draft.setParameter(names.id, credentialText(id, scope));
  } else {
    draft.setParameter(names.expires, expires.text, expires.replaces);
    draft.setParameter(names.id, id);
  }
  const usual = dialect === 's3' ? ['host'] : null;
  if (names.listed !== null) setListed(draft, names.listed, listedHeaders ?? usual);
  if (record.family === 'v4' && hash !== null) {
    if (dialect === 's3') draft.setParameter('X-Amz-Content-Sha256', hash, true);
    else draft.setHeader('x-oss-content-sha256', hash, true);
  }
  if (token !== null) draft.setParameter(record.token.name, token);
  return scope;
}

function fillForm(
  draft: Draft,
  order: SigningOrder,
  record: VersionRecord,
  token: ByteString | null,
): Scope | null {
  const { accessKeyId: id, date } = order;
  const { names } = record;
  if (names === null) return null;
  if (token !== null) draft.setField(record.token.name, token);
  if (names.version !== null) draft.setField(names.version, record.scheme);
  if (record.digest.derived === null) {
    draft.setField(names.id, id);
    return null;
  }
  for (const { name } of record.date) draft.setField(name, date.basic);
  const scope = scopeOf(draft, order);
  draft.setField(names.id, credentialText(id, scope));
  return scope;
}

/** A Date header in the basic form serves as the timestamp too (the Android SDK sends no other). */
function setTimestamp(draft: Draft, name: string, { date }: SigningOrder): void {
  const inDate = draft.header(name) === null && BASIC.test(draft.header('date') ?? '');
  draft.setHeader(inDate ? 'Date' : name, date.basic, date.replaces);
}

/** Its day is that of the timestamp that is signed. */
function scopeOf({ request }: Draft, { version, date, region, product }: SigningOrder): Scope {
  const signed = datePart(request, versionRecord(version))?.value ?? '';
  const day = (BASIC.test(signed) ? signed : date.basic).slice(0, 8);
  const terminator = versionRecord(version).digest.derived?.terminator ?? '';
  return { date: day, region, product, terminator };
}

function credentialText(accessKeyId: ByteString, scope: Scope): ByteString {
  return `${accessKeyId}/${scopeText(scope)}`;
}

function setListed(draft: Draft, parameter: string, names: readonly ByteString[] | null): void {
  draft.listed = names;
  if (names !== null && names.length > 0) draft.setParameter(parameter, sortedNames(names).join(';'));
}

/** The headers that S3 clients sign: the host, what the content is, and all of their own. */
function usualS3Headers({ request }: Draft): readonly ByteString[] {
  const names = request.headers.map(({ name }) => asciiLower(name));
  return names.filter((name) => /^(?:host|content-type|content-md5|x-amz-.*)$/.test(name)).sort(compareBytes);
}

/** Name of the parameter or field that holds the signature; null for the Authorization header. */
function signatureName(version: SignatureVersion): string | null {
  return versionRecord(version).names?.signature ?? null;
}

function signatureOrigin(version: SignatureVersion): Origin {
  const { carrier, names } = versionRecord(version);
  if (names === null) return { frame: 0, source: 'header authorization' };
  return { frame: 0, source: `${carrier === 'form' ? 'form field' : 'query'} ${names.signature}` };
}

/** Has the request a date, or an expiry, that the version would sign? */
export function hasDate(request: SignableRequest, version: SignatureVersion): boolean {
  const signed = datePart(request, versionRecord(version));
  if (signed === null) return false;
  const { carrier, family } = versionRecord(version);
  return carrier === 'header' && family === 'v4' ? BASIC.test(signed.value) : true;
}

/** Product of the scope that a host goes with. */
export function usualProduct(version: SignatureVersion, host: ByteString): ByteString {
  if (versionRecord(version).dialect === 's3') return 's3';
  return /\.oss-cloudbox\.aliyuncs\.com(?::\d+)?$/i.test(host) ? 'oss-cloudbox' : 'oss';
}

/** Does the version have a scope, and so need a region? */
export function needsRegion(version: SignatureVersion): boolean {
  return hasDerivedKey(version);
}

/** A signature in the form in which it is sent. */
export type ReadySignature =
  | { readonly kind: 'header'; readonly value: ByteString }
  | { readonly kind: 'url'; readonly url: ByteString }
  | { readonly kind: 'form'; readonly fields: readonly FormField[] };

/** The Authorization header, the signed URL, or the fields of the form. */
export function readySignature(
  { scheme, host }: Pick<DraftedRequest, 'scheme' | 'host'>,
  request: SignableRequest,
  claim: Claim,
  signature: ByteString,
): ReadySignature {
  const name = signatureName(claim.version);
  if (name === null) return { kind: 'header', value: authorization(claim, signature) };
  if (request.form !== null && versionRecord(claim.version).carrier === 'form') {
    const others = request.form.filter((field) => field.name !== name);
    return { kind: 'form', fields: [...others, { name, value: signature }] };
  }
  const pairs = (request.rawQuery ?? '')
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
  const query = [...pairs, `${name}=${encodeComponent(signature)}`].join('&');
  return { kind: 'url', url: `${scheme}://${host}${request.path}?${query}` };
}

function authorization(claim: Claim, signature: ByteString): ByteString {
  const { version, accessKeyId: id, scope, listedHeaders } = claim;
  const listed = listedHeaders === null ? '' : sortedNames(listedHeaders).join(';');
  const credential = scope === null ? id : credentialText(id, scope);
  const { family, dialect, scheme, listedInHeader: listName } = versionRecord(version);
  switch (family) {
    case 'v2':
      return `${scheme} AccessKeyId:${id},${listed === '' ? '' : `${listName}:${listed},`}Signature:${signature}`;
    case 'v4':
      return dialect === 's3'
        ? `${scheme} Credential=${credential}, ${listName}=${listed}, Signature=${signature}`
        : `${scheme} Credential=${credential},${listed === '' ? '' : `${listName}=${listed},`}Signature=${signature}`;
    default:
      return `${scheme} ${id}:${signature}`;
  }
}
