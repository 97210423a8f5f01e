import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { u32le } from '../engine/bytes/integers.ts';
import { errorCode } from '../engine/bytes/result.ts';
import { MAX_UNPACKED_BYTES } from '../engine/limits.ts';
import { type Packing, zstdFrameOf } from '../run/read-bytes.ts';
import {
  Gunzip,
  type OpenPacked,
  type PackedStream,
  UnpackedOutput,
  type Unpacker,
  type UnpackSink,
} from '../run/unpack.ts';
import { zstdLack } from './files.ts';

/** Makes a decompressor of Zstandard; null where this Node has none. */
export type ZstdSource = (() => Transform) | null;

/** Node has `createZstdDecompress` from 22.15 and 23.8 on. */
export function nodeZstd(): ZstdSource {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof create === 'function' ? () => create({ chunkSize: PIECE_BYTES }) as Transform : null;
}

const inflate: OpenPacked = (take) => {
  const stream = zlib.createInflateRaw({ chunkSize: PIECE_BYTES });
  return new Decompressor(stream, take, () => stream.bytesWritten);
};

/** Null where this Node cannot unpack it. */
export function createUnpacker(
  packing: Packing,
  sink: UnpackSink,
  limit: number = MAX_UNPACKED_BYTES,
  zstd: ZstdSource = nodeZstd(),
): Unpacker | null {
  const output = new UnpackedOutput(sink, limit);
  if (packing === 'gzip') return new Gunzip(output, { inflate, crc32: zlib.crc32 });
  return zstd === null ? null : new Unzstd(output, zstd);
}

/** Bytes per piece of a decompressor: each is a task for another thread, which costs some kilobytes' time. */
const PIECE_BYTES = 256 * 1024;

/**
 * Drives one decompressing stream step by step. It works in another thread: what it gives is passed on when
 * the next piece is under way, so that unpacking and reading are done at the same time.
 */
class Decompressor implements PackedStream {
  readonly #stream: Transform;
  readonly #take: (block: Uint8Array) => boolean;
  readonly #used: () => number;
  readonly #over: Promise<void>;
  /** One piece or two: the next begins when one is there. */
  #waiting: Uint8Array[] = [];
  #isRefused = false;
  #error: Error | null = null;
  hasEnded = false;

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
        this.hasEnded = true;
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
    if (this.hasEnded || this.#error !== null) this.passOn();
    const error = this.#error;
    if (zstdLack(errorCode(error)) !== null) throw error;
    return error === null;
  }
}

/** Unpacks Zstandard (RFC 8878), each frame with a decompressor of its own. */
class Unzstd implements Unpacker {
  readonly #output: UnpackedOutput;
  readonly #source: () => Transform;
  readonly #frames = new ZstdFrames();
  #decompressor: Decompressor | null = null;
  #hasFailed = false;

  constructor(output: UnpackedOutput, source: () => Transform) {
    this.#output = output;
    this.#source = source;
  }

  async write(block: Uint8Array): Promise<boolean> {
    for (const { bytes, last } of this.#frames.pieces(block)) {
      this.#decompressor ??= new Decompressor(this.#source(), this.#output.take, () => 0);
      const isGood =
        (await this.#decompressor.write(Buffer.from(bytes))) && (!last || (await this.#decompressor.end()));
      if (!isGood) return this.#fail();
      if (!last) continue;
      this.#decompressor.close();
      this.#decompressor = null;
    }
    return this.#frames.isDamaged ? this.#fail() : true;
  }

  async end(): Promise<void> {
    if (this.#hasFailed || !this.#frames.isWithin) return;
    await this.#decompressor?.end();
    this.#output.notice('truncated-zstd');
  }

  close(): void {
    this.#decompressor?.close();
  }

  #fail(): false {
    this.#hasFailed = true;
    this.#output.notice('damaged-zstd');
    return false;
  }
}

/** Bytes of one frame; `last`: the frame ends with them. */
interface FramePiece {
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

type State =
  | 'magic'
  | 'skippable-size'
  | 'skipped'
  | 'descriptor'
  | 'header'
  | 'block'
  | 'content'
  | 'checksum';

/**
 * Finds where the frames of a Zstandard file begin and end, without unpacking them: Node's decompressor stops
 * silently at the end of the first one, at frames to skip, and where the file is cut off.
 */
export class ZstdFrames {
  #state: State = 'magic';
  /** Bytes that the state still needs. */
  #needed = 4;
  /** The fields that are read and not passed over: at most four bytes. */
  readonly #field = new Uint8Array(4);
  #gathered = 0;
  #isLastBlock = false;
  #hasChecksum = false;
  /** What came after a frame is none. */
  isDamaged = false;

