/**
 * Reads records in place. Called with consecutive bytes of the file; consumes whole records only.
 */
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
 * Hands pushed chunks to a walker as they are; only the record that straddles two chunks is copied, into a
 * buffer that grows to the largest such record.
 */
export class InPlaceFeed {
  readonly #walker: Walker;
  #carry: Uint8Array = new Uint8Array(0);
  #held = 0;
  #offset: number;

  /** @param offset position in the file of the first byte that will be pushed. */
  constructor(walker: Walker, offset = 0) {
    this.#walker = walker;
    this.#offset = offset;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (this.#held > 0) {
      const take = Math.min(this.#walker.needed - this.#held, chunk.length - at);
      this.#append(chunk, at, at + take);
      at += take;
      if (this.#held < this.#walker.needed) return;
      const used = this.#walker.walk(this.#carry, 0, this.#held, this.#offset, false);
      this.#offset += used;
      const rest = this.#held - used;
      if (rest <= at) {
        // What is left came from this chunk: go on in the chunk itself.
        at -= rest;
        this.#held = 0;
      } else {
        this.#carry.copyWithin(0, used, this.#held);
        this.#held = rest;
      }
    }
    if (at === chunk.length) return;
    const used = this.#walker.walk(chunk, at, chunk.length, this.#offset, false);
    this.#offset += used - at;
    if (used < chunk.length) this.#append(chunk, used, chunk.length);
  }

  end(): void {
    this.#walker.walk(this.#carry, 0, this.#held, this.#offset, true);
    this.#held = 0;
  }

  #append(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#held + end - start;
    if (length > this.#carry.length) {
      // Grows with the bytes that came, not with what a (perhaps damaged) length promises.
      const larger = new Uint8Array(Math.max(length, 2 * this.#carry.length, FIRST_CARRY));
      larger.set(this.#carry.subarray(0, this.#held));
      this.#carry = larger;
    }
    this.#carry.set(chunk.subarray(start, end), this.#held);
    this.#held = length;
  }
}
