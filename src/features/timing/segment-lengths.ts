/**
 * Nearly every path carries segments this long, the least that IPv6 allows (RFC 8200 §5): who sends
 * a shorter one has no more to send.
 */
const SHORT_SEGMENT_BYTES = 1208;
/** What the times of a segment (RFC 7323 §3) take of it; most stacks send them with each. */
const TIMESTAMP_BYTES = 12;
/** Options take so much of a segment at most (RFC 9293 §3.1). */
const OPTION_BYTES = 40;
/** The longest segment on Ethernet, with headers of IPv4 and TCP that carry no options. */
export const SEGMENT_BYTES = 1460;

/**
 * How long the full segments of one side are, to tell the one that ends what there was to send; in
 * bytes.
 */
export class SegmentLengths {
  /** Its shorter segments are no full ones. */
  #shortBelow = SHORT_SEGMENT_BYTES;
  /**
   * What both sides take as one segment, and what this one was seen to fill its own with; 0 where
   * it is not known.
   */
  #longest = 0;
  #full = 0;

  /** Either side said at the start that it takes, and so most often sends, no longer ones. */
  limit(bytes: number): void {
    this.#shortBelow = Math.min(this.#shortBelow, bytes - OPTION_BYTES);
    this.#longest = this.#longest === 0 ? bytes : Math.min(this.#longest, bytes);
  }

  /**
   * A segment of this length, or as many as were captured as one, ends with one that is not full:
   * its sender had no more to send.
   */
  isShort(length: number): boolean {
    if (length < this.#shortBelow) return true;
    if (length === this.#full) return false;
    if (this.#full === 0) this.#learn(length);
    if (this.#full === 0) return false;
    const rest = length % this.#full;
    return rest > 0 && rest < this.#full - OPTION_BYTES;
  }

  /** Full ones may be shorter from here on. */
  forget(): void {
    this.#full = 0;
  }

  #learn(length: number): void {
    const longest = this.#longest === 0 ? SEGMENT_BYTES : this.#longest;
    const timed = longest - TIMESTAMP_BYTES;
    if (length % longest === 0) this.#full = longest;
    else if (length % timed === 0) this.#full = timed;
  }
}
