import { spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FromWorker, Spawn } from '../rooms/node.ts';
import { temporaryFolder } from '../support/command.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';
import { SMALL, scan, spawner } from './job-scan.ts';

const folder = temporaryFolder();
const BIG = join(folder, 'big.pcap');

const WORKER = new URL('../../dist/bin/scan-worker.js', import.meta.url);

beforeAll(() => {
  generateFile(BIG, { ...DEFAULT_OPTIONS, size: 3 * 1024 * 1024 });
}, 120_000);

describe('results of later captures', () => {
  it('wait for the earlier ones, and no more of them than there is room for', async () => {
    const pipe = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const room = 100_000;
    const { spawn, workers } = spawner(WORKER);
    const sent: number[] = [];
    const watched: Spawn = (setup) => {
      const worker = spawn({ ...setup, room });
      worker.on('message', (message: FromWorker) => {
        if (message.kind !== 'results') return;
        const lengths = message.results.flatMap((each) =>
          'length' in each && each.at > 0 ? [each.length] : [],
        );
        if (lengths.length > 0) sent.push(lengths.reduce((sum, length) => sum + length));
      });
      return worker;
    };
    const later = [3, 4, 5, 6, 7].map((seed) => {
      const path = join(folder, `later-${seed}.pcap`);
      generateFile(path, { ...DEFAULT_OPTIONS, size: 3 * 1024 * 1024, seed });
      return path;
    });
    const scanning = scan([pipe, BIG, ...later], 2, watched);
    await until(() => sent.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    // The one that fills the room is sent before its worker waits.
    expect(sent).toHaveLength(1);
    const feed = createWriteStream(pipe);
    feed.end(readFileSync(SMALL[0] ?? ''));
    const { json, exitCode } = await scanning;
    const expected = await scan([SMALL[0] ?? '', BIG, ...later], 1);
    expect(sent.length).toBeGreaterThan(10);
    expect(workers).toHaveLength(2);
    expect(exitCode).toBe(expected.exitCode);
    expect(json.captures.slice(1)).toEqual(expected.json.captures.slice(1));
    expect(json.captures[0]?.exchanges).toEqual(expected.json.captures[0]?.exchanges);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
