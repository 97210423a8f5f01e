import { Worker } from 'node:worker_threads';
import type { DigestRecipe } from '../../report/digest/capture-digester.ts';
import { packKeyRing } from '../../sign/secret.ts';
import { deathOf } from '../builtins.ts';
import type { Input, ScanOptions } from '../scan-options.ts';
import { type FromWorker, SharedState, type ToWorker, type WorkerSetup } from './protocol.ts';

/** Starts a worker; `keys` go to it and are no longer here. */
export type Spawn = (setup: WorkerSetup) => Worker;

/**
 * Room for what a worker has just made, in megabytes. Hardly any of it is kept, and what dies young
 * costs nothing to clear: in half the room a worker takes a few hundredths more time, and twice the
 * room saves nothing.
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
  /** Inputs that it has not finished, in ascending order: it reads the first. */
  readonly assigned: number[] = [];
  /** It came up, so that what ends it now is the capture that it reads. */
  isReady = false;
  readonly #worker: Worker;
  #error: string | null = null;
  #isOver = false;

  /** Throws where the system has no room for a worker. */
  constructor(
    spawn: Spawn,
    { keyRing, signal: _, failed: __, onBytes: ___, ...options }: ScanOptions,
    recipe: DigestRecipe,
    room: number,
    handlers: CrewHandlers,
  ) {
    const keys = packKeyRing(keyRing);
    this.#worker = spawn({ keys, options, recipe, room, shared: this.state.buffer });
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') this.isReady = true;
      if (!this.#isOver) handlers.message(this, message);
    });
    this.#worker.on('error', (error: unknown) => {
      this.#error = deathOf(error);
    });
    this.#worker.once('exit', (code) => {
      if (!this.#isOver) handlers.died(this, this.#error ?? `exit code ${code}`);
      this.#isOver = true;
    });
  }

  assign(at: number, place: number, input: Input): void {
    this.assigned.push(at);
    this.#send({ kind: 'scan', at, place, input });
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
