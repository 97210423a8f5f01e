import { NOTICE_CODES, type NoticeCode } from '../../engine/bytes/notice.ts';
import type { CauseId, NoteId } from '../../engine/diagnose/cause.ts';
import { VERDICTS, type Verdict } from '../../engine/diagnose/model.ts';
import { SUSPECT_KINDS, SUSPECTS, type SuspectEntry } from '../../features/suspects/entries.ts';
import { ADVICE } from '../../sentences/causes/advice.ts';
import { CAUSE_EXAMPLES } from '../../sentences/causes/examples.ts';
import { CAUSE_IDS } from '../../sentences/causes/index.ts';
import { NOTE_IDS } from '../../sentences/causes/notes.ts';
import type { Proof } from '../../sentences/causes/rows.ts';
import type { DetailTexts } from '../../sentences/detail.ts';
import { type FillArgs, fill, generalSentence, plainFiller } from '../../sentences/fill.ts';
import { PUNCTUATION, type Template } from '../../sentences/language.ts';
import type { ReferenceTexts } from '../../sentences/reference.ts';
import type { Texts } from '../../sentences/texts.ts';
import { rowReason } from '../detail/view.ts';
import { preciseCureTemplates } from '../findings/explain.ts';
import {
  causesUnder,
  certaintiesOf,
  codesMeaning,
  DECISION_ROWS,
  type DecisionRow,
  ecMeaningsOf,
  hypothesesOf,
  rowsOf,
} from './cause-rows.ts';
import { pageOf, REFERENCE_KINDS, type ReferenceKind } from './pages.ts';

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
    certainties: (said.certainties ?? []).flatMap((each) => (each === null ? [] : [texts.certainties[each]])),
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
        proofs: proofsOf(of.id, rows, reference),
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
function proofsOf(
  id: CauseId,
  rows: readonly DecisionRow[],
  { lang, proofs, labels }: ReferenceTexts,
): readonly string[] {
  const kinds: readonly Proof[] = [...new Set(rows.map(({ proof }) => proof))];
  return kinds.map((kind) => {
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

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Markdown without its code and its links. */
function withoutMarks(text: string): string {
  return text.replace(/\[([^\][]*)\]\([^)]{0,300}\)/g, '$1').replaceAll('`', '');
}
