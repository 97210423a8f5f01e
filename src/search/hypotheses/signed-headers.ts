/* Hypotheses on the list of signed headers, on what it names, and on headers that were not sent. */

import { asciiLower, type ByteString, compareBytes } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { parseDigits } from '../../engine/diagnose/date-forms.ts';
import { withHeader } from '../../engine/diagnose/patch.ts';
import {
  DIALECTS,
  type Dialect,
  type Family,
  type HeaderPart,
  headerValue,
  isOfUrl,
  type SignedParts,
  signsPath,
  versionRecord,
  versionsWith,
} from '../../engine/sign/index.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { subsets } from './combinations.ts';
import { sentDate } from './date.ts';

/** Families whose requests list the headers that they sign. */
const WITH_LIST: readonly Family[] = ['v4', 'v2'];

type ListParts = Extract<SignedParts, { readonly family: 'v2' | 'v4' }>;

/** The parts of a string that has such a list; null for any other. */
function listPartsOf({ parts }: Subject): ListParts | null {
  return parts.family === 'v4' || parts.family === 'v2' ? parts : null;
}

const IN_HEADER = /(?:AdditionalHeaders|SignedHeaders)[=:]\s*([^,\s]+)/i;
const IN_QUERY = /^(?:x-oss-additional-headers|x-amz-signedheaders)$/i;

/** The list as the request spells it, capitals and order kept; empty without one. */
function listAsSent({ request, claim }: Subject): ByteString {
  const { listedHeaders } = claim;
  if (listedHeaders === null) return '';
  const inHeader = IN_HEADER.exec(headerValue(request, 'authorization') ?? '')?.[1];
  const sent = inHeader ?? request.query.find((each) => IN_QUERY.test(each.name))?.value ?? '';
  // a list that is read otherwise than the claim was is none of this request
  return asciiLower(sent) === listedHeaders.join(';') ? sent : listedHeaders.join(';');
}

const listedHeaders: Hypothesis = {
  id: 'additional-headers',
  field: 'additional-headers',
  causes: ['additional-headers-signed-other', 'oss-header-order'],
  families: WITH_LIST,
  cost: 2,
  *variants(subject) {
    const parts = listPartsOf(subject);
    if (parts === null) return;
    const sent = parts.additionalHeaders.value;
    const listed = subject.claim.listedHeaders ?? [];
    const patched = (signed: ByteString, headers: readonly HeaderPart[] = parts.headers): Variant => ({
      cause: cause('additional-headers-signed-other', { signed, sent }),
      patch: { additionalHeaders: { ...parts.additionalHeaders, value: signed }, headers },
    });
    if (listed.length > 0) {
      yield patched(listed.join(';'));
      yield patched(listed.join(','));
      yield patched(`${sent};`);
      yield patched('');
      yield patched(
        '',
        parts.headers.filter((each) => !listed.includes(each.name)),
      );
    }
    const names = sent === '' ? [] : sent.split(';');
    for (const name of names) {
      const rest = names.filter((each) => each !== name).join(';');
      yield patched(
        rest,
        parts.headers.filter((each) => each.name !== name),
      );
      yield patched(rest);
    }
    yield* asListed(subject, patched);
    // the names that are signed anyway, listed too
    yield patched(parts.headers.map((each) => each.name).join(';'));
    const withHost = [...new Set([...names, 'host'])].sort().join(';');
    yield patched(withHost);
    const sentHost = headerValue(subject.request, 'host');
    if (sentHost !== null) yield patched(withHost, withHeader(parts.headers, 'host', sentHost));
  },
};

type Patched = (signed: ByteString, headers?: readonly HeaderPart[]) => Variant;

