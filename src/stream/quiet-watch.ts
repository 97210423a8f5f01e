/** Tells, from looks that are taken now and then, that nothing has come since the last one. */
export class QuietWatch {
  #seen = -1;
  #told = -1;

  /**
   * `count`: what has come so far. True once for each silence, at the second look that finds the
   * same count.
   */
  isNews(count: number): boolean {
    const isQuiet = count === this.#seen;
    this.#seen = count;
    if (!isQuiet || this.#told === count) return false;
    this.#told = count;
    return true;
  }
}
