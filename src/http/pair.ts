import type { Loss } from '../stream/handler.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import { damageOf, type Exchange } from './exchange.ts';
import { expectsContinue } from './expects-continue.ts';

/** A request and what has come of its answer so far. */
export interface Pair {
  readonly index: number;
  readonly request: CapturedRequest | null;
  response: CapturedResponse | null;
  interim: readonly CapturedResponse[];
  requestDone: boolean;
  responseDone: boolean;
  /**
   * The answer was sent, but the capture lacks it, or has it among those whose requests cannot be
   * told.
   */
  responseLost: boolean;
  /**
   * Bytes that the capture lost in the place of its answer, though the client acknowledged them,
   * and the last of what it lost there.
   */
  lostBytes: number;
  lost: Loss | null;
  /**
   * Requests that the capture lacks may have been sent before this one, and after the last one
   * before it.
   */
  mayFollowUnseen: boolean;
  /**
   * Where its answer can start at the earliest: its client, or that of one before it, had received
   * what comes before when it was sent.
   */
  answerFrom: number;
  /** Bytes that it holds while it waits. */
  held: number;
  /** Signature and target by which `OpenRequests` knows it; 0 where it does not. */
  signature: number;
  target: number;
  /** Index of the exchange on another hop of which this is a copy; 0 for none. */
  outer: number;
}

const NO_INTERIM: Pair['interim'] = [];

/** A place in a stream that is not known. */
export const UNKNOWN_PLACE = Number.NEGATIVE_INFINITY;

/**
 * A request that waits for its answer, or, where `request` is null, an answer without one. `index`
 * numbers its exchange.
 */
export function newPair(index: number, request: CapturedRequest | null): Pair {
  return {
    index,
    request,
    response: null,
    interim: NO_INTERIM,
    requestDone: request === null,
    responseDone: false,
    responseLost: false,
    lostBytes: 0,
    lost: null,
    mayFollowUnseen: false,
    answerFrom: request?.acknowledged ?? UNKNOWN_PLACE,
    held: 0,
    signature: 0,
    target: 0,
    outer: 0,
  };
}

/**
 * Bytes that a request holds until it is answered: its head, and what is kept of its body at most.
 */
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
 * The client waits for a 1xx answer, or for one in place of which it sends no body: what was taken
 * for that may be another request.
 */
export function mayBeRefused(pair: Pair): pair is Pair & { readonly request: CapturedRequest } {
  const { request, interim } = pair;
  return request !== null && interim.length === 0 && expectsContinue(request);
}
