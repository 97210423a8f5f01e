import type { Context } from './context.ts';
import { h } from './dom.ts';

/**
 * Entries of a long list that are made at once: folded ones too, so that a search in the page finds
 * them.
 */
const PORTION = 200;

/** The rest of a long list, folded; null where there is none. Printing unfolds it. */
export function more<T>(
  rest: readonly T[],
  list: (rest: readonly T[]) => HTMLElement,
  context: Context,
): HTMLElement | null {
  if (rest.length === 0) return null;
  const summary = h('summary', {}, context.say('page-more', { n: rest.length }));
  const first = list(rest.slice(0, PORTION));
  return h('details', { class: 'more' }, summary, first, later(rest.slice(PORTION), list, context));
}

/**
 * What is beyond a portion is made when it is unfolded: a hundred thousand entries take the browser
 * minutes.
 */
function later<T>(
  rest: readonly T[],
  list: (rest: readonly T[]) => HTMLElement,
  context: Context,
): HTMLElement | null {
  if (rest.length === 0) return null;
  const details = h(
    'details',
    { class: 'more' },
    h('summary', {}, context.say('page-more', { n: rest.length })),
  );
  const unfold = (): void => {
    const beyond = later(rest.slice(PORTION), list, context);
    details.append(list(rest.slice(0, PORTION)), ...(beyond === null ? [] : [beyond]));
  };
  details.addEventListener('toggle', unfold, { once: true });
  return details;
}
