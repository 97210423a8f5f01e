import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { osscap } from '../support/command.ts';
import { pipeline } from '../support/pipeline.ts';
import { FIXTURES } from '../support/truth.ts';

const MANY = ['captures', 'scenarios'].map((name) => join(FIXTURES, name));

describe.skipIf(process.platform === 'win32')('standard output whose reader has gone', () => {
  // Each writes more than a pipe holds, but for this one.
  it.each(FORMAT_NAMES.filter((name) => name !== 'github'))(
    'ends the reading without a word: %s',
    (format) => {
      const warnings = osscap(['scan', ...MANY, '--format', format]).stderr;
      for (const jobs of ['1', '2']) {
        const args = ['scan', ...MANY, '--format', format, '--jobs', jobs];
        const { stdout, said, code } = pipeline(args, 'head -c 1');
        expect(stdout).toHaveLength(1);
        // What it says of the captures, as far as it came.
        for (const line of said.split('\n')) expect(warnings).toContain(line);
        // All was read already, or not.
        expect([1, 2, 141]).toContain(code);
      }
    },
  );
});
