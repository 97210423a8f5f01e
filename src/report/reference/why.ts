import { NOTICE_CODES, type NoticeCode } from '../../engine/bytes/notice.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { CauseId, NoteId } from '../../engine/diagnose/cause.ts';
import { VERDICTS, type Verdict } from '../../engine/diagnose/model.ts';
import type { HypothesisField } from '../../engine/diagnose/ports.ts';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../engine/sign/canonical.ts';
import { isOfUrl, versionRecord, versionsWith } from '../../engine/sign/versions.ts';
import { SUSPECT_KINDS, SUSPECTS, type SuspectEntry } from '../../features/suspects/entries.ts';
import { type Hypothesis, isOfString } from '../../search/hypothesis.ts';
import { ADVICE } from '../../sentences/causes/advice.ts';
import { CAUSE_EXAMPLES } from '../../sentences/causes/examples.ts';
import { CAUSE_IDS, CAUSES } from '../../sentences/causes/index.ts';
import { NOTE_IDS } from '../../sentences/causes/notes.ts';
import { VERDICT_ENTRIES } from '../../sentences/causes/verdicts.ts';
import type { DetailTexts } from '../../sentences/detail.ts';
import {
  capital,
  type FillArgs,
  type Filler,
  fill,
  generalSentence,
  plainFiller,
} from '../../sentences/fill.ts';
import { PUNCTUATION, type Template } from '../../sentences/language.ts';
import { loadDetailTexts, loadReferenceTexts } from '../../sentences/load.ts';
import { MEASURES } from '../../sentences/measures.ts';
import type { Problem } from '../../sentences/problems.ts';
import type { ReferenceLabelId, ReferenceTexts } from '../../sentences/reference.ts';
import type { Texts } from '../../sentences/texts.ts';
import { aside, type DetailView, rowReason, say } from '../detail/signing.ts';
import type { Document, Entry, Fact, ListItem, Part } from '../document/blocks.ts';
import { preciseCureTemplates } from '../findings/explain.ts';
import type { View } from '../terminal/view.ts';
import {
  causesUnder,
  certaintiesOf,
  codesMeaning,
  DECISION_ROWS,
  ecMeaningsOf,
  hypothesesOf,
  pageOf,
  proofKindsOf,
  REFERENCE_KINDS,
  type ReferenceKind,
  rowsOf,
} from './cause-rows.ts';

/*
 * What an id of a report means by itself, apart from any request: from the tables that the diagnosis works
 * with. The reference pages and `why` are made of this.
 */

/** An id, and what it stands for: the ids of one kind are no others of it. */
export type Reference = {
  readonly [K in ReferenceKind]: { readonly kind: K; readonly id: IdOf[K] };
}[ReferenceKind];

interface IdOf {
  readonly cause: CauseId;
  readonly verdict: Verdict;
  readonly suspect: keyof typeof SUSPECTS;
  readonly advice: keyof typeof ADVICE;
  readonly note: NoteId;
  readonly notice: NoticeCode;
}

/** Everything that is said of an id, as plain text in one language. */
export interface ReferenceEntry {
  readonly kind: ReferenceKind;
  readonly id: string;
  /** Of a cause: the verdict that it comes with. */
  readonly verdict: Verdict | null;
  /** What it means; `…` stands where a request gives the value. */
  readonly headline: string;
  /** Why this happens, or what follows from it. */
  readonly why: string | null;
  /** What holds where it is reported. */
  readonly shows: readonly string[];
  readonly certainties: readonly string[];
  readonly proofs: readonly string[];
  readonly toDo: string | null;
  /** The cheapest thing that would settle it. */
  readonly settles: string | null;
  /** The same with the values of a request. */
  readonly example: string | null;
  /** Of a verdict. */
  readonly causes: readonly CauseId[];
  /** Pages of OSS. */
  readonly documents: readonly string[];
  /** Path within the package. */
  readonly page: string;
}

export interface ReferenceContext {
  readonly texts: Texts;
  readonly detail: DetailTexts;
  readonly reference: ReferenceTexts;
}

/** Every id, kind by kind. */
export const REFERENCES: readonly Reference[] = [
  ...CAUSE_IDS.map((id) => ({ kind: 'cause', id }) as const),
  ...VERDICTS.map((id) => ({ kind: 'verdict', id }) as const),
  ...SUSPECT_KINDS.map((id) => ({ kind: 'suspect', id }) as const),
  // each key is an id
  ...(Object.keys(ADVICE) as (keyof typeof ADVICE)[]).map((id) => ({ kind: 'advice', id }) as const),
  ...NOTE_IDS.map((id) => ({ kind: 'note', id }) as const),
  ...NOTICE_CODES.map((id) => ({ kind: 'notice', id }) as const),
];

