import { asciiLower, type ByteString, compareBytes } from '../../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from '../../sign/canonical.ts';
import { isOfUrl } from '../../sign/canonical.ts';
import { type Claim, type Scope, scopeText } from '../../sign/claim.ts';
import { encodeComponent } from '../../sign/percent.ts';
import type { SignableRequest } from '../../sign/request.ts';
import { datePart, headerValue, sortedNames } from '../../sign/request-parts.ts';
import { hasDerivedKey } from '../../sign/signature.ts';
import { UNSIGNED_PAYLOAD } from '../../sign/v4.ts';
import { hasToken, withQuery } from './auth-names.ts';

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
    date: datePart(request, version)?.value ?? null,
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
  const { version, accessKeyId: id, date, expires, securityToken: token } = order;
  const tokenIsDue = token !== null && !hasToken(draft.request);
  switch (version) {
    case 'v1':
    case 'v2':
    case 's3v2': {
      const own = version === 's3v2' ? 'x-amz' : 'x-oss';
      draft.setHeader(
        draft.header(`${own}-date`) === null ? 'Date' : `${own}-date`,
        date.http,
        date.replaces,
      );
      if (tokenIsDue) draft.setHeader(`${own}-security-token`, token);
      if (version === 'v2') draft.listed = order.listedHeaders;
      return null;
    }
    case 'v4':
    case 's3v4': {
      const own = version === 's3v4' ? 'x-amz' : 'x-oss';
      const { payloadHash: hash } = order;
      setTimestamp(draft, `${own}-date`, order);
      draft.setHeader(`${own}-content-sha256`, hash ?? UNSIGNED_PAYLOAD, hash !== null);
      if (tokenIsDue) draft.setHeader(`${own}-security-token`, token);
      draft.listed = order.listedHeaders ?? (version === 's3v4' ? usualS3Headers(draft) : null);
      return scopeOf(draft, order);
    }
    case 'v1-url':
    case 's3v2-url':
      draft.setParameter(version === 'v1-url' ? 'OSSAccessKeyId' : 'AWSAccessKeyId', id);
      draft.setParameter('Expires', expires.text, expires.replaces);
      if (tokenIsDue)
        draft.setParameter(version === 'v1-url' ? 'security-token' : 'x-amz-security-token', token);
      return null;
    case 'v2-url':
      draft.setParameter('x-oss-signature-version', 'OSS2');
      draft.setParameter('x-oss-expires', expires.text, expires.replaces);
      draft.setParameter('x-oss-access-key-id', id);
      setListed(draft, 'x-oss-additional-headers', order.listedHeaders);
      if (tokenIsDue) draft.setParameter('security-token', token);
      return null;
    case 'v4-url': {
      draft.setParameter('x-oss-signature-version', 'OSS4-HMAC-SHA256');
      draft.setParameter('x-oss-date', date.basic, date.replaces);
      draft.setParameter('x-oss-expires', expires.text, expires.replaces);
      const scope = scopeOf(draft, order);
      draft.setParameter('x-oss-credential', credentialText(id, scope));
      setListed(draft, 'x-oss-additional-headers', order.listedHeaders);
      if (order.payloadHash !== null) draft.setHeader('x-oss-content-sha256', order.payloadHash, true);
      if (tokenIsDue) draft.setParameter('x-oss-security-token', token);
      return scope;
    }
    case 's3v4-url': {
      draft.setParameter('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
      draft.setParameter('X-Amz-Date', date.basic, date.replaces);
      draft.setParameter('X-Amz-Expires', expires.text, expires.replaces);
      const scope = scopeOf(draft, order);
      draft.setParameter('X-Amz-Credential', credentialText(id, scope));
      setListed(draft, 'X-Amz-SignedHeaders', order.listedHeaders ?? ['host']);
      if (order.payloadHash !== null) draft.setParameter('X-Amz-Content-Sha256', order.payloadHash, true);
      if (tokenIsDue) draft.setParameter('X-Amz-Security-Token', token);
      return scope;
    }
    case 'post-v1':
    case 'post-v2':
    case 'post-v4':
      return fillForm(draft, order, tokenIsDue ? token : null);
  }
}

function fillForm(draft: Draft, order: SigningOrder, token: ByteString | null): Scope | null {
  const { version, accessKeyId: id, date } = order;
  if (token !== null) draft.setField('x-oss-security-token', token);
  if (version === 'post-v1') {
    draft.setField('OSSAccessKeyId', id);
    return null;
  }
  draft.setField('x-oss-signature-version', version === 'post-v2' ? 'OSS2' : 'OSS4-HMAC-SHA256');
  if (version === 'post-v2') {
    draft.setField('x-oss-access-key-id', id);
    return null;
  }
  draft.setField('x-oss-date', date.basic);
  const scope = scopeOf(draft, order);
  draft.setField('x-oss-credential', credentialText(id, scope));
  return scope;
}

/** A Date header in the basic form serves as the timestamp too (the Android SDK sends no other). */
function setTimestamp(draft: Draft, name: string, { date }: SigningOrder): void {
  const inDate = draft.header(name) === null && BASIC.test(draft.header('date') ?? '');
  draft.setHeader(inDate ? 'Date' : name, date.basic, date.replaces);
}

/** Its day is that of the timestamp that is signed. */
function scopeOf({ request }: Draft, { version, date, region, product }: SigningOrder): Scope {
  const signed = datePart(request, version)?.value ?? '';
  const day = (BASIC.test(signed) ? signed : date.basic).slice(0, 8);
  const terminator = version.startsWith('s3') ? 'aws4_request' : 'aliyun_v4_request';
  return { date: day, region, product, terminator };
}

export function credentialText(accessKeyId: ByteString, scope: Scope): ByteString {
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
export function signatureName(version: SignatureVersion): string | null {
  switch (version) {
    case 'v1':
    case 'v2':
    case 'v4':
    case 's3v2':
    case 's3v4':
      return null;
    case 'v1-url':
    case 's3v2-url':
    case 'post-v1':
      return 'Signature';
    case 'v2-url':
    case 'v4-url':
    case 'post-v2':
    case 'post-v4':
      return 'x-oss-signature';
    case 's3v4-url':
      return 'X-Amz-Signature';
  }
}

function signatureOrigin(version: SignatureVersion): Origin {
  const name = signatureName(version);
  if (name === null) return { frame: 0, source: 'header authorization' };
  return { frame: 0, source: `${version.startsWith('post') ? 'form field' : 'query'} ${name}` };
}

/** Has the request a date, or an expiry, that the version would sign? */
export function hasDate(request: SignableRequest, version: SignatureVersion): boolean {
  const signed = datePart(request, version);
  if (signed === null) return false;
  return version === 'v4' || version === 's3v4' ? BASIC.test(signed.value) : true;
}

/** Product of the scope that a host goes with. */
export function usualProduct(version: SignatureVersion, host: ByteString): ByteString {
  if (version.startsWith('s3')) return 's3';
  return /\.oss-cloudbox\.aliyuncs\.com(?::\d+)?$/i.test(host) ? 'oss-cloudbox' : 'oss';
}

/** Does the version have a scope, and so need a region? */
export function needsRegion(version: SignatureVersion): boolean {
  return hasDerivedKey(version);
}
