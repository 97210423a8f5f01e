import { describe, expect, it } from 'vitest';
import { pickLanguage } from '../../src/cli/language.ts';
import { nearName } from '../rooms/bytes.ts';

describe('pickLanguage', () => {
  it.each([
    [[], {}, 'en'],
    [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [[], { LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_TW' }, 'zh'],
    [[], { LC_ALL: '', LANG: 'ZH' }, 'zh'],
    [[], { OSSCAP_LANG: 'en', LC_ALL: 'zh_CN' }, 'en'],
    [['scan', '--lang', 'zh'], { OSSCAP_LANG: 'en' }, 'zh'],
    [['--lang=en', 'a'], { LANG: 'zh_CN' }, 'en'],
    [['--lang=fr'], { LANG: 'zh_CN' }, 'zh'],
    [['--lang', 'en', '--lang=zh'], {}, 'zh'],
    [['--lang=zh', '--lang', 'fr'], {}, 'zh'],
    [['--', '--lang=zh'], {}, 'en'],
  ] as const)('%j with %j is %s', (argv, env, lang) => {
    expect(pickLanguage(argv, env)).toBe(lang);
  });
});

describe('nearName', () => {
  it.each([
    ['formta', 'format'],
    ['forma', 'format'],
    ['frmt', null],
    ['credential', 'credentials'],
    ['banana', null],
    ['al', 'all'],
    ['xll', 'all'],
    ['xml', null],
    ['', null],
  ])('%j is near %j', (name, near) => {
    expect(nearName(name, ['format', 'credentials', 'all'])).toBe(near);
  });
});
