import type { Row } from './data.ts';
import { h } from './dom.ts';
import { type Context, type Filter, timeOfMs, toneOf, withNames } from './parts.ts';

/** Rows that fit, `except` for one part of the filter: what a choice of that part would show. */
export function applyFilter(rows: readonly Row[], filter: Filter, except?: keyof Filter): Row[] {
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
  readonly element = h('form', {
    class: 'filters',
    at: { role: 'search' },
    on: { submit: (event) => event.preventDefault() },
  });
  readonly #context: Context;
  readonly #search: HTMLInputElement;
  readonly #verdicts = h('fieldset', { class: 'chips' });
  readonly #selects: readonly Select[];
  readonly #chosen = h('div', { class: 'chosen' });

  constructor(context: Context) {
    this.#context = context;
    const { say } = context;
    this.element.setAttribute('aria-label', say('page-filters'));
    this.#search = h('input', {
      at: { type: 'search', placeholder: say('page-search-hint'), autocomplete: 'off', spellcheck: 'false' },
      on: { input: () => context.change({ text: this.#search.value }) },
    });
    const search = h('label', { class: 'search' }, h('span', {}, say('page-search')), this.#search);
    this.#selects = selectsOf(context);
    const labels = this.#selects.map(({ title, select }) => h('label', {}, h('span', {}, title), select));
    const line = h('div', { class: 'line' }, search, h('div', { class: 'selects' }, ...labels));
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
      h('legend', {}, say('page-verdicts')),
      ...choices.map(([value, name, n, tone]) =>
        h(
          'label',
          { class: `chip ${tone}` },
          h('input', {
            at: { type: 'radio', name: 'verdict', value, checked: value === filter.verdict },
            on: { change: () => this.#context.change({ verdict: value }) },
          }),
          h('span', {}, name, ' ', h('b', {}, String(n))),
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
      const undo = { click: (): void => this.#undo(part) };
      tags.push(
        h(
          'button',
          { class: 'tag', at: { type: 'button' }, on: undo },
          text,
          h('span', { at: { 'aria-hidden': 'true' } }, ' ×'),
        ),
      );
    };
    const { cause, time } = filter;
    const named = cause === null ? undefined : data.causes[cause];
    if (named !== undefined) {
      const headline = withNames(named.shown.headline, named.places[0]?.capture ?? 0, this.#context);
      tag(say('cause') + say('page-colon') + headline, { cause: null });
    }
    if (time !== null) tag(`${timeOfMs(time.from)} – ${timeOfMs(time.to)}`, { time: null });
    const isChanged = (Object.keys(initial) as (keyof Filter)[]).some(
      (part) => filter[part] !== initial[part],
    );
    if (isChanged) {
      tags.push(
        h(
          'button',
          { class: 'reset', at: { type: 'button' }, on: { click: () => this.#undo(initial) } },
          say('page-reset'),
        ),
      );
    }
    this.#chosen.replaceChildren(...tags);
  }

  /**
   * The button that was pressed goes with what it undid: the focus stays here and does not fall back to the
   * top of the page.
   */
  #undo(part: Partial<Filter>): void {
    this.#context.change(part);
    this.#verdicts.querySelector<HTMLElement>('input:checked')?.focus();
  }

  /** `/` goes to the search, as in many lists. */
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

/**
 * What is in use is not drawn anew: its choice is its own, and a list that opens or is typed into would
 * close.
 */
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
