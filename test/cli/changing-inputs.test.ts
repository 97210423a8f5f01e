import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { COMMAND, osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { reportProblems } from '../support/schema.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const OTHER = join(FIXTURES, 'captures/oss2-v1-baseline.pcap');
/** Of other requests: those that two captures hold are reported with one of them. */
const KEPT = join(FIXTURES, 'captures/curl-adds-content-type.pcap');
/** Without a refusal, so that nothing looks into it but its reader. */
const PASSING = join(FIXTURES, 'advice/still-passing.pcap');

interface Report {
  readonly captures: readonly {
    readonly path: string;
    readonly complete: boolean;
    readonly exchanges: readonly object[];
    readonly warnings: readonly { readonly code: string }[];
  }[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

function reportIn(text: string): Report {
  const report: Report = JSON.parse(text);
  expect(reportProblems(report)).toEqual([]);
  return report;
}

/** A folder whose files change when osscap has listed them and waits for the pipes that stand before them. */
async function scanWhileChanging(jobs: number) {
  const folder = temporaryFolder();
  const inputs = join(folder, 'inputs');
  mkdirSync(inputs);
  for (const name of ['cut', 'emptied', 'folder', 'gone', 'kept', 'renewed']) {
    copyFileSync(name === 'kept' ? KEPT : CAPTURE, join(inputs, `${name}.pcap`));
  }
  // One for each worker, which reads nothing else before.
  const pipes = Array.from({ length: jobs }, (_, at) => join(folder, `pipe-${at}`));
  expect(spawnSync('mkfifo', pipes).status).toBe(0);
  // A worker is given its next input, too, from the beginning.
  const before = pipes.flatMap((pipe, at) => (at === 0 ? [pipe] : [OTHER, pipe]));
  const args = ['scan', ...before, inputs, '--jobs', String(jobs), '--no-config', '--format', 'json'];
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent' },
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const closed = once(child, 'close');
  // Opening waits for the one who reads.
  const writers = await Promise.all(pipes.map((path) => open(path, 'w')));
  const at = (name: string): string => join(inputs, `${name}.pcap`);
  truncateSync(at('cut'), 4000);
  truncateSync(at('emptied'), 0);
  rmSync(at('gone'));
  rmSync(at('folder'));
  mkdirSync(at('folder'));
  copyFileSync(OTHER, join(folder, 'new'));
  renameSync(join(folder, 'new'), at('renewed'));
  for (const writer of writers) {
    await writer.write(readFileSync(CAPTURE));
    await writer.close();
  }
  const [code] = (await closed) as [number | null];
  return { code, ...written, report: reportIn(written.stdout), at };
}

describe.skipIf(process.platform === 'win32')(
  'inputs that change between listing and reading',
  { timeout: 60_000 },
  () => {
    it.each([1, 2])('are each told, and the others are read (--jobs %i)', async (jobs) => {
      const { code, report, stderr, at } = await scanWhileChanging(jobs);
      expect(code).toBe(2);
      expect(report.unreadable.map(({ path, reason }) => [path, reason])).toEqual([
        [at('emptied'), 'empty-file'],
        [at('folder'), 'read-error'],
        [at('gone'), 'missing'],
      ]);
      for (const name of ['emptied', 'folder', 'gone', 'cut']) expect(stderr).toContain(at(name));
      const exchanges = Object.fromEntries(
        report.captures.map((capture) => [capture.path, capture.exchanges.length]),
      );
      expect(exchanges[at('kept')]).toBe(3);
      expect(exchanges[at('renewed')]).toBe(8);
      const cut = report.captures.find(({ path }) => path === at('cut'));
      expect(cut?.complete).toBe(false);
      expect(cut?.warnings.map((warning) => warning.code)).toContain('truncated-record');
      expect(report.captures).toHaveLength(jobs * 2 - 1 + 3);
    });
  },
);

describe('a read that fails in the middle', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  const big = join(folder, 'big.pcap');
  const preload = join(folder, 'eio.mjs');
  // The third block of a large file, each time it is read: a scan looks into it before, too.
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` };
  beforeAll(() => {
    generateFile(big, { ...DEFAULT_OPTIONS, size: 4 * 1024 * 1024 });
    writeFileSync(
      preload,
      `import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { readSync } = fs;
      const counts = new Map();
      fs.readSync = function (file, ...args) {
        const { ino, size } = fs.fstatSync(file);
        const inOrder = args.at(-1) === null;
        if (size < 1024 * 1024 || !inOrder) return readSync(file, ...args);
        const count = (counts.get(ino) ?? 0) + 1;
        counts.set(ino, count);
        if (count % 3 === 0) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
        return readSync(file, ...args);
      };
      syncBuiltinESMExports();\n`,
    );
  });

  it.each([1, 2])('reports what came before, and that there is more; 2 (--jobs %i)', (jobs) => {
    const paths = [big, PASSING, OTHER];
    const { status, stdout, stderr } = osscap(
      ['scan', ...paths, '--all', '--jobs', String(jobs), '--format', 'json'],
      { env },
    );
    expect(status).toBe(2);
    const report = reportIn(stdout);
    expect(report.captures.map(({ path, complete }) => [path, complete])).toEqual([
      [big, false],
      [PASSING, true],
      [OTHER, true],
    ]);
    expect(report.unreadable).toMatchObject([{ path: big, reason: 'read-error' }]);
    expect(stderr).toMatch(/big\.pcap: .*reading stopped with an error \(EIO\); what was read is reported/);
    const whole = reportIn(osscap(['scan', big, '--all', '--format', 'json']).stdout);
    const [cut] = report.captures;
    const length = cut?.exchanges.length ?? 0;
    expect(length).toBeGreaterThan(100);
    // What had come is the same; one on each of the connections lacks its end.
    const all = new Set(whole.captures[0]?.exchanges.map((exchange) => JSON.stringify(exchange)));
    const same = cut?.exchanges.filter((exchange) => all.has(JSON.stringify(exchange))) ?? [];
    expect(same.length).toBeGreaterThanOrEqual(length - DEFAULT_OPTIONS.connections);
    expect(all.size).toBeGreaterThan(length);
  });

  it('is told in every format', () => {
    const files = FORMAT_NAMES.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
    const { status } = osscap(['scan', big, ...files], { env });
    expect(status).toBe(2);
    // Of the formats of others these have no place for it.
    for (const name of FORMAT_NAMES.filter((format) => format !== 'csv' && format !== 'har')) {
      const told = name === 'table' ? '1 input could not be read · exit 2' : 'EIO';
      expect([name, readFileSync(join(folder, name), 'utf8').includes(told)]).toEqual([name, true]);
    }
  });

  it('of one part of a rotated capture leaves the other parts', () => {
    const parts = temporaryFolder();
    const paths = [0, 1].map((at) => join(parts, `oss.pcap${at}`));
    for (const path of paths) copyFileSync(CAPTURE, path);
    copyFileSync(big, paths[0] ?? '');
    const { status, stdout } = osscap(['scan', '--rotated', ...paths, '--format', 'json'], { env });
    expect(status).toBe(2);
    const report = reportIn(stdout);
    expect(report.captures).toHaveLength(1);
    expect(report.captures[0]?.complete).toBe(false);
    expect(report.unreadable).toMatchObject([{ path: paths[0], reason: 'read-error' }]);
  });

  it('is 2 of compare, too', () => {
    const { status, stderr } = osscap(['compare', big, big], { env });
    expect(status).toBe(2);
    expect(stderr).toContain('EIO');
  });
});
