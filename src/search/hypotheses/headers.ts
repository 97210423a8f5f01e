/* Hypotheses on the header lines: which were signed, with which values, and how they were written down. */

import { asciiLower, type ByteString, compareBytes, isAscii } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import type { Cause } from '../../engine/diagnose/model.ts';
import { type PartsPatch, withHeader } from '../../engine/diagnose/patch.ts';
import { decodePercent, encodeComponent, encodePath, type HeaderPart } from '../../engine/sign/index.ts';
import { type Hypothesis, type Subject, type Variant, WITH_COS } from '../hypothesis.ts';
import { withHeaderBlock } from '../slots.ts';
import { collation, permutations, SUBSETS_LIMIT, subsets } from './combinations.ts';
import { otherEncodings } from './encodings.ts';

const CONTENT = /^content-(?:type|md5)$/;
const OSS = /^x-(?:oss|amz|obs|cos|goog|tos)-/;

/** Content-Type and Content-MD5 have hypotheses of their own. */
function ownHeaders(subject: Subject): readonly HeaderPart[] {
  return subject.parts.headers.filter((each) => !CONTENT.test(each.name));
}

function without(subject: Subject, names: ReadonlySet<ByteString>): PartsPatch {
  const { parts } = subject;
  return { headers: parts.headers.filter((each) => !names.has(each.name)) };
}

const dropOne: Hypothesis = {
  id: 'header-not-signed',
  families: WITH_COS,
  field: 'headers',
  causes: [
    'oss-header-added-after-signing',
    'canonical-header-added-after-signing',
    'empty-header-left-out',
    'token-not-signed',
    'payload-header-not-signed',
  ],
  cost: 1,
  *variants(subject) {
    for (const header of ownHeaders(subject)) {
      yield { cause: droppedCause(header), patch: without(subject, new Set([header.name])) };
    }
  },
};

function droppedCause({ name, value }: HeaderPart): Cause {
  if (/-security-token$/.test(name)) return cause('token-not-signed', {});
  if (/-content-sha256$/.test(name)) return cause('payload-header-not-signed', {});
  if (value === '') return cause('empty-header-left-out', { name });
  return OSS.test(name)
    ? cause('oss-header-added-after-signing', { name })
    : cause('canonical-header-added-after-signing', { name });
}

const dropSeveral: Hypothesis = {
  id: 'headers-not-signed',
  families: WITH_COS,
  field: 'headers',
  causes: ['oss-headers-not-signed'],
  cost: 2,
  *variants(subject) {
    const names = ownHeaders(subject).map((each) => each.name);
    for (const subset of subsets(names)) {
      yield {
        cause: cause('oss-headers-not-signed', { count: subset.length }),
        patch: without(subject, new Set(subset)),
      };
    }
    if (names.length > SUBSETS_LIMIT) {
      yield {
        cause: cause('oss-headers-not-signed', { count: names.length }),
        patch: without(subject, new Set(names)),
      };
    }
  },
};

/** Changes the value of each header in turn to what `forms` gives for it. */
function* otherValues(
  subject: Subject,
  forms: (header: HeaderPart) => Iterable<readonly [value: ByteString, cause: Cause]>,
): Generator<Variant> {
  const { parts } = subject;
  for (const header of ownHeaders(subject)) {
    for (const [value, made] of forms(header)) {
      if (value === header.value) continue;
      yield { cause: made, patch: { headers: withHeader(parts.headers, header.name, value) } };
    }
  }
}

function signedOther(header: HeaderPart, signed: ByteString): readonly [ByteString, Cause] {
  return [signed, cause('header-value-untrimmed', { name: header.name, signed, sent: header.value })];
}

const untrimmed: Hypothesis = {
  id: 'header-untrimmed',
  field: 'headers',
  causes: ['header-value-untrimmed'],
  cost: 2,
  variants: (subject) =>
    otherValues(subject, function* (header) {
      const raw = rawValue(subject, header.name);
      if (raw === null) return;
      yield signedOther(header, raw);
      // one space belongs to the separator of name and value
      if (raw.startsWith(' ')) yield signedOther(header, raw.slice(1));
    }),
};

function rawValue({ request }: Subject, name: ByteString): ByteString | null {
  const lines = request.headers.filter((each) => asciiLower(each.name) === name);
  return lines.length === 1 ? (lines[0]?.rawValue ?? null) : null;
}

const padded: Hypothesis = {
  id: 'header-padded',
  field: 'headers',
  causes: ['header-value-untrimmed'],
  cost: 4,
  variants: (subject) =>
    otherValues(subject, function* (header) {
      const { value } = header;
      for (const signed of [` ${value}`, `${value} `, ` ${value} `, `  ${value}`, `${value}  `]) {
        yield signedOther(header, signed);
      }
    }),
};

