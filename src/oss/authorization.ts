import { asciiLower, type ByteString, isInLower, trimOws } from '../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from '../sign/canonical.ts';
import type { ClaimProblem, Scope } from '../sign/claim.ts';
import { isTerminator, versionRecord, versionsWith } from '../sign/versions.ts';
import type { AuthData } from './auth-data.ts';

/** The version of each scheme. */
const BY_SCHEME: ReadonlyMap<string, SignatureVersion> = new Map(
  versionsWith({ carrier: 'header' }).map((version) => [versionRecord(version).scheme, version]),
);

/**
 * Reads an Authorization value; null for a scheme that OSS does not know (schemes are compared with
 * their case).
 */
export function parseAuthorization(value: ByteString, origin: Origin | null): AuthData | null {
  const space = value.search(/[ \t]/);
  const scheme = space < 0 ? value : value.slice(0, space);
  const rest = space < 0 ? '' : trimOws(value.slice(space));
  const at = origin ?? { frame: 0, source: 'header authorization' };
  const version = BY_SCHEME.get(scheme);
  if (version === undefined) return null;
  const { family, listedInHeader } = versionRecord(version);
  switch (family) {
    case 'v1':
      return keyAndSignature(version, rest, at);
    case 'v2':
      return v2(version, rest, at);
    case 'v4':
      return v4(version, rest, asciiLower(listedInHeader ?? ''), at);
    case 'policy':
      return null;
  }
}

/** `<access key id>:<signature>` */
function keyAndSignature(version: SignatureVersion, text: ByteString, origin: Origin): AuthData {
  const colon = text.indexOf(':');
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
 * `Credential=<id>/<scope>,AdditionalHeaders=<h1;h2>,Signature=<hex>` in any order; oss2 puts the
 * list last.
 */
function v4(version: SignatureVersion, text: ByteString, listName: string, origin: Origin): AuthData {
  const credential = parseCredential(fieldOf(text, '=', 'credential') ?? '');
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
 * The value of a (lower-case) name among the `name=value` pairs between commas, white space around
 * them ignored; the first of a name counts, empty without a separator. Null where the name is not
 * there.
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

/**
 * A list of signed header names in the order sent; an empty list or element is refused by the
 * server.
 */
export function listedNames(text: ByteString | null): {
  readonly names: ByteString[] | null;
  readonly problems: ClaimProblem[];
} {
  if (text === null) return { names: null, problems: [] };
  const parts = text.split(';').map((name) => asciiLower(trimOws(name)));
  const names = parts.filter((name) => name !== '');
  return { names, problems: names.length === parts.length ? [] : ['empty-listed-headers'] };
}

/**
 * `<id>/<date>/<region>/<product>/<terminator>`; the id is taken from the front and the scope from
 * the end.
 */
export function parseCredential(text: ByteString): {
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
  const accessKeyId = text.slice(0, beforeDate);
  const scope = {
    date: text.slice(beforeDate + 1, beforeRegion),
    region: text.slice(beforeRegion + 1, beforeProduct),
    product: text.slice(beforeProduct + 1, beforeTerminator),
    terminator: text.slice(beforeTerminator + 1),
  };
  const { date, region, product, terminator } = scope;
  const wellFormed =
    accessKeyId !== '' && /^\d{8}$/.test(date) && region !== '' && product !== '' && isTerminator(terminator);
  return { accessKeyId, scope, problems: wellFormed ? [] : ['bad-credential'] };
}

/** Offset of the last slash before `at`; -1 for none. */
function slashBefore(text: ByteString, at: number): number {
  return at <= 0 ? -1 : text.lastIndexOf('/', at - 1);
}
