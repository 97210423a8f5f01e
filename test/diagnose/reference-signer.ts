import { createHash, createHmac } from 'node:crypto';
import { multipart, request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import type { HttpRequest } from '../rooms/http.ts';

/*
 * A second implementation of the signing rules, written from the API reference and for tests alone: it signs
 * what a client believes it sends, so that a test can send something else. Texts are ordinary strings, UTF-8
 * on the wire.
 */

export const KEY_ID = 'LTAI5tReferenceKey00';
export const SECRET = 'SecretOfTheReferenceSigner0001';
export const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';
export const STAMP = '20250101T123456Z';
export const EXPIRES = '1735738496';
export const SCOPE = '20250101/cn-hangzhou/oss/aliyun_v4_request';
export const AWS_SCOPE = '20250101/cn-hangzhou/s3/aws4_request';
export const CUSTOM_HOST = 'img.example.com';

export type Pairs = readonly (readonly [name: string, value: string])[];

export interface Plain {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** Decoded; an empty value is sent without `=`. */
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly body?: string;
  /** `virtual` where it is not said. */
  readonly addressing?: 'virtual' | 'path' | 'custom';
  readonly token?: string;
  /** Forms: the JSON of the policy. */
  readonly policy?: string;
}

export const PLAIN: Plain = { method: 'GET', bucket: 'demo', key: 'a.jpg', query: [], headers: [] };

export const POLICY =
  '{"expiration":"2025-01-01T13:00:00.000Z","conditions":[{"bucket":"demo"},["starts-with","$key","dir/"]]}';

export const REFERENCE_VERSIONS = [
  ...(['v1', 'v1-url', 'v2', 'v2-url', 'v4', 'v4-url', 'post-v1', 'post-v2', 'post-v4'] as const),
  ...(['s3v2', 's3v2-url', 's3v4', 's3v4-url'] as const),
] as const;
export type ReferenceVersion = (typeof REFERENCE_VERSIONS)[number];

export const isForm = (version: ReferenceVersion): boolean => version.startsWith('post');
export const isAws = (version: ReferenceVersion): boolean => version.startsWith('s3v4');
/** Versions with a canonical request. */
export const isV4 = (version: ReferenceVersion): boolean => /^(?:s3)?v4/.test(version);

export interface Signing {
  readonly secret?: string;
  /** Changes the string to sign, of V4 the canonical request, before it is signed. */
  readonly edit?: (text: string) => string;
  /** The same, on its bytes. */
  readonly editBytes?: (bytes: string) => string;
  /** V4: changes the string around the hash. */
  readonly outer?: (text: string) => string;
  /** V4: what stands before the hash, or the scope that the key is derived for. */
  readonly scope?: string;
  readonly keyScope?: string;
  readonly keyPrefix?: string;
  readonly listed?: readonly string[];
}

const V1_SIGNED = [
  ...['acl', 'uploads', 'uploadId', 'partNumber', 'versionId', 'tagging', 'response-content-type'],
  ...['security-token', 'callback', 'callback-var'],
];
const S3_SIGNED = [
  ...['acl', 'uploads', 'uploadId', 'partNumber', 'versionId', 'tagging', 'response-content-type'],
];

export function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

const encodePath = (key: string) => key.split('/').map(encode).join('/');
const byName = (a: readonly [string, string], b: readonly [string, string]) =>
  Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0]));
const lower = (headers: Pairs) =>
  headers.map(([name, value]) => [name.toLowerCase(), value.trim()] as const).sort(byName);
const value = (headers: Pairs, name: string) => lower(headers).find(([each]) => each === name)?.[1] ?? '';
const lines = (headers: Pairs) => headers.map(([name, text]) => `${name}:${text}\n`).join('');
const pairs = (query: Pairs) =>
  query.map(([name, text]) => (text === '' ? name : `${name}=${text}`)).join('&');
const encoded = (query: Pairs) =>
  query.map(([name, text]) => [encode(name), encode(text)] as const).sort(byName);
const wirePath = ({ bucket, key, addressing }: Plain) =>
  addressing === 'path' ? `/${bucket}/${encodePath(key)}` : `/${encodePath(key)}`;

function hostOf({ bucket, addressing = 'virtual' }: Plain): string {
  if (addressing === 'custom') return CUSTOM_HOST;
  return addressing === 'path' ? 'oss-cn-hangzhou.aliyuncs.com' : `${bucket}.oss-cn-hangzhou.aliyuncs.com`;
}

