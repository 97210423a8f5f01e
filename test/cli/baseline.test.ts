import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_BASELINE_CAUSES } from '../rooms/report.ts';
import { osscap, privateCopy, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const TRANSIT = join(FIXTURES, 'captures', 'oss2-v1-mpu-complete-403.client.pcap');
const OTHER = join(FIXTURES, 'captures', 'source-example-literal.pcap');
const CREDENTIALS = ['--credentials', privateCopy(join(FIXTURES, 'credentials.json'))];

interface Baseline {
  readonly osscapBaseline: number;
  readonly causes: readonly Readonly<Record<string, unknown>>[];
}

/** Writes the baseline of some captures and gives its path. */
function baselineOf(...captures: readonly string[]): string {
  const path = join(temporaryFolder(), 'baseline.json');
  const { status, stderr } = osscap(['scan', ...captures, '--write-baseline', path]);
  expect([status, stderr]).toEqual([0, '']);
  return path;
}

function read(path: string): Baseline {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('--write-baseline', () => {
  it('names each cause once, without anything that the next run would find otherwise', () => {
    const path = baselineOf(TRANSIT);
    expect(read(path)).toEqual({
      osscapBaseline: 1,
      causes: [
        {
          fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
          verdict: 'transit-modified',
          cause: 'content-type-added-in-transit',
          fields: ['content-type changed'],
          accessKeyId: 'LTAI****001',
          bucket: 'rokid',
          operation: 'CompleteMultipartUpload',
        },
      ],
    });
  });

  it('is the same whatever the order of the captures, and whether or not one comes twice', () => {
    const text = readFileSync(baselineOf(TRANSIT, OTHER), 'utf8');
    expect(readFileSync(baselineOf(OTHER, TRANSIT), 'utf8')).toBe(text);
    const { causes } = read(baselineOf(TRANSIT, join(FIXTURES, 'captures')));
    const fingerprints = causes.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });

  it('is written only of a scan that read everything', () => {
    const path = join(temporaryFolder(), 'baseline.json');
    const { status, stderr } = osscap(['scan', TRANSIT, '/nowhere.pcap', '--write-baseline', path]);
    expect(status).toBe(2);
    expect(stderr).toContain(`osscap: baseline: ${path}: not written, because not everything was read\n`);
    expect(() => read(path)).toThrow('ENOENT');
  });

  it('is 2 where it cannot be written', () => {
    const { status, stderr } = osscap(['scan', TRANSIT, '--write-baseline', '/nowhere/baseline.json']);
    expect(status).toBe(2);
    expect(stderr).toContain('/nowhere/baseline.json could not be written: its folder does not exist');
  });

  it('writes the one that the configuration names for the first time, and no other takes its place', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'osscap.config.json'), '{ "baseline": "known.json" }');
    expect(osscap(['scan', TRANSIT], { cwd }).status).toBe(2);
    expect(osscap(['scan', TRANSIT, '--write-baseline', 'other.json'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('known.json: no such file'),
    });
    expect(osscap(['scan', TRANSIT, '--write-baseline', 'known.json'], { cwd })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(read(join(cwd, 'known.json'))).toEqual(read(baselineOf(TRANSIT)));
    expect(osscap(['scan', TRANSIT], { cwd }).status).toBe(0);
  });

  it('with an old one, writes what is there now', () => {
    const old = baselineOf(TRANSIT);
    const path = join(temporaryFolder(), 'new.json');
    osscap(['scan', OTHER, '--baseline', old, '--write-baseline', path]);
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(baselineOf(OTHER), 'utf8'));
  });
});

