import type { PageAdvice, PageTlsWays } from '../page-data.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';
import { exchangeLink } from './parts.ts';

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
    h('ul', {}, ...lines.map((line) => h('li', {}, line))),
    ...below,
  );
}

function waysOf({ title, clients, next, otherwise }: PageTlsWays): HTMLElement[] {
  return [
    h('p', {}, title),
    h(
      'dl',
      { class: 'ways' },
      ...clients.flatMap(([name, lines]) => [
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
      h('span', { class: 'quiet' }, ` · ${say('counts-oss', { n: count })}`, ...links),
    );
  });
  return h('section', { class: 'advice' }, h('h2', {}, say('page-advice')), h('ul', {}, ...items));
}
