import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeFolder } from '../../src/cli/start.ts';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

it('is none where the system knows none, or where it does not start at the root', () => {
  const unknown = (): string => {
    throw new Error('ENOENT');
  };
  expect(homeFolder(unknown)).toBeNull();
  expect(homeFolder(() => '')).toBeNull();
  expect(homeFolder(() => 'home')).toBeNull();
  expect(homeFolder(() => '/home/me')).toBe('/home/me');
});

it.each(['', '.'])('has no credentials in the working folder where HOME is "%s"', (home) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, '.ossutilconfig'), '[default]\nno key and no value\n');
  const capture = join(FIXTURES, 'captures/oss2-v1-baseline.pcap');
  const args = ['scan', capture, '--default-credentials'];
  const { status, stderr } = osscap(args, { cwd, env: { HOME: home } });
  expect([status, stderr]).toEqual([0, '']);
  expect(osscap(args, { cwd, env: { HOME: cwd } }).stderr).toContain('.ossutilconfig: line 2 is not');
});
