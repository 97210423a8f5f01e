import { limitsWith } from '../../engine/limits.ts';
import type { ScanPipelineOptions } from '../../features/scan-pipeline.ts';
import { OpenUploads } from '../../features/uploads/upload-tracker.ts';
import type { DigestRecipe } from '../../report/digest/capture-digester.ts';
import type { Input } from '../../run/input.ts';
import { clearHeapsAlone } from '../builtins.ts';
import { sizeOf } from '../file-looks.ts';
import { STDIN } from '../files.ts';
import { pipelineOptions, type ScanOptions, scanInput } from '../scan.ts';
import { Crew, type Spawn, spawnWorker } from './crew.ts';
import { OrderedResults, type PartSink } from './ordered-results.ts';
import {
  type AssignedInput,
  BATCH_BYTES,
  BATCH_CAPTURES,
  type FromWorker,
  MAX_WAITING_LENGTH,
} from './protocol.ts';

interface JobsOptions {
  /** Workers at a time. */
  readonly jobs: number;
  readonly recipe: DigestRecipe;
  /** Place of an input in the whole scan, from 0. */
  readonly placeOf: (path: string) => number | undefined;
  readonly spawn?: Spawn;
  /** Receives a function that gives how many bytes the workers have read. */
  readonly onWorkerBytes?: (workersHaveRead: () => number) => void;
}

/** A worker is given its next captures while it reads one, so that it need not wait. */
const ASSIGNED = 2;

/**
 * Scans inputs in worker threads, and passes results to the sink in the order of the inputs, as `scanInputs`
 * does. Results of later captures wait, up to a limit: then their workers wait. A worker that dies loses the
 * capture that it was reading, which is reported as unreadable; another takes its place.
 */
export async function scanWithJobs(
  inputs: readonly Input[],
  options: ScanOptions,
  sink: PartSink,
  jobs: JobsOptions,
): Promise<{ readonly interrupted: boolean }> {
  if (jobs.jobs > 1) clearHeapsAlone();
  const scan = new JobsScan(inputs, options, sink, jobs);
  const stop = (): void => scan.stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await scan.run();
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await scan.close();
  }
}

/** Gives inputs to workers in ascending order, so that none waits for a later one of its own. */
class JobsScan {
  readonly #inputs: readonly Input[];
  readonly #options: ScanOptions;
  readonly #pipelineOptions: ScanPipelineOptions;
  readonly #sink: PartSink;
  readonly #jobs: JobsOptions;
  readonly #results: OrderedResults;
  readonly #crews = new Set<Crew>();
  /** Inputs that are read in this thread: standard input, and those that no worker could be had for. */
  readonly #here = new Set<number>();
  /** The first input that nobody has; those from `end` on are not read. */
  #next = 0;
  #end: number;
  #bytesOfDead = 0;
  #isReadingHere = false;
  #isStopped = false;
  #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | null = null;

