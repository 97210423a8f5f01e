import { percentOf } from '../../../sentences/measures.ts';
import type { Fact } from '../../document/blocks.ts';
import type { SuspectFound } from '../../findings/suspects.ts';
import { exchangeReference, type PageCause, type PageLate } from '../page-data.ts';
import { divergenceTable, elementsOf, factText, paperOf } from './blocks.ts';
import type { Cause, CausePlace } from './data.ts';
import { buttonFor, type Context, copyableCommand, exchangeLink, h, more, verdictBadge } from './parts.ts';

/** Causes that are shown at once; those beyond are a click away, so that the list of exchanges is not. */
const SHOWN_AT_ONCE = 9;

/** Captures of one cause that are named at once. */
const PLACES_AT_ONCE = 3;

/** What fails, a card for each cause; those that explain most come first. */
export function causesSection(context: Context): HTMLElement {
  const { say, data } = context;
  const cards = data.causes.map((_, number) => number);
  const list = (some: readonly number[]): HTMLElement =>
    h('ol.cards', ...some.map((number) => cardOf(number, context)));
  const late = lateCards(context);
  const lateList = (some: readonly HTMLElement[]): HTMLElement => h('ul.cards', ...some);
  const isGood = cards.length === 0 && late.length === 0 && data.rows.length > 0;
  const title = say(isGood ? 'page-nothing-fails' : 'page-causes');
  const count = h('span.quiet', ` · ${say('page-causes-of', { n: cards.length })}`);
  return h(
    'section.causes',
    { at: { 'aria-labelledby': 'causes-title' } },
    h('h2', { class: isGood ? 'good' : '', at: { id: 'causes-title' } }, title, cards.length > 1 && count),
    cards.length > 0 ? list(cards.slice(0, SHOWN_AT_ONCE)) : late.length > 0 ? null : nothing(context),
    more(cards.slice(SHOWN_AT_ONCE), list, context),
    ...leftOut(context),
    late.length === 0 ? null : lateList(late.slice(0, SHOWN_AT_ONCE)),
    more(late.slice(SHOWN_AT_ONCE), lateList, context),
    besides(context),
  );
}

/** What there is to say where nothing fails. */
function nothing({ data, say }: Context): HTMLElement {
  const { rows, captures } = data;
  const n = rows.length;
  if (n > 0) return h('p.nothing', h('b.good', '✓ '), say('page-no-failures', { n }));
  const isFiltered = captures.some(({ filtered }) => filtered !== null);
  return h('p.nothing.unknown', say(isFiltered ? 'none-shown' : 'no-oss'));
}

/** Of each capture that has more causes than the page shows. */
function leftOut({ data, say }: Context): readonly HTMLElement[] {
  return data.captures.flatMap(({ leftOut: text, path }) => {
    if (text === null) return [];
    return [h('p.quiet', data.captures.length > 1 ? path + say('page-colon') : null, text)];
  });
}

function cardOf(number: number, context: Context): HTMLElement | null {
  const { say, data } = context;
  const cause = data.causes[number];
  const place = cause?.places[0];
  if (cause === undefined || place === undefined) return null;
  const { shown } = cause;
  const show = (): void => {
    context.change({ ...context.initial, verdict: 'all', cause: number });
    context.open(place.capture, place.first);
  };
  const facts = (list: readonly Fact[]): readonly HTMLElement[] =>
    paragraphs(null, list, place.capture, context);
  const same = data.causes.findIndex((other) => other.shown.cure === shown.cure);
  const isSaid = same >= 0 && same < number;
  const evidence = [
    divergenceTable(shown.divergence, context),
    suspectList(shown.suspects, place.capture, context),
  ];
  const first = shown.suspects.length > 1 ? null : shown.suspects[0];
  return h(
    'li.card',
    { at: { id: `cause-${number + 1}` } },
    h(
      'p.card-top',
      data.causes.length > 1 ? h('b.number', String(number + 1)) : null,
      verdictBadge(shown.verdict, context),
      shown.measure === null ? null : h('span.certainty', data.head.measures[shown.measure]),
    ),
    ...paragraphs(headlineOf(shown, context), [], place.capture, context),
    h(
      'div',
      { class: first === null ? 'card-body wide' : 'card-body' },
      evidence.some((part) => part !== null) ? h('div', ...evidence) : null,
      h(
        'div',
        ...facts([
          { title: say('cause'), text: shown.cause },
          // each of several suspects has its own
          {
            title: say('cure'),
            text: isSaid || first === null || first?.standsOut === false ? null : shown.cure,
            steps: shown.steps,
          },
        ]),
        isSaid && first !== null && first?.standsOut !== false ? sameCure(same, context) : null,
        ...facts([{ title: say('page-settles'), text: first?.proof ?? null }]),
        shown.accessKeyId !== null && hasTwin(cause, context)
          ? h('p.quiet', say('page-key-id'), say('page-colon'), shown.accessKeyId)
          : null,
      ),
    ),
    nextCommands(shown, context),
    aboutRule(shown.rule, context),
    idsOf(shown, context),
    h(
      'div.card-foot',
      buttonFor(show, '', say('page-show-cause', { n: cause.count })),
      data.captures.length > 1 ? placesOf(cause, context) : null,
    ),
  );
}

/** What the finding of a card, or of an exchange, begins with: several suspects are a list below. */
export function headlineOf(
  { headline, suspects }: Pick<PageCause, 'headline' | 'suspects'>,
  { say }: Context,
): string {
  if (suspects.length < 2) return headline;
  const id = suspects[0]?.standsOut === false ? 'page-none-stands-out' : 'page-one-of';
  return say(id, { n: suspects.length });
}

