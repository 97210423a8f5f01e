/* Maps and lists with a bound, maps of lists, and what is done with lists of any length. */

/*
 * One after the other: a call takes no more arguments than its stack has room for, some 120,000, and what
 * grows with a capture may have more.
 */

/** Adds all of `more` to the end of a list. */
export function addAll<T>(list: T[], more: Iterable<T>): void {
  for (const each of more) list.push(each);
}

/**
 * Index of the first item from `from` on for which `holds` does, as it does for all behind that; the length
 * of the list for none. Looks by halves.
 */
export function firstWhere<T>(items: readonly T[], holds: (item: T) => boolean, from = 0): number {
  let low = from;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item === undefined || holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** As `Math.max` of all of them. */
export function largest(numbers: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let found = least;
  for (const each of numbers) found = Math.max(found, each);
  return found;
}

/** As `Math.min` of all of them. */
export function smallest(numbers: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let found = most;
  for (const each of numbers) found = Math.min(found, each);
  return found;
}

/*
 * What becomes of one key more in a Map or Set that may not grow past a limit: the oldest gives way to it, or
 * the newest stands for it. Both list their keys in the order of insertion.
 */

/** Makes room for one more entry: where there are `limit` of them, the oldest is forgotten. */
export function makeRoom<K>(kept: Map<K, unknown> | Set<K>, limit: number): void {
  if (kept.size < limit) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}

/**
 * What counts a key: its own entry, or, where there are `limit` others, the last of them. Undefined where it
 * may have one of its own.
 */
export function ownOrLast<K, V>(kept: ReadonlyMap<K, V>, key: K, limit: number): V | undefined {
  return kept.get(key) ?? (kept.size >= limit ? [...kept.values()].at(-1) : undefined);
}

/** Adds a value to the list that a key has; the first of a key begins its list. */
export function addToList<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** In lists of what has the same key, in the order of each first one. (`Map.groupBy` needs Node 21.) */
export function groupBy<K, V>(all: Iterable<V>, keyOf: (each: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const each of all) addToList(groups, keyOf(each), each);
  return groups;
}

/**
 * The few things that were met last, the newest first, each of which the next one may be like: in a capture
 * nearly all are. Looking through so short a list costs less than making a key and asking a Map.
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

/**
 * The newest items of a capture, as many as a number and the bytes that they hold allow. A ring, so that an
 * item costs two stores. The newest stays whatever it holds.
 */
export class NewestItems<T> {
  readonly #items: (T | undefined)[] = [];
  readonly #sizes: number[] = [];
  readonly #most: number;
  readonly #mostBytes: number;
  readonly #forgotten: ((item: T, number: number) => void) | null;
  /** Items count up from 0: that of the oldest, and that of the next one. */
  #oldest = 0;
  #next = 0;
  #bytes = 0;

  /** `forgotten`: what is to be done when an item gives way. */
  constructor(most: number, mostBytes: number, forgotten: ((item: T, number: number) => void) | null = null) {
    this.#most = most;
    this.#mostBytes = mostBytes;
    this.#forgotten = forgotten;
  }

  get oldest(): number {
    return this.#oldest;
  }

  get next(): number {
    return this.#next;
  }

  at(number: number): T | undefined {
    return this.#items[number % this.#most];
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let number = this.#oldest; number < this.#next; number++) {
      const item = this.at(number);
      if (item !== undefined) yield item;
    }
  }

  add(item: T, size: number): void {
    if (this.#next - this.#oldest === this.#most) this.#forgetOldest();
    while (this.#bytes + size > this.#mostBytes && this.#oldest < this.#next) this.#forgetOldest();
    const place = this.#next++ % this.#most;
    this.#items[place] = item;
    this.#sizes[place] = size;
    this.#bytes += size;
  }

  /** Forgets all without a word. */
  clear(): void {
    this.#items.length = 0;
    this.#oldest = this.#next;
    this.#bytes = 0;
  }

  #forgetOldest(): void {
    const number = this.#oldest++;
    const place = number % this.#most;
    const item = this.#items[place];
    this.#items[place] = undefined;
    this.#bytes -= this.#sizes[place] ?? 0;
    if (item !== undefined) this.#forgotten?.(item, number);
  }
}
