import type { PageCause } from '../page-data.ts';
import { verdictBadge } from './badge.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';
import { withLinks } from './exchange-link.ts';
import { more } from './more.ts';

/** Causes that are shown at once; those beyond are a click away, so that the list of exchanges is not. */
const SHOWN_AT_ONCE = 9;

interface Card {
  readonly cause: PageCause;
  /** Its number within its capture, both from 0. */
  readonly number: number;
  readonly capture: number;
}

/** What fails, a card for each cause. */
export function causesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const cards = data.captures.flatMap(({ causes }, capture): Card[] =>
    causes.map((cause, number) => ({ cause, number, capture })),
  );
  const list = (some: readonly Card[]): HTMLElement =>
    h('ul', { class: 'cards' }, ...some.map((card) => cardOf(card, context)));
  return h(
    'section',
    { class: 'causes', at: { 'aria-labelledby': 'causes-title' } },
    h('h2', { at: { id: 'causes-title' } }, say('page-causes')),
    cards.length === 0
      ? h('p', { class: data.rows.length === 0 ? 'nothing unknown' : 'nothing' }, say(nothingOf(data)))
      : list(cards.slice(0, SHOWN_AT_ONCE)),
    more(cards.slice(SHOWN_AT_ONCE), list, context),
  );
}

function cardOf({ cause, number, capture }: Card, context: Context): HTMLElement {
  const { say, data } = context;
  const told = (title: string, text: string): HTMLElement | null =>
    text === ''
      ? null
      : h('p', {}, h('b', {}, title), say('page-colon'), ...withLinks(text, capture, context));
  return h(
    'li',
    { class: 'card' },
    h(
      'p',
      { class: 'card-top' },
      verdictBadge(cause.verdict, context),
      cause.certainty === null
        ? null
        : h('span', { class: 'certainty' }, data.head.certainties[cause.certainty]),
    ),
    h('h3', {}, ...withLinks(cause.headline, capture, context)),
    told(say('cause'), cause.cause),
    told(say('cure'), cause.cure),
    data.captures.length > 1 ? h('p', { class: 'quiet path' }, data.captures[capture]?.path ?? '') : null,
    h(
      'button',
      { at: { type: 'button' }, on: { click: () => showCause(capture, number, cause.first, context) } },
      say('page-show-cause', { n: cause.count }),
    ),
  );
}

/** What there is to say where nothing fails. */
function nothingOf({ rows, captures }: Context['data']): 'no-oss' | 'none-shown' | 'page-no-failures' {
  if (rows.length > 0) return 'page-no-failures';
  return captures.some(({ filtered }) => filtered !== null) ? 'none-shown' : 'no-oss';
}

function showCause(capture: number, number: number, first: number, context: Context): void {
  context.change({ ...context.initial, capture: null, verdict: 'all', cause: { capture, number } });
  context.open(capture, first);
}
