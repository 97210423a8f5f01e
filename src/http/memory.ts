import { MAX_REMEMBERED_BYTES, MAX_REMEMBERED_MESSAGES } from './limits.ts';

/* What all connections of a capture keep together, within limits. */

/**
 * Bytes that all connections of a capture hold of messages that are not given yet: heads whose end
 * has not come, what comes in place of a refused body until it is known what it is, and requests
 * that wait for their answers, with what is kept of their bodies.
 */
export class BufferedText {
  readonly limit: number;
  bytes = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get isFull(): boolean {
    return this.bytes > this.limit;
  }
}

/** Keeps the last message that is over, to compare it with what comes again. */
export interface Remembers {
  /** Number of its latest message, in the order of the capture. */
  latest: number;
  forget(): void;
}

/**
 * Over all connections the latest messages are remembered for a while: bytes that come again are
 * compared with them. A ring, so that a message costs two stores.
 */
export class RecentMessages {
  readonly #owners: (Remembers | undefined)[] = [];
  readonly #sizes: number[] = [];
  #oldest = 0;
  #next = 0;
  #bytes = 0;

  /** A message is over, of which `size` bytes are kept. */
  add(owner: Remembers, size: number): void {
    if (this.#next - this.#oldest === MAX_REMEMBERED_MESSAGES) this.#forgetOldest();
    while (this.#bytes + size > MAX_REMEMBERED_BYTES && this.#oldest < this.#next) this.#forgetOldest();
    const slot = this.#next % MAX_REMEMBERED_MESSAGES;
    this.#owners[slot] = owner;
    this.#sizes[slot] = size;
    this.#bytes += size;
    owner.latest = this.#next++;
  }

  #forgetOldest(): void {
    const slot = this.#oldest % MAX_REMEMBERED_MESSAGES;
    const owner = this.#owners[slot];
    // It may have had another message since, which is remembered instead.
    if (owner?.latest === this.#oldest) owner.forget();
    this.#owners[slot] = undefined;
    this.#bytes -= this.#sizes[slot] ?? 0;
    this.#oldest++;
  }
}
