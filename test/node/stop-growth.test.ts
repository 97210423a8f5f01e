import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const MEGABYTE = 1024 * 1024;
const BUILTINS = new URL('../../dist/node/builtins.js', import.meta.url).href;

/** In a process of its own: the heap of the one that runs the tests has grown before. */
const PROGRAM = `
import { getHeapSpaceStatistics } from 'node:v8';
import { stopGrowth } from '${BUILTINS}';
const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
// so many objects that some are in use at each look of the garbage collector
const make = () => Array.from({ length: 30_000 }, (_, at) => ({ at })).length;
const stops = process.argv.includes('stop');
let isGrown = false;
for (let round = 0; round < 2000 && !isGrown; round++) {
  make();
  isGrown = stops && stopGrowth();
}
const then = young();
for (let round = 0; round < 1000; round++) make();
console.log(JSON.stringify({ isGrown, then, later: young() }));
`;

it('keeps the space for what has just been made as small as it is by then', () => {
  const args = ['--input-type=module', '--max-semi-space-size=64', '-e', PROGRAM];
  const run = (...more: string[]): unknown =>
    JSON.parse(spawnSync(process.execPath, [...args, ...more], { encoding: 'utf8' }).stdout);
  const stopped = run('stop') as { isGrown: boolean; then: number; later: number };
  expect(stopped.isGrown).toBe(true);
  expect(stopped.then).toBeLessThanOrEqual(32 * MEGABYTE);
  expect(stopped.later).toBeLessThanOrEqual(stopped.then);
  expect((run() as { later: number }).later).toBeGreaterThan(stopped.later);
});
