/**
 * `npm run bench:search [-- --runs N] [--json]`: times the search for what a client signed in its worst case,
 * where nothing is found: cold (the first failing exchange of a fresh process) and warm, each the median.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  diagnoseWorstCase,
  type SearchTime,
  WORST_CASES,
  type WorstCase,
} from './bench-search/worst-case.ts';
import { textTable } from './text-table.ts';

/** Searches of one process that count as warm, after as many that do not. */
const WARM_RUNS = 10;
const COLD_RUNS = 7;

interface Times {
  readonly cold: SearchTime;
  readonly warm: SearchTime;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: String(COLD_RUNS) },
    json: { type: 'boolean', default: false },
    // what the program calls itself with, in a fresh process
    child: { type: 'string' },
  },
});
const child = WORST_CASES.find((each) => each === values.child);
const runs = Number(values.runs);
if (child !== undefined) {
  process.stdout.write(JSON.stringify(timesHere(child)));
} else if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('usage: bench:search [--runs N] [--json]\n');
  process.exitCode = 2;
} else {
  const results = WORST_CASES.map((each) => ({ case: each, ...timesOf(each, runs) }));
  process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : tableOf(results));
}

function timesHere(which: WorstCase): Times {
  const cold = diagnoseWorstCase(which);
  for (let i = 0; i < WARM_RUNS; i++) diagnoseWorstCase(which);
  return { cold, warm: median(Array.from({ length: WARM_RUNS }, () => diagnoseWorstCase(which))) };
}

function timesOf(which: WorstCase, count: number): Times {
  const program = fileURLToPath(import.meta.url);
  const all = Array.from({ length: count }, () => {
    const output = execFileSync(process.execPath, [program, '--child', which], { encoding: 'utf8' });
    return JSON.parse(output) as Times;
  });
  return { cold: median(all.map(({ cold }) => cold)), warm: median(all.map(({ warm }) => warm)) };
}

function median(times: readonly SearchTime[]): SearchTime {
  const sorted = times.toSorted((a, b) => a.milliseconds - b.milliseconds);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function tableOf(results: readonly (Times & { readonly case: WorstCase })[]): string {
  const perSecond = ({ candidates, milliseconds }: SearchTime): number =>
    Math.round((candidates / milliseconds) * 1000);
  return textTable([
    ['case', 'candidates', 'cold ms', 'cold cand/s', 'warm ms', 'warm cand/s'],
    ...results.map(({ case: which, cold, warm }) => [
      which,
      cold.candidates,
      cold.milliseconds.toFixed(1),
      perSecond(cold),
      warm.milliseconds.toFixed(1),
      perSecond(warm),
    ]),
  ]);
}
