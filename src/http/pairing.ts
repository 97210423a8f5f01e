import type { CapturedResponse } from './captured-message.ts';
import { MAX_INTERIM_RESPONSES } from './limits.ts';
import type { Role } from './message-start.ts';
import { mayBeRefused, type Pair, UNKNOWN_PLACE } from './pair.ts';
import { PipeliningEvidence } from './pipelining-evidence.ts';

/** What a pairing tells. */
export interface PairingEvents {
  /** The choice of a later request showed that this one has lost its answer. */
  lost(pair: Pair): void;
  /** Requests were sent ahead, and for want of bytes it cannot be told which answers are theirs. */
  inDoubt(frame: number): void;
}

/** Statuses with which a server may end a connection on which nothing was asked. */
const MAY_BE_UNASKED: ReadonlySet<number> = new Set([400, 408]);

/**
 * Finds the request that an answer belongs to. As long as nothing was lost, answers come in the
 * order of the requests (RFC 9112 §9.3.2). After a gap that hid where a message starts, counting
 * would be guessing; TCP itself then tells: the segment that starts an answer acknowledges the
 * request it answers and nothing later, where each request is sent after the answer to the one
 * before.
 *
 * Once a connection shows that requests are sent ahead (pipelining), that tells no more than which
 * requests an answer cannot belong to; the order tells others. Where one is left, and no gap may
 * hide another, it is the one; elsewhere the answer stays without a request.
 */
export class Pairing {
  #waiting: Pair[] = [];
  /**
   * No start of a message was hidden since the last time that none waited: answers come in the
   * order of the requests.
   */
  #trusted = true;
  readonly #events: PairingEvents;
  /** A request was sent before the one ahead of it was answered. */
  #isAhead = false;
  /** An answer was given to a request because none seemed to be sent ahead. */
  #hasAssumed = false;
  /** How many of those that wait may follow unseen ones, and whether the next one will. */
  #unseen = 0;
  #hidesRequests = false;
  readonly #evidence = new PipeliningEvidence();
  /**
   * Where the answer to the oldest of those that wait starts, or to one that is unseen before it.
   */
  #nextAt = UNKNOWN_PLACE;
  /** The end of the answer at hand is where the next one starts. */
  #leadsToNext = false;
  #isAnswering = false;
  /** Bytes of the server are missing from `#nextAt` on. */
  #hidesNext = false;
  /** Index of the oldest one of those that wait whose answer may be still to come. */
  #oldest = 0;
  /**
   * How many requests before those that wait were given up: as long as nothing is lost, as many
   * answers are theirs.
   */
  #givenUp = 0;
  /**
   * How many of those that wait, from the first on, the answers may belong to that were left
   * without a request, or that a gap hides.
   */
  #doubted = 0;

  constructor(events: PairingEvents) {
    this.#events = events;
  }

  /** Requests without a final answer, oldest first. */
  get waiting(): readonly Pair[] {
    return this.#waiting;
  }