/**
 * What speaks for each suspect and against it; of several, also what each is, how probable, what to do, and
 * what settles it. Null without any.
 */
export function suspectList(
  suspects: readonly SuspectFound[],
  capture: number,
  context: Context,
): HTMLElement | null {
  const { say } = context;
  if (suspects.length === 0) return null;
  const percent = (weight: number): string => say('page-probability', { n: percentOf(weight) });
  const isOne = suspects.length === 1;
  const items = suspects.map((suspect) => {
    const facts: readonly Fact[] = [
      ...suspect.for.map((text) => ({ title: say('suspect-for'), text })),
      ...suspect.against.map((text) => ({ title: say('suspect-against'), text })),
      ...(isOne
        ? []
        : [
            // of what does not stand out there is nothing to mend yet
            { title: say('cure'), text: suspect.standsOut ? suspect.advice : null, steps: suspect.steps },
            { title: say('page-settles'), text: suspect.proof },
          ]),
      { title: say('cause-id'), text: [{ code: suspect.id }, isOne ? ` · ${percent(suspect.weight)}` : ''] },
    ];
    const weight = h('span.certainty', percent(suspect.weight));
    const name = isOne ? null : h('p', h('b', suspect.summary), weight);
    return h('li', name, ...elementsOf([[{ kind: 'facts', facts }]], paperOf(capture, context)));
  });
  return isOne ? h('ul.suspects', ...items) : h('ol.suspects', ...items);
}

/** Commands to type; null without any. */
function nextCommands({ next }: PageCause, context: Context): HTMLElement | null {
  const { say, stepOf } = context;
  const lines =
    stepOf === null
      ? next.map(([command, why]) =>
          h('li', ...copyableCommand(command, context), h('span.quiet', ` # ${why}`)),
        )
      : next.flatMap(([command]) => {
          const step = stepOf(command);
          return step === null ? [] : [h('li', step)];
        });
  if (lines.length === 0) return null;
  return h('div.next', h('b', say('page-type')), say('page-colon'), h('ul', ...lines));
}

/** What is said of the cause by itself, folded; null where the report has nothing of it. */
function aboutRule(rule: string, context: Context): HTMLElement | null {
  const facts = context.data.about.get(rule);
  if (facts === undefined) return null;
  const summary = h('summary', context.say('page-about', { id: rule }));
  return h('details.more', summary, ...elementsOf([[{ kind: 'facts', facts }]], paperOf(0, context)));
}

/** By what the service's own support finds an exchange that has the cause. */
function idsOf({ requestId, ec, ecPage: page }: PageCause, { say }: Context): HTMLElement {
  const at = { href: page, rel: 'noreferrer', target: '_blank' };
  const code = ec === null ? [] : [` · ${say('ec')} `, page === null ? ec : h('a', { at }, ec)];
  const id = h('span', requestId ?? say('no-request-id'));
  return h('p', h('b', say('request-id')), say('page-colon'), id, ...code);
}

/** What to do, where an earlier card says it. */
function sameCure(number: number, { say }: Context): HTMLElement {
  const link = h('a', { at: { href: `#cause-${number + 1}` } }, say('page-cure-as', { n: number + 1 }));
  return h('p', h('b', say('cure')), say('page-colon'), link);
}

/** What is wrong, and a paragraph for each thing that is said of it. */
function paragraphs(
  headline: string | null,
  facts: readonly Fact[],
  capture: number,
  context: Context,
): readonly HTMLElement[] {
  const paper = paperOf(capture, context);
  return [
    ...(headline === null ? [] : elementsOf([[{ kind: 'finding', mark: '✗', text: headline }]], paper)),
    ...facts
      .filter(({ text }) => text !== null && text !== '')
      .map(({ title, ...fact }) =>
        h('div.fact', h('b', title), context.say('page-colon'), ...factText(fact, paper)),
      ),
  ];
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
  if (only !== undefined && places.length === 1) return h('p.quiet.path', pathOf(only));
  const list = (some: readonly CausePlace[]): HTMLElement =>
    h(
      'ul',
      ...some.map((place) =>
        h('li.path', exchangeLink(place.capture, place.first, context), ' ', pathOf(place)),
      ),
    );
  return h(
    'div.places.quiet',
    h('p', say('page-cause-places', { n: count, captures: places.length })),
    list(places.slice(0, PLACES_AT_ONCE)),
    more(places.slice(PLACES_AT_ONCE), list, context),
  );
}

/** Captures that are named at once with what else went wrong in them. */
const NOTED_AT_ONCE = 6;

/** What no verdict reports, and the captures in which it went wrong; null for nothing. */
function besides(context: Context): HTMLElement | null {
  const { say, data } = context;
  const found = new Map<string, string[]>();
  for (const { path, note } of data.captures) {
    if (note !== null) found.set(note, [...(found.get(note) ?? []), path]);
  }
  if (found.size === 0) return null;
  const names = (some: readonly string[]): HTMLElement =>
    h('ul.quiet.path', ...some.map((path) => h('li', path)));
  const items = [...found].map(([note, paths]) =>
    h(
      'li',
      note,
      data.captures.length > 1 ? names(paths.slice(0, NOTED_AT_ONCE)) : null,
      data.captures.length > 1 ? more(paths.slice(NOTED_AT_ONCE), names, context) : null,
    ),
  );
  return h('div.besides', h('h3', say('page-besides')), h('ul', ...items));
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
    'li.card.late',
    ...paragraphs(
      headline,
      late.facts.map(([title, text]) => ({ title, text })),
      capture,
      context,
    ),
    data.captures.length > 1 ? h('p.quiet.path', path) : null,
    late.count > 1 ? h('p.quiet', say('counts-oss', { n: late.count })) : null,
  );
}
