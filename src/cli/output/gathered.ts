/** Bytes that are gathered before they are written. */
const GATHERED_BYTES = 64 * 1024;
/** A unit of a text takes no more as UTF-8: characters of two units take four. */
const MOST_OF_UNIT = 3;

/**
 * Gathers the pieces of an output, texts or UTF-8: a call of the system for each line of a report
 * takes longer than making the line.
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

  write(piece: string | Uint8Array): void {
    if (typeof piece !== 'string') this.#add(piece);
    else if (piece.length * MOST_OF_UNIT > GATHERED_BYTES) this.#add(Buffer.from(piece, 'utf8'));
    else {
      const bytes = this.#room(piece.length * MOST_OF_UNIT);
      this.#length += bytes.write(piece, this.#length, 'utf8');
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

  #add(piece: Uint8Array): void {
    if (piece.length > GATHERED_BYTES) {
      this.flush();
      this.#pass(piece);
      return;
    }
    this.#room(piece.length).set(piece, this.#length);
    this.#length += piece.length;
  }

  #room(most: number): Buffer {
    this.#bytes ??= Buffer.allocUnsafeSlow(GATHERED_BYTES);
    if (this.#length + most > GATHERED_BYTES) this.flush();
    return this.#bytes;
  }
}
