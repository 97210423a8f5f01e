import { MAX_TEXT_EXCHANGES } from '../../limits.ts';
import { LINES_OF_AN_EXCHANGE } from './limits.ts';
import type { MessageDraft } from './message-draft.ts';

/**
 * The messages of a text in the order in which they begin: as many requests as exchanges may be
 * read, as many responses, and no more lines of them than so many usually have. A line takes many
 * times its bytes of memory, and a message more.
 */
export class Drafts {
  readonly all: MessageDraft[] = [];
  readonly #limit: number;
  #requests = 0;
  #responses = 0;
  #lines = 0;
  #isFull = false;

  /** `limit`: exchanges. */
  constructor(limit: number = MAX_TEXT_EXCHANGES) {
    this.#limit = limit;
  }

  /** There is more than may be read; what comes is not to be looked at. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** A message begins, with what is known of it already. */
  add(draft: MessageDraft): void {
    const count = draft.start?.kind === 'request' ? ++this.#requests : ++this.#responses;
    if (count > this.#limit) this.#isFull = true;
    else this.all.push(draft);
    this.keepLines(draft.headers.length + draft.body.length);
  }

  /** So many more lines of messages are kept, or what takes as much. */
  keepLines(count: number): void {
    this.#lines += count;
    if (this.#lines > Math.max(this.#limit, MAX_TEXT_EXCHANGES) * LINES_OF_AN_EXCHANGE) this.#isFull = true;
  }
}
