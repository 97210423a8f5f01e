import { assertNever } from '../../../engine/bytes/result.ts';
import {
  type Block,
  type Document,
  type Fact,
  lineFeedsShown,
  type Part,
  type ShownStrings,
  type Step,
  type Text,
} from '../../document/blocks.ts';
import { type Evidence, type EvidenceLine, type MarkedText, valueTitles } from '../../strings/evidence.ts';
import type { PageDivergence } from '../page-data.ts';
import { type Child, type Context, h, type Say, spoken, unspoken, withLinks } from './parts.ts';

export type ShownPart = Part<ShownStrings>;

type Kind<K extends Block['kind']> = Extract<Block<ShownStrings>, { readonly kind: K }>;

/** What a document is laid out with. */
interface Paper {
  readonly say: Say;
  /** The level of its headings. */
  readonly heading: 'h2' | 'h4';
  /** A sentence, which may name exchanges. */
  sentence(text: string): readonly Child[];
}

/** Of a document about one capture. */
export function paperOf(capture: number, context: Context): Paper {
  return { say: context.say, heading: 'h4', sentence: (text) => withLinks(text, capture, context) };
}

/**
 * A document as elements, those of a part with a heading in a section. A part of which nothing but its
 * heading is left is left out.
 */
export function elementsOf(document: Document<ShownStrings>, paper: Paper): readonly HTMLElement[] {
  return document.flatMap((part) => {
    const elements = part.flatMap((block) => blockElements(block, paper));
    if (part[0]?.kind !== 'heading') return elements;
    return elements.length > 1 ? [h('section.part', ...elements)] : [];
  });
}

function blockElements(block: Block<ShownStrings>, paper: Paper): readonly HTMLElement[] {
  switch (block.kind) {
    case 'title':
      return [h('h1', ...inline(block.text, paper))];
    case 'heading':
      return [h(paper.heading, {}, ...inline(block.text, paper))];
    case 'finding':
      return [finding(block, paper)];
    case 'paragraph':
      return [paragraph(block, paper)];
    case 'facts':
      return factList(block, paper);
    case 'fields':
      return pairs(block.fields.map(([name, value]) => [name, [lineFeedsShown(value).join('\n')]]));
    case 'forms':
      return pairs(block.forms);
    case 'comparison':
      return comparison(block.comparison, paper);
    case 'sequence':
      return [sequence(block, paper)];
    case 'table':
      return [dataTable(block, paper)];
    case 'entries':
      return [entryTable(block)];
    case 'pieces':
      return [pieceTable(block)];
    case 'steps':
      return [h('ol.steps', ...block.steps.map((step) => stepItem(step, paper)))];
    case 'list':
      return [h('ul', ...block.items.map(({ text, below }) => h('li', ...item(text, below, paper))))];
    case 'verbatim':
      return [preformatted(block.lines, paper)];
    case 'lines':
      return [block.table === undefined ? preformatted(block.lines, paper) : dataTable(block.table, paper)];
    default:
      return assertNever(block);
  }
}

function inline(text: Text, { sentence }: Paper): readonly Child[] {
  if (typeof text === 'string') return sentence(text);
  return text.flatMap((stretch): readonly Child[] => {
    if (typeof stretch === 'string') return sentence(stretch);
    if ('strong' in stretch) return [h('b', stretch.strong)];
    if ('name' in stretch) return [h('span.name', stretch.name)];
    const { code, href } = stretch;
    if (href === undefined) return [h('code', code)];
    return [h('a', { at: { href, rel: 'noreferrer', target: '_blank' } }, code)];
  });
}

/** What precedes it is a matter of the style: a card has its colour. */
function finding({ mark, text, status }: Kind<'finding'>, paper: Paper): HTMLElement {
  return h(
    'h3',
    { at: { 'data-mark': mark } },
    ...inline(text, paper),
    status === undefined ? null : h('span.certainty', status),
  );
}

function paragraph({ text, mark, isSmall }: Kind<'paragraph'>, paper: Paper): HTMLElement {
  const className = mark === undefined ? 'quiet' : 'warning';
  const props = isSmall === true || mark !== undefined ? { class: className } : {};
  return h('p', props, mark === undefined ? null : `${mark} `, ...inline(text, paper));
}

function factList({ facts, isSmall }: Kind<'facts'>, paper: Paper): readonly HTMLElement[] {
  const said = facts.filter((fact): fact is Fact & { text: Text } => fact.text !== null && fact.text !== '');
  if (said.length === 0) return [];
  const terms = said.flatMap(({ title, ...fact }, at) => [
    h('dt', title === said[at - 1]?.title ? null : title),
    h('dd', ...factText(fact, paper)),
  ]);
  return [h('dl', { class: isSmall === true ? 'facts' : 'told' }, ...terms)];
}

