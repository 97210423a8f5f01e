/**
 * Tests that put something else in the place of a module: too late where another file of tests has loaded what
 * uses it, and by the path of the module itself.
 */
export const PUTTING_IN_PLACE = [
  'test/cli/new-command.test.ts',
  'test/cli/put-in-place.test.ts',
  'test/node/read-bytes.test.ts',
  'test/oss/third-provider.test.ts',
];
