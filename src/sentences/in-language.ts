import type { ArgumentsIn, Prose } from '../engine/diagnose/prose.ts';
import type { Lang, Template } from './language.ts';

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
