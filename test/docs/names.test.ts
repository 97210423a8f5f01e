import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../rooms/bytes.ts';
import { CAUSES, VERDICT_ENTRIES } from '../rooms/sentences.ts';
import { EVIDENCE, SUSPECTS, TRAIT_ENDINGS, TRAIT_WORDS } from '../rooms/suspects.ts';
import { ROOT } from '../support/packed-package.ts';
import { EN, ZH, ZH_COMPARE, ZH_DETAIL, ZH_FORMATS } from '../support/texts.ts';

const pages = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.zh-CN.md'))
    .map((name) => join(folder, name));
const CHINESE_PAGES = [...pages('.'), ...pages('docs'), ...pages('docs/reference')];

/** Every sentence in Chinese, in texts by language and in entries that have both languages. */
function chineseOf(value: unknown): string[] {
  if (typeof value === 'string') return /\p{Script=Han}/u.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(chineseOf) : [];
}

/** Other words for what has one name. */
const OTHER_WORDS: Readonly<Record<string, RegExp>> = {
  传输途中被改: /(?<!传输)途中(?:被改|改动了)/,
  解决办法: /(?:^|[“| ])办法(?:$|[”|]| {2})/m,
  工单信息: /(?:^|[“| ])提交工单(?:$|[”|]| {2})/m,
  威胁模型: /信任什么/,
  // as the documentation of the vendor calls them
  Bucket: /存储空间|存储桶|(?<!水)桶/,
  'Object 名称': /Object 名(?!称)|对象名|文件名（Key）|Bucket\/Key/,
  'AccessKey Secret': /签名用的密钥|客户端里的密钥|AccessKey 的密钥/,
};

describe('in Chinese, one word is used', () => {
  const texts = [ZH, ZH_COMPARE, ZH_DETAIL, ZH_FORMATS, SUSPECTS, EVIDENCE, TRAIT_WORDS, TRAIT_ENDINGS];
  const sentences = texts.flatMap(chineseOf);

  it.each(Object.entries(OTHER_WORDS))('for %s, by reports and by pages', (_, other) => {
    expect(sentences.length).toBeGreaterThan(1500);
    expect(sentences.filter((text) => other.test(text))).toEqual([]);
    expect(CHINESE_PAGES.length).toBeGreaterThan(20);
    const lines = CHINESE_PAGES.flatMap((path) => readFileSync(join(ROOT, path), 'utf8').split('\n'));
    expect(lines.filter((line) => other.test(line))).toEqual([]);
  });
});

describe('a verdict', () => {
  const names = Object.entries(VERDICT_ENTRIES);

  it.each(['en', 'zh'] as const)('has one name in %s, short enough for a table', (lang) => {
    const titles = names.map(([, { title }]) => title[lang]);
    expect(new Set(titles).size).toBe(names.length);
    expect(titles.filter((title) => displayWidth(title) > 20)).toEqual([]);
    expect(Object.values((lang === 'en' ? EN : ZH).verdictNames)).toEqual(titles);
  });

  it.each([
    ['verdicts.md', 'en'],
    ['verdicts.zh-CN.md', 'zh'],
  ] as const)('has the same name in the reference: %s', (page, lang) => {
    const text = readFileSync(join(ROOT, 'docs/reference', page), 'utf8');
    for (const [id, { title }] of names) expect(text).toContain(`| [\`${id}\`](#${id}) | ${title[lang]} |`);
  });
});

describe('what to do', () => {
  /** Where the short report cuts a text that does not fit. */
  const PARTS = /(?<=[;.])(?= )|(?<=[；。])/u;

  it.each(['en', 'zh'] as const)('comes first, and short, in %s', (lang) => {
    const most = lang === 'en' ? 160 : 90;
    const long = Object.entries({ ...CAUSES, ...VERDICT_ENTRIES })
      .map(([id, { cure }]) => [id, cure[lang].split(PARTS)[0] ?? ''] as const)
      .filter(([, first]) => first.length > most);
    expect(long).toEqual([]);
  });
});
