import type { Lang } from '../../sentences/language.ts';
import type { CliTexts } from './texts.ts';

/** What the command line says. */
export const loadCliTexts = async (lang: Lang): Promise<CliTexts> =>
  (await import('./texts.ts')).cliTexts(lang);
