import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeJson, FORMAT_NAMES, type Report } from '../rooms/report.ts';
import {
  COMMAND,
  osscap,
  PLAIN_ENVIRONMENT,
  privateCopy,
  temporaryFolder,
  withoutCredentials,
} from '../support/command.ts';
import { cutCapture } from '../support/cut-capture.ts';
import { FIXTURES } from '../support/truth.ts';

const TEXTS = readdirSync(join(FIXTURES, 'text')).map((name) => join(FIXTURES, 'text', name));

/** Every fixture, some of them by other names, and a path that leads nowhere. */
const INPUTS = [
  ...['scenarios', 'captures', 'tls', 'corpus'].map((folder) => join(FIXTURES, folder)),
  ...TEXTS,
  join(FIXTURES, 'nowhere.pcap'),
  join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap'),
];
const COMMON = [
  '--credentials',
  privateCopy(join(FIXTURES, 'credentials.json')),
  '--verify-bodies',
  '--no-config',
];
const SHARDS = 3;

const folder = temporaryFolder();
const whole = join(folder, 'whole.blob');
const parts = Array.from({ length: SHARDS }, (_, at) => join(folder, `part-${at + 1}.blob`));
let scanned = { status: null as number | null, stderr: '' };

/** The file that one format is written to. */
function reportOf(kind: 'scan' | 'merge', format: string): string {
  return join(folder, `${kind}.${format}`);
}

beforeAll(() => {
  const formats = FORMAT_NAMES.filter((name) => name !== 'blob').flatMap((name) => [
    '--format',
    `${name}=${reportOf('scan', name)}`,
  ]);
  scanned = osscap(['scan', ...INPUTS, ...COMMON, ...formats, '--format', `blob=${whole}`]);
  for (const [at, path] of parts.entries()) {
    // The order of the inputs decides nothing but that of the report, which is the scan's.
    osscap(['scan', ...INPUTS, ...COMMON, '--shard', `${at + 1}/${SHARDS}`, '--format', `blob=${path}`]);
  }
});

