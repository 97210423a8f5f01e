import type { Evidence, EvidenceLine } from '../../strings/evidence.ts';
import { valueTitles } from '../../strings/value-titles.ts';
import type { Context } from './context.ts';
import { h, spoken } from './dom.ts';
import { marked } from './parts.ts';

/** The two strings: by field, and in full. */
export function comparison(evidence: Evidence, context: Context): HTMLElement[] {
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
