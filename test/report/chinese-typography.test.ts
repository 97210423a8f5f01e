import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/cli/settings/table.ts';
import { WORDS } from '../../src/web/page/words.ts';
import { EVIDENCE, SUSPECTS, TRAIT_WORDS } from '../rooms/suspects.ts';
import { CLI_ZH, ZH, ZH_COMPARE, ZH_DETAIL, ZH_FORMATS } from '../support/texts.ts';

/** Every sentence within a table of texts, by its path there. */
function sentencesOf(value: unknown, path = ''): (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => sentencesOf(each, `${path}/${name}`));
}

const SENTENCES = Object.entries({ ZH, ZH_COMPARE, ZH_DETAIL, ZH_FORMATS, CLI_ZH }).flatMap(([name, texts]) =>
  sentencesOf(texts, name),
);

/** What the help says of options, reports of suspects, and the page of itself. */
const OPTIONS = Object.entries({ SETTINGS, SUSPECTS, EVIDENCE, TRAIT_WORDS, WORDS })
  .flatMap(([name, table]) => sentencesOf(table, name))
  .filter(([path]) => path.endsWith('/zh'));

const HAN = '\\p{Script=Han}';

describe('sentences in Chinese', () => {
  it.each([
    ['have full-width punctuation beside Chinese characters', `${HAN}[,;:!?()]|[,;:!?()]${HAN}`],
    ['have a space between Chinese and Latin', `${HAN}[A-Za-z0-9]|[A-Za-z0-9]${HAN}`],
    [
      'have no space beside what comes in full-width quotation marks',
      `[${HAN}A-Za-z] \\{\\w+:q\\}|\\{\\w+:q\\} [${HAN}A-Za-z]`,
    ],
    ['have no space beside full-width punctuation', '[，。；：（）“”] | [，。；：（）”]'],
  ])('%s', (_, wrong) => {
    expect(SENTENCES.length).toBeGreaterThan(800);
    const pattern = new RegExp(wrong, 'u');
    expect([...SENTENCES, ...OPTIONS].filter(([, text]) => pattern.test(text))).toEqual([]);
  });
});
