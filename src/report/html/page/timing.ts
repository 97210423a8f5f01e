import type { PagePhase, PageTiming, PageTimings } from '../page-data.ts';
import { tableOf } from './blocks.ts';
import { type Context, exchangeLink, h, more, type Say, svg } from './parts.ts';

const WIDTH = 1000;

/** Where the time of one exchange went: a bar of its phases, their lengths, and why. */
export function timingPart(timing: PageTiming | null, { say }: Context): HTMLElement | null {
  if (timing === null) return null;
  return h(
    'section',
    { class: 'part' },
    h('h4', {}, `${say('page-timing')} · ${timing.total}`),
    phasesBar(timing.phases, say),
    legend(timing.phases),
    h('p', {}, waitedText(timing, say)),
  );
}

function waitedText({ waitedFor, reason }: PageTiming, say: Say): string {
  return waitedFor + say('page-colon') + reason;
}

function phasesBar(phases: readonly PagePhase[], say: Say): Element {
  const total = phases.reduce((sum, [, , ms]) => sum + ms, 0);
  let x = 0;
  const rects = phases.map(([place, name, ms, text]) => {
    const width = total === 0 ? 0 : (ms / total) * WIDTH;
    const rect = svg(
      'rect',
      { x, y: 0, width, height: 1, class: `phase phase-${place}` },
      svg('title', {}, name + say('page-colon') + text),
    );
    x += width;
    return rect;
  });
  const at = {
    viewBox: `0 0 ${WIDTH} 1`,
    preserveAspectRatio: 'none',
    class: 'phases',
    'aria-hidden': 'true',
  };
  return svg('svg', at, ...rects);
}

function legend(phases: readonly PagePhase[]): HTMLElement {
  return h(
    'ul',
    { class: 'legend' },
    ...phases.map(([place, name, , text]) => h('li', { class: `phase-${place}` }, `${name} ${text}`)),
  );
}

/** The slowest exchanges of each capture; null without times. Of several captures, slow ones are open. */
export function timingsSection(context: Context): HTMLElement | null {
  const { say, data } = context;
  const timed = data.captures.flatMap(({ timings, path }, capture) =>
    timings === null ? [] : [{ timings, path, capture }],
  );
  if (timed.length === 0) return null;
  const slow = timed.filter(({ timings }) => timings.isSlow);
  const list = (some: typeof timed): HTMLElement =>
    h('div', {}, ...some.flatMap((each) => slowestOf(each.timings, each.capture, context)));
  const shown = slow.length === 0 ? timed : slow;
  return h(
    'details',
    { class: 'notes timings', at: { open: slow.length > 0 } },
    h('summary', {}, say('page-slowest')),
    list(shown),
    more(
      timed.filter((each) => !shown.includes(each)),
      (rest) => list([...rest]),
      context,
    ),
  );
}

function slowestOf({ slowest, sum }: PageTimings, capture: number, context: Context): HTMLElement[] {
  const { say } = context;
  const { captures } = context.data;
  const rows = slowest.map((slow) =>
    h(
      'tr',
      {},
      h('td', {}, exchangeLink(capture, slow.index, context)),
      h('td', { class: 'target' }, slow.what),
      h('td', { class: 'total' }, slow.total),
      h('td', { class: 'bar' }, phasesBar(slow.phases, say), legend(slow.phases)),
      h('td', {}, waitedText(slow, say)),
    ),
  );
  return [
    ...(captures.length > 1 ? [h('h3', { class: 'path' }, captures[capture]?.path ?? '')] : []),
    h('p', { class: 'quiet' }, sum),
    h('div', { class: 'scroll', at: { tabindex: 0 } }, tableOf('', [], rows)),
  ];
}