/** The query that carries a URL's signature, without the signature itself. */
function carriers(version: ReferenceVersion, { token, headers }: Plain, listed: readonly string[]): Pairs {
  const list = listed.join(';');
  const additional: Pairs = list === '' ? [] : [['x-oss-additional-headers', list]];
  const tokenAs = (name: string): Pairs => (token === undefined ? [] : [[name, token]]);
  switch (version) {
    case 'v1-url':
      return [['OSSAccessKeyId', KEY_ID], ['Expires', EXPIRES], ...tokenAs('security-token')];
    case 's3v2-url':
      return [['AWSAccessKeyId', KEY_ID], ['Expires', EXPIRES], ...tokenAs('x-amz-security-token')];
    case 'v2-url':
      return [
        ['x-oss-signature-version', 'OSS2'],
        ['x-oss-access-key-id', KEY_ID],
        ['x-oss-expires', EXPIRES],
        ...additional,
        ...tokenAs('security-token'),
      ];
    case 'v4-url':
      return [
        ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
        ['x-oss-credential', `${KEY_ID}/${SCOPE}`],
        ['x-oss-date', STAMP],
        ['x-oss-expires', '600'],
        ...additional,
        ...tokenAs('x-oss-security-token'),
      ];
    case 's3v4-url':
      return [
        ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
        ['X-Amz-Credential', `${KEY_ID}/${AWS_SCOPE}`],
        ['X-Amz-Date', STAMP],
        ['X-Amz-Expires', '600'],
        ['X-Amz-SignedHeaders', s3Listed(headers).join(';')],
        ...tokenAs('X-Amz-Security-Token'),
      ];
    default:
      return [];
  }
}

/** The headers that a version adds of itself. */
function ownHeaders(version: ReferenceVersion, plain: Plain): Pairs {
  const host = ['Host', hostOf(plain)] as const;
  const { token } = plain;
  const tokenAs = (name: string): Pairs => (token === undefined ? [] : [[name, token]]);
  switch (version) {
    case 'v1':
    case 'v2':
      return [host, ['Date', DATE], ...tokenAs('x-oss-security-token')];
    case 's3v2':
      return [host, ['Date', DATE], ...tokenAs('x-amz-security-token')];
    case 'v4':
      return [
        host,
        ['x-oss-date', STAMP],
        ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
        ...tokenAs('x-oss-security-token'),
      ];
    case 's3v4':
      return [
        host,
        ['x-amz-date', STAMP],
        ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
        ...tokenAs('x-amz-security-token'),
      ];
    default:
      return [host];
  }
}

function withOwn(version: ReferenceVersion, plain: Plain, listed: readonly string[] = []): Plain {
  const own = ownHeaders(version, plain).filter(([name]) => value(plain.headers, name.toLowerCase()) === '');
  const headers = [...own, ...plain.headers];
  const isHere = (name: string) => plain.query.some(([each]) => each === name);
  const added = carriers(version, { ...plain, headers }, listed).filter(([name]) => !isHere(name));
  return { ...plain, headers, query: [...plain.query, ...added] };
}

