import type { DetailTexts } from './detail-texts.ts';
import type { Lang } from './template.ts';

/** The sentences of what is shown in full, in one language; the other's are not loaded. */
export async function loadDetailTexts(lang: Lang): Promise<DetailTexts> {
  switch (lang) {
    case 'en':
      return (await import('./en-detail.ts')).EN_DETAIL;
    case 'zh':
      return (await import('./zh-detail.ts')).ZH_DETAIL;
  }
}
