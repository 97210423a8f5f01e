import { verdictBadge } from './badge.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';

/** What fails, a card for each cause. */
export function causesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const cards = data.captures.flatMap((capture, at) =>
    capture.causes.map((cause, number) => ({ capture, at, cause, number })),
  );
  const hasSeveral = data.captures.length > 1;
  return h(
    'section',
    { class: 'causes', at: { 'aria-labelledby': 'causes-title' } },
    h('h2', { at: { id: 'causes-title' } }, say('page-causes')),
    cards.length === 0
      ? h('p', { class: 'nothing' }, say(nothingOf(data)))
      : h(
          'ul',
          { class: 'cards' },
          ...cards.map(({ capture, at, cause, number }) =>
            h(
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
              h('h3', {}, cause.headline),
              cause.cure === ''
                ? null
                : h('p', {}, h('b', {}, say('cure')), data.head.lang === 'zh' ? '：' : ': ', cause.cure),
              hasSeveral ? h('p', { class: 'quiet path' }, capture.path) : null,
              h(
                'button',
                {
                  at: { type: 'button' },
                  on: { click: () => showCause(at, number, cause.first, context) },
                },
                say('page-show-cause', { n: cause.count }),
              ),
            ),
          ),
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