/** What a fact says; several steps have their numbers. */
export function factText({ text, steps = [] }: Omit<Fact, 'title'>, paper: Paper): readonly Child[] {
  if (steps.length < 2) return text === null ? [] : inline(text, paper);
  return [h('ol', ...steps.map((step) => h('li', ...paper.sentence(step))))];
}

function item(text: Text, below: Text | undefined, paper: Paper): readonly Child[] {
  return [...inline(text, paper), below === undefined ? null : h('p.quiet', ...inline(below, paper))];
}

function preformatted(lines: readonly Text[], paper: Paper): HTMLElement {
  const children = lines.flatMap((line, at) => [at === 0 ? null : '\n', ...inline(line, paper)]);
  return h('pre', { at: { tabindex: 0 } }, children);
}

/** A table of rows that are made; a column without a title has an empty cell above it. */
export function tableOf(
  className: string,
  titles: readonly string[],
  rows: readonly HTMLElement[],
  caption: string | null = null,
): HTMLElement {
  const head = titles.map((title) => (title === '' ? h('td') : h('th', { at: { scope: 'col' } }, title)));
  return h(
    'table',
    { class: className },
    caption === null ? null : h('caption', caption),
    head.length === 0 ? null : h('thead', h('tr', head)),
    h('tbody', rows),
  );
}

function rowOf(className: string, name: readonly Child[], ...cells: readonly HTMLElement[]): HTMLElement {
  return h('tr', { class: className }, h('th', { at: { scope: 'row' } }, ...name), ...cells);
}

function pairs(rows: readonly (readonly [name: string, value: MarkedText])[]): readonly HTMLElement[] {
  if (rows.length === 0) return [];
  const cell = (value: MarkedText): HTMLElement => h('td.value', ...markedPieces(value));
  return [
    tableOf(
      'pairs',
      [],
      rows.map(([name, value]) => rowOf('', [name], cell(value))),
    ),
  ];
}

function dataTable({ columns, rows }: Pick<Kind<'table'>, 'columns' | 'rows'>, paper: Paper): HTMLElement {
  const lines = rows.map((cells) =>
    h(
      'tr',
      cells.map((cell, at) => h('td', { class: columns[at]?.align ?? '' }, ...inline(cell, paper))),
    ),
  );
  const titles = columns.map(({ title }) => title);
  return scrolled(titles, lines);
}

/** Where there is no room for its columns, it is moved below the eye. */
function scrolled(titles: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  return h('div.scroll', { at: { tabindex: 0 } }, tableOf('data', titles, rows));
}

function entryTable({ titles, entries }: Kind<'entries'>): HTMLElement {
  const rows = entries.flatMap(({ cells, remarks }) => [
    rowOf('', cells.slice(0, 1), ...cells.slice(1).map((cell) => h('td', cell))),
    ...remarks.map(({ text, isCure }) =>
      h('tr.remark', h('td', { at: { colspan: titles.length } }, isCure ? `→ ${text}` : text)),
    ),
  ]);
  return scrolled(titles, rows);
}

function pieceTable({ titles, pieces }: Kind<'pieces'>): HTMLElement {
  const rows = pieces.map(({ name, bytes, value, from }) =>
    rowOf('', [name], h('td', bytes), h('td.value', value), h('td.quiet', from)),
  );
  return scrolled([titles.name, titles.bytes, titles.value, titles.from], rows);
}

function stepItem({ title, result }: Step, paper: Paper): HTMLElement {
  const shown =
    result === null
      ? null
      : 'missing' in result
        ? h('p.quiet', result.missing)
        : preformatted(lineFeedsShown(result.string), paper);
  return h('li', title, shown);
}

/** Two strings by field, and folded below, line by line. */
function comparison(evidence: Evidence, paper: Paper): readonly HTMLElement[] {
  const { say } = paper;
  const wholes = [
    [say('string-to-sign'), evidence.stringToSign],
    [say('canonical-request'), evidence.canonicalRequest],
  ] as const;
  const shown = wholes.filter(([, lines]) => lines.length > 0);
  const tables = shown.map(([title, lines]) => linesTable(title, lines, evidence, paper));
  const summary = h('summary', say('page-whole-strings'));
  return [
    evidence.kind === 'parts' ? fieldsBeside(evidence, paper) : fieldsOnce(evidence),
    ...(tables.length === 0 ? [] : [h('details.whole', summary, ...tables)]),
  ];
}

