/**
 * The few things that were met last, the newest first, each of which the next one may be like: in a
 * capture nearly all are. Looking through so short a list costs less than making a key and asking a
 * Map.
 */
export class RecentList<T> {
  readonly #items: T[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Looked through by the caller: a function that compares would have to be made for each time. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** The oldest gives way. */
  add(item: T): void {
    if (this.#items.length >= this.#limit) this.#items.pop();
    this.#items.unshift(item);
  }

  clear(): void {
    this.#items.length = 0;
  }
}
