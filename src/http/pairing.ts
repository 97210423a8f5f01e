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

  /** Loops, not list functions: of requests sent ahead thousands may wait, and each answer looks at them. */
  #findByAcknowledgement(response: CapturedResponse, heard: number): number {
    const waiting = this.#waiting;
    let at = waiting.length - 1;
    while (at >= 0 && !isHeard(waiting[at]?.request, heard)) at--;
    const request = waiting[at]?.request;
    if (request === undefined || request === null) return -1;
    if (request.end < 0 || this.#isSentTogether(request)) {
      // Sent ahead, or its end is not known: only an answer right where the client had stopped listening is certain.
      for (let i = 0; i < waiting.length; i++) if (answerStart(waiting[i]) === response.start) return i;
      return -1;
    }
    return response.start >= request.acknowledged ? at : -1;
  }

  /** Another one that waits was sent without more having been received. */
  #isSentTogether(request: CapturedRequest): boolean {
    for (const pair of this.#waiting) {
      if (pair.request !== request && pair.request?.acknowledged === request.acknowledged) return true;
    }
    return false;
  }
}

/** Whether a side that has heard the other up to `heard` had heard of the request, and of nothing after it. */
function isHeard(request: CapturedRequest | null | undefined, heard: number): boolean {
  if (request === null || request === undefined) return false;
  // A FIN after the request is acknowledged with one number more.
  return request.start < heard && (request.end < 0 || heard <= request.end + 1);
}

/** Where in the server's stream the (next) answer to a request starts, unless one to an earlier request comes first. */
function answerStart(pair: Pair | undefined): number | undefined {
  return pair?.interim.at(-1)?.end ?? pair?.request?.acknowledged;
}
