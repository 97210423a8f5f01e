import {
  AT_SERVERS_LIKE_S3,
  COMMONNESS,
  EVIDENCE,
  EVIDENCE_CODES,
  HOST_OF_S3,
  METHOD_RATES,
  MODEL,
  NOW_AND_THEN,
  PROFILES,
  RATES,
  SHARES,
  SUSPECT_KINDS,
  SUSPECTS,
  type SuspectEntry,
} from '../../rooms/suspects.ts';
import { type Book, label, referencePage } from './book.ts';
import type { DocLabelId } from './docs-texts.ts';
import { code, table, templateProse } from './markdown.ts';

/** Every number that a weight is made of, and every sentence about suspects. */
export function suspectPage(book: Book): string {
  const { lang, docs } = book;
  const kinds = SUSPECT_KINDS.map((id) => {
    const { summary, advice, change, proof = summary }: SuspectEntry = SUSPECTS[id];
    const { known, own, url, leftOpen } = RATES[id];
    const settles = change ?? proof;
    const said = [summary, advice, settles].map((prose) => templateProse(prose[lang]));
    return [
      anchored(id),
      `${said[0]}<br>→ ${said[1]}<br>✓ ${said[2]}`,
      String(known),
      String(own),
      String(url),
      String(leftOpen),
    ];
  });
  const evidence = EVIDENCE_CODES.map((id) => {
    const entry = EVIDENCE[id];
    const factor = 'factor' in entry ? String(entry.factor) : '-';
    return [anchored(id, 'evidence-'), templateProse(entry.text[lang]), factor];
  });
  const rates = [
    ...Object.entries(METHOD_RATES).map(([method, rate]) => [
      label(book, 'rate-of-method', { method: code(method) }),
      String(rate),
    ]),
    [label(book, 'rate-host-s3', { place: code('*.amazonaws.com') }), `× ${HOST_OF_S3.aws}`],
    [label(book, 'rate-host-s3', { place: '…' }), `× ${HOST_OF_S3.others}`],
    ...Object.entries(AT_SERVERS_LIKE_S3).map(([kind, factor]) => [
      label(book, 'rate-at-s3', { kind: code(kind) }),
      `× ${factor}`,
    ]),
  ];
  const nowAndThen = Object.entries(NOW_AND_THEN).map(([kind, share]) => [
    label(book, 'rate-now-and-then', { kind: code(kind) }),
    `× ${share}`,
  ]);
  const shares = Object.entries(SHARES).map(([name, value]) => [code(name), String(value)]);
  const profiles = Object.entries(PROFILES).map(([name, { signs, order, ownTypes }]) => [
    name,
    signs === null ? label(book, 'profile-signs-none') : signs.join(', '),
    typeof order === 'string' ? label(book, `profile-order-${order}`) : order.map(code).join(' '),
    ownTypes === null ? label(book, 'profile-types-unknown') : label(book, 'profile-types-no-form'),
  ]);
  const model = Object.entries(MODEL).map(([name, value]) => [
    code(name),
    docs.suspectModel[name as keyof typeof MODEL],
    String(value),
  ]);
  const commonness = Object.entries(COMMONNESS).map(([name, value]) => [code(name), String(value)]);
  return referencePage(book, 'suspects', [
    ...section(book, 'words'),
    ...section(book, 'kinds'),
    table(
      heads(
        book,
        'column-suspect',
        'column-sentence',
        'column-rate-known',
        'column-rate-own',
        'column-rate-url',
        'column-left-open',
      ),
      kinds,
    ),
    ...section(book, 'evidence'),
    table(heads(book, 'column-id', 'column-sentence', 'column-factor'), evidence),
    ...section(book, 'profiles'),
    table(heads(book, 'column-client', 'column-signs', 'column-order', 'column-types'), profiles),
    ...section(book, 'model'),
    table(heads(book, 'column-number', 'column-what', 'column-value'), model),
    ...section(book, 'rates'),
    table(heads(book, 'column-suspect', 'column-value'), [...rates, ...nowAndThen]),
    ...section(book, 'commonness'),
    table(heads(book, 'column-trait', 'column-share'), commonness),
    ...section(book, 'shares'),
    table(heads(book, 'column-trait', 'column-part'), shares),
  ]);
}

function section(
  book: Book,
  name: 'words' | 'kinds' | 'evidence' | 'profiles' | 'model' | 'rates' | 'commonness' | 'shares',
): readonly string[] {
  return [`## ${label(book, `suspects-${name}`)}`, label(book, `suspects-${name}-about`)];
}

function heads(book: Book, ...ids: readonly DocLabelId[]): readonly string[] {
  return ids.map((id) => label(book, id));
}

function anchored(id: string, prefix = ''): string {
  return `<a id="${prefix}${id}"></a>${code(id)}`;
}