describe('--baseline', () => {
  it('lets only new causes fail, and tells the known ones quietly', () => {
    const path = baselineOf(TRANSIT);
    const known = osscap(['scan', TRANSIT, '--baseline', path, '--width', '80']);
    expect(known.status).toBe(0);
    expect(known.stdout).toMatch(/^- Known \(baseline\): .*\n( {2}.*\n)*/m);
    expect(known.stdout).not.toContain('✗');
    expect(known.stdout).toContain('1 known, 0 ignored · exit 0');
    const prose = known.stdout.split('\n').filter((line) => !line.includes('ossutil '));
    expect(prose.every((line) => line.length <= 80)).toBe(true);
    const both = osscap(['scan', TRANSIT, OTHER, '--baseline', path]);
    expect(both.status).toBe(1);
    expect(both.stdout.match(/✗/g)).toHaveLength(1);
    expect(osscap(['scan', TRANSIT, '--baseline', path, '--lang', 'zh']).stdout).toContain(
      '- 已知（基线）：',
    );
  });

  it('knows a cause with and without the secret only where the verdict is one', () => {
    // With the secret the verdict is the same here: the change came on the way.
    expect(osscap(['scan', TRANSIT, '--baseline', baselineOf(TRANSIT), ...CREDENTIALS]).status).toBe(0);
  });

  it('stands in the JSON, and in the formats of CI services', () => {
    const path = baselineOf(TRANSIT);
    const folder = temporaryFolder();
    const file = (name: string): string => join(folder, name);
    const formats = ['json', 'sarif', 'junit', 'gitlab', 'github'].flatMap((name) => [
      '--format',
      `${name}=${file(name)}`,
    ]);
    osscap(['scan', TRANSIT, '--baseline', path, ...formats]);
    const json = JSON.parse(readFileSync(file('json'), 'utf8'));
    expect(json.summary).toMatchObject({ divergent: 1, known: 1, byVerdict: { 'transit-modified': 1 } });
    expect(json.captures[0].exchanges.at(-1).diagnosis).toMatchObject({
      verdict: 'transit-modified',
      known: true,
    });
    expect(JSON.parse(readFileSync(file('sarif'), 'utf8')).runs[0].results).toMatchObject([
      { level: 'note', baselineState: 'unchanged' },
    ]);
    expect(readFileSync(file('junit'), 'utf8')).toMatch(/failures="0"[^>]* skipped="1"/);
    expect(JSON.parse(readFileSync(file('gitlab'), 'utf8'))).toMatchObject([{ severity: 'info' }]);
    expect(readFileSync(file('github'), 'utf8')).not.toContain('::error');
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', 'not a baseline (--write-baseline writes one)'],
    ['{"causes":[]}', 'not a baseline'],
    ['{"osscapBaseline":2,"causes":[]}', 'baseline version 2; this osscap reads version 1'],
    ['{"osscapBaseline":1}', 'not a baseline'],
    ['{"osscapBaseline":1,"causes":[{"fingerprint":"ABC"}]}', 'cause 1 has no fingerprint'],
  ])('refuses %s', (text, message) => {
    const path = join(temporaryFolder(), 'baseline.json');
    writeFileSync(path, text);
    const { status, stdout, stderr } = osscap(['scan', TRANSIT, '--baseline', path]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`osscap: baseline: ${path}: ${message}`);
  });

  it('may have as many causes as are written into one', () => {
    const path = baselineOf(TRANSIT);
    const baseline = read(path);
    const [cause] = baseline.causes;
    const others = Array.from({ length: MAX_BASELINE_CAUSES - 1 }, (_, at) => ({
      ...cause,
      fingerprint: at.toString(16).padStart(32, '0'),
    }));
    writeFileSync(path, JSON.stringify({ ...baseline, causes: [...others, cause] }, null, 2));
    const { status, stderr } = osscap(['scan', TRANSIT, '-q', '--baseline', path]);
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each([
    ['en', 'osscap: baseline: {path}: not valid JSON (line 4, column 1)\n'],
    ['zh', 'osscap: 基线：{path}：不是有效的 JSON（第 4 行第 1 列）\n'],
  ])('that is no JSON, as after a merge that met a conflict, is 2, with the place: %s', (lang, message) => {
    const path = baselineOf(TRANSIT);
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.toSpliced(3, 0, '<<<<<<< HEAD').join('\n'));
    const { status, stderr } = osscap(['scan', TRANSIT, '--baseline', path, '--lang', lang]);
    expect([status, stderr]).toEqual([2, message.replace('{path}', path)]);
  });

  it('that is not there is 2, and --no-baseline takes it back', () => {
    expect(osscap(['scan', TRANSIT, '--baseline', '/nowhere.json']).stderr).toBe(
      'osscap: baseline: /nowhere.json: no such file\n',
    );
    const env = { OSSCAP_BASELINE: baselineOf(TRANSIT) };
    expect(osscap(['scan', TRANSIT], { env }).status).toBe(0);
    expect(osscap(['scan', TRANSIT, '--no-baseline'], { env }).status).toBe(1);
  });
});

describe('ignores', () => {
  function scanWith(ignore: object, ...args: readonly string[]) {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'osscap.config.json'), JSON.stringify({ ignores: [ignore] }));
    return osscap(['scan', TRANSIT, ...args], { cwd });
  }

  it.each([
    [{ verdict: 'transit-modified' }, 0],
    [{ verdict: 'token' }, 1],
    [{ cause: 'content-type-added-in-transit' }, 0],
    [{ cause: 'clock-behind' }, 1],
    [{ bucket: 'rokid' }, 0],
    [{ bucket: 'roki' }, 1],
    [{ key: 'ttsservice/*' }, 0],
    [{ key: 'ttsservice/' }, 1],
    [{ accessKeyId: 'LTAI*' }, 0],
    [{ requestId: 'no such id' }, 1],
    [{ bucket: 'rokid', key: 'other/*' }, 1],
    [{ bucket: 'rok*', cause: 'content-type-added-in-transit', verdict: 'transit-modified' }, 0],
  ])('%j: exit %d', (rule, expected) => {
    expect(scanWith({ ...rule, reason: 'known to OPS' }).status).toBe(expected);
  });

  it('are told with their reason, whatever stands in it', () => {
    const reason = 'OPS-12\u001b[31m: \u202ered, {n} \u4ee3\u7406';
    const table = scanWith({ bucket: 'rokid', reason }).stdout;
    expect(table).toContain('- Ignored (OPS-12');
    expect(table).not.toMatch(/[\u001b\u202e]/);
    expect(table).toContain('0 known, 1 ignored · exit 0');
    const { captures, summary } = JSON.parse(
      scanWith({ bucket: 'rokid', reason }, '--format', 'json').stdout,
    );
    expect(captures[0].exchanges.at(-1).diagnosis.ignored).toEqual({ reason });
    expect(summary.ignored).toBe(1);
    const { runs } = JSON.parse(scanWith({ bucket: 'rokid', reason: 'OPS-12' }, '--format', 'sarif').stdout);
    expect(runs[0].results[0].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'OPS-12' },
    ]);
  });

  it('are no part of a new baseline', () => {
    const path = join(temporaryFolder(), 'baseline.json');
    scanWith({ bucket: 'rokid', reason: 'x' }, '--write-baseline', path);
    expect(read(path).causes).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('{\n  "osscapBaseline": 1,\n  "causes": []\n}\n');
  });
});
