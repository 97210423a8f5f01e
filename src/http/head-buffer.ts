import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import type { HeldText } from './held-text.ts';

const INITIAL_BYTES = 1024;
const NOTHING = new Uint8Array(0);

/** What there is of a head, and which frame brought what of it. */
export interface GatheredHead {
  readonly bytes: Uint8Array;
  readonly frames: readonly number[];
}

/** Bytes of a head that comes in several pieces, and which frame brought each piece. */
export class HeadBuffer {
  #bytes = NOTHING;
  #length = 0;
  #frames: number[] = [];
  readonly #held: HeldText;

  constructor(held: HeldText) {
    this.#held = held;
  }

  get length(): number {
    return this.#length;
  }

  append(block: Uint8Array, start: number, end: number, frame: number): void {
    if (end <= start) return;
    const needed = this.#length + (end - start);
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(INITIAL_BYTES, needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(block.subarray(start, end), this.#length);
    if (this.#frames[this.#frames.length - 1] !== frame) this.#frames.push(this.#length, frame);
    this.#held.bytes += end - start;
    this.#length = needed;
  }

  /** The first line without its line end; null while it has no end. */
  firstLine(): ByteString | null {
    const feed = this.#bytes.subarray(0, this.#length).indexOf(0x0a);
    if (feed < 0) return null;
    return toByteString(this.#bytes, 0, feed > 0 && this.#bytes[feed - 1] === 0x0d ? feed - 1 : feed);
  }

  /**
   * Everything so far, with its frames: a view, to be looked at at once. Whoever sends a byte of a
   * long head again and again must not make work for all of it.
   */
  peek(): GatheredHead {
    return { bytes: this.#bytes.subarray(0, this.#length), frames: this.#frames };
  }

  /** Everything so far as text; the buffer is empty afterwards. */
  take(): { readonly text: ByteString; readonly frames: readonly number[] } {
    const taken = { text: toByteString(this.#bytes, 0, this.#length), frames: this.#frames };
    this.#held.bytes -= this.#length;
    this.#length = 0;
    this.#frames = [];
    if (this.#bytes.length > INITIAL_BYTES * 16) this.#bytes = NOTHING;
    return taken;
  }
}
