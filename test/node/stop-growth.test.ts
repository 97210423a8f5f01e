import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { stopGrowth } from '../../src/node/builtins.ts';

const MEGABYTE = 1024 * 1024;

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}

/** So many objects that some are in use at each look of the garbage collector. */
function make(): number {
  return Array.from({ length: 300_000 }, (_, at) => ({ at })).length;
}

it('keeps the space for what has just been made as small as it is by then', () => {
  let made = 0;
  for (let round = 0; round < 200 && !stopGrowth(); round++) made += make();
  expect(stopGrowth()).toBe(true);
  const before = youngBytes();
  expect(before).toBeLessThanOrEqual(32 * MEGABYTE);
  for (let round = 0; round < 30; round++) made += make();
  expect(made).toBeGreaterThan(0);
  expect(youngBytes()).toBeLessThanOrEqual(before);
});
