import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../sign/canonical.ts';
import type { UsageProblem } from '../faults.ts';
import { parseBucketNames, splitBuckets } from './filter-arguments.ts';
import {
  badValue,
  type CredentialArguments,
  credentialArguments,
  lastString,
  type Parsed,
  parseBuckets,
  strings,
} from './option-values.ts';
import { type PageArguments, pageArguments } from './page-arguments.ts';

export interface SignArguments extends PageArguments, CredentialArguments {
  /** Null where the request stands in a file. */
  readonly url: ByteString | null;
  readonly method: ByteString | null;
  readonly headers: readonly (readonly [name: ByteString, value: ByteString])[];
  /** `-` for standard input. */
  readonly requestFile: string | null;
  readonly version: SignatureVersion | null;
  readonly region: ByteString | null;
  readonly product: ByteString | null;
  readonly date: string | null;
  readonly expires: string | null;
  /** Lower case. */
  readonly additionalHeaders: readonly ByteString[] | null;
  readonly payloadHash: ByteString | null;
  readonly accessKeyId: ByteString | null;
  /** Of the request at hand, whatever its host. */
  readonly bucket: ByteString | null;
  readonly buckets: ReadonlyMap<string, ByteString>;
}

/** `behindEnd`: words behind `--`, taken for the URL where that is missing. */
export function toSignArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<SignArguments, UsageProblem> {
  const [url = null, unexpected] = [...strings(parsed['url']), ...behindEnd];
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const requestFile = lastString(parsed['request']);
  if (url === null && requestFile === null) return fail({ code: 'missing-argument', name: 'URL' });
  if (url !== null && requestFile !== null) return fail({ code: 'url-and-request' });
  const headers = parseHeaders(strings(parsed['header']));
  if (!headers.ok) return headers;
  const version = parseVersion(lastString(parsed['sign-version']));
  if (!version.ok) return version;
  const { hosts, names } = splitBuckets(parsed);
  const named = parseBucketNames(names);
  if (!named.ok) return named;
  const buckets = parseBuckets(hosts);
  if (!buckets.ok) return buckets;
  const page = pageArguments(parsed);
  if (!page.ok) return page;
  const listed = lastString(parsed['additional-headers']);
  return ok({
    ...page.value,
    ...credentialArguments(parsed),
    url: bytesOrNull(url),
    method: bytesOrNull(lastString(parsed['method'])),
    headers: headers.value,
    requestFile,
    version: version.value,
    region: bytesOrNull(lastString(parsed['region'])),
    product: bytesOrNull(lastString(parsed['product'])),
    date: lastString(parsed['date']),
    expires: lastString(parsed['expires']),
    additionalHeaders: listed === null ? null : headerNames(listed),
    payloadHash: bytesOrNull(lastString(parsed['payload-hash'])),
    accessKeyId: bytesOrNull(lastString(parsed['access-key-id'])),
    bucket: named.value.at(-1) ?? null,
    buckets: buckets.value,
  });
}

function bytesOrNull(text: string | null): ByteString | null {
  return text === null ? null : fromText(text);
}

/** Names between semicolons, as they stand in a signature, or between commas. */
function headerNames(text: string): readonly ByteString[] {
  const names = text.split(/[;,]/).map((name) => fromText(name.trim().toLowerCase()));
  return names.filter((name) => name !== '');
}

/** `Name: value` as curl takes it, and `Name;` for a header with an empty value. */
function parseHeaders(
  given: readonly string[],
): Result<readonly (readonly [ByteString, ByteString])[], UsageProblem> {
  const headers: (readonly [ByteString, ByteString])[] = [];
  for (const text of given) {
    const [, name, value = ''] = /^([^\s:;]+)(?:;\s*|\s*:(.*))$/s.exec(text) ?? [];
    if (name === undefined || /[\r\n]/.test(text)) return fail({ code: 'bad-header', value: text });
    headers.push([fromText(name), fromText(value)]);
  }
  return ok(headers);
}

function parseVersion(given: string | null): Result<SignatureVersion | null, UsageProblem> {
  if (given === null) return ok(null);
  const version = SIGNATURE_VERSIONS.find((known) => known === given.toLowerCase());
  if (version !== undefined) return ok(version);
  return fail(badValue('--sign-version', given, SIGNATURE_VERSIONS));
}
