import type { FormatLabelId } from '../../../sentences/formats.ts';
import type { UploadJson } from '../../json/model.ts';
import type { PageAdvice, PageCapture, PageDocument, PageTlsWays, PageUpload } from '../page-data.ts';
import { elementsOf, tableOf } from './blocks.ts';
import { causesSection, headlineOf } from './causes.ts';
import { type ReportData, targetOf } from './data.ts';
import { exchangeDetail } from './detail.ts';
import { ExchangeList, FilterBar } from './exchange-list.ts';
import {
  buttonFor,
  type Child,
  type Context,
  commandText,
  exchangeLink,
  type Filter,
  h,
  more,
  shortTime,
  withLinks,
  withNames,
  wordsOf,
} from './parts.ts';
import { Timeline, timingsSection } from './timeline.ts';

interface ReportOptions {
  /** Whether the report has the choice of a theme, and print; else what it stands in has them. */
  readonly hasTools: boolean;
  /** What a reader without a terminal does in place of a command; null: nothing more. Absent: he types it. */
  readonly stepOf?: (command: string) => string | null;
  /** Ends what the report does about events of the window: another one is to stand in its place. */
  readonly signal?: AbortSignal;
}

export function showReport(
  root: HTMLElement,
  data: ReportData,
  { hasTools, signal, stepOf }: ReportOptions,
): void {
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
    stepOf: stepOf ?? null,
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
  document.title = titleOf(context, firstCause(context));
  const { tool, madeAt, showSignatures } = data.head;
  const made =
    madeAt === null ? say('page-made-by', { ...tool }) : say('page-made-at', { ...tool, time: madeAt });
  const note = showSignatures ? 'shown-note' : 'masked-note';
  const paper = h('section.paper');
  root.append(
    data.rows.length === 0 ? '' : h('a.skip', { at: { href: '#exchanges' } }, say('page-skip')),
    topSection(context, hasTools),
    h(
      'main',
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
    h('footer', `${made} · ${say(note)}`),
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

export function showDocument(root: HTMLElement, { document: shown, tool, ...words }: PageDocument): void {
  const say = wordsOf(words);
  root.append(
    h('header.top', h('div'), pageTools(say)),
    h('main.document', ...elementsOf(shown, { say, heading: 'h2', sentence: (text) => [text] })),
    h('footer', say('page-made-by', { ...tool })),
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
    return [h('h3', `#${row.name} ${row.operation} ${targetOf(row)}`), exchangeDetail(row, context)];
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
    'div.tools',
    h('label', say('page-theme'), ' ', theme),
    buttonFor(() => print(), '', say('page-print')),
  );
}

/** No request failed, and none went wrong behind the status of a success. */
function isNothingWrong({ data: { rows } }: Context): boolean {
  return rows.length > 0 && rows.every((row) => !row.isFailing && !row.isLate);
}

/** What most of the failures have in common, for a title that names no exchange; null where nothing fails. */
function firstCause(context: Context): string | null {
  const cause = context.data.causes[0];
  return cause === undefined
    ? null
    : withNames(headlineOf(cause.shown, context), cause.places[0]?.capture ?? 0, context);
}

/** What happened, and where: `1 failed · upload.pcap`; with its cause, `1 failed: … · upload.pcap`. */
function titleOf(context: Context, cause: string | null = null): string {
  const { say, data } = context;
  const { rows, captures } = data;
  const n = rows.filter((row) => row.isFailing).length;
  const late = rows.filter(({ isLate }) => isLate).length;
  const passed = late > 0 ? say('page-title-late', { n: late }) : say('page-title-good');
  const what = n > 0 ? say('counts-failed', { n }) : rows.length > 0 ? passed : say('page-title-none');
  const [only] = captures;
  // of what cannot be read there are no captures
  if (only === undefined) return what;
  const where =
    captures.length > 1
      ? say('page-title-captures', { n: captures.length })
      : (only.path.split(/[\\/]/).at(-1) ?? only.path);
  return `${what}${cause === null ? '' : say('page-colon') + cause.replace(/[.。]$/, '')} · ${where}`;
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
    'header.top',
    h(
      'div',
      h('h1', { class: `path ${isGood ? 'good' : ''}` }, titleOf(context)),
      h(
        'p.totals',
        failed > 0 ? count(say('counts-failed', { n: failed }), 'bad') : null,
        passed > 0 ? count(say('counts-passed', { n: passed }), 'good') : null,
        other > 0 ? count(say('counts-other', { n: other }), 'mute') : null,
      ),
    ),
    hasTools ? pageTools(say) : null,
    data.end.interrupted ? h('p.warning', `⚠ ${say('interrupted')}`) : null,
    data.head.showSignatures ? h('p.warning', `⚠ ${say('shown-note')}`) : null,
  );
}

/** The multipart uploads of all captures; null without any. */
function uploadsSection(context: Context): HTMLElement | null {
  const { say, data } = context;
  const rows = data.captures.flatMap((capture, at) =>
    (capture.uploads ?? []).map((upload) => uploadLine(upload, at, context)),
  );
  if (rows.length === 0) return null;
  const titles = [
    say('page-upload-key'),
    say('page-upload-id'),
    say('page-upload-parts'),
    say('page-upload-outcome'),
    say('page-upload-left'),
    say('page-upload-issues'),
  ];
  return h(
    'section.uploads',
    { at: { 'aria-labelledby': 'uploads-title' } },
    h('h2', { at: { id: 'uploads-title' } }, say('page-uploads')),
    h('div.scroll', { at: { tabindex: 0 } }, tableOf('', titles, rows)),
  );
}

const KIB = 1024;

/** In KiB; where the size of some parts is not known, the least that it can be, or a question mark. */
function sizeOf(parts: UploadJson['parts']): string {
  const kib = parts.reduce((sum, part) => sum + part.bytes, 0) / KIB;
  if (parts.every((part) => part.sizeKnown !== false)) return `${Math.ceil(kib).toLocaleString('en')} KiB`;
  return kib < 1 ? '?' : `≥ ${Math.floor(kib).toLocaleString('en')} KiB`;
}

function uploadLine(upload: PageUpload, capture: number, context: Context): HTMLElement {
  const { say, data } = context;
  // An upload that a later capture continues is shown there.
  const wentOn = data.end.later.find(
    (later) => later.uploadId === upload.uploadId && later.capture !== capture,
  );
  const left = new Set(wentOn === undefined ? upload.leftoverParts : []);
  const isBad = upload.outcome === 'failed' || left.size > 0;
  const cleanUp = wentOn === undefined ? (upload.cleanUp ?? null) : null;
  const { exchange } = upload;
  const outcome = h('span', { class: `badge ${isBad ? 'bad' : 'good'}` }, data.head.outcomes[upload.outcome]);
  const link = exchange === null ? null : exchangeLink(capture, exchange, context);
  const cell = (title: FormatLabelId, className: string, ...children: readonly Child[]): HTMLElement =>
    h('td', { class: className, at: { 'data-title': say(title) + say('page-colon') } }, ...children);
  return h(
    'tr',
    cell('page-upload-key', 'target', targetOf(upload)),
    cell('page-upload-id', 'id', upload.uploadId),
    cell(
      'page-upload-parts',
      'parts',
      `${upload.parts.length} · ${sizeOf(upload.parts.filter((part) => part.stored))}`,
    ),
    cell('page-upload-outcome', '', outcome, ' ', link),
    cell(
      'page-upload-left',
      'parts',
      left.size > 0
        ? sizeOf(upload.parts.filter(({ number }) => left.has(number)))
        : cleanUp === null
          ? '-'
          : '?',
    ),
    cell(
      'page-upload-issues',
      'findings',
      ...upload.findings.map((finding) => h('p', ...withLinks(finding, capture, context))),
      wentOn === undefined ? null : h('p', ...withLinks(wentOn.text, wentOn.capture, context)),
      cleanUp === null
        ? null
        : h(
            'p',
            say('page-upload-clean-up') + say('page-colon'),
            commandText(cleanUp.command ?? cleanUp.request),
          ),
    ),
  );
}

/** Captures that are shown at once. */
const SHOWN_AT_ONCE = 12;

/**
 * The captures that were read, each with its size and outcome; one of several can be chosen, and has the
 * number that its exchanges begin with.
 */
function capturesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const items = data.captures.map((capture, at) => {
    const facts = h('span.quiet', captureSize(capture, context));
    const bad = data.rows.filter((row) => row.capture === at && row.isFailing).length;
    const all = data.rows.filter((row) => row.capture === at).length;
    const counts = h(
      'span',
      { class: bad > 0 ? 'bad' : all > 0 && capture.note === null ? 'good' : 'mute' },
      bad > 0 ? say('counts-failed', { n: bad }) : say('counts-oss', { n: all }),
    );
    const filtered = capture.filtered === null ? [] : [' ', h('span.quiet', capture.filtered)];
    const damaged = capture.complete ? null : h('span.warning', `⚠ ${say('damaged')}`);
    return h(
      'li',
      pathOf(capture, at, context),
      ' ',
      counts,
      ' ',
      facts,
      ...filtered,
      damaged === null ? null : ' ',
      damaged,
    );
  });
  const list = (some: readonly HTMLElement[], start: number): HTMLElement =>
    items.length === 1 ? h('ul', some) : h('ol', { at: { start } }, some);
  return h(
    'section.captures',
    { at: { 'aria-labelledby': 'captures-title' } },
    h('h2', { at: { id: 'captures-title' } }, say('page-captures')),
    list(items.slice(0, SHOWN_AT_ONCE), 1),
    more(items.slice(SHOWN_AT_ONCE), (rest) => list(rest, SHOWN_AT_ONCE + 1), context),
    data.end.unreadable.map((text) => h('p.warning', `⚠ ${text}`)),
  );
}

/** The path; where there are several captures, a way to see one alone. */
function pathOf({ path }: PageCapture, at: number, context: Context): HTMLElement {
  if (context.data.captures.length === 1) return h('b.path', path);
  const click = (): void => {
    context.change({ ...context.initial, verdict: 'all', capture: at });
    document.getElementById('timeline-title')?.scrollIntoView({ block: 'start' });
  };
  return buttonFor(click, 'link path', path);
}

function captureSize(
  { format, lines, packets, connections, firstTime }: PageCapture,
  { say }: Context,
): string {
  const size =
    lines === null
      ? say('page-capture-size', { format: format ?? '-', packets, n: connections })
      : say('page-text-size', { n: lines });
  return firstTime === null ? size : `${size} · ${shortTime(firstTime)}`;
}

/** What was odd in the captures, and TLS that stayed closed. */
function notesSections({ say, data }: Context): HTMLElement[] {
  const several = data.captures.length > 1;
  const warnings = data.captures.flatMap(({ path, warnings: list }) =>
    list.map((text) => (several ? path + say('page-colon') + text : text)),
  );
  const peers = data.captures.flatMap(({ tls }) =>
    tls.map(({ name, connections }) => say('page-tls-peer', { name, n: connections })),
  );
  const others = data.captures.flatMap(({ path, others: text }) =>
    text === null ? [] : [several ? path + say('page-colon') + text : text],
  );
  const ways = data.end.tlsWays;
  return [
    section(say('page-warnings'), warnings, false),
    // Where nothing could be read, this is what there is to say.
    section(say('page-tls'), peers, data.rows.length === 0, ...(ways === null ? [] : waysOf(ways))),
    section(say('page-others'), others, data.rows.length === 0),
  ].filter((part): part is HTMLElement => part !== null);
}

function section(
  title: string,
  lines: readonly string[],
  open: boolean,
  ...below: readonly HTMLElement[]
): HTMLElement | null {
  if (lines.length === 0) return null;
  return h(
    'details.notes',
    { at: { open } },
    h('summary', `${title} (${lines.length})`),
    h(
      'ul',
      lines.map((line) => h('li', line)),
    ),
    ...below,
  );
}

function waysOf({ title, clients, next, otherwise }: PageTlsWays): HTMLElement[] {
  return [
    h('p', title),
    h(
      'dl.ways',
      clients.flatMap(([name, lines]) => [
        h('dt', name),
        h('dd', h('pre', { at: { tabindex: 0 } }, lines.join('\n'))),
      ]),
    ),
    h('p', next),
    h('p', otherwise),
  ];
}

interface Place {
  readonly capture: number;
  readonly exchange: number;
}

/** What will make exchanges fail that still pass, each once; null where nothing will. */
function adviceSection(context: Context): HTMLElement | null {
  const { say, data } = context;
  const found = new Map<string, { readonly advice: PageAdvice; count: number; readonly places: Place[] }>();
  for (const [capture, { advice: list }] of data.captures.entries()) {
    for (const advice of list) {
      const key = `${advice.summary}\n${advice.advice}`;
      const entry = found.get(key) ?? { advice, count: 0, places: [] };
      entry.count += advice.count;
      entry.places.push({ capture, exchange: advice.exchange });
      found.set(key, entry);
    }
  }
  if (found.size === 0) return null;
  const items = [...found.values()].map(({ advice, count, places }) => {
    const links = places.flatMap(({ capture, exchange }) => [' ', exchangeLink(capture, exchange, context)]);
    return h(
      'li',
      h('b', advice.summary),
      ' · ',
      advice.advice,
      h('span.quiet', ` · ${say('counts-oss', { n: count })}`, links),
    );
  });
  return h('section.advice', h('h2', say('page-advice')), h('ul', items));
}
