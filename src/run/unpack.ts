import { u32le } from '../engine/bytes/integers.ts';
import type { Notice, NoticeCode } from '../engine/bytes/notice.ts';
import type { InputFailureReason } from '../engine/results.ts';

/** Unpacks one file, which it is given block by block. */
export interface Unpacker {
  /** False when nothing more can or is to be unpacked. Rejects with what the decompressor cannot do. */
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

export interface UnpackSink {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /** The packed file ends early, is damaged or too large; what could be unpacked was passed on before. */
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

/** A stream of packed data of one kind, unpacked step by step. */
export interface PackedStream {
  /** Bytes of what was written that are part of it: what is packed may end before they do. */
  readonly used: number;
  /** What is packed is over; what was written behind it was not used. */
  readonly hasEnded: boolean;
  /** False where damaged, or no more is wanted. The stream keeps the bytes until it has unpacked them. */
  write(bytes: Uint8Array): Promise<boolean>;
  end(): Promise<boolean>;
  /** Passes on what waits for it. */
  passOn(): void;
  close(): void;
}

/** Makes a stream whose output goes to `take`, which gives false when no more is wanted. */
export type OpenPacked = (take: (block: Uint8Array) => boolean) => PackedStream;

/** What Node lacks for a Zstandard file: a window beyond 128 MiB (`zstd --long=31`), or a dictionary. */
export type ZstdLack = Extract<InputFailureReason, 'zstd-window' | 'zstd-dictionary'>;

/** What unpacks the data of a member (RFC 1951), and its checksum. */
export interface GzipParts {
  readonly inflate: OpenPacked;
  /** CRC-32 of bytes that follow those with the checksum `before`. */
  readonly crc32: (bytes: Uint8Array, before: number) => number;
}

/** CRC-32 and length of what a member holds. */
const GZIP_TRAILER_BYTES = 8;

/**
 * Unpacks gzip (RFC 1952), members one after the other, zeros between and behind them passed over. Only what
 * a member holds is given to who inflates: Node's own reader of gzip forgets what it has just unpacked where
 * anything but a member follows, and stops without a word at zeros; that of browsers takes a second member
 * for an error.
 */
export class Gunzip implements Unpacker {
  readonly #output: UnpackedOutput;
  readonly #parts: GzipParts;
  /** Null where no member is begun. */
  #header: GzipHeader | null = gzipHeader();
  #data: PackedStream | null = null;
  readonly #trailer = new Uint8Array(GZIP_TRAILER_BYTES);
  /** Bytes of the trailer that are here; null outside of one. */
  #trailerBytes: number | null = null;
  #checksum = 0;
  #length = 0;
  #hasFailed = false;

  constructor(output: UnpackedOutput, parts: GzipParts) {
    this.#output = output;
    this.#parts = parts;
  }

  async write(block: Uint8Array): Promise<boolean> {
    // A stream keeps what it is given.
    const bytes = new Uint8Array(block);
    for (let at = 0; at < bytes.length; ) {
      if (this.#data !== null) {
        const data = this.#data;
        const before = data.used;
        if (!(await data.write(bytes.subarray(at)))) return this.#fail();
        at += data.used - before;
        if (data.hasEnded) this.#endData();
      } else if (!this.#takeByte(bytes[at++] ?? 0)) {
        return this.#fail();
      }
    }
    return true;
  }

  async end(): Promise<void> {
    this.#data?.passOn();
    const isWithin = this.#header !== null || this.#data !== null || this.#trailerBytes !== null;
    if (isWithin && !this.#hasFailed) this.#output.notice('truncated-gzip');
  }

  close(): void {
    this.#data?.close();
  }

  /** A byte outside of what is packed. False where it cannot stand. */
  #takeByte(byte: number): boolean {
    if (this.#trailerBytes !== null) return this.#takeOfTrailer(byte, this.#trailerBytes);
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
    this.#data = this.#parts.inflate((bytes) => {
      this.#checksum = this.#parts.crc32(bytes, this.#checksum);
      this.#length = (this.#length + bytes.length) >>> 0;
      return this.#output.take(bytes);
    });
  }

  #endData(): void {
    this.#data?.close();
    this.#data = null;
    this.#trailerBytes = 0;
  }

  #takeOfTrailer(byte: number, at: number): boolean {
    this.#trailer[at] = byte;
    this.#trailerBytes = at + 1;
    if (this.#trailerBytes < GZIP_TRAILER_BYTES) return true;
    this.#trailerBytes = null;
    return u32le(this.#trailer, 0) === this.#checksum && u32le(this.#trailer, 4) === this.#length;
  }

  #fail(): false {
    this.#hasFailed = true;
    this.#output.notice('damaged-gzip');
    return false;
  }
}

const FIRST_BYTE = 0x1f;
const SECOND_BYTE = 0x8b;
const DEFLATE = 8;

/** Modification time, extra flags, system. */
const FIXED_BYTES = 6;

const HAS_CHECKSUM = 1 << 1;
const HAS_EXTRA = 1 << 2;
const HAS_NAME = 1 << 3;
const HAS_COMMENT = 1 << 4;
const RESERVED = 0b1110_0000;

/** Reads the header of a gzip member (RFC 1952 §2.3) byte by byte; its result: whether it is one. */
type GzipHeader = Generator<undefined, boolean, number>;

/** The header that begins with the next byte. It is ready to be given that byte. */
function gzipHeader(): GzipHeader {
  const header = fieldsOfHeader();
  header.next(0);
  return header;
}

function* fieldsOfHeader(): GzipHeader {
  if ((yield) !== FIRST_BYTE || (yield) !== SECOND_BYTE || (yield) !== DEFLATE) return false;
  const flags = yield;
  if ((flags & RESERVED) !== 0) return false;
  yield* passOver(FIXED_BYTES);
  if ((flags & HAS_EXTRA) !== 0) {
    const low = yield;
    const high = yield;
    yield* passOver(low + high * 256);
  }
  if ((flags & HAS_NAME) !== 0) yield* passOverText();
  if ((flags & HAS_COMMENT) !== 0) yield* passOverText();
  if ((flags & HAS_CHECKSUM) !== 0) yield* passOver(2);
  return true;
}

function* passOver(count: number): Generator<undefined, void, number> {
  for (let passed = 0; passed < count; passed++) yield;
}

function* passOverText(): Generator<undefined, void, number> {
  while ((yield) !== 0);
}
