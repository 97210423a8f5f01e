import type { ByteString } from '../bytes/byte-string.ts';
import { firstWhere } from '../bytes/collections.ts';
import type { Loss } from '../stream/handler.ts';
import type { CapturedRequest, CapturedResponse, Message } from './captured-message.ts';
import { damageOf, type Exchange } from './exchange.ts';
import { MAX_INTERIM_RESPONSES } from './limits.ts';
import { expectsContinue } from './message.ts';
import type { Role } from './start-line.ts';

/*
 * Which answer belongs to which request of a connection: `Pair` is the two of them, `OpenPairs` keeps the
 * pairs of a connection until nothing more can come for them, `Pairing` finds the request of an answer, from
 * the order and from what either side had received.
 */

/** A request and what has come of its answer so far. */
export interface Pair {
  readonly index: number;
  readonly request: CapturedRequest | null;
  response: CapturedResponse | null;
  interim: readonly CapturedResponse[];
  requestDone: boolean;
  responseDone: boolean;
  /** The answer was sent, but the capture lacks it, or has it among those whose requests are not known. */
  responseLost: boolean;
  /**
   * Bytes that the capture lost in the place of its answer, though the client acknowledged them, and the last
   * of what it lost there.
   */
  lostBytes: number;
  lost: Loss | null;
  /** Requests that the capture lacks may have been sent before this one, and after the last one before it. */
  mayFollowUnseen: boolean;
  /**
   * Where its answer can start at the earliest: its client, or that of one before it, had received what comes
   * before when it was sent.
   */
  answerFrom: number;
  /** Bytes that it holds until it is passed on. */
  buffered: number;
  /** What it is known by on other hops; null where it is not. */
  known: KnownRequest | null;
}

/** The two ends of a connection, as numbers. */
export interface Ends {
  /** Address and port. */
  readonly server: number;
  /** The machines. */
  readonly clientHost: number;
  readonly serverHost: number;
}

/** A request as `OpenRequests` finds it on other hops: by numbers, of which 0 is none. */
export interface KnownRequest {
  readonly index: number;
  readonly ends: Ends;
  readonly seconds: number;
  readonly sequence: number;
  readonly signature: number;
  readonly target: number;
  /** Null once nothing more comes of it. */
  head: ByteString | null;
  /** The one on another hop of which it is a copy; null for none. */
  outer: KnownRequest | null;
  /** It came in the very segments of that one. */
  isTranslated: boolean;
  /** How many are copies of this one, those in its segments left out. */
  copies: number;
}

const NO_INTERIM: Pair['interim'] = [];

/** A place in a stream that is not known. */
const UNKNOWN_PLACE = Number.NEGATIVE_INFINITY;

/**
 * A request that waits for its answer, or, where `request` is null, an answer without one. `index` numbers
 * its exchange.
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
    buffered: 0,
    known: null,
  };
}

/** Bytes that a message holds until its exchange is over: its head, and what is kept of its body at most. */
export function bufferedBy({ head, contentLength }: Message, keep: number): number {
  return head.length + Math.min(keep, contentLength ?? keep);
}

/** What the capture lacks of a pair that is done. */
export function damageOfPair({ request, response, responseLost }: Pair): Exchange['damage'] {
  const asked = request === null || request.missingBytes > 0;
  const answered = responseLost || (response !== null && response.missingBytes > 0);
  return damageOf(asked, answered);
}

/**
 * The client waits for a 1xx answer, or for one in place of which it sends no body: what was taken for that
 * may be another request.
 */
export function mayBeRefused(pair: Pair): pair is Pair & { readonly request: CapturedRequest } {
  const { request, interim } = pair;
  return request !== null && interim.length === 0 && expectsContinue(request);
}

/**
 * The pairs of one connection from the head of their request on: those that wait for an answer, the one whose
 * answer is being read, and those that were answered while their requests were still coming. Each is passed
 * on once, when nothing more can come for it.
 */
export class OpenPairs {
  readonly #emit: (pair: Pair) => void;
  readonly #inDoubt: PairingEvents['inDoubt'];
  /** Those that wait for a final answer. */
  pairing: Pairing;
  #answering: Pair | null = null;
  readonly #early: Pair[] = [];
  /** Where what the capture lost last of the server ends. */
  #lostUntil = Number.NEGATIVE_INFINITY;

