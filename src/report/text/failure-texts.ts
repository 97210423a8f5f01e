import { CAUSES } from '../../diagnose/causes/index.ts';
import { NOTES } from '../../diagnose/causes/notes.ts';
import { SDK_DEFECT_KINDS } from '../../diagnose/causes/sdk-defects.ts';
import { NEEDS_SECRET, VERDICT_ENTRIES } from '../../diagnose/causes/verdicts.ts';
import { briefTexts, causeTexts, mapEntries, proseIn } from './in-language.ts';
import type { Lang } from './language.ts';
import type { Texts } from './texts.ts';

type FailureTexts = Pick<Texts, 'verdicts' | 'verdictNames' | 'needsSecret' | 'causes' | 'notes' | 'words'>;

const made: Partial<Record<Lang, FailureTexts>> = {};

/**
 * What is said of requests that fail, in one language; `words`: those that entries bring along.
 * Made when it is first asked for: it is half of all texts, and a scan in which nothing fails says
 * none.
 */
export function failureTexts(lang: Lang): FailureTexts {
  made[lang] ??= {
    verdicts: causeTexts(VERDICT_ENTRIES, lang),
    verdictNames: mapEntries(VERDICT_ENTRIES, ({ title }) => title[lang]),
    needsSecret: causeTexts(NEEDS_SECRET, lang),
    causes: causeTexts(CAUSES, lang),
    notes: proseIn(NOTES, lang),
    words: { ...briefTexts(CAUSES, lang), ...proseIn(SDK_DEFECT_KINDS, lang) },
  };
  return made[lang];
}
