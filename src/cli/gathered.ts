import { mostBytesOf, type Utf8Piece, writeUtf8 } from '../engine/bytes/utf8.ts';

/** Bytes that are gathered before they are written. */
const GATHERED_BYTES = 64 * 1024;

/**
 * Gathers the pieces of an output, texts or UTF-8: a call of the system for each line of a report takes
 * longer than making the line.
 */
export class Gathered {
  readonly #pass: (bytes: Uint8Array) => void;
  #bytes: Buffer | null = null;
  #length = 0;

  /** `pass` takes what was gathered; the bytes are its own only during the call. */
  constructor(pass: (bytes: Uint8Array) => void) {
    this.#pass = pass;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.#length;
  }

  write(piece: Utf8Piece): void {
    const most = mostBytesOf(piece);
    if (most <= GATHERED_BYTES) {
      this.#bytes ??= Buffer.allocUnsafeSlow(GATHERED_BYTES);
      if (this.#length + most > GATHERED_BYTES) this.flush();
      this.#length = writeUtf8(piece, this.#bytes, this.#length);
    } else if (typeof piece === 'string') this.write(Buffer.from(piece, 'utf8'));
    else {
      this.flush();
      this.#pass(piece);
    }
  }

  /** Passes all that waits. */
  flush(): void {
    const length = this.#length;
    this.#length = 0;
    if (this.#bytes !== null && length > 0) this.#pass(this.#bytes.subarray(0, length));
  }

  /** Forgets what waits. */
  discard(): void {
    this.#length = 0;
  }
}
