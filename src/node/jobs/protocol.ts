import type { DigestRecipe, PackedPart } from '../../report/digest/capture-digester.ts';
import type { UnreadableInput } from '../../report/input.ts';
import type { Input, ScanOptions } from '../scan-options.ts';

/** What a worker is made with. Plain values. */
export interface WorkerSetup {
  /** `packKeyRing`; the worker erases it. */
  readonly keys: Uint8Array;
  readonly options: Omit<ScanOptions, 'keyRing' | 'signal' | 'failed' | 'onBytes'>;
  readonly recipe: DigestRecipe;
  readonly shared: SharedArrayBuffer;
  /** How far the worker may run ahead of what was taken of its results, in characters. */
  readonly room: number;
}

export type ToWorker =
  /** `at`: of the inputs, from 0; `place`: in the whole scan. */
  | { readonly kind: 'scan'; readonly at: number; readonly place: number; readonly input: Input }
  | { readonly kind: 'stop' };

/** `length`: about the characters that the message takes while it waits. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'part';
      readonly at: number;
      readonly length: number;
      readonly part: PackedPart;
      /** Exchanges that belong to multipart uploads, as `packResult` has them. */
      readonly uploads: readonly string[];
    }
  /** `info`: as `CAPTURE_INFO` encodes it. */
  | { readonly kind: 'capture'; readonly at: number; readonly length: number; readonly info: unknown }
  | {
      readonly kind: 'unreadable';
      readonly at: number;
      readonly length: number;
      readonly input: UnreadableInput;
    }
  | { readonly kind: 'done'; readonly at: number };

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
    this.#flags = new Int32Array(buffer, 0, 2);
    this.#numbers = new Float64Array(buffer, 8, 1);
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

  /** Worker: it has read so many more bytes. Nobody else writes the sum. */
  addBytes(bytes: number): void {
    this.#numbers[0] = (this.#numbers[0] ?? 0) + bytes;
  }

  get bytes(): number {
    return this.#numbers[0] ?? 0;
  }
}

const BYTES = 16;
const TAKEN = 0;
const STOPPED = 1;
/** A wait looks up so often, in milliseconds, whether it was stopped. */
const WAKE_MS = 1000;
