import { smallest } from '../bytes/collections.ts';

/** Exchanges that wait for an earlier one at most; then they are given out of order. */
const MAX_WAITING_EXCHANGES = 4096;

/**
 * Puts items that come in any order into the order of their indexes, which count up from 1 without
 * gaps, as long as not too many wait: an exchange that stays open for a whole capture must not hold
 * all others in memory.
 */
export class ExchangeOrder<T> {
  readonly #give: (item: T) => void;
  readonly #maxWaiting: number;
  readonly #waiting = new Map<number, T>();
  #next = 1;

  constructor(give: (item: T) => void, maxWaiting = MAX_WAITING_EXCHANGES) {
    this.#give = give;
    this.#maxWaiting = maxWaiting;
  }

  push(index: number, item: T): void {
    if (index < this.#next) {
      this.#give(item);
      return;
    }
    this.#waiting.set(index, item);
    this.#giveRun();
    if (this.#waiting.size > this.#maxWaiting) {
      this.#next = smallest(this.#waiting.keys());
      this.#giveRun();
    }
  }

  /** Gives all that wait. */
  end(): void {
    for (const [, item] of [...this.#waiting].sort(([a], [b]) => a - b)) this.#give(item);
    this.#waiting.clear();
  }

  #giveRun(): void {
    for (let item = this.#waiting.get(this.#next); item !== undefined; item = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next);
      this.#next++;
      this.#give(item);
    }
  }
}
