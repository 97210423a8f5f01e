import type { ByteString } from '../bytes/byte-string.ts';
import type { Origin, SignatureVersion } from '../sign/canonical.ts';
import type { Claim, Scope } from '../sign/claim.ts';
import { decodePercent, encodePath } from '../sign/percent.ts';
import type { Dialect, QueryParameter, SignableHeader, SignableRequest } from '../sign/request.ts';
import { parseCanonicalRequest, parseStringToSign } from '../sign/strings.ts';
import { DIALECTS, signsPath, type VersionTraits, versionRecord, versionsWith } from '../sign/versions.ts';
import { ELLIPSIS, withLineFeeds } from './error-document.ts';
import type { OssError } from './model.ts';

interface RequestOfError {
  /**
   * Null where the string has no more of it than a hash: that of version 4, of a document without the
   * canonical request.
   */
  readonly request: SignableRequest | null;
  /** Null where the document does not name the key. */
  readonly claim: Claim | null;
}

/**
 * As much of a request as the server's own string shows, for an answer whose request is not known: what the
 * server read is what was sent, as far as it is signed. Null where the document shows no string.
 */
export function requestOfError(error: OssError): RequestOfError | null {
  const text = error.stringToSignBytes ?? textOf(error.stringToSign);
  const accessKeyId = error.accessKeyId;
  if (text === null || text === '') return null;
  // a text may hide it, or end before it
  const signature = error.signatureProvided ?? '';
  const scheme = schemeOf(text);
  const read = scheme === null ? requestOfLines(text, error) : requestOfV4(text, scheme, error);
  if (read === null) return null;
  const { version, scope, listedHeaders, expires, request } = read;
  if (accessKeyId === null) return { request, claim: null };
  const { headerPrefix } = DIALECTS[versionRecord(version).dialect];
  const names = [`${headerPrefix}date`, 'date'];
  const date = names.map((name) => headerOf(request, name)).find((value) => value !== null) ?? read.timestamp;
  return {
    request,
    claim: {
      version,
      accessKeyId,
      signature,
      rawSignature: signature,
      signatureOrigin: placeOf(error),
      scope,
      listedHeaders,
      securityToken: headerOf(request, `${headerPrefix}security-token`),
      date: expires ?? date,
      expires,
      problems: [],
    },
  };
}

function placeOf({ frame }: OssError): Origin {
  return { frame, source: 'error body' };
}

/** The text form of a string: white space at its ends and the kind of its line ends are the document's. */
function textOf(text: ByteString | null): ByteString | null {
  return text === null ? null : withLineFeeds(text).trim();
}

interface ReadString {
  readonly version: SignatureVersion;
  readonly scope: Scope | null;
  readonly listedHeaders: readonly ByteString[] | null;
  readonly expires: ByteString | null;
  /** Of version 4, as the string has it. */
  readonly timestamp: ByteString | null;
  readonly request: SignableRequest | null;
}

const HEAD_HEADERS = { 'content-md5': 'Content-MD5', 'content-type': 'Content-Type', date: 'Date' } as const;

/** By the element that has the ID of the key. */
const DIALECT_OF_ID: Readonly<Record<string, Dialect>> = {
  OSSAccessKeyId: 'oss',
  AWSAccessKeyId: 's3',
  AccessKeyId: 'obs',
};

/**
 * Version 2 ends in its resource, which is percent-encoded with its slashes; each dialect names the key id
 * in its own way.
 */
function kindOf(text: ByteString, { fields }: OssError): Pick<VersionTraits, 'dialect' | 'family'> {
  if (text.startsWith('%2F', text.lastIndexOf('\n') + 1)) return { dialect: 'oss', family: 'v2' };
  const named = fields.find(([name]) => Object.hasOwn(DIALECT_OF_ID, name))?.[0] ?? '';
  return { dialect: DIALECT_OF_ID[named] ?? 'oss', family: 'v1' };
}

/** None, or what somebody put in its place in a text. */
const HIDDEN_BUCKET = /^(?:x{3,}|[^A-Za-z0-9%].*)?$/i;

function requestOfLines(text: ByteString, error: OssError): ReadString | null {
  const kind = kindOf(text, error);
  const { family, dialect } = kind;
  const [ofHeader] = versionsWith({ ...kind, carrier: 'header' });
  const [ofUrl] = versionsWith({ ...kind, carrier: 'url' });
  if (ofHeader === undefined || ofUrl === undefined) return null;
  const plain = (value: ByteString) => (family === 'v2' ? decodePercent(value) : value);
  const headers: SignableHeader[] = [];
  const query: QueryParameter[] = [];
  let method: ByteString = '';
  let bucket: ByteString | null = null;
  let signedKey: ByteString = '';
  let expires: ByteString | null = null;
  let listed: ByteString = '';
  for (const { field, value } of parseStringToSign(ofHeader, text, null).pieces) {
    if (field === 'method') method = value;
    else if (field === 'date' && /^\d+$/.test(value)) expires = value;
    else if (field === 'content-md5' || field === 'content-type' || field === 'date') {
      if (value !== '') headers.push(header(HEAD_HEADERS[field], value, error));
    } else if (field.startsWith('oss-header:')) headers.push(header(nameOf(field), value, error));
    else if (field === 'additional-headers') listed = value;
    else if (field === 'resource:bucket') bucket = HIDDEN_BUCKET.test(value) ? null : plain(value);
    else if (field === 'resource:key') signedKey = value;
    else if (field.startsWith('resource:subresource:')) query.push(parameter(nameOf(field, 2), plain(value)));
  }
  if (!/^[A-Z]+$/.test(method)) return null;
  // version 2 signs its own parameters too
  if (expires !== null && family !== 'v2') query.push(parameter('Expires', expires));
  // of a string that is cut, the key has no end
  if (signedKey.endsWith(ELLIPSIS)) signedKey = '';
  const isRaw = family === 'v1' && signsPath(dialect);
  const key = family === 'v1' && !isRaw ? signedKey : decodePercent(signedKey);
  // some dialects sign the path as it was sent
  const path = isRaw ? signedKey : encodePath(key);
  return {
    version: expires === null ? ofHeader : ofUrl,
    scope: null,
    listedHeaders: listed === '' ? null : listed.split(';'),
    expires,
    timestamp: null,
    request: {
      ...signable({ method, query, headers, bucket, key: key === '' ? null : key }, error),
      path: `/${path}`,
    },
  };
}

