import { createHash, createHmac } from 'node:crypto';
import { fromText } from '../../src/bytes/byte-string.ts';
import type { HttpRequest } from '../../src/http/message.ts';
import { request } from '../oss/requests.ts';

/*
 * A second implementation of the signing rules, written from the API reference and for tests alone: it signs what a
 * client believes it sends, so that a test can send something else. Texts are ordinary strings, UTF-8 on the wire.
 */

export const KEY_ID = 'LTAI5tReferenceKey00';
export const SECRET = 'SecretOfTheReferenceSigner0001';
export const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';
export const STAMP = '20250101T123456Z';
export const EXPIRES = '1735738496';
export const SCOPE = '20250101/cn-hangzhou/oss/aliyun_v4_request';
const AWS_SCOPE = '20250101/cn-hangzhou/s3/aws4_request';

export type Pairs = readonly (readonly [name: string, value: string])[];

export interface Plain {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** Decoded; an empty value is sent without `=`. */
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly body?: string;
}

export const PLAIN: Plain = { method: 'GET', bucket: 'demo', key: 'a.jpg', query: [], headers: [] };

export type ReferenceVersion = 'v1' | 'v1-url' | 'v2' | 'v4' | 'v4-url' | 's3v2' | 's3v4';
export const REFERENCE_VERSIONS = ['v1', 'v1-url', 'v2', 'v4', 'v4-url', 's3v2', 's3v4'] as const;

export interface Signing {
  readonly secret?: string;
  /** Changes the string to sign, of V4 the canonical request, before it is signed. */
  readonly edit?: (text: string) => string;
  /** V4: what stands before the hash, or the scope that the key is derived for. */
  readonly scope?: string;
  readonly keyScope?: string;
  readonly keyPrefix?: string;
  readonly listed?: readonly string[];
}

