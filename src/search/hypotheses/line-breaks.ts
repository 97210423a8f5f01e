/* Hypotheses on the line breaks of the string, and on its encoding as a whole. */

import { toBase64 } from '../../engine/bytes/base64.ts';
import { asciiLower, type ByteString, decodeUtf8, toBytes } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { decodePercent, encodeComponent, hexDigest } from '../../engine/sign/index.ts';
import { ALL_FAMILIES, type Hypothesis, type Renderer } from '../hypothesis.ts';
import { withHeaderBlock } from '../slots.ts';
import { encodeLikeUriComponent } from './encodings.ts';

const joined = (work: (text: string) => string): Renderer => {
  return (slots) => work(slots.join(''));
};

const wholeString: Hypothesis = {
  id: 'line-ends',
  field: 'string',
  causes: ['newline-at-end', 'crlf-line-ends', 'newlines-escaped', 'leading-blank-line'],
  families: ALL_FAMILIES,
  cost: 2,
  *variants() {
    yield { cause: cause('newline-at-end', {}), render: joined((text) => `${text}\n`) };
    yield { cause: cause('newline-at-end', {}), render: joined((text) => `${text}\r\n`) };
    yield { cause: cause('crlf-line-ends', {}), render: joined((text) => text.replaceAll('\n', '\r\n')) };
    yield { cause: cause('newlines-escaped', {}), render: joined((text) => text.replaceAll('\n', '\\n')) };
    yield { cause: cause('leading-blank-line', {}), render: joined((text) => `\n${text}`) };
  },
};

/** The same mistakes in the V4 string around the hash. */
const outerString: Hypothesis = {
  id: 'outer-line-ends',
  field: 'string',
  causes: ['newline-at-end', 'crlf-line-ends', 'newlines-escaped', 'leading-blank-line'],
  families: ['v4'],
  cost: 3,
  *variants({ hasher }) {
    const finish = (work: (text: string) => string) => (request: string, prefix: string) =>
      work(prefix + hexDigest(hasher, 'sha256', request));
    yield { cause: cause('newline-at-end', {}), finish: finish((text) => `${text}\n`) };
    yield { cause: cause('crlf-line-ends', {}), finish: finish((text) => text.replaceAll('\n', '\r\n')) };
    yield { cause: cause('newlines-escaped', {}), finish: finish((text) => text.replaceAll('\n', '\\n')) };
    yield { cause: cause('leading-blank-line', {}), finish: finish((text) => `\n${text}`) };
  },
};

const headerBlock: Hypothesis = {
  id: 'header-block-newline',
  field: 'string',
  causes: ['header-block-newline-missing', 'header-block-newline-extra'],
  cost: 2,
  *variants() {
    yield {
      cause: cause('header-block-newline-missing', {}),
      render: (slots, places) => withHeaderBlock(slots, places, (text) => text.replace(/\n$/, '')),
    };
    yield {
      cause: cause('header-block-newline-extra', {}),
      render: (slots, places) => withHeaderBlock(slots, places, (text) => `${text}\n`),
    };
  },
};

const blankLines: Hypothesis = {
  id: 'blank-lines-left-out',
  field: 'string',
  causes: ['blank-lines-left-out'],
  cost: 2,
  variants({ parts }) {
    const inV4 = parts.family === 'v4';
    const lines: readonly LineName[][] = inV4
      ? [['query'], ['additional-headers'], ['query', 'additional-headers']]
      : [['content-md5'], ['content-type'], ['content-md5', 'content-type']];
    const both = { cause: cause('blank-lines-left-out', { which: 'both' }) };
    const ofV4 = inV4 ? BLANK_OF_V4.map((left) => ({ ...both, render: withoutBlanks(left) })) : [];
    const others = lines.map((left) => {
      const [first = 'query'] = left;
      return {
        cause: cause('blank-lines-left-out', { which: left.length > 1 ? 'both' : first }),
        render: withoutLines(left),
      };
    });
    return [...others, ...ofV4];
  },
};

