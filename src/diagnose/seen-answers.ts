import type { ByteString } from '../bytes/byte-string.ts';
import { isKnownTime, type Time } from '../http/message.ts';

/** An answer by its request ID. */
export interface SeenAnswer {
  /** Index of its exchange. */
  readonly index: number;
}

/** Places for answers: of two that fall into one place, the older is forgotten. A power of two. */
const PLACES = 4096;
/** Characters of an ID that count, from its end: what differs most stands there. */
const COUNTED = 16;
const PRIME = 0x01000193;

/**
 * The answers of a capture by their request IDs, the newest: a cache gives an answer again with the
 * ID that it had. Every answer to a GET passes here, so two numbers stand for an ID, and nothing is
 * made for one.
 */
export class SeenAnswers {
  readonly #first = new Int32Array(PLACES);
  readonly #second = new Int32Array(PLACES);
  readonly #index = new Int32Array(PLACES);
  readonly #ended = new Float64Array(PLACES);
  #last: ByteString = '';
  #firstHalf = 0;
  #secondHalf = 0;
  #isKnown = false;

  /**
   * The earlier answer with this request ID that was over before the request of this one began: the
   * service gives each request another, so a cache repeated the answer. Null for none, and where no
   * times are known.
   */
  before(requestId: ByteString, began: Time): SeenAnswer | null {
    const place = this.#placeOf(requestId);
    if (!this.#isKnown || !isKnownTime(began)) return null;
    return (this.#ended[place] ?? 0) < secondsOf(began) ? { index: this.#index[place] ?? 0 } : null;
  }

  /** Remembers an answer, and when its last byte was seen; the first of several with one ID. */
  add(requestId: ByteString, index: number, ended: Time): void {
    const place = this.#placeOf(requestId);
    if (this.#isKnown) return;
    this.#first[place] = this.#firstHalf;
    this.#second[place] = this.#secondHalf;
    this.#index[place] = index;
    this.#ended[place] = secondsOf(ended);
  }

  /**
   * Where an ID belongs; whether it stands there, and its two numbers, in `#isKnown`, `#firstHalf`
   * and `#secondHalf`.
   */
  #placeOf(requestId: ByteString): number {
    // each ID is looked for, and then remembered
    if (requestId !== this.#last) {
      const end = requestId.length;
      const start = Math.max(0, end - COUNTED);
      const middle = (start + end) >> 1;
      this.#firstHalf = numberOf(requestId, start, middle);
      this.#secondHalf = numberOf(requestId, middle, end);
      this.#last = requestId;
    }
    const place = (this.#firstHalf ^ this.#secondHalf) & (PLACES - 1);
    this.#isKnown = this.#first[place] === this.#firstHalf && this.#second[place] === this.#secondHalf;
    return place;
  }
}

function numberOf(text: ByteString, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash | 0;
}

function secondsOf({ seconds, nanos }: Time): number {
  return seconds + nanos / 1e9;
}
