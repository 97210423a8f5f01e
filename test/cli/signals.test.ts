import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { COMMAND, osscap, temporaryFolder } from '../support/command.ts';
import { reportProblems } from '../support/schema.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const ALL = ['captures', 'scenarios'].map((name) => join(FIXTURES, name));
const OLD = '{"old": true}\n';
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type EndSignal = keyof typeof CODES;

/** Moments of a run at which it is asked to end. */
const MOMENTS = 5;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly folder: string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command that writes a report over an old one, alone in a folder; `disturb` sends the
 * signals.
 */
async function disturbed(
  args: readonly string[],
  disturb: (kill: (signal: EndSignal) => void, said: () => string) => Promise<void>,
): Promise<Ended> {
  const folder = temporaryFolder();
  const report = join(folder, 'report.json');
  writeFileSync(report, OLD);
  const child = spawn(process.execPath, [COMMAND, ...args, '--format', `json=${report}`], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  // Without an end: what is watched goes on.
  child.stdin.on('error', () => {});
  if (args.includes('-')) child.stdin.write(readFileSync(CAPTURE));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([
    disturb(
      (signal) => child.kill(signal),
      () => written.stdout + written.stderr,
    ),
    closed,
  ]);
  const [code, signal] = await closed;
  return { code, signal, folder, ...written };
}

/** What there is afterwards is the old report, or a whole new one, and nothing else. */
function checkFolder({ folder }: Ended, kind = 'report'): 'old' | 'new' {
  expect(readdirSync(folder)).toEqual(['report.json']);
  const text = readFileSync(join(folder, 'report.json'), 'utf8');
  if (text === OLD) return 'old';
  const report: unknown = JSON.parse(text);
  if (kind === 'report') expect(reportProblems(report)).toEqual([]);
  return 'new';
}

const blobs = temporaryFolder();
osscap(['scan', ...ALL, '--format', `blob=${join(blobs, 'whole.blob')}`]);

/** Large enough to be read in a thread of its own. */
const LARGE = join(temporaryFolder(), 'large.pcap');
generateFile(LARGE, { ...DEFAULT_OPTIONS, size: 25 * 1024 * 1024 });

/** Each without an end of its own, or with one. */
const COMMANDS = {
  scan: ['scan', ...ALL, '--jobs', '1'],
  'scan in workers': ['scan', ...ALL, '--jobs', '2'],
  'scan one that is large': ['scan', LARGE, '--jobs', '2'],
  merge: ['merge', blobs],
  watch: ['watch', '-'],
  'watch a file': ['watch', CAPTURE],
  explain: ['explain', CAPTURE, '5'],
  compare: ['compare', CAPTURE, CAPTURE],
} as const;

describe.skipIf(process.platform === 'win32')('a command that is asked to end', { timeout: 300_000 }, () => {
  it.each(Object.entries(COMMANDS))('at any moment leaves nothing half-written: %s', async (_, args) => {
    const kind = args[0] === 'explain' || args[0] === 'compare' ? 'page' : 'report';
    const start = performance.now();
    // What is watched ends by the signal alone.
    await disturbed(args, async (kill) => {
      await sleep(args[0] === 'watch' ? 500 : 20_000);
      kill('SIGTERM');
    });
    const length = performance.now() - start;
    // A large one takes its time.
    const moments = args.some((name) => name === LARGE) ? 2 : MOMENTS;
    for (let moment = 0; moment < moments; moment++) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const ended = await disturbed(args, async (kill) => {
          await sleep((length * (moment + Math.random())) / moments);
          kill(signal);
        });
        // Nobody has asked for the signal yet, it was asked for, or it came when all was done.
        const early = ended.signal === signal || ended.code === CODES[signal];
        expect([ended.stderr, early || ended.code === 0 || ended.code === 1]).toEqual([ended.stderr, true]);
        if (checkFolder(ended, kind) === 'old') expect(early).toBe(true);
        expect(ended.stderr).not.toMatch(/internal error|^\s+at /m);
      }
    }
  });

  it.each(Object.entries(CODES))(
    'ends with the report of what was read, and its code, by %s',
    async (signal, code) => {
      const ended = await disturbed(['watch', '-', '--format', 'table'], async (kill, said) => {
        while (!said().includes('CompleteMultipartUpload')) await sleep(20);
        kill(signal as EndSignal);
      });
      expect([ended.code, ended.signal]).toEqual([code, null]);
      expect(ended.stdout).toContain(
        `Interrupted: this is what was read so far. 1 failing exchange, 1 cause. Exit ${code}.\n`,
      );
      expect(checkFolder(ended)).toBe('new');
      const { captures } = JSON.parse(readFileSync(join(ended.folder, 'report.json'), 'utf8'));
      expect(captures[0].exchanges).toHaveLength(5);
    },
  );

  it('and then once more ends at once, by the signal, and takes its beginnings along', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    for (const [first, second] of [
      ['SIGINT', 'SIGINT'],
      ['SIGTERM', 'SIGINT'],
      ['SIGINT', 'SIGTERM'],
    ] as const) {
      const ended = await disturbed(['watch', '-'], async (kill, said) => {
        while (!said().includes('watching')) await sleep(20);
        kill(first);
        kill(second);
      });
      // Both may have come before the program looked.
      expect([ended.signal, CODES[first], CODES[second]]).toContain(ended.signal ?? ended.code);
      checkFolder(ended);
    }
  });

  it.each([
    ['nobody has opened', false],
    ['gives nothing', true],
  ])('while it waits for a pipe that %s', async (_, isOpen) => {
    const folder = temporaryFolder();
    const pipe = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    for (const args of [
      ['scan', pipe],
      ['scan', pipe, CAPTURE, '--jobs', '2'],
      ['watch', pipe],
      ['explain', pipe, '1'],
    ]) {
      const writer = isOpen ? spawn('sh', ['-c', 'exec sleep 60 > "$0"', pipe]) : null;
      const ended = await disturbed(args, async (kill) => {
        await sleep(700);
        kill('SIGTERM');
      });
      writer?.kill('SIGKILL');
      expect([args[0], ended.signal === 'SIGTERM' || ended.code === 143]).toEqual([args[0], true]);
      checkFolder(ended);
    }
  });

  it('while it opens a pipe that nobody reads, beside files', async () => {
    const folder = temporaryFolder();
    const pipe = join(folder, 'pipe');
    const other = join(folder, 'other.json');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    for (const args of [
      ['scan', CAPTURE, '--format', `csv=${other}`, '--format', `table=${pipe}`],
      ['scan', CAPTURE, '--write-baseline', pipe],
      ['explain', CAPTURE, '5', '--format', `json=${other}`, '--format', `table=${pipe}`],
    ]) {
      const ended = await disturbed(args, async (kill) => {
        await sleep(2000);
        kill('SIGTERM');
      });
      expect([args, ended.signal]).toEqual([args, 'SIGTERM']);
      expect(checkFolder(ended)).toBe('old');
      expect(readdirSync(folder)).toEqual(['pipe']);
    }
  });

  it('does not take what another process of the same number has left for its own', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pids'));
    // Every process of a container may have the same number: what stands there under it must not be
    // in the way.
    const preload = join(folder, 'same.mjs');
    writeFileSync(preload, "Object.defineProperty(process, 'pid', { value: 1, writable: true });\n");
    const report = join(folder, 'pids', 'report.json');
    writeFileSync(`${report}.1.tmp`, 'left by one that was killed');
    const { status, stderr } = osscap(['scan', CAPTURE, '--format', `json=${report}`], {
      env: { NODE_OPTIONS: `--import=${preload}` },
    });
    expect([status, stderr]).toEqual([1, '']);
    expect(reportProblems(JSON.parse(readFileSync(report, 'utf8')))).toEqual([]);
  });

  it('by a fault of the program takes its beginnings along, too', async () => {
    const folder = temporaryFolder();
    const preload = join(folder, 'fault.mjs');
    writeFileSync(
      preload,
      `const wait = setInterval(() => {
        if (process.listenerCount('SIGINT') === 0) return;
        clearInterval(wait);
        setTimeout(() => { throw new Error('on purpose'); }, 100);
      }, 1);\n`,
    );
    const out = join(folder, 'out');
    mkdirSync(out);
    const { status, stderr } = osscap(
      ['watch', join(folder, 'none.pcap'), '--format', `json=${join(out, 'report.json')}`],
      { env: { NODE_OPTIONS: `--import=${preload}` } },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('internal error (Error)');
    expect(readdirSync(out)).toEqual([]);
  });
});