describe('merging the shards of a scan', () => {
  it('gives every report of the whole scan, byte for byte, whatever the order', () => {
    const formats = FORMAT_NAMES.flatMap((name) => ['--format', `${name}=${reportOf('merge', name)}`]);
    const [first = '', ...others] = parts;
    const merged = osscap(['merge', ...others, first, ...others, ...formats, '--no-config']);
    for (const name of FORMAT_NAMES) {
      const expected = readFileSync(name === 'blob' ? whole : reportOf('scan', name), 'utf8');
      // a merge has no credentials to name in what it recommends
      const merged = withoutCredentials(readFileSync(reportOf('merge', name), 'utf8'));
      expect(merged === withoutCredentials(expected), name).toBe(true);
      expect(expected.length, name).toBeGreaterThan(name === 'github' ? 0 : 1000);
    }
    expect(merged.stderr).toBe(scanned.stderr);
    expect([merged.status, scanned.status]).toEqual([2, 2]);
  });

  it('every input is in one shard, and no shard has much more to read than another', () => {
    const paths = parts.map((path) =>
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .flatMap((line) =>
          line.type === 'begin' ? [line.path] : line.type === 'unreadable' ? [line.input.path] : [],
        ),
    );
    const all = paths.flat();
    expect(new Set(all).size).toBe(all.length);
    const { captures, unreadable } = JSON.parse(readFileSync(reportOf('scan', 'json'), 'utf8'));
    expect([...all].sort()).toEqual([...captures, ...unreadable].map(({ path }) => path).sort());
    const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
    const sizes = paths.map((shard) => shard.reduce((sum, path) => sum + sizeOf(path), 0));
    const largest = Math.max(...all.map(sizeOf));
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
  });

  it('takes folders, and the same blob under two names once', () => {
    const blobs = join(folder, 'blobs');
    for (const [at, path] of [...parts, ...parts].entries()) {
      mkdirSync(join(blobs, `artifact-${at}`), { recursive: true });
      copyFileSync(path, join(blobs, `artifact-${at}`, 'osscap.blob'));
    }
    writeFileSync(join(blobs, 'note.txt'), 'not a blob');
    const { stdout } = osscap(['merge', blobs, '--format', 'json', '--no-config']);
    expect(stdout === readFileSync(reportOf('scan', 'json'), 'utf8')).toBe(true);
  });

  it('are for merge alone: a scan of a blob would take what it quotes for requests without answers', () => {
    const [first = ''] = parts;
    const { status, stderr } = osscap(['scan', first, '--no-config']);
    expect([status, stderr]).toEqual([
      2,
      `osscap: ${first}: the results of a scan (--format blob), not a capture: osscap merge makes reports from them\n`,
    ]);
  });

  it('speaks the language that it is asked for: a blob holds no sentences', () => {
    const blob = join(folder, 'chinese.blob');
    const capture = join(FIXTURES, 'captures', 'oss2-v1-mpu-complete-403.client.pcap');
    osscap(['scan', capture, '--lang', 'zh', '--format', `blob=${blob}`]);
    expect(osscap(['merge', blob]).stdout).toBe(osscap(['scan', capture]).stdout);
    expect(osscap(['merge', blob, '--lang', 'zh']).stdout).toBe(
      osscap(['scan', capture, '--lang', 'zh']).stdout,
    );
  });

  it('tells an upload as one that goes on in a capture of another shard', () => {
    const capture = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
    const { exchanges } = JSON.parse(osscap(['scan', capture, '--format', 'json']).stdout).captures[0];
    const complete = exchanges.find(({ oss }: ExchangeJson) => oss?.operation === 'CompleteMultipartUpload');
    const [first, second] = cutCapture(capture, complete.requestFrame);
    const one = osscap(['scan', first, second, '--format', 'json']).stdout;
    const { multipartUploads } = JSON.parse(one).captures[1];
    expect(multipartUploads[0].began).toBe(first);
    const blobs = [1, 2].map((index) => {
      const blob = join(folder, `upload-${index}.blob`);
      osscap(['scan', first, second, '--shard', `${index}/2`, '--format', `blob=${blob}`]);
      return blob;
    });
    expect(osscap(['merge', ...blobs.reverse(), '--format', 'json']).stdout).toBe(one);
  });

  it.skipIf(process.platform === 'win32')('reads more shards than it may have files open', () => {
    const place = temporaryFolder();
    const one = join(place, 'one');
    const capture = join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap');
    osscap(['scan', capture, '--no-config', '--format', `blob=${one}`]);
    const text = readFileSync(one, 'utf8');
    const of = 150;
    for (let at = 0; at < of; at++) {
      const shard = text
        .replace('"shard":null', `"shard":{"index":${at + 1},"of":${of}}`)
        .replaceAll('"at":0', `"at":${at}`)
        .replaceAll(`"path":"${capture}"`, `"path":"${at}.pcap"`);
      writeFileSync(join(place, `${at}.blob`), shard);
    }
    const report = join(place, 'report.json');
    const line = `ulimit -n 100; exec "${process.execPath}" "${COMMAND}" merge "${place}" --no-config --format "json=${report}"`;
    const { status, stderr } = spawnSync('bash', ['--norc', '-c', line], {
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    });
    expect([status, stderr]).toEqual([0, '']);
    const { captures }: Report = JSON.parse(readFileSync(report, 'utf8'));
    expect(captures.map(({ path }) => path)).toEqual(Array.from({ length: of }, (_, at) => `${at}.pcap`));
  });

  it('puts several scans one behind the other', () => {
    const captures = ['oss2-v1-baseline.pcap', 'curl-adds-content-type.pcap'].map((name) =>
      join(FIXTURES, 'captures', name),
    );
    const blobs = captures.map((capture, at) => {
      const blob = join(folder, `scan-${at}.blob`);
      osscap(['scan', capture, '--format', `blob=${blob}`]);
      return blob;
    });
    const sorted = osscap(['scan', ...[...captures].sort(), '--format', 'json']).stdout;
    expect(osscap(['merge', ...blobs, '--format', 'json']).stdout).toBe(sorted);
    const all = join(folder, 'all.blob');
    osscap(['merge', ...blobs, '--format', `blob=${all}`]);
    expect(osscap(['merge', all, '--format', 'json']).stdout).toBe(sorted);
  });

  it('judges after the merge: --fail-on, --baseline, ignores', () => {
    const capture = join(FIXTURES, 'captures', 'oss2-v1-mpu-complete-403.client.pcap');
    const blob = join(folder, 'judge.blob');
    const baseline = join(folder, 'judge.json');
    osscap(['scan', capture, '--format', `blob=${blob}`, '--fail-on', 'none']);
    expect(osscap(['merge', blob]).status).toBe(1);
    expect(osscap(['merge', blob, '--fail-on', 'token']).status).toBe(0);
    expect(osscap(['merge', blob, '--write-baseline', baseline]).status).toBe(0);
    expect(osscap(['merge', blob, '--baseline', baseline]).status).toBe(0);
    expect(osscap(['merge', blob, '--baseline', baseline]).stdout).toBe(
      osscap(['scan', capture, '--baseline', baseline]).stdout,
    );
  });
});

