import { printable } from '../../engine/bytes/printable.ts';
import { VERDICTS, type Verdict } from '../../engine/diagnose/model.ts';
import { VERDICT_ENTRIES } from '../../sentences/causes/verdicts.ts';
import type { DetailTexts } from '../../sentences/detail.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { ReferenceLabelId, ReferenceTexts } from '../../sentences/reference.ts';
import { aside } from '../detail/view.ts';
import type { Document, Fact, ListItem, Part } from '../document/blocks.ts';
import type { View } from '../terminal/view.ts';
import { causesUnder } from './cause-rows.ts';
import type { ReferenceEntry } from './entries.ts';
import { REFERENCE_KINDS, type ReferenceKind } from './pages.ts';

/** What the layout needs to say it in. */
export interface WhyView extends View {
  readonly detail: DetailTexts;
  readonly reference: ReferenceTexts;
}

/** What each of the ids means: mostly one, and several where one name stands for several things. */
export function whyDocument(entries: readonly ReferenceEntry[], view: WhyView): Document {
  return entries.flatMap((entry) => entryParts(entry, view));
}

function entryParts(entry: ReferenceEntry, view: WhyView): Part[] {
  const { reference, texts } = view;
  const { semicolon, gap, listComma } = PUNCTUATION[texts.lang];
  const title = (id: ReferenceLabelId): string => reference.labels[id];
  const kind = title(`kind-${entry.kind}`);
  const verdict = VERDICTS.find((each) => each === (entry.verdict ?? entry.id));
  const named = verdict === undefined ? '' : semicolon + VERDICT_ENTRIES[verdict].title[texts.lang];
  const facts: readonly Fact[] = [
    { title: title(entry.kind === 'verdict' ? 'meaning' : 'why'), text: entry.why },
    { title: title('to-do'), text: entry.toDo },
    { title: title('settle'), text: entry.settles },
    { title: title('example'), text: entry.example },
    {
      title: title(entry.kind === 'verdict' ? 'when' : 'shows'),
      text: entry.shows.join(gap + title('shows-or')),
    },
    { title: title('certainty'), text: entry.certainties.join(listComma) },
    { title: title('proved'), text: entry.proofs.join(gap) },
    { title: title('causes'), text: entry.causes.join(listComma) },
    ...entry.documents.map((text) => ({ title: title('document'), text, isCommand: true }) as const),
    { title: title('page'), text: entry.page, isCommand: true },
  ];
  return [
    [
      { kind: 'title', text: entry.id + aside(kind + named, view) },
      { kind: 'paragraph', text: entry.headline },
    ],
    [{ kind: 'facts', facts }],
  ];
}

/** Ids that have a word in their name, each with its sentence. `part`: that word. */
export function whyList(part: string, entries: readonly ReferenceEntry[], view: WhyView): Document {
  const { labels } = view.reference;
  const isKind = REFERENCE_KINDS.some((kind) => kind === part);
  const found: Part[] = REFERENCE_KINDS.flatMap((kind) => {
    const of = entries.filter((each) => each.kind === kind);
    if (of.length === 0) return [];
    const facts = of.map(({ id, headline }) => ({ title: id, text: headline }));
    return [
      [
        { kind: 'heading', text: labels[`index-${kind}`] },
        { kind: 'facts', facts },
      ],
    ];
  });
  const said = labels['index-found'].replace('{part}', () => printable(part));
  return isKind ? found : [[{ kind: 'paragraph', text: said, depth: 0 }], ...found];
}

/** All ids at a glance, the causes by the verdict that they come with. */
export function whyIndex(entries: readonly ReferenceEntry[], view: WhyView): Document {
  const { labels } = view.reference;
  const idsOf = (kind: ReferenceKind, verdict?: Verdict): readonly string[] =>
    entries
      .filter((each) => each.kind === kind && (verdict === undefined || each.verdict === verdict))
      .map(({ id }) => id);
  const withCauses = VERDICTS.filter((verdict) => causesUnder(verdict).length > 0);
  const others = REFERENCE_KINDS.filter((kind) => kind !== 'cause');
  const group = (name: string, ids: readonly string[]): ListItem => ({ text: groupText(name, ids, view) });
  return [
    (['index-one', 'index-part'] as const).map((id) => ({ kind: 'paragraph', text: labels[id], depth: 0 })),
    [
      { kind: 'heading', text: labels['index-cause'] },
      { kind: 'list', items: withCauses.map((verdict) => group(verdict, idsOf('cause', verdict))) },
    ],
    [
      { kind: 'heading', text: labels['index-other'] },
      { kind: 'list', items: others.map((kind) => group(labels[`index-${kind}`], idsOf(kind))) },
    ],
  ];
}

/** Ids, and words that several begin with, that a group names; the others are counted. */
const MAX_NAMED = 10;

/** The ids of a group in a few lines: those that begin with one word together, the most first. */
function groupText(name: string, ids: readonly string[], { reference, texts }: WhyView): string {
  const { labels } = reference;
  const families = new Map<string, string[]>();
  for (const id of ids) {
    const word = id.split('-', 1).join('');
    families.set(word, [...(families.get(word) ?? []), id]);
  }
  const sorted = [...families].sort((a, b) => b[1].length - a[1].length);
  const shown = sorted.slice(0, sorted.length > MAX_NAMED + 1 ? MAX_NAMED : sorted.length);
  const named = shown.map(([word, [only = word, ...more]]) =>
    more.length === 0
      ? only
      : labels['index-family'].replace('{word}', word).replace('{n}', String(more.length + 1)),
  );
  const left = sorted.slice(shown.length).reduce((sum, [, of]) => sum + of.length, 0);
  if (left > 0) named.push(labels['index-more'].replace('{n}', String(left)));
  return labels['index-group']
    .replace('{id}', name)
    .replace('{n}', String(ids.length))
    .replace('{list}', named.join(PUNCTUATION[texts.lang].listComma));
}