/** The string that a client signs which believes that it sends `plain`. */
export function referenceString(version: ReferenceVersion, plain: Plain, signing: Signing = {}): string {
  const listed = signing.listed ?? [];
  const all = withOwn(version, plain, listed);
  const { method, bucket, key, query, headers } = all;
  const start = `${method}\n${value(headers, 'content-md5')}\n${value(headers, 'content-type')}\n`;
  const date = value(headers, 'x-oss-date') || value(headers, 'date');
  const v1 = (line: string, signedHeaders: Pairs, path: string, signed: Pairs) =>
    `${start}${line}\n${lines(signedHeaders)}${path}${signed.length > 0 ? '?' : ''}${pairs(signed)}`;
  const starting = (prefix: string) => lower(headers).filter(([name]) => name.startsWith(prefix));
  switch (version) {
    case 'v1':
    case 'v1-url': {
      const signed = query
        .filter(([name]) => V1_SIGNED.includes(name) || name.startsWith('x-oss-'))
        .sort(byName);
      return v1(version === 'v1' ? date : EXPIRES, starting('x-oss-'), `/${bucket}/${key}`, signed);
    }
    case 's3v2':
    case 's3v2-url': {
      const signed = query.filter(([name]) => S3_SIGNED.includes(name)).sort(byName);
      const asHeaders = version === 's3v2' ? [] : query.filter(([name]) => name.startsWith('x-amz-'));
      const amz = lower([...starting('x-amz-'), ...asHeaders]);
      const line =
        version === 's3v2-url' ? EXPIRES : value(headers, 'x-amz-date') === '' ? value(headers, 'date') : '';
      return v1(line, amz, `/${bucket}/${encodePath(key)}`, signed);
    }
    case 'v2':
    case 'v2-url': {
      const signed = lower(headers).filter(([name]) => name.startsWith('x-oss-') || listed.includes(name));
      const parameters = encoded(query);
      const mark = parameters.length > 0 ? '?' : '';
      return `${start}${version === 'v2' ? date : EXPIRES}\n${lines(signed)}${listed.join(';')}\n${encode(`/${bucket}/${key}`)}${mark}${pairs(parameters)}`;
    }
    case 'v4':
    case 'v4-url': {
      const signed = lower(headers).filter(
        ([name]) =>
          name.startsWith('x-oss-') ||
          name === 'content-type' ||
          name === 'content-md5' ||
          listed.includes(name),
      );
      const payload = value(headers, 'x-oss-content-sha256') || 'UNSIGNED-PAYLOAD';
      return `${method}\n/${bucket}/${encodePath(key)}\n${pairs(encoded(query))}\n${lines(signed)}\n${listed.join(';')}\n${payload}`;
    }
    case 's3v4':
    case 's3v4-url': {
      const names = s3Listed(headers);
      const signed = lower(headers)
        .filter(([name]) => names.includes(name))
        .map(([name, text]) => [name, text.replace(/ +/g, ' ')] as const);
      const parameters = encoded(query)
        .map(([name, text]) => `${name}=${text}`)
        .join('&');
      const payload = value(headers, 'x-amz-content-sha256') || 'UNSIGNED-PAYLOAD';
      return `${method}\n${wirePath(all)}\n${parameters}\n${lines(signed)}\n${names.join(';')}\n${payload}`;
    }
    case 'post-v1':
    case 'post-v2':
    case 'post-v4':
      return policyOf(plain);
  }
}

/** The policy field of a form. */
function policyOf({ policy = POLICY }: Plain): string {
  return Buffer.from(policy, 'utf8').toString('base64');
}

function s3Listed(headers: Pairs): readonly string[] {
  const names = lower(headers).map(([name]) => name);
  return names.filter(
    (name) => /^(?:host|range)$|^content-(?:type|md5)$/.test(name) || name.startsWith('x-amz-'),
  );
}

/** UTF-8 first, for strings that a test has put together of bytes stay as they are. */
const bytes = (text: string) => Buffer.from(fromText(text), 'latin1');

export function hmac(hash: string, key: string | Buffer, text: string): Buffer {
  return hmacOfBytes(hash, key, fromText(text));
}

function hmacOfBytes(hash: string, key: string | Buffer, text: string): Buffer {
  return createHmac(hash, typeof key === 'string' ? bytes(key) : key)
    .update(Buffer.from(text, 'latin1'))
    .digest();
}

/** The string to sign around a canonical request, which is given as bytes. */
export function outerString(version: ReferenceVersion, canonicalRequest: string, scope?: string): string {
  const hash = createHash('sha256').update(Buffer.from(canonicalRequest, 'latin1')).digest('hex');
  const algorithm = isAws(version) ? 'AWS4-HMAC-SHA256' : 'OSS4-HMAC-SHA256';
  return `${algorithm}\n${STAMP}\n${scope ?? (isAws(version) ? AWS_SCOPE : SCOPE)}\n${hash}`;
}

export function derivedKey(secret: string, scope = SCOPE, prefix = 'aliyun_v4'): Buffer {
  let key: Buffer = bytes(prefix + secret);
  for (const step of scope.split('/')) key = hmac('sha256', key, step);
  return key;
}

/** What is signed, as bytes: of V4 the canonical request. */
export function signedBytes(version: ReferenceVersion, plain: Plain, signing: Signing = {}): string {
  const made = referenceString(version, plain, signing);
  const text = fromText(signing.edit?.(made) ?? made);
  return signing.editBytes?.(text) ?? text;
}

