import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FORMAT_NAMES, formatOf, pathView } from '../rooms/report.ts';
import { osscap, privateCopy, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const TEXTS = readdirSync(join(FIXTURES, 'text')).map((name) => join(FIXTURES, 'text', name));

const DIGEST = { isFull: false, all: false, slow: null, showSignatures: false, paths: pathView('/', []) };

/** Reports that are made of what workers gather, and those that need every exchange: one of them has one job. */
const [GATHERED, WHOLE] = [false, true].map((needsAll) =>
  FORMAT_NAMES.filter((name) => (formatOf(name).digest(DIGEST) === null) === needsAll),
);

/** Every fixture, standard input among them, and a path that leads nowhere. */
const INPUTS = [
  ...['scenarios', 'captures', 'tls', 'corpus', 'advice', 'timing'].map((name) => join(FIXTURES, name)),
  '-',
  ...TEXTS,
  join(FIXTURES, 'nowhere.pcap'),
];
const COMMON = [
  '--credentials',
  privateCopy(join(FIXTURES, 'credentials.json')),
  '--verify-bodies',
  '--no-config',
];
const STDIN = readFileSync(join(FIXTURES, 'captures', 'source-example-literal.pcap'));

const folder = temporaryFolder();

function scan(inputs: readonly string[], jobs: number, ...args: readonly string[]) {
  return osscap(['scan', ...inputs, ...COMMON, ...args, '--jobs', String(jobs)], { input: STDIN });
}

describe('scanning several captures at a time', () => {
  const fileOf = (jobs: number, format: string): string => join(folder, `jobs-${jobs}.${format}`);
  const results = new Map<number, ReturnType<typeof osscap>>();
  beforeAll(() => {
    for (const jobs of [1, 3]) {
      const formats = (names: readonly string[] = []) =>
        names.flatMap((name) => ['--format', `${name}=${fileOf(jobs, name)}`]);
      scan(INPUTS, jobs, ...formats(WHOLE));
      results.set(jobs, scan(INPUTS, jobs, ...formats(GATHERED)));
    }
  }, 300_000);

  it('gives every report of one job, byte for byte', () => {
    const jobs = 3;
    for (const name of FORMAT_NAMES) {
      const expected = readFileSync(fileOf(1, name), 'utf8');
      expect(readFileSync(fileOf(jobs, name), 'utf8') === expected, name).toBe(true);
      expect(expected.length, name).toBeGreaterThan(name === 'github' ? 0 : 1000);
    }
    expect(results.get(jobs)?.stderr).toBe(results.get(1)?.stderr);
    expect([results.get(jobs)?.status, results.get(1)?.status]).toEqual([2, 2]);
  });

  it('lists and judges as one job does', () => {
    // Without what cannot be read: a baseline is written of whole scans alone.
    const paths = [join(FIXTURES, 'scenarios')];
    const baselines = [1, 3].map((jobs) => {
      const path = join(folder, `baseline-${jobs}.json`);
      const args = ['scan', ...paths, ...COMMON, '--jobs', String(jobs), '--write-baseline', path];
      expect(osscap(args).status).toBe(0);
      return readFileSync(path, 'utf8');
    });
    expect(baselines[1]).toBe(baselines[0]);
    expect(JSON.parse(baselines[0] ?? '').causes.length).toBeGreaterThan(3);

    const args = ['--baseline', join(folder, 'baseline-1.json'), '--all', '--slow', '7', '--lang', 'zh'];
    const inputs = [...paths, '-'];
    const one = scan(inputs, 1, ...args);
    expect(one.stdout).toContain('已知');
    expect(scan(inputs, 3, ...args)).toEqual(one);
  }, 120_000);
});
