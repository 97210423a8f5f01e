import { asciiLower } from '../../bytes/byte-string.ts';
import { SIGNATURE_VERSIONS } from '../../sign/canonical.ts';
import type { SignableRequest } from '../../sign/request.ts';
import { versionRecord } from '../../sign/versions.ts';
import { parseQuery } from '../signable-request.ts';

const RECORDS = SIGNATURE_VERSIONS.map(versionRecord);

/**
 * Query parameters and form fields that carry a signature of any version, lower case. The security
 * token is not among them.
 */
const AUTH_NAMES: ReadonlySet<string> = new Set(
  RECORDS.flatMap(({ names, date }) => {
    if (names === null) return [];
    const around = [names.version, names.id, names.signature, names.expires, names.listed];
    return [...around, ...date.map(({ name }) => name)].flatMap((name) =>
      name === null ? [] : [asciiLower(name)],
    );
  }),
);

const TOKEN_NAMES: ReadonlySet<string> = new Set(RECORDS.map(({ token }) => asciiLower(token.name)));

/** Headers that one version wants in one form and another in another. */
const VERSION_HEADERS: ReadonlySet<string> = new Set([
  'x-oss-date',
  'x-amz-date',
  'x-oss-content-sha256',
  'x-amz-content-sha256',
]);

/**
 * The request without what its signature put into it. `forOtherVersion`: also without the token and
 * the headers that another version has elsewhere or otherwise.
 */
export function withoutAuth(
  request: SignableRequest,
  { forOtherVersion }: { readonly forOtherVersion: boolean },
): SignableRequest {
  const isAuth = (name: string): boolean => {
    const lower = asciiLower(name);
    return AUTH_NAMES.has(lower) || (forOtherVersion && TOKEN_NAMES.has(lower));
  };
  const isAuthHeader = (name: string): boolean => {
    const lower = asciiLower(name);
    if (lower === 'authorization') return true;
    return forOtherVersion && (TOKEN_NAMES.has(lower) || VERSION_HEADERS.has(lower));
  };
  return {
    ...withQuery(
      request,
      (request.rawQuery ?? '').split('&').filter((pair) => !isAuth(pairName(pair))),
    ),
    headers: request.headers.filter(({ name }) => !isAuthHeader(name)),
    form: request.form === null ? null : request.form.filter(({ name }) => !isAuth(name)),
  };
}

function pairName(pair: string): string {
  return parseQuery(pair)[0]?.name ?? '';
}

/**
 * The request with its query put together anew from `name=value` pairs as they stand on the wire.
 */
export function withQuery(request: SignableRequest, pairs: readonly string[]): SignableRequest {
  const kept = pairs.filter((pair) => pair !== '');
  const rawQuery = kept.length === 0 ? null : kept.join('&');
  return { ...request, rawQuery, query: rawQuery === null ? [] : parseQuery(rawQuery) };
}

/** Does the request carry a security token, wherever? */
export function hasToken({ headers, query, form }: SignableRequest): boolean {
  return [...headers, ...query, ...(form ?? [])].some(({ name }) => TOKEN_NAMES.has(asciiLower(name)));
}
