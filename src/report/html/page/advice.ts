import type { PageAdvice } from '../page-data.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';
import { exchangeLink } from './exchange-link.ts';

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
