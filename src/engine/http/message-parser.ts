import type { ByteString } from '../bytes/byte-string.ts';
import { concatBytes } from '../bytes/byte-string.ts';
import type { Notice, NoticeCode } from '../bytes/notice.ts';
import type { StreamEnd } from '../stream/handler.ts';
import type { Difference, StreamChunk } from '../stream/stream-chunk.ts';
import { BodyReader, framingOf, reportOddLengths, UndecidedBody } from './body-reader.ts';
import {
  CapturedRequest,
  CapturedResponse,
  differsFromHead,
  differsFromMessage,
  type Message,
} from './captured-message.ts';
import type { HeadScan } from './head-reader.ts';
import { HeadReader } from './head-reader.ts';
import {
  type BufferedText,
  type HttpLimits,
  MAX_START_LINE_BYTES,
  type Remembers,
  SMALL_BUFFERED_BYTES,
} from './limits.ts';
import {
  firstLineOf,
  holdsStatusLine,
  isFirstLine,
  isMeantAsRequest,
  looksLikeStart,
  mayBecomeFirstLine,
  mayBecomeStart,
  mayBeStatusLine,
  type Role,
  readStartLine,
  takeStartLine,
} from './start-line.ts';

/** What the owner of a parser decides when a head is complete. */
export interface BodyPlan {
  /** The message has no body whatever its head says: an answer to HEAD, 1xx, 204, 304 (RFC 9112 §6.3). */
  readonly bodiless: boolean;
  /** First bytes of the body to keep. */
  readonly keep: number;
  /** The connection leaves HTTP after this message (CONNECT, 101): what follows is not read here. */
  readonly tunnel: boolean;
  /**
   * Nothing is known of the request that this answers, so its length may mislead: look for the next answer's
   * start.
   */
  readonly doubtful: boolean;
}

export interface ParserEvents {
  readonly limits: HttpLimits;
  readonly buffered: BufferedText;
  readonly scan: HeadScan;
  /** The first byte is there. */
  begin(message: Message): void;
  /**
   * The head is there, or as much of it as the capture has (`headComplete` false): the framing is still to be
   * set.
   */
  head(message: Message): BodyPlan;
  /** All of the message that the capture has was seen; `complete` says whether that is everything. */
  done(message: Message): void;
  /** The stream is not HTTP from its first byte on. */
  notHttp(frame: number): void;
  /** A gap at `gapAt`, or bad input (null), hid where the next message starts. */
  lostSync(gapAt: number | null): void;
  /**
   * Where an answer is looked for, one starts whose sender has received no more than before: it is not to a
   * request that was sent since.
   */
  answerAhead(frame: number): void;
  /** What all connections hold is too much. */
  full(frame: number): void;
  notice(code: NoticeCode, frame: number, args?: Notice['args']): void;
}

type State =
  /** the next byte begins a message, or an empty line before one */
  | 'idle'
  /** a head has begun, or what may be one where it is looked for (`#isTentative`) */
  | 'head'
  | 'body'
  /** where the next message begins is not known: it is looked for */
  | 'lost'
  /** what follows is not HTTP */
  | 'tunnel';

/**
 * Where a message ends that the connection ends: nothing follows that would have to be kept apart from it.
 */
const UNKNOWN_END = -1;

/**
 * Cuts one direction of a connection into HTTP/1.x messages (RFC 9112). Fed with stream bytes in order and
 * with gaps; keeps explicit state, holds no body. A gap inside a body of known length is stepped over
 * exactly; after any other gap the next message is looked for at the start of a segment, where its sender
 * began to speak again.
 */
export class MessageParser implements Remembers {
  readonly #role: Role;
  readonly #events: ParserEvents;
  #state: State = 'idle';
  #message: Message | null = null;
  readonly #heads: HeadReader;
  #firstLineChecked = false;
  /**
   * What is gathered of a head was found after a loss and is too little to look like one: it may be something
   * else.
   */
  #isTentative = false;
  readonly #body = new BodyReader();
  /** What the current message has for a body may be none: see `BodyPlan.doubtful` and `refused`. */
  #doubtful = false;
  /** Null as long as no body was refused. */
  #undecided: UndecidedBody | null = null;
  /** The last message was doubtful: it may have ended elsewhere, in what came after it or in a gap. */
  #afterDoubtful = false;
  latest = -1;
  /** The last message that is over, as long as it is remembered. */
  #last: Message | null = null;
  /** Messages whose first line was valid. */
  #messages = 0;
  /**
   * Acknowledgement that came with the last bytes in `lost`: a new message was sent after more had been
   * received.
   */
  #lostAcknowledged = Number.NEGATIVE_INFINITY;
  /** What came last in place of a message. */
  #unreadable: Message | null = null;
  /** Acknowledgement of the chunk that is read, or was read last. */
  #lastAcknowledged = Number.NEGATIVE_INFINITY;