/** The list with the capitals and in the order that it is sent with, and the lines so too. */
function* asListed(subject: Subject, patched: Patched): Generator<Variant> {
  const list = listAsSent(subject);
  const parts = listPartsOf(subject);
  if (list === '' || parts === null) return;
  const names = list.split(';');
  const { headers } = parts;
  const inList = names.flatMap((name) => {
    const line = headers.find((each) => each.name === asciiLower(name));
    return line === undefined ? [] : [{ ...line, name }];
  });
  const others = headers.filter((each) => !names.some((name) => asciiLower(name) === each.name));
  const lower = inList.map((each) => ({ ...each, name: asciiLower(each.name) }));
  const places = new Map(inList.map((each) => [asciiLower(each.name), each.name]));
  const capitals = headers.map((each) => ({ ...each, name: places.get(each.name) ?? each.name }));
  yield patched(list);
  const orders = [
    ['listed-first', [...lower, ...others]],
    ['listed-last', [...others, ...lower]],
  ] as const;
  for (const [order, lines] of orders) {
    const made = patched(list, lines);
    // the list is as due, and only the lines are not
    yield list === parts.additionalHeaders.value
      ? { ...made, cause: cause('oss-header-order', { order }) }
      : made;
  }
  if (asciiLower(list) === list) return;
  yield patched(list, capitals);
  yield patched(
    list,
    capitals.toSorted((a, b) => compareBytes(a.name, b.name)),
  );
  yield patched(list, [...inList, ...others]);
  yield patched(list, [...others, ...inList]);
  yield patched(parts.additionalHeaders.value, capitals);
}

/** A path of several segments: the first, and what follows. */
const STARTED_PATH = /^(\/[^/]+)(\/.*)$/;

const host: Hypothesis = {
  id: 'host-signed-other',
  field: 'host',
  causes: ['host-signed-other'],
  families: WITH_LIST,
  cost: 1,
  *variants({ parts, request }) {
    const { headers } = parts;
    const sent = headers.find((each) => each.name === 'host')?.value;
    if (sent === undefined || parts.family === 'v1' || parts.family === 'policy') return;
    const bare = sent.replace(/:\d+$/, '');
    const { bucket } = request;
    const others = [bare, `${bare}:80`, `${bare}:443`, asciiLower(sent)];
    if (bucket !== null) {
      others.push(bare.startsWith(`${bucket}.`) ? bare.slice(bucket.length + 1) : `${bucket}.${bare}`);
    }
    const region = 'scope' in parts ? parts.scope.region.replace(/^oss-/, '') : null;
    if (bucket !== null && region !== null) {
      for (const ending of ['', '-internal']) {
        others.push(`${bucket}.oss-${region}${ending}.aliyuncs.com`, `oss-${region}${ending}.aliyuncs.com`);
        others.push(`${bucket}.s3.oss-${region}${ending}.aliyuncs.com`);
      }
    }
    for (const signed of new Set(others)) {
      if (signed === sent) continue;
      yield {
        cause: cause('host-signed-other', { signed, sent }),
        patch: { headers: withHeader(headers, 'host', signed) },
      };
    }
    // an endpoint or host setting that has the start of the path in it (s3tools/s3cmd#1366)
    if (parts.family !== 'v4' || !signsPath(parts.dialect)) return;
    const [, start, rest] = STARTED_PATH.exec(parts.canonicalUri.value) ?? [];
    if (start === undefined || rest === undefined) return;
    const signed = sent + start;
    yield {
      cause: cause('host-signed-other', { signed, sent }),
      patch: {
        headers: withHeader(headers, 'host', signed),
        canonicalUri: { ...parts.canonicalUri, value: rest },
      },
    };
  },
};

/**
 * From the beginning, to the end, with its last byte counted otherwise, or without its unit: as it was before
 * a retry, or is set.
 */
function otherRanges(sent: ByteString): readonly ByteString[] {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(sent) ?? [];
  if (from === undefined || to === undefined) return [];
  const last = parseDigits(to);
  const ends = last === null ? [] : [last + 1, last - 1].map((end) => `bytes=${from}-${end}`);
  return ['bytes=0-', `bytes=0-${to}`, `bytes=${from}-`, ...ends, `${from}-${to}`];
}

/**
 * Headers that the client lists as signed, and that something after the signer fills in, changes or takes
 * away.
 */
