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
const [word, most = ''] = process.argv.slice(1);
let rounds = 0;
if (word === 'stop') {
  while (!stopGrowth() && rounds < Number(most)) { make(); rounds++; }
  const then = young();
  for (let more = 0; more < Number(most); more++) make();
  console.log(JSON.stringify({ rounds, then, later: young() }));
} else {
  // until it has grown beyond what it is to be kept at
  while (young() <= 32 * 1024 * 1024 && rounds < 3000) { make(); rounds++; }
  console.log(JSON.stringify({ rounds, later: young() }));
}
`;

it('keeps the space for what has just been made as small as it is by then', () => {
  const args = ['--input-type=module', '--max-semi-space-size=64', '-e', PROGRAM];
  const run = (...more: string[]): unknown =>
    JSON.parse(spawnSync(process.execPath, [...args, '--', ...more], { encoding: 'utf8' }).stdout);
  const grown = run('grow') as { rounds: number; later: number };
  expect(grown.later).toBeGreaterThan(32 * MEGABYTE);
  // Both times for longer than it takes to grow further.
  const most = 3 * grown.rounds;
  const stopped = run('stop', String(most)) as { rounds: number; then: number; later: number };
  expect(stopped.rounds).toBeLessThan(most);
  expect(stopped.then).toBeLessThanOrEqual(32 * MEGABYTE);
  expect(stopped.later).toBeLessThanOrEqual(stopped.then);
});
