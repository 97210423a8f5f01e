import type { Limits } from '../../engine/limits.ts';
import type { ReadFacts } from '../../engine/reading.ts';
import type { BodyVerification } from '../../features/bodies/body-digest-plan.ts';
import type { ReadOutcome } from '../../run/read-bytes.ts';
import type { CaptureRead } from '../../run/read-capture.ts';
import type { TlsKeyMaterial } from '../tls.ts';
import type { LinePlan } from './line-maker.ts';
import type { PackMemory } from './pack-exchanges.ts';
import type { PackedExchanges } from './packed-exchanges.ts';

/** What a reader is to do. Plain values. */
export interface ReaderSetup {
  readonly path: string;
  readonly verifyBodies: BodyVerification;
  /** `packKeyRing`; the reader erases it. */
  readonly keys: Uint8Array;
  readonly tls: TlsKeyMaterial | undefined;
  readonly limits: Partial<Limits> | undefined;
  /** How a report writes exchanges, where the reader may do it; null where it may not. */
  readonly lines: LinePlan | null;
  /** Of a `PartMemory`. */
  readonly shared: SharedArrayBuffer;
}

export type ToReader =
  /** The first message. */
  | { readonly kind: 'read'; readonly setup: ReaderSetup }
  /** The next bytes of standard input, where that is what is read. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** No more of them come. `outcome`: how their reading ended. */
  | { readonly kind: 'over'; readonly outcome: ReadOutcome }
  | { readonly kind: 'stop' };

export type FromReader =
  /** `bytes`: of the file, read since the last message. */
  | { readonly kind: 'part'; readonly packed: PackedExchanges; readonly bytes: number }
  /** So many of the bytes that were passed on were worked on; 0: they may come. */
  | { readonly kind: 'taken'; readonly bytes: number }
  /** The reading is over; `facts`: null where nothing was read. */
  | { readonly kind: 'end'; readonly read: CaptureRead; readonly facts: ReadFacts | null };

/**
 * Parts that may be under way: one is filled, one is worked on, and as many wait as even out the two threads'
 * pace. The main thread is slower at first, when none of its code is compiled: with a quarter of them the
 * reader waits for it then, and later it for the reader.
 */
const PLACES = 24;
/** Parts of which most wait for the main thread. */
const FAR_AHEAD = 3;
const NUMBERS = 32 * 1024;
const TEXT_BYTES = 384 * 1024;

const COUNT_BYTES = 8;
const PLACE_BYTES = NUMBERS * Float64Array.BYTES_PER_ELEMENT + TEXT_BYTES;

/** Memory that both threads see, used again and again: it bounds how far the reader runs ahead. */
export class PartMemory {
  readonly buffer: SharedArrayBuffer;
  readonly #taken: Int32Array;
  /** Reader: parts begun. */
  #begun = 0;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(COUNT_BYTES + PLACES * PLACE_BYTES)) {
    this.buffer = buffer;
    this.#taken = new Int32Array(buffer, 0, 1);
  }

  /** Reader: a place for the next part. Waits until what stood there was worked on. */
  next(): PackMemory {
    for (;;) {
      const taken = Atomics.load(this.#taken, 0);
      // Both count on past 2 ** 31 in the same way.
      if (((this.#begun - taken) | 0) < PLACES) break;
      Atomics.wait(this.#taken, 0, taken);
    }
    const at = COUNT_BYTES + (this.#begun % PLACES) * PLACE_BYTES;
    this.#begun++;
    return {
      numbers: new Float64Array(this.buffer, at, NUMBERS),
      texts: new Uint8Array(this.buffer, at + NUMBERS * Float64Array.BYTES_PER_ELEMENT, TEXT_BYTES),
    };
  }

  /** Reader: the main thread has more to do than it. */
  get isFarAhead(): boolean {
    return ((this.#begun - Atomics.load(this.#taken, 0)) | 0) > FAR_AHEAD;
  }

  /** Main thread: a part was worked on, nobody looks at its memory any more. */
  done(): void {
    Atomics.add(this.#taken, 0, 1);
    Atomics.notify(this.#taken, 0);
  }
}
