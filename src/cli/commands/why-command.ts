import { nearNames } from '../../engine/bytes/near-name.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import type { Document } from '../../report/document/blocks.ts';
import { SCHEMA_VERSION } from '../../report/json/text.ts';
import { findByWords } from '../../report/reference/find.ts';
import {
  hypothesesDocument,
  hypothesisEntries,
  REFERENCES,
  type Reference,
  type ReferenceEntry,
  referenceEntry,
  referencesLike,
  referencesNamed,
  type WhyView,
  whyDocument,
  whyFound,
  whyIndex,
  whyList,
  whyProblems,
  wordsOf,
} from '../../report/reference/why.ts';
import { HYPOTHESES } from '../../search/hypotheses/index.ts';
import { plainFiller } from '../../sentences/fill.ts';
import { type Lang, PUNCTUATION } from '../../sentences/language.ts';
import { loadReferenceTexts } from '../../sentences/load.ts';
import { problemsIn, REPORTED_AS } from '../../sentences/problems.ts';
import { EXIT } from '../ending.ts';
import type { CommandContext } from '../io.ts';
import { errorLine, usageMessage } from '../messages.ts';
import { loadPageTexts, type Page, writePage } from '../page.ts';
import type { UsageProblem } from '../texts.ts';
import type { WhyArguments } from './why.ts';

/**
 * Says what an id of a report means; of words, what fits them; without any, what people come with, or each
 * id. Gives the exit code.
 */
export async function run(args: WhyArguments, context: CommandContext): Promise<number> {
  const { words } = args;
  if (words === 'hypotheses') return showHypotheses(args, context);
  const [texts, reference] = await Promise.all([
    loadPageTexts(context.lang),
    loadReferenceTexts(context.lang),
  ]);
  const all = { ...texts, reference };
  const answer = words === null ? answerAll(args.everyId, context.lang) : await answerTo(words, context);
  if (answer === null) {
    const value = words ?? '';
    const near = nearIds(value).join(PUNCTUATION[context.lang].listComma);
    const problem: UsageProblem = { code: 'unknown-id', value, near: near === '' ? null : near };
    context.io.stderr.write(errorLine(usageMessage(problem, context.texts, 'why')));
    return EXIT.NOT_DONE;
  }
  const entries = answer.references.map((each) => referenceEntry(each, all));
  const page: Page = {
    door: EVIDENCE_DOOR,
    document: (view) => answer.document(entries, { ...view, reference }),
    json: (tool) => ({ schemaVersion: SCHEMA_VERSION, tool, entries }),
  };
  return writePage(args, context, async () => ({ page, texts, exitCode: EXIT.CLEAN }));
}

/** The ids that are told of, and how. */
interface Answer {
  readonly references: readonly Reference[];
  readonly document: (entries: readonly ReferenceEntry[], view: WhyView) => Document;
}

function answerAll(isEvery: boolean, lang: Lang): Answer {
  const problems = Object.values(problemsIn(lang));
  return {
    references: REFERENCES,
    document: (entries, view) => (isEvery ? whyIndex(entries, view) : whyProblems(problems, view)),
  };
}

/** Null where nothing fits, or the words are a mistyped id. */
async function answerTo(words: string, { lang }: CommandContext): Promise<Answer | null> {
  const exact = referencesNamed(words);
  if (exact.length > 0) return { references: exact, document: whyDocument };
  const like = referencesLike(words);
  const isReported = REPORTED_AS.some(([known]) => known.split(' ').includes(words.toLowerCase()));
  if (like.length > 0 && !isReported) {
    return { references: like, document: (entries, view) => whyList(words, entries, view) };
  }
  if (!isReported && isMistyped(words)) return null;
  // what is asked in Chinese is looked for in the Chinese sentences, whatever the language of the answer
  const asked: Lang = /\p{Script=Han}/u.test(words) ? 'zh' : 'en';
  const [texts, reference] = await Promise.all([loadPageTexts(asked), loadReferenceTexts(asked)]);
  const { problems, references } = findByWords(words, { ...texts, reference });
  if (references.length === 0 && problems.length === 0) return null;
  const said = problemsIn(lang);
  return {
    references,
    document: (entries, view) =>
      whyFound(
        words,
        problems.map((id) => said[id]),
        entries,
        view,
      ),
  };
}

/** Whether it is one word that is spelled much like an id. */
function isMistyped(words: string): boolean {
  return !/\s/.test(words) && nearNames(words.toLowerCase(), ids()).length > 0;
}

function ids(): readonly string[] {
  return [...new Set(REFERENCES.map(({ id }) => id))];
}

/** Lists what the search tries. */
async function showHypotheses(args: WhyArguments, context: CommandContext): Promise<number> {
  const texts = await loadPageTexts(context.lang);
  const entries = hypothesisEntries(HYPOTHESES, plainFiller(texts.texts), texts.texts);
  const page: Page = {
    door: EVIDENCE_DOOR,
    document: (view) => hypothesesDocument(entries, view),
    json: (tool) => ({ schemaVersion: SCHEMA_VERSION, tool, hypotheses: entries }),
  };
  return writePage(args, context, async () => ({ page, texts, exitCode: EXIT.CLEAN }));
}

/** Ids that are offered for one that there is none. */
const MAX_NEAR = 4;

/** Ids that are spelled much like it, else those that share most of its words. */
function nearIds(name: string): readonly string[] {
  const near = nearNames(name.toLowerCase(), ids());
  if (near.length > 0) return near.slice(0, MAX_NEAR);
  const given = wordsOf(name);
  const ranked = ids().map((id) => {
    const words = wordsOf(id);
    const isShared = (word: string): boolean =>
      words.some((other) => other.startsWith(word)) || nearNames(word, words).length > 0;
    return { id, shared: given.filter(isShared).length, words: words.length };
  });
  const [first, ...others] = ranked.sort((a, b) => b.shared - a.shared || a.words - b.words);
  if (first === undefined || first.shared === 0) return [];
  const best = [first, ...others.filter(({ shared }) => shared === first.shared)];
  return best.slice(0, MAX_NEAR).map(({ id }) => id);
}