  constructor(emit: (pair: Pair) => void, inDoubt: PairingEvents['inDoubt']) {
    this.#emit = emit;
    this.#inDoubt = inDoubt;
    this.pairing = this.#newPairing();
  }

  /** No exchange is under way, and whatever comes next is paired as on a new connection. */
  get isAtRest(): boolean {
    return this.pairing.isAtRest && this.#answering === null && this.#early.length === 0;
  }

  /** The head of a final answer was seen, its end was not. */
  get isAnswering(): boolean {
    return this.#answering !== null;
  }

  /** HTTP begins anew on the connection: what answers come are to requests that are still to come. */
  restart(): void {
    this.pairing = this.#newPairing();
  }

  /**
   * The capture lost bytes of the server up to `end`, before the last request that has come so far was
   * answered.
   */
  lost(bytes: number, loss: Loss, end: number): void {
    const { waiting } = this.pairing;
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
    this.pairing.add(pair);
  }

  /** What was lost from where this request's answer can start on is of its answer, not of the one before. */
  #shareLoss(pair: Pair): void {
    const beyond = this.#lostUntil - pair.answerFrom;
    if (!(beyond > 0)) return;
    const { waiting } = this.pairing;
    const before = waiting[waiting.length - 1];
    if (before === undefined || before.lost === null || pair.answerFrom <= before.answerFrom) return;
    pair.lostBytes = Math.min(beyond, before.lostBytes);
    pair.lost = before.lost;
    before.lostBytes -= pair.lostBytes;
    if (before.lostBytes === 0) before.lost = null;
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
    this.pairing.ended(response.end);
    const pair = this.#answering;
    this.#answering = null;
    if (pair === null) return;
    pair.responseDone = true;
    if (pair.requestDone) this.#emit(pair);
    else this.#early.push(pair);
  }

  /**
   * Those that wait are passed on without their answers, which stay without a request if they come after all.
   */
  giveUpWaiting(): void {
    for (const pair of this.pairing.giveUp()) this.#emit(pair);
  }

  /** Those that were answered early are passed on as they are: the rest of their requests may never come. */
  emitEarly(): void {
    for (const pair of this.#early.splice(0)) this.#emit(pair);
  }

  /**
   * Nothing more comes. `answerLost`: the capture lacks bytes in which the answers may have been that are
   * waited for.
   */
  close(answerLost: boolean): void {
    this.pairing.close();
    for (const pair of this.pairing.waiting) {
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
    const { waiting } = this.pairing;
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

/** What a pairing finds. */
interface PairingEvents {
  /** The choice of a later request showed that this one has lost its answer. */
  lost(pair: Pair): void;
  /** Requests were sent ahead, and for want of bytes it cannot be known which answers are theirs. */
  inDoubt(frame: number): void;
}

/** Statuses with which a server may end a connection on which nothing was asked. */
const MAY_BE_UNASKED: ReadonlySet<number> = new Set([400, 408]);

/** Whether answers can be counted off. */
type Order =
  /** No start of a message was hidden since the last time that none waited. */
  | 'known'
  /** A gap or bad input hid where a message of either side starts. */
  | 'hidden';

/** When the client sends a request. */
type Sending =
  /** Nothing has shown it so far. */
  | 'not-shown'
  /** An answer was given to a request because each seemed to wait for the answer before it. */
  | 'assumed-in-turn'
  /** A request was sent before the one ahead of it was answered (pipelining). */
  | 'ahead';

/** The answer that is being read. */
type CurrentAnswer =
  | 'none'
  /** Its request is known: the next answer starts at its end. */
  | 'final'
  | 'interim'
  /** Its request is not known, nor where the next answer starts. */
  | 'unplaced';

/**
 * Finds the request that an answer belongs to. As long as nothing was lost, answers come in the order of the
 * requests (RFC 9112 §9.3.2). After a gap that hid where a message starts, counting would be guessing; TCP
 * itself then shows it: the segment that starts an answer acknowledges the request it answers and nothing
 * later, where each request is sent after the answer to the one before.
 *
 * Once a connection shows that requests are sent ahead (pipelining), that shows no more than which requests
 * an answer cannot belong to; the order shows others. Where one is left, and no gap may hide another, it is
 * the one; elsewhere the answer stays without a request.
 */
export class Pairing {
  readonly #waiting = new WaitingPairs();
  readonly #events: PairingEvents;
  readonly #evidence = new PipeliningEvidence();
  #order: Order = 'known';
  #sending: Sending = 'not-shown';
  #answer: CurrentAnswer = 'none';
  /**
   * Where the answer to the oldest of those that wait starts, or to one that is unseen before it; and whether
   * bytes of the server are missing from there on.
   */
  #nextAt = UNKNOWN_PLACE;
  #isNextHidden = false;
  /** Requests may be unseen before the next one that comes. */
  #hidesRequests = false;
  /**
   * How many requests before those that wait were given up: as long as nothing is lost, as many answers are
   * theirs.
   */
  #givenUp = 0;

  constructor(events: PairingEvents) {
    this.#events = events;
  }

  /** Requests without a final answer, oldest first. */
  get waiting(): readonly Pair[] {
    return this.#waiting.pairs;
  }

  /** Every request is answered: none waits, none was given up, and none can have been missed. */
  get isClear(): boolean {
    return this.#isAllAnswered() && this.#order === 'known';
  }

  /** The same, and nothing showed that requests are sent ahead. */
  get isAtRest(): boolean {
    return this.isClear && this.#sending === 'not-shown' && !this.#hidesRequests && this.#answer === 'none';
  }

  add(pair: Pair): void {
    const { request } = pair;
    if (request !== null && request.acknowledged !== UNKNOWN_PLACE) {
      if (this.#isSentAhead(request.acknowledged)) this.sentAhead(request.frame);
      // Everything is answered: what its sender had received is all that there was.
      if (this.isClear && this.#nextAt === UNKNOWN_PLACE) this.#nextAt = request.acknowledged;
    }
    this.#waiting.add(pair, this.#hidesRequests);
    this.#hidesRequests = false;
  }

  /** The first requests are missing, and none of the answers, which start at `answersFrom`. */
  startUnseen(answersFrom: number): void {
    this.#nextAt = answersFrom;
    this.#evidence.startUnseen();
  }

  /** A gap at `gapAt`, or bad input (null), hid the start of a message of either side. */
  distrust(role: Role, gapAt: number | null): void {
    if (this.#order === 'known' && this.#givenUp > 0) this.#hideRequestsBefore();
    this.#givenUp = 0;
    this.#order = 'hidden';
    if (role === 'request') {
      this.#hidesRequests = true;
      this.#evidence.hideRequests(gapAt);
    } else if (gapAt === null) this.#nextAt = UNKNOWN_PLACE;
    else {
      this.#isNextHidden = true;
      this.#waiting.doubtAll();
    }
  }

  /** The pair that a final answer belongs to, taken off the waiting ones; null if none can be found. */
  take(response: CapturedResponse): Pair | null {
    if (this.#showsSentAhead(response)) this.sentAhead(response.frame);
    const at = this.#find(response, true);
    // What nobody asked for shows nothing of when requests are sent.
    const isUnasked = at < 0 && this.#order === 'known' && MAY_BE_UNASKED.has(response.status);
    if (!isUnasked) this.#evidence.answer(response);
    this.#answer = at < 0 ? 'unplaced' : 'final';
    this.#nextAt = UNKNOWN_PLACE;
    if (at < 0) return null;
    for (const lost of this.#waiting.takeBefore(at)) {
      lost.responseLost = true;
      this.#events.lost(lost);
    }
    const pair = this.#waiting.takeFirst();
    // They came before the one that is answered now.
    this.#givenUp = 0;
    this.#evidence.answered(pair?.request ?? null);
    if (this.#order === 'hidden') this.#trustAgain();
    return pair;
  }

  /** Adds a 1xx answer to the request it belongs to; null where none keeps it. */
  addInterim(response: CapturedResponse): Pair | null {
    const at = this.#find(response, false);
    const pair = this.waiting[at];
    this.#answer = pair !== undefined || this.#nextAt === response.start ? 'interim' : 'unplaced';
    if (pair === undefined) return null;
    this.#waiting.oldest = at;
    if (pair.interim.length >= MAX_INTERIM_RESPONSES) return null;
    pair.interim = [...pair.interim, response];
    return pair;
  }

  /**
   * Nothing more comes of the final or 1xx current answer, which ends at `end`, -1 where that is not known.
   */
  ended(end: number): void {
    const leadsToNext = this.#answer === 'final' || this.#answer === 'interim';
    this.#nextAt = leadsToNext && end >= 0 ? end : UNKNOWN_PLACE;
    this.#answer = 'none';
    this.#isNextHidden = false;
  }

  /** Takes off all that wait. */
  giveUp(): readonly Pair[] {
    const waiting = this.#waiting.takeAll();
    this.#givenUp += waiting.length;
    if (this.#order === 'hidden') this.#hidesRequests = true;
    return waiting;
  }

  /** Nothing more comes: of those that wait, marks the ones whose answers may have come all the same. */
  close(): void {
    for (const pair of this.#waiting.doubted) pair.responseLost = true;
  }

  /** The packet `frame` shows that requests are sent before those ahead of them are answered. */
  sentAhead(frame: number): void {
    const before = this.#sending;
    this.#sending = 'ahead';
    if (before !== 'assumed-in-turn') return;
    // An answer may be outstanding for a request that the capture lacks: all later ones would be given to the
    // next request each.
    this.#events.inDoubt(frame);
    this.distrust('response', null);
    this.#hideRequestsBefore();
  }

  #isAllAnswered(): boolean {
    return this.waiting.length + this.#givenUp === 0;
  }

  /** Index of the request that waits to which an answer belongs; -1 where none can be found. */
  #find(response: CapturedResponse, isFinal: boolean): number {
    const received = response.acknowledged;
    const unknown = received === UNKNOWN_PLACE;
    const isAhead = this.#sending === 'ahead';
    if (this.#order === 'known' || (unknown && !isAhead)) return this.#findFirst(received, isFinal);
    const latest =
      this.#waiting.firstWith(({ request }) => request === null || request.start >= received) - 1;
    if (latest < 0) return -1;
    const certain = this.#findInOrder(response, latest, isFinal);
    const at = certain >= 0 || isAhead ? certain : this.#findByAcknowledgement(response, latest);
    if (this.#hadReceivedUnseen(this.waiting[at], received)) this.sentAhead(response.frame);
    if (certain >= 0) return certain;
    if (this.#sending === 'ahead') {
      this.#events.inDoubt(response.frame);
      return -1;
    }
    if (at >= 0) this.#sending = 'assumed-in-turn';
    return at;
  }

  /** The answers are counted off: this one is that of the first request. */
  #findFirst(received: number, isFinal: boolean): number {
    if (this.#givenUp > 0) {
      if (isFinal) this.#givenUp--;
      return -1;
    }
    const first = this.waiting[0]?.request;
    if (first === undefined || first === null) return -1;
    // An answer that was sent before any byte of the request had come is not its answer (an unasked 408).
    return received === UNKNOWN_PLACE || first.start < received ? 0 : -1;
  }

  /**
   * The one request among those up to the `latest` one that was received to which the order leaves the
   * answer; -1 where it leaves more, or where unseen ones may be among them.
   */
  #findInOrder(
    { start, acknowledged: received }: CapturedResponse,
    latest: number,
    isFinal: boolean,
  ): number {
    if (this.#isNextHidden && this.#nextAt !== UNKNOWN_PLACE && start > this.#nextAt) this.#passHidden();
    const isNext = start === this.#nextAt;
    const { oldest } = this.#waiting;
    const last = Math.min(latest, isNext ? oldest : this.#lastBefore(start));
    const pair = this.waiting[oldest];
    if (pair === undefined || last < oldest) return -1;
    if (last === oldest && !pair.mayFollowUnseen) {
      const isPlace = isNext || start === pair.answerFrom;
      if (isPlace || !(mayBeRefused(pair) || this.#mayHideUpTo(received, last))) return last;
    }
    if (isFinal) {
      this.#waiting.doubtUpTo(last);
      if (!pair.mayFollowUnseen) this.#waiting.oldest++;
    }
    return -1;
  }

  /** The gap from where the next answer starts holds that start. A 1xx answer may stand there as well. */
  #passHidden(): void {
    this.#nextAt = UNKNOWN_PLACE;
    const pair = this.waiting[this.#waiting.oldest];
    if (pair !== undefined && !pair.mayFollowUnseen && !mayBeRefused(pair)) this.#waiting.oldest++;
  }

  /**
   * Index of the last one that waits whose answer can start at `start`: its sender had received nothing from
   * there on, and the answers to later ones start there or behind.
   */
  #lastBefore(start: number): number {
    const at = this.#waiting.firstWith(({ answerFrom }) => answerFrom >= start);
    return this.waiting[at]?.answerFrom === start ? at : at - 1;
  }

  /** Requests may be unseen between the one at that index and what the server had received. */
  #mayHideUpTo(received: number, at: number): boolean {
    const request = this.waiting[at]?.request;
    const end = request?.end ?? -1;
    if (end >= 0 && received <= end + 1) return false;
    // How far a gap in its body reaches is not known yet: its end may lie there, and requests behind it.
    if (end < 0 && (request?.missingBytes ?? 0) > 0) return true;
    return this.waiting[at + 1]?.mayFollowUnseen ?? this.#hidesRequests;
  }

  /**
   * The request to which the answer belongs if each was sent after the answer to the one before; of those
   * that wait `latest` is the last that was received.
   */
  #findByAcknowledgement(response: CapturedResponse, latest: number): number {
    const pair = this.waiting[latest];
    const request = pair?.request;
    if (pair === undefined || request === undefined || request === null) return -1;
    // A FIN after the request is acknowledged with one number more.
    const isLatest = request.end >= 0 && response.acknowledged <= request.end + 1;
    if (isLatest) return response.start >= request.acknowledged ? latest : -1;
    // More was received than is known: only an answer right where the client had stopped listening is
    // certain.
    return response.start === (pair.interim.at(-1)?.end ?? request.acknowledged) ? latest : -1;
  }

  /** Whether a request whose sender had received so much was sent before the last one was answered. */
  #isSentAhead(received: number): boolean {
    const last = this.waiting[this.waiting.length - 1]?.request ?? null;
    if (last !== null) return this.#order === 'known' || received <= last.acknowledged;
    const isBeforeAnswer = this.#answer === 'final' || received < this.#nextAt;
    if (isBeforeAnswer || this.#evidence.isBeforeLastAnswer(received)) return true;
    // All that the server had said was received by then, and none of it answers what the gap hides.
    return this.#hidesRequests && received === this.#nextAt && this.#evidence.isGapUnanswered;
  }

  /** Whether a final answer is one too many, if each request was sent after the answer to the one before. */
  #showsSentAhead({ acknowledged: received, status }: CapturedResponse): boolean {
    if (this.#order === 'hidden') return this.#evidence.hasReceivedNoMore(received);
    const isOneTooMany = this.#isAllAnswered() && !this.#hidesRequests && !MAY_BE_UNASKED.has(status);
    return this.#sending === 'assumed-in-turn' && isOneTooMany;
  }

  /** The server had received what a gap hides behind the end of this request when it answered it. */
  #hadReceivedUnseen(pair: Pair | undefined, received: number): boolean {
    return this.#evidence.hasReceivedHidden(pair?.request?.end ?? -1, received);
  }

  /** There may be requests without an answer before those that wait. */
  #hideRequestsBefore(): void {
    if (!this.#waiting.firstMayFollowUnseen()) this.#hidesRequests = true;
  }

  /** After an answer has found its request. */
  #trustAgain(): void {
    if (this.#waiting.anyFollowsUnseen) return;
    const isEmpty = this.waiting.length === 0;
    if (!this.#hidesRequests) this.#order = isEmpty || this.#sending === 'ahead' ? 'known' : 'hidden';
    else if (this.#sending !== 'ahead' && isEmpty) {
      this.#sending = 'assumed-in-turn';
      this.#order = 'known';
    }
  }
}

/** The requests of one connection that wait for a final answer, oldest first. */
class WaitingPairs {
  #pairs: Pair[] = [];
  /** Index of the oldest one whose answer may be still to come. */
  oldest = 0;
  /** How many of them may follow unseen ones. */
  #afterUnseen = 0;
  /**
   * How many of them, from the first on, the answers may belong to that were left without a request, or that
   * a gap hides.
   */
  #doubted = 0;

  get pairs(): readonly Pair[] {
    return this.#pairs;
  }

  /** Those whose answers may have come. */
  get doubted(): readonly Pair[] {
    return this.#pairs.slice(0, this.#doubted);
  }

  get anyFollowsUnseen(): boolean {
    return this.#afterUnseen > 0;
  }

  /** `mayFollowUnseen`: requests before it, and after the last one, may be unseen. */
  add(pair: Pair, mayFollowUnseen: boolean): void {
    const before = this.#pairs[this.#pairs.length - 1];
    if (before !== undefined && before.answerFrom > pair.answerFrom) pair.answerFrom = before.answerFrom;
    if (mayFollowUnseen) this.#markAfterUnseen(pair);
    this.#pairs.push(pair);
  }

  /** There may be unseen ones before the first; false where there is no first. */
  firstMayFollowUnseen(): boolean {
    const [first] = this.#pairs;
    if (first === undefined) return false;
    if (!first.mayFollowUnseen) this.#markAfterUnseen(first);
    return true;
  }

  doubtAll(): void {
    this.#doubted = this.#pairs.length;
  }

  /** Those up to that index may have their answers. */
  doubtUpTo(last: number): void {
    this.#doubted = Math.max(this.#doubted, last + 1);
  }

  /** Takes off those before that index. */
  takeBefore(at: number): readonly Pair[] {
    if (at === 0) return NO_PAIRS;
    const taken = this.#pairs.splice(0, at);
    for (const { mayFollowUnseen } of taken) if (mayFollowUnseen) this.#afterUnseen--;
    this.#doubted = Math.max(0, this.#doubted - at);
    return taken;
  }

  takeFirst(): Pair | null {
    // What a shift leaves of a list of one has no room for the next.
    const pair = this.#pairs.length === 1 ? this.#pairs.pop() : this.#pairs.shift();
    if (pair?.mayFollowUnseen === true) this.#afterUnseen--;
    this.oldest = 0;
    this.#doubted = Math.max(0, this.#doubted - 1);
    return pair ?? null;
  }

  takeAll(): readonly Pair[] {
    const taken = this.#pairs;
    this.#pairs = [];
    this.#afterUnseen = 0;
    this.oldest = 0;
    this.#doubted = 0;
    return taken;
  }

  /**
   * Index of the first one for which `isReached` holds; it holds for all that were sent after one for which
   * it does. Looks by halves: thousands may wait.
   */
  firstWith(isReached: (pair: Pair) => boolean): number {
    return firstWhere(this.#pairs, isReached);
  }

  #markAfterUnseen(pair: Pair): void {
    pair.mayFollowUnseen = true;
    this.#afterUnseen++;
  }
}

const NO_PAIRS: readonly Pair[] = [];

/**
 * What the places of gaps and answers show of whether a client sends requests before earlier ones are
 * answered (pipelining). One that waits has received all of an answer when it asks again, and with each
 * answer its server has received more. Places are offsets in the stream of a side.
 */
class PipeliningEvidence {
  /** Where the last gap begins that may hide requests, and whether an answer has come since. */
  #gapAt = UNKNOWN_PLACE;
  #isAnsweredSinceGap = false;
  /** End of the request that was answered last; -1 where it was not known then. */
  #answeredTo = -1;
  /** Where the last answer starts, and what the server had received when it sent that. */
  #lastStart = UNKNOWN_PLACE;
  #receivedBefore = UNKNOWN_PLACE;

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
    this.#receivedBefore = acknowledged;
    this.#isAnsweredSinceGap = true;
  }

  /** The last answer belongs to this request. */
  answered(request: CapturedRequest | null): void {
    this.#answeredTo = request?.end ?? -1;
  }

  /** Whether a request whose sender had received so much was sent before the last answer was. */
  isBeforeLastAnswer(received: number): boolean {
    return received <= this.#lastStart;
  }

  /**
   * Whether no answer has come to what the last gap hides: it lies behind the request that was answered last.
   */
  get isGapUnanswered(): boolean {
    return !this.#isAnsweredSinceGap && this.#answeredTo >= 0 && this.#gapAt >= this.#answeredTo;
  }

  /** Whether a server that has received so much has received nothing since it sent the last answer. */
  hasReceivedNoMore(received: number): boolean {
    return received !== UNKNOWN_PLACE && received <= this.#receivedBefore;
  }

  /**
   * Whether a server that has received so much has received what the last gap hides, behind the end of a
   * request at `end` (-1: not known).
   */
  hasReceivedHidden(end: number, received: number): boolean {
    return end >= 0 && this.#gapAt >= end && this.#gapAt < received;
  }
}
