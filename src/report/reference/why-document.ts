import { VERDICT_ENTRIES } from '../../diagnose/causes/verdicts.ts';
import { VERDICTS } from '../../diagnose/model.ts';
import { aside } from '../detail/view.ts';
import type { Document, Fact, Part } from '../document/blocks.ts';
import type { View } from '../terminal/view.ts';
import { PUNCTUATION } from '../text/language.ts';
import type { DetailTexts, ReferenceLabelId, ReferenceTexts } from '../text/texts.ts';
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

/** Every id with its sentence, the causes by the verdict that they come with. */
export function whyIndex(entries: readonly ReferenceEntry[], view: WhyView): Document {
  const { labels } = view.reference;
  const section = (heading: string, ids: readonly ReferenceEntry[]): Part => [
    { kind: 'heading', text: heading },
    { kind: 'facts', facts: ids.map(({ id, headline }) => ({ title: id, text: headline })) },
  ];
  const of = (kind: ReferenceKind): readonly ReferenceEntry[] => entries.filter((each) => each.kind === kind);
  const causes = of('cause');
  return [
    ...VERDICTS.filter((verdict) => causesUnder(verdict).length > 0).map((verdict) => {
      const title = VERDICT_ENTRIES[verdict].title[view.texts.lang];
      return section(
        labels['index-cause'].replace('{verdict}', title),
        causes.filter((each) => each.verdict === verdict),
      );
    }),
    ...REFERENCE_KINDS.filter((kind) => kind !== 'cause').map((kind) =>
      section(labels[`index-${kind}`], of(kind)),
    ),
    [{ kind: 'paragraph', text: labels['index-foot'], depth: 0 }],
  ];
}
