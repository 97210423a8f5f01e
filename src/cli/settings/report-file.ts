import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import type { FormatName } from '../../report/formats/index.ts';
import type { Lang } from '../../sentences/language.ts';
import type { UsageProblem } from '../texts.ts';
import type { Given } from './value-types.ts';

/*
 * `--output FILE` and `--json`: what other tools taught people to write, in the words of `--format`, which is
 * all that the commands know.
 */

/** What the suffix of a file says of the report in it. */
const SUFFIXES: readonly (readonly [suffix: string, format: FormatName])[] = [
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.json', 'json'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.md', 'markdown'],
  ['.csv', 'csv'],
  ['.har', 'har'],
  ['.sarif', 'sarif'],
  ['.xml', 'junit'],
  ['.txt', 'table'],
];

/** The same for the help. */
export const SUFFIX_LIST: Readonly<Record<Lang, string>> = {
  en: SUFFIXES.map(([suffix]) => suffix).join(', '),
  zh: SUFFIXES.map(([suffix]) => suffix).join('、'),
};

/**
 * What `--format` would say. A lone format without a file is that of a lone file, whatever it is called: who
 * writes `-f sarif -o scan.json` wants one report.
 */
export function formatWords(
  formats: Given,
  files: readonly string[],
  isJson: boolean,
): Result<Given, UsageProblem> {
  const words = [...formats.map(String), ...(isJson ? ['json'] : [])];
  const isBare = (word: string): boolean => !word.includes('=');
  const bare = words.filter(isBare);
  const lone = bare.length === 1 && files.length === 1 ? bare[0] : undefined;
  for (const file of files) {
    const name = lone ?? SUFFIXES.find(([suffix]) => file.toLowerCase().endsWith(suffix))?.[1];
    if (name === undefined) return fail({ code: 'format-of-file', value: file, list: SUFFIX_LIST.en });
    const at = words.indexOf(name);
    words.splice(at < 0 ? words.length : at, at < 0 ? 0 : 1, `${name}=${file}`);
  }
  return ok(words);
}
