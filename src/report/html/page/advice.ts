import type { Context } from './context.ts';
import { h } from './dom.ts';
import { exchangeLink } from './timing.ts';

/** What will make exchanges fail that still pass; null where nothing will. */
export function adviceSection(context: Context): HTMLElement | null {
  const { say, data } = context;
  const several = data.captures.length > 1;
  const items = data.captures.flatMap(({ advice, path }, capture) =>
    advice.map(({ summary, advice: cure, count, exchange }) =>
      h(
        'li',
        {},
        h('b', {}, summary),
        ' ',
        cure,
        ' ',
        h(
          'span',
          { class: 'quiet' },
          `${say('counts-oss', { n: count })} `,
          exchangeLink(capture, exchange, context),
        ),
        several ? h('span', { class: 'quiet path' }, ` ${path}`) : null,
      ),
    ),
  );
  if (items.length === 0) return null;
  return h('section', { class: 'advice' }, h('h2', {}, say('page-advice')), h('ul', {}, ...items));
}
