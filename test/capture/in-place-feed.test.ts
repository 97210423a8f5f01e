import { expect, it } from 'vitest';
import { InPlaceFeed, type Walker } from '../rooms/capture.ts';

const NEEDED = 1000;
const LENGTH = 20_000;

/**
 * Needs many bytes to go on by one, as the search for a place after damage does. Counts how often the bytes
 * were moved.
 */
class SlowWalker implements Walker {
  needed = NEEDED;
  moves = 0;
  isInOrder = true;
  readonly seen: number[] = [];
  #block: Uint8Array | null = null;
  #next = -1;

  walk(block: Uint8Array, start: number, end: number, offset: number, final: boolean): number {
    if (block !== this.#block || start !== this.#next) this.moves++;
    this.#block = block;
    let at = start;
    for (; end - at >= (final ? 1 : NEEDED); at++) {
      this.isInOrder &&= offset + at - start === this.seen.length;
      this.seen.push(block[at] ?? -1);
    }
    this.#next = at;
    return at;
  }
}

it.each([1, 7, 999, 1000, 1001, 4096, LENGTH])(
  'does not move what it holds back for each byte: pieces of %i',
  (size) => {
    const file = Uint8Array.from({ length: LENGTH }, (_, index) => index % 251);
    const walker = new SlowWalker();
    const feed = new InPlaceFeed(walker);
    for (let at = 0; at < LENGTH; at += size) feed.push(file.slice(at, at + size));
    feed.end();
    expect(walker.isInOrder).toBe(true);
    expect(walker.seen).toEqual([...file]);
    // Twice for each piece or each filling of the carry, whichever is less.
    expect(walker.moves).toBeLessThanOrEqual(2 * (LENGTH / Math.max(size, NEEDED)) + 4);
  },
);
