/* Hypotheses on the Content-Type that was signed, and the media types that clients guess. */

import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { contentHeader, patchContentHeader, withHeader } from '../../engine/diagnose/patch.ts';
import { mediaType } from '../../engine/diagnose/transit-cause.ts';
import { type Hypothesis, type Subject, type Variant, WITH_COS } from '../hypothesis.ts';

function variant(subject: Subject, signed: ByteString, made: Variant['cause']): Variant {
  return { cause: made, patch: patchContentHeader(subject.parts, 'content-type', signed) };
}

/** The Content-Type that was sent; empty without one. */
function sentType(subject: Subject): ByteString {
  return contentHeader(subject.parts, 'content-type') ?? '';
}

function rawType({ request }: Subject): ByteString {
  const header = request.headers.find((each) => asciiLower(each.name) === 'content-type');
  return header?.rawValue ?? '';
}

const notSigned: Hypothesis = {
  id: 'content-type-not-signed',
  families: WITH_COS,
  field: 'content-type',
  causes: ['content-type-added-after-signing'],
  cost: 1,
  *variants(subject) {
    const sent = sentType(subject);
    if (sent !== '') yield variant(subject, '', cause('content-type-added-after-signing', { sent }));
  },
};

const CHARSETS = ['; charset=utf-8', ';charset=utf-8', '; charset=UTF-8', ';charset=UTF-8'] as const;

const charset: Hypothesis = {
  id: 'content-type-charset',
  families: WITH_COS,
  field: 'content-type',
  causes: ['content-type-charset'],
  cost: 1,
  *variants(subject) {
    const sent = sentType(subject);
    if (sent === '') return;
    const bare = (sent.split(';')[0] ?? '').trim();
    for (const signed of [bare, ...CHARSETS.map((suffix) => bare + suffix)]) {
      if (signed !== sent) yield variant(subject, signed, cause('content-type-charset', { signed, sent }));
    }
  },
};

