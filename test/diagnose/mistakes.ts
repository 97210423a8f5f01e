import { createHash } from 'node:crypto';
import type { CauseId } from '../rooms/diagnose.ts';
import {
  AWS_SCOPE,
  DATE,
  EXPIRES,
  encode,
  isAws,
  isV4,
  type Pairs,
  PLAIN,
  type Plain,
  POLICY,
  type ReferenceVersion,
  SCOPE,
  type Signing,
  STAMP,
} from './reference-signer.ts';
import { OTHER_BUCKETS } from './scenario.ts';

/** A mistake that clients make, in every signature version where it can be made. */
export interface Mistake {
  /** Numbers in the catalogue of causes. */
  readonly numbers: readonly number[];
  /** Id of the hypothesis that is to find it, alone. */
  readonly of: ByVersion<string>;
  readonly versions: readonly ReferenceVersion[];
  readonly sent: ByVersion<Plain>;
  readonly believed?: Partial<Plain>;
  readonly signing?: ByVersion<Signing>;
  readonly cause: ByVersion<CauseId>;
  /**
   * The field of the one divergence, in words of all versions; without it the divergences are not looked at.
   */
  readonly field?: string;
}

type ByVersion<T> = T | ((version: ReferenceVersion) => T);

const HEADERS: readonly ReferenceVersion[] = ['v1', 'v2', 'v4', 's3v2', 's3v4'];
const URLS: readonly ReferenceVersion[] = ['v1-url', 'v2-url', 'v4-url', 's3v2-url', 's3v4-url'];
const REQUESTS: readonly ReferenceVersion[] = [...HEADERS, ...URLS];
const V1_LIKE: readonly ReferenceVersion[] = ['v1', 'v1-url', 's3v2', 's3v2-url'];
const V2: readonly ReferenceVersion[] = ['v2', 'v2-url'];
const OSS_V4: readonly ReferenceVersion[] = ['v4', 'v4-url'];
const S3_V4: readonly ReferenceVersion[] = ['s3v4', 's3v4-url'];
const V4_LIKE: readonly ReferenceVersion[] = [...OSS_V4, ...S3_V4];
const DERIVED: readonly ReferenceVersion[] = [...V4_LIKE, 'post-v4'];
const FORMS: readonly ReferenceVersion[] = ['post-v1', 'post-v2', 'post-v4'];
/** Versions that sign headers without their being listed: a header added later breaks them. */
const UNLISTED: readonly ReferenceVersion[] = [...V1_LIKE, ...V2, ...OSS_V4];

const isS3 = (version: ReferenceVersion): boolean => version.startsWith('s3');
const isV1Like = (version: ReferenceVersion): boolean => V1_LIKE.includes(version);
const isV2 = (version: ReferenceVersion): boolean => V2.includes(version);

/** What is said of a field in the words of a version. */
export function fieldIn(version: ReferenceVersion, field: string): string {
  const [kind = '', name] = field.split(/:(.*)/s);
  if (name !== undefined && kind === 'header') {
    return isV4(version) ? `canonical-header:${name}` : `oss-header:${name}`;
  }
  if (name !== undefined && kind === 'query') {
    return isV4(version) ? `canonical-query:${name}` : `resource:subresource:${name}`;
  }
  if (!isV4(version)) return field;
  if (field === 'content-type' || field === 'content-md5') return `canonical-header:${field}`;
  return field === 'resource:key' || field === 'resource:bucket' ? 'canonical-uri' : field;
}

export const of = <T>(each: ByVersion<T>, version: ReferenceVersion): T =>
  typeof each === 'function' ? (each as (version: ReferenceVersion) => T)(version) : each;

/** Replaces text in the string that is signed; it must be there. */
const swap = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`no ${from} in ${text}`);
  return text.replace(from, () => to);
};

const dialect = (version: ReferenceVersion): string => (isS3(version) ? 'x-amz' : 'x-oss');
const meta =
  (...pairs: Pairs) =>
  (version: ReferenceVersion): Plain => ({
    ...PLAIN,
    headers: pairs.map(([name, value]) => [`${dialect(version)}-${name}`, value]),
  });

const typed = (type: string, key = 'dir/a.bin'): Plain => ({
  ...PLAIN,
  method: 'PUT',
  key,
  headers: [['Content-Type', type]],
});
const keyed = (key: string): Plain => ({ ...PLAIN, key });
const BODY = '<CompleteMultipartUpload/>';
const digest = (hash: string, form: 'base64' | 'hex', text = BODY) =>
  createHash(hash).update(text).digest(form);
const TOKEN = 'CAIS+a/b==';
const CALLBACK = Buffer.from('{"callbackUrl":"http://a/b","callbackBody":"k=1"}').toString('base64');

/** A query's parameters in the string, changed and sorted anew. */
const requery =
  (version: ReferenceVersion, work: (pairs: string[]) => readonly string[]) =>
  (text: string): string => {
    const rebuilt = (query: string) => work(query === '' ? [] : query.split('&')).join('&');
    if (!isV4(version)) {
      const [front = '', query = ''] = text.split('?');
      return `${front}?${rebuilt(query)}`;
    }
    const lines = text.split('\n');
    lines[2] = rebuilt(lines[2] ?? '');
    return lines.join('\n');
  };

/** A header line before all others. */
const withLine =
  (version: ReferenceVersion, line: string) =>
  (text: string): string =>
    text
      .split('\n')
      .toSpliced(isV4(version) ? 3 : 4, 0, line)
      .join('\n');

const formatted = (seconds: number): string => new Date(seconds * 1000).toUTCString();
const otherEnd = (text: string): string =>
  text.includes('aws4_request')
    ? text.replace('aws4_request', 'aliyun_v4_request')
    : text.replace('aliyun_v4_request', 'aws4_request');
const otherAlgorithm = (text: string): string =>
  text.startsWith('AWS4') ? text.replace(/^AWS4/, 'OSS4') : text.replace(/^OSS4/, 'AWS4');

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const GBK = '\xce\xc4\xbc\xfe';

