import type { PageAdvice, PageCapture, PageTlsWays } from '../page-data.ts';
import { h } from './dom.ts';
import { type Context, exchangeLink, more, shortTime } from './parts.ts';

/** Captures that are shown at once. */
const SHOWN_AT_ONCE = 12;

/**
 * The captures that were read, each with its size and outcome; one of several can be chosen, and has the
 * number that its exchanges begin with.
 */
export function capturesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const items = data.captures.map((capture, at) => {
    const facts = h('span', { class: 'quiet' }, sizeOf(capture, context));
    const bad = data.rows.filter((row) => row.capture === at && row.isFailing).length;
    const all = data.rows.filter((row) => row.capture === at).length;
    const counts = h(
      'span',
      { class: bad > 0 ? 'bad' : all > 0 && capture.note === null ? 'good' : 'mute' },
      bad > 0 ? say('counts-failed', { n: bad }) : say('counts-oss', { n: all }),
    );
    const filtered = capture.filtered === null ? [] : [' ', h('span', { class: 'quiet' }, capture.filtered)];
    const damaged = capture.complete ? null : h('span', { class: 'warning' }, `⚠ ${say('damaged')}`);
    return h(
      'li',
      {},
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
    items.length === 1 ? h('ul', {}, some) : h('ol', { at: { start } }, some);
  return h(
    'section',
    { class: 'captures', at: { 'aria-labelledby': 'captures-title' } },
    h('h2', { at: { id: 'captures-title' } }, say('page-captures')),
    list(items.slice(0, SHOWN_AT_ONCE), 1),
    more(items.slice(SHOWN_AT_ONCE), (rest) => list(rest, SHOWN_AT_ONCE + 1), context),
    data.end.unreadable.map((text) => h('p', { class: 'warning' }, `⚠ ${text}`)),
  );
}

/** The path; where there are several captures, a way to see one alone. */
function pathOf({ path }: PageCapture, at: number, context: Context): HTMLElement {
  if (context.data.captures.length === 1) return h('b', { class: 'path' }, path);
  const click = (): void => {
    context.change({ ...context.initial, verdict: 'all', capture: at });
    document.getElementById('timeline-title')?.scrollIntoView({ block: 'start' });
  };
  return h('button', { class: 'link path', at: { type: 'button' }, on: { click } }, path);
}

function sizeOf({ format, lines, packets, connections, firstTime }: PageCapture, { say }: Context): string {
  const size =
    lines === null
      ? say('page-capture-size', { format: format ?? '-', packets, n: connections })
      : say('page-text-size', { n: lines });
  return firstTime === null ? size : `${size} · ${shortTime(firstTime)}`;
}

/** What was odd in the captures, and TLS that stayed closed. */
export function notesSections({ say, data }: Context): HTMLElement[] {
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
    'details',
    { class: 'notes', at: { open } },
    h('summary', {}, `${title} (${lines.length})`),
    h(
      'ul',
      {},
      lines.map((line) => h('li', {}, line)),
    ),
    ...below,
  );
}

function waysOf({ title, clients, next, otherwise }: PageTlsWays): HTMLElement[] {
  return [
    h('p', {}, title),
    h(
      'dl',
      { class: 'ways' },
      clients.flatMap(([name, lines]) => [
        h('dt', {}, name),
        h('dd', {}, h('pre', { at: { tabindex: 0 } }, lines.join('\n'))),
      ]),
    ),
    h('p', {}, next),
    h('p', {}, otherwise),
  ];
}

interface Place {
  readonly capture: number;
  readonly exchange: number;
}

/** What will make exchanges fail that still pass, each once; null where nothing will. */
export function adviceSection(context: Context): HTMLElement | null {
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
      {},
      h('b', {}, advice.summary),
      ' · ',
      advice.advice,
      h('span', { class: 'quiet' }, ` · ${say('counts-oss', { n: count })}`, links),
    );
  });
  return h('section', { class: 'advice' }, h('h2', {}, say('page-advice')), h('ul', {}, items));
}
