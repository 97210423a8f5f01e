import type { Transform } from 'node:stream';
import { errorCode } from '../../bytes/errors.ts';
import { zstdLack } from './zstd-lack.ts';

/** Drives one decompressing stream step by step. */
export class Decompressor {
  readonly #stream: Transform;
  readonly #over: Promise<void>;
  #error: Error | null = null;
  #hasEnded = false;

  /** `take` gives false when no more is wanted. */
  constructor(stream: Transform, take: (block: Uint8Array) => boolean) {
    this.#stream = stream;
    stream.on('data', (block: Uint8Array) => {
      if (take(block)) return;
      // Not only what is written later, but also what is yet to come of this block.
      this.#error = new Error('no more is wanted');
      stream.destroy(this.#error);
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

  /** What is packed is over; what was written behind it was not taken. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * The stream keeps the bytes until it has unpacked them: they must be nobody else's, as the block
   * of a read is.
   */
  async write(bytes: Uint8Array): Promise<boolean> {
    const written = new Promise<void>((resolve) => this.#stream.write(bytes, () => resolve()));
    // A stream that has come to its end never tells that it has taken what stands behind it.
    await Promise.race([written, this.#over]);
    return this.#isGood();
  }

  async end(): Promise<boolean> {
    this.#stream.end();
    await this.#over;
    return this.#isGood();
  }

  close(): void {
    this.#stream.destroy();
  }

  #isGood(): boolean {
    const error = this.#error;
    if (zstdLack(errorCode(error)) !== null) throw error;
    return error === null;
  }
}
