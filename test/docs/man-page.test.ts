import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands/registry.ts';
import { VARIABLES } from '../../src/cli/settings/table.ts';
import { displayWidth } from '../rooms/bytes.ts';
import { commandOptions } from '../support/commands.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

describe.each(['osscap.1', 'osscap.zh-CN.1'])('the manual page %s', (name) => {
  const page = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

  it.skipIf(!has('man'))('is shown whole on a terminal of 80 columns, with nothing out of place', () => {
    const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-l', page], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    for (const command of COMMAND_NAMES) {
      const section = stdout
        .split(/^(?=\S)/m)
        .find((each) => each.startsWith(`OSSCAP ${command}\n`.toUpperCase()));
      for (const option of commandOptions(command)) expect(section).toMatch(`--${option}`);
    }
    for (const variable of VARIABLES) expect(stdout).toContain(`\n       ${variable}\n`);
    // What is typed is shown as it is typed.
    expect(stdout).toContain("sudo tcpdump -s 0 -U -w - 'tcp port 80' | osscap scan -");
  });

  it.skipIf(!has('mandoc'))('is what mandoc finds nothing to say about', () => {
    // Lines of Chinese are measured by their bytes, and broken, they would be shown with a gap.
    const level = name === 'osscap.1' ? 'all' : 'warning';
    const { status, stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', level, page], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
