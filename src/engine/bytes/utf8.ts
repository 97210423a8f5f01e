/** A text, or its UTF-8. */
export type Utf8Piece = string | Uint8Array;

/** A unit of a text takes no more as UTF-8: characters of two units take four. */
const MOST_OF_UNIT = 3;

const ENCODER = new TextEncoder();

/** Bytes that a piece takes at most. */
export function mostBytesOf(piece: Utf8Piece): number {
  return typeof piece === 'string' ? piece.length * MOST_OF_UNIT : piece.length;
}

/** Writes a piece to `bytes`, from `at` on, where there is room for it; gives where it ends. */
export function writeUtf8(piece: Utf8Piece, bytes: Uint8Array, at: number): number {
  if (typeof piece === 'string') return at + ENCODER.encodeInto(piece, bytes.subarray(at)).written;
  bytes.set(piece, at);
  return at + piece.length;
}

/** A longer copy of what is not long enough for `length` bytes, so that few copies are made. */
export function withRoom(bytes: Uint8Array, length: number): Uint8Array {
  if (length <= bytes.length) return bytes;
  const grown = new Uint8Array(Math.max(length, bytes.length * 2));
  grown.set(bytes);
  return grown;
}

const FIRST_BYTES = 4096;

/** A text that is put together as UTF-8. */
export class Utf8Builder {
  #bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  append(piece: Utf8Piece): void {
    this.#bytes = withRoom(this.#bytes, this.#length + mostBytesOf(piece));
    this.#length = writeUtf8(piece, this.#bytes, this.#length);
  }

  /** All of it; what is appended next begins anew, in its place. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }
}
