import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpOf, optionsOf } from '../../src/cli/commands/command.ts';
import { COMMAND_NAMES } from '../../src/cli/commands/registry.ts';
import { briefHelp, helpText } from '../../src/cli/help.ts';
import { parseArguments } from '../../src/cli/settings/command-line.ts';
import { groupOf, OPTION_GROUPS, rowOf } from '../../src/cli/settings/table.ts';
import { displayWidth } from '../rooms/bytes.ts';
import { said } from '../rooms/sentences.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { ABOUT, commandHelp, commandOptions } from '../support/commands.ts';
import { CLI_EN, CLI_ZH } from '../support/texts.ts';

/** Words of a shell command, as far as the examples need them. */
function wordsOf(command: string): readonly string[] {
  const last = command.replaceAll('\\\n', ' ').split(' | ').at(-1)?.split(' > ')[0] ?? '';
  return (last.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
}

describe.each([CLI_EN, CLI_ZH])('the help in $lang', (texts) => {
  it.each(COMMAND_NAMES)('of %s has two to four examples, which the parser takes', async (name) => {
    const { examples } = commandHelp(name, texts.lang);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.length).toBeLessThanOrEqual(4);
    for (const [command, text] of examples) {
      expect(text).not.toBe('');
      const [program, ...words] = wordsOf(command.replace(/^sudo /, ''));
      expect(program).toBe('osscap');
      const parsed = await parseArguments(words);
      expect(parsed, command).toMatchObject({ ok: true });
    }
  });

  it('names the value of each option that takes one, and fits the width', () => {
    for (const name of COMMAND_NAMES) {
      for (const width of [60, 80, 100]) {
        const text = helpText(ABOUT[name], name, COMMAND_NAMES, texts, width);
        for (const option of optionsOf(ABOUT[name])) {
          const { argument, type, value } = rowOf(option);
          expect(value !== undefined, option).toBe(type.kind !== 'flag');
          if (value !== undefined) expect(text).toContain(`--${argument} ${value}`);
        }
        // a command is to be copied, and is not broken
        const examples = said(ABOUT[name].help, texts.lang).examples.flatMap(([command]) =>
          command.split('\n'),
        );
        const lines = text.split('\n').filter((line) => !examples.some((each) => line.endsWith(each)));
        for (const line of lines.filter((each) => !each.startsWith('  # '))) {
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it('names every command, with what stands behind it', () => {
    const { commands } = texts.help;
    expect(Object.keys(commands)).toEqual(expect.arrayContaining([...COMMAND_NAMES]));
    expect(Object.keys(commands).length).toBe(COMMAND_NAMES.length);
    const brief = briefHelp(ABOUT.scan, null, COMMAND_NAMES, texts, 100);
    const whole = helpText(ABOUT.scan, null, COMMAND_NAMES, texts, 100);
    for (const [name, { words, what }] of Object.entries(commands)) {
      expect(brief).toContain(name);
      expect(whole).toContain(`  ${name} ${words}`.trimEnd());
      expect(whole).toContain(what);
    }
  });

  it.each(COMMAND_NAMES)('of %s in short fits a screen, with options of daily use alone', (name) => {
    const lines = briefHelp(ABOUT[name], name === 'scan' ? null : name, COMMAND_NAMES, texts, 80).split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) {
      if (!line.startsWith('  osscap ')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    }
    const named = lines.flatMap((line) => /^ {2}(?:-\w, | {4})--([a-z-]+)/.exec(line)?.[1] ?? []);
    const daily = optionsOf(ABOUT[name]).filter((option) => rowOf(option).brief !== undefined);
    expect(named).toEqual(daily.map((option) => rowOf(option).argument));
    const [command = ''] = commandHelp(name, texts.lang).examples[0] ?? [];
    expect(lines.some((line) => line.startsWith(`  ${command}`))).toBe(true);
    expect(lines.join('\n')).toContain('--help');
  });

  it('has arguments first, then the options of daily use, and those of CI last', () => {
    const text = helpText(ABOUT.scan, 'scan', COMMAND_NAMES, texts, 100);
    const titles: string[] = [
      texts.help.words,
      ...OPTION_GROUPS.map((group) => texts.help.groups[group]),
      texts.help.examples,
    ];
    const lines = text.split('\n').filter((line) => titles.includes(line));
    const { request, capture } = texts.help.groups;
    expect(lines).toEqual(titles.filter((title) => title !== request && title !== capture));
    const groups = optionsOf(ABOUT.scan).map(groupOf);
    expect(groups).toEqual([...groups].sort((a, b) => OPTION_GROUPS.indexOf(a) - OPTION_GROUPS.indexOf(b)));
  });

  it('names a configuration as the origin of the language only where the command reads one', async () => {
    const names = COMMAND_NAMES.filter((name) =>
      /configuration|配置/.test(helpOf('lang', ABOUT[name], texts.lang)),
    );
    expect(names).toEqual(COMMAND_NAMES.filter((name) => commandOptions(name).includes('config')));
  });

  it('gives the same commands as the other language', () => {
    for (const name of COMMAND_NAMES) {
      const commands = commandHelp(name, texts.lang).examples.map(([command]) => command);
      expect(commands).toEqual(commandHelp(name, 'en').examples.map(([command]) => command));
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

describe('the help of the whole', () => {
  const brief = osscap(['-h']).stdout;
  const whole = osscap(['--help']).stdout;

  it('is short for -h and where nothing is named, with the exit code of what is missing', () => {
    expect(osscap([])).toMatchObject({ status: 2, stdout: '', stderr: brief });
    expect(brief.split('\n').length).toBeLessThan(25);
    expect(brief.length * 3).toBeLessThan(whole.length);
    expect(osscap(['scan', '-h']).stdout).toBe(brief);
    expect(osscap(['-qh']).stdout).toBe(brief);
    expect(osscap(['-h', '--help']).stdout).toBe(whole);
    const chinese = osscap(['--lang', 'zh']);
    expect([chinese.status, chinese.stderr]).toEqual([2, osscap(['-h', '--lang', 'zh']).stdout]);
    expect(chinese.stderr).toMatch(/^读取/);
  });

  it('is had by the word, too, and so is that of a command', () => {
    expect(osscap(['help'])).toMatchObject({ status: 0, stdout: whole, stderr: '' });
    expect(osscap(['help', 'explain']).stdout).toBe(osscap(['explain', '--help']).stdout);
    expect(osscap(['explain', '-h']).stdout).toMatch(/^Shows one exchange in full\.\n\nUsage: /);
    expect(osscap(['help', 'explian'])).toMatchObject({ status: 2, stdout: '' });
    expect(osscap(['help', 'explian']).stderr).toContain('; did you mean explain?');
    expect(osscap(['help', 'scan', 'x']).stderr).toContain('unexpected argument: x');
  });

  it('stands beside the version, by option and letter', () => {
    const version = osscap(['--version']).stdout;
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(osscap(['-V']).stdout).toBe(version);
  });

  it.each([
    ['version', 'osscap --version'],
    ['hypotheses', 'osscap why hypotheses'],
  ])('says in one line what is written in the place of %s', (name, now) => {
    for (const args of [[name], [name, '--help'], ['--lang', 'en', name, '--format', 'json']]) {
      const said = { status: 2, stdout: '', stderr: `osscap: ${name} is now ${now} (osscap --help)\n` };
      expect(osscap(args)).toMatchObject(said);
    }
    expect(osscap([name, '--lang', 'zh'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `osscap: ${name} 现在写作 ${now}（osscap --help 查看帮助）\n`,
    });
  });

  it('leaves files that are called like a command to be scanned', () => {
    const cwd = temporaryFolder();
    for (const name of ['help', 'version']) {
      writeFileSync(join(cwd, name), 'no capture');
      for (const args of [['scan', name], [`./${name}`]]) {
        const { status, stderr } = osscap(args, { cwd });
        expect(status).toBe(2);
        expect(stderr).toContain(`${args.at(-1)}: `);
      }
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
