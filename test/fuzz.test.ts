import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { FIXTURES } from './support/truth.ts';
import { readSeed, STAGES } from './tools/fuzz/stages.ts';
import { randomOfCase } from './tools/fuzz/worker.ts';

/** A short run of what `npm run fuzz` does at length: the same cases each time. */
const CASES = 60;
const SEED = 20261124;

const seeds = ['captures', 'scenarios'].flatMap((folder) =>
  readdirSync(join(FIXTURES, folder))
    .filter((name) => /\.pcap(?:ng)?$/.test(name))
    .map((name) => readSeed(name, join(FIXTURES, folder, name))),
);

describe.each(Object.entries(STAGES))('changed input through %s', (_, run) => {
  it('never throws, and breaks no promise of the stage', async () => {
    for (let index = 0; index < CASES; index++) {
      const random = randomOfCase(SEED, index);
      const seed = seeds[random.integer(0, seeds.length - 1)];
      const other = seeds[random.integer(0, seeds.length - 1)];
      if (seed === undefined || other === undefined) throw new Error('no fixtures');
      try {
        await run(seed, other, random);
      } catch (error) {
        throw new Error(`case ${index} of ${seed.name}, seed ${SEED}`, { cause: error });
      }
    }
  });
});
