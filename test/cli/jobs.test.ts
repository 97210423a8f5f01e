import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jobsFor } from '../../src/cli/input-plan.ts';
import { osscap, temporaryFolder } from '../support/command.ts';

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

  describe('where nobody says how many', () => {
    const MEGABYTE = 1024 * 1024;
    const folder = temporaryFolder();

    function captures(count: number, megabytes: number): { readonly path: string }[] {
      return Array.from({ length: count }, (_, at) => {
        const path = join(folder, `${megabytes}-${at}.pcap`);
        writeFileSync(path, '');
        truncateSync(path, megabytes * MEGABYTE);
        return { path };
      });
    }

    it('has one job for each core where that is faster', () => {
      expect(jobsFor(null, captures(4, 400), 2)).toBe(2);
      expect(jobsFor(null, captures(8, 100), 8)).toBe(8);
      expect(jobsFor(null, captures(3, 400), 8)).toBe(3);
    });

    it('has one where workers would only just have come up', () => {
      expect(jobsFor(null, captures(4, 30), 2)).toBe(1);
      expect(jobsFor(null, captures(4, 30), 8)).toBe(1);
      expect(jobsFor(null, captures(500, 0), 8)).toBe(1);
    });

    it('has one where nearly all is in one capture', () => {
      expect(jobsFor(null, [...captures(1, 2000), ...captures(2, 1)], 8)).toBe(1);
    });

    it('has as many as are asked for, but never more than there are captures', () => {
      expect(jobsFor(3, captures(4, 1), 2)).toBe(3);
      expect(jobsFor(8, captures(4, 1), 2)).toBe(4);
    });
  });
});
