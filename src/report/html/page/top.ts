import type { Context } from './context.ts';
import { h } from './dom.ts';

const THEMES = ['auto', 'light', 'dark'] as const;

/** Title, counts, theme and print. */
export function topSection({ say, data }: Context): HTMLElement {
  const failed = data.rows.filter((row) => row.isFailing).length;
  const passed = data.rows.filter((row) => row.verdict === 'match').length;
  const other = data.rows.length - failed - passed;
  const count = (text: string, tone: string): HTMLElement => h('span', { class: `total ${tone}` }, text);
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
    'header',
    { class: 'top' },
    h(
      'div',
      {},
      h('h1', {}, say('title')),
      h(
        'p',
        { class: 'totals' },
        failed > 0 ? count(say('counts-failed', { n: failed }), 'bad') : null,
        passed > 0 ? count(say('counts-passed', { n: passed }), 'good') : null,
        other > 0 ? count(say('counts-other', { n: other }), 'mute') : null,
      ),
    ),
    h(
      'div',
      { class: 'tools' },
      h('label', {}, say('page-theme'), ' ', theme),
      h('button', { at: { type: 'button' }, on: { click: () => print() } }, say('page-print')),
    ),
    data.end.interrupted ? h('p', { class: 'warning' }, `⚠ ${say('interrupted')}`) : null,
    data.head.showSignatures ? h('p', { class: 'warning' }, `⚠ ${say('shown-note')}`) : null,
  );
}
