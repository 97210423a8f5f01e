import { asciiLower, type ByteString } from '../../../bytes/byte-string.ts';
import { cause } from '../../cause.ts';
import { mediaType } from '../../transit-cause.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import { contentHeader, headersOf, patchContentHeader, withHeader } from '../patch.ts';
import { allTypes, typeOfKey } from './media-types.ts';

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
  field: 'content-type',
  causes: ['content-type-added-after-signing'],
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
  *variants(subject) {
    const sent = sentType(subject);
    if (sent !== '') yield variant(subject, '', cause('content-type-added-after-signing', { sent }));
  },
};

const CHARSETS = ['; charset=utf-8', ';charset=utf-8', '; charset=UTF-8', ';charset=UTF-8'] as const;

const charset: Hypothesis = {
  id: 'content-type-charset',
  field: 'content-type',
  causes: ['content-type-charset'],
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
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
  field: 'content-type',
  causes: ['content-type-reformatted'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
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
  field: 'content-type',
  causes: ['content-type-lost', 'content-type-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
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
  field: 'content-type',
  causes: ['content-type-lost', 'content-type-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
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
  field: 'content-type',
  causes: ['content-type-lost', 'content-type-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 3,
  changes: 'string',
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
  changes: 'string',
  *variants({ parts }) {
    const sent = contentHeader(parts, 'content-type') ?? '';
    yield {
      cause:
        sent === ''
          ? cause('content-type-lost', { signed: '' })
          : cause('content-type-added-after-signing', { sent }),
      patch: { headers: withHeader(headersOf(parts), 'content-type', '') },
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
