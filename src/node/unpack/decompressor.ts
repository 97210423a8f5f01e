import type { Transform } from 'node:stream';
import { errorCode } from '../../engine/bytes/result.ts';
import type { PackedStream, ZstdLack } from '../../run/unpack/unpacker.ts';

/**
 * Bytes that a decompressor gives at a time: each such piece is a task for another thread, and a task costs
 * as much as some kilobytes.
 */
export const PIECE_BYTES = 256 * 1024;

/**
 * Drives one decompressing stream step by step. It works in another thread: what it gives is passed on when
 * the next piece is under way, so that unpacking and reading are done at the same time.
 */
export class Decompressor implements PackedStream {
  readonly #stream: Transform;
  readonly #take: (block: Uint8Array) => boolean;
  readonly #used: () => number;
  readonly #over: Promise<void>;
  /** One piece or two: the next begins when one is there. */
  #waiting: Uint8Array[] = [];
  #isRefused = false;
  #error: Error | null = null;
  #hasEnded = false;

  /** `used`: how many of the bytes that were written are part of what is packed. */
  constructor(stream: Transform, take: (block: Uint8Array) => boolean, used: () => number) {
    this.#stream = stream;
    this.#used = used;
    this.#take = take;
    stream.on('data', (block: Uint8Array) => {
      this.#waiting.push(block);
      if (this.#waiting.length === 1) setImmediate(() => this.passOn());
    });
    this.#over = new Promise((resolve) => {
      stream.on('error', (error) => {
        this.#error = error;
        resolve();
      });
      stream.on('end', () => {
        this.#hasEnded = true;
        resolve();
      });
    });
  }

  get used(): number {
    return this.#used();
  }

  passOn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const block of waiting) {
      if (this.#isRefused) return;
      if (this.#take(block)) continue;
      // Not only what is written later, but also what is yet to come of this block.
      this.#isRefused = true;
      this.#error ??= new Error('no more is wanted');
      this.#stream.destroy(this.#error);
    }
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    const written = new Promise<void>((resolve) => this.#stream.write(bytes, () => resolve()));
    // A stream that has come to its end never calls back for what stands behind it.
    await Promise.race([written, this.#over]);
    return this.#isGood();
  }

  async end(): Promise<boolean> {
    this.#stream.end();
    await this.#over;
    return this.#isGood();
  }

  close(): void {
    this.#waiting = [];
    this.#stream.destroy();
  }

  #isGood(): boolean {
    if (this.#hasEnded || this.#error !== null) this.passOn();
    const error = this.#error;
    if (zstdLack(errorCode(error)) !== null) throw error;
    return error === null;
  }
}

/** What the decompressor lacks, by the code of its error; null for every other error, as of damaged data. */
export function zstdLack(code: string): ZstdLack | null {
  switch (code) {
    case 'ZSTD_error_frameParameter_windowTooLarge':
      return 'zstd-window';
    case 'ZSTD_error_dictionary_wrong':
      return 'zstd-dictionary';
    default:
      return null;
  }
}
