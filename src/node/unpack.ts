import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { NoticeCode } from '../bytes/notice.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** How a file is packed. */
export type Packing = 'gzip' | 'zstd';

export type UnpackNotice = Extract<
  NoticeCode,
  'truncated-gzip' | 'damaged-gzip' | 'truncated-zstd' | 'damaged-zstd'
>;

/** Takes what is unpacked. */
export interface UnpackSink {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /** The packed file ends early or is damaged; what could be unpacked was passed on before. */
  notice(code: UnpackNotice, offset: number): void;
}

export interface Unpacker {
  /** False when the data is damaged and nothing more can be unpacked. Rejects with what the decompressor cannot do. */
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
  zstd: ZstdSource = nodeZstd(),
): Unpacker | null {
  if (packing === 'gzip') return new Gunzip(sink);
  return zstd === null ? null : new Unzstd(sink, zstd);
}

/** Unpacks gzip (RFC 1952), members one after the other. */
class Gunzip implements Unpacker {
  readonly #sink: UnpackSink;
  readonly #pump: Pump;
  #offset = 0;

  constructor(sink: UnpackSink) {
    this.#sink = sink;
    this.#pump = new Pump(zlib.createGunzip(), (block) => {
      this.#offset += block.length;
      sink.chunk(block);
    });
  }

  async write(block: Uint8Array): Promise<boolean> {
    const isGood = await this.#pump.write(block);
    if (!isGood) this.#sink.notice('damaged-gzip', this.#offset);
    return isGood;
  }

  async end(): Promise<void> {
    if (!this.#pump.hasFailed && !(await this.#pump.end())) this.#sink.notice('truncated-gzip', this.#offset);
  }

  close(): void {
    this.#pump.close();
  }
}

/** Unpacks Zstandard (RFC 8878), each frame with a decompressor of its own. */
class Unzstd implements Unpacker {
  readonly #sink: UnpackSink;
  readonly #source: () => Transform;
  readonly #frames = new ZstdFrames();
  #pump: Pump | null = null;
  #offset = 0;
  #hasFailed = false;

  constructor(sink: UnpackSink, source: () => Transform) {
    this.#sink = sink;
    this.#source = source;
  }

  async write(block: Uint8Array): Promise<boolean> {
    for (const { bytes, last } of this.#frames.pieces(block)) {
      this.#pump ??= this.#newPump();
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
    this.#sink.notice('truncated-zstd', this.#offset);
  }

  close(): void {
    this.#pump?.close();
  }

  #newPump(): Pump {
    return new Pump(this.#source(), (block) => {
      this.#offset += block.length;
      this.#sink.chunk(block);
    });
  }

  #fail(): false {
    this.#hasFailed = true;
    this.#sink.notice('damaged-zstd', this.#offset);
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

  constructor(stream: Transform, take: (block: Uint8Array) => void) {
    this.#stream = stream;
    stream.on('data', take);
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
