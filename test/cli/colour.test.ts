import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../rooms/bytes.ts';
import { osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const UPLOAD = join(FIXTURES, 'captures', 'oss2-v1-mpu-complete-403.client.pcap');
const ESCAPE = '\x1b[';

/** Commands and upload ids are to be copied: they stay in one line, however narrow the column is. */
const COPIED =
  /ossutil api abort-multipart-upload |^ +[\dA-F]{32}$|^ +(?:next )? *osscap (?:compare|explain|why) /;

function widest(text: string): number {
  const lines = text.split('\n').filter((line) => !COPIED.test(line));
  return Math.max(...lines.map(displayWidth));
}

/** Every command that lays a page out. */
const COMMANDS: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['scan', UPLOAD],
  ['explain', UPLOAD, '5'],
  ['why', 'hypotheses'],
  ['config'],
  ['compare', UPLOAD, UPLOAD],
].map((command) => [command[0] ?? '', command]);

describe('into a pipe', () => {
  it.each(COMMANDS)('%s has no colours, unless they are forced', (_, command) => {
    expect(osscap(command).stdout).not.toContain(ESCAPE);
    expect(osscap([...command, '--no-color'], { env: { FORCE_COLOR: '1' } }).stdout).not.toContain(ESCAPE);
    expect(osscap(command, { env: { FORCE_COLOR: '0' } }).stdout).not.toContain(ESCAPE);
  });

  it('is coloured where that is asked for', () => {
    const scan = ['scan', UPLOAD];
    expect(osscap([...scan, '--color'], { env: { NO_COLOR: '1' } }).stdout).toContain(ESCAPE);
    for (const level of ['1', '2', '3', 'true']) {
      expect(osscap(scan, { env: { FORCE_COLOR: level } }).stdout).toContain(ESCAPE);
      expect(osscap(scan, { env: { FORCE_COLOR: level, NO_COLOR: '1' } }).stdout).not.toContain(ESCAPE);
    }
  });

  it.each(COMMANDS)('%s is as wide as COLUMNS or --width say', (_, command) => {
    const wide = widest(osscap(command).stdout);
    expect(wide).toBeLessThanOrEqual(120);
    expect(widest(osscap(command, { env: { COLUMNS: '80' } }).stdout)).toBeLessThanOrEqual(80);
    expect(
      widest(osscap([...command, '--width', '44'], { env: { COLUMNS: '80' } }).stdout),
    ).toBeLessThanOrEqual(44);
  });

  it('is the help too', () => {
    // but for a command to be copied
    const help = osscap(['scan', '--help'], { env: { COLUMNS: '70' } }).stdout.replace(
      /^ {2}(?:sudo )?osscap .*\n/gm,
      '',
    );
    expect(widest(help)).toBeLessThanOrEqual(70);
    expect(osscap(['scan', '--help'], { env: { FORCE_COLOR: '1' } }).stdout).not.toContain(ESCAPE);
  });
});
