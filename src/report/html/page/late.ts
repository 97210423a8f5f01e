import type { PageLate } from '../page-data.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';
import { exchangeLink } from './exchange-link.ts';

/**
 * What no verdict tells: a sentence for each capture in which something went wrong all the same.
 */
export function troubleNotes({ data, say }: Context): readonly HTMLElement[] {
  const several = data.captures.length > 1;
  return data.captures.flatMap(({ path, note }) =>
    note === null
      ? []
      : [h('p', { class: 'warning' }, `⚠ ${several ? path + say('page-colon') : ''}${note}`)],
  );
}

/** A card for each thing that failed behind the status of a success. */
export function lateCards(context: Context): readonly HTMLElement[] {
  return context.data.captures.flatMap(({ late, path }, capture) =>
    late.map((told) => cardOf(told, capture, path, context)),
  );
}

function cardOf(told: PageLate, capture: number, path: string, context: Context): HTMLElement {
  const { say, data } = context;
  const paragraph = (title: string, text: string): HTMLElement =>
    h('p', {}, h('b', {}, title), say('page-colon'), text);
  return h(
    'li',
    { class: 'card late' },
    h('h3', {}, told.headline, ' ', exchangeLink(capture, told.first, context)),
    ...told.facts.map(([title, text]) => paragraph(title, text)),
    data.captures.length > 1 ? h('p', { class: 'quiet path' }, path) : null,
    told.count > 1 ? h('p', { class: 'quiet' }, say('counts-oss', { n: told.count })) : null,
  );
}
