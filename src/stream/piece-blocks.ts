/** A block that is used again and again: a segment of an ordinary network fits. */
const BLOCK_BYTES = 2048;
/**
 * Shorter pieces get memory of their own: what is held is counted by its bytes, and may take twice
 * as much at most.
 */
const LEAST_BYTES = BLOCK_BYTES / 2;
/** Blocks kept for the next pieces; more are left to the garbage collector. */
const MAX_IDLE = 256;

/**
 * Memory for pieces that are held back, most of them for a moment: to ask for it anew takes longer
 * than to fill it.
 */
export class PieceBlocks {
  readonly #idle: Uint8Array[] = [];

  /** A block with room for so many bytes; what stands in it is of no meaning. */
  take(length: number): Uint8Array {
    if (!isShared(length)) return new Uint8Array(length);
    return this.#idle.pop() ?? new Uint8Array(BLOCK_BYTES);
  }

  /** Nobody looks any more at a block that was taken. */
  give(block: Uint8Array): void {
    if (block.length === BLOCK_BYTES && this.#idle.length < MAX_IDLE) this.#idle.push(block);
  }
}

function isShared(length: number): boolean {
  return length > LEAST_BYTES && length <= BLOCK_BYTES;
}