const folded: Hypothesis = {
  id: 'header-folded',
  field: 'headers',
  causes: ['header-value-folded'],
  cost: 3,
  variants: (subject) =>
    otherValues(subject, function* (header) {
      const { name, value: sent } = header;
      for (const signed of [
        sent.replace(/\s+/g, ' '),
        sent.replace(/\r?\n[ \t]+/g, ''),
        sent.replace(/\s+/g, ''),
      ]) {
        yield [signed, cause('header-value-folded', { name, signed, sent })];
      }
    }),
};

const encoding: Hypothesis = {
  id: 'header-encoding',
  field: 'headers',
  causes: ['header-value-encoding'],
  cost: 2,
  variants: (subject) =>
    otherValues(subject, function* (header) {
      const { name, value } = header;
      // a whole value that was escaped as if it stood in a URL
      if (/^[\x20-\x7e]*$/.test(value) && /[ "<>{}|^`]/.test(value)) {
        yield [encodeComponent(value), cause('header-value-encoding', { name, encoding: 'percent' })];
      }
      if (isAscii(value) && !/%[0-9A-Fa-f]{2}|\?|=\?/.test(value)) return;
      for (const [form, word] of otherEncodings(value)) {
        yield [form, cause('header-value-encoding', { name, encoding: word })];
      }
    }),
};

/** The source of a copy is a path in a header, which every program along the way may write otherwise. */
const copySource: Hypothesis = {
  id: 'copy-source-form',
  field: 'headers',
  causes: ['canonical-header-signed-other'],
  cost: 2,
  variants: (subject) =>
    otherValues(subject, function* ({ name, value: sent }) {
      if (!/-copy-source$/.test(name)) return;
      const plain = decodePercent(sent);
      for (const signed of new Set([
        encodePath(plain),
        encodeComponent(plain),
        encodePath(plain).replaceAll('%20', '+'),
        encodePath(sent),
        sent.replace(/^\//, ''),
        `/${sent}`,
      ])) {
        yield [signed, cause('canonical-header-signed-other', { name, signed, sent })];
      }
    }),
};

const duplicates: Hypothesis = {
  id: 'header-duplicates',
  field: 'headers',
  causes: ['header-duplicates'],
  cost: 2,
  *variants(subject) {
    const { parts, request } = subject;
    for (const { name } of ownHeaders(subject)) {
      const values = request.headers
        .filter((each) => asciiLower(each.name) === name)
        .map((each) => each.value);
      if (values.length < 2) continue;
      const readings: readonly (readonly [string, ByteString])[] = [
        ['joined', values.join(',')],
        ['joined-with-space', values.join(', ')],
        ['first', values[0] ?? ''],
        ['last', values.at(-1) ?? ''],
        ['each', values.join(`\n${name}:`)],
      ];
      for (const [how, value] of readings) {
        yield {
          cause: cause('header-duplicates', { name, how }),
          patch: { headers: withHeader(parts.headers, name, value) },
        };
      }
    }
  },
};

const order: Hypothesis = {
  id: 'header-order',
  field: 'headers',
  causes: ['oss-header-order'],
  cost: 3,
  *variants(subject) {
    const { headers } = subject.parts;
    if (headers.length < 2) return;
    const names = subject.request.headers.map((each) => asciiLower(each.name));
    const original = new Map(subject.request.headers.map((each) => [asciiLower(each.name), each.name]));
    const asSent = (each: HeaderPart): ByteString => original.get(each.name) ?? each.name;
    const orders: readonly (readonly [string, readonly HeaderPart[]])[] = [
      ['wire', headers.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name))],
      ['case-sensitive', headers.toSorted((a, b) => compareBytes(asSent(a), asSent(b)))],
      // a sorted list of finished lines: the colon of a name stands after the hyphen of a longer one
      ['by-line', headers.toSorted((a, b) => compareBytes(lineOf(a), lineOf(b)))],
      ['locale', headers.toSorted((a, b) => compareBytes(collation(a.name), collation(b.name)))],
      ['reverse', headers.toReversed()],
    ];
    for (const [word, sorted] of orders) {
      yield { cause: cause('oss-header-order', { order: word }), patch: { headers: sorted } };
    }
  },
};

/** Lines of which every order is tried: 720 for the six of a usual request of version 4. */
const PERMUTED_LIMIT = 6;

/** As a map gives them that keeps no order, such as that of Go. */
const anyOrder: Hypothesis = {
  id: 'header-order-any',
  field: 'headers',
  causes: ['oss-header-order'],
  cost: 5,
  single: true,
  *variants({ parts }) {
    const { headers } = parts;
    if (headers.length < 3 || headers.length > PERMUTED_LIMIT) return;
    for (const unsorted of permutations(headers)) {
      yield { cause: cause('oss-header-order', { order: 'unsorted' }), patch: { headers: unsorted } };
    }
  },
};

