import type { Transform } from 'node:stream';
import { errorCode } from '../../bytes/errors.ts';
import type { Notice, NoticeCode } from '../../bytes/notice.ts';
import type { InputFailureReason } from '../../report/input.ts';

/** Unpacks one file, which it is given block by block. */
export interface Unpacker {
  /**
   * False when nothing more can or is to be unpacked. Rejects with what the decompressor cannot do.
   */
  write(block: Uint8Array): Promise<boolean>;
  /** The file is over. */
  end(): Promise<void>;
  /** Lets go of everything, whether the file is over or not. */
  close(): void;
}

export type UnpackNotice = Extract<
  NoticeCode,
  'truncated-gzip' | 'damaged-gzip' | 'truncated-zstd' | 'damaged-zstd' | 'limit-unpacked-bytes'
>;

/** Takes what is unpacked. */
export interface UnpackSink {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /**
   * The packed file ends early, is damaged or comes to too much; what could be unpacked was passed
   * on before.
   */
  notice(code: UnpackNotice, offset: number, args?: Notice['args']): void;
  /** Nothing more is wanted. */
  isOver?(): boolean;
}

/** Passes on what is unpacked, up to a limit: a small file can come to any size. */
export class UnpackedOutput {
  readonly #sink: UnpackSink;
  readonly #limit: number;
  #offset = 0;
  isFull = false;

  constructor(sink: UnpackSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** False when no more is wanted. */
  readonly take = (block: Uint8Array): boolean => {
    if (this.isFull) return false;
    const room = this.#limit - this.#offset;
    const taken = block.length <= room ? block : block.subarray(0, room);
    this.#offset += taken.length;
    if (taken.length > 0) this.#sink.chunk(taken);
    if (this.#sink.isOver?.() === true) {
      this.isFull = true;
      return false;
    }
    if (taken.length === block.length) return true;
    this.isFull = true;
    this.#sink.notice('limit-unpacked-bytes', this.#offset, { limit: this.#limit });
    return false;
  };

  notice(code: UnpackNotice): void {
    if (!this.isFull) this.#sink.notice(code, this.#offset);
  }
}

/**
 * Bytes that a decompressor gives at a time: each such piece is a task for another thread, and a
 * task costs as much as some kilobytes.
 */
export const PIECE_BYTES = 256 * 1024;

/**
 * Drives one decompressing stream step by step. It works in another thread: what it gives is passed
 * on when the next piece is under way, so that unpacking and reading are done at the same time.
 */
export class Decompressor {
  readonly #stream: Transform;
  readonly #take: (block: Uint8Array) => boolean;
  readonly #over: Promise<void>;
  /** One piece or two: the next begins when one is there. */
  #waiting: Uint8Array[] = [];
  #isRefused = false;
  #error: Error | null = null;
  #hasEnded = false;

  /** `take` gives false when no more is wanted. */
  constructor(stream: Transform, take: (block: Uint8Array) => boolean) {
    this.#stream = stream;
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

  /** Passes on what waits for it. */
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

/**
 * What a file packed with Zstandard needs and Node has not: a window beyond 128 MiB (`zstd
 * --long=31`), or a dictionary.
 */
export type ZstdLack = Extract<InputFailureReason, 'zstd-window' | 'zstd-dictionary'>;

/**
 * What the decompressor lacks, by the code of its error; null for every other error, as of damaged
 * data.
 */
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