  constructor(inputs: readonly Input[], options: ScanOptions, sink: PartSink, jobs: JobsOptions) {
    const uploads = new OpenUploads(limitsWith(options.limits));
    this.#inputs = inputs;
    this.#options = options;
    this.#pipelineOptions = { ...pipelineOptions(options), openUploads: uploads };
    this.#sink = sink;
    this.#jobs = jobs;
    this.#results = new OrderedResults(inputs, sink, uploads, (work) => {
      setImmediate(() =>
        this.#guard(() => {
          work();
          this.#goOn();
        }),
      );
    });
    this.#end = inputs.length;
    for (const [at, { path }] of inputs.entries()) if (path === STDIN) this.#here.add(at);
  }

  async run(): Promise<{ readonly interrupted: boolean }> {
    await new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#guard(() => {
        this.#jobs.onWorkerBytes?.(() => {
          let bytes = this.#bytesOfDead;
          for (const crew of this.#crews) bytes += crew.state.bytes;
          return bytes;
        });
        if (this.#options.signal?.aborted === true) this.stop();
        const count = Math.min(this.#jobs.jobs, this.#inputs.length - this.#here.size);
        for (let started = 0; started < count && !this.#isStopped; started++) this.#startCrew([]);
        this.#goOn();
      });
    });
    return { interrupted: this.#isStopped };
  }

  /** Ends the reading; what was read so far is passed on. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#end = this.#next;
    this.#results.stop();
    for (const crew of this.#crews) crew.stop();
    this.#guard(() => this.#goOn());
  }

  async close(): Promise<void> {
    const ends = Promise.all([...this.#crews].map((crew) => crew.end()));
    // A worker that waits for a pipe which nobody writes to does not end.
    if (!this.#isStopped) await ends;
  }

  /** Starts a worker with these inputs. Without room for one, they are read in this thread. */
  #startCrew(inputs: readonly number[]): void {
    const room = Math.floor(MAX_WAITING_LENGTH / this.#jobs.jobs);
    const { recipe, spawn = spawnWorker } = this.#jobs;
    try {
      const crew = new Crew(spawn, this.#options, recipe, room, {
        message: (from, message) => this.#guard(() => this.#message(from, message)),
        died: (from, detail) => this.#guard(() => this.#died(from, detail)),
      });
      this.#crews.add(crew);
      crew.assign(inputs.map((at) => this.#assigned(at)).filter((each) => each !== null));
      this.#assignMore(crew);
    } catch {
      for (const at of inputs) this.#here.add(at);
    }
  }

  #assignMore(crew: Crew): void {
    while (crew.batches < ASSIGNED && this.#next < this.#end) crew.assign(this.#nextBatch());
  }

  /** One large input, or several small ones; none where all that is left is read here. */
  #nextBatch(): readonly AssignedInput[] {
    const batch: AssignedInput[] = [];
    for (let bytes = 0; this.#next < this.#end && batch.length < BATCH_CAPTURES; ) {
      const at = this.#next;
      const assigned = this.#here.has(at) ? null : this.#assigned(at);
      const size = assigned === null ? 0 : bytesOf(assigned.input);
      if (batch.length > 0 && bytes + size > BATCH_BYTES) break;
      this.#next++;
      if (assigned !== null) batch.push(assigned);
      bytes += size;
    }
    return batch;
  }

  #assigned(at: number): AssignedInput | null {
    const input = this.#inputs[at];
    return input === undefined ? null : { at, place: this.#jobs.placeOf(input.path) ?? at, input };
  }

  #message(crew: Crew, message: FromWorker): void {
    if (message.kind === 'ready') return;
    for (const result of message.results) {
      if (result.kind === 'done') {
        crew.done();
        this.#results.add(result, () => {});
      } else this.#results.add(result, () => crew.state.take(result.length));
    }
    this.#assignMore(crew);
    this.#goOn();
  }

  #died(crew: Crew, detail: string): void {
    this.#crews.delete(crew);
    this.#bytesOfDead += crew.state.bytes;
    if (!crew.isReady) {
      // It was not for its capture that it died, and another would fare no better.
      for (const at of crew.assigned) this.#here.add(at);
    } else {
      const { lost, again } = crew.afterDeath();
      if (lost !== undefined) this.#results.add({ kind: 'lost', at: lost, detail }, () => {});
      if (this.#isStopped) for (const at of again) this.#here.add(at);
      else if (again.length > 0 || this.#next < this.#end) this.#startCrew(again);
    }
    this.#goOn();
  }

  /** Reads the head here where that is its place, and ends when all is done. */
  #goOn(): void {
    if (this.#isReadingHere) return;
    if (this.#crews.size === 0) while (this.#next < this.#end) this.#here.add(this.#next++);
    const { head } = this.#results;
    if (head >= this.#end) {
      this.#settle?.resolve();
      return;
    }
    const input = this.#inputs[head];
    if (!this.#here.has(head) || input === undefined) return;
    if (this.#isStopped) {
      this.#results.skip();
      this.#goOn();
      return;
    }
    this.#isReadingHere = true;
    scanInput(input, this.#pipelineOptions, this.#sink, this.#options).then(
      () =>
        this.#guard(() => {
          this.#isReadingHere = false;
          this.#results.skip();
          this.#goOn();
        }),
      (error: unknown) => this.#settle?.reject(error),
    );
  }

  /** An error of our own ends the scan, as it would in one thread. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#settle?.reject(error);
    }
  }
}

/** What has no size that is known goes by itself. */
function bytesOf({ path, parts }: Input): number {
  return parts === undefined ? sizeOf(path) || BATCH_BYTES : BATCH_BYTES;
}
