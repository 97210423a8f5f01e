import type { Write } from '../reporter.ts';

/** Characters that are put together before they are stored. */
const BLOCK_CHARACTERS = 256 * 1024;

/**
 * Text that can be written only when what stands before it is known. It is kept as UTF-8, off the
 * heap, in blocks: as the strings that it was built of it takes several times its size, and as one
 * string it may have no more than half a billion characters.
 */
export class TextStore {
  readonly #blocks: Uint8Array[] = [];
  #pending: string[] = [];
  #length = 0;

  add(text: string): void {
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= BLOCK_CHARACTERS) this.#store();
  }

  /** Adds all that another one holds; that one is not to be used any more. */
  take(other: TextStore): void {
    this.#store();
    other.#store();
    for (const block of other.#blocks) this.#blocks.push(block);
  }

  /** Writes all of it, block by block. */
  writeTo(write: Write): void {
    this.#store();
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const block of this.#blocks) write(decoder.decode(block));
  }

  #store(): void {
    if (this.#pending.length === 0) return;
    this.#blocks.push(new TextEncoder().encode(this.#pending.join('')));
    this.#pending = [];
    this.#length = 0;
  }
}
