import { largest, smallest } from '../../../engine/bytes/collections.ts';
import { formatMilliseconds } from '../../timing/timing-text.ts';
import type { Row } from './data.ts';
import { breakable, type Child, h, spoken, svg } from './dom.ts';
import { type Context, exchangeLink, timeOfMs } from './parts.ts';

const WIDTH = 1000;
/** The shortest time that is seen, on a phone, too. */
const LEAST_WIDTH = 5;

/** Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A line for each exchange, with the parts of its time where they were, to scale. */
export function waterfall(rows: readonly Row[], context: Context): HTMLElement {
  const { phases } = context.data.head;
  const span = {
    from: smallest(rows.map(beginOf)),
    to: largest(rows.map(({ at, durationMs }) => at + (durationMs ?? 0))),
  };
  const isSeen = rows.some((row) => row.phases !== null);
  return h(
    'div',
    {},
    isSeen &&
      h('ul', { class: 'legend' }, ...phases.map((name, at) => h('li', { class: `phase-${at}` }, name))),
    h('ol', { class: 'waterfall', at: { tabindex: 0 } }, ...rows.map((row) => line(row, span, context))),
    h('p', { class: 'axis' }, ...[span.from, span.to].map((time) => h('span', {}, timeOfMs(time)))),
  );
}

/** The connection is set up before the first byte of the request. */
function beginOf({ at, phases }: Row): number {
  return at - (phases?.[0] ?? 0);
}

function line(row: Row, span: Span, context: Context): HTMLElement {
  const { say, data } = context;
  const failed: readonly Child[] = row.isFailing
    ? [h('span', { at: { 'aria-hidden': 'true' } }, '✗ '), spoken(`${say('page-failing')} `)]
    : [];
  const status = row.status === null ? '' : ` · ${row.status}`;
  const duration = row.durationMs === null ? '-' : formatMilliseconds(row.durationMs, data.head.lang);
  return h(
    'li',
    { class: row.isFailing ? 'bad' : '' },
    h(
      'span',
      { class: 'name' },
      ...failed,
      exchangeLink(row.capture, row.index, context),
      ' ',
      ...breakable(row.operation),
      status,
    ),
    bar(row, span, context),
    h('span', { class: 'took' }, duration),
  );
}

/** The whole line opens the exchange for a mouse; for a keyboard, its number does. */
function bar(row: Row, { from, to }: Span, context: Context): Element {
  const { phases, durationMs } = row;
  const names = context.data.head.phases;
  const scale = WIDTH / Math.max(to - from, 0.001);
  const parts =
    phases === null
      ? [{ place: 0, ms: durationMs ?? 0, name: '' }]
      : phases.flatMap((ms, place) => (ms === null ? [] : [{ place, ms, name: names[place] ?? '' }]));
  let x = Math.min((beginOf(row) - from) * scale, WIDTH - LEAST_WIDTH);
  const rects = parts.map(({ place, ms, name }) => {
    const width = ms * scale;
    const title = `${name} ${formatMilliseconds(ms, context.data.head.lang)}`.trim();
    const shown = Math.max(width, ms > 0 || parts.length === 1 ? LEAST_WIDTH : 0);
    const at = { x, y: 0, width: shown, height: 1, class: `phase phase-${place}` };
    x += width;
    return svg('rect', at, svg('title', {}, title));
  });
  const at = {
    viewBox: `0 0 ${WIDTH} 1`,
    preserveAspectRatio: 'none',
    class: 'phases',
    'aria-hidden': 'true',
  };
  const element = svg('svg', at, ...rects);
  element.addEventListener('click', () => {
    context.change({ ...context.initial, verdict: 'all' });
    context.open(row.capture, row.index);
  });
  return element;
}
