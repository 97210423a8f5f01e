import { describe, expect, it } from 'vitest';
import { guardedStream, withoutCommands } from '../../src/cli/terminal.ts';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { endsInTime } from '../support/patience.ts';

describe('commands of build servers', () => {
  it.each([
    ['::error::a', '\\u003a:error::a'],
    ['a\n  ::set-output name=a::b', 'a\n  \\u003a:set-output name=a::b'],
    ['a\n\n\t::stop-commands::x\n::b::', 'a\n\n\t\\u003a:stop-commands::x\n\\u003a:b::'],
    ['a ##[error]b', 'a \\u0023#[error]b'],
    ['##vso[task.setvariable variable=a]b', '\\u0023#vso[task.setvariable variable=a]b'],
    ["##teamcity[message text='a']", "\\u0023#teamcity[message text='a']"],
    ['a::b # ## [x] ::', 'a::b # ## [x] ::'],
    ['', ''],
  ])('are shown, not given: %j', (text, shown) => {
    expect(withoutCommands(text, true)).toBe(shown);
  });

  it('leaves colons within a line that was begun before', () => {
    expect(withoutCommands('::a', false)).toBe('::a');
    let written = '';
    const write = (text: string): void => {
      written += text;
    };
    const stream = { isTTY: false, columns: null, write };
    const guarded = guardedStream(stream, { GITHUB_ACTIONS: 'true' });
    for (const text of ['a', '::b\n', '  ', '::c', '::d', '\n', '::e']) guarded.write(text);
    expect(written).toBe('a::b\n  \\u003a:c::d\n\\u003a:e');
  });

  it('takes linear time', async () => {
    await endsInTime(() => withoutCommands(' '.repeat(800_000) + '\n '.repeat(400_000), true));
  });

  it('changes nothing where no server reads along', () => {
    const stream = { isTTY: false, columns: null, write: () => {} };
    expect(guardedStream(stream, {})).toBe(stream);
    expect(guardedStream(stream, { GITHUB_ACTIONS: '' })).toBe(stream);
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
