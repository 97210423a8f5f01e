import { formatMilliseconds } from '../../timing/timing-text.ts';
import { type Row, targetOf } from './data.ts';
import { exchangeDetail } from './detail.ts';
import { breakable, type Child, h, spoken } from './dom.ts';
import { applyFilter } from './filter.ts';
import { type Context, shortTime, verdictBadge, withNames } from './parts.ts';

/** Exchanges on one page of the list: enough to scroll through, few enough to be drawn at once. */
const PAGE_SIZE = 100;

/** The list of exchanges, page by page; each row opens to its details. */
export class ExchangeList {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #body = h('tbody');
  readonly #status = h('p', { class: 'count', at: { role: 'status' } });
  /** Shows what the search finds among those that did not fail. */
  readonly #offer = h('button', {
    class: 'offer',
    at: { type: 'button' },
    on: { click: () => this.#take() },
  });
  readonly #pager = h('nav', { class: 'pager' });
  #rows: readonly Row[] = [];
  #start = 0;
  readonly #head = h('thead');

  constructor(context: Context) {
    this.#context = context;
    const { say } = context;
    const titles = [
      ['#', 'index'],
      [say('time'), 'time'],
      [`${say('operation')} · ${say('target')}`, 'what'],
      [say('page-status'), 'status'],
      [say('page-duration'), 'took'],
      [say('request-id'), 'id'],
      [say('page-outcome'), 'verdict'],
    ] as const;
    this.#head.append(
      h(
        'tr',
        {},
        ...titles.map(([title, name]) => h('th', { class: name, at: { scope: 'col' } }, ...breakable(title))),
      ),
    );
    const table = h(
      'table',
      { class: 'exchanges', on: { keydown: (event) => moveBetweenRows(event) } },
      h('caption', { class: 'spoken' }, say('page-exchanges')),
      this.#head,
      this.#body,
    );
    addEventListener('resize', () => {
      for (const cell of this.#body.querySelectorAll<HTMLTableCellElement>('tr.detail-row > td')) {
        cell.colSpan = this.#columns();
      }
    });
    this.#pager.setAttribute('aria-label', say('page-exchanges'));
    this.element = h('div', {}, this.#status, this.#offer, table, this.#pager);
  }

  /** Lists the exchanges that the filter leaves, from the first on. */
  update(): void {
    this.#rows = applyFilter(this.#context.data.rows, this.#context.filter());
    this.#start = 0;
    this.#draw();
  }

  /** Shows one exchange, on whichever page it is. */
  open(capture: number, index: number): void {
    const at = this.#rows.findIndex((row) => row.capture === capture && row.index === index);
    if (at < 0) return;
    this.#start = at - (at % PAGE_SIZE);
    this.#draw();
    const button = document.getElementById(rowId({ capture, index }));
    if (button?.getAttribute('aria-expanded') === 'false') button.click();
    button?.scrollIntoView({ block: 'start' });
    button?.focus({ preventScroll: true });
  }

  /** Columns that the width leaves. */
  #columns(): number {
    return [...this.#head.querySelectorAll('th')].filter(({ offsetParent }) => offsetParent !== null).length;
  }

  #draw(): void {
    const { say } = this.#context;
    const shown = this.#rows.slice(this.#start, this.#start + PAGE_SIZE);
    this.#body.replaceChildren(...shown.map((row, at) => this.#line(row, shown[at - 1])));
    this.#status.textContent =
      shown.length === 0
        ? say('page-none-match')
        : say('page-shown', { from: this.#start + 1, to: this.#start + shown.length, n: this.#rows.length });
    const others = shown.length === 0 ? this.#beside().length : 0;
    this.#offer.hidden = others === 0;
    this.#offer.textContent = others === 0 ? '' : say('page-offer', { n: others });
    this.#drawPager();
  }

  /** What else of the filter would fit if any verdict did. */
  #beside(): readonly Row[] {
    const filter = this.#context.filter();
    return filter.verdict === 'all' ? [] : applyFilter(this.#context.data.rows, filter, 'verdict');
  }

  #take(): void {
    this.#context.change({ verdict: 'all' });
    this.#body.querySelector<HTMLElement>('button.open')?.focus();
  }

  #drawPager(): void {
    const { say } = this.#context;
    const isFirst = this.#start === 0;
    const isLast = this.#start + PAGE_SIZE >= this.#rows.length;
    const button = (text: string, by: number, isOff: boolean): HTMLElement =>
      h('button', { at: { type: 'button', disabled: isOff }, on: { click: () => this.#step(by) } }, text);
    this.#pager.hidden = this.#rows.length <= PAGE_SIZE;
    this.#pager.replaceChildren(
      button(say('page-previous'), -PAGE_SIZE, isFirst),
      button(say('page-next'), PAGE_SIZE, isLast),
    );
  }

  #step(by: number): void {
    this.#start = Math.max(0, Math.min(this.#start + by, this.#rows.length - 1));
    this.#draw();
    this.element.scrollIntoView({ block: 'start' });
    const [previous, next] = this.#pager.querySelectorAll('button');
    const wanted = by > 0 ? next : previous;
    (wanted?.disabled === true ? (by > 0 ? previous : next) : wanted)?.focus({ preventScroll: true });
  }

  /** `before`: the row above it on the page. */
  #line(row: Row, before: Row | undefined): HTMLElement {
    const { say, data } = this.#context;
    const detailId = `${rowId(row)}-detail`;
    const hint = spoken(say('page-open', { n: row.name }));
    const button = h(
      'button',
      {
        class: 'open',
        at: { type: 'button', id: rowId(row), 'aria-expanded': 'false', 'aria-controls': detailId },
      },
      h('span', { at: { 'aria-hidden': 'true' } }, row.name),
      hint,
    );
    const line = h(
      'tr',
      { class: row.isFailing ? 'bad' : '' },
      h('td', { class: 'index' }, button),
      h('td', { class: 'time' }, ...timeCell(row, before)),
      h(
        'td',
        { class: 'what' },
        h('b', {}, ...breakable(row.operation)),
        h('span', { class: 'target' }, ...breakable(targetOf(row))),
      ),
      h(
        'td',
        { class: 'status' },
        row.status === null ? '-' : `${row.status}${row.isLate ? ' !' : ''}`,
        ...(row.code === null ? [] : [h('span', { class: 'code' }, ...breakable(row.code))]),
      ),
      h(
        'td',
        { class: 'took' },
        row.durationMs === null ? '-' : formatMilliseconds(row.durationMs, data.head.lang),
      ),
      h('td', { class: 'id' }, row.requestId ?? '-'),
      h('td', { class: 'verdict' }, this.#outcome(row)),
    );
    const toggle = (): void => {
      const isOpen = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!isOpen));
      hint.textContent = say(isOpen ? 'page-open' : 'page-close', { n: row.name });
      if (isOpen) document.getElementById(detailId)?.remove();
      else {
        const cell = h('td', { at: { colspan: this.#columns() } }, exchangeDetail(row, this.#context));
        line.after(h('tr', { class: 'detail-row', at: { id: detailId } }, cell));
        keepPlace(row);
      }
    };
    line.addEventListener('click', (event) => {
      const isSelecting = (getSelection()?.toString() ?? '') !== '';
      if (event.target === button || button.contains(event.target as Node) || !isSelecting) toggle();
    });
    return line;
  }

  /** Why it failed; of any other, its verdict. */
  #outcome(row: Row): HTMLElement {
    const cause = row.cause === null ? undefined : this.#context.data.causes[row.cause];
    if (cause === undefined) return verdictBadge(row.verdict, this.#context);
    const place = cause.places.find(({ capture }) => capture === row.capture);
    const text = withNames(place?.headline ?? '', row.capture, this.#context);
    return h('span', { class: 'why', at: { title: text } }, text);
  }
}

/** The time of day; the date stands where it is not that of the row above. */
function timeCell(row: Row, before: Row | undefined): readonly Child[] {
  const [date = '', time] = shortTime(row.time).split(' ');
  if (time === undefined) return [date];
  const [above] = before === undefined ? [] : shortTime(before.time).split(' ');
  return [time, above === date ? null : h('span', { class: 'date' }, date)];
}

function rowId({ capture, index }: { readonly capture: number; readonly index: number }): string {
  return `x-${capture + 1}-${index}`;
}

/** The address names what is open, so that it can be pointed to. */
function keepPlace(row: Row): void {
  try {
    history.replaceState(null, '', `#${rowId(row)}`);
  } catch {
    // Some viewers of attachments forbid it; nothing depends on it.
  }
}

/** Arrow keys go from row to row. */
function moveBetweenRows(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (!target.classList.contains('open')) return;
  const buttons = [...document.querySelectorAll<HTMLElement>('button.open')];
  const at = buttons.indexOf(target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  const next = to === undefined ? undefined : buttons[to];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
