/**
 * `npm run fuzz`: changes every fixture, blindly and by its structure, and runs it through each stage alone and through the whole
 * program, with limits of time and memory for each case. A case is named by stage, seed and number, and can be run again.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { STAGES } from './fuzz/stages.ts';
import type { FuzzJob, FuzzMessage } from './fuzz/worker.ts';

const USAGE = `Usage: npm run fuzz -- [--cases 1000] [--seed 1] [--stage NAME[,NAME]] [--replay NUMBER]
Stages: ${Object.keys(STAGES).join(' ')}; each gets so many cases.
`;

const FIXTURES = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const FOLDERS = ['captures', 'scenarios', 'corpus', 'fuzz', 'tls', 'timing'];
/** Larger fixtures would make most cases slow and few of them new. */
const LARGEST_SEED = 100_000;
/** A worker that says nothing for so long hangs. */
const SILENCE_MS = 30_000;
const WORKER_HEAP_MIB = 768;

interface Finding {
  readonly stage: string;
  readonly index: number;
  readonly error: string;
}

function seedFiles(): { name: string; path: string }[] {
  return FOLDERS.flatMap((folder) => {
    const path = join(FIXTURES, folder);
    let names: string[] = [];
    try {
      names = readdirSync(path).filter((name) => /\.(?:pcap|pcapng)$/.test(name));
    } catch {
      // a folder that this checkout has not
    }
    return names
      .map((name) => ({ name: `${folder}/${name}`, path: join(path, name) }))
      .filter((file) => statSync(file.path).size <= LARGEST_SEED);
  });
}

/** Runs one worker until it is done, dies or falls silent; gives the number of the case to go on with. */
function runWorker(job: FuzzJob, report: (finding: Finding) => void): Promise<number> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./fuzz/worker.js', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MIB },
    });
    let last = job.from;
    let timer = setTimeout(() => {}, 0);
    const finish = (next: number): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(next);
    };
    const listen = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        report({ stage: job.stage, index: last, error: `hangs in the 16 cases from ${last}` });
        finish(last + 16);
      }, SILENCE_MS);
    };
    listen();
    worker.on('message', (message: FuzzMessage) => {
      listen();
      if (message.kind === 'done') finish(job.to);
      else if (message.kind === 'case') last = message.index;
      else report({ stage: job.stage, index: message.index, error: `${message.input}: ${message.error}` });
    });
    worker.on('exit', () => finish(job.to));
    worker.on('error', (error) => {
      report({ stage: job.stage, index: last, error: `died in the 16 cases from ${last}: ${String(error)}` });
      finish(last + 16);
    });
  });
}

function parse(argv: readonly string[]): {
  cases: number;
  seed: number;
  stages: string[];
  replay: number | null;
} {
  const given = new Map<string, string>();
  for (let i = 0; i < argv.length; i += 2) given.set(argv[i]?.replace(/^--/, '') ?? '', argv[i + 1] ?? '');
  const stages = given.get('stage')?.split(',') ?? Object.keys(STAGES);
  const known = new Set(['cases', 'seed', 'stage', 'replay']);
  const wrong = [...given.keys()]
    .filter((name) => !known.has(name))
    .concat(stages.filter((name) => !Object.hasOwn(STAGES, name)));
  if (wrong.length > 0) throw new Error(`not known: ${wrong.join(', ')}`);
  const replay = given.get('replay');
  return {
    cases: Number(given.get('cases') ?? 1000),
    seed: Number(given.get('seed') ?? 1),
    stages,
    replay: replay === undefined ? null : Number(replay),
  };
}

try {
  const { cases, seed, stages, replay } = parse(process.argv.slice(2));
  const seeds = seedFiles();
  if (seeds.length === 0) throw new Error(`no captures under ${FIXTURES}`);
  const findings: Finding[] = [];
  let total = 0;
  for (const stage of stages) {
    const started = Date.now();
    const before = findings.length;
    const to = replay === null ? cases : replay + 1;
    for (let from = replay ?? 0; from < to; ) {
      from = await runWorker({ stage, seed, from, to, seeds }, (finding) => {
        findings.push(finding);
        if (findings.length <= 20)
          process.stdout.write(`${finding.stage} case ${finding.index}, seed ${seed}: ${finding.error}\n`);
      });
    }
    total += to - (replay ?? 0);
    const seconds = (Date.now() - started) / 1000;
    process.stdout.write(
      `${stage}: ${to - (replay ?? 0)} cases in ${seconds.toFixed(1)} s, ${findings.length - before} findings\n`,
    );
  }
  process.stdout.write(`${total} cases, ${findings.length} findings\n`);
  if (findings.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