/** What an id stands for, the cause before all others; none for what is no id. */
export function referencesNamed(name: string): readonly Reference[] {
  return REFERENCES.filter(({ id }) => id === name);
}

/**
 * Ids that have what was given in their name, or a suspect in its sentence: each of its words begins one of
 * theirs, in any order. The name of a kind stands for all of it.
 */
export function referencesLike(part: string): readonly Reference[] {
  const kind = REFERENCE_KINDS.find((each) => each === part);
  if (kind !== undefined) return REFERENCES.filter((each) => each.kind === kind);
  const parts = wordsOf(part);
  if (parts.length === 0) return [];
  return REFERENCES.filter((each) => {
    const words = wordsOf(each.kind === 'suspect' ? `${each.id} ${SUSPECTS[each.id].summary.en}` : each.id);
    return parts.every((start) => words.some((word) => word.startsWith(start)));
  });
}

/** The words of an id; one that a person wrote may have capitals, blanks, or dots at its end. */
export function wordsOf(id: string): readonly string[] {
  return id.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

export function referenceEntry(of: Reference, context: ReferenceContext): ReferenceEntry {
  const { texts, reference } = context;
  const said = sayings(of, context);
  const { stop } = PUNCTUATION[texts.lang];
  const sentence = (text: string): string => {
    const plain = capital(withoutMarks(text));
    return plain === '' || /[.。!?？]$/.test(plain) ? plain : plain + stop;
  };
  const orNull = (template: Template | undefined): string | null =>
    template === undefined || template === '' ? null : sentence(generalSentence(template));
  return {
    kind: of.kind,
    id: of.id,
    verdict: said.verdict ?? null,
    headline: sentence(generalSentence(said.headline)),
    why: orNull(said.why),
    shows: (said.shows ?? []).map(sentence),
    certainties: (said.certainties ?? []).flatMap((each) =>
      each === null ? [] : [texts.measures[MEASURES[each]]],
    ),
    proofs: (said.proofs ?? []).map(sentence),
    toDo: orNull(said.toDo),
    settles: orNull(said.settles),
    example: said.example ?? null,
    causes: said.causes ?? [],
    documents: (said.codes ?? []).map((ec) => reference.ecPages + ec),
    page: pageOf(of.kind, of.id, texts.lang),
  };
}

/** The sentences of an entry as the tables have them. */
interface Sayings {
  readonly headline: Template;
  readonly verdict?: Verdict | undefined;
  readonly why?: Template | undefined;
  readonly shows?: readonly string[];
  readonly certainties?: ReturnType<typeof certaintiesOf>;
  readonly proofs?: readonly string[];
  readonly toDo?: Template | undefined;
  readonly settles?: Template;
  readonly example?: string | null;
  readonly causes?: readonly CauseId[];
  readonly codes?: readonly string[];
}

function sayings(of: Reference, context: ReferenceContext): Sayings {
  const { texts, detail, reference } = context;
  const { lang } = texts;
  switch (of.kind) {
    case 'cause': {
      const { headline, cause, cure } = texts.causes[of.id];
      const rows = rowsOf(of.id);
      const verdict = VERDICTS.find((each) => causesUnder(each).includes(of.id));
      return {
        headline,
        verdict,
        why: cause,
        shows: rows.map(({ number }) => rowReason(number, detail)),
        certainties: certaintiesOf(rows, verdict),
        proofs: proofsOf(of.id, reference),
        toDo: [cure, ...preciseCureTemplates(of.id, texts)].join(PUNCTUATION[lang].semicolon),
        example: exampleOf(of.id, texts),
        codes: codesMeaning(ecMeaningsOf(of.id)),
      };
    }
    case 'verdict': {
      const { meaning, given, toDo } = reference.verdicts[of.id];
      const { headline, cure } = texts.verdicts[of.id];
      const rows = DECISION_ROWS.filter(({ verdicts }) => verdicts.includes(of.id));
      return {
        headline,
        why: meaning,
        shows: [given],
        certainties: certaintiesOf(rows, of.id),
        toDo: toDo ?? cure,
        causes: causesUnder(of.id),
      };
    }
    case 'suspect': {
      const { summary, advice, change, proof = summary }: SuspectEntry = SUSPECTS[of.id];
      return { headline: summary[lang], toDo: advice[lang], settles: (change ?? proof)[lang] };
    }
    case 'advice': {
      const { summary, advice } = ADVICE[of.id];
      return { headline: summary[lang], toDo: advice[lang] };
    }
    case 'note':
      return { headline: texts.notes[of.id] };
    case 'notice':
      return { headline: texts.notices[of.id] };
  }
}

/** What proves it, each proof once; the search with the hypotheses that name the cause. */
function proofsOf(id: CauseId, { lang, proofs, labels }: ReferenceTexts): readonly string[] {
  return proofKindsOf(id).map((kind) => {
    const hypotheses = kind === 'search' ? hypothesesOf(id) : [];
    if (hypotheses.length === 0) return proofs[kind];
    return labels['proved-by'].replace('{list}', hypotheses.join(PUNCTUATION[lang].listComma));
  });
}

/**
 * The sentences of a cause that a request gives values to, with those of an example; null where there are
 * none: they are as plain as an example.
 */
export function exampleOf(id: CauseId, texts: Texts): string | null {
  const examples: Readonly<Record<string, FillArgs>> = CAUSE_EXAMPLES;
  const args = Object.hasOwn(examples, id) ? examples[id] : undefined;
  if (args === undefined) return null;
  const { stop, gap } = PUNCTUATION[texts.lang];
  const { headline, cause, cure } = texts.causes[id];
  const filler = plainFiller(texts);
  const sentences = [headline, cause, cure]
    .filter((template) => generalSentence(template) !== template)
    .map((template) => capital(fill(template, args, filler)))
    .map((text) => (/[.。]$/.test(text) ? text : text + stop));
  return sentences.length === 0 ? null : sentences.join(gap);
}

/** Markdown without its code and its links. */
function withoutMarks(text: string): string {
  return text.replace(/\[([^\][]*)\]\([^)]{0,300}\)/g, '$1').replaceAll('`', '');
}

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
  const { semicolon } = PUNCTUATION[texts.lang];
  const kind = reference.labels[`kind-${entry.kind}`];
  const verdict = VERDICTS.find((each) => each === (entry.verdict ?? entry.id));
  const named = verdict === undefined ? '' : semicolon + VERDICT_ENTRIES[verdict].title[texts.lang];
  const facts: readonly Fact[] = [
    ...entryFacts(entry, reference),
    ...entry.documents.map((text) => ({ title: reference.labels.document, text, isCommand: true }) as const),
    { title: reference.labels.page, text: entry.page, isCommand: true },
  ];
  return [
    [
      { kind: 'title', text: entry.id + aside(kind + named, view) },
      { kind: 'paragraph', text: entry.headline },
    ],
    [{ kind: 'facts', facts }],
  ];
}

