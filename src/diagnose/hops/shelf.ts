/** Something that happened at a time, and may be taken once. */
export interface Moment {
  /** Seconds since 1970. */
  readonly seconds: number;
  isTaken: boolean;
}

/**
 * Items in the order of their times, of which the nearest to a time is found in a few steps,
 * however many are taken already.
 */
export class Shelf<T extends Moment> {
  readonly #items: readonly T[];
  /**
   * For each place, one behind it, or one before it, from which to look on once its item is taken.
   */
  #after: Uint32Array | null = null;
  #before: Uint32Array | null = null;

  constructor(items: readonly T[]) {
    this.#items = items;
  }

  /**
   * The nearest that is not taken; of those that are as near, the later one, of those of one time
   * the last. Null where all are taken.
   */
  nearest(seconds: number): T | null {
    const place = this.#firstFrom((item) => item.seconds >= seconds);
    const before = this.#items[this.#untakenBefore(place) - 1] ?? null;
    const next = this.#items[this.#untakenFrom(place)];
    if (next === undefined) return before;
    if (before !== null && seconds - before.seconds < next.seconds - seconds) return before;
    const end = this.#firstFrom((item) => item.seconds > next.seconds);
    return this.#items[this.#untakenBefore(end) - 1] ?? next;
  }

  /**
   * The first place from this one on whose item is not taken; the number of items where there is
   * none.
   */
  #untakenFrom(place: number): number {
    if (this.#items[place]?.isTaken !== true) return place;
    this.#after ??= Uint32Array.from(this.#items, (_, at) => at + 1);
    const after = this.#after;
    let at = place;
    while (this.#items[at]?.isTaken === true) at = after[at] ?? this.#items.length;
    for (let passed = place; passed < at; ) {
      const next = after[passed] ?? at;
      after[passed] = at;
      passed = next;
    }
    return at;
  }

  /** One behind the last place before this one whose item is not taken; 0 where there is none. */
  #untakenBefore(place: number): number {
    if (this.#items[place - 1]?.isTaken !== true) return place;
    this.#before ??= Uint32Array.from(this.#items, (_, at) => at);
    const before = this.#before;
    let at = place;
    while (this.#items[at - 1]?.isTaken === true) at = before[at - 1] ?? 0;
    for (let passed = place; passed > at; ) {
      const next = before[passed - 1] ?? at;
      before[passed - 1] = at;
      passed = next;
    }
    return at;
  }

  /** The first place of which this holds, as it does of all behind it. */
  #firstFrom(holds: (item: T) => boolean): number {
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = this.#items[middle];
      if (item === undefined || holds(item)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
