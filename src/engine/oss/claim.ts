/*
 * What a request claims to have signed, from the three places where a signature may stand: the Authorization
 * header, the query of a signed URL, and the fields of a form.
 */

import { asciiLower, type ByteString, isInLower, trimOws } from '../bytes/byte-string.ts';
import { addAll } from '../bytes/collections.ts';
import type { HttpRequest } from '../http/message.ts';
import { hasWholeForm, isForm } from '../http/multipart-form.ts';
import type { Origin, SignatureVersion } from '../sign/canonical.ts';
import type { Claim, ClaimProblem, Scope } from '../sign/claim.ts';
import { decodePercent } from '../sign/percent.ts';
import {
  datePart,
  formPart,
  headerPart,
  type QueryParameter,
  queryPart,
  type SignableRequest,
} from '../sign/request.ts';
import { GOOG4_RSA_SCHEME, SIGV4A_SCHEME } from '../sign/s3.ts';
import {
  DIALECTS,
  isOfUrl,
  isTerminator,
  type ParameterNames,
  signsDate,
  signsPath,
  versionRecord,
  versionsWith,
} from '../sign/versions.ts';
import { parseQuery } from './signable-request.ts';

export interface ReadClaim {
  /** Null for a request without any signature of a scheme that OSS knows. */
  readonly claim: Claim | null;
  /** An Authorization value of another scheme (`Bearer`, …), as sent. */
  readonly foreignAuthorization: ByteString | null;
}

/**
 * What a request says about its signature: the Authorization header first, then the query, then the form.
 * Read leniently; what is wrong with the auth data is listed in `problems`.
 */
export function readClaim(request: SignableRequest): ReadClaim {
  const header = headerPart(request, 'authorization');
  const inHeader = header === null ? null : parseAuthorization(header.value, header.origin);
  const foreignAuthorization =
    header !== null && inHeader === null ? header.value : header === null ? foreignScheme(request) : null;
  const inQuery = readQueryAuth(request);
  const auth = inHeader ?? inQuery ?? readFormAuth(request);
  if (auth === null) return { claim: null, foreignAuthorization };

  const date = auth.date ?? datePart(request, versionRecord(auth.version))?.value ?? null;
  const problems = auth.problems.slice();
  if (header !== null && inQuery !== null) problems.push('header-and-query');
  if (date === null && signsDate(auth.version)) problems.push('missing-date');
  // Spelt out: copying an object of one of many shapes takes the engine longer than all else that is done
  // here.
  const claim: Claim = {
    version: auth.version,
    accessKeyId: auth.accessKeyId,
    signature: auth.signature,
    rawSignature: auth.rawSignature,
    signatureOrigin: auth.signatureOrigin,
    scope: auth.scope,
    listedHeaders: auth.listedHeaders,
    expires: auth.expires,
    date,
    securityToken: securityToken(request, auth.version),
    problems,
  };
  return { claim, foreignAuthorization };
}

/** What names the algorithm of a URL that no secret of both sides signs. */
const ASYMMETRIC = [
  [SIGV4A_SCHEME, 'X-Amz-Algorithm'],
  [GOOG4_RSA_SCHEME, 'X-Goog-Algorithm'],
] as const;

/** What a presigned URL of such an algorithm says of itself; null for every other request. */
function foreignScheme({ rawQuery, query }: SignableRequest): ByteString | null {
  if (rawQuery === null) return null;
  for (const [scheme, name] of ASYMMETRIC) {
    if (rawQuery.includes(scheme) && find(query, name)?.value === scheme) return scheme;
  }
  return null;
}

/** Names of tokens by dialect, but for those that are looked for anyway. */
const OWN_TOKENS: ReadonlyMap<string, string> = new Map(
  Object.entries(DIALECTS)
    .map(([dialect, { headerPrefix }]) => [dialect, `${headerPrefix}security-token`] as const)
    .filter(([, name]) => !/^x-(?:oss|amz)-/.test(name)),
);

