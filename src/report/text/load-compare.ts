import type { CompareTexts } from './compare-texts.ts';
import type { Lang } from './template.ts';

/** The sentences of a comparison, in one language; the other's are not loaded. */
export async function loadCompareTexts(lang: Lang): Promise<CompareTexts> {
  switch (lang) {
    case 'en':
      return (await import('./en-compare.ts')).EN_COMPARE;
    case 'zh':
      return (await import('./zh-compare.ts')).ZH_COMPARE;
  }
}
