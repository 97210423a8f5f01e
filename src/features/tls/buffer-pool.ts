import { MAX_PARTIAL_RECORDS, MAX_RECORD_BYTES } from './limits.ts';

const BUFFER_BYTES = MAX_RECORD_BYTES + 5;

/** Buffers kept for the next record; more are left to the garbage collector. */
const MAX_IDLE = 64;

/**
 * Buffers for records that lie in several segments, used again and again; counted, so that memory
 * stays bounded.
 */
export class BufferPool {
  readonly #idle: Uint8Array[] = [];
  #used = 0;

  /** Null where too many are in use. */
  take(): Uint8Array | null {
    if (this.#used >= MAX_PARTIAL_RECORDS) return null;
    this.#used++;
    return this.#idle.pop() ?? new Uint8Array(BUFFER_BYTES);
  }

  give(buffer: Uint8Array): void {
    this.#used--;
    if (buffer.length === BUFFER_BYTES && this.#idle.length < MAX_IDLE) this.#idle.push(buffer);
  }

  /** A buffer of another size is in use in place of one that was given back. */
  adopt(): void {
    this.#used++;
  }
}