/** The token in the place that the version has for it, else wherever another version would have it. */
function securityToken(request: SignableRequest, version: SignatureVersion): ByteString | null {
  const { dialect, token } = versionRecord(version);
  const { carrier, name } = token;
  const own = OWN_TOKENS.get(dialect) ?? null;
  const isPrefixed = carrier === 'query' && name === 'x-oss-security-token';
  const inQuery =
    request.query.length === 0
      ? null
      : (queryPart(request, isPrefixed ? 'x-oss-security-token' : 'security-token') ??
        queryPart(request, isPrefixed ? 'security-token' : 'x-oss-security-token') ??
        queryPart(request, 'X-Amz-Security-Token') ??
        queryPart(request, 'x-amz-security-token') ??
        (own === null ? null : (queryPart(request, own) ?? queryPart(request, name))));
  const inHeader =
    headerPart(request, 'x-oss-security-token') ??
    headerPart(request, 'x-amz-security-token') ??
    (own === null ? null : headerPart(request, own));
  const inForm = formPart(request, 'x-oss-security-token') ?? formPart(request, 'x-amz-security-token');
  const first = isOfUrl(version) ? (inQuery ?? inHeader) : (inHeader ?? inQuery);
  return (inForm ?? first)?.value ?? null;
}

/**
 * Whether the capture has all of a request that can bear a signature, its headers and the fields of a form:
 * only then does none there mean that none was sent.
 */
export function showsSignaturePlaces(request: HttpRequest): boolean {
  return request.headComplete && (!isForm(request) || hasWholeForm(request));
}

/**
 * The auth data of one carrier (header, query, form), before what stands elsewhere in the request is added.
 */
interface AuthData {
  readonly version: SignatureVersion;
  readonly accessKeyId: ByteString;
  readonly signature: ByteString;
  readonly rawSignature: ByteString;
  readonly signatureOrigin: Origin;
  readonly scope: Claim['scope'];
  readonly listedHeaders: Claim['listedHeaders'];
  readonly expires: ByteString | null;
  /** Present where it stands with the signature. */
  readonly date?: ByteString | null;
  readonly problems: readonly ClaimProblem[];
}

/** The version of each scheme. */
const BY_SCHEME: ReadonlyMap<string, SignatureVersion> = new Map(
  versionsWith({ carrier: 'header' }).map((version) => [versionRecord(version).scheme, version]),
);

/**
 * Reads an Authorization value; null for a scheme that OSS does not know (schemes are compared with their
 * case).
 */
function parseAuthorization(value: ByteString, origin: Origin | null): AuthData | null {
  const space = value.search(/[ \t]/);
  const scheme = space < 0 ? value : value.slice(0, space);
  const rest = space < 0 ? '' : trimOws(value.slice(space));
  const at = origin ?? { frame: 0, source: 'header authorization' };
  const version = BY_SCHEME.get(scheme);
  if (version === undefined) {
    const query = QUERY_LIKE.find(({ names }) => value.startsWith(`${names.version}=`));
    return query === undefined ? null : authOf(query, parseQuery(value), at);
  }
  const { family, listedInHeader } = versionRecord(version);
  switch (family) {
    case 'v1':
      return keyAndSignature(version, rest, at);
    case 'v2':
      return v2(version, rest, at);
    case 'v4':
      return v4(version, rest, asciiLower(listedInHeader ?? ''), at);
    case 'format':
    case 'policy':
      return null;
  }
}

/** `<access key id>:<signature>`; Swift has ids with a colon, a signature never has one. */
function keyAndSignature(version: SignatureVersion, text: ByteString, origin: Origin): AuthData {
  const colon = text.lastIndexOf(':');
  const signature = colon < 0 ? '' : trimOws(text.slice(colon + 1));
  const accessKeyId = trimOws(colon < 0 ? text : text.slice(0, colon));
  const problems: ClaimProblem[] = [];
  if (colon < 0 || accessKeyId === '') problems.push('bad-authorization');
  if (signature === '') problems.push('missing-signature');
  return {
    version,
    accessKeyId,
    signature,
    rawSignature: signature,
    signatureOrigin: origin,
    scope: null,
    listedHeaders: null,
    expires: null,
    problems,
  };
}

/** `AccessKeyId:<id>,AdditionalHeaders:<h1;h2>,Signature:<signature>` */
function v2(version: SignatureVersion, text: ByteString, origin: Origin): AuthData {
  const accessKeyId = fieldOf(text, ':', 'accesskeyid') ?? '';
  const signature = fieldOf(text, ':', 'signature') ?? '';
  const listed = listedNames(fieldOf(text, ':', 'additionalheaders'));
  const problems = listed.problems.slice();
  if (accessKeyId === '') problems.push('bad-authorization');
  if (signature === '') problems.push('missing-signature');
  return {
    version,
    accessKeyId,
    signature,
    rawSignature: signature,
    signatureOrigin: origin,
    scope: null,
    listedHeaders: listed.names,
    expires: null,
    problems,
  };
}

