import { defineConfig } from 'vitest/config';

/**
 * These put something else in the place of a module, which is too late where another file of tests
 * has loaded what uses it.
 */
const ALONE = [
  'test/cli/put-in-place.test.ts',
  'test/node/read-bytes.test.ts',
  'test/oss/third-provider.test.ts',
];

export default defineConfig({
  test: {
    // Much of the time goes into waiting for programs that tests start: one worker less than cores
    // leaves cores idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts', ...ALONE],
          // Loading the program anew for each file takes as long as the tests.
          isolate: false,
          globalSetup: ['test/support/build.ts'],
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
    // Against hanging: a machine that does much else may take long for anything.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    setupFiles: ['test/support/clean-up.ts'],
  },
});