export function sign(version: ReferenceVersion, plain: Plain, signing: Signing = {}): string {
  const secret = signing.secret ?? SECRET;
  const text = signedBytes(version, plain, signing);
  switch (version) {
    case 'v1':
    case 'v1-url':
    case 's3v2':
    case 's3v2-url':
    case 'post-v1':
      return hmacOfBytes('sha1', secret, text).toString('base64');
    case 'v2':
    case 'v2-url':
    case 'post-v2':
      return hmacOfBytes('sha256', secret, text).toString('base64');
    default: {
      const due = isAws(version) ? AWS_SCOPE : SCOPE;
      const prefix = signing.keyPrefix ?? (isAws(version) ? 'AWS4' : 'aliyun_v4');
      const key = derivedKey(secret, signing.keyScope ?? signing.scope ?? due, prefix);
      if (isForm(version)) return hmacOfBytes('sha256', key, text).toString('hex');
      const outer = outerString(version, text, signing.scope);
      return hmac('sha256', key, signing.outer?.(outer) ?? outer).toString('hex');
    }
  }
}

const SIGNATURE_PARAMETER: Readonly<Partial<Record<ReferenceVersion, string>>> = {
  'v1-url': 'Signature',
  's3v2-url': 'Signature',
  'v2-url': 'x-oss-signature',
  'v4-url': 'x-oss-signature',
  's3v4-url': 'X-Amz-Signature',
};

/** Puts a request on the wire with a signature. */
export function send(
  version: ReferenceVersion,
  plain: Plain,
  signature: string,
  listed: readonly string[] = [],
): HttpRequest {
  if (isForm(version)) return sendForm(version, plain, signature);
  const all = withOwn(version, plain, listed);
  const { method, query, headers, body } = all;
  const carrier = SIGNATURE_PARAMETER[version];
  const inQuery: Pairs = carrier === undefined ? [] : [[carrier, signature]];
  const list = listed.join(';');
  const parameters = [...query, ...inQuery].map(([name, text]) => [encode(name), encode(text)] as const);
  const target = `${wirePath(all)}${parameters.length > 0 ? '?' : ''}${pairs(parameters)}`;
  const authorization: Readonly<Partial<Record<ReferenceVersion, string>>> = {
    v1: `OSS ${KEY_ID}:${signature}`,
    s3v2: `AWS ${KEY_ID}:${signature}`,
    v2: `OSS2 AccessKeyId:${KEY_ID}${list && `,AdditionalHeaders:${list}`},Signature:${signature}`,
    v4: `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${SCOPE}${list && `,AdditionalHeaders=${list}`},Signature=${signature}`,
    s3v4: `AWS4-HMAC-SHA256 Credential=${KEY_ID}/${AWS_SCOPE}, SignedHeaders=${s3Listed(headers).join(';')}, Signature=${signature}`,
  };
  const auth = authorization[version];
  const lineUp = auth === undefined ? headers : [...headers, ['Authorization', auth] as const];
  return request(method, target, lineUp, body === undefined ? '' : fromText(body));
}

function sendForm(version: ReferenceVersion, plain: Plain, signature: string): HttpRequest {
  const boundary = 'xyz';
  const headers: Pairs = [
    ['Host', hostOf(plain)],
    ['Content-Type', `multipart/form-data; boundary=${boundary}`],
    ...plain.headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
  ];
  const auth: Readonly<Partial<Record<ReferenceVersion, Pairs>>> = {
    'post-v1': [
      ['OSSAccessKeyId', KEY_ID],
      ['Signature', signature],
    ],
    'post-v2': [
      ['x-oss-signature-version', 'OSS2'],
      ['x-oss-access-key-id', KEY_ID],
      ['x-oss-signature', signature],
    ],
    'post-v4': [
      ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
      ['x-oss-credential', `${KEY_ID}/${SCOPE}`],
      ['x-oss-date', STAMP],
      ['x-oss-signature', signature],
    ],
  };
  const fields: Pairs = [
    ['key', plain.key],
    ['policy', policyOf(plain)],
    ...(auth[version] ?? []),
    ...(plain.token === undefined ? [] : [['x-oss-security-token', plain.token] as const]),
  ];
  const target = plain.addressing === 'path' ? `/${plain.bucket}/` : '/';
  const body = multipart(
    boundary,
    fields.map(([name, text]) => [name, fromText(text)] as const),
  );
  return request('POST', target, headers, body);
}
