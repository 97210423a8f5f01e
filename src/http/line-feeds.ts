const LINE_FEED = 0x0a;
/** A line feed in each byte of a word. */
const LINE_FEEDS = 0x0a0a0a0a;

/**
 * Finds line feeds in a block, four bytes at a time: a loop over single bytes takes three times as
 * long, and is most of what it costs to find heads. Whether one of four bytes is zero is told by
 * the borrow that a subtraction leaves in it; in which order the machine keeps them does not
 * matter.
 */
export class LineFeeds {
  #block: Uint8Array = new Uint8Array(0);
  /** The memory that the block is part of, from its first byte on. */
  #words: Int32Array = new Int32Array(0);
  /** Where the block begins in it. */
  #offset = 0;

  of(block: Uint8Array): void {
    if (block === this.#block) return;
    const { buffer, byteOffset } = block;
    if (buffer !== this.#words.buffer) this.#words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
    this.#offset = byteOffset;
    this.#block = block;
  }

  /** Where the first line feed from `from` on stands, before `to`; -1 without one. */
  next(from: number, to: number): number {
    const block = this.#block;
    const offset = this.#offset;
    let at = from;
    for (; ((at + offset) & 3) !== 0; at++) {
      if (at >= to) return -1;
      if (block[at] === LINE_FEED) return at;
    }
    const words = this.#words;
    const end = (to + offset) >> 2;
    let word = (at + offset) >> 2;
    for (; word < end; word++) {
      const rest = (words[word] ?? 0) ^ LINE_FEEDS;
      if (((rest - 0x01010101) & ~rest & 0x80808080) !== 0) break;
    }
    for (at = (word << 2) - offset; at < to; at++) if (block[at] === LINE_FEED) return at;
    return -1;
  }
}
