import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/bytes/display-width.ts';
import { helpText, parseArguments } from '../../src/cli/settings/command-line.ts';
import { COMMAND_NAMES } from '../../src/cli/settings/names.ts';
import { helpOf } from '../../src/cli/settings/table.ts';
import { CLI_EN } from '../../src/cli/text/en.ts';
import { CLI_ZH } from '../../src/cli/text/zh.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { commandOptions } from '../support/command-options.ts';

/** Words of a shell command, as far as the examples need them. */
function wordsOf(command: string): readonly string[] {
  const last = command.replaceAll('\\\n', ' ').split(' | ').at(-1)?.split(' > ')[0] ?? '';
  return (last.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
}

describe.each([CLI_EN, CLI_ZH])('the help in $lang', (texts) => {
  it.each(COMMAND_NAMES)('of %s has two to four examples, which the parser takes', async (name) => {
    const { examples } = texts.help.commands[name];
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.length).toBeLessThanOrEqual(4);
    for (const [command, text] of examples) {
      expect(text).not.toBe('');
      const [program, ...words] = wordsOf(command);
      expect(program).toBe('osscap');
      const parsed = await parseArguments(words, texts, 100);
      expect(parsed, command).toMatchObject({ ok: true });
    }
  });

  it('keeps what an option takes apart from its description, whatever the width', async () => {
    const { string, boolean } = texts.help.parserWords;
    for (const name of COMMAND_NAMES) {
      for (const width of [60, 70, 80, 90, 100]) {
        const lines = (await helpText(name, texts, width)).split('\n');
        const kinds = lines.filter((line) => line.endsWith(`[${string}]`) || line.endsWith(`[${boolean}]`));
        expect(kinds.length).toBeGreaterThan(0);
        for (const line of kinds) {
          expect(line).toMatch(/\s\[[^[]+\]$/);
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it('names a configuration as the origin of the language only where the command reads one', async () => {
    const names = COMMAND_NAMES.filter((name) => /configuration|配置/.test(helpOf('lang', name, texts.lang)));
    expect(names).toEqual(COMMAND_NAMES.filter((name) => commandOptions(name).includes('config')));
  });

  it('gives the same commands as the other language', () => {
    for (const name of COMMAND_NAMES) {
      const commands = texts.help.commands[name].examples.map(([command]) => command);
      expect(commands).toEqual(CLI_EN.help.commands[name].examples.map(([command]) => command));
    }
  });
});

describe('--help', () => {
  it.each(COMMAND_NAMES)('of %s names each of its options, in both languages', (name) => {
    for (const lang of ['en', 'zh']) {
      const { stdout, status } = osscap([name, '--help', '--lang', lang]);
      expect(status).toBe(0);
      for (const option of commandOptions(name)) expect(stdout).toMatch(new RegExp(`--${option}\\b`));
      expect(stdout).toContain(lang === 'zh' ? '示例' : 'Examples:');
    }
  });

  it.each([
    [[], {}, false],
    [[], { LC_ALL: 'zh_CN.UTF-8' }, true],
    [[], { LC_ALL: '', LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, true],
    [[], { LC_ALL: '', LANG: 'zh_CN.UTF-8' }, true],
    [[], { LC_ALL: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' }, false],
    [[], { LC_ALL: '', LANG: 'de_DE.UTF-8' }, false],
    [['--lang', 'zh'], { LC_ALL: 'en_US.UTF-8' }, true],
    [['--lang=en'], { LC_ALL: 'zh_CN.UTF-8' }, false],
  ])('%j with %j is in Chinese: %s', (args, env, chinese) => {
    for (const command of ['scan', 'explain']) {
      const { stdout } = osscap([command, '--help', ...args], { env });
      expect(stdout).toMatch(chinese ? /^用法：/ : /^Usage: /);
      expect(/\p{Script=Han}/u.test(stdout)).toBe(chinese);
    }
  });
});

describe('did you mean', () => {
  it.each([
    ['{"formta":"json"}', 'format'],
    ['{"format":"jsno"}', 'json'],
    ['{"failOn":["tokne"]}', 'token'],
    ['{"ignores":[{"verdikt":"token","reason":"x"}]}', 'verdict'],
    ['{"ignores":[{"verdict":"tokne","reason":"x"}]}', 'token'],
    ['{"ignores":[{"cause":"content-type-adde-in-transit","reason":"x"}]}', 'content-type-added-in-transit'],
  ])('in the configuration %s', (json, meant) => {
    const path = join(temporaryFolder(), 'osscap.config.json');
    writeFileSync(path, json);
    const { stderr, status } = osscap(['config', '--config', path]);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`^osscap: .*; did you mean ${meant}\\?\n$`));
  });

  it.each([
    [['scna', 'x'], 'scan'],
    [['explian', 'x', '1'], 'explain'],
    [['scan', 'x', '--formt', 'json'], '--format'],
    [['scan', 'x', '-format', 'json'], '--format'],
    [['scan', 'x', '--no-colour'], '--no-color'],
    [['scan', 'x', '--format', 'jsno'], 'json'],
    [['scan', 'x', '--only', 'clock-scew'], 'clock-skew'],
    [['scan', 'x', '--fail-on', 'tokne'], 'token'],
    [['sign', 'http://b.oss-cn-hangzhou.aliyuncs.com/', '--sign-version', 'v4-ulr'], 'v4-url'],
    [['config', '--format', 'tabel'], 'table'],
  ])('%j', (args, meant) => {
    const { stderr, status, stdout } = osscap(args, { cwd: '/' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`; did you mean ${meant}?`);
    const chinese = osscap([...args, '--lang', 'zh'], { cwd: '/' });
    expect(chinese.stderr).toContain(meant);
    expect(chinese.stderr).toMatch(/\p{Script=Han}/u);
  });

  it('guesses variables too', () => {
    expect(osscap(['config'], { env: { OSSCAP_FORMAT: 'jsno' } }).stderr).toContain('; did you mean json?');
  });
});
