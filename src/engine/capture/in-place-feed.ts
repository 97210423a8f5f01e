/** Reads records in place. Called with consecutive bytes of the file; consumes whole records only. */
export interface Walker {
  /**
   * Consumes records of `block[start]` to `block[end]`, which stand at byte `offset` of the file, and returns
   * the index of the first byte it did not consume. Unless `final` (the file ends at `end`), `needed` is
   * afterwards greater than the number of bytes left over.
   */
  walk(block: Uint8Array, start: number, end: number, offset: number, final: boolean): number;
  /** Bytes that must be there, counted from the first one not consumed, before calling again is of use. */
  readonly needed: number;
}

const FIRST_CARRY = 4096;

/**
 * Gives pushed chunks to a walker as they are; only the record that straddles two chunks is copied, into a
 * buffer that grows to twice the largest such record. While a place is looked for after damage, a walker may
 * need a megabyte to go on by a few bytes: what is left over stays where it is until there is no room behind
 * it.
 */
export class InPlaceFeed {
  readonly #walker: Walker;
  #carry: Uint8Array = new Uint8Array(0);
  /** The bytes that wait: where they start in the carry, and how many there are. */
  #start = 0;
  #waiting = 0;
  #offset: number;

  /** @param offset position in the file of the first byte that will be pushed. */
  constructor(walker: Walker, offset = 0) {
    this.#walker = walker;
    this.#offset = offset;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (this.#waiting > 0) {
      const take = Math.min(this.#walker.needed - this.#waiting, chunk.length - at);
      this.#append(chunk, at, at + take);
      at += take;
      if (this.#waiting < this.#walker.needed) return;
      const used = this.#walk(false);
      const rest = this.#waiting - used;
      if (rest <= at) {
        // What is left came from this chunk: go on in the chunk itself.
        at -= rest;
        this.#start = 0;
        this.#waiting = 0;
      } else {
        this.#start += used;
        this.#waiting = rest;
      }
    }
    if (at === chunk.length) return;
    const used = this.#walker.walk(chunk, at, chunk.length, this.#offset, false);
    this.#offset += used - at;
    if (used < chunk.length) this.#append(chunk, used, chunk.length);
  }

  end(): void {
    this.#walk(true);
    this.#waiting = 0;
  }

  /** Gives what waits to the walker; returns how many bytes it consumed. */
  #walk(final: boolean): number {
    const start = this.#start;
    const used = this.#walker.walk(this.#carry, start, start + this.#waiting, this.#offset, final) - start;
    this.#offset += used;
    return used;
  }

  #append(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#waiting + end - start;
    if (this.#start + length > this.#carry.length) this.#makeRoom(length);
    this.#carry.set(chunk.subarray(start, end), this.#start + this.#waiting);
    this.#waiting = length;
  }

  /**
   * Moves what waits to the start of the carry, or of a larger one: in either there is as much room again.
   */
  #makeRoom(length: number): void {
    const waiting = this.#carry.subarray(this.#start, this.#start + this.#waiting);
    // Grows with the bytes that came, not with what a (perhaps damaged) length promises.
    if (2 * length > this.#carry.length) this.#carry = new Uint8Array(Math.max(2 * length, FIRST_CARRY));
    this.#carry.set(waiting);
    this.#start = 0;
  }
}
