import { LEAST_LOST, MAX_OFFSET_MARKS } from './limits.ts';

/**
 * Translates offsets in a direction's TCP stream to offsets in its plaintext, at the ends of
 * records. Acknowledgements rise, so what lies before the last one that was asked for is forgotten.
 */
export class OffsetMap {
  #cipher: number[] = [];
  #plain: number[] = [];
  #first = 0;
  #base = 0;
  /** The last offset of the stream whose translation is known. */
  #known = 0;

  /** The record that ends at `cipher` ends at `plain` in the plaintext. */
  add(cipher: number, plain: number): void {
    if (this.#cipher.length - this.#first >= MAX_OFFSET_MARKS) this.#forget(MAX_OFFSET_MARKS >> 1);
    if (this.#first > 64 && this.#first * 2 > this.#cipher.length) {
      this.#cipher = this.#cipher.slice(this.#first);
      this.#plain = this.#plain.slice(this.#first);
      this.#first = 0;
    }
    if (cipher > this.#known) this.#known = cipher;
    this.#cipher.push(cipher);
    this.#plain.push(plain);
  }

  /**
   * Plaintext that had come in whole records when `acknowledged` bytes of the stream had; -Infinity
   * stays. Beyond the last offset that is known there is more, however much: the capture may lack
   * it, which can be told later than it was acknowledged.
   */
  plainAt(acknowledged: number): number {
    if (acknowledged === Number.NEGATIVE_INFINITY) return acknowledged;
    while (this.#first < this.#cipher.length && (this.#cipher[this.#first] ?? 0) <= acknowledged) {
      this.#forget(1);
    }
    const beyond = acknowledged - this.#known;
    return beyond > 0 ? this.#base + Math.min(beyond, LEAST_LOST) : this.#base;
  }

  #forget(marks: number): void {
    this.#first += marks;
    this.#base = this.#plain[this.#first - 1] ?? this.#base;
  }
}
