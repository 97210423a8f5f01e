import { largest, smallest } from '../../../engine/bytes/collections.ts';
import { formatMilliseconds } from '../../timing/timing-text.ts';
import { type PagePhase, type PageTiming, type PageTimings, WATERFALL_BELOW } from '../page-data.ts';
import { tableOf } from './blocks.ts';
import type { Row } from './data.ts';
import {
  breakable,
  buttonFor,
  type Child,
  type Context,
  exchangeLink,
  h,
  more,
  type Say,
  spoken,
  svg,
  timeOfMs,
  unspoken,
} from './parts.ts';

const BARS = 120;
const HEIGHT = 64;
/** Height of a failing exchange among many others: one must not be overlooked. */
const LEAST_HEIGHT = 4;
/** Steps of the sliders. */
const STEPS = 1000;

/** Captures whose lanes are shown at once. */
const LANES_AT_ONCE = 12;

interface Lane {
  readonly path: string;
  readonly capture: number;
  readonly rows: readonly Row[];
  readonly span: Span;
}

interface Bar {
  failed: number;
  passed: number;
  other: number;
}

/** From the first to the last of them, and not empty; null for none. */
function spanOf(rows: readonly Row[]): Span | null {
  if (rows.length === 0) return null;
  const times = rows.map((row) => row.at);
  const from = times.reduce((a, b) => Math.min(a, b));
  return {
    from,
    to: Math.max(
      times.reduce((a, b) => Math.max(a, b)),
      from + 1,
    ),
  };
}

/** The time of all captures together; null where two of them have no time in common. */
function commonSpan(lanes: readonly Lane[]): Span | null {
  let [from, to, latest, earliest] = [Infinity, -Infinity, -Infinity, Infinity];
  for (const { span } of lanes) {
    from = Math.min(from, span.from);
    to = Math.max(to, span.to);
    latest = Math.max(latest, span.from);
    earliest = Math.min(earliest, span.to);
  }
  return lanes.length > 0 && latest <= earliest ? { from, to } : null;
}

/** When the exchanges of one capture happened, and a choice of a time within it. */
export class Timeline {
  readonly element = h('section.timeline', { at: { 'aria-labelledby': 'timeline-title' } });
  readonly #context: Context;
  #shade: readonly SVGRectElement[] = [];
  #inputs: readonly HTMLInputElement[] = [];
  #span = { from: 0, to: 0 };
  #capture: number | null | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Draws the capture that is chosen, and what is chosen of its time. */
  update(): void {
    const { data } = this.#context;
    const { capture, time } = this.#context.filter();
    const shown = data.captures.length === 1 ? 0 : capture;
    if (shown !== this.#capture) {
      this.#capture = shown;
      this.#draw(shown);
    }
    this.#choose(time?.from ?? this.#span.from, time?.to ?? this.#span.to);
  }