  add(pair: Pair): void {
    const { request } = pair;
    if (request !== null && request.acknowledged !== UNKNOWN_PLACE) {
      if (this.#isSentAhead(request.acknowledged)) this.sentAhead(request.frame);
      // Everything is answered: what its sender had heard is all that there was to hear.
      if (this.#trusted && this.#waiting.length + this.#givenUp === 0 && this.#nextAt === UNKNOWN_PLACE)
        this.#nextAt = request.acknowledged;
    }
    const before = this.#waiting[this.#waiting.length - 1];
    if (before !== undefined && before.answerFrom > pair.answerFrom) pair.answerFrom = before.answerFrom;
    if (this.#hidesRequests) {
      pair.mayFollowUnseen = true;
      this.#unseen++;
      this.#hidesRequests = false;
    }
    this.#waiting.push(pair);
  }

  /** Every request is answered: none waits, none was given up, and none can have been missed. */
  get isClear(): boolean {
    return this.#waiting.length + this.#givenUp === 0 && this.#trusted;
  }

  /** The first requests are missing, and none of the answers, which start at `answersFrom`. */
  startUnseen(answersFrom: number): void {
    this.#nextAt = answersFrom;
    this.#evidence.startUnseen();
  }

  /** A gap at `gapAt`, or bad input (null), hid the start of a message of either side. */
  distrust(role: Role, gapAt: number | null): void {
    if (this.#trusted && this.#givenUp > 0) this.#hideRequestsBefore();
    this.#givenUp = 0;
    this.#trusted = false;
    if (role === 'request') {
      this.#hidesRequests = true;
      this.#evidence.hideRequests(gapAt);
    } else if (gapAt === null) this.#nextAt = UNKNOWN_PLACE;
    else {
      this.#hidesNext = true;
      this.#doubted = this.#waiting.length;
    }
  }

  /**
   * The pair that a final answer belongs to, taken off the waiting ones; null if none can be told.
   */
  take(response: CapturedResponse): Pair | null {
    if (this.#showsSentAhead(response)) this.sentAhead(response.frame);
    const at = this.#find(response, true);
    // What nobody asked for tells nothing of when requests are sent.
    const isUnasked = at < 0 && this.#trusted && MAY_BE_UNASKED.has(response.status);
    if (!isUnasked) this.#evidence.answer(response);
    this.#leadsToNext = at >= 0;
    this.#isAnswering = at >= 0;
    this.#nextAt = UNKNOWN_PLACE;
    if (at < 0) return null;
    if (at > 0) {
      for (const lost of this.#waiting.splice(0, at)) {
        if (lost.mayFollowUnseen) this.#unseen--;
        lost.responseLost = true;
        this.#events.lost(lost);
      }
    }
    // What a shift leaves of a list of one has no room for the next.
    const pair = this.#waiting.length === 1 ? this.#waiting.pop() : this.#waiting.shift();
    if (pair?.mayFollowUnseen === true) this.#unseen--;
    this.#oldest = 0;
    // They came before the one that is answered now.
    this.#givenUp = 0;
    this.#doubted = Math.max(0, this.#doubted - at - 1);
    this.#evidence.answered(pair?.request ?? null);
    if (!this.#trusted) this.#trustAgain();
    return pair ?? null;
  }

  /** Adds a 1xx answer to the request it belongs to. */
  addInterim(response: CapturedResponse): void {
    const at = this.#find(response, false);
    const pair = this.#waiting[at];
    this.#leadsToNext = pair !== undefined || this.#nextAt === response.start;
    if (pair === undefined) return;
    this.#oldest = at;
    if (pair.interim.length < MAX_INTERIM_RESPONSES) pair.interim = [...pair.interim, response];
  }

  /**
   * Nothing more comes of the final or 1xx answer at hand, which ends at `end`, -1 where that is
   * not known.
   */
  ended(end: number): void {
    this.#nextAt = this.#leadsToNext && end >= 0 ? end : UNKNOWN_PLACE;
    this.#isAnswering = false;
    this.#hidesNext = false;
  }

  /** Takes off all that wait. */
  giveUp(): readonly Pair[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#unseen = 0;
    this.#oldest = 0;
    this.#doubted = 0;
    this.#givenUp += waiting.length;
    if (!this.#trusted) this.#hidesRequests = true;
    return waiting;
  }

  /**
   * Nothing more comes: of those that wait, names the ones whose answers may have come all the
   * same.
   */
  close(): void {
    for (let at = 0; at < this.#doubted; at++) {
      const pair = this.#waiting[at];
      if (pair !== undefined) pair.responseLost = true;
    }
  }

  #find(response: CapturedResponse, isFinal: boolean): number {
    const heard = response.acknowledged;
    const unknown = heard === UNKNOWN_PLACE;
    if (this.#trusted || (unknown && !this.#isAhead)) {
      if (this.#givenUp > 0) {
        if (isFinal) this.#givenUp--;
        return -1;
      }
      const first = this.#waiting[0]?.request;
      if (first === undefined || first === null) return -1;
      // An answer that was sent before any byte of the request had come is not its answer (an
      // unasked 408).
      return unknown || first.start < heard ? 0 : -1;
    }
    const latest = this.#firstWith(({ request }) => request === null || request.start >= heard) - 1;
    if (latest < 0) return -1;
    const certain = this.#findInOrder(response, latest, isFinal);
    const at = certain >= 0 || this.#isAhead ? certain : this.#findByAcknowledgement(response, latest);
    if (this.#hasHeardUnseen(this.#waiting[at], heard)) this.sentAhead(response.frame);
    if (certain >= 0) return certain;
    if (this.#isAhead) this.#events.inDoubt(response.frame);
    else if (at >= 0) this.#hasAssumed = true;
    return this.#isAhead ? -1 : at;
  }

  /**
   * The one request among those up to the `latest` one that was heard to which the order leaves the
   * answer; -1 where it leaves more, or where unseen ones may be among them.
   */
  #findInOrder({ start, acknowledged: heard }: CapturedResponse, latest: number, isFinal: boolean): number {
    if (this.#hidesNext && this.#nextAt !== UNKNOWN_PLACE && start > this.#nextAt) this.#passHidden();
    const isNext = start === this.#nextAt;
    const last = isNext ? Math.min(latest, this.#oldest) : Math.min(latest, this.#lastBefore(start));
    const pair = this.#waiting[this.#oldest];
    if (pair === undefined || last < this.#oldest) return -1;
    if (last === this.#oldest && !pair.mayFollowUnseen) {
      const isPlace = isNext || start === pair.answerFrom;
      if (isPlace || !(mayBeRefused(pair) || this.#mayHideUpTo(heard, last))) return last;
    }
    if (isFinal) {
      this.#doubted = Math.max(this.#doubted, last + 1);
      if (!pair.mayFollowUnseen) this.#oldest++;
    }
    return -1;
  }

  /**
   * The gap from where the next answer starts holds that start. A 1xx answer may stand there as
   * well.
   */
  #passHidden(): void {
    this.#nextAt = UNKNOWN_PLACE;
    const pair = this.#waiting[this.#oldest];
    if (pair !== undefined && !pair.mayFollowUnseen && !mayBeRefused(pair)) this.#oldest++;
  }

  /**
   * Index of the last one that waits whose answer can start at `start`: its sender had heard
   * nothing from there on, and the answers to later ones start there or behind.
   */
  #lastBefore(start: number): number {
    const at = this.#firstWith(({ answerFrom }) => answerFrom >= start);
    return this.#waiting[at]?.answerFrom === start ? at : at - 1;
  }

  /** Requests may be unseen between the one at that index and what the server had heard. */
  #mayHideUpTo(heard: number, at: number): boolean {
    const request = this.#waiting[at]?.request;
    const end = request?.end ?? -1;
    if (end >= 0 && heard <= end + 1) return false;
    // How far a gap in its body reaches is not known yet: its end may lie there, and requests
    // behind it.
    if (end < 0 && (request?.missingBytes ?? 0) > 0) return true;
    return this.#waiting[at + 1]?.mayFollowUnseen ?? this.#hidesRequests;
  }

  /**
   * The request to which the answer belongs if each was sent after the answer to the one before; of
   * those that wait `latest` is the last that was heard.
   */
  #findByAcknowledgement(response: CapturedResponse, latest: number): number {
    const pair = this.#waiting[latest];
    const request = pair?.request;
    if (pair === undefined || request === undefined || request === null) return -1;
    // A FIN after the request is acknowledged with one number more.
    const isLatest = request.end >= 0 && response.acknowledged <= request.end + 1;
    if (isLatest) return response.start >= request.acknowledged ? latest : -1;
    // More was heard than is known: only an answer right where the client had stopped listening is
    // certain.
    return response.start === (pair.interim.at(-1)?.end ?? request.acknowledged) ? latest : -1;
  }

  /**
   * Index of the first request that waits for which `isReached` holds; it holds for all that were
   * sent after one for which it does. Looks by halves: thousands may wait.
   */
  #firstWith(isReached: (pair: Pair) => boolean): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const pair = this.#waiting[middle];
      if (pair === undefined || isReached(pair)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Whether a request whose sender had heard `heard` was sent before the last one was answered. */
  #isSentAhead(heard: number): boolean {
    const last = this.#waiting[this.#waiting.length - 1]?.request ?? null;
    if (last !== null) return this.#trusted || heard <= last.acknowledged;
    if (this.#isAnswering || heard < this.#nextAt || this.#evidence.isBeforeLastAnswer(heard)) return true;
    // All that the server had said was heard by then, and none of it answers what the gap hides.
    return this.#hidesRequests && heard === this.#nextAt && this.#evidence.isGapUnanswered;
  }

  /**
   * Whether a final answer is one too many, if each request was sent after the answer to the one
   * before.
   */
  #showsSentAhead({ acknowledged: heard, status }: CapturedResponse): boolean {
    if (this.#trusted) {
      const isOneTooMany =
        this.#waiting.length + this.#givenUp === 0 && !this.#hidesRequests && !MAY_BE_UNASKED.has(status);
      return this.#hasAssumed && isOneTooMany;
    }
    return this.#evidence.hasHeardNoMore(heard);
  }

  /** The server had heard what a gap hides behind the end of this request when it answered it. */
  #hasHeardUnseen(pair: Pair | undefined, heard: number): boolean {
    return this.#evidence.hasHeardHidden(pair?.request?.end ?? -1, heard);
  }

  /** The packet `frame` shows that requests are sent before those ahead of them are answered. */
  sentAhead(frame: number): void {
    if (this.#isAhead) return;
    this.#isAhead = true;
    if (!this.#hasAssumed) return;
    // An answer may be outstanding for a request that the capture lacks: all later ones would be
    // given to the next request each.
    this.#events.inDoubt(frame);
    this.distrust('response', null);
    this.#hideRequestsBefore();
  }

  /** There may be requests without an answer before those that wait. */
  #hideRequestsBefore(): void {
    const [first] = this.#waiting;
    if (first === undefined) this.#hidesRequests = true;
    else if (!first.mayFollowUnseen) {
      first.mayFollowUnseen = true;
      this.#unseen++;
    }
  }

  /** After an answer has found its request. */
  #trustAgain(): void {
    if (this.#unseen > 0) return;
    if (!this.#hidesRequests) this.#trusted = this.#waiting.length === 0 || this.#isAhead;
    else if (!this.#isAhead && this.#waiting.length === 0) {
      this.#hasAssumed = true;
      this.#trusted = true;
    }
  }
}
