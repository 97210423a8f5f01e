import { describe, expect, it, vi } from 'vitest';
import {
  type Command,
  type GivenArguments,
  LOCALE_LANG,
  PAGE_SETTINGS,
  readLineBehind,
} from '../../src/cli/commands/command.ts';
import type { CommandContext } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';
import { words } from '../../src/cli/settings/value-types.ts';
import { ok } from '../../src/engine/bytes/result.ts';
import { fakeIo } from '../support/fake-io.ts';

/* The file of an invented command, as it would stand in `src/cli/commands`. */

const TAKES = [...PAGE_SETTINGS, 'strict'] as const;

const COMMAND = {
  takes: TAKES,
  says: { lang: LOCALE_LANG },
  words: { name: { en: 'whom to greet', zh: '问候谁' } },
  offer: words(['world', 'moon']),
  help: {
    usage: {
      en: 'Usage: osscap greet NAME\n\nGreets: that is all.',
      zh: '用法：osscap greet NAME\n\n问候：仅此而已。',
    },
    summary: { en: 'greet somebody', zh: '问候某人' },
    examples: [['osscap greet world', { en: 'the world', zh: '世界' }]],
    epilogue: { en: 'Exit codes: 0.', zh: '退出码：0。' },
  },
  read(parsed) {
    const line = readLineBehind(1, TAKES, parsed);
    return line.ok ? ok({ ...line.value, name: parsed.words[0] ?? 'nobody' }) : line;
  },
} as const satisfies Command;

async function greet(
  { name, width }: GivenArguments<typeof COMMAND>,
  { io, lang }: CommandContext,
): Promise<number> {
  io.stdout.write(`${lang === 'zh' ? '你好' : 'hello'}, ${name} (${width})\n`);
  return 0;
}

/** Its line in the registry. */
vi.mock('../../src/cli/commands/registry.ts', async (load) => {
  const registry = await load<typeof import('../../src/cli/commands/registry.ts')>();
  const COMMANDS = { ...registry.COMMANDS, greet: [async () => ({ COMMAND }), async () => ({ run: greet })] };
  return { ...registry, COMMANDS, COMMAND_NAMES: Object.keys(COMMANDS) };
});

async function osscap(...argv: readonly string[]) {
  const { io, written } = fakeIo();
  return { code: await run(argv, io), ...written };
}

describe('a command that has a file and a line in the registry', () => {
  it('is run with its words and options, in both languages', async () => {
    expect(await osscap('greet', 'world', '--width', '90')).toEqual({
      code: 0,
      stdout: 'hello, world (90)\n',
      stderr: '',
    });
    expect((await osscap('--lang', 'zh', 'greet')).stdout).toBe('你好, nobody (null)\n');
  });

  it('refuses what it does not take', async () => {
    expect(await osscap('greet', '--jobs', '3')).toMatchObject({
      code: 2,
      stderr: 'osscap: unknown option --jobs (osscap greet --help)\n',
    });
    expect((await osscap('greet', 'a', 'b')).stderr).toContain('unexpected argument: b');
    expect((await osscap('gret', 'a')).stderr).toContain('did you mean greet?');
  });

  it('has its help, and stands among the commands in that of the whole', async () => {
    const { stdout } = await osscap('greet', '--help');
    expect(stdout).toMatch(/^Usage: osscap greet NAME\n\nGreets: that is all\.\n/);
    expect(stdout).toMatch(/ {2}name {2}whom to greet/);
    expect(stdout).toContain('--strict');
    expect(stdout).toContain('  # the world\n  osscap greet world\n');
    expect((await osscap('help', 'greet', '--lang', 'zh')).stdout).toContain('问候谁');
    expect((await osscap('greet', '-h')).stdout).toContain('osscap greet --help lists every option.');
    expect((await osscap('-h')).stdout).toMatch(/^ {2}more .*\n.*, greet$/m);
  });

  it('is completed in every shell', async () => {
    const bash = await osscap('completion', 'bash');
    expect(bash.stdout).toMatch(/^ {6}greet\)\n.*\n {10}words='.*--strict.*'\n.*words='world moon'/m);
    expect((await osscap('completion', 'zsh')).stdout).toContain("'greet:greet somebody'");
    expect((await osscap('completion', 'fish')).stdout).toContain("-a greet -d 'greet somebody'");
  });
});