/** The scheme that a string of the V4 family begins with; null for any other string. */
function schemeOf(text: ByteString): string | null {
  const schemes = versionsWith({ family: 'v4', carrier: 'header' }).map((each) => versionRecord(each).scheme);
  return schemes.find((scheme) => text.startsWith(`${scheme}\n`)) ?? null;
}

/** A whole string of version 4, of no more than usual length. */
const WHOLE_V4 = /^[A-Z0-9-]+\n[^\n]{1,64}\n[^\n]{1,256}\n[0-9a-f]{64}$/;

function requestOfV4(text: ByteString, scheme: string, error: OssError): ReadString | null {
  const canonical = error.canonicalRequestBytes ?? textOf(error.canonicalRequest);
  const [, timestamp = '', scopeLine = ''] = text.split('\n');
  const [date, region, product, terminator] = scopeLine.split('/');
  if (date === undefined || region === undefined) return null;
  if (product === undefined || terminator === undefined) return null;
  const [ofHeader] = versionsWith({ scheme, carrier: 'header' });
  const [ofUrl] = versionsWith({ scheme, carrier: 'url' });
  if (ofHeader === undefined || ofUrl === undefined) return null;
  const scope = { date, region, product, terminator };
  if (canonical === null) {
    if (!WHOLE_V4.test(text)) return null;
    // a URL's string is the same, and signed in the same way
    return { version: ofHeader, scope, listedHeaders: null, expires: null, timestamp, request: null };
  }
  const pieces = parseCanonicalRequest(ofHeader, canonical).pieces;
  const headers: SignableHeader[] = [];
  const query: QueryParameter[] = [];
  let method: ByteString = '';
  let path: ByteString = '';
  let listed: ByteString = '';
  for (const { field, value } of pieces) {
    if (field === 'method') method = value;
    else if (field === 'canonical-uri') path = value;
    else if (field.startsWith('canonical-header:')) headers.push(header(nameOf(field), value, error));
    else if (field.startsWith('canonical-query:')) {
      query.push(parameter(nameOf(field), decodePercent(value)));
    } else if (field === 'additional-headers') listed = value;
  }
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/')) return null;
  // The S3 dialect, and what follows it, signs the path as it was sent, without the bucket that Host names.
  const [, bucket, key] = signsPath(versionRecord(ofHeader).dialect)
    ? ['', '', path.slice(1)]
    : (/^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? []);
  // A URL carries its date among the parameters, a header signature among the headers.
  const isUrl = query.some(({ name }) => /^x-(?:oss|amz|goog|tos)-credential$/i.test(name));
  return {
    version: isUrl ? ofUrl : ofHeader,
    scope,
    listedHeaders: listed === '' ? null : listed.split(';'),
    expires: null,
    timestamp: null,
    request: signable(
      {
        method,
        query,
        headers,
        bucket: bucket === undefined || bucket === '' ? null : decodePercent(bucket),
        key: key === undefined || key === '' ? null : decodePercent(key),
      },
      error,
    ),
  };
}

/** What a string says of a request, as a request that was sent so. */
function signable(
  read: Pick<SignableRequest, 'method' | 'query' | 'headers' | 'bucket' | 'key'>,
  error: OssError,
): SignableRequest {
  const { query, key } = read;
  const rawQuery = query
    .map(({ rawName, rawValue }) => (rawValue === null ? rawName : `${rawName}=${rawValue}`))
    .join('&');
  return {
    ...read,
    path: `/${encodePath(key ?? '')}`,
    rawQuery: query.length === 0 ? null : rawQuery,
    form: null,
    frame: error.frame,
    toldBy: placeOf(error),
  };
}

function header(name: ByteString, value: ByteString, { frame }: OssError): SignableHeader {
  return { name, value, rawValue: ` ${value}`, frame };
}

function parameter(name: ByteString, value: ByteString): QueryParameter {
  return { rawName: name, rawValue: value === '' ? null : value, name, value };
}

/** What stands behind the `parts`-th colon of a field's name. */
function nameOf(field: string, parts = 1): string {
  return field.split(':').slice(parts).join(':');
}

function headerOf(request: SignableRequest | null, name: string): ByteString | null {
  return request?.headers.find((each) => each.name.toLowerCase() === name)?.value ?? null;
}