/**
 * `Credential=<id>/<scope>,AdditionalHeaders=<h1;h2>,Signature=<hex>` in any order; oss2 puts the list last.
 */
function v4(version: SignatureVersion, text: ByteString, listName: string, origin: Origin): AuthData {
  const credential = parseCredential(credentialIn(text, version), version);
  const signature = fieldOf(text, '=', 'signature') ?? '';
  const listed = listedNames(fieldOf(text, '=', listName));
  const problems = credential.problems.concat(listed.problems);
  if (signature === '') problems.push('missing-signature');
  return {
    version,
    accessKeyId: credential.accessKeyId,
    signature,
    rawSignature: signature,
    signatureOrigin: origin,
    scope: credential.scope,
    listedHeaders: listed.names,
    expires: null,
    problems,
  };
}

/**
 * The value of a (lower-case) name among the `name=value` pairs between commas, white space around them
 * ignored; the first of a name counts, empty without a separator. Null where the name is not there.
 */
function fieldOf(text: ByteString, separator: ':' | '=', lowerName: string): ByteString | null {
  for (let start = 0; start <= text.length; ) {
    const comma = text.indexOf(',', start);
    const end = comma < 0 ? text.length : comma;
    const pair = text.slice(start, end);
    const at = pair.indexOf(separator);
    if (isInLower(trimOws(at < 0 ? pair : pair.slice(0, at)), lowerName)) {
      return at < 0 ? '' : trimOws(pair.slice(at + 1));
    }
    start = end + 1;
  }
  return null;
}

/** The credential of a V4 Authorization, whose id may have a comma: it reaches to the next field. */
function credentialIn(text: ByteString, version: SignatureVersion): ByteString {
  const plain = fieldOf(text, '=', 'credential') ?? '';
  if (plain === '' || isTerminator(plain.slice(plain.lastIndexOf('/') + 1), version)) return plain;
  const whole =
    /(?:^|,)[ \t]*credential=([^\r\n]{0,1024}?)(?:,[ \t]*(?:signedheaders|additionalheaders|signature)=|$)/i;
  const found = whole.exec(text)?.[1] ?? '';
  return isTerminator(trimOws(found.slice(found.lastIndexOf('/') + 1)), version) ? trimOws(found) : plain;
}

/** A list of signed header names in the order sent; an empty list or element is refused by the server. */
function listedNames(text: ByteString | null): {
  readonly names: ByteString[] | null;
  readonly problems: ClaimProblem[];
} {
  if (text === null) return { names: null, problems: [] };
  const parts = text.split(';').map((name) => asciiLower(trimOws(name)));
  const names = parts.filter((name) => name !== '');
  return { names, problems: names.length === parts.length ? [] : ['empty-listed-headers'] };
}

/**
 * `<id>/<date>/<region>/<product>/<terminator>`; the id is taken from the front and the scope from the end.
 */
function parseCredential(
  text: ByteString,
  version: SignatureVersion,
): {
  readonly accessKeyId: ByteString;
  readonly scope: Scope | null;
  readonly problems: ClaimProblem[];
} {
  const beforeTerminator = text.lastIndexOf('/');
  const beforeProduct = slashBefore(text, beforeTerminator);
  const beforeRegion = slashBefore(text, beforeProduct);
  const beforeDate = slashBefore(text, beforeRegion);
  if (beforeDate < 0) {
    return { accessKeyId: text.split('/', 1)[0] ?? '', scope: null, problems: ['bad-credential'] };
  }
  // white space of the id's own, as version 1 takes it off
  const accessKeyId = trimOws(text.slice(0, beforeDate));
  const scope = {
    date: text.slice(beforeDate + 1, beforeRegion),
    region: text.slice(beforeRegion + 1, beforeProduct),
    product: text.slice(beforeProduct + 1, beforeTerminator),
    terminator: text.slice(beforeTerminator + 1),
  };
  const { date, region, product, terminator } = scope;
  const wellFormed =
    accessKeyId !== '' &&
    /^\d{8}$/.test(date) &&
    region !== '' &&
    product !== '' &&
    isTerminator(terminator, version);
  return { accessKeyId, scope, problems: wellFormed ? [] : ['bad-credential'] };
}