const V1_SIGNED = [
  'acl',
  'uploads',
  'uploadId',
  'partNumber',
  'versionId',
  'tagging',
  'response-content-type',
  'security-token',
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

/** The query that carries a URL's signature, without the signature itself. */
function carriers(version: ReferenceVersion): Pairs {
  if (version === 'v1-url')
    return [
      ['OSSAccessKeyId', KEY_ID],
      ['Expires', EXPIRES],
    ];
  if (version !== 'v4-url') return [];
  return [
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', `${KEY_ID}/${SCOPE}`],
    ['x-oss-date', STAMP],
    ['x-oss-expires', '600'],
  ];
}

/** The headers that a version adds of itself. */
function ownHeaders(version: ReferenceVersion, plain: Plain): Pairs {
  const host = ['Host', `${plain.bucket}.oss-cn-hangzhou.aliyuncs.com`] as const;
  switch (version) {
    case 'v1':
    case 'v2':
    case 's3v2':
      return [host, ['Date', DATE]];
    case 'v4':
      return [host, ['x-oss-date', STAMP], ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD']];
    case 's3v4':
      return [host, ['x-amz-date', STAMP], ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']];
    case 'v1-url':
    case 'v4-url':
      return [host];
  }
}

export function withOwn(version: ReferenceVersion, plain: Plain): Plain {
  const own = ownHeaders(version, plain).filter(([name]) => value(plain.headers, name.toLowerCase()) === '');
  return { ...plain, headers: [...own, ...plain.headers], query: [...plain.query, ...carriers(version)] };
}

/** The string that a client signs which believes that it sends `plain`. */
export function referenceString(version: ReferenceVersion, plain: Plain, signing: Signing = {}): string {
  const { method, bucket, key, query, headers } = withOwn(version, plain);
  const oss = lower(headers).filter(([name]) => name.startsWith(version === 's3v2' ? 'x-amz-' : 'x-oss-'));
  const date = version === 'v1-url' ? EXPIRES : value(headers, 'x-oss-date') || value(headers, 'date');
  const head = `${method}\n${value(headers, 'content-md5')}\n${value(headers, 'content-type')}\n${date}\n`;
  const listed = signing.listed ?? [];
  switch (version) {
    case 'v1':
    case 'v1-url': {
      const signed = query
        .filter(([name]) => V1_SIGNED.includes(name) || name.startsWith('x-oss-'))
        .sort(byName);
      return `${head}${lines(oss)}/${bucket}/${key}${signed.length > 0 ? '?' : ''}${pairs(signed)}`;
    }
    case 's3v2': {
      const signed = query.filter(([name]) => V1_SIGNED.includes(name)).sort(byName);
      return `${head}${lines(oss)}/${bucket}/${encodePath(key)}${signed.length > 0 ? '?' : ''}${pairs(signed)}`;
    }
    case 'v2': {
      const signed = lower(headers).filter(([name]) => name.startsWith('x-oss-') || listed.includes(name));
      const all = encoded(query);
      return `${head}${lines(signed)}${listed.join(';')}\n${encode(`/${bucket}/${key}`)}${all.length > 0 ? '?' : ''}${pairs(all)}`;
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
    case 's3v4': {
      const signed = lower(headers).filter(([name]) => s3Listed(headers).includes(name));
      const all = encoded(query)
        .map(([name, text]) => `${name}=${text}`)
        .join('&');
      return `${method}\n/${encodePath(key)}\n${all}\n${lines(signed)}\n${s3Listed(headers).join(';')}\nUNSIGNED-PAYLOAD`;
    }
  }
}

const s3Listed = (headers: Pairs) =>
  lower(headers)
    .map(([name]) => name)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'));

/** UTF-8 first, for strings that a test has put together of bytes stay as they are. */
const bytes = (text: string) => Buffer.from(fromText(text), 'latin1');

export function hmac(hash: string, key: string | Buffer, text: string): Buffer {
  return createHmac(hash, typeof key === 'string' ? bytes(key) : key)
    .update(bytes(text))
    .digest();
}

/** The string to sign around a canonical request. */
export function outerString(version: ReferenceVersion, canonicalRequest: string, scope?: string): string {
  const isAws = version === 's3v4';
  const hash = createHash('sha256').update(bytes(canonicalRequest)).digest('hex');
  return `${isAws ? 'AWS4-HMAC-SHA256' : 'OSS4-HMAC-SHA256'}\n${STAMP}\n${scope ?? (isAws ? AWS_SCOPE : SCOPE)}\n${hash}`;
}

export function derivedKey(secret: string, scope = SCOPE, prefix = 'aliyun_v4'): Buffer {
  let key: Buffer = bytes(prefix + secret);
  for (const step of scope.split('/')) key = hmac('sha256', key, step);
  return key;
}

export function sign(version: ReferenceVersion, plain: Plain, signing: Signing = {}): string {
  const secret = signing.secret ?? SECRET;
  const made = referenceString(version, plain, signing);
  const text = signing.edit?.(made) ?? made;
  switch (version) {
    case 'v1':
    case 'v1-url':
    case 's3v2':
      return hmac('sha1', secret, text).toString('base64');
    case 'v2':
      return hmac('sha256', secret, text).toString('base64');
    case 'v4':
    case 'v4-url': {
      const key = derivedKey(secret, signing.keyScope ?? signing.scope ?? SCOPE, signing.keyPrefix);
      return hmac('sha256', key, outerString(version, text, signing.scope)).toString('hex');
    }
    case 's3v4':
      return hmac('sha256', derivedKey(secret, AWS_SCOPE, 'AWS4'), outerString(version, text)).toString(
        'hex',
      );
  }
}

/** Puts a request on the wire with a signature. */
export function send(
  version: ReferenceVersion,
  plain: Plain,
  signature: string,
  listed: readonly string[] = [],
): HttpRequest {
  const { method, key, query, headers, body } = withOwn(version, plain);
  const inQuery: Pairs =
    version === 'v1-url'
      ? [['Signature', signature]]
      : version === 'v4-url'
        ? [['x-oss-signature', signature]]
        : [];
  const list = listed.join(';');
  const all = [...query, ...inQuery].map(([name, text]) => [encode(name), encode(text)] as const);
  const target = `/${encodePath(key)}${all.length > 0 ? '?' : ''}${pairs(all)}`;
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
