import type { PageTlsWays } from '../page-data.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';

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
