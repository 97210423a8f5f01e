import type { PageDocument } from '../page-data.ts';
import { elementsOf } from './blocks.ts';
import { adviceSection, capturesSection, notesSections } from './captures.ts';
import { causesSection } from './causes.ts';
import { type ReportData, targetOf } from './data.ts';
import { exchangeDetail } from './detail.ts';
import { h } from './dom.ts';
import { ExchangeList } from './exchange-list.ts';
import { FilterBar } from './filter.ts';
import { type Context, type Filter, wordsOf } from './parts.ts';
import { Timeline } from './timeline.ts';
import { timingsSection } from './timing.ts';
import { uploadsSection } from './uploads.ts';

interface ReportOptions {
  /** Whether the report has the choice of a theme, and print; else what it stands in has them. */
  readonly hasTools: boolean;
  /** Ends what the report does about events of the window: another one is to stand in its place. */
  readonly signal?: AbortSignal;
}

/** Builds a report from its data. */
export function showReport(root: HTMLElement, data: ReportData, { hasTools, signal }: ReportOptions): void {
  const say = wordsOf(data.head);
  const initial: Filter = {
    capture: null,
    verdict: data.rows.some((row) => row.isFailing) ? 'failing' : 'all',
    operation: null,
    bucket: null,
    text: '',
    cause: null,
    time: null,
  };
  let filter = initial;
  const context: Context = {
    data,
    say,
    initial,
    filter: () => filter,
    change: (part) => {
      filter = { ...filter, ...part };
      update();
    },
    open: (capture, index) => list.open(capture, index),
  };
  const timeline = new Timeline(context);
  const bar = new FilterBar(context);
  const list = new ExchangeList(context);
  const update = (): void => {
    timeline.update();
    bar.update();
    list.update();
  };
  document.title = titleOf(context);
  const { tool, showSignatures } = data.head;
  const note = showSignatures ? 'shown-note' : 'masked-note';
  const paper = h('section', { class: 'paper' });
  root.append(
    data.rows.length === 0 ? '' : h('a', { class: 'skip', at: { href: '#exchanges' } }, say('page-skip')),
    topSection(context, hasTools),
    h(
      'main',
      {},
      causesSection(context),
      capturesSection(context),
      data.rows.length === 0 ? '' : timeline.element,
      data.rows.length === 0
        ? ''
        : h(
            'section',
            { at: { id: 'exchanges', tabindex: -1, 'aria-labelledby': 'exchanges-title' } },
            h('h2', { at: { id: 'exchanges-title' } }, say('page-exchanges')),
            bar.element,
            list.element,
          ),
      paper,
      uploadsSection(context),
      adviceSection(context),
      timingsSection(context),
      ...notesSections(context),
    ),
    h('footer', {}, `${say('page-made-by', { name: tool.name, version: tool.version })} · ${say(note)}`),
  );
  update();
  openNamed(context);
  const until = signal === undefined ? {} : { signal };
  addEventListener('keydown', (event) => bar.shortcut(event), until);
  addEventListener('hashchange', () => openNamed(context), until);
  addEventListener(
    'beforeprint',
    () => {
      paper.replaceChildren(...findingsOnPaper(context));
      unfold();
    },
    until,
  );
}

/** Builds the page of one document. */
export function showDocument(root: HTMLElement, { document: shown, tool, ...words }: PageDocument): void {
  const say = wordsOf(words);
  root.append(
    h('header', { class: 'top' }, h('div'), pageTools(say)),
    h(
      'main',
      { class: 'document' },
      ...elementsOf(shown, { say, heading: 'h2', sentence: (text) => [text] }),
    ),
    h('footer', {}, say('page-made-by', { ...tool })),
  );
  addEventListener('beforeprint', unfold);
}

/** Causes that are printed with their evidence: a thousand of them fill a hundred sheets. */
const MAX_ON_PAPER = 50;

