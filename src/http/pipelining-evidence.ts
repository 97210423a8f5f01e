import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import { UNKNOWN_PLACE } from './pair.ts';

/**
 * What the places of gaps and answers tell of whether a client sends requests before earlier ones
 * are answered (pipelining). One that waits has heard all of an answer when it asks again, and with
 * each answer its server has heard more. Places are offsets in the stream of a side.
 */
export class PipeliningEvidence {
  /** Where the last gap begins that may hide requests, and whether an answer has come since. */
  #gapAt = UNKNOWN_PLACE;
  #isAnsweredSinceGap = false;
  /** End of the request that was answered last; -1 where it was not known then. */
  #answeredTo = -1;
  /** Where the last answer starts, and what the server had received when it sent that. */
  #lastStart = UNKNOWN_PLACE;
  #heardBefore = UNKNOWN_PLACE;

  /** The first requests are missing. */
  startUnseen(): void {
    this.#answeredTo = 0;
    this.#gapAt = 0;
  }

  /** A gap at `gapAt`, or bad input (null), may hide requests. */
  hideRequests(gapAt: number | null): void {
    if (gapAt !== null) this.#gapAt = gapAt;
    this.#isAnsweredSinceGap = false;
  }

  /** A final answer came. */
  answer({ start, acknowledged }: CapturedResponse): void {
    this.#lastStart = start;
    this.#heardBefore = acknowledged;
    this.#isAnsweredSinceGap = true;
  }

  /** The last answer belongs to this request. */
  answered(request: CapturedRequest | null): void {
    this.#answeredTo = request?.end ?? -1;
  }

  /** Whether a request whose sender had heard `heard` was sent before the last answer was. */
  isBeforeLastAnswer(heard: number): boolean {
    return heard <= this.#lastStart;
  }

  /**
   * Whether no answer has come to what the last gap hides: it lies behind the request that was
   * answered last.
   */
  get isGapUnanswered(): boolean {
    return !this.#isAnsweredSinceGap && this.#answeredTo >= 0 && this.#gapAt >= this.#answeredTo;
  }

  /** Whether a server that has heard `heard` has heard nothing since it sent the last answer. */
  hasHeardNoMore(heard: number): boolean {
    return heard !== UNKNOWN_PLACE && heard <= this.#heardBefore;
  }

  /**
   * Whether a server that has heard `heard` has heard what the last gap hides, behind the end of a
   * request at `end` (-1: not known).
   */
  hasHeardHidden(end: number, heard: number): boolean {
    return end >= 0 && this.#gapAt >= end && this.#gapAt < heard;
  }
}
