import { NewestItems } from '../bytes/collections.ts';
import { MAX_REMEMBERED_BYTES, MAX_REMEMBERED_MESSAGES, MAX_SMALL_BYTES_PAST_LIMIT } from './limits.ts';

/* What all connections of a capture keep together, within limits. */

/**
 * Bytes that all connections of a capture hold of messages that are not given yet: heads whose end has not
 * come, what comes in place of a refused body until it is known what it is, and requests and answers of
 * exchanges that are not over, with what is kept of their bodies. Of what is over, connections hold numbers
 * alone; what `RecentMessages` has is counted there.
 */
export class BufferedText {
  readonly limit: number;
  /** Small requests are kept past the limit, up to this. */
  readonly most: number;
  bytes = 0;

  constructor(limit: number) {
    this.limit = limit;
    this.most = limit + MAX_SMALL_BYTES_PAST_LIMIT;
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
 * Over all connections the latest messages are remembered for a while: bytes that come again are compared
 * with them.
 */
export class RecentMessages {
  readonly #owners = new NewestItems<Remembers>(
    MAX_REMEMBERED_MESSAGES,
    MAX_REMEMBERED_BYTES,
    // It may have had another message since, which is remembered instead.
    (owner, number) => {
      if (owner.latest === number) owner.forget();
    },
  );

  /** A message is over, of which `size` bytes are kept. */
  add(owner: Remembers, size: number): void {
    owner.latest = this.#owners.next;
    this.#owners.add(owner, size);
  }
}
