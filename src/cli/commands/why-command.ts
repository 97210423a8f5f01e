import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import { SCHEMA_VERSION } from '../../report/json/text.ts';
import {
  hypothesesDocument,
  hypothesisEntries,
  REFERENCES,
  referenceEntry,
  referencesLike,
  referencesNamed,
  whyDocument,
  whyIndex,
  whyList,
  wordsOf,
} from '../../report/reference/why.ts';
import { HYPOTHESES } from '../../search/hypotheses/index.ts';
import { plainFiller } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { loadReferenceTexts } from '../../sentences/load.ts';
import { EXIT } from '../ending.ts';
import { nearNames } from '../given-words.ts';
import type { CommandContext } from '../io.ts';
import { errorLine, usageMessage } from '../messages.ts';
import { loadPageTexts, type Page, writePage } from '../page.ts';
import type { UsageProblem } from '../texts.ts';
import type { WhyArguments } from './why.ts';

/**
 * Says what an id of a report means; of a word in the names of ids, lists them; without one, shows all at a
 * glance. Gives the exit code.
 */
export async function run(args: WhyArguments, context: CommandContext): Promise<number> {
  const { id } = args;
  if (id === 'hypotheses') return showHypotheses(args, context);
  const exact = id === null ? [] : referencesNamed(id);
  const named = id === null ? REFERENCES : exact.length > 0 ? exact : referencesLike(id);
  if (id !== null && named.length === 0) {
    const near = nearIds(id).join(PUNCTUATION[context.lang].listComma);
    const problem: UsageProblem = { code: 'unknown-id', value: id, near: near === '' ? null : near };
    context.io.stderr.write(errorLine(usageMessage(problem, context.texts, 'why')));
    return EXIT.NOT_DONE;
  }
  const [texts, reference] = await Promise.all([
    loadPageTexts(context.lang),
    loadReferenceTexts(context.lang),
  ]);
  const entries = named.map((each) => referenceEntry(each, { ...texts, reference }));
  const page: Page = {
    door: EVIDENCE_DOOR,
    document: (view) => {
      const why = { ...view, reference };
      if (id === null) return whyIndex(entries, why);
      return exact.length > 0 ? whyDocument(entries, why) : whyList(id, entries, why);
    },
    json: (tool) => ({ schemaVersion: SCHEMA_VERSION, tool, entries }),
  };
  return writePage(args, context, async () => ({ page, texts, exitCode: EXIT.CLEAN }));
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
  const ids = [...new Set(REFERENCES.map(({ id }) => id))];
  const near = nearNames(name.toLowerCase(), ids);
  if (near.length > 0) return near.slice(0, MAX_NEAR);
  const given = wordsOf(name);
  const ranked = ids.map((id) => {
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