/** V4: the blank line behind the headers together with others. */
const BLANK_OF_V4: readonly (readonly ('query' | 'additional-headers')[])[] = [
  ['additional-headers'],
  ['query'],
  ['query', 'additional-headers'],
];

function withoutBlanks(names: readonly ('query' | 'additional-headers')[]): Renderer {
  return (slots, places) => {
    const left = new Set<number | null>([
      places.headersEnd,
      names.includes('query') ? places.query : null,
      names.includes('additional-headers') ? places.listed : null,
    ]);
    return slots
      .slice(0, places.length)
      .map((text, i) => (left.has(i) ? text.replace(/\n$/, '') : text))
      .join('');
  };
}

type LineName = 'content-md5' | 'content-type' | 'query' | 'additional-headers';

function withoutLines(names: readonly LineName[]): Renderer {
  return (slots, places) => {
    const indexOf: Readonly<Record<LineName, number | null>> = {
      'content-md5': places.contentMd5,
      'content-type': places.contentType,
      query: places.query,
      'additional-headers': places.listed,
    };
    const left = new Set(names.map((name) => indexOf[name]));
    return slots.map((text, i) => (text === '\n' && left.has(i) ? '' : text)).join('');
  };
}

/** What programs make of a text before they sign its bytes. */
const WHOLE_FORMS: readonly (readonly [how: string, work: (text: ByteString) => ByteString])[] = [
  // as a form has its policy
  ['base64', (text) => toBase64(toBytes(text))],
  // Encoding.Unicode of .NET
  ['utf-16', toUtf16],
  ['byte-order-mark', (text) => `\xef\xbb\xbf${text}`],
  ['nul-at-end', (text) => `${text}\0`],
  ['space-at-end', (text) => `${text} `],
  ['space-before', (text) => ` ${text}`],
  ['lower-case', asciiLower],
  ['html-escaped', (text) => text.replaceAll('&', '&amp;')],
  ['lines-joined', (text) => text.replaceAll('\n', '')],
  ['lines-spaced', (text) => text.replaceAll('\n', ' ')],
  ['carriage-returns', (text) => text.replaceAll('\n', '\r')],
  ['quoted', (text) => `"${text}"`],
  ['encoded', encodeLikeUriComponent],
];

/** Text in UTF-16, little-endian, as a byte string; as it is where it is no UTF-8. */
function toUtf16(text: ByteString): ByteString {
  const unicode = decodeUtf8(text);
  if (unicode === null) return text;
  let bytes = '';
  for (let i = 0; i < unicode.length; i++) {
    const unit = unicode.charCodeAt(i);
    bytes += String.fromCharCode(unit & 0xff, unit >> 8);
  }
  return bytes;
}

const encodedWhole: Hypothesis = {
  id: 'string-encoded',
  field: 'string',
  causes: ['string-encoded'],
  families: ALL_FAMILIES,
  cost: 4,
  single: true,
  *variants({ parts, hasher }) {
    for (const hash of ['md5', 'sha1', 'sha256'] as const) {
      yield {
        cause: cause('string-encoded', { how: 'digest' }),
        render: joined((text) => hexDigest(hasher, hash, text)),
      };
    }
    yield { cause: cause('string-encoded', { how: 'encoded' }), render: joined(encodeComponent) };
    yield { cause: cause('string-encoded', { how: 'decoded' }), render: joined(decodePercent) };
    for (const [how, work] of WHOLE_FORMS) {
      const made = cause('string-encoded', { how });
      yield { cause: made, render: joined(work) };
      if (parts.family === 'v4') {
        yield {
          cause: made,
          finish: (request, prefix, hasher) => work(prefix + hexDigest(hasher, 'sha256', request)),
        };
      }
    }
  },
};

export const LINE_BREAK_HYPOTHESES: readonly Hypothesis[] = [
  wholeString,
  headerBlock,
  blankLines,
  outerString,
  encodedWhole,
];