  /** A frame was begun and has not ended. */
  get isWithin(): boolean {
    return this.#state !== 'magic' || this.#gathered > 0;
  }

  /** The pieces of frames in consecutive bytes: views of `chunk`, but for a magic number that it ends. */
  *pieces(chunk: Uint8Array): Generator<FramePiece> {
    let from = isInFrame(this.#state) ? 0 : -1;
    let at = 0;
    while (at < chunk.length && !this.isDamaged) {
      const taken = Math.min(this.#needed, chunk.length - at);
      if (isField(this.#state)) {
        this.#field.set(chunk.subarray(at, at + taken), this.#gathered);
        this.#gathered += taken;
      }
      at += taken;
      this.#needed -= taken;
      while (this.#needed === 0 && !this.isDamaged) {
        const before = this.#state;
        const whole = this.#gathered;
        this.#gathered = 0;
        this.#advance();
        if (before === 'magic' && isInFrame(this.#state)) {
          from = at - whole;
          if (from < 0) {
            yield { bytes: this.#field.slice(), last: false };
            from = at;
          }
        } else if (this.#state === 'checksum') {
          // By itself: a decompressor that finds it wrong drops what it was given with it.
          yield { bytes: chunk.subarray(from, at), last: false };
          from = at;
        } else if (isInFrame(before) && this.#state === 'magic') {
          yield { bytes: chunk.subarray(from, at), last: true };
          from = -1;
        }
      }
    }
    if (from >= 0 && from < chunk.length) yield { bytes: chunk.subarray(from), last: false };
  }

  /** The bytes that the state needed are there. */
  #advance(): void {
    const field = this.#field;
    switch (this.#state) {
      case 'magic': {
        const kind = zstdFrameOf(u32le(field, 0));
        if (kind === null) this.isDamaged = true;
        else if (kind === 'frame') this.#go('descriptor', 1);
        else this.#go('skippable-size', 4);
        return;
      }
      case 'skippable-size':
        this.#go('skipped', u32le(field, 0));
        return;
      case 'descriptor':
        this.#header(field[0] ?? 0);
        return;
      case 'header':
        this.#go('block', 3);
        return;
      case 'block': {
        const header = (field[0] ?? 0) | ((field[1] ?? 0) << 8) | ((field[2] ?? 0) << 16);
        this.#isLastBlock = (header & 1) === 1;
        const type = (header >> 1) & 3;
        // Of a run-length block the size is that of what it stands for.
        this.#go('content', type === 1 ? 1 : header >> 3);
        return;
      }
      case 'content':
        if (!this.#isLastBlock) this.#go('block', 3);
        else if (this.#hasChecksum) this.#go('checksum', 4);
        else this.#go('magic', 4);
        return;
      case 'skipped':
      case 'checksum':
        this.#go('magic', 4);
        return;
    }
  }

  /** Frame_Header_Descriptor, RFC 8878 §3.1.1.1.1. */
  #header(descriptor: number): void {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const sizeFlag = descriptor >> 6;
    const contentSize = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    this.#hasChecksum = (descriptor & 4) !== 0;
    this.#go('header', (isSingleSegment ? 0 : 1) + dictionary + contentSize);
  }

  #go(state: State, needed: number): void {
    this.#state = state;
    this.#needed = needed;
  }
}

function isInFrame(state: State): boolean {
  return state !== 'magic' && state !== 'skippable-size' && state !== 'skipped';
}

function isField(state: State): boolean {
  return state === 'magic' || state === 'skippable-size' || state === 'descriptor' || state === 'block';
}
