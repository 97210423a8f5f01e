import { asciiLower, type ByteString, trimOws } from '../bytes/byte-string.ts';
import type { Origin } from '../sign/canonical.ts';
import type { ClaimProblem, Scope } from '../sign/claim.ts';
import type { AuthData } from './claim.ts';

/** Reads an Authorization value; null for a scheme that OSS does not know (schemes are compared with their case). */
export function parseAuthorization(value: ByteString, origin: Origin | null): AuthData | null {
  const space = value.search(/[ \t]/);
  const scheme = space < 0 ? value : value.slice(0, space);
  const rest = space < 0 ? '' : trimOws(value.slice(space));
  const at = origin ?? { frame: 0, source: 'header authorization' };
  switch (scheme) {
    case 'OSS':
      return keyAndSignature('v1', rest, at);
    case 'AWS':
      return keyAndSignature('s3v2', rest, at);
    case 'OSS2':
      return v2(rest, at);
    case 'OSS4-HMAC-SHA256':
      return v4('v4', rest, 'additionalheaders', at);
    case 'AWS4-HMAC-SHA256':
      return v4('s3v4', rest, 'signedheaders', at);
    default:
      return null;
  }
}

/** `<access key id>:<signature>` */
function keyAndSignature(version: 'v1' | 's3v2', text: ByteString, origin: Origin): AuthData {
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
function v2(text: ByteString, origin: Origin): AuthData {
  const fields = fieldsOf(text, ':');
  const accessKeyId = fields.get('accesskeyid') ?? '';
  const signature = fields.get('signature') ?? '';
  const listed = listedNames(fields.get('additionalheaders') ?? null);
  const problems: ClaimProblem[] = [...listed.problems];
  if (accessKeyId === '') problems.push('bad-authorization');
  if (signature === '') problems.push('missing-signature');
  return {
    version: 'v2',
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

/** `Credential=<id>/<scope>,AdditionalHeaders=<h1;h2>,Signature=<hex>` in any order; oss2 puts the list last. */
function v4(version: 'v4' | 's3v4', text: ByteString, listName: string, origin: Origin): AuthData {
  const fields = fieldsOf(text, '=');
  const credential = parseCredential(fields.get('credential') ?? '');
  const signature = fields.get('signature') ?? '';
  const listed = listedNames(fields.get(listName) ?? null);
  const problems: ClaimProblem[] = [...credential.problems, ...listed.problems];
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

/** `name=value` pairs between commas, white space around them ignored, names in lower case. The first of a name counts. */
function fieldsOf(text: ByteString, separator: ':' | '='): Map<string, ByteString> {
  const fields = new Map<string, ByteString>();
  for (const pair of text.split(',')) {
    const at = pair.indexOf(separator);
    const name = asciiLower(trimOws(at < 0 ? pair : pair.slice(0, at)));
    if (!fields.has(name)) fields.set(name, at < 0 ? '' : trimOws(pair.slice(at + 1)));
  }
  return fields;
}

/** A list of signed header names in the order sent; an empty list or element is refused by the server. */
export function listedNames(text: ByteString | null): {
  readonly names: ByteString[] | null;
  readonly problems: ClaimProblem[];
} {
  if (text === null) return { names: null, problems: [] };
  const parts = text.split(';').map((name) => asciiLower(trimOws(name)));
  const names = parts.filter((name) => name !== '');
  return { names, problems: names.length === parts.length ? [] : ['empty-listed-headers'] };
}

/** `<id>/<date>/<region>/<product>/<terminator>`; the id is taken from the front and the scope from the end. */
export function parseCredential(text: ByteString): {
  readonly accessKeyId: ByteString;
  readonly scope: Scope | null;
  readonly problems: ClaimProblem[];
} {
  const parts = text.split('/');
  const [date, region, product, terminator] = parts.slice(-4);
  if (
    parts.length < 5 ||
    date === undefined ||
    region === undefined ||
    product === undefined ||
    terminator === undefined
  ) {
    return { accessKeyId: parts[0] ?? '', scope: null, problems: ['bad-credential'] };
  }
  const accessKeyId = parts.slice(0, -4).join('/');
  const scope = { date, region, product, terminator };
  const wellFormed =
    accessKeyId !== '' &&
    /^\d{8}$/.test(date) &&
    region !== '' &&
    product !== '' &&
    (terminator === 'aliyun_v4_request' || terminator === 'aws4_request');
  return { accessKeyId, scope, problems: wellFormed ? [] : ['bad-credential'] };
}
