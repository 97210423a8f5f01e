import { formatMilliseconds } from '../../timing/timing-text.ts';
import { type Row, targetOf } from './data.ts';
import { exchangeDetail } from './detail.ts';
import {
  breakable,
  buttonFor,
  type Child,
  type Context,
  type Filter,
  h,
  shortTime,
  spoken,
  timeOfMs,
  toneOf,
  unspoken,
  verdictBadge,
  withNames,
} from './parts.ts';

/** Rows that fit, `except` for one part of the filter: what a choice of that part would show. */
function applyFilter(rows: readonly Row[], filter: Filter, except?: keyof Filter): Row[] {
  const has = (part: keyof Filter): boolean => part !== except;
  const words = has('text') ? filter.text.toLowerCase().split(/\s+/).filter(Boolean) : [];
  return rows.filter((row) => {
    if (has('capture') && filter.capture !== null && row.capture !== filter.capture) return false;
    if (has('verdict') && !fitsVerdict(row, filter.verdict)) return false;
    if (has('operation') && filter.operation !== null && row.operation !== filter.operation) return false;
    if (has('bucket') && filter.bucket !== null && row.bucket !== filter.bucket) return false;
    const { cause, time } = filter;
    if (has('cause') && cause !== null && row.cause !== cause) return false;
    if (has('time') && time !== null && !(row.at >= time.from && row.at <= time.to)) return false;
    return words.every((word) =>
      word.startsWith('#') ? hasNumber(row, word.slice(1)) : row.text.includes(word),
    );
  });
}

/** `3` is the third exchange of any capture, `1.3` that of the first one. */
function hasNumber({ name, index }: Row, number: string): boolean {
  return number === name || number === String(index);
}

function fitsVerdict(row: Row, verdict: Filter['verdict']): boolean {
  return verdict === 'all' || (verdict === 'failing' ? row.isFailing : row.verdict === verdict);
}

/** The controls above the list. Each offers what the other ones leave, with its number. */
export class FilterBar {
  readonly element = h('form.filters', {
    at: { role: 'search' },
    on: { submit: (event) => event.preventDefault() },
  });
  readonly #context: Context;
  readonly #search: HTMLInputElement;
  readonly #verdicts = h('fieldset.chips');
  readonly #selects: readonly Select[];
  readonly #chosen = h('div.chosen');

