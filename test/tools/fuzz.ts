/**
 * `npm run fuzz`: changes every fixture, blindly and by its structure, and runs it through each stage alone
 * and through the whole program, with limits of time and memory for each case. A case is named by stage, seed
 * and number, and can be run again.
 *
 * With `--guided`, a fuzzer that learns from what its inputs reach makes them (jazzer.js, installed when it
 * is first asked for), from the fixtures and the corpus in `fixtures/fuzz-corpus`; `--update` puts there the
 * least inputs that reach all that was reached.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { CHECK_NAMES } from './fuzz/check-seeds.ts';
import { installFuzzer, runGuided } from './fuzz/guided.ts';
import { readSeeds } from './fuzz/seeds.ts';
import { STAGE_NAMES, type StageName } from './fuzz/stages.ts';
import type { FuzzFinding, FuzzJob, FuzzMessage } from './fuzz/worker.ts';

const USAGE = `Usage: npm run fuzz -- [--cases 1000] [--seed 1] [--stage NAME[,NAME]] [--replay NUMBER] [--save FOLDER]
       npm run fuzz -- --guided [--cases 100000] [--seed 1] [--stage NAME[,NAME]] [--save FOLDER] [--update]
Stages: ${STAGE_NAMES.join(' ')}
Stages with --guided: ${CHECK_NAMES.join(' ')}
Each gets so many cases. --save keeps the inputs of what is found.
`;

const FIXTURES = fileURLToPath(new URL('../../../fixtures', import.meta.url));
/** A case that uses so much processor time without an end hangs. */
const HANG_MS = 20_000;
const LOOK_MS = 500;
const WORKER_HEAP_MIB = 768;
const MOST_TOLD = 40;

type Finding = Omit<FuzzFinding, 'kind'> & { readonly stage: StageName };

/** Runs one worker until it is done, dies or hangs; gives the number of the case to go on with. */
function runWorker(job: FuzzJob, report: (finding: Finding) => void): Promise<number> {
  return new Promise((resolve) => {
    const { stage, current } = job;
    const worker = new Worker(new URL('./fuzz/worker.js', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MIB },
    });
    let last = -1;
    let since = process.cpuUsage();
    let isOver = false;
    const finish = (next: number): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(timer);
      void worker.terminate().then(() => resolve(next));
    };
    const fail = (error: string): void => {
      const index = Atomics.load(current, 0);
      report({ stage, index, used: [], error, input: null });
      finish(index + 1);
    };
    const timer = setInterval(() => {
      const index = Atomics.load(current, 0);
      if (index !== last) {
        last = index;
        since = process.cpuUsage();
        return;
      }
      const { user, system } = process.cpuUsage(since);
      if ((user + system) / 1000 > HANG_MS) fail('hangs');
    }, LOOK_MS);
    worker.on('message', (message: FuzzMessage) => {
      if (message.kind === 'done') finish(message.next);
      else report({ ...message, stage });
    });
    worker.on('error', (error) => fail(`died: ${String(error)}`));
    worker.on('exit', () => finish(job.to));
  });
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    cases: text,
    seed: text,
    stage: text,
    replay: text,
    save: text,
    guided: flag,
    update: flag,
  };
  const { values } = parseArgs({ args: [...argv], options });
  const numberOf = (value: string): number => {
    if (!/^\d+$/.test(value)) throw new Error(`${value} is no number`);
    return Number(value);
  };
  return {
    ...values,
    seed: numberOf(values.seed ?? '1'),
    cases: numberOf(values.cases ?? (values.guided ? '100000' : '1000')),
    replay: values.replay === undefined ? null : numberOf(values.replay),
    save: values.save === undefined ? null : resolve(values.save),
  };
}

/** Those that are asked for, by default all. */
function chosen<T extends string>(all: readonly T[], named: string | undefined): readonly T[] {
  const wrong = named?.split(',').filter((name) => !all.some((known) => known === name)) ?? [];
  if (wrong.length > 0) throw new Error(`no such stage: ${wrong.join(', ')}`);
  return all.filter((name) => named === undefined || named.split(',').includes(name));
}

type Arguments = ReturnType<typeof parse>;

function save(folder: string, { stage, index, input }: Finding, seed: number): void {
  if (input === null) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stage}-${seed}-${index}`), input, 'latin1');
}

/** How many cases there were, and how many findings. */
interface Counts {
  cases: number;
  findings: number;
}

async function fuzzAtRandom({ cases, seed, stage: named, replay, save: folder }: Arguments): Promise<Counts> {
  const counts = { cases: 0, findings: 0 };
  for (const stage of chosen(STAGE_NAMES, named)) {
    const started = Date.now();
    const before = counts.findings;
    const first = replay ?? 0;
    const to = replay === null ? cases : replay + 1;
    const current = new Int32Array(new SharedArrayBuffer(4));
    for (let from = first; from < to; ) {
      Atomics.store(current, 0, from);
      const job: FuzzJob = { stage, seed, from, to, fixtures: FIXTURES, current };
      from = await runWorker(job, (finding) => {
        counts.findings++;
        if (folder !== null) save(folder, finding, seed);
        if (counts.findings > MOST_TOLD) return;
        const { index, used, error } = finding;
        process.stdout.write(`${stage} case ${index}, seed ${seed} (${used.join(', ')}): ${error}\n`);
      });
    }
    counts.cases += to - first;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `${stage}: ${to - first} cases in ${seconds} s, ${counts.findings - before} findings\n`,
    );
  }
  return counts;
}

async function fuzzGuided({ cases, seed, stage: named, save: folder, update }: Arguments): Promise<Counts> {
  const counts = { cases: 0, findings: 0 };
  const names = chosen(CHECK_NAMES, named);
  installFuzzer();
  const seeds = readSeeds(FIXTURES);
  for (const name of names) {
    const started = Date.now();
    const save = folder ?? join(process.cwd(), '.tools/guided/found');
    const run = await runGuided(name, { fixtures: FIXTURES, seeds, cases, seed, save, update });
    counts.cases += run.cases;
    if (run.finding !== null) {
      counts.findings++;
      process.stdout.write(`${name}, ${run.finding.input ?? 'no input'}: ${run.finding.error}\n`);
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const { before, after } = run;
    process.stdout.write(
      `${name}: ${run.cases} cases in ${seconds} s; edges ${before.edges} before, ${after.edges} after; features ${before.features}, ${after.features}\n`,
    );
  }
  return counts;
}

try {
  const given = parse(process.argv.slice(2));
  const counts = given.guided ? await fuzzGuided(given) : await fuzzAtRandom(given);
  process.stdout.write(`${counts.cases} cases, ${counts.findings} findings\n`);
  if (counts.findings > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
