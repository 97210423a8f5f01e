import type { Lang } from '../../report/text/template.ts';
import type { CliTexts } from './texts.ts';

/** The command line's sentences in one language; the other's are not loaded. */
export async function loadCliTexts(lang: Lang): Promise<CliTexts> {
  switch (lang) {
    case 'en':
      return (await import('./en.ts')).CLI_EN;
    case 'zh':
      return (await import('./zh.ts')).CLI_ZH;
  }
}