/** Offset of the last slash before `at`; -1 for none. */
function slashBefore(text: ByteString, at: number): number {
  return at <= 0 ? -1 : text.lastIndexOf('/', at - 1);
}

/** What an `&` becomes in text that was escaped for HTML or JSON: the front of a mangled parameter name. */
const MANGLED_FRONT = /^(?:amp;|#38;|#x26;|\\u0026|u0026)+/i;

/** The same where no `&` is left to part the parameters: the next one stands in the value. */
const MANGLED_IN_VALUE = /(?:\\u0026|&amp;)[A-Za-z-]+=[\s\S]*$/;

/** The parameters of one signature version's URL form: any of these shows the form. */
interface UrlForm {
  readonly version: SignatureVersion;
  /** Value of the parameter that names the version. */
  readonly scheme: string;
  readonly names: ParameterNames & { readonly expires: string };
  /** The id is a whole credential. */
  readonly hasCredential: boolean;
}

const FORMS: readonly UrlForm[] = formsIn('url');

/** Those of an Authorization header that is written like the query of a URL. */
const QUERY_LIKE: readonly UrlForm[] = formsIn('header');

function formsIn(carrier: 'url' | 'header'): readonly UrlForm[] {
  return versionsWith({ carrier })
    .flatMap((version) => {
      const { names, scheme, digest } = versionRecord(version);
      if (names === null || names.expires === null) return [];
      return [
        {
          version,
          scheme,
          names: { ...names, expires: names.expires },
          hasCredential: digest.derived !== null,
        },
      ];
    })
    .sort((a, b) => a.names.rank - b.names.rank);
}

/** The parameters that hold a key id, in their plain spelling. */
const PLAIN_ID = new RegExp(`[?&](?:${FORMS.map(({ names }) => names.id).join('|')})=`);

/**
 * Whether the query plainly names a key id, so that `readQueryAuth` finds auth data in it. It is asked of
 * every request without an Authorization header, and costs a hundredth of taking the query apart.
 */
export function namesKeyInQuery(target: ByteString): boolean {
  const mark = target.indexOf('?');
  if (mark < 0) return false;
  const found = PLAIN_ID.exec(target.slice(mark));
  return found !== null && (found.index === 0 || found[0].startsWith('&'));
}

/** The auth data of a presigned URL, whole or damaged; null for a query without any. */
export function readQueryAuth(request: SignableRequest): AuthData | null {
  const { query } = request;
  const form = formOf(query);
  if (form === null || foreignScheme(request) !== null) return null;
  return authOf(form, query, { frame: request.frame, source: `query ${form.names.signature}` });
}

function authOf(form: UrlForm, query: readonly QueryParameter[], signatureOrigin: Origin): AuthData {
  const { names } = form;
  const problems: ClaimProblem[] = [];
  if (query.some(isMangled)) problems.push('mangled-parameter-names');
  else if (missingOf(query, form.version).length > 1 && !find(query, names.signature)?.rawValue) {
    problems.push('cut-url');
  }

  const id = find(query, names.id)?.value.replace(MANGLED_IN_VALUE, '') ?? '';
  const credential = form.hasCredential ? parseCredential(id, form.version) : null;
  if (credential !== null) addAll(problems, credential.problems);
  else if (id === '') problems.push('bad-authorization');

  const signature = find(query, names.signature);
  const rawSignature = signature?.rawValue ?? '';
  if (rawSignature === '') problems.push('missing-signature');
  const sent = find(query, names.expires)?.value ?? null;
  const expires = names.keyTime === undefined ? sent : (sent?.split(';')[1] ?? null);
  if (expires === null || expires === '') problems.push('missing-expires');
  if (!namesVersion(query, form)) problems.push('missing-version');
  const listed = listedNames(names.listed === null ? null : (find(query, names.listed)?.value ?? null));
  // of a version that signs nothing without its being listed, nothing may be
  if (names.keyTime === undefined) addAll(problems, listed.problems);

  return {
    version: form.version,
    accessKeyId: credential?.accessKeyId ?? id,
    // not as form text: a raw `+` stays, so that it differs from the space that the server reads in its place
    signature: decodePercent(rawSignature),
    rawSignature,
    signatureOrigin,
    scope: names.keyTime === undefined ? (credential?.scope ?? null) : keyScope(find(query, names.keyTime)),
    listedHeaders: listed.names,
    ...(names.keyTime === undefined ? {} : { date: sent }),
    expires,
    problems,
  };
}

/** What the key of COS is for. */
function keyScope(time: QueryParameter | null): Scope {
  return { date: time?.value ?? '', region: '', product: '', terminator: '' };
}

/** Parameters without which a URL of that version is none, and that the query does not have. */
export function missingOf(query: readonly QueryParameter[], version: SignatureVersion): readonly string[] {
  const { names, dialect } = versionRecord(version);
  if (names === null) return [];
  // OSS signs without a list, too
  const listed = signsPath(dialect) ? names.listed : null;
  return [names.version, names.id, names.expires, listed, names.signature].flatMap((name) =>
    name === null || find(query, name) !== null ? [] : [name],
  );
}

/** Without the parameter that names the version, the server sees no signature in a URL. */
function namesVersion(query: readonly QueryParameter[], { names, scheme }: UrlForm): boolean {
  return names.version === null || find(query, names.version)?.value.replace(MANGLED_IN_VALUE, '') === scheme;
}

/** What names a version in its URLs; null where the names of the other parameters do. */
export function versionParameter(version: SignatureVersion): { name: string; value: string } | null {
  const { carrier, names, scheme } = versionRecord(version);
  if (carrier !== 'url' || names === null || names.version === null) return null;
  return { name: names.version, value: scheme };
}

function isMangled({ name, value }: QueryParameter): boolean {
  return MANGLED_FRONT.test(name) || MANGLED_IN_VALUE.test(value);
}

/** The form whose version parameter is there, else the one whose key id is, else one whose signature is. */
function formOf(query: readonly QueryParameter[]): UrlForm | null {
  if (query.length === 0) return null;
  return (
    FORMS.find(
      ({ names, scheme }) => names.version !== null && find(query, names.version)?.value === scheme,
    ) ??
    FORMS.find(({ names }) => find(query, names.id) !== null) ??
    FORMS.find(({ names }) => find(query, names.signature) !== null && find(query, names.expires) !== null) ??
    null
  );
}

/** The parameter of that name, else the one whose name is that with a mangled `&` in front. */
function find(query: readonly QueryParameter[], name: string): QueryParameter | null {
  return (
    query.find((parameter) => parameter.name === name) ??
    query.find((parameter) => parameter.name.replace(MANGLED_FRONT, '') === name) ??
    null
  );
}

interface FormAuth {
  readonly version: SignatureVersion;
  readonly names: ParameterNames;
  /** The id is a whole credential. */
  readonly hasCredential: boolean;
}

const POST_FORMS: readonly FormAuth[] = versionsWith({ carrier: 'form' })
  .flatMap((version) => {
    const { names, digest } = versionRecord(version);
    return names === null ? [] : [{ version, names, hasCredential: digest.derived !== null }];
  })
  .sort((a, b) => a.names.rank - b.names.rank);

/**
 * The auth data of a PostObject form; null where the form has none (an anonymous upload). The id shows the
 * version; without one it is the version whose fields say the least of themselves.
 */
function readFormAuth(request: SignableRequest): AuthData | null {
  if (request.form === null) return null;
  const fieldOfForm = (name: string) => formPart(request, name);
  const byId = POST_FORMS.find(({ names }) => fieldOfForm(names.id) !== null);
  const signatures = POST_FORMS.filter((form) => form.hasCredential === (byId?.hasCredential ?? false));
  const signature =
    (byId === undefined ? null : fieldOfForm(byId.names.signature)) ??
    signatures.map(({ names }) => fieldOfForm(names.signature)).find((part) => part !== null) ??
    null;
  const form = byId ?? POST_FORMS.find(({ names }) => names.version === null);
  if (form === undefined || (byId === undefined && signature === null)) return null;

  const id = fieldOfForm(form.names.id)?.value ?? '';
  const credential = form.hasCredential ? parseCredential(id, form.version) : null;
  const problems: ClaimProblem[] = [...(credential?.problems ?? [])];
  if (byId === undefined) problems.push('bad-authorization');
  if (signature === null || signature.value === '') problems.push('missing-signature');
  return {
    version: form.version,
    accessKeyId: credential?.accessKeyId ?? id,
    signature: signature?.value ?? '',
    rawSignature: signature?.value ?? '',
    signatureOrigin: signature?.origin ?? { frame: request.frame, source: 'form' },
    scope: credential?.scope ?? null,
    listedHeaders: null,
    expires: null,
    problems,
  };
}
