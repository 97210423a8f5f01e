import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Much of the time goes into waiting for programs that tests start: one worker less than cores
    // leaves cores idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/clean-up.ts'],
  },
});