function fieldsBeside(evidence: Evidence, { say }: Paper): HTMLElement {
  const [client = '', server = ''] = evidence.sides ?? valueTitles(evidence).map((id) => say(id));
  const cell = (title: string, content: HTMLElement): HTMLElement =>
    h('td', { at: { 'data-title': title + say('page-colon') } }, content);
  const rows = evidence.rows.flatMap(({ label, differs, client: left, server: right, hex }) => {
    const name = [label, differs ? spoken(` ${say('page-differs')}`) : null];
    const values = [cell(client, marked(left)), cell(server, marked(right))];
    const row = rowOf(differs ? 'differs' : 'same', name, ...values);
    if (hex === undefined) return [row];
    const bytes = [cell(client, h('code', hex[0])), cell(server, h('code', hex[1]))];
    return [row, rowOf('hex', [say('page-hex')], ...bytes)];
  });
  return tableOf('compare', [say('field'), client, server], rows);
}

/** What differs alone, one value above the other; null where nothing does. */
export function divergenceTable(
  divergence: PageDivergence | null,
  { say }: Pick<Paper, 'say'>,
): HTMLElement | null {
  if (divergence === null) return null;
  const { sides, rows, more, equal } = divergence;
  const line = (sign: '−' | '+', at: 0 | 1, value: MarkedText, hex?: string): HTMLElement =>
    h(
      'tr',
      { class: at === 0 ? 'minus' : 'plus' },
      h('td.side', unspoken(sign), ' ', say(sides[at])),
      h('td', marked(value), hex === undefined ? null : h('code.quiet', hex)),
    );
  const bodies = rows.map(({ label, client, server, hex }) =>
    h(
      'tbody',
      h('tr', h('th', { at: { scope: 'rowgroup', colspan: 2 } }, label)),
      line('−', 0, client, hex?.[0]),
      line('+', 1, server, hex?.[1]),
    ),
  );
  const rest = [
    ...(more > 0 ? [say('page-more-differ', { n: more })] : []),
    ...(equal > 0 ? [say('page-others-equal', { n: equal })] : []),
  ];
  return h('div.delta', h('table', ...bodies), rest.length === 0 ? null : h('p.quiet', rest.join(' · ')));
}

/** Client, hop and service with the two legs between them: on the second a value is another one. */
function sequence({ hop, comparison: evidence }: Kind<'sequence'>, { say }: Paper): HTMLElement {
  const titles = evidence.sides ?? valueTitles(evidence).map((id) => say(id));
  const differing = evidence.rows.filter(({ differs }) => differs);
  const party = (name: string, detail: string | null = null): HTMLElement =>
    h('li.party', h('b', name), detail === null ? null : h('span.quiet', detail));
  const leg = (side: 'client' | 'server', title: string): HTMLElement =>
    h(
      'li',
      { class: side === 'server' ? 'leg changed' : 'leg' },
      h('span.side', title, side === 'server' && ` · ${say('page-changed-here')}`),
      h('span.arrow', { at: { 'aria-hidden': 'true' } }),
      ...differing.map((row) => h('p', h('b', row.label), ' ', marked(row[side]))),
    );
  return h(
    'ol.sequence',
    { at: { 'aria-label': say('page-sequence') } },
    party(say('page-client')),
    leg('client', titles[0] ?? ''),
    party(say('page-hop'), hop),
    leg('server', titles[1] ?? ''),
    party('OSS'),
  );
}

/** The fields of a string that has one form only. */
function fieldsOnce({ rows }: Evidence): HTMLElement {
  const lines = rows.map(({ label, client }) => rowOf('', [label], h('td', marked(client))));
  return tableOf('compare once', [], lines);
}

function linesTable(
  caption: string,
  lines: readonly EvidenceLine[],
  { clientIs }: Evidence,
  { say }: Paper,
): HTMLElement {
  const hasServer = lines.some(([, server]) => server !== null);
  const titles = [say(clientIs === 'signed' ? 'client-signed' : 'client-rebuilt'), say('server-signed')];
  const rows = lines.map(([client, server], at) =>
    h(
      'tr',
      h('td.number', { at: { 'data-n': at + 1, 'aria-hidden': 'true' } }),
      ...(hasServer ? [client, server] : [client]).map((text) =>
        h('td', { class: text === null ? 'absent' : '' }, text === null ? '' : marked(text)),
      ),
    ),
  );
  return tableOf('lines', ['', ...(hasServer ? titles : titles.slice(0, 1))], rows, caption);
}

/** Text whose differing parts are marked. */
function marked(text: MarkedText): HTMLElement {
  return h('span.value', ...markedPieces(text));
}

function markedPieces(text: MarkedText): readonly Child[] {
  return text.map((piece) => (typeof piece === 'string' ? piece : h('mark', piece[0])));
}
