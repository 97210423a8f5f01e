import { referencesIn } from '../exchange-reference.ts';
import type { Context } from './context.ts';
import { type Child, h } from './dom.ts';

/**
 * A link that opens an exchange of the list; its name alone where the list does not have it, as
 * behind a filter of the scan.
 */
export function exchangeLink(capture: number, index: number, context: Context): HTMLElement {
  const { data } = context;
  const row = data.rowOf(capture, index);
  const name = `#${data.nameOf(capture, index)}`;
  if (row === null) return h('span', {}, name);
  const click = (event: Event): void => {
    event.preventDefault();
    context.change({ ...context.initial, verdict: 'all' });
    context.open(capture, index);
  };
  return h('a', { at: { href: `#x-${capture + 1}-${index}` }, on: { click } }, name);
}

/** A sentence told of one capture, with a link to each exchange that it names. */
export function withLinks(sentence: string, capture: number, context: Context): readonly Child[] {
  return referencesIn(sentence).map((piece) =>
    typeof piece === 'string' ? piece : exchangeLink(capture, piece, context),
  );
}

/** The same as mere text. */
export function withNames(sentence: string, capture: number, { data }: Context): string {
  return referencesIn(sentence)
    .map((piece) => (typeof piece === 'string' ? piece : `#${data.nameOf(capture, piece)}`))
    .join('');
}