  /** `lost`: the stream is taken up in its middle. `hasSpoken`: valid messages have come before. */
  constructor(role: Role, start: 'at-start' | 'lost', events: ParserEvents, hasSpoken = false) {
    this.#role = role;
    if (hasSpoken) this.#messages = 1;
    this.#events = events;
    this.#heads = new HeadReader(events.buffered, events.scan);
    if (start === 'lost') this.#state = 'lost';
  }

  /** The head of a message has begun to come. */
  get isInHead(): boolean {
    return this.#state === 'head' && !this.#isTentative;
  }

  /** The next byte begins a message, and nothing is known of those before that bears on it. */
  get isIdle(): boolean {
    return this.#state === 'idle' && !this.#afterDoubtful && this.#unreadable === null;
  }

  /** What came last in place of a message: where and when it began. Null where nothing did. */
  get unreadable(): Message | null {
    return this.#unreadable;
  }

  /** In step with the stream: the next message will be found without searching. */
  get inSync(): boolean {
    return this.#state !== 'lost';
  }

  data(chunk: StreamChunk): void {
    if (this.#doubtful && this.#isHeldInDoubt(chunk)) return;
    this.#read(chunk);
  }

  #read(chunk: StreamChunk): void {
    this.#lastAcknowledged = chunk.acknowledged;
    let at = chunk.start;
    while (at < chunk.end) {
      switch (this.#state) {
        case 'idle':
          at = this.#idle(chunk, at);
          break;
        case 'head':
          at = this.#head(chunk, at);
          break;
        case 'body':
          at = this.#readBody(chunk, at);
          break;
        case 'lost':
          at = this.#lost(chunk, at);
          break;
        case 'tunnel':
          at = chunk.end;
          break;
      }
    }
  }

