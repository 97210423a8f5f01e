import { describe, expect, it } from 'vitest';
import { commandBreaker } from '../../src/cli/terminal.ts';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { endsInTime } from '../support/patience.ts';

describe('commands of build servers', () => {
  it.each([
    ['::error::a', '\\u003a:error::a'],
    ['::a', '\\u003a:a'],
    ['a\n  ::set-output name=a::b', 'a\n  \\u003a:set-output name=a::b'],
    ['a\n\n\t::stop-commands::x\n::b::', 'a\n\n\t\\u003a:stop-commands::x\n\\u003a:b::'],
    ['\x1b[2m \x1b[1;33m::a', '\x1b[2m \x1b[1;33m\\u003a:a'],
    ['a ::error::b', 'a \\u003a:error::b'],
    ['a ##[error]b', 'a \\u0023#[error]b'],
    ['###[error]b', '#\\u0023#[error]b'],
    ['##vso[task.setvariable variable=a]b', '\\u0023#vso[task.setvariable variable=a]b'],
    ["##teamcity[message text='a']", "\\u0023#teamcity[message text='a']"],
    ['section_start:1560896352:a', 'section_start\\u003a1560896352:a'],
    ['a::b # ## [x] :: fe80::1 ::1 fe80::a::', 'a::b # ## [x] :: fe80::1 ::1 fe80\\u003a:a::'],
    ['', ''],
  ])('are shown, not given: %j', (text, shown) => {
    expect(commandBreaker()(text)).toBe(shown);
  });

  it('are looked for at the beginning of a line, wherever it was begun', () => {
    const broken = commandBreaker();
    const written = ['a', '::b\n', '  ', '::c', '::d', '\n', '::e'].map(broken).join('');
    expect(written).toBe('a::b\n  \\u003a:c::d\n\\u003a:e');
  });

  it('takes linear time', async () => {
    await endsInTime(() => commandBreaker()(' '.repeat(800_000) + '\n '.repeat(400_000)));
    await endsInTime(() => commandBreaker()('::a'.repeat(400_000) + '##'.repeat(400_000)));
    await endsInTime(() => commandBreaker()(`\n${'\x1b['.repeat(400_000)}::`));
  });

  it('are given by no captured text, on either stream of the command', () => {
    const name = '::add-mask::x';
    const cwd = temporaryFolder();
    const env = { GITHUB_ACTIONS: 'true' };
    for (const format of ['table', 'markdown', 'json', 'csv', 'junit']) {
      const { stdout, stderr, status } = osscap(['scan', name, '--format', format], { cwd, env });
      expect(status).toBe(2);
      expect(`${stdout}\n${stderr}`).toContain('add-mask');
      expect(`${stdout}\n${stderr}`).not.toMatch(/^\s*::|##\[/m);
    }
  });
});