describe('blobs that are not whole, or not of one scan', () => {
  it('a missing shard is told, and makes the exit code 2', () => {
    const { status, stdout, stderr } = osscap(['merge', ...parts.slice(0, 2), '--no-config']);
    expect(status).toBe(2);
    expect(stderr).toContain('osscap: part 3 of 3 is missing\n');
    expect(stdout).toContain('exit 2');
    const blob = join(folder, 'partial.blob');
    expect(osscap(['merge', ...parts.slice(0, 2), '--format', `blob=${blob}`]).stderr).toContain(
      'no blob is written for an incomplete scan',
    );
    expect(readdirSync(folder)).not.toContain('partial.blob');
  });

  it('shards that lack in a row are told in one line, however many a blob says there are', () => {
    const place = temporaryFolder();
    const blob = join(place, 'one.blob');
    const capture = join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap');
    osscap(['scan', capture, '--no-config', '--shard', '1/10000', '--format', `blob=${blob}`]);
    const { status, stderr } = osscap(['merge', blob, '--no-config']);
    expect([status, stderr]).toEqual([2, 'osscap: parts 2 to 10000 of 10000 are missing\n']);
    expect(osscap(['merge', blob, '--no-config', '--lang', 'zh']).stderr).toBe(
      'osscap: 缺少第 2 至 10000 部分，共 10000 部分\n',
    );
  });

  it('a part of an earlier scan of the same paths is no part of this one', () => {
    const place = temporaryFolder();
    const [a = '', b = ''] = ['a.pcap', 'b.pcap'].map((name) => join(place, name));
    copyFileSync(join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap'), a);
    copyFileSync(join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap'), b);
    const shard = (at: number): string => {
      const blob = join(place, `osscap-${at}.blob`);
      osscap(['scan', a, b, '--no-config', '--shard', `${at}/2`, '--format', `blob=${blob}`]);
      return blob;
    };
    const old = shard(1);
    // The captures of the next run, of which only the second shard has been scanned so far.
    copyFileSync(join(FIXTURES, 'captures', 'curl-adds-content-type.pcap'), a);
    const half = shard(2);
    const stale = osscap(['merge', old, half, '--no-config']);
    expect(stale.status).toBe(2);
    const [why = '', ...missing] = stale.stderr.trimEnd().split('\n');
    expect(why).toContain(' are of different scans: ');
    for (const blob of [old, half]) expect(why).toContain(blob);
    expect(missing.sort()).toEqual([1, 2].map((part) => `osscap: part ${part} of 2 is missing`));
    expect(osscap(['merge', half, '--no-config']).stderr).toBe('osscap: part 1 of 2 is missing\n');
    expect(osscap(['merge', shard(1), shard(2), '--no-config']).status).toBe(1);
  });

  it('a shard with two contents is refused, and so is one scan in two divisions', () => {
    const capture = join(FIXTURES, 'captures', 'oss2-v1-mpu-complete-403.client.pcap');
    const [plain, proved, halves] = ['plain', 'proved', 'halves'].map((name) => join(folder, `${name}.blob`));
    osscap(['scan', capture, '--format', `blob=${plain}`]);
    osscap(['scan', capture, '--format', `blob=${proved}`, ...COMMON]);
    osscap(['scan', capture, '--format', `blob=${halves}`, '--shard', '1/2']);
    for (const order of [
      [plain, proved],
      [proved, plain],
    ]) {
      expect(osscap(['merge', ...order.map(String)])).toEqual({
        status: 2,
        stdout: '',
        stderr: `osscap: ${plain} and ${proved} hold the same part of one scan, with different results\n`,
      });
    }
    expect(osscap(['merge', String(plain), String(halves)]).stderr).toBe(
      `osscap: ${halves} and ${plain} split one scan in different ways\n`,
    );
  });

  const refusals: readonly (readonly [string, (blob: string) => string, RegExp])[] = [
    ['is empty', () => '', /: not a blob \(--format blob=FILE writes one\)$/],
    ['is a report', () => '{"schemaVersion":1}\n', /: not a blob/],
    [
      'is of a later version',
      (blob) => blob.replace('"osscapBlob":1', '"osscapBlob":2'),
      /version 2; this osscap reads/,
    ],
    ['is cut off in a line', (blob) => blob.slice(0, -400), /line \d+: damaged|the blob is cut off/],
    [
      'is cut off between lines',
      (blob) => `${blob.trimEnd().split('\n').slice(0, -1).join('\n')}\n`,
      /is cut off$/,
    ],
    ['lacks a line', (blob) => blob.split('\n').toSpliced(3, 1).join('\n'), /is cut off$/],
    [
      'another release wrote',
      (blob) => blob.replace(/"version":"[^"]*"/, '"version":"9.8.7"'),
      /: written by osscap 9\.8\.7; this is \d+\.\d+\.\d+, which merges only its own blobs/,
    ],
    ['goes on behind its end', (blob) => `${blob}{}\n`, /line \d+: damaged$/],
    [
      'has a line that is none',
      (blob) => blob.replace(/\n\{"type":"exch[^\n]*/, '\n{"type":"exch'),
      /line 3: damaged$/,
    ],
    [
      'has a verdict that is none',
      (blob) => blob.replace('"verdict":"match"', '"verdict":"fine"'),
      /\(result\.diagnosis\.verdict\)$/,
    ],
    [
      'has a field too many',
      (blob) => blob.replace('"type":"begin"', '"type":"begin","x":1'),
      /line 2: damaged.*\(x\)$/,
    ],
    [
      'has a text for a number',
      (blob) => blob.replace('"status":200', '"status":"200"'),
      /\(result\.exchange\.response\.status\)$/,
    ],
    [
      'has characters that are no bytes',
      (blob) => blob.replace('"method":"', '"method":"€'),
      /\(result\.exchange\.request\.method\)$/,
    ],
    [
      'has its inputs in disorder',
      (blob) => blob.replaceAll(/"type":"exchange","at":\d+/g, '"type":"exchange","at":-1'),
      /\(at\)$/,
    ],
    [
      'claims a shard that cannot be',
      (blob) => blob.replace('"shard":null', '"shard":{"index":3,"of":2}'),
      /\(shard\)$/,
    ],
    ['is no text', () => '\ufffd\0', /: not a blob/],
  ];

  it.each(refusals)('a file that %s is refused in one line', (_, change, message) => {
    const original = join(folder, 'original.blob');
    osscap(['scan', join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap'), '--format', `blob=${original}`]);
    const path = join(folder, 'hostile.blob');
    const text = change(readFileSync(original, 'utf8'));
    expect(text).not.toBe(readFileSync(original, 'utf8'));
    writeFileSync(path, text);
    const { status, stdout, stderr } = osscap(['merge', path]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr.trimEnd()).toMatch(message);
  });

  it('a pipe, which cannot be read twice', () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { status, stderr } = osscap(['merge', pipe]);
    expect([status, stderr]).toEqual([
      2,
      `osscap: ${pipe}: a pipe; a blob is read twice, so write it to a file first\n`,
    ]);
  });

  it('a folder without blobs, and a path that leads nowhere', () => {
    const empty = temporaryFolder();
    expect(osscap(['merge', empty]).stderr).toBe(`osscap: ${empty}: the folder contains no blob (*.blob)\n`);
    expect(osscap(['merge', join(empty, 'x')]).stderr).toBe(
      `osscap: ${join(empty, 'x')}: no such file or folder\n`,
    );
    expect(osscap(['merge']).stderr).toBe('osscap: FILE|FOLDER is missing (osscap merge --help)\n');
  });
});

describe('--shard', () => {
  it.each(['0/2', '3/2', '2', 'a/b', '1/0', '1/99999999', '-1/2'])('refuses %s', (value) => {
    const { status, stderr } = osscap(['scan', 'x.pcap', `--shard=${value}`]);
    expect(status).toBe(2);
    expect(stderr).toContain(`--shard takes I/N with 1 ≤ I ≤ N ≤ 10000, auto, or auto/N, not "${value}"`);
  });

  it('divides alike whatever the order of the arguments', () => {
    const paths = TEXTS.slice(0, 7);
    const capturesOf = (inputs: readonly string[], shard: string): string[] => {
      const { stdout } = osscap(['scan', ...inputs, '--shard', shard, '--format', 'json']);
      return JSON.parse(stdout)
        .captures.map(({ path }: { path: string }) => path)
        .sort();
    };
    for (const shard of ['1/2', '2/2']) {
      expect(capturesOf([...paths].reverse(), shard)).toEqual(capturesOf(paths, shard));
    }
    expect(capturesOf(paths, '8/8')).toEqual([]);
  });

  it('auto is what the engine says, and refused where it says nothing', () => {
    const paths = TEXTS.slice(0, 7);
    const slurm = { SLURM_ARRAY_TASK_ID: '1', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: '3' };
    const scan = (shard: string, env: Readonly<Record<string, string>> = {}) =>
      osscap(['scan', ...paths, '--shard', shard, '--format', 'json'], { env });
    expect(scan('auto', slurm).stdout).toBe(scan('2/3').stdout);
    expect(scan('auto/3', { JOB_COMPLETION_INDEX: '1' }).stdout).toBe(scan('2/3').stdout);
    for (const [shard, env, said] of [
      ['auto', {}, 'none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, CI_NODE_INDEX is set'],
      [
        'auto',
        { JOB_COMPLETION_INDEX: '1' },
        'JOB_COMPLETION_INDEX=1 says which part this is, and not of how many',
      ],
      ['auto/4', slurm, 'SLURM_ARRAY_TASK_COUNT=3 does not say which part this is'],
    ] as const) {
      const { status, stderr, stdout } = scan(shard, env);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(said);
    }
  });

  it('cannot write a baseline, which would forget the other parts', () => {
    const { status, stderr } = osscap(['scan', 'x.pcap', '--shard', '1/2', '--write-baseline', 'b.json']);
    expect(status).toBe(2);
    expect(stderr).toContain('--write-baseline needs the whole scan');
  });
});

describe('a limit', () => {
  it('that a merge cannot follow any more is refused on its command line, and those of uploads are taken', () => {
    const merge = (...words: string[]) =>
      osscap(['merge', whole, '--no-config', '--fail-on', 'none', ...words]);
    const refused = merge('--limit', 'warnings=1');
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toBe(
      'osscap: --limit warnings has no effect on merge: use it with the scans that write the blobs (or in a configuration file, for both); merge takes uploads, upload-parts (osscap merge --help)\n',
    );
    expect(merge('--limit', 'uploads=5,head-bytes=1M', '--lang', 'zh').stderr).toContain(
      '--limit head-bytes 对 merge',
    );
    expect(merge('--limit', 'upload-parts=1').stderr).toContain('--limit upload-parts=N');
  });

  it('that a pipeline sets for scans and merges together is no fault of a merge', () => {
    const words = ['merge', whole, '--no-config', '--format', 'json'];
    const env = { OSSCAP_LIMITS: 'warnings=1' };
    expect(osscap(words, { env })).toEqual(osscap(words));
  });
});
