import { plainText } from '../../document/blocks.ts';
import { causeFacts } from '../../document/facts.ts';
import { ecPage } from '../../ec-page.ts';
import { formatMilliseconds } from '../../timing/timing-text.ts';
import type { PageDetail, PageMessage } from '../page-data.ts';
import { comparison } from './comparison.ts';
import type { Context } from './context.ts';
import type { Row } from './data.ts';
import { type Child, h } from './dom.ts';
import { withLinks } from './parts.ts';
import { timingPart } from './timing.ts';

/** Everything that the report holds of one exchange. */
export function exchangeDetail(row: Row, context: Context): HTMLElement {
  const detail = context.data.detailOf(row);
  if (detail === null)
    return h('div', { class: 'detail' }, facts(row, null, context), shortNote(row, context));
  const { say } = context;
  const links = (text: string): readonly Child[] => withLinks(text, row.capture, context);
  const order = ['suspects', 'cause', 'cure', 'proof', 'first-difference', 'server-said', 'also'] as const;
  const told = causeFacts(detail, order, say, detail.serverSaid ?? say('no-response'));
  const certainty = detail.certainty === null ? null : context.data.head.certainties[detail.certainty];
  return h(
    'div',
    { class: 'detail' },
    h(
      'h3',
      {},
      ...links(detail.headline),
      certainty === null ? null : h('span', { class: 'certainty' }, certainty),
    ),
    definitions(
      told.map(({ title, text }) => [title, text === null ? null : plainText(text)]),
      'told',
      links,
    ),
    ...(detail.evidence === null ? [] : comparison(detail.evidence, context)),
    h(
      'div',
      { class: 'heads' },
      head(say('page-request'), detail.request, context),
      head(say('page-response'), detail.response, context),
    ),
    integrity(detail, context),
    timingPart(detail.timing, context),
    facts(row, detail, context),
  );
}

function shortNote(row: Row, { say, data }: Context): HTMLElement {
  const kept = data.captures[row.capture]?.detailed ?? 0;
  const text = row.isFailing ? say('page-detail-left-out', { n: kept }) : say('page-detail-none');
  return h('p', { class: 'quiet' }, text);
}

function definitions(
  pairs: readonly (readonly [string, string | null])[],
  className: string,
  content: (text: string) => readonly Child[] = (text) => [text],
): HTMLElement {
  return h(
    'dl',
    { class: className },
    ...pairs
      .filter(([, text]) => text !== null && text !== '')
      .flatMap(([title, text]) => [h('dt', {}, title), h('dd', {}, ...content(text ?? ''))]),
  );
}

/** Ids, places and sizes, in small print. */
function facts(row: Row, detail: PageDetail | null, { say, data }: Context): HTMLElement {
  const numbering = data.captures[row.capture]?.numbering ?? 'frame';
  const place = (at: number | null): string | null =>
    at === null ? null : say(`page-${numbering}`, { n: at });
  const pairs: (readonly [string, string | null])[] = [
    [say('request-id'), row.requestId ?? say('no-request-id')],
    [say('ec'), detail?.ec ?? null],
    [say('verdict'), row.verdict],
    [say('page-cause-id'), detail?.rule ?? null],
    [say('page-version'), detail?.version ?? null],
    [say('page-key-id'), detail?.accessKeyId ?? null],
    [say('time'), row.time],
    [
      say('page-duration'),
      row.durationMs === null ? null : formatMilliseconds(row.durationMs, data.head.lang),
    ],
    [say('page-capture'), data.captures.length === 1 ? null : (data.captures[row.capture]?.path ?? null)],
    [say('page-connection'), row.connection],
    [say('page-request'), place(row.requestFrame)],
    [say('page-response'), place(row.responseFrame)],
  ];
  const page = detail?.ec == null ? null : ecPage(detail.ec, data.head.lang);
  return definitions(pairs, 'facts', (text) =>
    page !== null && text === detail?.ec
      ? [h('a', { at: { href: page, rel: 'noreferrer', target: '_blank' } }, text)]
      : [text],
  );
}

function head(title: string, message: PageMessage | null, { say }: Context): HTMLElement | null {
  if (message === null) return null;
  return h(
    'section',
    { class: 'part head' },
    h('h4', {}, title),
    h(
      'pre',
      { at: { tabindex: 0 } },
      h('b', {}, message.start),
      ...message.headers.flatMap(([name, value]) => ['\n', h('span', { class: 'name' }, `${name}: `), value]),
    ),
    message.bodyBytes === 0 ? null : h('p', { class: 'quiet' }, say('page-body', { n: message.bodyBytes })),
  );
}

function integrity({ integrity: checks }: PageDetail, { say }: Context): HTMLElement | null {
  const rows = checks.map((check): readonly [string, string] => [
    `${check.body}: ${check.claim}`,
    `${check.result} · ${check.claimed}${check.actual === null || check.result === 'matches' ? '' : ` ≠ ${check.actual}`}`,
  ]);
  return pairsTable(say('page-integrity'), rows);
}

function pairsTable(title: string, rows: readonly (readonly [string, string])[]): HTMLElement | null {
  if (rows.length === 0) return null;
  return h(
    'section',
    { class: 'part' },
    h('h4', {}, title),
    h(
      'table',
      { class: 'pairs' },
      h(
        'tbody',
        {},
        ...rows.map(([name, value]) =>
          h('tr', {}, h('th', { at: { scope: 'row' } }, name), h('td', { class: 'value' }, value)),
        ),
      ),
    ),
  );
}