const lineOf = ({ name, value }: HeaderPart): ByteString => `${name}:${value}`;

const form: Hypothesis = {
  id: 'header-line-form',
  field: 'headers',
  causes: ['oss-header-names-not-lowered', 'oss-header-colon-space'],
  cost: 3,
  *variants(subject) {
    const { parts, request } = subject;
    const { headers } = parts;
    if (headers.length === 0) return;
    const original = new Map(request.headers.map((each) => [asciiLower(each.name), each.name]));
    yield {
      cause: cause('oss-header-names-not-lowered', {}),
      patch: { headers: headers.map((each) => ({ ...each, name: original.get(each.name) ?? each.name })) },
    };
    yield {
      cause: cause('oss-header-colon-space', {}),
      patch: { headers: headers.map((each) => ({ ...each, value: ` ${each.value}` })) },
    };
  },
};

export const HEADER_HYPOTHESES: readonly Hypothesis[] = [
  dropOne,
  dropSeveral,
  untrimmed,
  encoding,
  copySource,
  duplicates,
  order,
  form,
  folded,
  padded,
  anyOrder,
];

type NameForm = (name: ByteString, written: ByteString) => ByteString;

/** How signers spell the names of headers: as they were set, as most libraries write them, in capitals. */
const NAME_FORMS: readonly NameForm[] = [
  (name) => name,
  (_, written) => written,
  (name) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()),
  (name) => name.toUpperCase(),
];
/** What stands before and behind a value beside the colon and the line feed that are due. */
const AROUND: readonly (readonly [before: ByteString, after: ByteString])[] = [
  ['', ''],
  [' ', ''],
  ['', '\r'],
  [' ', '\r'],
];

const textOf = (headers: readonly HeaderPart[]): ByteString =>
  headers.map(({ name, value }) => `${name}:${value}`).join('\n');

/** Of more lines than any client sends, the texts alone would take long to write. */
const LINES_LIMIT = 64;

/** Several things at once that a signer who never read the rules does to the header lines. */
const lines: Hypothesis = {
  id: 'header-lines',
  field: 'headers',
  causes: ['header-lines-signed-other'],
  cost: 4,
  single: true,
  *variants(subject) {
    const { headers } = subject.parts;
    if (headers.length === 0 || headers.length > LINES_LIMIT) return;
    yield* respelt(subject, headers);
    yield* joinedOtherwise(headers);
  },
};

function* respelt({ request }: Subject, headers: readonly HeaderPart[]): Generator<Variant> {
  const written = new Map(request.headers.map((each) => [asciiLower(each.name), each.name]));
  const onWire = [...written.keys()];
  const sent = textOf(headers);
  for (const form of NAME_FORMS) {
    const spelt = headers.map((each) => ({
      ...each,
      name: form(each.name, written.get(each.name) ?? each.name),
    }));
    const orders = [
      spelt,
      spelt.toSorted((a, b) => onWire.indexOf(asciiLower(a.name)) - onWire.indexOf(asciiLower(b.name))),
      spelt.toSorted((a, b) => compareBytes(a.name, b.name)),
    ];
    for (const ordered of orders) {
      for (const [before, after] of AROUND) {
        const made = ordered.map((each) => ({ ...each, value: before + each.value + after }));
        yield {
          cause: cause('header-lines-signed-other', { signed: textOf(made), sent }),
          patch: { headers: made },
        };
      }
    }
  }
}

/** What stands between name and value, between two lines, and behind the last. */
const JOINTS: readonly (readonly [colon: ByteString, between: ByteString, end: ByteString])[] = [
  ['=', '\n', '\n'],
  [' : ', '\n', '\n'],
  [' :', '\n', '\n'],
  ...['', ',', ';', '&'].flatMap((between) =>
    [':', '='].flatMap((colon) => [[colon, between, '\n'] as const, [colon, between, ''] as const]),
  ),
];

function* joinedOtherwise(headers: readonly HeaderPart[]): Generator<Variant> {
  const due = headers.map(({ name, value }) => `${name}:${value}\n`).join('');
  for (const [colon, between, end] of JOINTS) {
    const signed = headers.map(({ name, value }) => name + colon + value).join(between);
    yield {
      cause: cause('header-lines-signed-other', { signed, sent: textOf(headers) }),
      render: (slots, places) =>
        withHeaderBlock(slots, places, (block) => signed + end + block.slice(due.length)),
    };
  }
}

export const HEADER_LINE_HYPOTHESES: readonly Hypothesis[] = [lines];
