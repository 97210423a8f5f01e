import { plainText } from '../../document/blocks.ts';
import { causeFacts, ecPage } from '../../document/facts.ts';
import { type Evidence, type EvidenceLine, valueTitles } from '../../strings/evidence.ts';
import { formatMilliseconds } from '../../timing/timing-text.ts';
import type { PageDetail, PageMessage } from '../page-data.ts';
import type { Row } from './data.ts';
import { type Child, h, spoken } from './dom.ts';
import { type Context, marked, withLinks } from './parts.ts';
import { timingPart } from './timing.ts';

/** Everything that the report holds of one exchange. */
export function exchangeDetail(row: Row, context: Context): HTMLElement {
  const detail = context.data.detailOf(row);
  if (detail === null)
    return h('div', { class: 'detail' }, facts(row, null, context), shortNote(row, context));
  const { say } = context;
  const links = (text: string): readonly Child[] => withLinks(text, row.capture, context);
  const order = ['suspects', 'cause', 'cure', 'proof', 'first-difference', 'server-said', 'also'] as const;
  const shown = causeFacts(detail, order, say, detail.serverSaid ?? say('no-response'));
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
      shown.map(({ title, text }) => [title, text === null ? null : plainText(text)]),
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

/** The two strings: by field, and in full. */
function comparison(evidence: Evidence, context: Context): HTMLElement[] {
  const { say } = context;
  const remark =
    evidence.kind === 'same'
      ? say(evidence.fromError ? 'page-same-string-from-error' : 'page-same-string')
      : evidence.kind === 'server-unknown'
        ? say('page-server-unknown')
        : null;
  return [
    h(
      'section',
      { class: 'part' },
      h('h4', {}, evidence.kind === 'parts' ? say('page-side-by-side') : say('string-to-sign')),
      remark === null ? null : h('p', { class: 'quiet' }, remark),
      evidence.kind === 'parts' ? fieldsBeside(evidence, context) : fieldsOnce(evidence, context),
      wholeStrings(evidence, context),
    ),
  ];
}

function titlesOf(evidence: Evidence, { say }: Context): readonly [client: string, server: string] {
  return [say(evidence.clientIs === 'signed' ? 'client-signed' : 'client-rebuilt'), say('server-signed')];
}

function fieldsBeside(evidence: Evidence, context: Context): HTMLElement {
  const { say } = context;
  const titles = valueTitles(evidence);
  const [client, server] = [say(titles[0]), say(titles[1])];
  const cell = (title: string, ...content: HTMLElement[]): HTMLElement =>
    h('td', { at: { 'data-title': title + say('page-colon') } }, ...content);
  const rows = evidence.rows.flatMap((row) => {
    const line = h(
      'tr',
      { class: row.differs ? 'differs' : 'same' },
      h('th', { at: { scope: 'row' } }, row.label, row.differs ? spoken(` ${say('page-differs')}`) : null),
      cell(client, marked(row.client)),
      cell(server, marked(row.server)),
    );
    if (row.hex === undefined) return [line];
    const [left, right] = row.hex;
    const hex = (title: string, text: string): HTMLElement => cell(title, h('code', {}, text));
    return [
      line,
      h(
        'tr',
        { class: 'hex' },
        h('th', { at: { scope: 'row' } }, say('page-hex')),
        hex(client, left),
        hex(server, right),
      ),
    ];
  });
  return h(
    'table',
    { class: 'compare' },
    h(
      'thead',
      {},
      h('tr', {}, ...[say('field'), client, server].map((title) => h('th', { at: { scope: 'col' } }, title))),
    ),
    h('tbody', {}, ...rows),
  );
}

/** The fields of a string that has one form only. */
function fieldsOnce(evidence: Evidence, _context: Context): HTMLElement {
  return h(
    'table',
    { class: 'compare once' },
    h(
      'tbody',
      {},
      ...evidence.rows.map((row) =>
        h('tr', {}, h('th', { at: { scope: 'row' } }, row.label), h('td', {}, marked(row.client))),
      ),
    ),
  );
}

function wholeStrings(evidence: Evidence, context: Context): HTMLElement | null {
  const { say } = context;
  const texts = [
    [say('string-to-sign'), evidence.stringToSign],
    [say('canonical-request'), evidence.canonicalRequest],
  ] as const;
  const shown = texts.filter(([, lines]) => lines.length > 0);
  if (shown.length === 0) return null;
  return h(
    'details',
    { class: 'whole' },
    h('summary', {}, say('page-whole-strings')),
    ...shown.map(([title, lines]) => linesTable(title, lines, evidence, context)),
  );
}

function linesTable(
  caption: string,
  lines: readonly EvidenceLine[],
  evidence: Evidence,
  context: Context,
): HTMLElement {
  const titles = titlesOf(evidence, context);
  const hasServer = lines.some(([, server]) => server !== null);
  const columns = hasServer ? titles : [titles[0]];
  return h(
    'table',
    { class: 'lines' },
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h('tr', {}, h('td', {}), ...columns.map((title) => h('th', { at: { scope: 'col' } }, title))),
    ),
    h(
      'tbody',
      {},
      ...lines.map(([client, server], at) => {
        const cells = hasServer ? [client, server] : [client];
        return h(
          'tr',
          {},
          h('td', { class: 'number', at: { 'data-n': at + 1, 'aria-hidden': 'true' } }),
          ...cells.map((text) =>
            h('td', { class: text === null ? 'absent' : '' }, text === null ? '' : marked(text)),
          ),
        );
      }),
    ),
  );
}
