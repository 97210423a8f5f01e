import { asciiLower, type ByteString, compareBytes } from '../../../bytes/byte-string.ts';
import type { HeaderPart } from '../../../sign/index.ts';
import { headerValue } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { parseDigits } from '../../clocks.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { headersOf, withHeader } from '../patch.ts';
import { listAsSent, listPartsOf, WITH_LIST } from './header-lists.ts';

const listedHeaders: Hypothesis = {
  id: 'additional-headers',
  field: 'additional-headers',
  causes: ['additional-headers-signed-other', 'oss-header-order'],
  families: WITH_LIST,
  cost: 2,
  changes: 'string',
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
  changes: 'string',
  *variants({ parts, request }) {
    const headers = headersOf(parts);
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
    if (parts.family !== 'v4' || parts.dialect !== 's3') return;
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
 * From the beginning, to the end, with its last byte counted otherwise, or without its unit: as it
 * was before a retry, or is set.
 */
function otherRanges(sent: ByteString): readonly ByteString[] {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(sent) ?? [];
  if (from === undefined || to === undefined) return [];
  const last = parseDigits(to);
  const ends = last === null ? [] : [last + 1, last - 1].map((end) => `bytes=${from}-${end}`);
  return ['bytes=0-', `bytes=0-${to}`, `bytes=${from}-`, ...ends, `${from}-${to}`];
}

/**
 * Headers that the client lists as signed, and that something after the signer fills in, changes or
 * takes away.
 */
const listedValue: Hypothesis = {
  id: 'listed-header-value',
  field: 'headers',
  causes: ['canonical-header-signed-other'],
  families: WITH_LIST,
  cost: 2,
  changes: 'string',
  *variants({ parts, claim }) {
    if (parts.family !== 'v4' && parts.family !== 'v2') return;
    for (const name of claim.listedHeaders ?? []) {
      if (name === 'content-type') continue; // has hypotheses of its own, which tell more
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
