import type { Context } from './context.ts';
import { h } from './dom.ts';

/** The rest of a long list, folded; null where there is none. Printing unfolds it. */
export function more<T>(
  rest: readonly T[],
  list: (rest: readonly T[]) => HTMLElement,
  { say }: Context,
): HTMLElement | null {
  if (rest.length === 0) return null;
  return h('details', { class: 'more' }, h('summary', {}, say('page-more', { n: rest.length })), list(rest));
}
