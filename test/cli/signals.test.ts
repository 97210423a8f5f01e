import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { CAPTURE, CODES, checkFolder, disturbed, type EndSignal } from '../support/disturbed.ts';
import { reportProblems } from '../support/schema.ts';

describe.skipIf(process.platform === 'win32')('a command that is asked to end', { timeout: 300_000 }, () => {
  it.each(Object.entries(CODES))(
    'ends with the report of what was read, and its code, by %s',
    async (signal, code) => {
      const ended = await disturbed(['watch', '-', '--format', 'table'], async (kill, said) => {
        while (!said().includes('CompleteMultipartUpload')) await sleep(20);
        kill(signal as EndSignal);
      });
      expect([ended.code, ended.signal]).toEqual([code, null]);
      expect(ended.stdout).toContain(
        `interrupted: only what was read so far · 1 of 5 requests failed · 1 cause · exit ${code}\n`,
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
    // Every process of a container may have the same number: what stands there under it must not be in the
    // way.
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