/** One exchange of each cause in full, for paper. */
function findingsOnPaper(context: Context): readonly HTMLElement[] {
  const { data } = context;
  return data.causes.slice(0, MAX_ON_PAPER).flatMap(({ places: [place] }) => {
    const row = place === undefined ? null : data.rowOf(place.capture, place.first);
    if (row === null) return [];
    return [h('h3', {}, `#${row.name} ${row.operation} ${targetOf(row)}`), exchangeDetail(row, context)];
  });
}

/** Everything that is folded goes to paper, too. */
function unfold(): void {
  for (const details of document.querySelectorAll('details')) details.open = true;
}

/** Opens the exchange that the address names. */
function openNamed(context: Context): void {
  const [, capture, index] = /^#x-(\d+)-(\d+)$/.exec(location.hash) ?? [];
  if (capture === undefined || index === undefined) return;
  if (document.getElementById(location.hash.slice(1)) === null)
    context.change({ ...context.initial, verdict: 'all' });
  context.open(Number(capture) - 1, Number(index));
}

const THEMES = ['auto', 'light', 'dark'] as const;

/** What the tools of a page say. */
export type ToolLabelId = 'page-theme' | `page-theme-${(typeof THEMES)[number]}` | 'page-print';

/** The choice of a theme, and print. */
export function pageTools(say: (id: ToolLabelId) => string): HTMLElement {
  const theme = h(
    'select',
    {
      at: { 'aria-label': say('page-theme') },
      on: {
        change: () => {
          if (theme.value === 'auto') delete document.documentElement.dataset['theme'];
          else document.documentElement.dataset['theme'] = theme.value;
        },
      },
    },
    ...THEMES.map((name) => h('option', { at: { value: name } }, say(`page-theme-${name}`))),
  );
  return h(
    'div',
    { class: 'tools' },
    h('label', {}, say('page-theme'), ' ', theme),
    h('button', { at: { type: 'button' }, on: { click: () => print() } }, say('page-print')),
  );
}

/** No request failed, and none went wrong behind the status of a success. */
function isNothingWrong({ data: { rows } }: Context): boolean {
  return rows.length > 0 && rows.every((row) => !row.isFailing && !row.isLate);
}

/** What happened, and where: `1 failed · upload.pcap`. */
function titleOf(context: Context): string {
  const { say, data } = context;
  const { rows, captures } = data;
  const n = rows.filter((row) => row.isFailing).length;
  const late = rows.filter(({ isLate }) => isLate).length;
  const passed = late > 0 ? say('page-title-late', { n: late }) : say('page-title-good');
  const what = n > 0 ? say('counts-failed', { n }) : rows.length > 0 ? passed : say('page-title-none');
  const [only] = captures;
  const where =
    only === undefined || captures.length > 1
      ? say('page-title-captures', { n: captures.length })
      : (only.path.split(/[\\/]/).at(-1) ?? only.path);
  return `${what} · ${where}`;
}

/** Title, counts, theme and print. */
function topSection(context: Context, hasTools: boolean): HTMLElement {
  const { say, data } = context;
  const failed = data.rows.filter((row) => row.isFailing).length;
  const passed = data.rows.filter((row) => row.verdict === 'match').length;
  const other = data.rows.length - failed - passed;
  const isGood = isNothingWrong(context);
  const count = (text: string, tone: string): HTMLElement => h('span', { class: `total ${tone}` }, text);
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      {},
      h('h1', { class: `path ${isGood ? 'good' : ''}` }, titleOf(context)),
      h(
        'p',
        { class: 'totals' },
        failed > 0 ? count(say('counts-failed', { n: failed }), 'bad') : null,
        passed > 0 ? count(say('counts-passed', { n: passed }), 'good') : null,
        other > 0 ? count(say('counts-other', { n: other }), 'mute') : null,
      ),
    ),
    hasTools ? pageTools(say) : null,
    data.end.interrupted ? h('p', { class: 'warning' }, `⚠ ${say('interrupted')}`) : null,
    data.head.showSignatures ? h('p', { class: 'warning' }, `⚠ ${say('shown-note')}`) : null,
  );
}
