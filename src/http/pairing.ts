import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import { damageOf, type Exchange } from './exchange.ts';
import { MAX_INTERIM_RESPONSES } from './limits.ts';

/** A request and what has come of its answer so far. */
export interface Pair {
  readonly index: number;
  readonly request: CapturedRequest | null;
  response: CapturedResponse | null;
  interim: readonly CapturedResponse[];
  requestDone: boolean;
  responseDone: boolean;
  /** The answer was sent, but the capture lacks it. */
  responseLost: boolean;
  /** Bytes that it holds while it waits. */
  held: number;
}

const NO_INTERIM: Pair['interim'] = [];

/** A request that waits for its answer, or, where `request` is null, an answer without one. `index` numbers its exchange. */
export function newPair(index: number, request: CapturedRequest | null): Pair {
  return {
    index,
    request,
    response: null,
    interim: NO_INTERIM,
    requestDone: request === null,
    responseDone: false,
    responseLost: false,
    held: 0,
  };
}

/** Bytes that a request holds until it is answered: its head, and what is kept of its body at most. */
export function heldBy(request: CapturedRequest, keep: number): number {
  return request.head.length + Math.min(keep, request.contentLength ?? keep);
}

/** What the capture lacks of a pair that is done. */
export function damageOfPair({ request, response, responseLost }: Pair): Exchange['damage'] {
  const asked = request === null || request.missingBytes > 0;
  const answered = responseLost || (response !== null && response.missingBytes > 0);
  return damageOf(asked, answered);
}

/**
 * Finds the request that an answer belongs to. As long as nothing was lost, answers come in the order of the requests (RFC 9112
 * §9.3.2). After a gap that hid where a message starts, counting would be guessing; TCP itself then tells: the segment that
 * starts an answer acknowledges the request it answers and nothing later, unless requests were sent ahead (pipelining). Where
 * even that leaves a choice, the answer stays without a request.
 */
export class Pairing {
  #waiting: Pair[] = [];
  #trusted = true;
  /** The one that was given a 1xx answer last. */
  #continued: Pair | null = null;
  /** Requests that the choice of a later one showed to have lost their answer. */
  readonly #onLost: (pair: Pair) => void;

  constructor(onLost: (pair: Pair) => void) {
    this.#onLost = onLost;
  }

  /** Requests without a final answer, oldest first. */
  get waiting(): readonly Pair[] {
    return this.#waiting;
  }

  add(pair: Pair): void {
    this.#waiting.push(pair);
  }

  /** No start of a message was hidden since the last time that none waited: answers come in the order of the requests. */
  get isTrusted(): boolean {
    return this.#trusted;
  }

  /** A gap or bad input hid the start of a message of either side. */
  distrust(): void {
    this.#trusted = false;
  }

  /** The pair that a final answer belongs to, taken off the waiting ones; null if none can be told. */
  take(response: CapturedResponse): Pair | null {
    const at = this.#find(response);
    if (at < 0) return null;
    if (at > 0) {
      for (const lost of this.#waiting.splice(0, at)) {
        lost.responseLost = true;
        this.#onLost(lost);
      }
    }
    // What a shift leaves of a list of one has no room for the next.
    const pair = this.#waiting.length === 1 ? this.#waiting.pop() : this.#waiting.shift();
    if (this.#waiting.length === 0) this.#trusted = true;
    return pair ?? null;
  }

  /** Adds a 1xx answer to the request it belongs to. */
  addInterim(response: CapturedResponse): void {
    const pair = this.#waiting[this.#find(response)];
    if (pair !== undefined && pair.interim.length < MAX_INTERIM_RESPONSES) {
      pair.interim = [...pair.interim, response];
      this.#continued = pair;
    }
  }

  #find(response: CapturedResponse): number {
    const heard = response.acknowledged;
    const unknown = heard === Number.NEGATIVE_INFINITY;
    if (this.#trusted || unknown) {
      const first = this.#waiting[0]?.request;
      if (first === undefined || first === null) return -1;
      // An answer that was sent before any byte of the request had come is not its answer (an unasked 408).
      return unknown || first.start < heard ? 0 : -1;
    }
    return this.#findByAcknowledgement(response, heard);
  }

  /** Looks by halves, not at each one: of requests sent ahead thousands may wait, and any number of answers may come. */
  #findByAcknowledgement(response: CapturedResponse, heard: number): number {
    const at = this.#firstWith(({ start }) => start >= heard) - 1;
    const request = this.#waiting[at]?.request;
    if (request === undefined || request === null) return -1;
    // A FIN after the request is acknowledged with one number more.
    const isLatest = request.end >= 0 && heard <= request.end + 1;
    if (isLatest && !this.#isSentTogether(at)) return response.start >= request.acknowledged ? at : -1;
    // Sent ahead, or more was heard than is known: only an answer right where the client had stopped listening is certain.
    const asked = this.#findByStart(response.start);
    return asked <= at ? asked : -1;
  }

  #findByStart(start: number): number {
    const continued = this.#continued;
    const at =
      continued?.interim.at(-1)?.end === start
        ? this.#firstWith((request) => request.start >= (continued.request?.start ?? 0))
        : this.#firstWith(({ acknowledged }) => acknowledged >= start);
    return answerStart(this.#waiting[at]) === start ? at : -1;
  }

  /** Index of the first request that waits for which `isReached` holds; it holds for all that were sent after one for which it does. */
  #firstWith(isReached: (request: CapturedRequest) => boolean): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const request = this.#waiting[middle]?.request ?? null;
      if (request === null || isReached(request)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Another one that waits was sent without more having been received: the one before or after it. */
  #isSentTogether(at: number): boolean {
    const heard = this.#waiting[at]?.request?.acknowledged;
    return [at - 1, at + 1].some((other) => this.#waiting[other]?.request?.acknowledged === heard);
  }
}

/** Where in the server's stream the (next) answer to a request starts, unless one to an earlier request comes first. */
function answerStart(pair: Pair | undefined): number | undefined {
  return pair?.interim.at(-1)?.end ?? pair?.request?.acknowledged;
}
