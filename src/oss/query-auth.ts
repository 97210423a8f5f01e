import type { ByteString } from '../bytes/byte-string.ts';
import type { SignatureVersion } from '../sign/canonical.ts';
import type { ClaimProblem } from '../sign/claim.ts';
import { decodePercent } from '../sign/percent.ts';
import type { QueryParameter, SignableRequest } from '../sign/request.ts';
import type { AuthData } from './auth-data.ts';
import { listedNames, parseCredential } from './authorization.ts';

/** What an `&` becomes in text that was escaped for HTML or JSON: the front of a mangled parameter name. */
const MANGLED_FRONT = /^(?:amp;|#38;|#x26;|\\u0026|u0026)+/i;

/** The same where no `&` is left to part the parameters: the next one stands in the value. */
const MANGLED_IN_VALUE = /(?:\\u0026|&amp;)[A-Za-z-]+=[\s\S]*$/;

/** The parameters of one signature version's URL form. */
interface UrlForm {
  readonly version: SignatureVersion;
  /** Any of these (or the value of `versionName`) tells the form. */
  readonly signature: string;
  /** Holds the access key id alone, or the whole credential. */
  readonly id: string;
  readonly idIs: 'key' | 'credential';
  readonly expires: string;
  readonly listed: string | null;
  readonly versionName: string | null;
  readonly versionValue: string;
}

const FORMS: readonly UrlForm[] = [
  {
    version: 'v4-url',
    signature: 'x-oss-signature',
    id: 'x-oss-credential',
    idIs: 'credential',
    expires: 'x-oss-expires',
    listed: 'x-oss-additional-headers',
    versionName: 'x-oss-signature-version',
    versionValue: 'OSS4-HMAC-SHA256',
  },
  {
    version: 'v2-url',
    signature: 'x-oss-signature',
    id: 'x-oss-access-key-id',
    idIs: 'key',
    expires: 'x-oss-expires',
    listed: 'x-oss-additional-headers',
    versionName: 'x-oss-signature-version',
    versionValue: 'OSS2',
  },
  {
    version: 's3v4-url',
    signature: 'X-Amz-Signature',
    id: 'X-Amz-Credential',
    idIs: 'credential',
    expires: 'X-Amz-Expires',
    listed: 'X-Amz-SignedHeaders',
    versionName: 'X-Amz-Algorithm',
    versionValue: 'AWS4-HMAC-SHA256',
  },
  {
    version: 'v1-url',
    signature: 'Signature',
    id: 'OSSAccessKeyId',
    idIs: 'key',
    expires: 'Expires',
    listed: null,
    versionName: null,
    versionValue: '',
  },
  {
    version: 's3v2-url',
    signature: 'Signature',
    id: 'AWSAccessKeyId',
    idIs: 'key',
    expires: 'Expires',
    listed: null,
    versionName: null,
    versionValue: '',
  },
];

/** The parameters that hold a key id, in their plain spelling. */
const PLAIN_ID = new RegExp(`[?&](?:${FORMS.map(({ id }) => id).join('|')})=`);

/**
 * Whether the query plainly names a key id, so that `readQueryAuth` finds auth data in it. It is asked of every request without an
 * Authorization header, and costs a hundredth of taking the query apart.
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
  const problems: ClaimProblem[] = [];
  if (query.some(isMangled)) problems.push('mangled-parameter-names');

  const id = find(query, form.id)?.value.replace(MANGLED_IN_VALUE, '') ?? '';
  const credential = form.idIs === 'credential' ? parseCredential(id) : null;
  if (credential !== null) problems.push(...credential.problems);
  else if (id === '') problems.push('bad-authorization');

  const signature = find(query, form.signature);
  const rawSignature = signature?.rawValue ?? '';
  if (rawSignature === '') problems.push('missing-signature');
  const expires = find(query, form.expires)?.value ?? null;
  if (expires === null || expires === '') problems.push('missing-expires');
  if (!namesVersion(query, form)) problems.push('missing-version');
  const listed = listedNames(form.listed === null ? null : (find(query, form.listed)?.value ?? null));
  problems.push(...listed.problems);

  return {
    version: form.version,
    accessKeyId: credential?.accessKeyId ?? id,
    // not as form text: a raw `+` stays, so that it can be told from the space that the server reads in its place
    signature: decodePercent(rawSignature),
    rawSignature,
    signatureOrigin: { frame: request.frame, source: `query ${form.signature}` },
    scope: credential?.scope ?? null,
    listedHeaders: listed.names,
    expires,
    problems,
  };
}

/** Without the parameter that names the version, the server sees no signature in a URL. */
function namesVersion(query: readonly QueryParameter[], { versionName, versionValue }: UrlForm): boolean {
  return (
    versionName === null || find(query, versionName)?.value.replace(MANGLED_IN_VALUE, '') === versionValue
  );
}

/** What names a version in its URLs; null where the names of the other parameters do. */
export function versionParameter(version: SignatureVersion): { name: string; value: string } | null {
  const form = FORMS.find((each) => each.version === version);
  if (form === undefined || form.versionName === null) return null;
  return { name: form.versionName, value: form.versionValue };
}

function isMangled({ name, value }: QueryParameter): boolean {
  return MANGLED_FRONT.test(name) || MANGLED_IN_VALUE.test(value);
}

/** The form whose version parameter is there, else the one whose key id is, else one whose signature is. */
function formOf(query: readonly QueryParameter[]): UrlForm | null {
  if (query.length === 0) return null;
  return (
    FORMS.find(
      (form) => form.versionName !== null && find(query, form.versionName)?.value === form.versionValue,
    ) ??
    FORMS.find((form) => find(query, form.id) !== null) ??
    FORMS.find((form) => find(query, form.signature) !== null && find(query, form.expires) !== null) ??
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
