import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Spawn } from '../rooms/node.ts';
import { temporaryFolder } from '../support/command.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';
import { SMALL, scan, spawner } from './job-scan.ts';

const folder = temporaryFolder();
const BIG = join(folder, 'big.pcap');

/** What one thread says of the captures that are left. */
let expected: Awaited<ReturnType<typeof scan>>;
beforeAll(async () => {
  generateFile(BIG, { ...DEFAULT_OPTIONS, size: 3 * 1024 * 1024 });
  expected = await scan([...SMALL, BIG], 1);
}, 120_000);

describe('a worker that dies', () => {
  it.each([
    ['exit', 'exit code 3', {}],
    ['throw', '(Error)', {}],
    ['memory', 'out of memory', { maxOldGenerationSizeMb: 64 }],
  ] as const)('by %s loses its own capture, and the others go on', async (way, reason, limits) => {
    const dying = join(folder, `die-${way}.pcap`);
    // of other requests than the others: what two captures hold is reported with one of them
    generateFile(dying, { ...DEFAULT_OPTIONS, size: 3 * 1024 * 1024, seed: 2 });
    const [first = '', ...others] = SMALL;
    const { spawn, workers } = spawner(new URL('./dying-worker.mjs', import.meta.url), limits);
    const found = await scan([first, dying, ...others, BIG], 2, spawn);
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
  });

  it('among small captures that it was given together loses none of the others', async () => {
    const dying = join(folder, 'die-open.pcap');
    generateFile(dying, { ...DEFAULT_OPTIONS, size: 13 * 1024, seed: 3 });
    const [first = '', second = '', ...others] = SMALL;
    const { spawn, workers } = spawner(new URL('./dying-worker.mjs', import.meta.url));
    const found = await scan([first, second, dying, ...others], 2, spawn);
    expect(found.json.unreadable).toMatchObject([{ path: dying, reason: 'reader-failed' }]);
    expect(found.json.captures).toEqual((await scan([first, second, ...others], 1)).json.captures);
    expect(workers.length).toBeGreaterThan(2);
  });

  it('when it starts leaves its captures to this thread', async () => {
    const { spawn } = spawner(new URL('file:///nowhere/at/all.mjs'));
    expect(await scan([...SMALL, BIG], 3, spawn)).toEqual(expected);
  });

  it('because there is no room for it at all does no harm either', async () => {
    const refuse: Spawn = () => {
      throw new Error('EAGAIN');
    };
    expect(await scan(SMALL, 3, refuse)).toEqual(await scan(SMALL, 1));
  });
});
