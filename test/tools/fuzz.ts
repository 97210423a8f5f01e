/**
 * `npm run fuzz`: changes every fixture, blindly and by its structure, and runs it through each
 * stage alone and through the whole program, with limits of time and memory for each case. A case
 * is named by stage, seed and number, and can be run again.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { STAGE_NAMES, type StageName } from './fuzz/stages.ts';
import type { FuzzFinding, FuzzJob, FuzzMessage } from './fuzz/worker.ts';

const USAGE = `Usage: npm run fuzz -- [--cases 1000] [--seed 1] [--stage NAME[,NAME]] [--replay NUMBER] [--save FOLDER]
Stages: ${STAGE_NAMES.join(' ')}; each gets so many cases.
--save keeps the inputs of what is found.
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

interface Arguments {
  readonly cases: number;
  readonly seed: number;
  readonly stages: readonly StageName[];
  readonly replay: number | null;
  readonly save: string | null;
}

function parse(argv: readonly string[]): Arguments {
  const given = new Map<string, string>();
  for (let i = 0; i < argv.length; i += 2) given.set(argv[i]?.replace(/^--/, '') ?? '', argv[i + 1] ?? '');
  const named = given.get('stage')?.split(',') ?? STAGE_NAMES;
  const stages = STAGE_NAMES.filter((name) => named.includes(name));
  const known = ['cases', 'seed', 'stage', 'replay', 'save'];
  const wrong = [...given.keys()]
    .filter((name) => !known.includes(name))
    .concat(named.filter((name) => !stages.some((stage) => stage === name)));
  if (wrong.length > 0) throw new Error(`not known: ${wrong.join(', ')}`);
  const replay = given.get('replay');
  return {
    cases: Number(given.get('cases') ?? 1000),
    seed: Number(given.get('seed') ?? 1),
    stages,
    replay: replay === undefined ? null : Number(replay),
    save: given.get('save') ?? null,
  };
}

function save(folder: string, { stage, index, input }: Finding, seed: number): void {
  if (input === null) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stage}-${seed}-${index}`), input, 'latin1');
}

try {
  const { cases, seed, stages, replay, save: folder } = parse(process.argv.slice(2));
  const counts = { cases: 0, findings: 0 };
  for (const stage of stages) {
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
  process.stdout.write(`${counts.cases} cases, ${counts.findings} findings\n`);
  if (counts.findings > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
