import { Worker } from 'node:worker_threads';
import { packKeyRing } from '../../engine/sign/secret.ts';
import type { DigestRecipe } from '../../report/digest/capture-digester.ts';
import { deathOf, inTurns } from '../builtins.ts';
import type { ScanOptions } from '../scan.ts';
import {
  type AssignedInput,
  type FromWorker,
  SharedState,
  type ToWorker,
  type WorkerSetup,
} from './protocol.ts';

/** Starts a worker; `keys` go to it and are no longer here. */
export type Spawn = (setup: WorkerSetup) => Worker;

/**
 * Room for what a worker has just made, in megabytes. Hardly any of it is kept, and what dies young costs
 * nothing to clear: half the room costs a few hundredths of time, and twice the room saves nothing.
 */
const YOUNG_MEGABYTES = 48;

/** The worker's file stands beside this one, as the compiler and as the bundler leave them. */
export const spawnWorker: Spawn = (workerData) =>
  new Worker(new URL('./scan-worker.js', import.meta.url), {
    workerData,
    transferList: [workerData.keys.buffer as ArrayBuffer],
    name: 'osscap',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });

interface CrewHandlers {
  message(crew: Crew, message: FromWorker): void;
  /** The worker ended without having been asked to. `detail`: why. */
  died(crew: Crew, detail: string): void;
}

/** One worker and what it was given to read. */
export class Crew {
  readonly state = new SharedState();
  /** Inputs whose results are not here as a whole, in ascending order. */
  readonly assigned: number[] = [];
  /** The last of each batch of them. */
  readonly #batches: number[] = [];
  /** Inputs of which everything is here. */
  #done = 0;
  /** It came up, so that what ends it now is the capture that it reads. */
  isReady = false;
  readonly #worker: Worker;
  #error: string | null = null;
  #isOver = false;

  /** Throws where the system has no room for a worker. */
  constructor(
    spawn: Spawn,
    { keyRing, signal: _, failed: __, onBytes: ___, lines: ____, ...options }: ScanOptions,
    recipe: DigestRecipe,
    room: number,
    handlers: CrewHandlers,
  ) {
    const keys = packKeyRing(keyRing);
    this.#worker = spawn({ keys, options, recipe, room, shared: this.state.buffer });
    const add = inTurns<FromWorker | { readonly kind: 'died'; readonly detail: string }>((message) => {
      if (this.#isOver) return;
      if (message.kind === 'died') {
        this.#isOver = true;
        handlers.died(this, message.detail);
        return;
      }
      if (message.kind === 'ready') this.isReady = true;
      handlers.message(this, message);
    });
    this.#worker.on('message', add);
    this.#worker.on('error', (error: unknown) => {
      this.#error = deathOf(error);
    });
    this.#worker.once('exit', (code) => add({ kind: 'died', detail: this.#error ?? `exit code ${code}` }));
  }

  /** Batches that it has not sent all results of. */
  get batches(): number {
    return this.#batches.length;
  }

  assign(inputs: readonly AssignedInput[]): void {
    const last = inputs.at(-1);
    if (last === undefined) return;
    for (const { at } of inputs) this.assigned.push(at);
    this.#batches.push(last.at);
    this.#send({ kind: 'scan', inputs });
  }

  /** Everything of the first of its inputs is here. */
  done(): void {
    this.#done++;
    if (this.assigned.shift() === this.#batches[0]) this.#batches.shift();
  }

  /** Of its inputs where it died: the one being read is `lost`; those unsent or not begun are read again. */
  afterDeath(): { readonly lost: number | undefined; readonly again: readonly number[] } {
    const unsent = Math.max(0, this.state.finished - this.#done);
    const lost = this.assigned[unsent];
    return { lost, again: this.assigned.filter((at) => at !== lost) };
  }

  /** Ends what it reads; what it has found so far comes yet. */
  stop(): void {
    this.state.stop();
    this.#send({ kind: 'stop' });
  }

  /** Ends the worker; nothing more comes from it. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
