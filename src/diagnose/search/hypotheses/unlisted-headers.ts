import { asciiLower, type ByteString, compareBytes } from '../../../bytes/byte-string.ts';
import type { HeaderPart } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { withHeader } from '../patch.ts';
import { type ListParts, listPartsOf, WITH_LIST } from './header-lists.ts';
import { subsets } from './subsets.ts';

/**
 * What HTTP libraries send of themselves, and signers written after those of AWS take in: these
 * first.
 */
const USUAL = ['host', 'content-length', 'user-agent', 'date'];
/** Made after signing, or of no meaning behind the next hop. */
const NEVER = /^(?:authorization|connection|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;
/** Headers that are tried one by one. */
const UNSIGNED_LIMIT = 8;

/** Headers of the request that no line of its string stands for, the likeliest first. */
function unsignedHeaders({ request }: Subject, parts: ListParts): readonly HeaderPart[] {
  const signed = new Set(parts.headers.map((each) => each.name));
  const found = new Map<ByteString, HeaderPart>();
  for (const { name: written, value } of request.headers) {
    const name = asciiLower(written);
    if (signed.has(name) || found.has(name) || NEVER.test(name)) continue;
    found.set(name, { name, value, origin: null });
  }
  const rank = ({ name }: HeaderPart): number => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length);
  return [...found.values()].sort((a, b) => rank(a) - rank(b)).slice(0, UNSIGNED_LIMIT);
}

/** The string with lines of these headers too, and another list where one is given. */
function withLines(parts: ListParts, extra: readonly HeaderPart[], list: ByteString | null): Variant {
  const headers = extra.reduce((lines, { name, value }) => withHeader(lines, name, value), parts.headers);
  const sent = parts.additionalHeaders.value;
  if (list === null || list === sent) {
    const names = extra.map((each) => each.name).join(', ');
    return { cause: cause('unlisted-headers-signed', { names }), patch: { headers } };
  }
  return {
    cause: cause('additional-headers-signed-other', { signed: list, sent }),
    patch: { headers, additionalHeaders: { ...parts.additionalHeaders, value: list } },
  };
}

const joined = (names: Iterable<ByteString>): ByteString => [...new Set(names)].sort(compareBytes).join(';');
const listed = ({ additionalHeaders }: ListParts): readonly ByteString[] =>
  additionalHeaders.value.split(';').filter((each) => each !== '');
const namesOf = (headers: readonly HeaderPart[]): readonly ByteString[] => headers.map((each) => each.name);

/**
 * A header signed that is not listed: its line alone, or the list longer than the one that was sent
 * as well.
 */
const one: Hypothesis = {
  id: 'unlisted-header',
  field: 'additional-headers',
  causes: ['unlisted-headers-signed', 'additional-headers-signed-other'],
  families: WITH_LIST,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const parts = listPartsOf(subject);
    if (parts === null) return;
    for (const header of unsignedHeaders(subject, parts)) {
      yield withLines(parts, [header], null);
      yield withLines(parts, [header], joined([...listed(parts), header.name]));
    }
  },
};

/** Headers of which every subset is tried. */
const TOGETHER_LIMIT = 4;

const several: Hypothesis = {
  id: 'unlisted-headers',
  field: 'additional-headers',
  causes: ['unlisted-headers-signed', 'additional-headers-signed-other'],
  families: WITH_LIST,
  cost: 3,
  changes: 'string',
  single: true,
  *variants(subject) {
    const parts = listPartsOf(subject);
    if (parts === null) return;
    const all = unsignedHeaders(subject, parts);
    const [first] = all;
    if (first === undefined) return;
    const together = [...subsets(all.slice(0, TOGETHER_LIMIT))].filter((each) => each.length > 1);
    if (all.length > TOGETHER_LIMIT) together.push(all);
    for (const extra of together) {
      yield withLines(parts, extra, null);
      yield withLines(parts, extra, joined([...listed(parts), ...namesOf(extra)]));
    }
    // as AWS has it: each header that has a line stands in the list
    for (const extra of [...all.map((each) => [each]), ...together]) {
      yield withLines(parts, extra, joined([...namesOf(parts.headers), ...listed(parts), ...namesOf(extra)]));
    }
    // in the list alone
    for (const header of all) {
      const list = joined([...listed(parts), header.name]);
      yield {
        ...withLines(parts, [header], list),
        patch: { additionalHeaders: { ...parts.additionalHeaders, value: list } },
      };
    }
  },
};

export const UNLISTED_HEADER_HYPOTHESES: readonly Hypothesis[] = [one, several];
