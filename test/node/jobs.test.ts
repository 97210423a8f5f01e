import { spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { runScan } from '../../src/cli/commands/scan-command.ts';
import { CLI_EN } from '../../src/cli/text/en.ts';
import type { Spawn } from '../../src/node/jobs/crew.ts';
import type { FromWorker } from '../../src/node/jobs/protocol.ts';
import { scanInputs } from '../../src/node/scan.ts';
import { temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FIXTURES } from '../support/truth.ts';
import { USUAL_SCAN } from '../support/usual-arguments.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const folder = temporaryFolder();
const BIG = join(folder, 'big.pcap');
const SMALL = ['oss2-v1-baseline', 'source-example-consistent', 'source-example-literal'].map((name) =>
  join(FIXTURES, 'captures', `${name}.pcap`),
);

const WORKER = new URL('../../dist/bin/scan-worker.js', import.meta.url);

/** Workers of the built command; `file`: what they run. */
function spawner(file: URL, resourceLimits = {}): { readonly spawn: Spawn; readonly workers: Worker[] } {
  const workers: Worker[] = [];
  return {
    workers,
    spawn: (workerData) => {
      const worker = new Worker(file, { workerData, resourceLimits });
      workers.push(worker);
      return worker;
    },
  };
}

interface Report {
  readonly captures: readonly { readonly path: string; readonly exchanges: readonly object[] }[];
  readonly unreadable: readonly {
    readonly path: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

async function scan(paths: readonly string[], jobs: number, spawn?: Spawn) {
  const { io, written } = fakeIo();
  const report = join(temporaryFolder(), 'report.json');
  const formats = [
    { name: 'json' as const, file: report },
    { name: 'table' as const, file: null },
  ];
  const context = { lang: 'en' as const, texts: CLI_EN, io, scanInputs };
  const exitCode = await runScan(
    { ...USUAL_SCAN, width: 100, color: false, paths, format: formats, jobs },
    spawn === undefined ? context : { ...context, spawn },
  );
  const json: Report = JSON.parse(readFileSync(report, 'utf8'));
  return { exitCode, json, table: written.stdout, errors: written.stderr };
}

beforeAll(() => {
  generateFile(BIG, { ...DEFAULT_OPTIONS, size: 3 * 1024 * 1024 });
}, 120_000);

describe('a worker that dies', () => {
  it.each([
    ['exit', 'exit code 3', {}],
    ['throw', '(Error)', {}],
    ['memory', 'out of memory', { maxOldGenerationSizeMb: 64 }],
  ] as const)(
    'by %s loses its own capture, and the others go on',
    async (way, reason, limits) => {
      const dying = join(folder, `die-${way}.pcap`);
      // of other requests than the others: what two captures hold is reported with one of them
      generateFile(dying, { ...DEFAULT_OPTIONS, size: 3 * 1024 * 1024, seed: 2 });
      const [first = '', ...others] = SMALL;
      const { spawn, workers } = spawner(new URL('./dying-worker.mjs', import.meta.url), limits);
      const found = await scan([first, dying, ...others, BIG], 2, spawn);
      const expected = await scan([first, ...others, BIG], 1);
      expect(found.exitCode).toBe(2);
      expect(found.json.unreadable).toMatchObject([{ path: dying, reason: 'reader-failed' }]);
      expect(found.json.unreadable[0]?.message).toContain(reason);
      expect(found.errors).toContain(`die-${way}.pcap`);
      // What it had sent stands in the report.
      const lost = found.json.captures.find(({ path }) => path === dying);
      expect(lost?.exchanges.length).toBeGreaterThan(10);
      expect(lost).toMatchObject({ complete: false });
      expect(found.json.captures.filter((capture) => capture !== lost)).toEqual(expected.json.captures);
      expect(workers.length).toBeGreaterThan(1);
    },
    60_000,
  );

  it('when it starts leaves its captures to this thread', async () => {
    const { spawn } = spawner(new URL('file:///nowhere/at/all.mjs'));
    expect(await scan([...SMALL, BIG], 3, spawn)).toEqual(await scan([...SMALL, BIG], 1));
  }, 60_000);

  it('because there is no room for it at all does no harm either', async () => {
    const refuse: Spawn = () => {
      throw new Error('EAGAIN');
    };
    expect(await scan(SMALL, 3, refuse)).toEqual(await scan(SMALL, 1));
  });
});

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
        if ('length' in message && message.at > 0) sent.push(message.length);
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
  }, 60_000);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
