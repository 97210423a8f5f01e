import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './test/support/longest-first.ts';

/** In the order of what they take. */
const LONGEST = [
  'cli/watch-memory.slow.test.ts',
  'hostile/exhaustion-reports.slow.test.ts',
  'hostile/exhaustion.slow.test.ts',
  'package/release.slow.test.ts',
  'hostile/exhaustion-connections.slow.test.ts',
  'hostile/formats.slow.test.ts',
  'cli/jobs.slow.test.ts',
  'cli/stops-soon.slow.test.ts',
  'cli/same-from-everywhere.slow.test.ts',
  'docs/slurm.slow.test.ts',
  'servers/ceph.slow.test.ts',
  'servers/swift.slow.test.ts',
  'hostile/linear-time.slow.test.ts',
  'hostile/masks.slow.test.ts',
  'hostile/expressions.slow.test.ts',
];

/** Tests that measure the memory or the time of the process that they run in. */
const MEASURING = [
  'test/cli/watch-memory.slow.test.ts',
  'test/hostile/{expressions,linear-time}.slow.test.ts',
  'test/node/any-pieces.slow.test.ts',
];

const OF_EACH_PROJECT = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  setupFiles: ['test/support/clean-up.ts'],
  // They wait for much else than the processor: intervals, other programs, servers.
  maxWorkers: availableParallelism() + 2,
};

/**
 * Tests that take long by what they are about: memory over time, inputs that could exhaust it, work
 * that grows with its input, moments at which a process is ended, every fixture or format once more in
 * each of many ways, real servers.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: longestFirst(LONGEST) },
    globalSetup: ['test/support/build.ts'],
    projects: [
      { test: { ...OF_EACH_PROJECT, name: 'measuring', include: MEASURING } },
      {
        test: {
          ...OF_EACH_PROJECT,
          name: 'slow',
          // Loading the program anew for each file takes half a minute in all.
          isolate: false,
          include: ['test/**/*.slow.test.ts'],
          exclude: MEASURING,
        },
      },
    ],
  },
});
