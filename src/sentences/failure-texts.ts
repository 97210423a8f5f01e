import type { CauseId, NoteId } from '../engine/diagnose/cause.ts';
import type { Verdict } from '../engine/diagnose/model.ts';
import type { Prose } from '../engine/diagnose/prose.ts';
import type { SdkDefectKind } from '../engine/diagnose/sdk-defects.ts';
import type { CauseEntry } from './causes/entry.ts';
import { CAUSES } from './causes/index.ts';
import { NOTES } from './causes/notes.ts';
import { NEEDS_SECRET, VERDICT_ENTRIES } from './causes/verdicts.ts';
import { type Lang, said, type Template } from './language.ts';

/** What the known bugs of SDKs affect, in a few words. */
const SDK_DEFECT_KINDS = {
  'defect-url-token-response': {
    en: 'signed URLs with a security token and response-… parameters',
    zh: '同时带安全令牌和 response-… 参数的签名 URL',
  },
  'defect-subresource-order': {
    en: 'the order of signed parameters that begin with the same letter',
    zh: '首字母相同的签名参数的顺序',
  },
  'defect-url-content-headers': {
    en: 'signed URLs with a Content-Type or Content-MD5',
    zh: '带 Content-Type 或 Content-MD5 的签名 URL',
  },
  'defect-url-response': { en: 'signed URLs with response-… parameters', zh: '带 response-… 参数的签名 URL' },
  'defect-header-order': { en: 'the order of x-oss- headers', zh: 'x-oss- 请求头的顺序' },
  'defect-space-as-plus': { en: 'spaces in keys', zh: 'Object 名称中的空格' },
  'defect-plus-in-key': { en: 'plus signs in keys', zh: 'Object 名称中的加号' },
  'defect-token-parameter': { en: 'the parameter security-token', zh: '参数 security-token' },
  'defect-leading-slash': { en: 'keys that begin with a slash', zh: '以斜杠开头的 Object 名称' },
  'defect-dot-segments': { en: 'keys with /./ in them', zh: '含有 /./ 的 Object 名称' },
  'defect-url-token': { en: 'signed URLs with a security token', zh: '带安全令牌的签名 URL' },
  'defect-url-key': {
    en: 'signed URLs of keys with special characters',
    zh: 'Object 名称含特殊字符的签名 URL',
  },
  'defect-process-parameter': { en: 'the parameter x-oss-process', zh: '参数 x-oss-process' },
  'defect-ac-parameters': { en: 'parameters that begin with x-oss-ac-', zh: '以 x-oss-ac- 开头的参数' },
  'defect-region-list': { en: 'the parameter regionList', zh: '参数 regionList' },
  'defect-local-date': { en: 'dates in the language of the system', zh: '按系统语言书写的日期' },
} as const satisfies Readonly<Record<SdkDefectKind, Prose>>;

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