  /**
   * Bytes of this direction came again: where they are not what is kept of the current message, or of the one
   * before.
   */
  again(chunk: StreamChunk): Difference | null {
    const message = this.#message;
    const before = this.#last === null ? null : differsFromMessage(this.#last, chunk);
    if (before !== null || message === null) return before;
    if (this.#state !== 'head') return differsFromMessage(message, chunk);
    return differsFromHead(this.#heads.peek(), message.start, chunk);
  }

  /** The last message need not be remembered any longer. */
  forget(): void {
    this.#last = null;
  }

  gap(position: number, length: number, frame: number): void {
    this.#takeUndecided();
    if (this.#isTentative) this.#giveUpTentative();
    const message = this.#message;
    if (message !== null) {
      message.stopKeeping();
      if (message.missingFrom < 0) message.missingFrom = position;
    }
    // What is missing may be the start of another answer: the ones to come cannot be counted off.
    if (this.#doubtful) this.#events.lostSync(position);
    switch (this.#state) {
      case 'tunnel':
        return;
      case 'body': {
        const within = this.#body.skip(length);
        if (this.#body.state === 'over') this.#finish(position + within, false);
        if (within < length) this.#loseSync(position + within);
        return;
      }
      case 'head':
        if (message !== null) message.missingBytes += length;
        this.#events.notice('stream-gap', frame);
        this.#loseSync(position);
        return;
      case 'idle':
      case 'lost':
        this.#loseSync(position);
        return;
    }
  }

  end(how: StreamEnd): void {
    this.#takeUndecided();
    const message = this.#message;
    if (message === null) return;
    if (this.#state === 'body' && message.framing === 'until-close') {
      // A reset is an error of the connection: how much was to come is not known (RFC 9112 §8).
      this.#finish(UNKNOWN_END, how === 'closed' && message.missingBytes === 0);
      return;
    }
    this.#abandon();
  }

  /**
   * This request was answered before its body was asked for (RFC 9110 §10.1.1): another one may follow in
   * place of the body.
   */
  refused(request: Message): void {
    if (request === this.#message && request.bodyBytes === 0 && request.missingBytes === 0)
      this.#doubtful = true;
  }

  /**
   * An answer came whose sender had received `received` bytes of this direction. Where these end within a
   * head, that is the request which was answered, as far as it came, and the rest of its head is passed over.
   * Whether it is so.
   */
  answeredInHead(received: number): boolean {
    const message = this.#message;
    if (message === null || !this.isInHead || !this.#firstLineChecked) return false;
    // Where more was received than has been read, the end of the head is still to come, or lost.
    if (received <= message.start || received > message.start + this.#heads.gathered) return false;
    this.#abandon();
    this.#state = 'lost';
    this.#lostAcknowledged = this.#lastAcknowledged;
    return true;
  }

  /** The other side's words showed that what follows here is not HTTP. */
  tunnel(): void {
    this.#state = 'tunnel';
    this.#message = null;
    this.#isTentative = false;
    this.#undecided?.take();
    this.#heads.take();
    this.#heads.drop();
    this.#body.drop();
  }

  #idle(chunk: StreamChunk, from: number): number {
    let at = from;
    // Empty lines between messages are passed over (RFC 9112 §2.2).
    while (at < chunk.end && (chunk.block[at] === 0x0d || chunk.block[at] === 0x0a)) at++;
    if (at >= chunk.end) return at;
    if (this.#afterDoubtful && !mayBeStatusLine(chunk.block, at, chunk.end)) {
      // Its length led into the middle of a later answer, whose start a gap hid: the next one starts with a
      // segment.
      this.#afterDoubtful = false;
      this.#loseSync();
      return chunk.end;
    }
    this.#begin(chunk, at);
    return at;
  }

  #begin(chunk: StreamChunk, at: number): void {
    const message = this.#role === 'request' ? new CapturedRequest() : new CapturedResponse();
    message.frame = chunk.frame;
    message.firstSeconds = chunk.seconds;
    message.firstNanos = chunk.nanos;
    message.start = chunk.position + (at - chunk.start);
    message.acknowledged = chunk.acknowledged;
    this.#message = message;
    this.#state = 'head';
    this.#afterDoubtful = false;
    this.#firstLineChecked = false;
    if (!this.#isTentative) this.#events.begin(message);
  }

  #head(chunk: StreamChunk, from: number): number {
    if (this.#isTentative && !this.#goesOn(chunk, from)) {
      this.#giveUpTentative();
      return from;
    }
    const to = this.#heads.push(chunk, from);
    if (to > 0) return this.#headEnd(chunk, to);
    this.#message?.touch(chunk);
    const { gathered } = this.#heads;
    if (!this.#checkFirstLine()) {
      this.#reject(chunk);
    } else if (gathered > this.#events.limits.headBytes) this.#tooLong(chunk);
    else if (this.#events.buffered.isFull) {
      this.#events.full(chunk.frame);
      this.#loseSync();
    }
    return chunk.end;
  }

  #tooLong(chunk: StreamChunk): void {
    this.#events.notice('head-too-long', chunk.frame);
    this.#loseSync();
  }

  /**
   * Whether what is gathered of a head may become one of this role; its first line is looked at once a
   * message.
   */
  #checkFirstLine(): boolean {
    if (this.#firstLineChecked) return true;
    const line = this.#heads.firstLine();
    if (line === null) {
      // What is gathered of a line may end in the carriage return of its line end.
      if (this.#heads.gathered > MAX_START_LINE_BYTES + 1) return false;
      // What is more than a length said, a body where none may be (HEAD), what comes before HTTP (SOCKS)
      // often has no line end: whoever waits for one takes the next message for the rest of that line.
      return mayBecomeFirstLine(this.#role, this.#heads.peek().bytes);
    }
    if (line.length > MAX_START_LINE_BYTES) return false;
    this.#firstLineChecked = true;
    return isFirstLine(this.#role, line);
  }

  #headEnd(chunk: StreamChunk, to: number): number {
    const message = this.#message;
    if (message === null) return to;
    message.touch(chunk);
    const heads = this.#heads;
    message.frames = heads.frames;
    message.head = heads.text;
    const { firstLineEnd, place } = heads;
    if (place !== null) {
      message.names = place.names;
      if (message.kind === 'request') message.authorization = place.authorization;
    }
    const isMessage =
      firstLineEnd <= MAX_START_LINE_BYTES &&
      (place === null
        ? takeStartLine(message, message.head.slice(0, firstLineEnd))
        : readStartLine(message, place.block, place.start, place.start + firstLineEnd));
    if (!isMessage) {
      this.#reject(chunk);
      return to;
    }
    // However it was cut: the limit holds for a head whose end is there as for one that is waited for.
    if (message.head.length > this.#events.limits.headBytes) {
      this.#tooLong(chunk);
      return to;
    }
    message.headComplete = true;
    this.#messages++;
    this.#startBody(message, chunk.position + (to - chunk.start), chunk.frame);
    heads.drop();
    return to;
  }

  #startBody(message: Message, position: number, frame: number): void {
    const lengths = this.#heads.lengths();
    message.contentLength = lengths.contentLength;
    for (const code of this.#heads.oddities()) this.#events.notice(code, frame);
    reportOddLengths(message.kind, lengths, this.#events, frame);
    const plan = this.#events.head(message);
    if (plan.tunnel) {
      message.framing = 'none';
      this.#finish(position, true);
      this.#state = 'tunnel';
      return;
    }
    this.#doubtful = plan.doubtful;
    message.keepBody(plan.keep);
    const framing = framingOf(message.kind, lengths, plan.bodiless);
    message.framing = framing;
    this.#body.begin(message, framing, lengths.contentLength ?? 0);
    if (this.#body.state === 'over') {
      this.#finish(position, true);
      return;
    }
    this.#state = 'body';
    // Its head would be kept until the body ends, which may never be.
    if (this.#events.buffered.isFull && message.head.length > SMALL_BUFFERED_BYTES) {
      this.#events.full(frame);
      this.#loseSync();
    }
  }

  #readBody(chunk: StreamChunk, from: number): number {
    const body = this.#body;
    const to = body.read(chunk, from);
    if (body.state === 'open') return to;
    if (body.hasBareLf) this.#events.notice('bare-lf', chunk.frame);
    if (body.state === 'over') {
      this.#finish(chunk.position + (to - chunk.start), this.#message?.missingBytes === 0);
    } else {
      this.#events.notice('bad-chunk', chunk.frame);
      this.#loseSync();
    }
    return to;
  }

  /** Looks for the start of a message where a segment starts and its sender has received more than before. */
  #lost(chunk: StreamChunk, at: number): number {
    if (at !== chunk.start) return chunk.end;
    const spokeAgain =
      chunk.acknowledged > this.#lostAcknowledged || chunk.acknowledged === Number.NEGATIVE_INFINITY;
    if (spokeAgain) {
      const isStart = looksLikeStart(this.#role, chunk);
      this.#isTentative = !isStart && mayBecomeStart(this.#role, chunk);
      if (isStart || this.#isTentative) {
        this.#begin(chunk, at);
        return at;
      }
    } else if (this.#role === 'response' && holdsStatusLine(chunk)) this.#events.answerAhead(chunk.frame);
    this.#lostAcknowledged = chunk.acknowledged;
    return chunk.end;
  }

  /**
   * Whether what may be a start goes on as one in `chunk`. Who speaks again after having received more begins
   * something new.
   */
  #goesOn(chunk: StreamChunk, from: number): boolean {
    const message = this.#message;
    const { bytes } = this.#heads.peek();
    if (message === null || bytes.length === 0) return true;
    if (chunk.acknowledged > message.acknowledged) return false;
    const block = concatBytes([bytes, chunk.block.subarray(from, chunk.end)]);
    const whole = { block, start: 0, end: block.length };
    if (!looksLikeStart(this.#role, whole)) return mayBecomeStart(this.#role, whole);
    this.#isTentative = false;
    this.#events.begin(message);
    return true;
  }

  #giveUpTentative(): void {
    this.#lostAcknowledged = this.#message?.acknowledged ?? this.#lostAcknowledged;
    this.#isTentative = false;
    this.#message = null;
    this.#heads.take();
    this.#heads.drop();
    this.#state = 'lost';
  }

  /**
   * Ends the current message where the chunk begins another one; true where it is held until more of it shows
   * which.
   */
  #isHeldInDoubt(chunk: StreamChunk): boolean {
    const kind = this.#role === 'response' ? this.#answerOrBody(chunk) : this.#requestOrBody(chunk);
    switch (kind) {
      case 'more':
        this.#undecided?.hold(chunk);
        return true;
      case 'message':
        this.#abandon();
        break;
      case 'body':
        // The body of a refused request comes after all. An answer may still turn out to have had none.
        if (this.#role === 'request') this.#doubtful = false;
        break;
    }
    this.#takeUndecided();
    return false;
  }

  /** Reads what was held, as what it is taken for now: a body where nothing showed otherwise. */
  #takeUndecided(): void {
    const held = this.#undecided?.take() ?? [];
    if (held.length === 0) return;
    this.#doubtful = false;
    for (const chunk of held) this.#read(chunk);
  }

  /** An answer to an unknown request may have no body at all (HEAD): another answer's start ends it. */
  #answerOrBody(chunk: StreamChunk): 'message' | 'body' {
    const message = this.#message;
    if (message === null || chunk.acknowledged <= message.acknowledged) return 'body';
    const mayBeNone = this.#state === 'body' && this.#body.mayBeNone;
    return mayBeNone && looksLikeStart(this.#role, chunk) ? 'message' : 'body';
  }

  /** In place of a refused body another request may stand. */
  #requestOrBody(chunk: StreamChunk): 'message' | 'body' | 'more' {
    const message = this.#message;
    if (message === null) return 'body';
    this.#undecided ??= new UndecidedBody(this.#events);
    return this.#undecided.kindWith(chunk, message, this.#state === 'body' ? this.#body.remaining : null);
  }

  #finish(position: number, complete: boolean): void {
    const message = this.#message;
    if (message === null) return;
    message.end = position;
    message.complete = complete;
    this.#message = null;
    this.#state = 'idle';
    this.#afterDoubtful = this.#doubtful;
    this.#doubtful = false;
    this.#body.drop();
    this.#done(message);
  }

  #done(message: Message): void {
    this.#last = message;
    this.#events.done(message);
  }

  /** What was begun is no message of this role. */
  #reject(chunk: StreamChunk): void {
    const message = this.#message;
    this.#unreadable = message;
    this.#message = null;
    this.#heads.take();
    const first = this.#messages === 0;
    if (this.#role === 'request') {
      const line = firstLineOf(message === null || message.head === '' ? this.#heads.text : message.head);
      // A client of another protocol says nothing that was meant for a request line.
      if (!first || isMeantAsRequest(line)) this.#badRequestLine(line, message ?? chunk);
    } else if (!first) this.#events.notice('bad-status-line', chunk.frame);
    if (message !== null) message.head = '';
    this.#heads.drop();
    this.#state = 'lost';
    this.#lostAcknowledged = chunk.acknowledged;
    if (first) this.#events.notHttp(chunk.frame);
    else this.#events.lostSync(null);
  }

  #badRequestLine(line: ByteString, at: { readonly frame: number; readonly start: number }): void {
    this.#events.notice('bad-request-line', at.frame, { at: at.start, start: line });
  }

  /** `gapAt`: where the gap begins that hides what follows, null where it is bad input. */
  #loseSync(gapAt: number | null = null): void {
    this.#abandon();
    this.#state = 'lost';
    this.#lostAcknowledged = this.#lastAcknowledged;
    this.#events.lostSync(gapAt);
  }

  /** Gives the current message up as it is: the capture has no more of it that is known to be its own. */
  #abandon(): void {
    const message = this.#message;
    this.#message = null;
    this.#isTentative = false;
    this.#doubtful = false;
    this.#body.drop();
    const inHead = this.#state === 'head';
    this.#state = 'idle';
    if (message === null) return;
    if (!inHead) {
      this.#done(message);
      return;
    }
    if (message.head === '') {
      this.#heads.take();
      message.head = this.#heads.text;
      message.frames = this.#heads.frames;
    }
    message.head = message.head.slice(0, this.#events.limits.headBytes);
    this.#heads.drop();
    if (!takeStartLine(message, message.head.slice(0, this.#heads.firstLineEnd))) return;
    this.#messages++;
    this.#events.head(message);
    this.#done(message);
  }
}
