import { smallest } from '../engine/bytes/collections.ts';
import type { Piece, WritePiece } from './reporter.ts';

/** Exchanges that wait for an earlier one at most; then they are given out of order. */
const MAX_WAITING_EXCHANGES = 4096;

/**
 * Puts items that come in any order into the order of their indexes, which count up from 1 without gaps, as
 * long as not too many wait: an exchange that stays open for a whole capture must not hold all others in
 * memory.
 */
export class ExchangeOrder<T> {
  readonly #give: (item: T) => void;
  readonly #keep: (item: T) => T;
  readonly #maxWaiting: number;
  readonly #waiting = new Map<number, T>();
  #next = 1;

  /** `keep` makes of an item what may wait. */
  constructor(give: (item: T) => void, maxWaiting = MAX_WAITING_EXCHANGES, keep = (item: T): T => item) {
    this.#give = give;
    this.#keep = keep;
    this.#maxWaiting = maxWaiting;
  }

  push(index: number, item: T): void {
    if (index <= this.#next) {
      this.#give(item);
      if (index < this.#next) return;
      this.#next++;
      this.#giveRun();
      return;
    }
    this.#waiting.set(index, this.#keep(item));
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

/** Orders what a report writes; bytes that are there only for a moment are copied if they wait. */
export function orderOfLines(write: WritePiece): ExchangeOrder<Piece> {
  const lines = new KeptLines();
  const kept = (piece: Piece): Piece => (typeof piece === 'string' ? piece : lines.keep(piece));
  return new ExchangeOrder(write, MAX_WAITING_EXCHANGES, kept);
}

/** Bytes of lines that wait together: not many more would be taken if each line had its own block. */
const BLOCK_BYTES = 16 * 1024;

/**
 * Copies of lines, several in one block: where exchanges overlap nearly all wait, and memory of its own for
 * each takes longer to get and to clear than all else that is done for it.
 */
class KeptLines {
  #block = new Uint8Array(0);
  #at = 0;

  keep(line: Uint8Array): Uint8Array {
    if (line.length > BLOCK_BYTES / 4) return new Uint8Array(line);
    if (this.#at + line.length > this.#block.length) {
      this.#block = new Uint8Array(BLOCK_BYTES);
      this.#at = 0;
    }
    const start = this.#at;
    this.#block.set(line, start);
    this.#at += line.length;
    return this.#block.subarray(start, this.#at);
  }
}
