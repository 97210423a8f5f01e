import { describe, it } from 'vitest';
import { FIXTURES } from './support/truth.ts';
import { FuzzCase, readSeeds } from './tools/fuzz/seeds.ts';
import { STAGES } from './tools/fuzz/stages.ts';
import { randomOfCase } from './tools/fuzz/worker.ts';

/** A short run of what `npm run fuzz` does at length: the same cases each time. */
const CASES = 60;
const SEED = 20261124;

const seeds = readSeeds(FIXTURES, ['captures', 'scenarios', 'tls', 'fuzz']);

describe.each(Object.entries(STAGES))('changed input through %s', (_, run) => {
  it('never throws, and breaks no promise of the stage', async () => {
    for (let index = 0; index < CASES; index++) {
      const fuzz = new FuzzCase(seeds, randomOfCase(SEED, index));
      try {
        await run(fuzz);
      } catch (error) {
        throw new Error(`case ${index} of ${fuzz.used.join(', ')}, seed ${SEED}`, { cause: error });
      }
    }
  });
});
