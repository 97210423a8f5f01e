import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../generator/random.ts';
import { isStageName, readSeed, STAGES } from './stages.ts';

/** What a worker is told to do: cases `from` up to, not including, `to` of one stage. */
export interface FuzzJob {
  readonly stage: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly seeds: readonly { readonly name: string; readonly path: string }[];
}

export type FuzzMessage =
  | { readonly kind: 'case'; readonly index: number }
  | { readonly kind: 'finding'; readonly index: number; readonly input: string; readonly error: string }
  | { readonly kind: 'done' };

/** The random values of a case depend on its number alone, so that one case can be run again. */
export function randomOfCase(seed: number, index: number): Random {
  return new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
}

/** A case that takes longer is a finding, even if it ends. */
const SLOW_MS = 5000;

async function work(job: FuzzJob, post: (message: FuzzMessage) => void): Promise<void> {
  if (!isStageName(job.stage)) return;
  const run = STAGES[job.stage];
  const seeds = job.seeds.map(({ name, path }) => readSeed(name, path));
  for (let index = job.from; index < job.to; index++) {
    const random = randomOfCase(job.seed, index);
    const seed = seeds[random.integer(0, seeds.length - 1)];
    const other = seeds[random.integer(0, seeds.length - 1)];
    if (seed === undefined || other === undefined) return;
    if (index % 16 === 0) post({ kind: 'case', index });
    const started = performance.now();
    try {
      await run(seed, other, random);
      const took = performance.now() - started;
      if (took > SLOW_MS)
        post({ kind: 'finding', index, input: seed.name, error: `took ${Math.round(took)} ms` });
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      post({ kind: 'finding', index, input: seed.name, error: text });
    }
  }
  post({ kind: 'done' });
}

if (parentPort !== null) {
  const port = parentPort;
  await work(workerData as FuzzJob, (message) => port.postMessage(message));
}
