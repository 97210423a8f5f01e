import { availableParallelism } from 'node:os';
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

/**
 * What these find cannot depend on the version of Node.js that runs them: they read sources and
 * pages of documentation, build an image by steps that others test, or look in a browser at pages
 * whose making and content others test.
 */
const SAME_ON_ANY_NODE = [
  'test/house.test.ts',
  'test/imports.test.ts',
  'test/docs/{diff-release,extending,man-page,names,reference,same}.test.ts',
  'test/report/{chinese-typography,ec-page,texts}.test.ts',
  'test/report/html/{blocks,document,look,page}.test.ts',
  'test/package/dockerfile.test.ts',
  'test/web/page.test.ts',
];

const OF_EACH_PROJECT = {
  // Against hanging: a machine that does much else may take long for anything.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  setupFiles: ['test/support/clean-up.ts'],
  // Much of the time goes into waiting for programs that tests start: as many workers as cores
  // leave cores idle.
  maxWorkers: availableParallelism() + 1,
};

/** Tests that share what is loaded: loading the program anew for each file takes as long as them. */
const TOGETHER = { ...OF_EACH_PROJECT, isolate: false };

export default defineConfig({
  test: {
    // Not of each project, which would build as often.
    globalSetup: ['test/support/build.ts'],
    projects: [
      {
        test: {
          ...TOGETHER,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts', ...ALONE, ...SAME_ON_ANY_NODE],
        },
      },
      { test: { ...TOGETHER, name: 'same-on-any-node', include: SAME_ON_ANY_NODE } },
      { test: { ...OF_EACH_PROJECT, name: 'alone', include: ALONE } },
    ],
  },
});
