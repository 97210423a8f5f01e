import type { Notice, NoticeCode, NoticeSink } from './notice.ts';

/** How many notices of one code a stage passes on by default; the rest is counted. */
export const NOTICES_PER_CODE = 16;

/**
 * Passes on the first notices of each code and counts the rest, so that a capture with a million
 * odd packets does not make a million notices.
 */
export class NoticeLimiter {
  readonly #sink: NoticeSink;
  readonly #limit: number;
  readonly #counts = new Map<NoticeCode, number>();

  constructor(sink: NoticeSink, limit: number = NOTICES_PER_CODE) {
    this.#sink = sink;
    this.#limit = limit;
  }

  add(notice: Notice): void {
    const count = (this.#counts.get(notice.code) ?? 0) + 1;
    this.#counts.set(notice.code, count);
    if (count <= this.#limit) this.#sink(notice);
  }

  /** Notices of this code that came, passed on or not. */
  count(code: NoticeCode): number {
    return this.#counts.get(code) ?? 0;
  }

  /**
   * Says once for each code how many were left out: `notices-omitted` with args `of` and `count`.
   */
  end(): void {
    for (const [code, count] of this.#counts) {
      if (count <= this.#limit) continue;
      const args = { of: code, count: count - this.#limit };
      this.#sink({ code: 'notices-omitted', frame: null, offset: null, args });
    }
    this.#counts.clear();
  }
}
