import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { Notice, NoticeCode } from '../bytes/notice.ts';
import { MAX_UNPACKED_BYTES } from '../limits.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** How a file is packed. */
export type Packing = 'gzip' | 'zstd';

export type UnpackNotice = Extract<
  NoticeCode,
  'truncated-gzip' | 'damaged-gzip' | 'truncated-zstd' | 'damaged-zstd' | 'limit-unpacked-bytes'
>;

/** Takes what is unpacked. */
export interface UnpackSink {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /** The packed file ends early, is damaged or comes to too much; what could be unpacked was passed on before. */
  notice(code: UnpackNotice, offset: number, args?: Notice['args']): void;
  /** Nothing more is wanted. */
  isOver?(): boolean;
}

export interface Unpacker {
  /** False when nothing more can or is to be unpacked. Rejects with what the decompressor cannot do. */
  write(block: Uint8Array): Promise<boolean>;
  /** The file is over. */
  end(): Promise<void>;
  /** Lets go of everything, whether the file is over or not. */
  close(): void;
}

/** Makes a decompressor of Zstandard; null where this Node has none. */
export type ZstdSource = (() => Transform) | null;

/** Node has `createZstdDecompress` from 22.15 and 23.8 on. */
export function nodeZstd(): ZstdSource {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof create === 'function' ? () => create() as Transform : null;
}

/** Null where this Node cannot unpack it. */
export function createUnpacker(
  packing: Packing,
  sink: UnpackSink,
  limit: number = MAX_UNPACKED_BYTES,
  zstd: ZstdSource = nodeZstd(),
): Unpacker | null {
  const output = new Output(sink, limit);
  if (packing === 'gzip') return new Gunzip(output);
  return zstd === null ? null : new Unzstd(output, zstd);
}

/** Passes on what is unpacked, up to a limit: a small file can come to any size. */
class Output {
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

/** Unpacks gzip (RFC 1952), members one after the other. */
class Gunzip implements Unpacker {
  readonly #output: Output;
  readonly #pump: Pump;

  constructor(output: Output) {
    this.#output = output;
    this.#pump = new Pump(zlib.createGunzip(), output.take);
  }

  async write(block: Uint8Array): Promise<boolean> {
    const isGood = await this.#pump.write(block);
    if (!isGood) this.#output.notice('damaged-gzip');
    return isGood;
  }

  async end(): Promise<void> {
    if (!this.#pump.hasFailed && !(await this.#pump.end())) this.#output.notice('truncated-gzip');
  }

  close(): void {
    this.#pump.close();
  }
}

/** Unpacks Zstandard (RFC 8878), each frame with a decompressor of its own. */
class Unzstd implements Unpacker {
  readonly #output: Output;
  readonly #source: () => Transform;
  readonly #frames = new ZstdFrames();
  #pump: Pump | null = null;
  #hasFailed = false;

  constructor(output: Output, source: () => Transform) {
    this.#output = output;
    this.#source = source;
  }

  async write(block: Uint8Array): Promise<boolean> {
    for (const { bytes, last } of this.#frames.pieces(block)) {
      this.#pump ??= new Pump(this.#source(), this.#output.take);
      const isGood = (await this.#pump.write(bytes)) && (!last || (await this.#pump.end()));
      if (!isGood) return this.#fail();
      if (!last) continue;
      this.#pump.close();
      this.#pump = null;
    }
    return this.#frames.isDamaged ? this.#fail() : true;
  }

  async end(): Promise<void> {
    if (this.#hasFailed || !this.#frames.isWithin) return;
    await this.#pump?.end();
    this.#output.notice('truncated-zstd');
  }

  close(): void {
    this.#pump?.close();
  }

  #fail(): false {
    this.#hasFailed = true;
    this.#output.notice('damaged-zstd');
    return false;
  }
}

/** Errors that tell of the decompressor's limits, not of the data: a window larger than it allows (`zstd --long=31`). */
const BEYOND_LIMITS = 'ZSTD_error_frameParameter_windowTooLarge';

/** Drives one decompressing stream step by step. */
class Pump {
  readonly #stream: Transform;
  readonly #failed: Promise<void>;
  #error: Error | null = null;

  /** `take` gives false when no more is wanted. */
  constructor(stream: Transform, take: (block: Uint8Array) => boolean) {
    this.#stream = stream;
    stream.on('data', (block: Uint8Array) => {
      if (take(block)) return;
      // Not only what is written later, but also what is yet to come of this block.
      this.#error = new Error('no more is wanted');
      stream.destroy(this.#error);
    });
    this.#failed = new Promise((resolve) => {
      stream.on('error', (error) => {
        this.#error = error;
        resolve();
      });
    });
  }

  get hasFailed(): boolean {
    return this.#error !== null;
  }

  async write(block: Uint8Array): Promise<boolean> {
    // The stream keeps what it is given until it has unpacked it, and the block is used again for the next read.
    const written = new Promise<void>((resolve) => this.#stream.write(Buffer.from(block), () => resolve()));
    await Promise.race([written, this.#failed]);
    return this.#isGood();
  }

  async end(): Promise<boolean> {
    const ended = new Promise<void>((resolve) => this.#stream.once('end', () => resolve()));
    this.#stream.end();
    await Promise.race([ended, this.#failed]);
    return this.#isGood();
  }

  close(): void {
    this.#stream.destroy();
  }

  #isGood(): boolean {
    const error = this.#error;
    if (error !== null && 'code' in error && error.code === BEYOND_LIMITS) throw error;
    return error === null;
  }
}
