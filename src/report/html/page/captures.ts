import type { PageCapture } from '../page-data.ts';
import { type Context, shortTime } from './context.ts';
import { h } from './dom.ts';
import { more } from './parts.ts';

/** Captures that are shown at once. */
const SHOWN_AT_ONCE = 12;

/**
 * The captures that were read, each with its size and outcome; one of several can be chosen, and
 * has the number that its exchanges begin with.
 */
export function capturesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const items = data.captures.map((capture, at) => {
    const facts = h('span', { class: 'quiet' }, sizeOf(capture, context));
    const bad = data.rows.filter((row) => row.capture === at && row.isFailing).length;
    const all = data.rows.filter((row) => row.capture === at).length;
    const counts = h(
      'span',
      { class: bad > 0 ? 'bad' : all > 0 && capture.note === null ? 'good' : 'mute' },
      bad > 0 ? say('counts-failed', { n: bad }) : say('counts-oss', { n: all }),
    );
    const filtered = capture.filtered === null ? [] : [' ', h('span', { class: 'quiet' }, capture.filtered)];
    const damaged = capture.complete ? null : h('span', { class: 'warning' }, `⚠ ${say('damaged')}`);
    return h(
      'li',
      {},
      pathOf(capture, at, context),
      ' ',
      counts,
      ' ',
      facts,
      ...filtered,
      damaged === null ? null : ' ',
      damaged,
    );
  });
  const list = (some: readonly HTMLElement[], start: number): HTMLElement =>
    items.length === 1 ? h('ul', {}, ...some) : h('ol', { at: { start } }, ...some);
  return h(
    'section',
    { class: 'captures', at: { 'aria-labelledby': 'captures-title' } },
    h('h2', { at: { id: 'captures-title' } }, say('page-captures')),
    list(items.slice(0, SHOWN_AT_ONCE), 1),
    more(items.slice(SHOWN_AT_ONCE), (rest) => list(rest, SHOWN_AT_ONCE + 1), context),
    ...data.end.unreadable.map((text) => h('p', { class: 'warning' }, `⚠ ${text}`)),
  );
}

/** The path; where there are several captures, a way to see one alone. */
function pathOf({ path }: PageCapture, at: number, context: Context): HTMLElement {
  if (context.data.captures.length === 1) return h('b', { class: 'path' }, path);
  const click = (): void => {
    context.change({ ...context.initial, verdict: 'all', capture: at });
    document.getElementById('timeline-title')?.scrollIntoView({ block: 'start' });
  };
  return h('button', { class: 'link path', at: { type: 'button' }, on: { click } }, path);
}

function sizeOf({ format, lines, packets, connections, firstTime }: PageCapture, { say }: Context): string {
  const size =
    lines === null
      ? say('page-capture-size', { format: format ?? '-', packets, n: connections })
      : say('page-text-size', { n: lines });
  return firstTime === null ? size : `${size} · ${shortTime(firstTime)}`;
}
