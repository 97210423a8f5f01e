import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { plannedRuns, type Run, runsAfter } from '../same/runs.ts';
import { Build } from './builds.ts';
import { GENERATED, generate, generatedRuns } from './captures.ts';
import { changesOf } from './changes.ts';
import { ChangeReport, type Origin } from './report.ts';

export interface Comparison {
  /** Folders with the `dist` of each. */
  readonly before: string;
  readonly now: string;
  /** What has the fixtures that both read. */
  readonly fixtures: string;
  /** An empty folder for captures. */
  readonly generated: string;
  readonly captures: number;
  /** `run-build.ts`, compiled. */
  readonly script: string;
  /** Only runs whose names contain this. */
  readonly only: string;
}

/** Runs both builds, each in a process of its own, side by side. */
export async function compareBuilds(comparison: Comparison): Promise<ChangeReport> {
  const { fixtures, generated, captures, script, only } = comparison;
  mkdirSync(generated, { recursive: true });
  const builds = [comparison.before, comparison.now].map(
    (root) => new Build(root, fixtures, generated, script),
  );
  const report = new ChangeReport();
  const compare = async (run: Run, origin: Origin, command: string): Promise<string> => {
    const [before = new Map(), now = new Map()] = await Promise.all(
      builds.map((build) => build.outputsOf(run)),
    );
    if (run.name.includes(only)) report.add(origin, command, changesOf(before, now));
    return Buffer.from(now.get('json') ?? []).toString('utf8');
  };
  try {
    const waiting = [...plannedRuns()];
    for (const run of waiting) {
      const isLeading = run.name.includes(only) || only.startsWith('explain ');
      if (!isLeading) continue;
      const json = await compare(
        run,
        /^(?:scan|explain) fixtures/.test(run.name) ? 'fixtures' : 'other commands',
        commandOf(run),
      );
      // Not `merge`: a blob is read by the release that wrote it, or by none.
      if (json !== '') waiting.push(...runsAfter(run, (format) => (format === 'json' ? json : '')));
    }
    for (const run of generatedRuns(captures)) {
      if (!run.name.includes(only)) continue;
      generate(run, dirname(generated));
      const made = `npm run generate -- --out ${run.args[1]} ${run.options.join(' ')} && ${commandOf(run)}`;
      await compare(run, 'generated captures', made.replaceAll(`${GENERATED}/`, ''));
    }
  } finally {
    for (const build of builds) build.close();
  }
  return report;
}

/** As it is typed. What goes to files is left out. */
function commandOf({ args, files = {} }: Run): string {
  const words = args.filter((word, at) => !word.includes('=out/') && !(args[at + 1] ?? '').includes('=out/'));
  const made = Object.keys(files).length === 0 ? '' : ` # with ${Object.keys(files).join(', ')}`;
  return `osscap ${words.map((word) => (/^[\w./:=,-]+$/.test(word) ? word : `'${word}'`)).join(' ')}${made}`;
}
