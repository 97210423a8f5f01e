import type { Lang } from './language.ts';
import type { CompareTexts, DetailTexts, FormatTexts, ReferenceTexts, Texts } from './texts.ts';

/** Makes a loader of texts: those of one language are loaded when they are asked for. */
export function textLoader<T>(languages: Readonly<Record<Lang, () => Promise<T>>>) {
  return (lang: Lang): Promise<T> => languages[lang]();
}

/** What every report says. */
export const loadTexts = textLoader<Texts>({
  en: async () => (await import('./en.ts')).EN,
  zh: async () => (await import('./zh.ts')).ZH,
});

export const loadCompareTexts = textLoader<CompareTexts>({
  en: async () => (await import('./en-compare.ts')).EN_COMPARE,
  zh: async () => (await import('./zh-compare.ts')).ZH_COMPARE,
});

/** What is said of one exchange that is shown in full. */
export const loadDetailTexts = textLoader<DetailTexts>({
  en: async () => (await import('./en-detail.ts')).EN_DETAIL,
  zh: async () => (await import('./zh-detail.ts')).ZH_DETAIL,
});

/** The words of the formats that other programs and pages show. */
export const loadFormatTexts = textLoader<FormatTexts>({
  en: async () => (await import('./en-formats.ts')).EN_FORMATS,
  zh: async () => (await import('./zh-formats.ts')).ZH_FORMATS,
});

/** What is said of an id by itself. */
export const loadReferenceTexts = textLoader<ReferenceTexts>({
  en: async () => (await import('./en-reference.ts')).EN_REFERENCE,
  zh: async () => (await import('./zh-reference.ts')).ZH_REFERENCE,
});
