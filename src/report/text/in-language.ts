import type { CauseEntry } from '../../diagnose/causes/entry.ts';
import type { Prose } from '../../diagnose/prose.ts';
import { versionRecord, versionsWith } from '../../sign/versions.ts';
import type { Lang, Template } from './language.ts';
import type { CauseText } from './texts.ts';

/** The sentences of every entry in one language. */
export function causeTexts<Id extends string>(
  entries: Readonly<Record<Id, Pick<CauseEntry, 'headline' | 'cause' | 'cure'>>>,
  lang: Lang,
): Readonly<Record<Id, CauseText>> {
  return mapEntries(entries, ({ headline, cause, cure }) => ({
    headline: headline[lang],
    cause: cause[lang],
    cure: cure[lang],
  }));
}

/** Sentences in one language. */
export function proseIn<Id extends string>(
  entries: Readonly<Record<Id, Prose>>,
  lang: Lang,
): Readonly<Record<Id, Template>> {
  return mapEntries(entries, (prose) => prose[lang]);
}

/** The few words of every entry that has some, by its id. */
export function briefTexts(
  entries: Readonly<Record<string, CauseEntry>>,
  lang: Lang,
): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const [id, { brief }] of Object.entries(entries)) {
    if (brief !== undefined) words[id] = brief[lang];
  }
  return words;
}

const SIGNED_URL: Readonly<Record<Lang, string>> = { en: ', signed URL', zh: ' 签名 URL' };

/** Words for the signature versions that a request may have; nothing names that of a form. */
export function versionWords(lang: Lang): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const version of versionsWith({})) {
    const { carrier, title } = versionRecord(version);
    if (carrier !== 'form') words[version] = carrier === 'url' ? title + SIGNED_URL[lang] : title;
  }
  return words;
}

export function mapEntries<Id extends string, From, To>(
  entries: Readonly<Record<Id, From>>,
  map: (entry: From) => To,
): Readonly<Record<Id, To>> {
  const mapped: Partial<Record<Id, To>> = {};
  for (const id in entries) mapped[id] = map(entries[id]);
  // every id has just been given its value
  return mapped as Record<Id, To>;
}