const listedValue: Hypothesis = {
  id: 'listed-header-value',
  field: 'headers',
  causes: ['canonical-header-signed-other'],
  families: WITH_LIST,
  cost: 2,
  *variants({ parts, claim }) {
    if (parts.family !== 'v4' && parts.family !== 'v2') return;
    for (const name of claim.listedHeaders ?? []) {
      if (name === 'content-type') continue; // has hypotheses of its own, which say more
      const sent = parts.headers.find((each) => each.name === name)?.value ?? '';
      const others = name === 'range' ? otherRanges(sent) : [];
      for (const signed of new Set(['', asciiLower(sent), 'identity', '*/*', '0', ...others])) {
        yield {
          cause: cause('canonical-header-signed-other', { name, signed, sent }),
          patch: { headers: withHeader(parts.headers, name, signed) },
        };
      }
    }
  },
};

export const SIGNED_HEADER_HYPOTHESES: readonly Hypothesis[] = [host, listedHeaders, listedValue];

/** What HTTP libraries send of themselves, and signers written after those of AWS take in: these first. */
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
 * A header signed that is not listed: its line alone, or the list longer than the one that was sent as well.
 */
const one: Hypothesis = {
  id: 'unlisted-header',
  field: 'additional-headers',
  causes: ['unlisted-headers-signed', 'additional-headers-signed-other'],
  families: WITH_LIST,
  cost: 3,
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

/**
 * Headers with few values that a signer knows of, and whoever uses its URL or signature does not; behind
 * `x-oss-`. An empty token is what clients sign that have none.
 */
const OSS_HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['object-acl', ['private', 'public-read', 'public-read-write', 'default']],
  ['acl', ['private', 'public-read', 'public-read-write']],
  ['storage-class', ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive']],
  ['forbid-overwrite', ['true', 'false']],
  ['server-side-encryption', ['AES256', 'KMS']],
  ['request-payer', ['requester']],
  ['metadata-directive', ['COPY', 'REPLACE']],
  ['security-token', ['']],
];
/** The same behind `x-amz-`. */
const AMZ_HEADERS: typeof OSS_HEADERS = [
  ['acl', ['private', 'public-read', 'public-read-write']],
  ['storage-class', ['STANDARD', 'STANDARD_IA', 'IA']],
  ['server-side-encryption', ['AES256', 'aws:kms']],
  ['request-payer', ['requester']],
  ['metadata-directive', ['COPY', 'REPLACE']],
  ['security-token', ['']],
];

/** The same behind `x-obs-`. */
const OBS_HEADERS: typeof OSS_HEADERS = [
  ['acl', ['private', 'public-read', 'public-read-write']],
  ['storage-class', ['STANDARD', 'WARM', 'COLD']],
  ['metadata-directive', ['COPY', 'REPLACE']],
  ['security-token', ['']],
];
const HEADERS = {
  oss: OSS_HEADERS,
  s3: AMZ_HEADERS,
  obs: OBS_HEADERS,
  cos: [],
  gcs: [],
  tos: [],
} as const satisfies Readonly<Record<Dialect, typeof OSS_HEADERS>>;

const notSent: Hypothesis = {
  id: 'header-not-sent',
  field: 'headers',
  causes: ['header-not-sent', 'canonical-header-signed-other'],
  except: versionsWith({ family: 'v4' }).filter((version) => signsPath(versionRecord(version).dialect)),
  cost: 3,
  single: true,
  *variants(subject) {
    const { parts, claim } = subject;
    const { dialect } = parts;
    // version 4 of S3, and what follows it, signs what its list names
    if (signsPath(dialect) && parts.family === 'v4') return;
    const start = DIALECTS[dialect].headerPrefix;
    const table = HEADERS[dialect];
    const date = isOfUrl(claim.version) ? [] : [['date', [sentDate(subject)]] as const];
    const { headers } = parts;
    for (const [end, values] of [...table, ...date]) {
      const name = start + end;
      const sent: ByteString | null = headers.find((each) => each.name === name)?.value ?? null;
      for (const signed of values) {
        if (signed === sent) continue;
        yield {
          cause:
            sent === null
              ? cause('header-not-sent', { name, signed })
              : cause('canonical-header-signed-other', { name, signed, sent }),
          patch: { headers: withHeader(headers, name, signed) },
        };
      }
    }
  },
};

export const UNSENT_HEADER_HYPOTHESES: readonly Hypothesis[] = [notSent];
