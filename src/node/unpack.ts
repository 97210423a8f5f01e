import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { errorCode } from '../bytes/error-name.ts';
import { u32le } from '../bytes/integers.ts';
import type { Notice, NoticeCode } from '../bytes/notice.ts';
import { MAX_UNPACKED_BYTES } from '../limits.ts';
import { type GzipHeader, gzipHeader } from './gzip-header.ts';
import { ZstdFrames } from './zstd-frames.ts';
import { zstdLack } from './zstd-lack.ts';

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

/** What a member holds; the stream tells how much of what it was given is part of it. */
interface PackedData {
  readonly stream: zlib.InflateRaw;
  readonly pump: Pump;
}

/** CRC-32 and length of what a member holds. */
const GZIP_TRAILER_BYTES = 8;

/**
 * Unpacks gzip (RFC 1952), members one after the other, zeros between and behind them passed over. Only what a member holds is given
 * to Node: its own reader of gzip forgets what it has just unpacked where anything but a member follows, and stops without a word at zeros.
 */
class Gunzip implements Unpacker {
  readonly #output: Output;
  /** Null where no member is begun. */
  #header: GzipHeader | null = gzipHeader();
  #data: PackedData | null = null;
  readonly #trailer = new Uint8Array(GZIP_TRAILER_BYTES);
  /** Bytes of the trailer that are here; null outside of one. */
  #held: number | null = null;
  #checksum = 0;
  #length = 0;
  #hasFailed = false;

  constructor(output: Output) {
    this.#output = output;
  }

  async write(block: Uint8Array): Promise<boolean> {
    const bytes = Buffer.from(block);
    for (let at = 0; at < bytes.length; ) {
      if (this.#data !== null) {
        const { stream, pump } = this.#data;
        const before = stream.bytesWritten;
        if (!(await pump.write(bytes.subarray(at)))) return this.#fail();
        at += stream.bytesWritten - before;
        if (pump.hasEnded) this.#endData();
      } else if (!this.#takeByte(bytes[at++] ?? 0)) {
        return this.#fail();
      }
    }
    return true;
  }

  async end(): Promise<void> {
    const isWithin = this.#header !== null || this.#data !== null || this.#held !== null;
    if (isWithin && !this.#hasFailed) this.#output.notice('truncated-gzip');
  }

  close(): void {
    this.#data?.pump.close();
  }

  /** A byte outside of what is packed. False where it cannot stand. */
  #takeByte(byte: number): boolean {
    if (this.#held !== null) return this.#takeOfTrailer(byte, this.#held);
    if (this.#header === null) {
      if (byte === 0) return true;
      this.#header = gzipHeader();
    }
    const { done, value } = this.#header.next(byte);
    if (done !== true) return true;
    this.#header = null;
    if (value) this.#beginData();
    return value;
  }

  #beginData(): void {
    this.#checksum = 0;
    this.#length = 0;
    const stream = zlib.createInflateRaw();
    const pump = new Pump(stream, (bytes) => {
      this.#checksum = zlib.crc32(bytes, this.#checksum);
      this.#length = (this.#length + bytes.length) >>> 0;
      return this.#output.take(bytes);
    });
    this.#data = { stream, pump };
  }

  #endData(): void {
    this.#data?.pump.close();
    this.#data = null;
    this.#held = 0;
  }

  #takeOfTrailer(byte: number, held: number): boolean {
    this.#trailer[held] = byte;
    this.#held = held + 1;
    if (this.#held < GZIP_TRAILER_BYTES) return true;
    this.#held = null;
    return u32le(this.#trailer, 0) === this.#checksum && u32le(this.#trailer, 4) === this.#length;
  }

  #fail(): false {
    this.#hasFailed = true;
    this.#output.notice('damaged-gzip');
    return false;
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
      const isGood = (await this.#pump.write(Buffer.from(bytes))) && (!last || (await this.#pump.end()));
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

/** Drives one decompressing stream step by step. */
class Pump {
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

  /** The stream keeps the bytes until it has unpacked them: they must be nobody else's, as the block of a read is. */
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