  constructor(context: Context) {
    this.#context = context;
    const { say } = context;
    this.element.setAttribute('aria-label', say('page-filters'));
    this.#search = h('input', {
      at: { type: 'search', placeholder: say('page-search-hint'), autocomplete: 'off', spellcheck: 'false' },
      on: { input: () => context.change({ text: this.#search.value }) },
    });
    const search = h('label.search', h('span', say('page-search')), this.#search);
    this.#selects = selectsOf(context);
    const labels = this.#selects.map(({ title, select }) => h('label', h('span', title), select));
    const line = h('div.line', search, h('div.selects', ...labels));
    this.element.append(this.#verdicts, line, this.#chosen);
  }

  update(): void {
    const filter = this.#context.filter();
    if (this.#search !== document.activeElement) this.#search.value = filter.text;
    this.#drawVerdicts(filter);
    this.#drawSelects(filter);
    this.#drawChosen(filter);
  }

  #drawVerdicts(filter: Filter): void {
    if (hasFocus(this.#verdicts)) return;
    const { say, data } = this.#context;
    const rows = applyFilter(data.rows, filter, 'verdict');
    const counts = countBy(rows, ({ verdict }) => verdict);
    const failing = rows.filter(({ isFailing }) => isFailing).length;
    const names = data.head.verdicts;
    const verdicts = (Object.keys(names) as (keyof typeof names)[]).filter(
      (verdict) => counts.has(verdict) || verdict === filter.verdict,
    );
    const choices: (readonly [Filter['verdict'], string, number, string])[] = [
      ['failing', say('page-failing'), failing, 'bad'],
      ['all', say('page-all'), rows.length, 'mute'],
      ...verdicts.map(
        (verdict) =>
          [verdict, names[verdict], counts.get(verdict) ?? 0, toneOf(verdict, this.#context)] as const,
      ),
    ];
    this.#verdicts.replaceChildren(
      h('legend', say('page-verdicts')),
      ...choices.map(([value, name, n, tone]) =>
        h(
          'label',
          { class: `chip ${tone}` },
          h('input', {
            at: { type: 'radio', name: 'verdict', value, checked: value === filter.verdict },
            on: { change: () => this.#context.change({ verdict: value }) },
          }),
          h('span', name, ' ', h('b', String(n))),
        ),
      ),
    );
  }

  #drawSelects(filter: Filter): void {
    const { rows, captures } = this.#context.data;
    for (const { name, select, of } of this.#selects) {
      if (hasFocus(select)) continue;
      const counts = countBy(applyFilter(rows, filter, name), of);
      const values = [...counts.keys()];
      if (name === 'capture') values.sort((a, b) => Number(a) - Number(b));
      else values.sort();
      const chosen = filter[name];
      const textOf = (value: string): string =>
        name === 'capture' ? (captures[Number(value)]?.path ?? value) : value;
      select.replaceChildren(
        h(
          'option',
          { at: { value: '' } },
          this.#context.say(name === 'capture' ? 'page-all-captures' : 'page-any'),
        ),
      );
      for (const value of values) {
        // a sign before each value, so that an empty one differs from none
        const at = { value: `=${value}`, selected: value === String(chosen) && chosen !== null };
        select.append(h('option', { at }, `${textOf(value)} (${counts.get(value) ?? 0})`));
      }
    }
  }

  /** What is chosen elsewhere on the page, each with a way to undo it. */
  #drawChosen(filter: Filter): void {
    const { say, data, initial } = this.#context;
    const tags: HTMLElement[] = [];
    const tag = (text: string, part: Partial<Filter>): void => {
      tags.push(buttonFor(() => this.#undo(part), 'tag', text, unspoken(' ×')));
    };
    const { cause, time } = filter;
    const named = cause === null ? undefined : data.causes[cause];
    if (named !== undefined) {
      const headline = withNames(named.shown.headline, named.places[0]?.capture ?? 0, this.#context);
      tag(say('suspect') + say('page-colon') + headline, { cause: null });
    }
    if (time !== null) tag(`${timeOfMs(time.from)} – ${timeOfMs(time.to)}`, { time: null });
    const isChanged = (Object.keys(initial) as (keyof Filter)[]).some(
      (part) => filter[part] !== initial[part],
    );
    if (isChanged) tags.push(buttonFor(() => this.#undo(initial), 'reset', say('page-reset')));
    this.#chosen.replaceChildren(...tags);
  }

  /** The pressed button goes with what it undid: the focus stays here, not at the top of the page. */
  #undo(part: Partial<Filter>): void {
    this.#context.change(part);
    this.#verdicts.querySelector<HTMLElement>('input:checked')?.focus();
  }

  /** `/` goes to the search, but where it is typed in. */
  shortcut(event: KeyboardEvent): void {
    const { tagName } = event.target as HTMLElement;
    if (event.key !== '/' || TYPED_IN.includes(tagName) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#search.focus();
  }
}

const TYPED_IN = ['INPUT', 'SELECT', 'TEXTAREA'];

/** A choice among the values that the exchanges have. */
interface Select {
  readonly name: 'capture' | 'operation' | 'bucket';
  readonly title: string;
  readonly select: HTMLSelectElement;
  readonly of: (row: Row) => string | null;
}

function selectsOf({ say, data, change }: Context): readonly Select[] {
  const make = (
    name: Select['name'],
    title: string,
    of: Select['of'],
    onChange: (value: string | null) => void,
  ): Select => {
    const select = h('select', {
      at: { name },
      on: { change: () => onChange(select.value === '' ? null : select.value.slice(1)) },
    });
    return { name, title, of, select };
  };
  const capture = make(
    'capture',
    say('page-captures'),
    (row) => String(row.capture),
    (value) => change({ capture: value === null ? null : Number(value), time: null }),
  );
  return [
    ...(data.captures.length > 1 ? [capture] : []),
    make(
      'operation',
      say('operation'),
      (row) => row.operation,
      (operation) => change({ operation }),
    ),
    make(
      'bucket',
      say('page-bucket'),
      (row) => row.bucket,
      (bucket) => change({ bucket }),
    ),
  ];
}

/** What is in use is not drawn anew: a list that is open or typed into would close. */
function hasFocus(element: Element): boolean {
  return element.contains(document.activeElement);
}

function countBy(rows: readonly Row[], of: (row: Row) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = of(row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Exchanges on one page of the list: enough to scroll through, few enough to be drawn at once. */
const PAGE_SIZE = 100;

type Column = 'index' | 'time' | 'what' | 'status' | 'took' | 'id' | 'verdict';

/** What a column is sorted by. */
const SORTED_BY: Readonly<Record<Column, (row: Row) => string | number | null>> = {
  index: () => null,
  time: ({ at }) => (Number.isNaN(at) ? null : at),
  what: (row) => `${row.operation} ${targetOf(row)}`,
  status: ({ status }) => status,
  took: ({ durationMs }) => durationMs,
  id: ({ requestId }) => requestId,
  verdict: ({ verdict }) => verdict,
};

/** Rows in an order; what has no value comes last, and what is equal stays as captured. */
function sorted(
  rows: readonly Row[],
  { by, isDown }: { readonly by: Column; readonly isDown: boolean },
): readonly Row[] {
  const sign = isDown ? -1 : 1;
  const valued = rows.map((row, place) => ({ row, place, value: SORTED_BY[by](row) }));
  valued.sort((a, b) => {
    if (by === 'index') return sign * (a.place - b.place);
    if (a.value === null || b.value === null) {
      return a.value === b.value ? a.place - b.place : a.value === null ? 1 : -1;
    }
    return a.value === b.value ? a.place - b.place : sign * (a.value < b.value ? -1 : 1);
  });
  return valued.map(({ row }) => row);
}

/** The list of exchanges, page by page; each row opens to its details. */
export class ExchangeList {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #body = h('tbody');
  readonly #status = h('p.count', { at: { role: 'status' } });
  /** Shows what the search finds among those that did not fail. */
  readonly #offer = buttonFor(() => this.#take(), 'offer');
  readonly #pager = h('nav.pager');
  #rows: readonly Row[] = [];
  #start = 0;
  /** The column that the list is sorted by, and whether from its last on; null: as captured. */
  #order: { readonly by: Column; readonly isDown: boolean } | null = null;
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
        ...titles.map(([title, name]) => {
          const sort = buttonFor(() => this.#sort(name), 'sort', breakable(title));
          return h('th', { class: name, at: { scope: 'col', 'aria-sort': 'none', 'data-by': name } }, sort);
        }),
      ),
    );
    const table = h(
      'table.exchanges',
      { on: { keydown: (event) => moveBetweenRows(event) } },
      h('caption.spoken', say('page-exchanges')),
      this.#head,
      this.#body,
    );
    addEventListener('resize', () => {
      for (const cell of this.#body.querySelectorAll<HTMLTableCellElement>('tr.detail-row > td')) {
        cell.colSpan = this.#columns();
      }
    });
    this.#pager.setAttribute('aria-label', say('page-exchanges'));
    this.element = h('div', this.#status, this.#offer, table, this.#pager);
  }

  /** Lists the exchanges that the filter leaves, from the first on. */
  update(): void {
    const rows = applyFilter(this.#context.data.rows, this.#context.filter());
    this.#rows = this.#order === null ? rows : sorted(rows, this.#order);
    this.#start = 0;
    this.#draw();
  }

  /** By a column; pressed again, the other way round, and then as captured. */
  #sort(by: Column): void {
    const before = this.#order?.by === by ? this.#order : null;
    this.#order = before?.isDown === true ? null : { by, isDown: before !== null };
    const word = this.#order === null ? 'none' : this.#order.isDown ? 'descending' : 'ascending';
    for (const cell of this.#head.querySelectorAll('th')) {
      cell.setAttribute('aria-sort', cell.dataset['by'] === by ? word : 'none');
    }
    this.update();
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
      'button.open',
      { at: { type: 'button', id: rowId(row), 'aria-expanded': 'false', 'aria-controls': detailId } },
      unspoken(row.name),
      hint,
    );
    const line = h(
      'tr',
      { class: row.isFailing ? 'bad' : '' },
      h('td.index', button),
      h('td.time', ...timeCell(row, before)),
      h('td.what', h('b', ...breakable(row.operation)), h('span.target', ...breakable(targetOf(row)))),
      h(
        'td.status',
        row.status === null ? '-' : `${row.status}${row.isLate ? ' !' : ''}`,
        ...(row.code === null ? [] : [h('span.code', ...breakable(row.code))]),
      ),
      h('td.took', row.durationMs === null ? '-' : formatMilliseconds(row.durationMs, data.head.lang)),
      h('td.id', row.requestId ?? '-'),
      h('td.verdict', this.#outcome(row)),
    );
    const toggle = (): void => {
      const isOpen = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!isOpen));
      hint.textContent = say(isOpen ? 'page-open' : 'page-close', { n: row.name });
      if (isOpen) document.getElementById(detailId)?.remove();
      else {
        const cell = h('td', { at: { colspan: this.#columns() } }, exchangeDetail(row, this.#context));
        line.after(h('tr.detail-row', { at: { id: detailId } }, cell));
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
    return h('span.why', { at: { title: text } }, text);
  }
}

/** The time of day; the date stands where it is not that of the row above. */
function timeCell(row: Row, before: Row | undefined): readonly Child[] {
  const [date = '', time] = shortTime(row.time).split(' ');
  if (time === undefined) return [date];
  const [above] = before === undefined ? [] : shortTime(before.time).split(' ');
  return [time, above === date ? null : h('span.date', date)];
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
