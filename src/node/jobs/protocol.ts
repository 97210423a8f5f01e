import type { UnreadableInput } from '../../engine/results.ts';
import type { DigestRecipe, PackedPart } from '../../report/digest/capture-digester.ts';
import type { Input } from '../../run/input.ts';
import type { ScanOptions } from '../scan.ts';

/** What a worker is made with. Plain values. */
export interface WorkerSetup {
  /** `packKeyRing`; the worker erases it. */
  readonly keys: Uint8Array;
  readonly options: Omit<ScanOptions, 'keyRing' | 'signal' | 'failed' | 'onBytes' | 'lines'>;
  readonly recipe: DigestRecipe;
  readonly shared: SharedArrayBuffer;
  /** How far the worker may run ahead of what was taken of its results, in characters. */
  readonly room: number;
}

/** `at`: of the inputs, from 0; `place`: in the whole scan. */
export interface AssignedInput {
  readonly at: number;
  readonly place: number;
  readonly input: Input;
}

export type ToWorker =
  /** To be read in this order; what is small comes together. */
  { readonly kind: 'scan'; readonly inputs: readonly AssignedInput[] } | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'ready' }
  /** Of whole captures, or the next of a large one. */
  | { readonly kind: 'results'; readonly results: readonly WorkerResult[] };

/** `length`: about the characters that it takes while it waits. */
export type WorkerResult =
  | {
      readonly kind: 'part';
      readonly at: number;
      readonly length: number;
      readonly part: PackedPart;
      /** Exchanges that belong to multipart uploads, as `packResult` has them. */
      readonly uploads: readonly string[];
    }
  /** `info`: as `CAPTURE_INFO` encodes it, in JSON: a text takes less time than what it stands for. */
  | { readonly kind: 'capture'; readonly at: number; readonly length: number; readonly info: string }
  | {
      readonly kind: 'unreadable';
      readonly at: number;
      readonly length: number;
      readonly input: UnreadableInput;
    }
  | { readonly kind: 'done'; readonly at: number };

/** Bytes and number of small captures given together: a message costs as much as reading one. */
export const BATCH_BYTES = 512 * 1024;
export const BATCH_CAPTURES = 64;

/** Characters of results after which a worker sends them. */
export const PART_LENGTH = 512 * 1024;

/** Characters of results that wait for those of earlier captures, over all workers. */
export const MAX_WAITING_LENGTH = 64 * 1024 * 1024;

/** Memory that main thread and worker both see. */
export class SharedState {
  readonly buffer: SharedArrayBuffer;
  readonly #flags: Int32Array;
  readonly #numbers: Float64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.buffer = buffer;
    this.#flags = new Int32Array(buffer, 0, 4);
    this.#numbers = new Float64Array(buffer, 16, 1);
  }

  /** Main thread: so many characters of the results are no longer waiting. */
  take(length: number): void {
    Atomics.add(this.#flags, TAKEN, length);
    Atomics.notify(this.#flags, TAKEN);
  }

  /** Main thread: the worker is to end what it does. */
  stop(): void {
    Atomics.store(this.#flags, STOPPED, 1);
    Atomics.notify(this.#flags, TAKEN);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#flags, STOPPED) === 1;
  }

  /** Worker: waits until all but `room` of the `sent` characters were taken. */
  waitForRoom(sent: number, room: number): void {
    for (;;) {
      const taken = Atomics.load(this.#flags, TAKEN);
      // Both count on past 2 ** 31 in the same way.
      if (((sent - taken) | 0) <= room || this.isStopped) return;
      Atomics.wait(this.#flags, TAKEN, taken, WAKE_MS);
    }
  }

  /** Worker: it is through with one more capture, whether its results are on their way or not. */
  finish(): void {
    Atomics.add(this.#flags, FINISHED, 1);
  }

  get finished(): number {
    return Atomics.load(this.#flags, FINISHED);
  }

  /** Worker: it has read so many more bytes. Nobody else writes the sum. */
  addBytes(bytes: number): void {
    this.#numbers[0] = (this.#numbers[0] ?? 0) + bytes;
  }

  get bytes(): number {
    return this.#numbers[0] ?? 0;
  }
}

const BYTES = 24;
const TAKEN = 0;
const STOPPED = 1;
const FINISHED = 2;
/** A wait looks up so often, in milliseconds, whether it was stopped. */
const WAKE_MS = 1000;
