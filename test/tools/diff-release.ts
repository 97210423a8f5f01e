/**
 * `npm run diff-release`: builds another reference of git beside what is checked out, runs both over every
 * fixture, the other commands and a thousand generated captures, and writes what changed, to be read: counts
 * by kind of change, then examples, each with the command that shows it.
 *
 *     npm run diff-release                     with the last tag, or the commit that last changed the version
 *     npm run diff-release -- REF              with any reference
 *     npm run diff-release -- --only notes/    only runs whose names contain this
 *     npm run diff-release -- --captures 50    so many generated captures
 *     npm run diff-release -- --out FILE       the report; without, it goes to standard output
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildReference, describe, lastRelease, withoutVersion } from './diff-release/builds.ts';
import { compareBuilds } from './diff-release/compare.ts';

const ROOT = process.cwd();
const CAPTURES = '1000';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    captures: { type: 'string', default: CAPTURES },
    out: { type: 'string' },
  },
});
const reference = positionals[0] ?? lastRelease(ROOT);
if (reference === null) {
  process.stderr.write('There is no tag, and the version never changed: name a reference.\n');
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'osscap-diff-'));
  try {
    const before = join(folder, 'reference');
    process.stderr.write(`building ${describe(ROOT, reference)}\n`);
    buildReference(ROOT, reference, before);
    const report = await compareBuilds({
      before: withoutVersion(before, join(folder, 'before')),
      now: withoutVersion(ROOT, join(folder, 'now')),
      fixtures: ROOT,
      generated: join(folder, 'generated'),
      captures: Number(options.captures),
      script: fileURLToPath(new URL('./diff-release/run-build.js', import.meta.url)),
      only: options.only,
    });
    const text = report.text(describe(ROOT, reference), 'what is checked out');
    if (options.out === undefined) process.stdout.write(text);
    else writeFileSync(options.out, text);
    process.stderr.write(`${report.different} runs with another outcome\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
