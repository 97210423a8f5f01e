import type { Loss } from '../stream/handler.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { Role } from './message-start.ts';
import type { Pair } from './pair.ts';
import { Pairing, type PairingEvents } from './pairing.ts';

/**
 * The pairs of one connection from the head of their request on: those that wait for an answer, the
 * one whose answer is being read, and those that were answered while their requests were still
 * coming. Each is handed on once, when nothing more can come for it.
 */
export class OpenPairs {
  readonly #emit: (pair: Pair) => void;
  readonly #inDoubt: PairingEvents['inDoubt'];
  #pairing: Pairing;
  #answering: Pair | null = null;
  readonly #early: Pair[] = [];
  /** Where what the capture lost last of the server ends. */
  #lostUntil = Number.NEGATIVE_INFINITY;

  constructor(emit: (pair: Pair) => void, inDoubt: PairingEvents['inDoubt']) {
    this.#emit = emit;
    this.#inDoubt = inDoubt;
    this.#pairing = this.#newPairing();
  }

  /** Requests without a final answer, oldest first. */
  get waiting(): readonly Pair[] {
    return this.#pairing.waiting;
  }

  /** See `Pairing.isClear`. */
  get isClear(): boolean {
    return this.#pairing.isClear;
  }

  /** The head of a final answer was seen, its end was not. */
  get isAnswering(): boolean {
    return this.#answering !== null;
  }

  /** See `Pairing.startUnseen`. */
  startUnseen(answersFrom: number): void {
    this.#pairing.startUnseen(answersFrom);
  }

  /** See `Pairing.sentAhead`. */
  sentAhead(frame: number): void {
    this.#pairing.sentAhead(frame);
  }

  /** A gap at `gapAt`, or bad input (null), hid the start of a message of either side. */
  distrust(role: Role, gapAt: number | null): void {
    this.#pairing.distrust(role, gapAt);
  }

  /**
   * HTTP begins anew on the connection: what answers come are to requests that are still to come.
   */
  restart(): void {
    this.#pairing = this.#newPairing();
  }

  /**
   * The capture lost bytes of the server up to `end`, before the last request that has come so far
   * was answered.
   */
  lost(bytes: number, loss: Loss, end: number): void {
    const { waiting } = this.#pairing;
    this.#lostUntil = end;
    const last = waiting[waiting.length - 1];
    if (last === undefined) return;
    // Of those that were sent ahead of any answer, each may have its answer there.
    for (let at = waiting.length - 1; at >= 0; at--) {
      const pair = waiting[at];
      if (pair === undefined || pair.answerFrom !== last.answerFrom) return;
      pair.lostBytes += bytes;
      pair.lost = loss;
    }
  }

  add(pair: Pair): void {
    this.#shareLoss(pair);
    this.#pairing.add(pair);
  }

  /**
   * What was lost from where this request's answer can start on is of its answer, not of the one
   * before.
   */
  #shareLoss(pair: Pair): void {
    const beyond = this.#lostUntil - pair.answerFrom;
    const { waiting } = this.#pairing;
    const before = waiting[waiting.length - 1];
    if (before === undefined || before.lost === null || !(beyond > 0) || pair.answerFrom <= before.answerFrom)
      return;
    pair.lostBytes = Math.min(beyond, before.lostBytes);
    pair.lost = before.lost;
    before.lostBytes -= pair.lostBytes;
    if (before.lostBytes === 0) before.lost = null;
  }

  /** Adds a 1xx answer to the request it belongs to. */
  addInterim(response: CapturedResponse): void {
    this.#pairing.addInterim(response);
  }

  /** The pair that a final answer belongs to; null if none can be told. */
  take(response: CapturedResponse): Pair | null {
    return this.#pairing.take(response);
  }

  /** The answer of this pair begins. */
  answer(pair: Pair, response: CapturedResponse): void {
    pair.response = response;
    this.#answering = pair;
  }

  requestDone(request: CapturedRequest): void {
    const pair = this.#pairOf(request);
    if (pair === undefined) return;
    pair.requestDone = true;
    if (pair.responseDone) this.#settle(pair);
  }

  responseDone(response: CapturedResponse): void {
    this.#pairing.ended(response.end);
    const pair = this.#answering;
    this.#answering = null;
    if (pair === null) return;
    pair.responseDone = true;
    if (pair.requestDone) this.#emit(pair);
    else this.#early.push(pair);
  }

  /**
   * Those that wait are handed on without their answers, which stay without a request if they come
   * after all.
   */
  giveUpWaiting(): void {
    for (const pair of this.#pairing.giveUp()) this.#emit(pair);
  }

  /**
   * Those that were answered early are handed on as they are: the rest of their requests may never
   * come.
   */
  emitEarly(): void {
    for (const pair of this.#early.splice(0)) this.#emit(pair);
  }

  /**
   * Nothing more comes. `answerLost`: the capture lacks bytes in which the answers may have been
   * that are waited for.
   */
  close(answerLost: boolean): void {
    this.#pairing.close();
    for (const pair of this.#pairing.waiting) {
      pair.responseLost ||= answerLost;
      this.#emit(pair);
    }
    this.emitEarly();
    if (this.#answering !== null) this.#emit(this.#answering);
    this.#answering = null;
  }

  #newPairing(): Pairing {
    return new Pairing({ lost: (pair) => this.#settle(pair), inDoubt: this.#inDoubt });
  }

  #pairOf(request: CapturedRequest): Pair | undefined {
    const { waiting } = this.#pairing;
    // Nearly always it is the last one that came.
    const last = waiting[waiting.length - 1];
    if (last?.request === request) return last;
    if (this.#answering?.request === request) return this.#answering;
    const isOfRequest = (pair: Pair): boolean => pair.request === request;
    return waiting.findLast(isOfRequest) ?? this.#early.find(isOfRequest);
  }

  /** Nothing more can come for this pair. */
  #settle(pair: Pair): void {
    const at = this.#early.indexOf(pair);
    if (at >= 0) this.#early.splice(at, 1);
    this.#emit(pair);
  }
}
