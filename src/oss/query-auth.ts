import type { ByteString } from '../bytes/byte-string.ts';
import type { SignatureVersion } from '../sign/canonical.ts';
import type { ClaimProblem } from '../sign/claim.ts';
import { decodePercent } from '../sign/percent.ts';
import type { QueryParameter, SignableRequest } from '../sign/request.ts';
import { type ParameterNames, versionRecord, versionsWith } from '../sign/versions.ts';
import type { AuthData } from './auth-data.ts';
import { listedNames, parseCredential } from './authorization.ts';

/**
 * What an `&` becomes in text that was escaped for HTML or JSON: the front of a mangled parameter
 * name.
 */
const MANGLED_FRONT = /^(?:amp;|#38;|#x26;|\\u0026|u0026)+/i;

/** The same where no `&` is left to part the parameters: the next one stands in the value. */
const MANGLED_IN_VALUE = /(?:\\u0026|&amp;)[A-Za-z-]+=[\s\S]*$/;

/** The parameters of one signature version's URL form: any of these tells the form. */
interface UrlForm {
  readonly version: SignatureVersion;
  /** Value of the parameter that names the version. */
  readonly scheme: string;
  readonly names: ParameterNames & { readonly expires: string };
  /** The id is a whole credential. */
  readonly hasCredential: boolean;
}

const FORMS: readonly UrlForm[] = versionsWith({ carrier: 'url' })
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
  .sort((a, b) => (a.names.rank ?? 0) - (b.names.rank ?? 0));

/** The parameters that hold a key id, in their plain spelling. */
const PLAIN_ID = new RegExp(`[?&](?:${FORMS.map(({ names }) => names.id).join('|')})=`);

/**
 * Whether the query plainly names a key id, so that `readQueryAuth` finds auth data in it. It is
 * asked of every request without an Authorization header, and costs a hundredth of taking the query
 * apart.
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
  if (form === null) return null;
  const { names } = form;
  const problems: ClaimProblem[] = [];
  if (query.some(isMangled)) problems.push('mangled-parameter-names');

  const id = find(query, names.id)?.value.replace(MANGLED_IN_VALUE, '') ?? '';
  const credential = form.hasCredential ? parseCredential(id) : null;
  if (credential !== null) problems.push(...credential.problems);
  else if (id === '') problems.push('bad-authorization');

  const signature = find(query, names.signature);
  const rawSignature = signature?.rawValue ?? '';
  if (rawSignature === '') problems.push('missing-signature');
  const expires = find(query, names.expires)?.value ?? null;
  if (expires === null || expires === '') problems.push('missing-expires');
  if (!namesVersion(query, form)) problems.push('missing-version');
  const listed = listedNames(names.listed === null ? null : (find(query, names.listed)?.value ?? null));
  problems.push(...listed.problems);

  return {
    version: form.version,
    accessKeyId: credential?.accessKeyId ?? id,
    // not as form text: a raw `+` stays, so that it can be told from the space that the server
    // reads in its place
    signature: decodePercent(rawSignature),
    rawSignature,
    signatureOrigin: { frame: request.frame, source: `query ${names.signature}` },
    scope: credential?.scope ?? null,
    listedHeaders: listed.names,
    expires,
    problems,
  };
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

/**
 * The form whose version parameter is there, else the one whose key id is, else one whose signature
 * is.
 */
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
