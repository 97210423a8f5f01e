import type { ByteString } from '../bytes/byte-string.ts';

/**
 * A text that grows by pieces and is looked at in between. To join them for each look would make
 * work for all of it, and whoever sends a byte and repeats it may do so a million times.
 */
export class GrowingText {
  readonly #pieces: ByteString[] = [];
  /** Where each piece starts. */
  readonly #starts: number[] = [];
  length = 0;

  append(piece: ByteString): void {
    this.#pieces.push(piece);
    this.#starts.push(this.length);
    this.length += piece.length;
  }

  /** What stands at `from` up to `to`, as far as it is there. */
  slice(from: number, to: number): ByteString {
    let found = '';
    for (let at = this.#pieceAt(from); (this.#starts[at] ?? to) < to; at++) {
      const start = this.#starts[at] ?? 0;
      found += this.#pieces[at]?.slice(Math.max(0, from - start), to - start) ?? '';
    }
    return found;
  }

  /** All of it. */
  join(): ByteString {
    return this.#pieces.join('');
  }

  /**
   * Index of the piece that holds what stands at `offset`; the first one for what stands before it.
   */
  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
