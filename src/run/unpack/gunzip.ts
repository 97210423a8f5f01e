import { u32le } from '../../engine/bytes/integers.ts';
import type { OpenPacked, PackedStream, UnpackedOutput, Unpacker } from './unpacker.ts';

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

/**
 * Reads the header of a member of a gzip file (RFC 1952 §2.3) byte by byte; its result: whether it is one.
 */
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
