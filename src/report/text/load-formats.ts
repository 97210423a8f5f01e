import type { FormatTexts } from './format-texts.ts';
import type { Lang } from './template.ts';

/** The words of the formats that are handed on, in one language; the other's are not loaded. */
export async function loadFormatTexts(lang: Lang): Promise<FormatTexts> {
  switch (lang) {
    case 'en':
      return (await import('./en-formats.ts')).EN_FORMATS;
    case 'zh':
      return (await import('./zh-formats.ts')).ZH_FORMATS;
  }
}
