import type { ArgumentsIn, Prose } from '../engine/diagnose/prose.ts';
import type { OssExchange } from '../engine/oss/model.ts';

export const LANGUAGES = ['en', 'zh'] as const;

export type Lang = (typeof LANGUAGES)[number];

/**
 * A sentence with places for arguments: `{name}` puts the value, and after a colon stands how: `{x:q}` in
 * quotes, or "(empty)"; `{x:n}` a number with its digits grouped; `{x:s}` an `s` unless it is 1; `{x:after}`
 * text with a space before it, or nothing; `{x:long}` text that is cut late, `{x:lq}` the same in quotes;
 * `{x:word}` a word of this program in the reader's language; `{x:duration}` seconds; `{x:earlier}` how many
 * seconds ago, or nothing for none; `{x:offset}` seconds that one clock is ahead of or behind another;
 * `{x:time}` Unix seconds; `{x:at}` a frame, or the line of a text.
 */
export type Template = string;

/** The service that sentences about an exchange name. */
export type Served = Pick<OssExchange, 'provider' | 'flavour' | 'service'>;

/**
 * What stands between the pieces that a text is put together from, with the blanks that the language has
 * there.
 */
export interface Punctuation {
  readonly comma: string;
  /** Between the items of a list. */
  readonly listComma: string;
  readonly semicolon: string;
  readonly colon: string;
  /** At the end of a sentence; `gap` follows where another does. */
  readonly stop: string;
  /** Around what is said aside. */
  readonly open: string;
  readonly close: string;
  readonly gap: string;
}

export const PUNCTUATION: Readonly<Record<Lang, Punctuation>> = {
  en: {
    comma: ', ',
    listComma: ', ',
    semicolon: '; ',
    colon: ': ',
    stop: '.',
    open: ' (',
    close: ')',
    gap: ' ',
  },
  zh: {
    comma: '，',
    listComma: '、',
    semicolon: '；',
    colon: '：',
    stop: '。',
    open: '（',
    close: '）',
    gap: '',
  },
};

/** Entries in one language. What both languages say alike is written once. */
export type Said<T> = T extends string
  ? Template
  : T extends Prose
    ? Template
    : { readonly [K in keyof T]: Said<T[K]> };

/** Entries themselves if both languages name the same arguments, else a type that says which differ. */
type Agreeing<T> = T extends string
  ? T
  : T extends { readonly en: infer En extends string; readonly zh: infer Zh extends string }
    ? [ArgumentsIn<En>, ArgumentsIn<Zh>] extends [ArgumentsIn<Zh>, ArgumentsIn<En>]
      ? T
      : { readonly argumentsDiffer: [ArgumentsIn<En>, ArgumentsIn<Zh>] }
    : { readonly [K in keyof T]: Agreeing<T[K]> };

/** Entries as they are, once the compiler has seen that both languages name the same arguments. */
export function entries<const T>(given: T & Agreeing<T>): T {
  return given;
}

/** The entries in one language, subject by subject. */
export function said<T>(given: T, lang: Lang): Said<T> {
  // the same tree, with a text in the place of each pair
  return inLanguage(given, lang) as Said<T>;
}

function inLanguage(given: unknown, lang: Lang): unknown {
  if (typeof given !== 'object' || given === null) return given;
  if (lang in given) return given[lang as keyof typeof given];
  if (Array.isArray(given)) return given.map((each) => inLanguage(each, lang));
  const texts: Record<string, unknown> = {};
  for (const [id, entry] of Object.entries(given)) texts[id] = inLanguage(entry, lang);
  return texts;
}
