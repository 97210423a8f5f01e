import { toneOf } from './badge.ts';
import type { Context } from './context.ts';
import type { Row } from './data.ts';
import { h } from './dom.ts';
import { applyFilter, type Filter } from './filter.ts';
import { timeOfMs } from './words.ts';

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
  readonly #selects = h('div', { class: 'selects' });
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
    this.element.append(this.#verdicts, h('div', { class: 'line' }, search, this.#selects), this.#chosen);
    document.addEventListener('keydown', (event) => this.#shortcut(event));
  }

  update(): void {
    const filter = this.#context.filter();
    if (this.#search !== document.activeElement) this.#search.value = filter.text;
    this.#drawVerdicts(filter);
    this.#drawSelects(filter);
    this.#drawChosen(filter);
  }

  #drawVerdicts(filter: Filter): void {
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
    const focused = (document.activeElement as HTMLInputElement | null)?.name === 'verdict';
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
    if (focused) this.#verdicts.querySelector<HTMLInputElement>('input:checked')?.focus();
  }

  #drawSelects(filter: Filter): void {
    const { say, data } = this.#context;
    const focused = (document.activeElement as HTMLSelectElement | null)?.name;
    const operations = countBy(applyFilter(data.rows, filter, 'operation'), ({ operation }) => operation);
    const buckets = countBy(applyFilter(data.rows, filter, 'bucket'), ({ bucket }) => bucket);
    const captures = countBy(applyFilter(data.rows, filter, 'capture'), ({ capture }) => String(capture));
    this.#selects.replaceChildren(
      ...(data.captures.length > 1
        ? [
            this.#select(
              'capture',
              say('page-captures'),
              say('page-all-captures'),
              captures,
              filter.capture?.toString() ?? null,
              (value) =>
                this.#context.change({
                  capture: value === null ? null : Number(value),
                  time: null,
                  cause: null,
                }),
            ),
          ]
        : []),
      this.#select(
        'operation',
        say('operation'),
        say('page-any'),
        operations,
        filter.operation,
        (operation) => this.#context.change({ operation }),
      ),
      this.#select('bucket', say('page-bucket'), say('page-any'), buckets, filter.bucket, (bucket) =>
        this.#context.change({ bucket }),
      ),
    );
    if (focused) this.#selects.querySelector<HTMLSelectElement>(`select[name="${focused}"]`)?.focus();
  }

  #select(
    name: string,
    title: string,
    any: string,
    counts: ReadonlyMap<string, number>,
    chosen: string | null,
    onChange: (value: string | null) => void,
  ): HTMLElement {
    const { data } = this.#context;
    const textOf = (value: string): string =>
      name === 'capture' ? (data.captures[Number(value)]?.path ?? value) : value;
    const values = [...counts.keys()];
    if (name === 'capture') values.sort((a, b) => Number(a) - Number(b));
    else values.sort();
    const select = h(
      'select',
      { at: { name }, on: { change: () => onChange(select.value === '' ? null : select.value.slice(1)) } },
      h('option', { at: { value: '' } }, any),
      // a sign before each value, so that an empty one differs from none
      ...values.map((value) =>
        h(
          'option',
          { at: { value: `=${value}`, selected: value === chosen } },
          `${textOf(value)} (${counts.get(value) ?? 0})`,
        ),
      ),
    );
    return h('label', {}, h('span', {}, title), select);
  }

  /** What is chosen elsewhere on the page, each with a way to undo it. */
  #drawChosen(filter: Filter): void {
    const { say, data, initial } = this.#context;
    const tags: HTMLElement[] = [];
    const tag = (text: string, part: Partial<Filter>): void => {
      const undo = { click: (): void => this.#context.change(part) };
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
    const named = cause === null ? undefined : data.captures[cause.capture]?.causes[cause.number];
    if (named !== undefined) tag(`${say('cause')}: ${named.headline}`, { cause: null });
    if (time !== null) tag(`${timeOfMs(time.from)} – ${timeOfMs(time.to)}`, { time: null });
    const isChanged = (Object.keys(initial) as (keyof Filter)[]).some(
      (part) => filter[part] !== initial[part],
    );
    if (isChanged) {
      tags.push(
        h(
          'button',
          { class: 'reset', at: { type: 'button' }, on: { click: () => this.#context.change(initial) } },
          say('page-reset'),
        ),
      );
    }
    this.#chosen.replaceChildren(...tags);
  }

  /** `/` goes to the search, as in many lists. */
  #shortcut(event: KeyboardEvent): void {
    const { tagName } = event.target as HTMLElement;
    if (event.key !== '/' || tagName === 'INPUT' || tagName === 'SELECT' || event.ctrlKey || event.metaKey)
      return;
    event.preventDefault();
    this.#search.focus();
  }
}

function countBy(rows: readonly Row[], of: (row: Row) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = of(row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