  #draw(capture: number | null): void {
    const { say, data } = this.#context;
    const title = h('h2', { at: { id: 'timeline-title' } }, say('page-timeline'));
    this.#inputs = [];
    this.#shade = [];
    const isShown = (row: Row): boolean => capture === null || row.capture === capture;
    const rows = data.rows.filter((row) => isShown(row) && !Number.isNaN(row.at));
    const span = spanOf(rows);
    // a text may have no times
    this.element.hidden = span === null;
    if (span === null) return;
    if (capture === null) {
      this.element.replaceChildren(title, ...this.#lanes());
      return;
    }
    this.#span = span;
    if (rows.length < WATERFALL_BELOW) this.element.replaceChildren(title, waterfall(rows, this.#context));
    else this.element.replaceChildren(title, this.#chart(rows), this.#axis(), this.#sliders());
  }

  /** A lane for each capture; on one scale where all of them ran at one time. */
  #lanes(): readonly Element[] {
    const { say, data } = this.#context;
    const rowsOf = new Map<number, Row[]>();
    for (const row of data.rows) {
      if (Number.isNaN(row.at)) continue;
      const rows = rowsOf.get(row.capture);
      if (rows === undefined) rowsOf.set(row.capture, [row]);
      else rows.push(row);
    }
    const lanes = data.captures.flatMap(({ path }, capture) => {
      const rows = rowsOf.get(capture) ?? [];
      const span = spanOf(rows);
      return span === null ? [] : [{ path, capture, rows, span }];
    });
    const common = commonSpan(lanes);
    const list = (some: readonly Lane[]): HTMLElement =>
      h('ol.lanes', ...some.map((lane) => this.#lane(lane, common ?? lane.span)));
    const rest = more(lanes.slice(LANES_AT_ONCE), list, this.#context);
    return [
      h('p.quiet', say(common === null ? 'page-timeline-choose' : 'page-timeline-common')),
      list(lanes.slice(0, LANES_AT_ONCE)),
      ...(rest === null ? [] : [rest]),
    ];
  }

  #lane({ path, capture, rows, span: own }: Lane, span: Span): HTMLElement {
    const { change, initial, data } = this.#context;
    const click = (): void => change({ ...initial, verdict: 'all', capture });
    const length = ` · ${formatMilliseconds(own.to - own.from, data.head.lang)}`;
    return h(
      'li',
      buttonFor(click, 'link path', path),
      this.#bars(rows, span),
      h('span.took', timeOfMs(own.from), rows.length > 1 && length),
    );
  }

  #chart(rows: readonly Row[]): Element {
    const chart = this.#bars(rows, this.#span);
    const shade = { y: 0, height: HEIGHT, class: 'shade' };
    this.#shade = [svg('rect', { ...shade, x: 0, width: 0 }), svg('rect', { ...shade, x: BARS, width: 0 })];
    chart.append(...this.#shade);
    this.#dragIn(chart);
    return chart;
  }

  /** How many exchanges there were when. */
  #bars(rows: readonly Row[], { from, to }: Span): SVGSVGElement {
    const bars = Array.from({ length: BARS }, (): Bar => ({ failed: 0, passed: 0, other: 0 }));
    for (const row of rows) {
      const bar = bars[Math.min(BARS - 1, Math.floor(((row.at - from) / (to - from)) * BARS))];
      if (bar === undefined) continue;
      if (row.isFailing) bar.failed++;
      else if (row.verdict === 'match') bar.passed++;
      else bar.other++;
    }
    const highest = largest(bars.map(({ failed, passed, other }) => failed + passed + other));
    const { say } = this.#context;
    return svg(
      'svg',
      {
        viewBox: `0 0 ${BARS} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': say('page-timeline-of', { from: timeOfMs(from), to: timeOfMs(to) }),
      },
      ...bars.flatMap((bar, at) => this.#barOf(bar, from + ((to - from) * at) / BARS, at, highest)),
    );
  }

  #barOf(bar: Bar, begin: number, at: number, highest: number): Element[] {
    const { failed, passed, other } = bar;
    if (failed + passed + other === 0) return [];
    const scale = (n: number): number => (n === 0 ? 0 : Math.max(LEAST_HEIGHT, (n / highest) * (HEIGHT - 8)));
    let y = HEIGHT;
    const rect = (n: number, tone: string): Element | null => {
      if (n === 0) return null;
      y -= scale(n);
      return svg('rect', { x: at + 0.1, y, width: 0.8, height: scale(n), class: tone });
    };
    const time = timeOfMs(begin);
    const title = svg('title', {}, this.#context.say('page-timeline-bar', { time, failed, passed, other }));
    const back = svg('rect', { x: at, y: 0, width: 1, height: HEIGHT, class: 'back' });
    return [svg('g', {}, title, back, rect(failed, 'bad'), rect(passed, 'good'), rect(other, 'mute'))];
  }

  #axis(): HTMLElement {
    const { from, to } = this.#span;
    const middle = (from + to) / 2;
    return h('p.axis', ...[from, middle, to].map((time) => h('span', timeOfMs(time))));
  }

  #sliders(): HTMLElement {
    const { say } = this.#context;
    const input = (value: number): HTMLInputElement =>
      h('input', {
        at: { type: 'range', min: 0, max: STEPS, value },
        on: { input: () => this.#fromSliders() },
      });
    const [from, to] = [input(0), input(STEPS)];
    this.#inputs = [from, to];
    return h('div.sliders', h('label', say('page-from'), from), h('label', say('page-to'), to));
  }

  #fromSliders(): void {
    const [a, b] = this.#inputs.map((input) => Number(input.value));
    this.#ask(Math.min(a ?? 0, b ?? STEPS) / STEPS, Math.max(a ?? 0, b ?? STEPS) / STEPS);
  }

  /** Takes two places between 0 and 1 into the filter. */
  #ask(start: number, end: number): void {
    const { from, to } = this.#span;
    const isWhole = start <= 0 && end >= 1;
    const at = (part: number): number => from + (to - from) * part;
    this.#context.change({ time: isWhole ? null : { from: Math.floor(at(start)), to: Math.ceil(at(end)) } });
  }

  /** Shows what is chosen: the rest is shaded, and the sliders say the times. */
  #choose(start: number, end: number): void {
    const { from, to } = this.#span;
    const place = (time: number): number => Math.max(0, Math.min(1, (time - from) / (to - from)));
    const [before, after] = this.#shade;
    before?.setAttribute('width', String(place(start) * BARS));
    after?.setAttribute('x', String(place(end) * BARS));
    after?.setAttribute('width', String((1 - place(end)) * BARS));
    const focused = this.#inputs.some((input) => input === document.activeElement);
    for (const [at, time] of [start, end].entries()) {
      const input = this.#inputs[at];
      input?.setAttribute('aria-valuetext', timeOfMs(time));
      if (input !== undefined && !focused) input.value = String(Math.round(place(time) * STEPS));
    }
  }

  /** A time is chosen by drawing over the bars, too. */
  #dragIn(chart: SVGSVGElement): void {
    let start: number | null = null;
    const place = (event: PointerEvent): number => {
      const { left, width } = chart.getBoundingClientRect();
      return Math.max(0, Math.min(1, (event.clientX - left) / width));
    };
    chart.addEventListener('pointerdown', (event) => {
      start = place(event);
      chart.setPointerCapture(event.pointerId);
    });
    chart.addEventListener('pointerup', (event) => {
      if (start === null) return;
      const end = place(event);
      const [low, high] = [Math.min(start, end), Math.max(start, end)];
      start = null;
      // a mere click takes the bar below it
      const bar = Math.floor(low * BARS) / BARS;
      if (high - low < 1 / BARS) this.#ask(bar, bar + 1 / BARS);
      else this.#ask(low, high);
    });
  }
}

const WIDTH = 1000;
/** The shortest time that is seen, on a phone, too. */
const LEAST_WIDTH = 5;

/** Milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A line for each exchange, with the parts of its time where they were, to scale. */
function waterfall(rows: readonly Row[], context: Context): HTMLElement {
  const { phases } = context.data.head;
  const span = {
    from: smallest(rows.map(beginOf)),
    to: largest(rows.map(({ at, durationMs }) => at + (durationMs ?? 0))),
  };
  const isSeen = rows.some((row) => row.phases !== null);
  return h(
    'div',
    isSeen && h('ul.legend', ...phases.map((name, at) => h('li', { class: `phase-${at}` }, name))),
    h('ol.waterfall', { at: { tabindex: 0 } }, ...rows.map((row) => line(row, span, context))),
    h('p.axis', ...[span.from, span.to].map((time) => h('span', timeOfMs(time)))),
  );
}

/** The connection is set up before the first byte of the request. */
function beginOf({ at, phases }: Row): number {
  return at - (phases?.[0] ?? 0);
}

function line(row: Row, span: Span, context: Context): HTMLElement {
  const { say, data } = context;
  const failed: readonly Child[] = row.isFailing ? [unspoken('✗ '), spoken(`${say('page-failing')} `)] : [];
  const status = row.status === null ? '' : ` · ${row.status}`;
  const duration = row.durationMs === null ? '-' : formatMilliseconds(row.durationMs, data.head.lang);
  return h(
    'li',
    { class: row.isFailing ? 'bad' : '' },
    h(
      'span.name',
      ...failed,
      exchangeLink(row.capture, row.index, context),
      ' ',
      ...breakable(row.operation),
      status,
    ),
    bar(row, span, context),
    h('span.took', duration),
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
  const element = barOf(rects);
  element.addEventListener('click', () => {
    context.change({ ...context.initial, verdict: 'all' });
    context.open(row.capture, row.index);
  });
  return element;
}

/** Where the time of one exchange went: a bar of its phases, their lengths, and why. */
export function timingPart(timing: PageTiming | null, { say }: Context): HTMLElement | null {
  if (timing === null) return null;
  return h(
    'section.part',
    h('h4', `${say('page-timing')} · ${timing.total}`),
    phasesBar(timing.phases, say),
    legend(timing.phases),
    h('p', waitedText(timing, say)),
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
  return barOf(rects);
}

function barOf(rects: readonly Element[]): Element {
  const viewBox = `0 0 ${WIDTH} 1`;
  return svg('svg', { viewBox, preserveAspectRatio: 'none', class: 'phases', 'aria-hidden': 'true' }, rects);
}

function legend(phases: readonly PagePhase[]): HTMLElement {
  return h(
    'ul.legend',
    ...phases.map(([place, name, , text]) => h('li', { class: `phase-${place}` }, `${name} ${text}`)),
  );
}

/** The slowest exchanges of each capture; null without times. Captures without slow ones are folded. */
export function timingsSection(context: Context): HTMLElement | null {
  const { say, data } = context;
  const timed = data.captures.flatMap(({ timings, path }, capture) =>
    timings === null ? [] : [{ timings, path, capture }],
  );
  if (timed.length === 0) return null;
  const slow = timed.filter(({ timings }) => timings.isSlow);
  const list = (some: typeof timed): HTMLElement =>
    h('div', ...some.flatMap((each) => slowestOf(each.timings, each.capture, context)));
  const shown = slow.length === 0 ? timed : slow;
  return h(
    'details.notes.timings',
    { at: { open: slow.length > 0 } },
    h('summary', say('page-slowest')),
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
      h('td', exchangeLink(capture, slow.index, context)),
      h('td.target', slow.what),
      h('td.total', slow.total),
      h('td.bar', phasesBar(slow.phases, say), legend(slow.phases)),
      h('td', waitedText(slow, say)),
    ),
  );
  return [
    ...(captures.length > 1 ? [h('h3.path', captures[capture]?.path ?? '')] : []),
    h('p.quiet', sum),
    h('div.scroll', { at: { tabindex: 0 } }, tableOf('', [], rows)),
  ];
}
