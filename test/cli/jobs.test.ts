import { describe, expect, it } from 'vitest';
import { osscap } from '../support/command.ts';

describe('scanning several captures at a time', () => {
  it('refuses numbers that are none', () => {
    for (const value of ['0', '65', '-1', '1.5', 'many']) {
      const { status, stderr } = osscap(['scan', '.', `--jobs=${value}`]);
      expect([status, stderr.includes('1–64')]).toEqual([2, true]);
    }
    expect(osscap(['scan', '.'], { env: { OSSCAP_JOBS: 'x' } }).stderr).toContain('OSSCAP_JOBS');
    const { stdout } = osscap(['config', '--format', 'json', '--no-config'], { env: { OSSCAP_JOBS: '3' } });
    expect(JSON.parse(stdout).settings.jobs).toMatchObject({ value: 3, source: 'environment' });
  });
});
