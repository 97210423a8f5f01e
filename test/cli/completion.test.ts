import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SHELLS } from '../../src/cli/commands/completion.ts';
import { COMMAND_NAMES } from '../../src/cli/commands/registry.ts';
import { FAIL_ON_WORDS } from '../../src/cli/settings/value-types.ts';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { commandOptions } from '../support/commands.ts';

const folder = temporaryFolder();
const ZSH_DRIVER = fileURLToPath(new URL('../support/zsh-completion.zsh', import.meta.url));

/** The script in a file, as a user would keep it. */
function scriptOf(shell: string, lang = 'en'): string {
  const path = join(folder, `osscap.${lang}.${shell}`);
  const { stdout, stderr, status } = osscap(['completion', shell, '--lang', lang]);
  expect([status, stderr]).toEqual([0, '']);
  writeFileSync(path, stdout);
  return path;
}

function run(command: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C.UTF-8' },
    timeout: 60_000,
  });
  expect([status, stderr], `${command} ${args.join(' ')}`).toEqual([0, '']);
  return stdout;
}

/** What a line gets, as words of an interactive line: with `=` on its own, as bash splits it. */
function bash(script: string, ...words: readonly string[]): readonly string[] {
  const code =
    'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _osscap; ' +
    `printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run('bash', ['--norc', '-c', code, 'bash', script, ...words])
    .split('\n')
    .filter(Boolean);
}

function hasShell(name: string): boolean {
  return spawnSync(name, ['-c', 'exit 0']).status === 0;
}

describe('completion in bash', () => {
  const script = scriptOf('bash');

  it.each([
    [['osscap', 'scan', '--fo'], ['--format']],
    [['osscap', '--fo'], ['--format']],
    [['osscap', 'expl'], ['explain']],
    [['osscap', ''], COMMAND_NAMES],
    [['osscap', '--lang', 'zh', 'mer'], ['merge']],
    [
      ['osscap', 'scan', '--format', 'j'],
      ['json', 'junit'],
    ],
    [['osscap', 'scan', '--format', '='], FORMAT_NAMES],
    [
      ['osscap', 'scan', '--format', '=', 'h'],
      ['html', 'har'],
    ],
    [
      ['osscap', 'explain', 'a.pcap', '--format', ''],
      ['table', 'json', 'html'],
    ],
    [['osscap', 'scan', '--only', 'match,to'], ['match,token']],
    [['osscap', 'scan', 'a.pcap', '--only', 'fa'], ['failing']],
    [['osscap', 'merge', '--fail-on', ''], FAIL_ON_WORDS],
    [
      ['osscap', 'config', '--lang', ''],
      ['en', 'zh'],
    ],
    [['osscap', 'a.pcap', '--qu'], ['--quiet']],
    [
      ['osscap', 'scan', '--no-co'],
      ['--no-color', '--no-config'],
    ],
    [['osscap', 'completion', ''], SHELLS],
    [['osscap', 'help', 'expl'], ['explain']],
    [['osscap', 'why', ''], ['hypotheses']],
    [
      ['osscap', 'sign', '--sign-version', 's3v4'],
      ['s3v4', 's3v4-url'],
    ],
    // Files, which readline gives, or nothing.
    [['osscap', 'scan', ''], []],
    [['osscap', 'scan', '--credentials', ''], []],
    [['osscap', 'scan', '--format', 'json', '=', ''], []],
    [['osscap', 'scan', '--since', ''], []],
    [['osscap', 'scan', '--', '--fo'], []],
    [['osscap', 'config', ''], []],
  ])('%j', (words, offered) => {
    expect(bash(script, ...words)).toEqual(offered);
  });

  it.each(COMMAND_NAMES)('knows every option of %s', (name) => {
    const offered = bash(script, 'osscap', name, '--');
    for (const option of commandOptions(name)) expect(offered).toContain(`--${option}`);
  });

  it('is loaded for the command, with files where it has nothing', () => {
    expect(run('bash', ['--norc', '-c', 'source "$1"; complete -p osscap', 'bash', script])).toBe(
      'complete -o default -F _osscap osscap\n',
    );
  });
});

describe.skipIf(!hasShell('fish'))('completion in fish', () => {
  const fish = (line: string, lang = 'en'): readonly string[] =>
    run('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', scriptOf('fish', lang), line])
      .split('\n')
      .filter(Boolean);

  it.each([
    ['osscap expl', ['explain\tshow one exchange in full']],
    ['osscap scan --format js', ['json\treport to write']],
    ['osscap scan --format=js', ['--format=json\treport to write']],
    ['osscap scan --only match,to', ['match,token\treport only exchanges with these verdicts']],
    ['osscap scan --only to', ['token\treport only exchanges with these verdicts']],
    ['osscap scan --fail-on=tok', ['--fail-on=token\texit 1 only for these verdicts']],
    ['osscap scan --fail-on=token,exp', ['--fail-on=token,expired\texit 1 only for these verdicts']],
    [
      'osscap merge --limit up',
      ['uploads=', 'upload-parts='].map((name) => `${name}\ta limit on the uploads`),
    ],
    ['osscap --lang zh mer', ['merge\tmerge the parts of a scan']],
    ['osscap completion b', ['bash']],
    ['osscap help expl', ['explain']],
    ['osscap why hyp', ['hypotheses']],
    ['osscap config ', []],
  ])('%s', (line, offered) => {
    expect(fish(line)).toEqual(offered);
  });

  it('describes in the language that is asked for', () => {
    expect(fish('osscap expl', 'zh')).toEqual(['explain\t完整展示一次请求']);
    expect(fish('osscap scan --no-colo', 'zh')).toEqual(['--no-color\t取消 --color']);
  });
});

describe.skipIf(!hasShell('zsh'))('completion in zsh', () => {
  it.each([
    ['osscap expl', 'osscap explain'],
    ['osscap scan --fo', 'osscap scan --format'],
    ['osscap scan --format js', 'osscap scan --format json'],
    ['osscap scan --only match,to', 'osscap scan --only match,token'],
    ['osscap scan --only fail', 'osscap scan --only failing'],
    ['osscap merge --fail-on=tok', 'osscap merge --fail-on=token'],
    ['osscap --lang zh mer', 'osscap --lang zh merge'],
    ['osscap a.pcap --qu', 'osscap a.pcap --quiet'],
    ['osscap explain a.pcap --format t', 'osscap explain a.pcap --format table'],
  ])('%s', (line, completed) => {
    const shown = run('zsh', ['-f', ZSH_DRIVER, scriptOf('zsh'), line]).replaceAll('\r', '');
    expect(/^<(.*)>$/m.exec(shown)?.[1]).toBe(completed);
  });
});

describe('the command', () => {
  it('names the shells', () => {
    expect(osscap(['completion', 'bsh']).stderr).toBe(
      'osscap: completion does not accept "bsh"; it takes bash, zsh, fish; did you mean bash? (osscap completion --help)\n',
    );
    const { stderr, status } = osscap(['completion', '--lang', 'zh']);
    expect(status).toBe(2);
    expect(stderr).toContain('缺少 bash|zsh|fish');
  });
});
