import type { Lang } from './template.ts';
import type { Texts } from './texts.ts';

/** The sentences of one language; the other's are not loaded. */
export async function loadTexts(lang: Lang): Promise<Texts> {
  switch (lang) {
    case 'en':
      return (await import('./en.ts')).EN;
    case 'zh':
      return (await import('./zh.ts')).ZH;
  }
}
