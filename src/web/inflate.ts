import { Inflate as Inflater, Z_SYNC_FLUSH, type ZStream } from 'pako';
import { concatBytes } from '../engine/bytes/byte-string.ts';
import { Crc32 } from '../engine/bytes/crc32.ts';
import type { Inflate } from '../engine/oss/coded-body.ts';
import type { GzipParts, PackedStream } from '../run/unpack.ts';

/*
 * Unpacking where there is no Node.js. `DecompressionStream`, which browsers have, answers later, where the
 * body of an error document is wanted at once; gives nothing of a body that the capture has cut; and takes a
 * second member of a gzip file for an error, without saying where it begins.
 */

/** What the data takes is passed on in pieces of so many bytes. */
const PIECE_BYTES = 256 * 1024;

/** Nobody wants the rest of what is being unpacked. */
class NoMoreWanted extends Error {}

/**
 * What stands around the data, as zlib numbers it. Without such a number the package takes either header,
 * also where the sender has said that it is the other.
 */
const WINDOW_BITS = { raw: -15, zlib: 15, gzip: 31 } as const;

/** One stream of packed data; `take` gives false when no more is wanted. */
class Unpacking extends Inflater {
  readonly #take: (bytes: Uint8Array) => boolean;
  #stream: ZStream | null = null;

  constructor(take: (bytes: Uint8Array) => boolean, wrapping: keyof typeof WINDOW_BITS) {
    super({ windowBits: WINDOW_BITS[wrapping], chunkSize: PIECE_BYTES });
    this.#take = take;
  }

  /** Bytes that were written and belong to what is packed. */
  get used(): number {
    return this.#stream?.total_in ?? 0;
  }

  /** Gives all that can be unpacked so far. False where the data is damaged. */
  add(bytes: Uint8Array): boolean {
    return this.push(bytes, Z_SYNC_FLUSH);
  }

  override onStart(stream: ZStream): void {
    this.#stream = stream;
  }

  override onData(bytes: Uint8Array): void {
    if (!this.#take(bytes)) throw new NoMoreWanted();
  }
}

/** The data of a member of a gzip file. */
class MemberStream implements PackedStream {
  readonly #stream: Unpacking;

  constructor(take: (bytes: Uint8Array) => boolean) {
    this.#stream = new Unpacking(take, 'raw');
  }

  get used(): number {
    return this.#stream.used;
  }

  get hasEnded(): boolean {
    return this.#stream.ended;
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    try {
      return this.#stream.add(bytes);
    } catch (error) {
      if (error instanceof NoMoreWanted) return false;
      throw error;
    }
  }

  async end(): Promise<boolean> {
    return this.#stream.ended;
  }

  passOn(): void {}

  close(): void {}
}

export const webGzip: GzipParts = {
  inflate: (take) => new MemberStream(take),
  crc32: (bytes, before) => {
    const crc = new Crc32('crc32', before);
    crc.update(bytes);
    return crc.value;
  },
};

/**
 * Removes a content coding: `gzip` and `deflate`. Not `br`, which takes a dictionary of 120 KB. Null where
 * the body is damaged; of one that the capture has cut, what there is comes out.
 */
export const webInflate: Inflate = (coding, body, limit) => {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return inflated(body, 'gzip', limit);
    case 'deflate':
      // the zlib format (RFC 1950); some senders leave its header out
      return inflated(body, ((body[0] ?? 0) & 0x0f) === 8 ? 'zlib' : 'raw', limit);
    default:
      return null;
  }
};

function inflated(
  body: Uint8Array,
  wrapping: keyof typeof WINDOW_BITS,
  limit: number,
): Uint8Array | 'too-long' | null {
  const pieces: Uint8Array[] = [];
  let room = limit;
  const stream = new Unpacking((bytes) => {
    pieces.push(bytes);
    room -= bytes.length;
    return room >= 0;
  }, wrapping);
  try {
    return stream.add(body) ? concatBytes(pieces) : null;
  } catch (error) {
    if (error instanceof NoMoreWanted) return 'too-long';
    throw error;
  }
}
