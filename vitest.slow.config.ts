import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests that take long by what they are about: memory over time, inputs that could exhaust it, work
 * that grows with its input, moments at which a process is ended, every fixture or format once more in
 * each of many ways, real servers.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.slow.test.ts'],
    // They wait for much else than the processor: intervals, other programs, servers.
    maxWorkers: availableParallelism() + 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/clean-up.ts'],
  },
});
