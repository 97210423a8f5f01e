import { textLoader } from '../../report/text/load.ts';
import type { CliTexts } from './texts.ts';

/** What the command line says. */
export const loadCliTexts = textLoader<CliTexts>({
  en: async () => (await import('./en.ts')).CLI_EN,
  zh: async () => (await import('./zh.ts')).CLI_ZH,
});
