import type { Context } from './context.ts';
import { h } from './dom.ts';

/** What was odd in the captures, and TLS that stayed closed. */
export function notesSections({ say, data }: Context): HTMLElement[] {
  const several = data.captures.length > 1;
  const warnings = data.captures.flatMap(({ path, warnings: list }) =>
    list.map((text) => (several ? `${path}: ${text}` : text)),
  );
  const peers = data.captures.flatMap(({ tls }) =>
    tls.map(({ name, connections }) => say('page-tls-peer', { name, n: connections })),
  );
  return [section(say('page-warnings'), warnings), section(say('page-tls'), peers)].filter(
    (part): part is HTMLElement => part !== null,
  );
}

function section(title: string, lines: readonly string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  return h(
    'details',
    { class: 'notes' },
    h('summary', {}, `${title} (${lines.length})`),
    h('ul', {}, ...lines.map((line) => h('li', {}, line))),
  );
}
