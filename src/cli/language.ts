import { LANGUAGES, type Lang } from '../sentences/language.ts';
import type { CliTexts } from './texts.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The first of these that is set decides (POSIX, Environment Variables §8.2, after our own). */
const VARIABLES = ['OSSCAP_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/**
 * The language of messages: `--lang` if the command line has it (the last one counts, as of every option),
 * else the environment's, else English. Looks at the raw arguments, since what is wrong with them is reported
 * in that language too.
 */
export function pickLanguage(argv: readonly string[], env: Env): Lang {
  let given: Lang | undefined;
  for (const [at, argument] of argv.entries()) {
    if (argument === '--') break;
    const value = argument.startsWith('--lang=')
      ? argument.slice('--lang='.length)
      : argument === '--lang'
        ? argv[at + 1]
        : undefined;
    given = LANGUAGES.find((name) => name === value) ?? given;
  }
  if (given !== undefined) return given;
  for (const name of VARIABLES) {
    const value = env[name];
    if (value !== undefined && value !== '') return languageOf(value);
  }
  return 'en';
}

/** The language of a locale, such as `zh_CN.UTF-8`: English for every one that is not Chinese. */
export function languageOf(locale: string): Lang {
  return /^zh/i.test(locale) ? 'zh' : 'en';
}

/** What the command line says. */
export const loadCliTexts = async (lang: Lang): Promise<CliTexts> =>
  (await import('./texts.ts')).cliTexts(lang);
