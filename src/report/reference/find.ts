import { largest } from '../../engine/bytes/collections.ts';
import type { CodeMeaning } from '../../engine/oss/vocabulary.ts';
import { PROBLEM_IDS, type ProblemId, problemsIn, REPORTED_AS } from '../../sentences/problems.ts';
import { codesMeaning } from './cause-rows.ts';
import { REFERENCES, type Reference, type ReferenceContext, referenceEntry } from './why.ts';

/*
 * Finds what a report could name by what people have of a problem: a code, a status, a header, a product, the
 * words of a message. A word counts the more the fewer entries have it, and the nearer it stands to the name.
 */

/** What fits, the best first. */
export interface Found {
  readonly problems: readonly ProblemId[];
  readonly references: readonly Reference[];
}

const MAX_PROBLEMS = 2;
const MAX_REFERENCES = 10;
/** Of the score of the best: what has less is of another matter. */
const LEAST_SHARE = 0.45;

/** Where a word is found, and what it counts there. */
const WEIGHTS = { reported: 8, name: 4, nameStart: 3, headline: 2, text: 1 } as const;

/** Words that say nothing of the matter. */
const EMPTY_WORDS = new Set(
  'a an and are as at be but by can do does for from has have i in is it its me my no not of on only or our out so that the they this to too up was we when which who why will with you your 的 了 是'.split(
    ' ',
  ),
);

/**
 * What is looked for: words, numbers and error codes of OSS, and of Chinese each pair of characters that
 * stand together.
 */
function termsOf(text: string): readonly string[] {
  const found = text.toLowerCase().match(/\d{4}-\d{8}(?!\d)|\p{Script=Han}+|[a-z0-9]+/gu) ?? [];
  const terms = found.flatMap((run) => {
    if (!/\p{Script=Han}/u.test(run) || run.length <= 2) return [run];
    return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
  });
  return [...new Set(terms)].filter((term) => !EMPTY_WORDS.has(term)).slice(0, MAX_TERMS);
}

/** Terms of a question that are looked at; a pasted page has more. */
const MAX_TERMS = 40;

/** Verdicts of which an error code says no more than that signatures differ. */
const MISMATCH: readonly CodeMeaning[] = ['signature-mismatch', 'chunked-signature-mismatch'];
const MISMATCHES: readonly string[] = [
  'client-miscomputed',
  'transit-modified',
  'wrong-secret',
  'needs-secret',
];

interface Searched {
  readonly name: string;
  readonly headline: string;
  readonly text: string;
  /** Codes and statuses that it is reported as. */
  readonly reported: string;
}

/** What fits the words, in a language of which the texts are given; nothing where no word is known. */
export function findByWords(words: string, context: ReferenceContext): Found {
  const terms = termsOf(words);
  const problems = problemsIn(context.texts.lang);
  const ranked = rank(
    REFERENCES.map((of) => [of, searchedOf(of, context)] as const),
    terms,
  );
  const near = rank(
    PROBLEM_IDS.map((id) => {
      const { title, words: others } = problems[id];
      return [id, lowerCased({ name: '', headline: '', text: '', reported: `${title} ${others}` })] as const;
    }),
    terms,
  );
  return { problems: near.slice(0, MAX_PROBLEMS), references: ranked.slice(0, MAX_REFERENCES) };
}

function searchedOf(of: Reference, context: ReferenceContext): Searched {
  const { headline, why, toDo, settles, example, shows, documents } = referenceEntry(of, context);
  const codes = MISMATCHES.includes(of.id) ? codesMeaning(MISMATCH) : [];
  const reported = REPORTED_AS.filter(([, ids]) => ids.includes(of.id)).map(([words]) => words);
  const text = [why, toDo, settles, example, ...shows, ...documents].join(' ');
  return lowerCased({ name: of.id, headline, text, reported: [...reported, ...codes].join(' ') });
}

function lowerCased({ name, headline, text, reported }: Searched): Searched {
  return {
    name: name.toLowerCase(),
    headline: headline.toLowerCase(),
    text: text.toLowerCase(),
    reported: reported.toLowerCase(),
  };
}

/** What is searched, by how well it fits; without what does not. */
function rank<Item>(all: readonly (readonly [Item, Searched])[], terms: readonly string[]): readonly Item[] {
  const weighed = all.map(
    ([item, searched]) => [item, terms.map((term) => weightOf(term, searched))] as const,
  );
  const rarities = terms.map((_, at) => {
    const having = weighed.filter(([, weights]) => (weights[at] ?? 0) > 0).length;
    return having === 0 ? 0 : Math.log(1 + all.length / having);
  });
  const scored = weighed.map(([item, weights]) => {
    return { item, score: weights.reduce((sum, weight, at) => sum + weight * (rarities[at] ?? 0), 0) };
  });
  const best = largest(
    scored.map(({ score }) => score),
    0,
  );
  return scored
    .filter(({ score }) => score > 0 && score >= best * LEAST_SHARE)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function weightOf(term: string, { name, headline, text, reported }: Searched): number {
  if (hasWord(reported, term, 'whole')) return WEIGHTS.reported;
  if (hasWord(name, term, 'whole')) return WEIGHTS.name;
  if (hasWord(name, term, 'start')) return WEIGHTS.nameStart;
  if (hasWord(headline, term, 'start')) return WEIGHTS.headline;
  return hasWord(text, term, 'start') ? WEIGHTS.text : 0;
}

/** Whether a text has a word that begins so, or is just that; within Chinese a word may begin anywhere. */
function hasWord(text: string, term: string, part: 'whole' | 'start'): boolean {
  const isLatin = (at: number): boolean => /[a-z0-9]/.test(text[at] ?? ' ');
  const mayBeginWithin = part === 'start' && !/^[a-z0-9]/.test(term);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    const isBegun = !mayBeginWithin && isLatin(at - 1);
    if (!isBegun && (part === 'start' || !isLatin(at + term.length))) return true;
  }
  return false;
}
