import type { CauseId, NoteId } from '../engine/diagnose/cause.ts';
import type { Verdict } from '../engine/diagnose/model.ts';
import type { CauseEntry } from './causes/entry.ts';
import { CAUSES } from './causes/index.ts';
import { NOTES } from './causes/notes.ts';
import { SDK_DEFECT_KINDS } from './causes/sdk-defects.ts';
import { NEEDS_SECRET, VERDICT_ENTRIES } from './causes/verdicts.ts';
import { said } from './in-language.ts';
import type { Lang, Template } from './language.ts';

/** What a reader learns of a cause, or of a verdict without one. */
export interface CauseText {
  /** One sentence: who did what. */
  readonly headline: Template;
  /** Why this happens. */
  readonly cause: Template;
  /** What to do next. */
  readonly cure: Template;
}

/** What is said of requests that fail, in one language. */
export interface FailureTexts {
  readonly verdicts: Readonly<Record<Verdict, CauseText>>;
  /** Short names of verdicts: tables and pages name each by no other. */
  readonly verdictNames: Readonly<Record<Verdict, Template>>;
  /** In the place of those of `needs-secret` where there are not two strings that agree. */
  readonly needsSecret: Readonly<Record<keyof typeof NEEDS_SECRET, CauseText>>;
  readonly causes: Readonly<Record<CauseId, CauseText>>;
  readonly notes: Readonly<Record<NoteId, Template>>;
  /** Words that arguments carry; a word that is missing here is shown as it is. */
  readonly words: Readonly<Record<string, Template>>;
}

const made: Partial<Record<Lang, FailureTexts>> = {};

/** Made when it is first asked for: it is half of all texts, and a scan in which nothing fails says none. */
export function failureTexts(lang: Lang): FailureTexts {
  made[lang] ??= {
    verdicts: causeTexts(VERDICT_ENTRIES, lang),
    verdictNames: verdictNames(lang),
    needsSecret: causeTexts(NEEDS_SECRET, lang),
    causes: causeTexts(CAUSES, lang),
    notes: said(NOTES, lang),
    words: { ...briefTexts(lang), ...said(SDK_DEFECT_KINDS, lang) },
  };
  return made[lang];
}

/** Short names of verdicts, for people. */
export function verdictNames(lang: Lang): Readonly<Record<Verdict, Template>> {
  return mapped(VERDICT_ENTRIES, ({ title }) => title[lang]);
}

function causeTexts<Id extends string>(
  given: Readonly<Record<Id, Pick<CauseEntry, 'headline' | 'cause' | 'cure'>>>,
  lang: Lang,
): Readonly<Record<Id, CauseText>> {
  return mapped(given, ({ headline, cause, cure }) => ({
    headline: headline[lang],
    cause: cause[lang],
    cure: cure[lang],
  }));
}

/** The few words of every cause that has some, by its id. */
function briefTexts(lang: Lang): Readonly<Record<string, Template>> {
  const words: Record<string, Template> = {};
  for (const [id, { brief }] of Object.entries<CauseEntry>(CAUSES)) {
    if (brief !== undefined) words[id] = brief[lang];
  }
  return words;
}

function mapped<Id extends string, From, To>(
  given: Readonly<Record<Id, From>>,
  map: (entry: From) => To,
): Readonly<Record<Id, To>> {
  const texts: Partial<Record<Id, To>> = {};
  for (const id in given) texts[id] = map(given[id]);
  // every id has just been given its value
  return texts as Record<Id, To>;
}
