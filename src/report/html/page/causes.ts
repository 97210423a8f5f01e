import { exchangeReference, type PageLate } from '../page-data.ts';
import { elementsOf, paperOf, type ShownPart } from './blocks.ts';
import type { Cause, CausePlace } from './data.ts';
import { h } from './dom.ts';
import { type Context, exchangeLink, more, verdictBadge } from './parts.ts';

/**
 * Causes that are shown at once; those beyond are a click away, so that the list of exchanges is
 * not.
 */
const SHOWN_AT_ONCE = 9;

/** Captures of one cause that are named at once. */
const PLACES_AT_ONCE = 3;

/** What fails, a card for each cause. */
export function causesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const cards = data.causes.map((_, number) => number);
  const list = (some: readonly number[]): HTMLElement =>
    h('ul', { class: 'cards' }, ...some.map((number) => cardOf(number, context)));
  const notes = troubleNotes(context);
  const late = lateCards(context);
  const lateList = (some: readonly HTMLElement[]): HTMLElement => h('ul', { class: 'cards' }, ...some);
  return h(
    'section',
    { class: 'causes', at: { 'aria-labelledby': 'causes-title' } },
    h('h2', { at: { id: 'causes-title' } }, say('page-causes')),
    ...notes.slice(0, SHOWN_AT_ONCE),
    more(notes.slice(SHOWN_AT_ONCE), (rest) => h('div', {}, ...rest), context),
    cards.length > 0
      ? list(cards.slice(0, SHOWN_AT_ONCE))
      : notes.length > 0
        ? null
        : h('p', { class: data.rows.length === 0 ? 'nothing unknown' : 'nothing' }, say(nothingOf(data))),
    more(cards.slice(SHOWN_AT_ONCE), list, context),
    ...leftOut(context),
    late.length === 0 ? null : lateList(late.slice(0, SHOWN_AT_ONCE)),
    more(late.slice(SHOWN_AT_ONCE), lateList, context),
  );
}

/** Of each capture that has more causes than the page shows. */
function leftOut({ data, say }: Context): readonly HTMLElement[] {
  return data.captures.flatMap(({ leftOut: text, path }) => {
    if (text === null) return [];
    return [h('p', { class: 'quiet' }, data.captures.length > 1 ? path + say('page-colon') : null, text)];
  });
}

function cardOf(number: number, context: Context): HTMLElement | null {
  const { say, data } = context;
  const cause = data.causes[number];
  const place = cause?.places[0];
  if (cause === undefined || place === undefined) return null;
  const { shown } = cause;
  const facts = [[say('cause'), shown.cause] as const, [say('cure'), shown.cure] as const];
  const show = (): void => {
    context.change({ ...context.initial, verdict: 'all', cause: number });
    context.open(place.capture, place.first);
  };
  return h(
    'li',
    { class: 'card' },
    h(
      'p',
      { class: 'card-top' },
      verdictBadge(shown.verdict, context),
      shown.certainty === null
        ? null
        : h('span', { class: 'certainty' }, data.head.certainties[shown.certainty]),
    ),
    ...saying(shown.headline, facts, place.capture, context),
    shown.accessKeyId !== null && hasTwin(cause, context)
      ? h('p', { class: 'quiet' }, say('page-key-id'), say('page-colon'), shown.accessKeyId)
      : null,
    data.captures.length > 1 ? placesOf(cause, context) : null,
    h('button', { at: { type: 'button' }, on: { click: show } }, say('page-show-cause', { n: cause.count })),
  );
}

/** What is wrong, and a paragraph for each thing that is said of it. */
function saying(
  headline: string,
  facts: readonly (readonly [title: string, text: string])[],
  capture: number,
  context: Context,
): readonly HTMLElement[] {
  const part: ShownPart = [
    { kind: 'finding', mark: '✗', text: headline },
    ...facts
      .filter(([, text]) => text !== '')
      .map(([title, text]) => {
        return { kind: 'paragraph', text: [{ strong: title }, context.say('page-colon'), text] } as const;
      }),
  ];
  return elementsOf([part], paperOf(capture, context));
}

/** Another card says the same, and only the key is different. */
function hasTwin(cause: Cause, { data }: Context): boolean {
  return data.causes.some((other) => other !== cause && other.shown.headline === cause.shown.headline);
}

/** The captures that have the cause; of several, each with its first exchange. */
function placesOf({ places, count }: Cause, context: Context): HTMLElement {
  const { say, data } = context;
  const pathOf = ({ capture }: CausePlace): string => data.captures[capture]?.path ?? '';
  const [only] = places;
  if (only !== undefined && places.length === 1) return h('p', { class: 'quiet path' }, pathOf(only));
  const list = (some: readonly CausePlace[]): HTMLElement =>
    h(
      'ul',
      {},
      ...some.map((place) =>
        h('li', { class: 'path' }, exchangeLink(place.capture, place.first, context), ' ', pathOf(place)),
      ),
    );
  return h(
    'div',
    { class: 'places quiet' },
    h('p', {}, say('page-cause-places', { n: count, captures: places.length })),
    list(places.slice(0, PLACES_AT_ONCE)),
    more(places.slice(PLACES_AT_ONCE), list, context),
  );
}

/** What there is to say where nothing fails. */
function nothingOf({ rows, captures }: Context['data']): 'no-oss' | 'none-shown' | 'page-no-failures' {
  if (rows.length > 0) return 'page-no-failures';
  return captures.some(({ filtered }) => filtered !== null) ? 'none-shown' : 'no-oss';
}

/**
 * What no verdict reports: a sentence for each capture in which something went wrong all the same.
 */
function troubleNotes({ data, say }: Context): readonly HTMLElement[] {
  const several = data.captures.length > 1;
  return data.captures.flatMap(({ path, note }) =>
    note === null
      ? []
      : [h('p', { class: 'warning' }, `⚠ ${several ? path + say('page-colon') : ''}${note}`)],
  );
}

/** A card for each thing that failed behind the status of a success. */
function lateCards(context: Context): readonly HTMLElement[] {
  return context.data.captures.flatMap(({ late, path }, capture) =>
    late.map((late) => lateCard(late, capture, path, context)),
  );
}

function lateCard(late: PageLate, capture: number, path: string, context: Context): HTMLElement {
  const { say, data } = context;
  const headline = `${late.headline} ${exchangeReference(late.first)}`;
  return h(
    'li',
    { class: 'card late' },
    ...saying(headline, late.facts, capture, context),
    data.captures.length > 1 ? h('p', { class: 'quiet path' }, path) : null,
    late.count > 1 ? h('p', { class: 'quiet' }, say('counts-oss', { n: late.count })) : null,
  );
}
