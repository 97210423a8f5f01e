import { asciiLower, type ByteString, compareBytes } from '../../../bytes/byte-string.ts';
import type { HeaderPart } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import { headersOf, patchHeaders } from '../patch.ts';
import { withHeaderBlock } from '../slots.ts';

type NameForm = (name: ByteString, written: ByteString) => ByteString;

/**
 * How signers spell the names of headers: as they were set, as most libraries write them, in
 * capitals.
 */
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
  families: REQUEST_FAMILIES,
  cost: 4,
  changes: 'string',
  single: true,
  *variants(subject) {
    const headers = headersOf(subject.parts);
    if (headers.length === 0 || headers.length > LINES_LIMIT) return;
    yield* respelt(subject, headers);
    yield* joinedOtherwise(headers);
  },
};

function* respelt({ parts, request }: Subject, headers: readonly HeaderPart[]): Generator<Variant> {
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
          patch: patchHeaders(parts, made),
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