/** Gives what is to be said of a cause or a verdict by itself; null for what is neither. */
export type About = (rule: string) => { readonly id: string; readonly facts: readonly Fact[] } | null;

/** What an id means, for the page: what a card says of its own requests, it need not say of any. */
export async function loadAbout(texts: Texts): Promise<About> {
  const [detail, reference] = await Promise.all([
    loadDetailTexts(texts.lang),
    loadReferenceTexts(texts.lang),
  ]);
  return (rule) => {
    const of = referencesNamed(rule).find(({ kind }) => kind === 'cause' || kind === 'verdict');
    if (of === undefined) return null;
    const entry = referenceEntry(of, { texts, detail, reference });
    const why = of.kind === 'cause' ? null : entry.why;
    const facts = entryFacts({ ...entry, why, toDo: null, certainties: [], causes: [] }, reference);
    return { id: rule, facts: facts.filter(({ text }) => text !== null && text !== '') };
  };
}

/** What is said of an id, without the documents and the page. */
export function entryFacts(entry: ReferenceEntry, { lang, labels }: ReferenceTexts): readonly Fact[] {
  const { gap, listComma } = PUNCTUATION[lang];
  const title = (id: ReferenceLabelId): string => labels[id];
  return [
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

/** What fits words that name no id: problems with the command to run, and ids, the best first. */
export function whyFound(
  words: string,
  problems: readonly Problem[],
  entries: readonly ReferenceEntry[],
  view: WhyView,
): Document {
  const { labels } = view.reference;
  const facts = entries.map(({ id, headline }) => ({ title: id, text: headline }));
  return [
    [{ kind: 'paragraph', text: labels['index-under'].replace('{words}', () => printable(words)), depth: 0 }],
    ...problems.map(({ title, command, says }): Part => {
      const run: readonly Fact[] = [
        { title: labels['problem-run'], text: command, isCommand: true },
        { title: labels['problem-says'], text: says },
      ];
      return [
        { kind: 'heading', text: title },
        { kind: 'facts', facts: run },
      ];
    }),
    ...(facts.length === 0
      ? []
      : [
          [
            { kind: 'heading', text: labels['index-may-be'] },
            { kind: 'facts', facts },
          ] as const,
        ]),
  ];
}

/** The problems that people come with, each with the command to run. */
export function whyProblems(problems: readonly Problem[], { reference }: WhyView): Document {
  const { labels } = reference;
  return [
    [
      { kind: 'heading', text: labels['index-problems'] },
      ...problems.flatMap(
        ({ title, command }): Part => [
          { kind: 'paragraph', text: title },
          { kind: 'verbatim', lines: [`    ${command}`], isCopied: true },
        ],
      ),
    ],
    (['index-word', 'index-all'] as const).map((id) => ({ kind: 'paragraph', text: labels[id], depth: 0 })),
  ];
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

/** A hypothesis of the search as a reader sees it. */
export interface HypothesisEntry {
  readonly id: string;
  readonly field: HypothesisField;
  readonly changes: 'string' | 'secret';
  readonly versions: readonly SignatureVersion[];
  /** From 1, what happens most, to 5. */
  readonly cost: Hypothesis['cost'];
  /** Never tried together with another. */
  readonly aloneOnly: boolean;
  readonly causes: readonly {
    readonly id: CauseId;
    readonly headline: string;
    readonly cure: string;
  }[];
}

/** The table of hypotheses with the sentences of one language; `…` stands where a request gives the value. */
export function hypothesisEntries(
  table: readonly Hypothesis[],
  filler: Filler,
  texts: Texts,
): readonly HypothesisEntry[] {
  return table.map((hypothesis) => {
    const { id, field, ofSecret, cost, single, causes } = hypothesis;
    return {
      id,
      field,
      changes: ofSecret === true ? 'secret' : 'string',
      versions: versionsOf(hypothesis),
      cost,
      aloneOnly: single === true,
      causes: causes.map((cause) => ({
        id: cause,
        headline: fill(texts.causes[cause].headline, blanks(cause), filler),
        cure: fill(texts.causes[cause].cure, blanks(cause), filler),
      })),
    };
  });
}

function blanks(cause: CauseId): FillArgs {
  return Object.fromEntries(Object.keys(CAUSES[cause].args).map((name) => [name, '…']));
}

function versionsOf(hypothesis: Hypothesis): readonly SignatureVersion[] {
  return SIGNATURE_VERSIONS.filter(
    (version) =>
      hypothesis.except?.includes(version) !== true && isOfString(hypothesis, versionRecord(version)),
  );
}

/** The table of hypotheses: a row for each, and below it what the client did and what to do. */
export function hypothesesDocument(entries: readonly HypothesisEntry[], view: DetailView): Document {
  const titles = [
    say(view, 'column-hypothesis'),
    say(view, 'column-changes'),
    say(view, 'column-cost'),
    say(view, 'column-versions'),
  ];
  const rows = entries.map(({ id, field, cost, aloneOnly, versions, causes }) => ({
    cells: [
      id,
      view.detail.hypothesisFields[field],
      String(cost) + (aloneOnly ? say(view, 'alone-only') : ''),
      versionsText(versions, view),
    ],
    remarks: remarksOf(causes),
  }));
  return [
    [{ kind: 'paragraph', text: say(view, 'hypotheses-head', { n: entries.length }), depth: 0 }],
    [{ kind: 'entries', titles, entries: rows }],
    [{ kind: 'paragraph', text: say(view, 'hypotheses-foot'), depth: 0 }],
  ];
}

/** Each headline, and a cure under the last of the headlines that share it. */
function remarksOf(causes: HypothesisEntry['causes']): Entry['remarks'] {
  return causes.flatMap(({ headline, cure }, at) => {
    const isRepeated = causes.slice(0, at).some((each) => each.headline === headline);
    return [
      ...(isRepeated ? [] : [{ text: headline, isCure: false }]),
      ...(causes[at + 1]?.cure === cure ? [] : [{ text: cure, isCure: true }]),
    ];
  });
}

/** Versions in short: a version with its URL form as `v4(-url)`. */
export function versionsText(
  versions: readonly SignatureVersion[],
  view: Pick<DetailView, 'detail' | 'filler'>,
): string {
  const forms = versionsWith({ carrier: 'form' });
  const requests = SIGNATURE_VERSIONS.filter((version) => !forms.includes(version));
  if (versions.length === SIGNATURE_VERSIONS.length) return say(view, 'versions-all');
  if (requests.every((version) => versions.includes(version)) && versions.length === requests.length) {
    return say(view, 'versions-requests');
  }
  const hasAllForms = forms.every((version) => versions.includes(version));
  const has = (carrier: 'header' | 'url', of: SignatureVersion): boolean => {
    const { dialect, family } = versionRecord(of);
    return versionsWith({ dialect, family, carrier }).some((each) => versions.includes(each));
  };
  return versions
    .flatMap((version) => {
      if (hasAllForms && forms.includes(version)) return version === forms[0] ? ['post-*'] : [];
      if (isOfUrl(version)) return has('header', version) ? [] : [version];
      return [has('url', version) ? `${version}(-url)` : version];
    })
    .join(' ');
}
