import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../generator/random.ts';
import { FuzzCase, readSeeds } from './seeds.ts';
import { STAGES, type StageName } from './stages.ts';

/** What a worker is asked to do: cases `from` up to, not including, `to` of one stage. */
export interface FuzzJob {
  readonly stage: StageName;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly fixtures: string;
  /** One number: the case that is being worked on, so that it is known when this worker hangs or dies. */
  readonly current: Int32Array;
}

export interface FuzzFinding {
  readonly kind: 'finding';
  readonly index: number;
  readonly used: readonly string[];
  readonly error: string;
  /** What the stage was fed; null where that is not one input. */
  readonly input: Uint8Array | string | null;
}

export type FuzzMessage = FuzzFinding | { readonly kind: 'done'; readonly next: number };

/** The random values of a case depend on its number alone, so that one case can be run again. */
export function randomOfCase(seed: number, index: number): Random {
  return new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
}

/** A case that takes more processor time is a finding, even if it ends. */
const SLOW_MS = 4000;

/** A worker that grows past this is replaced, and a case that made it grow by so much is a finding. */
const MOST_MEMORY = 1536 * 1024 * 1024;
const MOST_GROWTH = 512 * 1024 * 1024;
const CASES_BETWEEN_LOOKS = 32;

async function work(job: FuzzJob, post: (message: FuzzMessage) => void): Promise<void> {
  const run = STAGES[job.stage];
  const seeds = readSeeds(job.fixtures);
  let memory = process.memoryUsage.rss();
  for (let index = job.from; index < job.to; index++) {
    Atomics.store(job.current, 0, index);
    const fuzz = new FuzzCase(seeds, randomOfCase(job.seed, index));
    const report = (error: string): void =>
      post({ kind: 'finding', index, used: fuzz.used, error, input: fuzz.input });
    const started = process.cpuUsage();
    try {
      await run(fuzz);
    } catch (error) {
      report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    if (took > SLOW_MS) report(`took ${Math.round(took)} ms of processor time`);
    if (index % CASES_BETWEEN_LOOKS !== 0 && took < SLOW_MS / 8) continue;
    const grown = process.memoryUsage.rss() - memory;
    memory += grown;
    if (grown > MOST_GROWTH) report(`grew by ${Math.round(grown / 1024 / 1024)} MiB in the cases before`);
    if (memory > MOST_MEMORY) {
      post({ kind: 'done', next: index + 1 });
      return;
    }
  }
  post({ kind: 'done', next: job.to });
}

if (parentPort !== null) {
  const port = parentPort;
  await work(workerData as FuzzJob, (message) => port.postMessage(message));
}
