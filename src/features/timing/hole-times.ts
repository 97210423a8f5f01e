/** Holes of which the times are kept; of more at once the oldest are forgotten. */
const KEPT_HOLES = 32;

/**
 * When holes in the bytes of one sender came to light; times in µs and sequence numbers modulo 2³².
 * Made for the first of them: most connections have none.
 */
export class HoleTimes {
  // Most connections that lose something lose little: arrays of numbers grow with it, and cost less
  // to make than typed ones.
  readonly #starts: number[] = [];
  readonly #times: number[] = [];
  #count = 0;

  /** Bytes from the sequence number `start` on are missing: later ones came at `now`. */
  open(start: number, now: number): void {
    const at = this.#count++ % KEPT_HOLES;
    this.#starts[at] = start;
    this.#times[at] = now;
  }

  /**
   * How long before `now` the hole came to light that holds the sequence number; -1 where it is not
   * known.
   */
  age(sequence: number, now: number): number {
    const oldest = Math.max(0, this.#count - KEPT_HOLES);
    // Holes come to light in the order of their sequence numbers: the last that starts no later is
    // the one.
    for (let hole = this.#count - 1; hole >= oldest; hole--) {
      const at = hole % KEPT_HOLES;
      if (((sequence - (this.#starts[at] ?? 0)) | 0) >= 0) return (now - (this.#times[at] ?? 0)) | 0;
    }
    return -1;
  }
}
