import { asciiLower, type ByteString, trimOws } from '../../bytes/byte-string.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import type { HeaderLine } from '../../http/message.ts';
import { SIGNATURE_VERSIONS } from '../../sign/canonical.ts';
import type { FormField, SignableRequest } from '../../sign/request.ts';
import { versionRecord } from '../../sign/versions.ts';
import { LearntBuckets, resolveAddress } from '../address.ts';
import type { OssAddress, OssOptions } from '../model.ts';
import { parseQuery, splitTarget, toSignableRequest } from '../signable-request.ts';

/** A request that was written down, not captured. */
interface RequestDraft {
  readonly method: ByteString;
  /** `http://` is meant where the scheme is left out. */
  readonly url: ByteString;
  readonly headers: readonly (readonly [name: ByteString, value: ByteString])[];
  /** Fields of a PostObject form; null for every other request. */
  readonly form: readonly FormField[] | null;
}

interface DraftOptions extends OssOptions {
  /** What the request addresses, where its host and path do not show it or are not to be believed. */
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
}

/** A drafted request as the signing rules see it. Frames are 0: there are none. */
export interface DraftedRequest {
  readonly scheme: 'http' | 'https';
  /** Host and port of the URL. */
  readonly host: ByteString;
  readonly address: OssAddress;
  readonly request: SignableRequest;
}

/** Reads a draft. A Host header is added from the URL where it has none, as every client does. */
export function readDraft(draft: RequestDraft, options: DraftOptions): Result<DraftedRequest, 'bad-url'> {
  const url = /^https?:\/\//i.test(draft.url) ? draft.url : `http://${draft.url}`;
  const { host, path, rawQuery } = splitTarget(url.replace(/#.*$/s, ''));
  if (host === null || !HOST.test(host) || /[\0-\x20\x7f]/.test(path + (rawQuery ?? '')))
    return fail('bad-url');
  const sent = draft.headers.find(([name]) => asciiLower(name) === 'host')?.[1];
  const headers = sent === undefined ? [['Host', host] as const, ...draft.headers] : draft.headers;
  const resolved = resolveAddress(sent ?? host, path, options, new LearntBuckets(options.endpoints));
  const address: OssAddress = {
    ...resolved,
    ...(options.bucket === null
      ? {}
      : { bucket: options.bucket, bucketSource: 'option', kind: undefined, arn: undefined }),
    ...(options.key === null ? {} : { key: options.key }),
  };
  const target = rawQuery === null ? path : `${path}?${rawQuery}`;
  const message = { method: draft.method, target, headers: headers.map(headerLine), frame: 0 };
  const request = toSignableRequest(message, address, draft.form);
  return ok({ scheme: /^https:/i.test(url) ? 'https' : 'http', host, address, request });
}

/** A name, an address, or an IPv6 address in brackets, with or without a port. */
const HOST = /^(?:[^\s:/?#[\]@]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/;

function headerLine([name, value]: readonly [ByteString, ByteString]): HeaderLine {
  return { name, value: trimOws(value), rawValue: value, frame: 0 };
}

const RECORDS = SIGNATURE_VERSIONS.map(versionRecord);

/**
 * Query parameters and form fields that carry a signature of any version, lower case. The security token is
 * not among them.
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
 * The request without what its signature put into it. `forOtherVersion`: also without the token and the
 * headers that another version has elsewhere or otherwise.
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

/** The request with its query put together anew from `name=value` pairs as they stand on the wire. */
export function withQuery(request: SignableRequest, pairs: readonly string[]): SignableRequest {
  const kept = pairs.filter((pair) => pair !== '');
  const rawQuery = kept.length === 0 ? null : kept.join('&');
  return { ...request, rawQuery, query: rawQuery === null ? [] : parseQuery(rawQuery) };
}

/** Does the request carry a security token, wherever? */
export function hasToken({ headers, query, form }: SignableRequest): boolean {
  return [...headers, ...query, ...(form ?? [])].some(({ name }) => TOKEN_NAMES.has(asciiLower(name)));
}