export const MISTAKES: readonly Mistake[] = [
  // ---- Content-Type
  {
    numbers: [1, 27, 28, 29],
    of: 'content-type-not-signed',
    versions: UNLISTED,
    sent: typed('image/png'),
    believed: { headers: [] },
    cause: 'content-type-added-after-signing',
    field: 'content-type',
  },
  {
    numbers: [1, 29],
    of: 'content-type-charset',
    versions: REQUESTS,
    sent: typed('text/plain;charset=UTF-8'),
    believed: typed('text/plain'),
    cause: 'content-type-charset',
    field: 'content-type',
  },
  {
    numbers: [1],
    of: 'content-type-guessed',
    versions: REQUESTS,
    sent: typed('text/plain', 'x.jpg'),
    believed: typed('image/jpeg', 'x.jpg'),
    cause: 'content-type-signed-other',
    field: 'content-type',
  },
  {
    numbers: [1],
    of: 'content-type-guessed',
    versions: UNLISTED,
    sent: { ...PLAIN, method: 'PUT' },
    believed: typed('application/octet-stream', PLAIN.key),
    cause: 'content-type-lost',
    field: 'content-type',
  },
  {
    numbers: [1],
    of: 'content-type-common',
    versions: REQUESTS,
    sent: typed('image/png'),
    believed: typed('application/x-www-form-urlencoded'),
    cause: 'content-type-signed-other',
    field: 'content-type',
  },
  {
    numbers: [1],
    of: 'content-type-reformatted',
    versions: REQUESTS,
    sent: typed('Image/PNG'),
    believed: typed('image/png'),
    cause: 'content-type-reformatted',
    field: 'content-type',
  },
  {
    numbers: [1, 35],
    of: 'content-type-reformatted',
    versions: V1_LIKE,
    sent: typed('image/png'),
    signing: { edit: swap('image/png\n', 'image/png \n') },
    cause: 'content-type-reformatted',
    field: 'content-type',
  },
  {
    numbers: [1],
    of: 'content-type-empty-line',
    versions: ['v4'],
    sent: PLAIN,
    signing: { edit: swap('\nx-oss-content', '\ncontent-type:\nx-oss-content') },
    cause: 'content-type-lost',
  },
  {
    // the S3 rules list the header as signed
    numbers: [1],
    of: 'content-type-empty-line',
    versions: ['s3v4'],
    sent: typed('image/png'),
    signing: { edit: swap('content-type:image/png\n', 'content-type:\n') },
    cause: 'content-type-added-after-signing',
  },
  {
    numbers: [1],
    of: 'content-type-any',
    versions: UNLISTED,
    sent: typed('application/octet-stream'),
    believed: { headers: [['Content-Type', 'text/html;charset=UTF-8']] },
    cause: 'content-type-signed-other',
    field: 'content-type',
  },
  {
    numbers: [1],
    of: 'content-type-any',
    versions: UNLISTED,
    sent: keyed('dir/a.bin'),
    believed: { headers: [['Content-Type', 'application/zip']] },
    cause: 'content-type-lost',
    field: 'content-type',
  },
  // ---- the key
  ...(['a b+c.txt', '文件 (1).txt', 'a#b%41'] as const).map(
    (key): Mistake => ({
      numbers: [3, 15, 16],
      of: 'key-raw',
      versions: REQUESTS,
      sent: keyed(`dir/${key}`),
      believed: keyed(`dir/${encode(key)}`),
      cause: 'key-signed-raw',
      field: 'resource:key',
    }),
  ),
  {
    numbers: [3],
    of: 'key-encoded',
    versions: REQUESTS,
    sent: keyed('dir/a b(1).txt'),
    believed: keyed('dir/a%20b(1).txt'),
    cause: 'key-encoded',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-encoded',
    versions: REQUESTS,
    sent: keyed('dir/a b.txt'),
    believed: keyed('dir%2Fa%20b.txt'),
    cause: 'key-encoded',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-plus-and-space',
    versions: REQUESTS,
    sent: keyed('dir/my photo.jpg'),
    believed: keyed('dir/my+photo.jpg'),
    cause: 'key-plus-and-space',
    field: 'resource:key',
  },
  {
    numbers: [3, 15],
    of: 'key-plus-and-space',
    versions: REQUESTS,
    sent: keyed('a+b'),
    believed: keyed('a b'),
    cause: 'key-plus-and-space',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-plus-and-space',
    versions: REQUESTS,
    sent: keyed('a%20b+c'),
    believed: keyed('a b+c'),
    cause: 'key-decoded-twice',
    field: 'resource:key',
  },
  {
    numbers: [3, 16],
    of: 'key-decoded-twice',
    versions: REQUESTS,
    sent: keyed('a%2541'),
    believed: keyed('aA'),
    cause: 'key-decoded-twice',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-cut',
    versions: ['v4', 's3v4'],
    sent: keyed('a?c&b=1#d'),
    signing: (version) => ({
      edit: swap('a%3Fc%26b%3D1%23d\n\n', isAws(version) ? 'a\nb=1%23d&c=\n' : 'a\nb=1&c\n'),
    }),
    cause: 'key-cut',
  },
  ...['?', '#'].map(
    (mark): Mistake => ({
      numbers: [3],
      of: 'key-cut',
      versions: REQUESTS,
      sent: keyed(`a${mark}b`),
      believed: keyed('a'),
      cause: 'key-cut',
      field: 'resource:key',
    }),
  ),
  {
    numbers: [3],
    of: 'key-encoding',
    versions: REQUESTS,
    sent: keyed('é.txt'),
    believed: keyed('?.txt'),
    cause: 'key-encoding',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-encoding',
    versions: REQUESTS,
    sent: keyed('dir/文件.txt'),
    signing: (version) =>
      version === 'v1' || version === 'v1-url'
        ? { editBytes: (bytes) => bytes.replace(bytesOf('文件'), GBK) }
        : { edit: swap(encode('文件'), '%CE%C4%BC%FE') },
    cause: 'key-encoding',
    field: 'resource:key',
  },
  ...(
    [
      ['NFC', 'NFD'],
      ['NFD', 'NFC'],
    ] as const
  ).map(
    ([sent, signed]): Mistake => ({
      numbers: [3],
      of: 'key-unicode-form',
      versions: REQUESTS,
      sent: keyed('é'.normalize(sent)),
      believed: keyed('é'.normalize(signed)),
      cause: 'key-unicode-form',
      field: 'resource:key',
    }),
  ),
  {
    numbers: [3],
    of: 'key-case',
    versions: REQUESTS,
    sent: keyed('A.JPG'),
    believed: keyed('a.jpg'),
    cause: 'key-case',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'resource-form',
    versions: ['v2', 'v2-url', 'v4', 'v4-url', 's3v2', 's3v2-url', 's3v4', 's3v4-url'],
    sent: keyed('a+b'),
    signing: { edit: swap('%2B', '%2b') },
    cause: (version) =>
      isV2(version) ? 'resource-signed-other' : isV4(version) ? 'canonical-uri-signed-other' : 'key-hex-case',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'resource-form',
    versions: ['v1', 'v1-url'],
    sent: keyed('a+b'),
    believed: keyed('a%2bb'),
    cause: 'key-hex-case',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'resource-form',
    versions: [...V2, ...V4_LIKE, 's3v2', 's3v2-url'],
    sent: keyed('a b'),
    signing: { edit: swap('a%20b', 'a b') },
    cause: (version) =>
      isV2(version)
        ? 'resource-signed-other'
        : isV4(version)
          ? 'canonical-uri-signed-other'
          : 'key-signed-recoded',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'resource-form',
    versions: V2,
    sent: keyed('dir/a b'),
    signing: { edit: swap('%2Fdemo%2Fdir%2Fa%20b', '/demo/dir/a%20b') },
    cause: 'resource-signed-other',
    field: 'resource:key',
  },
  {
    // as @alicloud/oss-client signs it
    numbers: [3],
    of: 'resource-form',
    versions: V2,
    sent: keyed("a b*'(1)!"),
    signing: { edit: swap('a%20b%2A%27%281%29%21', "a%20b*'(1)!") },
    cause: 'resource-signed-other',
    field: 'resource:key',
  },
  {
    // a form encoder made the path that was signed, a path encoder the one that was sent
    numbers: [3],
    of: 'resource-form',
    versions: ['s3v2', 's3v2-url'],
    sent: keyed('dir/a b.txt'),
    signing: { edit: swap('a%20b.txt', 'a+b.txt') },
    cause: 'key-signed-recoded',
    field: 'resource:key',
  },
  {
    // as knox signs the key of a URL: url.parse has escaped a few characters of it
    numbers: [3],
    of: 'resource-form',
    versions: ['s3v2', 's3v2-url'],
    sent: keyed('文 +{1}.txt'),
    signing: { edit: swap('%E6%96%87%20%2B%7B1%7D.txt', '文%20+%7B1%7D.txt') },
    cause: 'key-signed-recoded',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'resource-form',
    versions: V4_LIKE,
    sent: keyed('dir/a b'),
    signing: { edit: swap('dir/a', 'dir%2Fa') },
    cause: 'canonical-uri-signed-other',
    field: 'resource:key',
  },
  ...(
    [
      ['a.jpg', '/a.jpg'],
      ['a//b', 'a/b'],
      ['dir', 'dir/'],
      ['dir/', 'dir'],
      ['a/./b', 'a/b'],
      ['a/x/../b', 'a/b'],
      ['a.jpg', './a.jpg'],
      ['a.jpg', '../a.jpg'],
      ['a/b.jpg', 'a/./b.jpg'],
      ['/a.jpg', 'a.jpg'],
    ] as const
  ).map(
    ([sent, signed]): Mistake => ({
      numbers: [13, 14, 22],
      of: 'key-slashes',
      versions: REQUESTS,
      sent: keyed(sent),
      believed: keyed(signed),
      cause: 'key-slashes',
      field: 'resource:key',
    }),
  ),
  {
    numbers: [14],
    of: 'key-prefix',
    versions: REQUESTS,
    sent: keyed('static/v2/a.jpg'),
    believed: keyed('a.jpg'),
    cause: 'key-prefix-not-signed',
    field: 'resource:key',
  },
  {
    numbers: [22],
    of: 'key-left-out',
    versions: REQUESTS,
    sent: keyed('a.jpg'),
    believed: keyed(''),
    cause: 'key-left-out',
    field: 'resource:key',
  },
  ...([' ', '\t', '.'] as const).map(
    (end): Mistake => ({
      numbers: [22],
      of: 'key-padded',
      versions: [...REQUESTS],
      sent: keyed('dir/a.jpg'),
      believed: keyed(`dir/a.jpg${end}`),
      cause: 'key-padded',
      field: 'resource:key',
    }),
  ),
  {
    numbers: [22],
    of: 'key-slashes',
    versions: REQUESTS,
    sent: keyed(''),
    believed: keyed('/'),
    cause: 'key-slashes',
    field: 'resource:key',
  },
  {
    numbers: [14],
    of: 'key-prefix',
    versions: REQUESTS,
    sent: keyed('a/b/c/d/e/f/g.jpg'),
    believed: keyed('g.jpg'),
    cause: 'key-prefix-not-signed',
    field: 'resource:key',
  },
  // ---- the key in other encodings
  {
    // encodeURIComponent on each part of the path
    numbers: [3],
    of: 'key-encoded-otherwise',
    versions: V4_LIKE,
    sent: keyed("dir/a (1)'s!*.txt"),
    signing: { edit: swap(encode("a (1)'s!*.txt"), encodeURIComponent("a (1)'s!*.txt")) },
    cause: 'canonical-uri-signed-other',
    field: 'resource:key',
  },
  {
    // the same of a form encoder, with its plus signs
    numbers: [3],
    of: 'key-encoded-otherwise',
    versions: V4_LIKE,
    sent: keyed('dir/a b(c)~d.txt'),
    signing: { edit: swap(encode('a b(c)~d.txt'), 'a+b%28c%29~d.txt') },
    cause: 'canonical-uri-signed-other',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-encoded-otherwise',
    versions: V4_LIKE,
    sent: keyed('dir/a=b:c d.txt'),
    signing: { edit: swap(encode('a=b:c d.txt'), 'a=b:c%20d.txt') },
    cause: 'canonical-uri-signed-other',
    field: 'resource:key',
  },
  {
    numbers: [3, 16],
    of: 'key-encoded-otherwise',
    versions: ['v1', 'v1-url'],
    sent: keyed('dir/a b.txt'),
    believed: keyed(encode(encode('dir/a b.txt')).replace('%252F', '/')),
    cause: 'key-encoded',
    field: 'resource:key',
  },
  {
    numbers: [3],
    of: 'key-encoded-otherwise',
    versions: ['s3v2', 's3v2-url', ...V2],
    sent: keyed('a (1)*&.txt'),
    signing: { edit: swap(encode('a (1)*&.txt'), 'a%20%281%29*%26.txt') },
    cause: (version) => (isV2(version) ? 'resource-signed-other' : 'key-signed-recoded'),
    field: 'resource:key',
  },
  // ---- the bucket
  {
    numbers: [7],
    of: 'bucket-other',
    versions: UNLISTED,
    sent: { ...PLAIN, bucket: 'my-files' },
    believed: { bucket: 'My-Files' },
    cause: 'bucket-signed-other',
    field: 'resource:bucket',
  },
  {
    numbers: [7, 13],
    of: 'bucket-in-resource',
    versions: UNLISTED,
    sent: PLAIN,
    signing: (version) => ({ edit: isV2(version) ? swap('%2Fdemo%2F', '%2F') : swap('/demo/', '/') }),
    cause: 'bucket-left-out',
    field: 'resource:bucket',
  },
  {
    numbers: [7, 13],
    of: 'bucket-in-resource',
    versions: UNLISTED,
    sent: { ...PLAIN, key: 'demo/a.jpg' },
    signing: (version) => ({
      edit: isV2(version) ? swap('%2Fdemo%2Fdemo%2F', '%2Fdemo%2F') : swap('/demo/demo/', '/demo/'),
    }),
    cause: 'bucket-in-host-and-path',
    field: 'resource:bucket',
  },
  {
    numbers: [7, 13],
    of: 'bucket-in-resource',
    versions: UNLISTED,
    sent: { ...PLAIN, key: 'demo/a.jpg', addressing: 'path' },
    signing: (version) => ({
      edit: isV2(version) ? swap('%2Fdemo%2Fdemo%2F', '%2Fdemo%2F') : swap('/demo/demo/', '/demo/'),
    }),
    cause: 'bucket-left-out',
    field: 'resource:bucket',
  },
  {
    numbers: [7, 13],
    of: 'bucket-in-resource',
    versions: REQUESTS,
    sent: PLAIN,
    signing: (version) => ({
      edit: isV2(version) ? swap('%2Fdemo%2F', '%2Fdemo%2Fdemo%2F') : swap('/a.jpg', '/demo/a.jpg'),
    }),
    cause: 'bucket-twice',
    field: 'resource:key',
  },
  {
    numbers: [7, 13],
    of: 'bucket-in-resource',
    versions: S3_V4,
    sent: { ...PLAIN, addressing: 'path' },
    signing: { edit: swap('/demo/', '/') },
    cause: 'bucket-left-out',
    field: 'resource:bucket',
  },
  {
    numbers: [7],
    of: 'bucket-other',
    versions: UNLISTED,
    sent: { ...PLAIN, addressing: 'custom' },
    believed: { bucket: 'img' },
    cause: 'bucket-signed-other',
    field: 'resource:bucket',
  },
  {
    numbers: [7],
    of: 'bucket-other',
    versions: UNLISTED,
    sent: { ...PLAIN, addressing: 'custom' },
    believed: { bucket: 'img.example.com' },
    cause: 'host-in-resource',
    field: 'resource:bucket',
  },
  {
    numbers: [7],
    of: 'bucket-other',
    versions: UNLISTED,
    sent: { ...PLAIN, key: 'first/a.jpg', addressing: 'custom' },
    believed: { bucket: 'first' },
    cause: 'bucket-signed-other',
    field: 'resource:bucket',
  },
  {
    numbers: [7],
    of: 'bucket-of-capture',
    versions: REQUESTS,
    sent: PLAIN,
    believed: { bucket: OTHER_BUCKETS[1] },
    cause: 'bucket-signed-other',
  },
  {
    numbers: [7],
    of: 'bucket-of-capture',
    versions: S3_V4,
    sent: { ...PLAIN, addressing: 'path' },
    signing: { edit: swap('/demo/', `/${OTHER_BUCKETS[0]}/`) },
    cause: 'bucket-signed-other',
    field: 'resource:bucket',
  },
  {
    numbers: [40],
    of: 'resource-slash-missing',
    versions: V1_LIKE,
    sent: PLAIN,
    signing: { edit: swap('/demo/', 'demo/') },
    cause: 'resource-slash-missing',
  },
  ...(['http://', 'https://', '//'] as const).map(
    (scheme): Mistake => ({
      numbers: [7],
      of: 'resource-url',
      versions: V1_LIKE,
      sent: { ...PLAIN, key: 'dir/a.jpg' },
      signing: { edit: swap('/demo/', `${scheme}demo.oss-cn-hangzhou.aliyuncs.com/`) },
      cause: 'url-in-resource',
      field: 'resource:bucket',
    }),
  ),
  ...(['/', '', '/demo'] as const).map(
    (signed): Mistake => ({
      numbers: [40],
      of: 'resource-left-out',
      versions: V1_LIKE,
      sent: PLAIN,
      signing: { edit: swap('/demo/a.jpg', signed) },
      cause: 'resource-left-out',
    }),
  ),
  {
    numbers: [3],
    of: 'resource-form',
    versions: ['v1', 'v1-url'],
    sent: PLAIN,
    signing: { edit: swap('/demo/a.jpg', '%2Fdemo%2Fa.jpg') },
    cause: 'key-encoded',
  },
  // ---- parameters
  {
    numbers: [8],
    of: 'parameter-form',
    versions: V1_LIKE,
    sent: PLAIN,
    signing: { edit: (text) => `${text}?` },
    cause: 'question-mark-alone',
  },
  {
    numbers: [8],
    of: 'parameter-form',
    versions: V1_LIKE,
    sent: {
      ...PLAIN,
      query: [
        ['partNumber', '2'],
        ['uploadId', 'U1'],
      ],
    },
    signing: { edit: swap('?partNumber=2&uploadId=U1', '?partNumber&uploadId') },
    cause: 'subresource-values-left-out',
  },
  {
    numbers: [8],
    of: 'parameter-form',
    versions: V1_LIKE,
    sent: {
      ...PLAIN,
      query: [
        ['partNumber', '2'],
        ['uploadId', 'U1'],
      ],
    },
    signing: { edit: swap('?partNumber=2&uploadId=U1', '?partnumber=2&uploadid=U1') },
    cause: 'subresource-names-lowered',
  },
  {
    numbers: [8, 27],
    of: 'parameter-not-signed',
    versions: REQUESTS,
    sent: { ...PLAIN, query: [['acl', '']] },
    believed: { query: [] },
    cause: (version) =>
      isV1Like(version) ? 'subresource-added-after-signing' : 'query-parameter-added-after-signing',
    field: 'query:acl',
  },
  {
    numbers: [8, 45],
    of: 'parameter-not-signed',
    versions: ['v1', 'v1-url', ...V2, ...OSS_V4],
    sent: { ...PLAIN, method: 'PUT', query: [['callback', CALLBACK]] },
    believed: { query: [] },
    cause: (version) =>
      isV1Like(version) ? 'subresource-added-after-signing' : 'query-parameter-added-after-signing',
    field: 'query:callback',
  },
  {
    numbers: [8],
    of: 'parameter-signed-extra',
    versions: V1_LIKE,
    sent: { ...PLAIN, query: [['prefix', 'p']] },
    signing: { edit: (text) => `${text}?prefix=p` },
    cause: 'subresource-signed-extra',
    field: 'query:prefix',
  },
  {
    numbers: [8],
    of: 'parameters-not-signed',
    versions: REQUESTS,
    sent: {
      ...PLAIN,
      query: [
        ['acl', ''],
        ['uploadId', 'U'],
        ['partNumber', '2'],
      ],
    },
    believed: { query: [['acl', '']] },
    cause: 'subresources-not-signed',
  },
  {
    numbers: [8],
    of: 'query-all-signed',
    versions: V1_LIKE,
    sent: {
      ...PLAIN,
      query: [
        ['prefix', 'p'],
        ['marker', 'm'],
      ],
    },
    signing: { edit: (text) => `${text}?marker=m&prefix=p` },
    cause: 'query-all-signed',
  },
  {
    numbers: [8, 27],
    of: 'parameter-list-of-sdk',
    versions: ['v1', 'v1-url'],
    sent: {
      ...PLAIN,
      query: [
        ['acl', ''],
        ['callback', 'c'],
        ['callback-var', 'd'],
        ['versionId', '1'],
        ['x-oss-traffic-limit', '9'],
        ['uploads', ''],
        ['uploadId', '3'],
        ['partNumber', '4'],
      ],
      headers: [['User-Agent', 'aliyun-sdk-c/3.10.0(Compatible Linux)']],
    },
    signing: {
      edit: (text) => text.replace(/callback=c&callback-var=d&|&versionId=1|&x-oss-traffic-limit=9/g, ''),
    },
    cause: 'subresource-list-of-sdk',
  },
  {
    numbers: [8],
    of: 'parameter-values-encoded',
    versions: V1_LIKE,
    sent: { ...PLAIN, query: [['uploadId', 'U=1 /']] },
    signing: { edit: swap('U=1 /', 'U%3D1%20%2F') },
    cause: 'subresource-values-encoded',
    field: 'query:uploadId',
  },
  {
    numbers: [8],
    of: 'parameter-value-other',
    versions: REQUESTS,
    sent: { ...PLAIN, query: [['uploadId', 'U+1']] },
    believed: { query: [['uploadId', 'U 1']] },
    cause: 'subresource-signed-other',
    field: 'query:uploadId',
  },
  // copied with what stands behind the URL
  ...[')', '\xe3\x80\x82', '"</a>', '...'].map((tail): Mistake => {
    const value = 'bmFtZQ==';
    return {
      numbers: [5],
      of: 'parameter-value-other',
      versions: HEADERS,
      sent: { ...PLAIN, query: [['uploadId', value + tail]] },
      believed: { query: [['uploadId', value]] },
      cause: 'subresource-signed-other',
      field: 'query:uploadId',
    };
  }),
  {
    numbers: [8],
    of: 'parameter-duplicates',
    versions: REQUESTS,
    sent: {
      ...PLAIN,
      query: [
        ['uploadId', '1'],
        ['uploadId', '2'],
      ],
    },
    believed: { query: [['uploadId', '2']] },
    cause: 'parameter-duplicates',
  },
  {
    numbers: [8],
    of: 'parameter-equals-sign',
    versions: REQUESTS,
    sent: {
      ...PLAIN,
      query: [
        ['acl', ''],
        ['uploadId', '1'],
      ],
    },
    signing: (version) => ({ edit: isAws(version) ? swap('acl=&', 'acl&') : swap('acl&', 'acl=&') }),
    cause: 'empty-value-equals-sign',
  },
  {
    numbers: [8],
    of: 'query-raw',
    versions: [...V2, ...V4_LIKE],
    sent: { ...PLAIN, query: [['uploadId', 'a b']] },
    signing: { edit: swap('uploadId=a%20b', 'uploadId=a+b') },
    cause: 'query-plus-and-space',
    field: 'query:uploadId',
  },
  {
    numbers: [8],
    of: 'query-raw',
    versions: [...V2, 'v4'],
    sent: {
      ...PLAIN,
      query: [
        ['b', 'x/y'],
        ['a', 'z='],
      ],
    },
    signing: (version) => ({
      edit: requery(version, (pairs) => pairs.map((each) => decodeURIComponent(each))),
    }),
    cause: 'query-signed-recoded',
  },
  ...(
    [
      ["x/y z'", (value: string) => value.replaceAll('%2F', '/')],
      ["x/y z'", (value: string) => value.replaceAll('%27', "'")],
      ['x/y;z$', (value: string) => encodeURI(decodeURIComponent(value))],
    ] as const
  ).map(
    ([value, form]): Mistake => ({
      numbers: [8],
      of: 'query-raw',
      versions: [...V2, ...V4_LIKE],
      sent: {
        ...PLAIN,
        query: [
          ['a', value],
          ['b', `${value}+`],
        ],
      },
      signing: (version) => ({
        edit: requery(version, (pairs) => pairs.map((each) => each.replace(/(?<==).*/, form))),
      }),
      cause: 'query-signed-recoded',
    }),
  ),
  {
    numbers: [39],
    // where nothing needs encoding, that is the query as it was sent
    of: (version) => (isV1Like(version) || URLS.includes(version) ? 'parameter-order' : 'query-raw'),
    versions: REQUESTS,
    sent: {
      ...PLAIN,
      query: [
        ['uploadId', '1'],
        ['partNumber', '2'],
      ],
    },
    signing: (version) => ({ edit: requery(version, (pairs) => pairs.toReversed()) }),
    cause: (version) => (isV1Like(version) || URLS.includes(version) ? 'query-order' : 'query-signed-raw'),
  },
  {
    // as ali-oss sorted before 6.21.0: by the first characters alone, others as they were given
    numbers: [39],
    of: 'parameter-order',
    versions: V1_LIKE,
    sent: {
      ...PLAIN,
      query: [
        ['versionId', '1'],
        ['uploads', '2'],
        ['uploadId', '3'],
        ['acl', ''],
      ],
    },
    signing: (version) => ({
      edit: requery(version, ([acl = '', id = '', uploads = '', v = '']) => [acl, uploads, id, v]),
    }),
    cause: 'query-order',
  },
  {
    // as localeCompare sorts: punctuation, then letters whatever their case
    numbers: [39],
    of: 'parameter-order',
    versions: [...V2, 'v4', 's3v4'],
    sent: {
      ...PLAIN,
      query: [
        ['a-b', '1'],
        ['B', '2'],
        ['_x', '3'],
        ['a_b', '4'],
        ['A', '5'],
        ['a', '6'],
      ],
    },
    signing: (version) => ({
      edit: requery(version, (pairs) => pairs.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'))),
    }),
    cause: 'query-order',
  },
  {
    numbers: [39],
    of: 'parameter-order',
    versions: [...V2, ...OSS_V4],
    sent: {
      ...PLAIN,
      query: [
        ['é', '1'],
        ['Z', '2'],
      ],
    },
    signing: (version) => ({
      edit: requery(version, (pairs) =>
        [...pairs].sort((a, b) => (bytesOf(decoded(a)) < bytesOf(decoded(b)) ? -1 : 1)),
      ),
    }),
    cause: 'query-order',
  },
  // ---- the token
  {
    numbers: [10],
    of: (version) => (isQueryToken(version) ? 'parameter-not-signed' : 'header-not-signed'),
    versions: [...UNLISTED, 's3v4-url'],
    sent: { ...PLAIN, token: TOKEN },
    signing: (version) => ({ edit: withoutToken(version) }),
    cause: 'token-not-signed',
  },
  {
    numbers: [4, 10],
    of: (version) => (isQueryToken(version) ? 'parameter-value-other' : 'token-header-form'),
    versions: REQUESTS,
    sent: { ...PLAIN, token: TOKEN },
    believed: { token: TOKEN.replace('+', ' ') },
    cause: 'token-signed-otherwise',
  },
  {
    numbers: [10],
    of: (version) => (isQueryToken(version) ? 'parameter-value-other' : 'token-header-form'),
    versions: [...HEADERS, 'v2-url', 'v4-url', 's3v4-url', 's3v2-url'],
    sent: { ...PLAIN, token: TOKEN },
    believed: { token: encode(TOKEN) },
    cause: 'token-signed-otherwise',
  },
  {
    numbers: [10],
    of: 'token-elsewhere',
    versions: ['v1-url', 'v2-url', 'v4-url'],
    sent: { ...PLAIN, token: TOKEN },
    signing: (version) => ({
      edit: requery(version, (pairs) =>
        pairs
          .map((each) =>
            version === 'v4-url'
              ? each.replace('x-oss-security-token', 'security-token')
              : each.replace(/^security-token/, 'x-oss-security-token'),
          )
          .sort(),
      ),
    }),
    cause: 'token-signed-otherwise',
  },
  // ---- headers
  {
    numbers: [17, 38],
    of: 'header-not-signed',
    versions: UNLISTED,
    sent: meta(['meta-a', 'one']),
    believed: { headers: [] },
    cause: 'oss-header-added-after-signing',
  },
  {
    numbers: [17],
    of: 'headers-not-signed',
    versions: UNLISTED,
    sent: meta(['meta-a', 'one'], ['meta-b', 'two'], ['range-behavior', 'standard']),
    believed: { headers: [] },
    cause: 'oss-headers-not-signed',
  },
  ...(
    [
      ['forbid-overwrite', 'true'],
      ['object-acl', 'public-read'],
      ['security-token', ''],
    ] as const
  ).map(
    (pair): Mistake => ({
      numbers: [17],
      of: 'header-not-sent',
      versions: ['v1', 'v1-url', ...V2, ...OSS_V4],
      sent: PLAIN,
      believed: { headers: [[`x-oss-${pair[0]}`, pair[1]]] },
      cause: 'header-not-sent',
    }),
  ),
  ...['uploads', 'acl'].map(
    (name): Mistake => ({
      numbers: [8],
      of: 'parameter-not-sent',
      versions: REQUESTS,
      sent: PLAIN,
      believed: { query: [[name, '']] },
      cause: 'parameter-not-sent',
    }),
  ),
  {
    numbers: [17],
    of: 'header-not-sent',
    versions: ['s3v2', 's3v2-url'],
    sent: PLAIN,
    believed: { headers: [['x-amz-acl', 'public-read']] },
    cause: 'header-not-sent',
    field: 'oss-header:x-amz-acl',
  },
  {
    numbers: [17],
    of: 'header-not-sent',
    versions: ['v1'],
    sent: PLAIN,
    signing: { edit: swap('\n/demo', `\nx-oss-date:${DATE}\n/demo`) },
    cause: 'header-not-sent',
    field: 'oss-header:x-oss-date',
  },
  {
    numbers: [17],
    of: 'header-not-sent',
    versions: ['v1', 'v4-url'],
    sent: meta(['storage-class', 'Standard']),
    believed: { headers: [['x-oss-storage-class', 'IA']] },
    cause: 'canonical-header-signed-other',
  },
  {
    numbers: [35],
    of: 'header-not-signed',
    versions: ['v1', 'v2', 'v4'],
    sent: meta(['meta-a', '']),
    believed: { headers: [] },
    cause: 'empty-header-left-out',
    field: 'header:x-oss-meta-a',
  },
  {
    numbers: [35],
    of: 'header-untrimmed',
    versions: REQUESTS,
    sent: meta(['meta-a', ' v ']),
    signing: { edit: swap('-meta-a:v\n', '-meta-a: v \n') },
    cause: 'header-value-untrimmed',
  },
  ...['  v', 'v  ', ' v', 'v '].map(
    (signed): Mistake => ({
      numbers: [35],
      of: signed === ' v' ? 'header-untrimmed' : 'header-padded',
      versions: UNLISTED,
      sent: meta(['meta-a', 'v']),
      signing: { edit: swap('-meta-a:v\n', `-meta-a:${signed}\n`) },
      cause: 'header-value-untrimmed',
    }),
  ),
  ...[
    (text: string) => text,
    (text: string) => text.replace(/x-\w+-meta-a:1\n/, ''),
    (text: string) => text.replace(/x-\w+-meta-a:2\n/, ''),
    (text: string) => text.replace(/meta-a:1\nx-\w+-meta-a:2\n/, 'meta-a:1, 2\n'),
  ].map(
    (edit): Mistake => ({
      numbers: [35],
      of: 'header-duplicates',
      versions: UNLISTED,
      sent: meta(['meta-a', '1'], ['meta-a', '2']),
      signing: { edit },
      cause: 'header-duplicates',
    }),
  ),
  {
    numbers: [35],
    of: 'header-folded',
    versions: UNLISTED,
    sent: meta(['meta-a', 'a  b']),
    signing: { edit: swap('a  b', 'a b') },
    cause: 'header-value-folded',
  },
  ...(
    [
      ['é文', 'Ã©æ\u0096\u0087'],
      ['é文', '??'],
      ['é文', '%C3%A9%E6%96%87'],
      ['%C3%A9', 'é'],
      ['=?UTF-8?B?w6k=?=', 'é'],
      ['=?utf-8?Q?=C3=A9_x?=', 'é x'],
    ] as const
  ).map(
    ([sent, signed]): Mistake => ({
      numbers: [19],
      of: 'header-encoding',
      versions: REQUESTS,
      sent: meta(['meta-a', sent]),
      signing: { edit: swap(sent, signed) },
      cause: 'header-value-encoding',
    }),
  ),
  {
    numbers: [19],
    of: 'header-encoding',
    versions: REQUESTS,
    sent: meta(['meta-a', 'é']),
    signing: { editBytes: (bytes) => bytes.replace(bytesOf('é'), '\xe9') },
    cause: 'header-value-encoding',
  },
  {
    numbers: [19],
    of: 'header-encoding',
    versions: REQUESTS,
    sent: meta(['meta-a', '文件']),
    signing: { editBytes: (bytes) => bytes.replace(bytesOf('文件'), GBK) },
    cause: 'header-value-encoding',
  },
  {
    numbers: [39],
    of: 'header-order',
    versions: UNLISTED.filter((version) => version !== 'v4'),
    sent: meta(['meta-b', '1'], ['meta-a', '2']),
    signing: { edit: (text) => text.replace(/(x-\w+-meta-a:2\n)(x-\w+-meta-b:1\n)/, '$2$1') },
    cause: 'oss-header-order',
  },
  {
    // as a map without an order gives them
    numbers: [39],
    of: 'header-order-any',
    versions: UNLISTED,
    sent: meta(['meta-a', '1'], ['meta-b', '2'], ['meta-c', '3']),
    signing: { edit: (text) => text.replace(/((?:x-\w+-meta-[ab]:.\n)+)(x-\w+-meta-c:3\n)/, '$2$1') },
    cause: 'oss-header-order',
  },
  {
    // sorted lines: the colon of a name stands after the hyphen of a longer one
    numbers: [39],
    of: 'header-order',
    versions: UNLISTED,
    sent: meta(['meta-a', '1'], ['meta-a-b', '2'], ['meta-c', '3']),
    signing: { edit: (text) => text.replace(/(x-\w+-meta-a:1\n)(x-\w+-meta-a-b:2\n)/, '$2$1') },
    cause: 'oss-header-order',
  },
  {
    numbers: [39],
    of: 'header-line-form',
    versions: UNLISTED,
    sent: (version) => ({ ...PLAIN, headers: [[`${dialect(version).toUpperCase()}-Meta-A`, '1']] }),
    signing: { edit: (text) => text.replace(/x-(oss|amz)-meta-a/, (name) => original(name)) },
    cause: 'oss-header-names-not-lowered',
  },
  {
    numbers: [35, 39],
    of: 'header-lines',
    versions: ['v1', 's3v2', 'v2'],
    sent: meta(['meta-a', '1'], ['meta-b', '2']),
    signing: {
      edit: (text) => text.replace(/^(x-[a-z-]*):/gm, (name) => `${name.toUpperCase()} `),
    },
    cause: 'header-lines-signed-other',
  },
  {
    numbers: [35, 39],
    of: 'header-lines',
    versions: ['v1', 's3v2', 'v2', 'v4'],
    sent: meta(['meta-a', '1'], ['meta-b', '2']),
    signing: { edit: (text) => text.replace(/^(x-.*)$/gm, '$1\r') },
    cause: 'header-lines-signed-other',
  },
  {
    numbers: [35],
    of: 'header-lines',
    versions: ['v1', 's3v2', 'v2'],
    sent: meta(['meta-a', '1'], ['meta-b', '2']),
    signing: { edit: (text) => text.replace(/(meta-a:1)\n/, '$1&') },
    cause: 'header-lines-signed-other',
  },
  {
    numbers: [35],
    of: 'header-line-form',
    versions: ['v1', 's3v2', 'v2'],
    sent: meta(['meta-a', '1'], ['meta-b', '2']),
    signing: { edit: (text) => text.replace(/^(x-[a-z-]*):/gm, '$1: ') },
    cause: 'oss-header-colon-space',
  },
  {
    numbers: [45],
    of: 'callback-signed-other',
    versions: ['v1', 'v2', 'v4'],
    sent: { ...PLAIN, method: 'PUT', headers: [['x-oss-callback', CALLBACK]] },
    believed: {
      headers: [
        [
          'x-oss-callback',
          Buffer.from('{"callbackUrl": "http://a/b", "callbackBody": "k=1"}').toString('base64'),
        ],
      ],
    },
    cause: 'callback-signed-other',
    field: 'header:x-oss-callback',
  },
  {
    numbers: [45],
    of: 'callback-signed-other',
    versions: ['v1', 'v1-url', ...V2, ...OSS_V4],
    sent: { ...PLAIN, method: 'PUT', query: [['callback', CALLBACK]] },
    believed: { query: [['callback', Buffer.from(CALLBACK, 'base64').toString()]] },
    cause: 'callback-signed-other',
    field: 'query:callback',
  },
  // ---- method
  ...['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'].map(
    (method): Mistake => ({
      numbers: [9],
      of: 'method-other',
      versions: REQUESTS,
      sent: { ...PLAIN, method: method === 'GET' ? 'HEAD' : 'GET' },
      believed: { method },
      cause: 'method-signed-other',
      field: 'method',
    }),
  ),
  {
    numbers: [9],
    of: 'method-case',
    versions: REQUESTS,
    sent: PLAIN,
    believed: { method: 'get' },
    cause: 'method-signed-other',
    field: 'method',
  },
  // ---- Content-MD5
  {
    numbers: [20],
    of: 'content-md5-not-signed',
    versions: UNLISTED,
    sent: { ...PLAIN, method: 'PUT', body: BODY, headers: [['Content-MD5', digest('md5', 'base64')]] },
    believed: { headers: [] },
    cause: 'content-md5-not-signed',
    field: 'content-md5',
  },
  {
    numbers: [20],
    of: 'content-md5-other-form',
    versions: UNLISTED,
    sent: { ...PLAIN, method: 'PUT', body: BODY },
    believed: { headers: [['Content-MD5', digest('md5', 'base64')]] },
    cause: 'content-md5-lost',
    field: 'content-md5',
  },
  {
    numbers: [20],
    of: 'content-md5-other-form',
    versions: REQUESTS,
    sent: { ...PLAIN, method: 'PUT', body: BODY, headers: [['Content-MD5', digest('md5', 'base64')]] },
    believed: { headers: [['Content-MD5', digest('md5', 'hex')]] },
    cause: 'content-md5-signed-other',
    field: 'content-md5',
  },
  // ---- dates and expiries
  ...[1, -1, 2, -2, 3, -3].map(
    (by): Mistake => ({
      numbers: [6, 37],
      of: 'date-seconds-off',
      versions: [...HEADERS, 'v4-url', 's3v4-url'],
      sent: PLAIN,
      signing: (version) =>
        dated(version, STAMP.replace('56Z', `${56 + by}Z`), DATE.replace(':56', `:${56 + by}`)),
      cause: 'date-seconds-off',
      field: 'date',
    }),
  ),
  {
    numbers: [6, 37, 42],
    of: 'date-hours-off',
    versions: [...HEADERS, 'v4-url', 's3v4-url'],
    sent: PLAIN,
    signing: (version) => dated(version, STAMP.replace('T12', 'T20'), DATE.replace(' 12:', ' 20:')),
    cause: 'date-seconds-off',
    field: 'date',
  },
  {
    numbers: [37],
    of: 'date-minutes-off',
    versions: [...HEADERS, 'v4-url', 's3v4-url'],
    sent: PLAIN,
    signing: (version) => dated(version, STAMP.replace('3456', '3701'), DATE.replace(':34:56', ':37:01')),
    cause: 'date-seconds-off',
    field: 'date',
  },
  ...['Wed, 1 Jan 2025 12:34:56 GMT', 'Wed, 01 Jan 2025 12:34:56 +0000', '2025-01-01T12:34:56Z'].map(
    (form): Mistake => ({
      numbers: [37, 42],
      of: 'date-reformatted',
      versions: [...HEADERS, 'v4-url'],
      sent: PLAIN,
      signing: (version) => dated(version, form, form),
      cause: (version) => (isV4(version) ? 'timestamp-signed-other' : 'date-reformatted'),
      field: 'date',
    }),
  ),
  ...['Wednesday, 01-Jan-25 12:34:56 GMT', 'Wed Jan  1 12:34:56 2025', '20250101T123456', '1735734896'].map(
    (form): Mistake => ({
      numbers: [37, 42],
      of: 'date-reformatted-rarely',
      versions: [...HEADERS, 'v4-url'],
      sent: PLAIN,
      signing: (version) => dated(version, form, form),
      cause: (version) => (isV4(version) ? 'timestamp-signed-other' : 'date-reformatted'),
      field: 'date',
    }),
  ),
  ...[
    '星期三, 01 一月 2025 12:34:56 GMT',
    '周三, 01 1月 2025 12:34:56 GMT',
    'Mi, 01 Jan 2025 12:34:56 GMT',
  ].map(
    (form): Mistake => ({
      numbers: [37],
      of: 'date-localised',
      versions: ['v1', 'v2', 's3v2'],
      sent: PLAIN,
      signing: (version) => dated(version, form, form),
      cause: 'date-reformatted',
      field: 'date',
    }),
  ),
  {
    numbers: [37],
    of: 'date-of-other-header',
    versions: ['v1', 'v2', 'v4'],
    sent: {
      ...PLAIN,
      headers: [
        ['Date', 'Wed, 01 Jan 2025 12:00:00 GMT'],
        ['x-oss-date', STAMP],
      ],
    },
    signing: (version) =>
      version === 'v4'
        ? { outer: swap(STAMP, 'Wed, 01 Jan 2025 12:00:00 GMT') }
        : { edit: swap(`\n${STAMP}\n`, '\nWed, 01 Jan 2025 12:00:00 GMT\n') },
    cause: 'date-of-other-header',
    field: 'date',
  },
  {
    numbers: [38],
    of: 'date-left-blank',
    versions: ['v1', 'v2', 'v4'],
    sent: { ...PLAIN, headers: [['x-oss-date', STAMP]] },
    signing: (version) =>
      version === 'v4' ? { outer: swap(`\n${STAMP}\n`, '\n\n') } : { edit: swap(`\n${STAMP}\n`, '\n\n') },
    cause: 'date-left-blank',
    field: 'date',
  },
  {
    // S3 leaves the line blank beside x-amz-date; the client does as OSS has it
    numbers: [38],
    of: 'date-of-other-header',
    versions: ['s3v2'],
    sent: { ...PLAIN, headers: [['x-amz-date', DATE]] },
    signing: { edit: swap('\n\n\n\nx-amz', `\n\n\n${DATE}\nx-amz`) },
    cause: 'date-of-other-header',
    field: 'date',
  },
  ...[`${EXPIRES}000`, '3600', `${Number(EXPIRES) + 1}`].map(
    (signed): Mistake => ({
      numbers: [11, 47],
      of: 'expires-signed-other',
      versions: ['v1-url', 's3v2-url', 'v2-url'],
      sent: PLAIN,
      signing: { edit: swap(`\n${EXPIRES}\n`, `\n${signed}\n`) },
      cause: 'expires-signed-other',
      field: 'date',
    }),
  ),
  {
    numbers: [11, 47],
    of: 'expires-signed-other',
    versions: ['v4-url', 's3v4-url'],
    sent: PLAIN,
    signing: {
      edit: (text) =>
        text.replace(/-expires=600/i, (part) => part.replace('600', EXPIRES.replace('8496', '5496'))),
    },
    cause: 'expires-signed-other',
  },
  {
    numbers: [47],
    of: 'expires-signed-other',
    versions: ['v4-url', 's3v4-url'],
    sent: PLAIN,
    signing: { edit: (text) => text.replace(/-expires=600/i, (part) => part.replace('600', '600000')) },
    cause: 'expires-signed-other',
  },
  // ---- a URL that was edited, or signed for its moment
  ...[`${Number(EXPIRES) - 3600}`, '1735738996', formatted(Number(EXPIRES) - 3599)].map(
    (signed): Mistake => ({
      numbers: [11, 47],
      of: 'expires-guessed',
      versions: ['v1-url', 's3v2-url', 'v2-url'],
      sent: PLAIN,
      signing: { edit: swap(`\n${EXPIRES}\n`, `\n${signed}\n`) },
      cause: 'expires-signed-other',
      field: 'date',
    }),
  ),
  {
    numbers: [11, 47],
    of: 'expires-guessed',
    versions: ['v4-url', 's3v4-url'],
    sent: PLAIN,
    signing: { edit: (text) => text.replace(/-expires=600/i, (part) => part.replace('600', '1500')) },
    cause: 'expires-signed-other',
  },
  {
    numbers: [8],
    of: 'parameter-number-edited',
    versions: ['v1-url', 'v2-url', 'v4-url'],
    sent: { ...PLAIN, query: [['x-oss-process', 'image/resize,h_90,w_800']] },
    believed: { query: [['x-oss-process', 'image/resize,h_90,w_210']] },
    cause: 'parameter-edited',
    field: 'query:x-oss-process',
  },
  // ---- lines that a signer forgets
  {
    numbers: [40],
    of: 'method-left-out',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: swap('GET\n', '\n') },
    cause: 'line-left-out',
  },
  {
    numbers: [40],
    of: 'method-left-out',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: swap('GET\n', '') },
    cause: 'line-left-out',
  },
  {
    numbers: [37],
    of: 'date-line-left-out',
    versions: ['v1', 'v2', 's3v2'],
    sent: PLAIN,
    signing: { edit: swap(`${DATE}\n`, '') },
    cause: 'line-left-out',
  },
  ...(
    [
      [(text: string) => `"${text}"`, REQUESTS],
      [(text: string) => text.replaceAll('\n', ' '), REQUESTS],
      [(text: string) => text.replaceAll('\n', '\r'), REQUESTS],
      [(text: string) => createHash('md5').update(text).digest('hex'), [...REQUESTS, ...FORMS]],
      [(text: string) => createHash('sha1').update(text).digest('hex'), [...V1_LIKE, 'post-v1']],
    ] as const
  ).map(
    ([edit, versions]): Mistake => ({
      numbers: [40],
      of: 'string-encoded',
      versions,
      sent: PLAIN,
      signing: { edit },
      cause: 'string-encoded',
    }),
  ),
  // ---- parameters in other encodings, and with other signs between them
  ...(
    [
      [(text: string) => encodeURIComponent(text).replaceAll("'", '%27'), [...V4_LIKE, ...V1_LIKE]],
      [(text: string) => new URLSearchParams({ '': text }).toString().slice(1), [...V4_LIKE, ...V2]],
      [(text: string) => encode(encode(text)), V1_LIKE],
      [(text: string) => encode(text).replaceAll('%2F', '/'), V1_LIKE],
    ] as const
  ).map(
    ([form, versions]): Mistake => ({
      numbers: [8],
      of: 'parameters-encoded-otherwise',
      versions,
      sent: { ...PLAIN, query: [['response-content-type', "text/x; a='b c*'"]] },
      signing: (version) => ({
        edit: requery(version, (pairs) =>
          pairs.map((each) =>
            each.startsWith('response-content-type=')
              ? `response-content-type=${form("text/x; a='b c*'")}`
              : each,
          ),
        ),
      }),
      cause: (version) => (isV1Like(version) ? 'subresource-values-encoded' : 'query-signed-recoded'),
    }),
  ),
  ...[';', ',', '\n'].map(
    (joint): Mistake => ({
      numbers: [39],
      of: 'parameters-joined-otherwise',
      versions: [...V1_LIKE, 'v4', 's3v4'],
      sent: {
        ...PLAIN,
        query: [
          ['partNumber', '1'],
          ['uploadId', '2'],
        ],
      },
      signing: { edit: swap('partNumber=1&uploadId=2', `partNumber=1${joint}uploadId=2`) },
      cause: 'parameters-joined-other',
    }),
  ),
  ...(
    [
      ['/aliyun_v4_request', ''],
      ['aliyun_v4_request', 'aliyun_v4_request/'],
      ['123456Z', '123456000Z'],
    ] as const
  ).map(
    ([from, to]): Mistake => ({
      numbers: [43],
      of: 'outer-lines',
      versions: OSS_V4,
      sent: PLAIN,
      signing: { outer: swap(from, to) },
      cause: 'string-around-hash',
    }),
  ),
  // ---- forms
  ...[
    JSON.stringify(JSON.parse(POLICY), null, 1),
    POLICY.replaceAll('":', '": '),
    `${POLICY} `,
    `${POLICY}\r\n`,
  ].map(
    (policy): Mistake => ({
      numbers: [23],
      of: 'policy-reserialised',
      versions: FORMS,
      sent: { ...PLAIN, method: 'POST', key: 'dir/a.jpg' },
      believed: { policy },
      cause: 'policy-signed-other',
      field: 'policy',
    }),
  ),
  {
    numbers: [23],
    of: 'policy-as-request',
    versions: FORMS,
    sent: { ...PLAIN, method: 'POST', key: 'dir/a.jpg' },
    signing: { edit: () => 'POST\n\nmultipart/form-data\n\n/demo/dir/a.jpg' },
    cause: 'policy-signed-other',
    field: 'policy',
  },
  // ---- the lists of headers
  ...[
    'demo.oss-cn-hangzhou.aliyuncs.com:80',
    'oss-cn-hangzhou.aliyuncs.com',
    'demo.oss-cn-hangzhou-internal.aliyuncs.com',
  ].map(
    (host): Mistake => ({
      numbers: [14, 34],
      of: 'host-signed-other',
      versions: [...S3_V4, ...OSS_V4],
      sent: PLAIN,
      signing: (version) => ({
        ...(isAws(version) ? {} : { listed: ['host'] }),
        edit: swap('host:demo.oss-cn-hangzhou.aliyuncs.com', `host:${host}`),
      }),
      cause: 'host-signed-other',
      field: 'header:host',
    }),
  ),
  {
    numbers: [14, 34],
    of: 'host-signed-other',
    versions: [...S3_V4, ...OSS_V4, ...V2],
    sent: { ...PLAIN, headers: [['Host', 'demo.oss-cn-hangzhou.aliyuncs.com:8080']] },
    signing: (version) => ({
      ...(isAws(version) ? {} : { listed: ['host'] }),
      edit: swap(':8080\n', '\n'),
    }),
    cause: 'host-signed-other',
    field: 'header:host',
  },
  {
    numbers: [14, 34],
    of: 'host-signed-other',
    versions: S3_V4,
    sent: keyed('dir/a'),
    signing: {
      edit: (text) => swap('aliyuncs.com\n', 'aliyuncs.com/dir\n')(swap('/dir/a\n', '/a\n')(text)),
    },
    cause: 'host-signed-other',
  },
  {
    numbers: [34],
    of: 'listed-header-value',
    versions: [...OSS_V4, ...V2],
    sent: { ...PLAIN, headers: [['accept-encoding', 'gzip, br']] },
    signing: { listed: ['accept-encoding'], edit: swap(':gzip, br\n', ':identity\n') },
    cause: 'canonical-header-signed-other',
    field: 'header:accept-encoding',
  },
  ...['bytes=0-', 'bytes=0-9', 'bytes=5-', 'bytes=5-10', 'bytes=5-8', '5-9'].map(
    (signed): Mistake => ({
      numbers: [34],
      of: 'listed-header-value',
      versions: [...OSS_V4, ...V2],
      sent: { ...PLAIN, headers: [['range', 'bytes=5-9']] },
      signing: { listed: ['range'], edit: swap(':bytes=5-9\n', `:${signed}\n`) },
      cause: 'canonical-header-signed-other',
      field: 'header:range',
    }),
  ),
  {
    numbers: [34],
    of: 'header-not-signed',
    versions: [...OSS_V4, ...V2],
    sent: { ...PLAIN, headers: [['range', 'bytes=0-1']] },
    signing: { listed: ['range'], edit: swap('range:bytes=0-1\n', '') },
    cause: 'canonical-header-added-after-signing',
    field: 'header:range',
  },
  {
    numbers: [34, 39],
    of: 'additional-headers',
    versions: [...OSS_V4, ...V2],
    sent: {
      ...PLAIN,
      headers: [
        ['range', 'bytes=0-1'],
        ['cache-control', 'no'],
      ],
    },
    signing: {
      listed: ['cache-control', 'range'],
      edit: swap('cache-control;range\n', 'cache-control,range\n'),
    },
    cause: 'additional-headers-signed-other',
    field: 'additional-headers',
  },
  {
    numbers: [34],
    of: 'unlisted-header',
    versions: [...OSS_V4, ...V2],
    sent: { ...PLAIN, headers: [['range', 'bytes=0-1']] },
    signing: (version) => ({ edit: withLine(version, 'range:bytes=0-1') }),
    cause: 'unlisted-headers-signed',
    field: 'header:range',
  },
  {
    numbers: [34],
    of: 'unlisted-headers',
    versions: [...OSS_V4, ...V2],
    sent: { ...PLAIN, headers: [['range', 'bytes=0-1']] },
    signing: (version) => ({
      edit: withLine(version, 'host:demo.oss-cn-hangzhou.aliyuncs.com\nrange:bytes=0-1'),
    }),
    cause: 'unlisted-headers-signed',
  },
  {
    numbers: [44],
    of: 'url-headers-not-sent',
    versions: ['v4-url'],
    sent: PLAIN,
    signing: { edit: withLine('v4-url', `x-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:${STAMP}`) },
    cause: 'canonical-header-signed-other',
  },
  {
    numbers: [19],
    of: 'copy-source-form',
    versions: UNLISTED,
    sent: (version) => ({ ...PLAIN, headers: [[`${dialect(version)}-copy-source`, '/demo/a%20b']] }),
    signing: { edit: swap('/demo/a%20b', '/demo/a+b') },
    cause: 'canonical-header-signed-other',
  },
  {
    numbers: [43],
    of: 'key-derivation-from-memory',
    versions: DERIVED,
    sent: PLAIN,
    signing: { keyPrefix: 'OSS4' },
    cause: 'key-derivation',
  },
  ...(
    [
      // a terminator of the other dialect in the string alone, with its algorithm, and with its prefix before
      // the secret
      [{ outer: otherEnd }, 'string-around-hash'],
      [{ outer: (text: string) => otherAlgorithm(otherEnd(text)) }, 'string-around-hash'],
      [{ outer: (text: string) => otherAlgorithm(otherEnd(text)), otherPrefix: true }, 'key-derivation'],
    ] as const
  ).map(
    ([{ outer, ...more }, cause]): Mistake => ({
      numbers: [43],
      of: 'dialects-mixed',
      versions: V4_LIKE,
      sent: PLAIN,
      signing: (version) => ({
        outer,
        ...('otherPrefix' in more ? { keyPrefix: isAws(version) ? 'aliyun_v4' : 'AWS4' } : {}),
      }),
      cause,
    }),
  ),
  {
    numbers: [44],
    of: 'payload-hash-odd',
    versions: V4_LIKE,
    sent: PLAIN,
    signing: { edit: (text) => text.slice(0, text.lastIndexOf('\n')) },
    cause: 'payload-hash-signed-other',
    field: 'payload-hash',
  },
  {
    numbers: [43],
    of: 'outer-lines',
    versions: V4_LIKE,
    sent: PLAIN,
    signing: { outer: (text) => text.replace(/^.*\n/, '') },
    cause: 'string-around-hash',
  },
  // ---- scope and key of version 4
  ...(['hangzhou', 'oss-cn-hangzhou', 'cn-hangzhou-internal', 'us-east-1', ''] as const).map(
    (region): Mistake => ({
      numbers: [12, 13, 23],
      of: 'scope-region',
      versions: DERIVED,
      sent: PLAIN,
      signing: (version) => ({ keyScope: scopeOf(version).replace('cn-hangzhou', region) }),
      cause: 'scope-region-signed-other',
      field: 'signature',
    }),
  ),
  {
    numbers: [12],
    of: 'scope-region',
    versions: V4_LIKE,
    sent: PLAIN,
    signing: (version) => ({ scope: scopeOf(version).replace('cn-hangzhou', 'hangzhou') }),
    cause: 'scope-region-signed-other',
    field: 'scope:region',
  },
  {
    numbers: [12],
    of: 'scope-region-any',
    versions: DERIVED,
    sent: PLAIN,
    signing: (version) => ({ keyScope: scopeOf(version).replace('cn-hangzhou', 'cn-wulanchabu') }),
    cause: 'scope-region-signed-other',
    field: 'signature',
  },
  ...['20241231', '20250102'].map(
    (day): Mistake => ({
      numbers: [23, 42],
      of: 'scope-day',
      versions: DERIVED,
      sent: PLAIN,
      signing: (version) => ({ keyScope: scopeOf(version).replace('20250101', day) }),
      cause: 'scope-day-signed-other',
      field: 'signature',
    }),
  ),
  {
    numbers: [42],
    of: 'scope-day',
    versions: V4_LIKE,
    sent: PLAIN,
    signing: (version) => ({ scope: scopeOf(version).replace('20250101', '20250102') }),
    cause: 'scope-day-signed-other',
    field: 'scope:date',
  },
  {
    numbers: [13, 43],
    of: 'scope-product',
    versions: DERIVED,
    sent: PLAIN,
    signing: (version) => ({ keyScope: scopeOf(version).replace(/\/(?:oss|s3)\//, '/oss-cloudbox/') }),
    cause: 'scope-product-signed-other',
    field: 'signature',
  },
  {
    numbers: [13, 43],
    of: 'scope-product',
    versions: V4_LIKE,
    sent: PLAIN,
    signing: (version) => ({
      scope: scopeOf(version).replace(/\/(?:oss|s3)\//, isAws(version) ? '/oss/' : '/s3/'),
    }),
    cause: 'scope-product-signed-other',
    field: 'scope:product',
  },
  ...['AWS4', 'aliyun_v4', '', 'aws4'].map(
    (prefix): Mistake => ({
      numbers: [23, 43],
      of: 'key-derivation',
      versions: DERIVED.filter(
        (version) => (isAws(version) ? 'AWS4' : 'aliyun_v4') !== prefix && prefix !== 'aws4',
      ),
      sent: PLAIN,
      signing: { keyPrefix: prefix },
      cause: 'key-derivation',
      field: 'signature',
    }),
  ),
  ...[
    '20250101/cn-hangzhou/oss',
    '20250101/oss/cn-hangzhou/aliyun_v4_request',
    `${STAMP}/cn-hangzhou/oss/aliyun_v4_request`,
  ].map(
    (keyScope): Mistake => ({
      numbers: [43],
      of: 'key-derivation',
      versions: [...OSS_V4, 'post-v4'],
      sent: PLAIN,
      signing: { keyScope },
      cause: 'key-derivation',
      field: 'signature',
    }),
  ),
  {
    numbers: [43],
    of: 'key-derivation',
    versions: [...OSS_V4, 'post-v4'],
    sent: PLAIN,
    signing: { keyScope: SCOPE.replace('aliyun_v4_request', 'aws4_request') },
    cause: 'key-derivation',
    field: 'signature',
  },
  // ---- payload
  ...[digest('sha256', 'hex'), digest('sha256', 'hex', '')].map(
    (hash): Mistake => ({
      numbers: [44],
      of: 'payload-hash',
      versions: V4_LIKE,
      sent: { ...PLAIN, method: 'PUT', body: BODY },
      signing: { edit: (text) => text.replace(/UNSIGNED-PAYLOAD$/, hash) },
      cause: 'payload-hash-signed-other',
      field: 'payload-hash',
    }),
  ),
  {
    numbers: [44],
    of: 'payload-hash',
    versions: ['v4', 's3v4'],
    sent: (version) => ({
      ...PLAIN,
      method: 'PUT',
      body: BODY,
      headers: [[`${dialect(version)}-content-sha256`, digest('sha256', 'hex')]],
    }),
    signing: { edit: (text) => text.replace(/[0-9a-f]{64}$/, 'UNSIGNED-PAYLOAD') },
    cause: 'payload-hash-signed-other',
    field: 'payload-hash',
  },
  {
    numbers: [13, 44],
    of: 'payload-hash-odd',
    versions: V4_LIKE,
    sent: { ...PLAIN, method: 'PUT', body: BODY },
    signing: { edit: (text) => text.replace(/UNSIGNED-PAYLOAD$/, 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD') },
    cause: 'payload-hash-signed-other',
    field: 'payload-hash',
  },
  {
    numbers: [44],
    of: 'header-not-signed',
    versions: ['v4'],
    sent: PLAIN,
    signing: { edit: swap('x-oss-content-sha256:UNSIGNED-PAYLOAD\n', '') },
    cause: 'payload-header-not-signed',
    field: 'header:x-oss-content-sha256',
  },
  // ---- the policy of a form
  ...([Buffer.from(POLICY, 'base64url').toString('base64'), POLICY] as const).slice(1).map(
    (text): Mistake => ({
      numbers: [23],
      of: 'policy-signed-other',
      versions: FORMS,
      sent: PLAIN,
      signing: { edit: () => text },
      cause: 'policy-signed-other',
      field: 'policy',
    }),
  ),
  ...[
    (text: string) => text.replace(/=+$/, ''),
    (text: string) => text.replace(/(.{76})/g, '$1\n'),
    (text: string) => text.replace(/(.{76})/g, '$1\r\n'),
    (text: string) => `${text}\n`,
    (text: string) => encode(text),
    (text: string) => Buffer.from(text).toString('base64'),
  ].map(
    (edit): Mistake => ({
      numbers: [23],
      of: 'policy-signed-other',
      versions: FORMS,
      sent: {
        ...PLAIN,
        policy: '{"expiration":"2025-01-01T13:00:00.000Z","conditions":[{"bucket":"demo"}]}',
      },
      signing: { edit },
      cause: 'policy-signed-other',
      field: 'policy',
    }),
  ),
  {
    numbers: [23],
    of: 'policy-signed-other',
    versions: FORMS,
    sent: { ...PLAIN, policy: '{"a":"~~~???>>>"}' },
    signing: { edit: (text) => Buffer.from(text, 'base64').toString('base64url').padEnd(text.length, '=') },
    cause: 'policy-signed-other',
    field: 'policy',
  },
  ...[
    '{"expiration": "2025-01-01T13:00:00.000Z", "conditions": [{"bucket": "demo"}]}',
    '{\n  "expiration": "2025-01-01T13:00:00.000Z",\n  "conditions": [\n    {\n      "bucket": "demo"\n    }\n  ]\n}',
  ].map(
    (policy): Mistake => ({
      numbers: [23],
      of: 'policy-reserialised',
      versions: FORMS,
      sent: {
        ...PLAIN,
        policy: '{"expiration":"2025-01-01T13:00:00.000Z","conditions":[{"bucket":"demo"}]}',
      },
      believed: { policy },
      cause: 'policy-signed-other',
      field: 'policy',
    }),
  ),
  {
    numbers: [23],
    of: 'policy-reserialised',
    versions: FORMS,
    sent: { ...PLAIN, policy: '{"key":"dir/文"}' },
    believed: { policy: '{"key":"dir\\/\\u6587"}' },
    cause: 'policy-signed-other',
    field: 'policy',
  },
  {
    numbers: [23],
    of: 'string-level',
    versions: ['post-v4'],
    sent: PLAIN,
    signing: {
      edit: (text) => `OSS4-HMAC-SHA256\n${STAMP}\n${SCOPE}\n${digest('sha256', 'hex', text)}`,
    },
    cause: 'wrong-string-level',
  },
  // ---- lines and the string as a whole
  {
    numbers: [40],
    of: 'line-ends',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: (text) => `${text}\n` },
    cause: 'newline-at-end',
  },
  {
    numbers: [40],
    of: 'line-ends',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: (text) => text.replaceAll('\n', '\r\n') },
    cause: 'crlf-line-ends',
  },
  {
    numbers: [40],
    of: 'line-ends',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: (text) => text.replaceAll('\n', '\\n') },
    cause: 'newlines-escaped',
  },
  {
    numbers: [40],
    of: 'line-ends',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: (text) => `\n${text}` },
    cause: 'leading-blank-line',
  },
  {
    numbers: [40],
    of: 'outer-line-ends',
    versions: V4_LIKE,
    sent: PLAIN,
    signing: { outer: (text) => `${text}\n` },
    cause: 'newline-at-end',
  },
  {
    numbers: [40],
    of: 'header-block-newline',
    versions: UNLISTED,
    sent: meta(['meta-z', '1']),
    signing: { edit: swap('-meta-z:1\n', '-meta-z:1') },
    cause: 'header-block-newline-missing',
  },
  {
    numbers: [40],
    of: 'header-block-newline',
    versions: ['v1', 'v1-url', 's3v2', 's3v2-url', 'v4'],
    sent: meta(['meta-z', '1']),
    signing: { edit: swap('-meta-z:1\n', '-meta-z:1\n\n') },
    cause: 'header-block-newline-extra',
  },
  {
    numbers: [40],
    of: 'blank-lines-left-out',
    versions: [...V1_LIKE, ...V2],
    sent: typed('image/png'),
    signing: { edit: swap('PUT\n\n', 'PUT\n') },
    cause: 'blank-lines-left-out',
  },
  {
    numbers: [40],
    of: 'blank-lines-left-out',
    versions: ['v4', 's3v4'],
    sent: PLAIN,
    signing: { edit: swap('.jpg\n\n', '.jpg\n') },
    cause: 'blank-lines-left-out',
  },
  {
    numbers: [40],
    of: 'string-encoded',
    versions: REQUESTS,
    sent: PLAIN,
    signing: { edit: encode },
    cause: 'string-encoded',
  },
];

function nameOf(pair: string): string {
  return decoded(pair.split('=')[0] ?? '');
}

function decoded(text: string): string {
  return decodeURIComponent(text);
}

function original(name: string): string {
  return name.replace('x-oss', 'X-OSS').replace('x-amz', 'X-AMZ').replace('-meta-a', '-Meta-A');
}

/** Does the token stand among the signed parameters? */
function isQueryToken(version: ReferenceVersion): boolean {
  return version.endsWith('-url') && version !== 's3v2-url';
}

function withoutToken(version: ReferenceVersion) {
  return (text: string): string => {
    const left = isQueryToken(version)
      ? requery(version, (pairs) => pairs.filter((each) => !/security-token=/i.test(each)))(text)
      : text.replace(/^x-(?:oss|amz)-security-token:.*\n/m, '');
    return left.replace(/\?$/, '');
  };
}

function scopeOf(version: ReferenceVersion): string {
  return isAws(version) ? AWS_SCOPE : SCOPE;
}

/** Signs another date in the date line alone. */
function dated(version: ReferenceVersion, stamp: string, date: string): Signing {
  if (isV4(version)) return { outer: swap(`\n${STAMP}\n`, `\n${stamp}\n`) };
  return { edit: swap(`\n${DATE}\n`, `\n${date}\n`) };
}
