import type { CauseEntry } from '../../diagnose/causes/entry.ts';
import { CAUSE_IDS, CAUSES } from '../../diagnose/causes/index.ts';
import { versionRecord, versionsWith } from '../../sign/versions.ts';
import type { Lang } from './template.ts';
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

/** Words for a wrong secret, by the id of the cause that says the same in sentences. */
export function secretWords(lang: Lang): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const id of CAUSE_IDS) {
    const { brief }: CauseEntry = CAUSES[id];
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

function mapEntries<Id extends string, From, To>(
  entries: Readonly<Record<Id, From>>,
  map: (entry: From) => To,
): Readonly<Record<Id, To>> {
  const mapped: Partial<Record<Id, To>> = {};
  for (const id in entries) mapped[id] = map(entries[id]);
  // every id has just been given its value
  return mapped as Record<Id, To>;
}
