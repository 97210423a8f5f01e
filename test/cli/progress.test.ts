import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { ScanProgress, type Ticks } from '../../src/cli/progress.ts';
import { showsProgress } from '../../src/cli/terminal.ts';
import { completeFailure, makeCapture, makeResult } from '../report/make-result.ts';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { CLI_EN, CLI_ZH } from '../support/texts.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const ERASE = '\r\x1b[K';

/**
 * A terminal, whose two streams are kept in the order of what is written, and a clock that is set by hand.
 */
function terminal(columns: number, stdout: 'terminal' | 'pipe' = 'terminal') {
  const written: string[] = [];
  const { io: plain } = fakeIo();
  const stream = (isTTY: boolean) => ({ write: (text: string) => void written.push(text), isTTY, columns });
  const io: CliIo = { ...plain, stdout: stream(stdout === 'terminal'), stderr: stream(true) };
  let now = 0;
  let tick = (): void => {};
  const ticks: Ticks = {
    now: () => now,
    every: (_, work) => {
      tick = work;
      return () => {
        tick = () => {};
      };
    },
  };
  return {
    io,
    ticks,
    written,
    at(milliseconds: number): void {
      now = milliseconds;
      tick();
    },
    take: () => written.splice(0).join(''),
  };
}

const folder = temporaryFolder();
const paths = ['a', 'b', 'c'].map((name) => join(folder, `${name}.pcap`));
for (const path of paths) writeFileSync(path, Buffer.alloc(2_000_000));
const INPUTS = paths.map((path) => ({ path }));

describe('the line that says how far a scan is', () => {
  it('tells captures, bytes, failures, the time left and the rate', () => {
    const { io, ticks, at, take } = terminal(100);
    const progress = new ScanProgress(io, INPUTS, CLI_EN, ticks);
    progress.onBytes(1_500_000);
    at(190);
    expect(take()).toBe('');
    at(1000);
    expect(take()).toBe(`${ERASE}0 of 3 captures, 1 of 6 MB (25 %), 2 MB/s`);
    progress.exchange('a', completeFailure(1));
    progress.exchange('a', makeResult({ index: 2 }));
    progress.counts({
      exchanges: 9,
      ossExchanges: 9,
      byVerdict: [
        ['match', 5],
        ['token', 4],
      ],
      excused: [],
      known: 0,
      ignored: 0,
    });
    progress.capture(makeCapture({ path: paths[0] ?? '' }));
    progress.unreadable({ path: paths[1] ?? '' });
    progress.unreadable({ path: paths[1] ?? '' });
    progress.onWorkerBytes(() => 2_500_000);
    at(2000);
    expect(take()).toBe(`${ERASE}2 of 3 captures, 4 of 6 MB (66 %), 5 failing, 1 s left, 2 MB/s`);
    progress.end();
    expect(take()).toBe(ERASE);
    at(3000);
    expect(take()).toBe('');
  });

  it('is as wide as there is room for, in both languages', () => {
    const lines = [20, 40, 60].map((columns) => {
      const { io, ticks, at, take } = terminal(columns);
      const progress = new ScanProgress(io, INPUTS, CLI_ZH, ticks);
      progress.onBytes(3_000_000);
      at(200_000);
      return take().slice(ERASE.length);
    });
    expect(lines).toEqual([
      '抓包 0/3',
      '抓包 0/3，3/6 MB（50%），剩余 4 分钟',
      '抓包 0/3，3/6 MB（50%），剩余 4 分钟，0 MB/s',
    ]);
  });

  it('moves before a hundredth is read, and while captures are compared', () => {
    const { io, ticks, at, take } = terminal(80);
    const progress = new ScanProgress(io, INPUTS, CLI_EN, ticks);
    progress.onBytesBefore(4_000_000);
    at(400);
    expect(take()).toBe(`${ERASE}0 of 3 captures, comparing them: 4 MB`);
    progress.onBytes(30_000);
    at(500);
    expect(take()).toBe(`${ERASE}0 of 3 captures, 0 of 6 MB (0.5 %), 0 MB/s`);
  });

  it('is shown where a terminal does not know its width', () => {
    const { io, ticks, at, take } = terminal(0);
    new ScanProgress(io, INPUTS, CLI_EN, ticks);
    at(500);
    expect(take()).toContain('0 of 3 captures');
  });

  it('tells no share where there is a pipe', () => {
    const { io, ticks, at, take } = terminal(80);
    const progress = new ScanProgress(io, [...INPUTS, { path: '-' }], CLI_EN, ticks);
    progress.onBytes(3_000_000);
    at(1000);
    expect(take()).toBe(`${ERASE}0 of 4 captures, 3 MB, 3 MB/s`);
  });

  it('is gone before anything else is written, and never stands in the middle of a line', () => {
    const { io, ticks, at, take } = terminal(80);
    const progress = new ScanProgress(io, INPUTS, CLI_EN, ticks);
    at(500);
    take();
    progress.io.stdout.write('{ "half":');
    expect(take()).toBe(`${ERASE}{ "half":`);
    at(700);
    expect(take()).toBe('');
    progress.io.stdout.write(' 1 }\n');
    progress.io.stderr.write('osscap: a\n');
    expect(take()).toBe(' 1 }\nosscap: a\n');
    at(900);
    expect(take()).toContain('0 of 3 captures');
    progress.io.stderr.write('osscap: b\n');
    expect(take()).toBe(`${ERASE}osscap: b\n`);
  });

  it('leaves a report alone that goes elsewhere', () => {
    const { io, ticks, at, take } = terminal(80, 'pipe');
    const progress = new ScanProgress(io, INPUTS, CLI_EN, ticks);
    at(500);
    take();
    progress.io.stdout.write('{ "half":');
    expect(take()).toBe('{ "half":');
    at(700);
    expect(take()).toContain('0 of 3');
  });

  it('is for people at a terminal', () => {
    const { io } = terminal(80);
    expect(showsProgress(io)).toBe(true);
    expect(showsProgress({ ...io, env: { CI: 'false' } })).toBe(true);
    for (const env of [{ TERM: 'dumb' }, { CI: 'true' }, { GITHUB_ACTIONS: 'true' }, { TF_BUILD: 'True' }]) {
      expect(showsProgress({ ...io, env })).toBe(false);
    }
    expect(showsProgress(fakeIo().io)).toBe(false);
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;

describe.runIf(hasScript)('on a real terminal', () => {
  const big = join(folder, 'big.pcap');
  const second = join(folder, 'second.pcap');
  generateFile(big, { ...DEFAULT_OPTIONS, size: 40 * 1024 * 1024 });
  copyFileSync(big, second);

  function onTerminal(args: string, env: Readonly<Record<string, string>> = {}): string {
    const command = `stty cols 100; "${process.execPath}" "${COMMAND}" ${args}`;
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent', TERM: 'xterm', ...env },
    });
    return stdout;
  }

  it.each(['1', '2'])('the line moves and goes, with %s jobs', (jobs) => {
    const seen = onTerminal(`scan "${big}" "${join(folder, 'nowhere.pcap')}" "${second}" --jobs ${jobs}`);
    const lines = seen.split(ERASE);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.find((line) => line.includes('%'))).toMatch(/^\d of 2 captures, \d+ of 8\d MB \([\d.]+ %\)/);
    // What stands in the end is the report alone.
    const last = lines.at(-1) ?? '';
    expect(last).toContain('exit 2');
    expect(last).not.toContain('MB/s');
  });

  it('there is none where it is not wanted', () => {
    expect(onTerminal(`scan "${big}" --quiet`)).not.toContain(ERASE);
    expect(onTerminal(`scan "${big}"`, { CI: 'true' })).not.toContain(ERASE);
    expect(onTerminal(`scan "${big}" 2>/dev/null`)).not.toContain(ERASE);
  });
});