const reformatted: Hypothesis = {
  id: 'content-type-reformatted',
  families: WITH_COS,
  field: 'content-type',
  causes: ['content-type-reformatted'],
  cost: 2,
  *variants(subject) {
    const sent = sentType(subject);
    if (sent === '') return;
    const raw = rawType(subject);
    const forms = [
      asciiLower(sent),
      sent.replace(/;\s+/g, ';'),
      sent.replace(/;\s*/g, '; '),
      sent.replace(/"/g, ''),
      sent.replace(/charset=.*$/is, (text) => text.toUpperCase().replace('CHARSET', 'charset')),
      // with the white space that HTTP strips; one space belongs to the separator of name and value
      raw,
      raw.replace(/^ /, ''),
      ` ${sent}`,
      `${sent} `,
      `${sent}\n`,
    ];
    for (const signed of new Set(forms)) {
      if (signed !== sent)
        yield variant(subject, signed, cause('content-type-reformatted', { signed, sent }));
    }
  },
};

const guessed: Hypothesis = {
  id: 'content-type-guessed',
  families: WITH_COS,
  field: 'content-type',
  causes: ['content-type-lost', 'content-type-signed-other'],
  cost: 1,
  variants: (subject) =>
    otherTypes(subject, ['application/octet-stream', ...typeOfKey(subject.request.key ?? '')]),
};

/** Defaults of SDKs, HTTP libraries and tools. */
const COMMON_TYPES = [
  'application/x-www-form-urlencoded',
  'application/json',
  'application/xml',
  'text/plain',
  'text/xml',
  'text/html',
  'multipart/form-data',
  'binary/octet-stream',
  'image/jpeg',
  'image/png',
  'video/mp4',
  'application/json; charset=utf-8',
  'text/plain; charset=utf-8',
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded; charset=utf-8',
  '*/*',
  'undefined',
  'null',
  'None',
] as const;

const common: Hypothesis = {
  id: 'content-type-common',
  families: WITH_COS,
  field: 'content-type',
  causes: ['content-type-lost', 'content-type-signed-other'],
  cost: 2,
  variants: (subject) => otherTypes(subject, COMMON_TYPES),
};

/** As Chinese and English servers, browsers and frameworks write the charset behind a text. */
const TEXTS = [
  ...['text/plain', 'text/html', 'text/xml', 'text/css', 'application/json', 'application/xml'],
  ...['application/x-www-form-urlencoded', 'application/javascript'],
] as const;
const RARE_CHARSETS = [...CHARSETS, ';charset=gbk', '; charset=ISO-8859-1', ';charset=ISO-8859-1'] as const;

/** All that `content-type-guessed` knows of other keys, and texts with their charset. */
const rare: Hypothesis = {
  id: 'content-type-any',
  families: WITH_COS,
  field: 'content-type',
  causes: ['content-type-lost', 'content-type-signed-other'],
  cost: 3,
  single: true,
  variants: (subject) =>
    otherTypes(subject, [
      ...allTypes(),
      ...TEXTS.flatMap((text) => RARE_CHARSETS.map((suffix) => text + suffix)),
    ]),
};

function* otherTypes(subject: Subject, types: readonly ByteString[]): Generator<Variant> {
  const sent = sentType(subject);
  for (const signed of types) {
    if (signed === sent || (mediaType(signed) === mediaType(sent) && !signed.includes(';'))) continue;
    const made =
      sent === ''
        ? cause('content-type-lost', { signed })
        : cause('content-type-signed-other', { signed, sent });
    yield variant(subject, signed, made);
  }
}

const emptyLine: Hypothesis = {
  id: 'content-type-empty-line',
  field: 'content-type',
  causes: ['content-type-added-after-signing', 'content-type-lost'],
  families: ['v4'],
  cost: 3,
  *variants({ parts }) {
    const sent = contentHeader(parts, 'content-type') ?? '';
    yield {
      cause:
        sent === ''
          ? cause('content-type-lost', { signed: '' })
          : cause('content-type-added-after-signing', { sent }),
      patch: { headers: withHeader(parts.headers, 'content-type', '') },
    };
  },
};

export const CONTENT_TYPE_HYPOTHESES: readonly Hypothesis[] = [
  notSigned,
  charset,
  guessed,
  reformatted,
  common,
  emptyLine,
  rare,
];

/**
 * Media types that SDKs guess from the end of an object key. Where they differ, the commoner one comes first.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  apk: ['application/vnd.android.package-archive'],
  avi: ['video/x-msvideo'],
  bmp: ['image/bmp'],
  bz2: ['application/x-bzip2'],
  css: ['text/css'],
  csv: ['text/csv'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  exe: ['application/octet-stream', 'application/x-msdownload'],
  flv: ['video/x-flv'],
  gif: ['image/gif'],
  gz: ['application/gzip', 'application/x-gzip'],
  heic: ['image/heic'],
  htm: ['text/html'],
  html: ['text/html'],
  ico: ['image/x-icon', 'image/vnd.microsoft.icon'],
  jar: ['application/java-archive'],
  jpeg: ['image/jpeg', 'image/jpg'],
  jpg: ['image/jpeg', 'image/jpg'],
  js: ['application/javascript', 'text/javascript', 'application/x-javascript'],
  json: ['application/json'],
  log: ['text/plain'],
  m3u8: ['application/vnd.apple.mpegurl', 'application/x-mpegURL'],
  md: ['text/markdown', 'text/x-markdown'],
  mov: ['video/quicktime'],
  mp3: ['audio/mpeg', 'audio/mp3'],
  mp4: ['video/mp4'],
  pdf: ['application/pdf'],
  png: ['image/png'],
  ppt: ['application/vnd.ms-powerpoint'],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  rar: ['application/x-rar-compressed', 'application/vnd.rar'],
  svg: ['image/svg+xml'],
  tar: ['application/x-tar'],
  tif: ['image/tiff'],
  tiff: ['image/tiff'],
  ts: ['video/mp2t'],
  ttf: ['font/ttf', 'application/x-font-ttf'],
  txt: ['text/plain'],
  wav: ['audio/wav', 'audio/x-wav'],
  webm: ['video/webm'],
  webp: ['image/webp'],
  woff: ['font/woff', 'application/font-woff'],
  woff2: ['font/woff2'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  xml: ['application/xml', 'text/xml'],
  yaml: ['application/x-yaml', 'text/yaml'],
  yml: ['application/x-yaml', 'text/yaml'],
  zip: ['application/zip', 'application/x-zip-compressed'],
};

/** Each of them once. */
function allTypes(): Iterable<string> {
  return new Set(Object.values(TYPES).flat());
}

function typeOfKey(key: ByteString): readonly string[] {
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(key)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? []) : [];
}
