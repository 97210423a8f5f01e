import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './test/support/longest-first.ts';
import { PUTTING_IN_PLACE } from './test/support/put-in-place.ts';

/**
 * What these find cannot depend on the version of Node.js that runs them: rooms that compute with bytes
 * and strings alone, sources, documentation, pages in a browser, and other programs that read reports.
 * What does depend on it is how the command reads, writes, stops and is packed, which the others test.
 */
const SAME_ON_ANY_NODE = [
  'test/{bench,capture,conformance,diagnose,docs,hostile,http,oss,packet,report,sign,stream,web}/**/*.test.ts',
  'test/features/{advice,bodies,extract,hops,redact,suspects,text,timing,uploads}/**/*.test.ts',
  'test/features/tls/key-log.test.ts',
  'test/node/{capture-pcap-parser,kinds-elsewhere}.test.ts',
  'test/node/reader/{made-lines,packed-exchanges}.test.ts',
  'test/cli/{advice,compare,continued-uploads,contrasts,endings,explain-command,filter,gathered,help,hops}.test.ts',
  'test/cli/{hypotheses-command,language,late-failures,limits,loudness,merge-command,one-screen}.test.ts',
  'test/cli/{other-packets,report-wording,search,sections,shown-paths,sign-command,text-input,tickets}.test.ts',
  'test/cli/{timing,tls-seen,unfit-secret,uploads,why-command}.test.ts',
  'test/package/{checkout,contents,dockerfile,supply-chain}.test.ts',
  'test/{fuzz-findings,house,imports,readme}.test.ts',
];

/** In the order of what they take. */
const LONGEST = [
  'web/page.test.ts',
  'diagnose/mistakes.test.ts',
  'node/reader/made-lines.test.ts',
  'conformance/field.test.ts',
  'features/extract/fixtures.test.ts',
  'conformance/recommended-commands.test.ts',
  'cli/one-screen.test.ts',
  'cli/capture.test.ts',
  'package/contents.test.ts',
  'docs/example-ci.test.ts',
  'cli/changing-inputs.test.ts',
  'node/jobs.test.ts',
  'node/reader/read-apart.test.ts',
  'cli/fast-pipe.test.ts',
  'package/single-file.test.ts',
  'cli/endless-files.test.ts',
  'cli/closed-pipe.test.ts',
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
    sequence: { sequencer: longestFirst(LONGEST) },
    projects: [
      {
        test: {
          ...TOGETHER,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts', ...PUTTING_IN_PLACE, ...SAME_ON_ANY_NODE],
        },
      },
      {
        test: {
          ...TOGETHER,
          name: 'same-on-any-node',
          include: SAME_ON_ANY_NODE,
          exclude: ['test/**/*.slow.test.ts', ...PUTTING_IN_PLACE],
        },
      },
      { test: { ...OF_EACH_PROJECT, name: 'alone', include: PUTTING_IN_PLACE } },
    ],
  },
});
