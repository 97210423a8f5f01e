import type { ByteString } from '../bytes/byte-string.ts';
import type { Time } from '../http/message.ts';
import { checkNamedParts, checkObjectCrc, isOfEtag } from './complete-check.ts';
import { isBefore, knownTime } from './known-time.ts';
import { isCallbackFailure } from './late-failure.ts';
import type { OssAddress } from './model.ts';
import { detach, type PartElement } from './part-list.ts';
import type {
  CompleteAttempt,
  MultipartUpload,
  NamedPart,
  ObjectCrc,
  UploadIssue,
  UploadIssueKind,
  UploadOutcome,
  UploadPart,
} from './upload.ts';
import { THROTTLING_ERRORS } from './vocabulary.ts';

/** Codes of a Complete that looked at the parts: the upload was there. */
const OF_PARTS: ReadonlySet<string> = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall']);

/** Issues kept of one upload; a client that tries again and again repeats itself. */
const MAX_ISSUES = 100;

/** What the answer to an UploadPart, UploadPartCopy or Abort says beside its status. */
export interface StepAnswer {
  /** The service knows no such upload. */
  readonly gone: boolean;
  /** When it came; null without one. */
  readonly answered: Time | null;
  /** None came, and the capture does not show that the service lacked the request, or a part of it. */
  readonly mayBeDone: boolean;
}

/** What the answer to a CompleteMultipartUpload says. */
export interface CompleteAnswer {
  /** Of the error document; empty without one. */
  readonly code: string;
  /** Of the object, as the answer has them; null where it does not. */
  readonly crc64: ByteString | null;
  readonly partCount: number | null;
  /** An answer with the status of a success holds no error, as far as the capture shows; false where it does not show so far. */
  readonly isSure: boolean;
  /** As of a part. */
  readonly mayBeDone: boolean;
  /** When the Complete was asked for, and when the answer came; null where that is not known. */
  readonly asked: Time | null;
  readonly answered: Time | null;
}

/** One multipart upload while it is being followed. Holds texts and numbers only, no messages. */
export class UploadState {
  readonly uploadId: ByteString;
  #bucket: ByteString | null;
  #key: ByteString | null;
  /** The service did what was asked for under that key. */
  #isOwnKey = false;
  firstExchange: number;
  partsNotKept = 0;
  readonly #parts = new Map<number, UploadPart>();
  /** Parts that others of the same number took the place of, as the answers came in. */
  readonly #replaced = new Map<number, UploadPart>();
  /** Parts that may have been stored although no answer says so, with the exchanges that sent them last. */
  readonly #unseen = new Map<number, number>();
  /** When the parts were answered, by their numbers; those alone of which that is known. */
  readonly #answered = new Map<number, Time>();
  #initiated = false;
  #outcome: UploadOutcome = 'abandoned';
  /** The answer that says so is not whole, and may hold an error. */
  #mayHaveFailed = false;
  #decided: number | null = null;
  #began: string | null = null;
  #complete: CompleteAttempt | null = null;
  /** What its answer says, and when it was asked for. */
  #answer: CompleteAnswer | null = null;
  /** Parts that were answered before it, or sent and not answered, were told after it. */
  #isJudgedEarly = false;
  #crc64: ObjectCrc | null = null;
  /** The last Abort that was done. */
  #abortedAt: number | null = null;
  /** The last Abort without an answer. */
  #unansweredAbort: number | null = null;
  /** Exchange whose answer says that the service knows no such upload. */
  #goneAt: number | null = null;
  /** The last Complete that may have been done, although no answer says so: none came, or a server error. */
  #undecided: number | null = null;
  /** An earlier capture left it open whether a Complete or an Abort was done. */
  #maybeEndedEarlier = false;
  /** The last exchange that shows that the service had the upload; 0 for none. */
  #lastThere = 0;
  /** Parts that were answered as stored after the Abort, with the exchanges of the answers. */
  readonly #late = new Map<number, number>();
  /** Exchanges whose answers listed it as open: after its Abort, and otherwise. */
  #listedAfterAbort: number | null = null;
  #listedOpen: number | null = null;
  /** Of the last Complete, and of all else. */
  #completeIssues: readonly UploadIssue[] = [];
  #issues: UploadIssue[] = [];
  #lastSeconds = 0;
  #lastNanos = 0;
  /** When the list that shows it open was asked for, and the last Abort that was done. */
  #listedTime: Time | null = null;
  #abortedTime: Time | null = null;
  #abortAnswered: Time | null = null;

  constructor(
    uploadId: ByteString,
    bucket: ByteString | null,
    key: ByteString | null,
    firstExchange: number,
  ) {
    this.uploadId = uploadId;
    this.#bucket = bucket;
    this.#key = key;
    this.firstExchange = firstExchange;
  }

  get partCount(): number {
    return this.#parts.size;
  }

  /** The service may still hold parts of it. */
  get isOpen(): boolean {
    if (this.#goneAt !== null || this.#abortedAt !== null) return false;
    return this.#outcome === 'abandoned' || this.#outcome === 'failed';
  }

  /** Only a list of open uploads shows it. */
  get isOnlyListed(): boolean {
    return !this.#initiated && this.#parts.size === 0 && this.#complete === null && this.#listedOpen !== null;
  }

  has(number: number): boolean {
    return this.#parts.has(number);
  }

  touch(index: number, time: Time): void {
    this.firstExchange = Math.min(this.firstExchange, index);
    if (this.wasOverBefore(time)) {
      this.#lastSeconds = time.seconds;
      this.#lastNanos = time.nanos;
    }
  }

  /** Nothing of what is known happened after that time. */
  wasOverBefore({ seconds, nanos }: Time): boolean {
    return this.#lastSeconds < seconds || (this.#lastSeconds === seconds && this.#lastNanos <= nanos);
  }

  /** A custom domain does not name its bucket: the answer to the Initiate does, and an error may. */
  learn(bucket: ByteString | null): void {
    if (this.#bucket === null && bucket !== null && bucket !== '') this.#bucket = detach(bucket);
  }

  /**
   * The service did what was asked for under that name: it knows the upload by that one alone. What it said before under another one tells
   * nothing of the upload. `bucket`: null where it is not known.
   */
  own(bucket: ByteString | null, key: ByteString): void {
    if (this.#isOwnKey) return;
    this.#isOwnKey = true;
    const isNamed = key === this.#key && !isOther(bucket, this.#bucket);
    if (bucket !== null) this.#bucket = detach(bucket);
    if (isNamed) return;
    this.#key = detach(key);
    const goneAt = this.#goneAt;
    if (goneAt === null) return;
    this.#goneAt = null;
    this.#issues = this.#issues.filter(({ kind }) => kind !== 'no-such-upload');
    this.otherObject(goneAt);
  }

  /** Whether a request names another object than the upload is of. */
  isOfOther({ bucket, key }: OssAddress): boolean {
    if (!this.#isOwnKey) return false;
    return isOther(bucket, this.#bucket) || key !== this.#key;
  }

  /** The service said under the name of another object that it knows no such upload. */
  otherObject(exchange: number): void {
    if (this.#outcome !== 'completed' && this.#outcome !== 'aborted')
      this.#note('other-object', [], exchange);
  }

  initiate(index: number, time: Time): void {
    this.#initiated = true;
    this.touch(index, time);
  }

  part(part: UploadPart, { gone, answered, mayBeDone }: StepAnswer): void {
    if (gone) this.gone(part.exchange);
    const { number } = part;
    if (part.stored) this.#unseen.delete(number);
    else if (mayBeDone) this.#unseen.set(number, part.exchange);
    const before = this.#parts.get(number);
    const retries = before === undefined ? 0 : before.retries + (before.listed ? 0 : 1);
    // What the service holds stays what it was when a later try fails, and when an earlier one is told late.
    const isOlder = isBefore(answered, this.#answered.get(number) ?? null);
    const kept = before?.stored === true && (!part.stored || isOlder) ? before : part;
    if (before?.stored === true && part.stored && before.etag !== part.etag) {
      this.#replaced.set(number, kept === part ? before : part);
    }
    this.#parts.set(number, { ...kept, retries });
    if (kept === part) this.#rememberAnswer(number, answered);
    // What is under way while an upload is aborted may stay, and has to be aborted once more ("AbortMultipartUpload" in the API reference).
    const isLate = this.#abortedAt !== null && !isBefore(answered, this.#abortAnswered);
    if (isLate && part.stored) this.#late.set(number, part.exchange);
    if (part.stored) this.#wasThere(part.exchange);
    if (part.body === 'differs') this.#note('part-damaged', [number], part.exchange);
    // Without an answer, the order of the requests tells.
    const isOfComplete = part.stored
      ? isBefore(answered, this.#answer?.asked ?? null)
      : mayBeDone && part.exchange < (this.#complete?.exchange ?? 0);
    if (isOfComplete) this.#isJudgedEarly = true;
  }

  #rememberAnswer(number: number, answered: Time | null): void {
    const time = knownTime(answered);
    if (time === null) this.#answered.delete(number);
    else this.#answered.set(number, time);
  }

  listed({ number, etag, size, crc64 }: PartElement, exchange: number): void {
    this.#wasThere(exchange);
    this.#unseen.delete(number);
    const before = this.#parts.get(number);
    const isOther = before?.stored === true && etag !== '' && !isOfEtag(before, etag);
    // Another client sent the part again, which the capture does not show.
    if (isOther) {
      this.#replaced.set(number, before);
      this.#answered.delete(number);
    } else if (before?.stored === true && before.sizeKnown) return;
    const known = isOther || before === undefined ? NEVER_SENT : before;
    this.#parts.set(number, {
      ...known,
      number,
      bytes: size ?? known.bytes,
      sizeKnown: size !== null || known.sizeKnown,
      etag: known.etag ?? (etag === '' ? null : etag),
      crc64: known.crc64 ?? crc64,
      stored: true,
      exchange: known === NEVER_SENT ? exchange : known.exchange,
      retries: before?.retries ?? 0,
    });
  }

  /** A list that was asked for at that time shows it open. One that was asked for before the upload ended says nothing of what came then. */
  open(exchange: number, asked: Time): void {
    if (this.#goneAt !== null || this.#outcome === 'completed') return;
    if (this.#abortedAt === null) {
      this.#listedOpen = exchange;
      this.#listedTime = knownTime(asked);
      this.#wasThere(exchange);
    } else if (this.wasOverBefore(asked)) this.#listedAfterAbort = exchange;
  }

  complete(attempt: CompleteAttempt, answer: CompleteAnswer, gone: boolean): void {
    const { exchange, status } = attempt;
    const { code } = answer;
    if (isDone(status, code)) this.#doubtCompletion(exchange);
    // Asking again after success is answered with NoSuchUpload, and changes nothing.
    if (this.#outcome === 'completed') return;
    if (status === null) {
      this.#unanswered(attempt, answer);
      return;
    }
    this.#complete = attempt;
    this.#answer = answer;
    this.#judge();
    if (isDone(status, code)) {
      this.#mayHaveFailed = !answer.isSure;
      if (this.#mayHaveFailed) this.#note('complete-answer-cut', [], exchange);
      if (isCallbackFailure(status, code)) this.#note('callback-failed', [], exchange);
      this.#outcome = 'completed';
      this.#decided = exchange;
      return;
    }
    if (status < 300) this.#note('complete-error-inside', [], exchange);
    // It was refused before the Abort, which alone is told late.
    if (isBefore(answer.answered, this.#abortedTime)) return;
    this.#outcome = 'failed';
    this.#decided = exchange;
    if (gone) this.gone(exchange);
    else if (OF_PARTS.has(code)) this.#wasThere(exchange);
    else if (status >= 500 && !THROTTLING_ERRORS.has(code)) this.#leaveUndecided(exchange);
  }

  /**
   * What the last Complete comes to. Parts that were stored before it may be told after it where packets are missing, and so may those that
   * were not answered: then it is looked at again in the end.
   */
  #judge(): void {
    const [attempt, answer] = [this.#complete, this.#answer];
    if (attempt === null || answer === null) return;
    this.#isJudgedEarly = false;
    const { code, crc64, partCount } = answer;
    if (isDone(attempt.status, code) && !attempt.all) this.#settle(attempt.parts ?? []);
    const named = attempt.all ? this.#storedParts() : attempt.whole ? attempt.parts : null;
    this.#completeIssues = attempt.all ? [] : this.#checkList(attempt, answer);
    if (!isDone(attempt.status, code) || crc64 === null || named === null) return;
    const checked = checkObjectCrc(crc64, named, this.#parts);
    const isOfOthers = attempt.all && checked.result === 'differs' && !this.#isMadeOf(named, partCount);
    this.#crc64 = isOfOthers ? { ...checked, combined: null, result: 'unknown' } : checked;
  }

  abort(
    exchange: number,
    status: number | null,
    asked: Time,
    { gone, answered, mayBeDone }: StepAnswer,
  ): void {
    if (status !== null && status < 300) this.#doubtCompletion(exchange);
    if (this.#outcome === 'completed') return;
    if (status !== null && status < 300) {
      this.#outcome = 'aborted';
      this.#decided = exchange;
      this.#abortedAt = exchange;
      this.#abortedTime = knownTime(asked);
      this.#abortAnswered = knownTime(answered);
      this.#wasThere(exchange);
      this.#late.clear();
      this.#listedAfterAbort = null;
    } else if (gone) {
      this.gone(exchange);
    } else if (status !== null) {
      this.#note('abort-refused', [], exchange);
    } else if (this.isOpen && mayBeDone) {
      this.#unansweredAbort = exchange;
    }
  }

  /** The service did in a later exchange what it does of an open upload alone: a Complete before whose answer is not whole had failed. */
  #doubtCompletion(exchange: number): void {
    if (!this.#mayHaveFailed || this.#complete === null || this.#complete.exchange > exchange) return;
    this.#mayHaveFailed = false;
    this.#outcome = 'abandoned';
    this.#issues = this.#issues.filter(({ kind }) => kind !== 'complete-answer-cut');
  }

  /** The service said that it knows no such upload: it keeps nothing of it. */
  gone(exchange: number): void {
    this.#late.clear();
    this.#listedAfterAbort = null;
    if (this.#outcome === 'completed' || this.#outcome === 'aborted' || this.#goneAt !== null) return;
    this.#goneAt = exchange;
    this.#note('no-such-upload', [], exchange);
  }

  /** The capture is over: what it showed belongs to `path` from now on. */
  leave(path: string): UploadState {
    for (const parts of [this.#parts, this.#replaced]) {
      for (const part of parts.values()) {
        if (part.capture === null) parts.set(part.number, { ...part, capture: path });
      }
    }
    this.#began ??= path;
    return this;
  }

  /** Another capture goes on with the upload. */
  resume(index: number): void {
    this.#maybeEndedEarlier ||= this.#undecided !== null || this.#unansweredAbort !== null;
    this.firstExchange = index;
    // Exchange numbers of the earlier capture say nothing here.
    this.#decided = null;
    this.#outcome = 'abandoned';
    this.#complete = null;
    this.#answer = null;
    this.#isJudgedEarly = false;
    this.#undecided = null;
    this.#unseen.clear();
    this.#unansweredAbort = null;
    this.#lastThere = 0;
    this.#completeIssues = [];
    this.#issues = [];
    this.#listedAfterAbort = null;
    this.#listedOpen = null;
    this.#listedTime = null;
  }

  told(): MultipartUpload {
    if (this.#isJudgedEarly) this.#judge();
    const parts = [...this.#parts.values()].sort((a, b) => a.number - b.number);
    const left = this.isOpen ? parts.filter((part) => part.stored) : [];
    return {
      uploadId: this.uploadId,
      bucket: this.#bucket,
      key: this.#key,
      initiated: this.#initiated,
      parts,
      partsNotKept: this.partsNotKept,
      outcome: this.#outcome,
      leftoverParts: left.map((part) => part.number),
      leftoverBytes: left.reduce((sum, part) => sum + part.bytes, 0),
      exchange: this.#decided,
      began: this.#began,
      lastTime: this.#lastTime(),
      abortedTime: this.#abortedTime,
      complete: this.#complete,
      crc64: this.#crc64,
      issues: [
        ...this.#completeIssues,
        ...this.#crcIssues(),
        ...this.#unseenIssues(),
        ...this.#issues,
        ...this.#abortIssues(),
        ...this.#goneIssues(),
        ...this.#lateIssues(),
        ...this.#listedIssues(),
      ],
    };
  }

  #lastTime(): Time | null {
    const listed = this.#listedTime;
    if (listed !== null && this.wasOverBefore(listed)) return listed;
    return this.#lastSeconds === 0 ? null : { seconds: this.#lastSeconds, nanos: this.#lastNanos };
  }

  #crcIssues(): readonly UploadIssue[] {
    const exchange = this.#crc64?.result === 'differs' ? this.#decided : null;
    return exchange === null ? [] : [issueOf('crc-differs', exchange)];
  }

  /** Of an upload that may be open, but for what is told of them as named by the Complete. */
  #unseenIssues(): readonly UploadIssue[] {
    if (!this.isOpen) return [];
    const told = this.#completeIssues.find(({ kind }) => kind === 'parts-unanswered')?.parts ?? [];
    const isUntold = (number: number): boolean =>
      this.#parts.get(number)?.stored === false && !told.includes(number);
    const parts = [...this.#unseen.keys()].filter(isUntold).sort((a, b) => a - b);
    if (parts.length === 0) return [];
    const exchange = Math.max(...parts.map((number) => this.#unseen.get(number) ?? 0));
    return [{ kind: 'answers-unseen', parts, exchange }];
  }

  #abortIssues(): readonly UploadIssue[] {
    if (!this.isOpen) return [];
    const exchange = this.#unansweredAbort;
    return [
      ...(exchange === null ? [] : [issueOf('abort-unanswered', exchange)]),
      ...(this.#maybeEndedEarlier ? [issueOf('maybe-ended-earlier', this.firstExchange)] : []),
    ];
  }

  /** Why a Complete came too late: the upload had been aborted, or maybe completed by one that had no good answer, which may have been done. */
  #goneIssues(): readonly UploadIssue[] {
    const [undecided, goneAt, abortedAt] = [this.#undecided, this.#goneAt, this.#abortedAt];
    if (abortedAt !== null) {
      return this.#outcome === 'failed' ? [issueOf('aborted-before', abortedAt)] : [];
    }
    if (undecided === null || (goneAt !== null && undecided > goneAt)) return [];
    // That it has no answer is told already.
    const isTold = this.#issues.some(
      ({ kind, exchange }) => kind === 'complete-unanswered' && exchange === undecided,
    );
    if (goneAt === null && isTold) return [];
    return [issueOf('maybe-completed', undecided)];
  }

  /** A Complete without an answer is told when its connection ends, maybe after those that followed it. */
  #unanswered(attempt: CompleteAttempt, answer: CompleteAnswer): void {
    const { exchange } = attempt;
    if (this.#complete === null || this.#complete.exchange < exchange) {
      this.#complete = attempt;
      this.#answer = answer;
      this.#judge();
    }
    if (!answer.mayBeDone) return;
    this.#note('complete-unanswered', [], exchange);
    this.#leaveUndecided(exchange);
  }

  #leaveUndecided(exchange: number): void {
    if (exchange > this.#lastThere) this.#undecided = Math.max(exchange, this.#undecided ?? 0);
  }

  /** The service still had the upload then, so that no Complete before had been done. */
  #wasThere(exchange: number): void {
    this.#lastThere = Math.max(this.#lastThere, exchange);
    this.#maybeEndedEarlier = false;
    if (this.#unansweredAbort !== null && this.#unansweredAbort < exchange) this.#unansweredAbort = null;
    if (this.#undecided !== null && this.#undecided < exchange) this.#undecided = null;
  }

  #lateIssues(): readonly UploadIssue[] {
    if (this.#late.size === 0) return [];
    const parts = [...this.#late.keys()].sort((a, b) => a - b);
    return [
      { kind: 'stored-after-abort', parts, exchange: this.#decided ?? Math.max(...this.#late.values()) },
    ];
  }

  #listedIssues(): readonly UploadIssue[] {
    const open = this.isOpen ? this.#listedOpen : null;
    return [
      ...(this.#listedAfterAbort === null ? [] : [issueOf('listed-after-abort', this.#listedAfterAbort)]),
      ...(open === null ? [] : [issueOf('listed-open', open)]),
    ];
  }

  /**
   * The service completed the upload, so that it holds what is named: of two parts with one number that were under way at once, answers
   * do not tell which came last.
   */
  #settle(named: readonly NamedPart[]): void {
    for (const { number, etag } of named) {
      const part = this.#parts.get(number);
      if (part === undefined) continue;
      if (!part.stored) {
        // It was sent, and only its answer is missing.
        if (part.status === null) this.#parts.set(number, { ...part, stored: true, etag: detach(etag) });
        continue;
      }
      const replaced = this.#replaced.get(number);
      if (replaced === undefined || isOfEtag(part, etag) || !isOfEtag(replaced, etag)) continue;
      this.#parts.set(number, { ...replaced, retries: part.retries });
    }
  }

  #checkList(attempt: CompleteAttempt, answer: CompleteAnswer): readonly UploadIssue[] {
    const { parts, whole, exchange, status } = attempt;
    if (parts === null) return [issueOf('no-list', exchange)];
    const { code, answered } = answer;
    return checkNamedParts(parts, this.#partsBefore(answered), {
      exchange,
      code,
      whole,
      initiated: this.#isKnownFromStart(),
      accepted: isDone(status, code),
    });
  }

  /** The parts but those that were answered after that time. */
  #partsBefore(time: Time | null): ReadonlyMap<number, UploadPart> {
    const isAfter = (number: number): boolean => isBefore(time, this.#answered.get(number) ?? null);
    const after = [...this.#answered.keys()].filter(isAfter);
    if (after.length === 0) return this.#parts;
    const before = new Map(this.#parts);
    for (const number of after) before.delete(number);
    return before;
  }

  #storedParts(): readonly NamedPart[] {
    return [...this.#parts.values()]
      .filter((part) => part.stored)
      .map(({ number, etag }) => ({ number, etag: etag ?? '' }));
  }

  /**
   * Whether an object of that many parts is certainly made of those that are held: where the Complete has no list, the service may hold
   * parts that came before the capture, by another way or without an answer, and of those sent twice it may hold the other one.
   */
  #isMadeOf(held: readonly NamedPart[], partCount: number | null): boolean {
    return partCount === held.length && held.every(({ number }) => this.#parts.get(number)?.retries === 0);
  }

  /** Every part of it was seen on its way. */
  #isKnownFromStart(): boolean {
    return this.#initiated && this.partsNotKept === 0;
  }

  #note(kind: UploadIssueKind, parts: readonly number[], exchange: number): void {
    if (this.#issues.length < MAX_ISSUES) this.#issues.push({ kind, parts, exchange });
  }
}

/** Whether two buckets are known, and are not the same. */
function isOther(one: ByteString | null, other: ByteString | null): boolean {
  return one !== null && other !== null && one !== other;
}

function issueOf(kind: UploadIssueKind, exchange: number): UploadIssue {
  return { kind, parts: [], exchange };
}

/** Whether the service completed the upload: with 2xx and no error document in the answer, but for that of a failed callback. */
function isDone(status: number | null, code: string): boolean {
  return status !== null && status < 300 && (code === '' || isCallbackFailure(status, code));
}

/** A part that only a list shows. */
const NEVER_SENT: UploadPart = {
  number: 0,
  bytes: 0,
  sizeKnown: false,
  etag: null,
  status: null,
  exchange: 0,
  capture: null,
  stored: false,
  retries: 0,
  copied: false,
  listed: true,
  md5Sent: null,
  crc64Sent: null,
  crc64: null,
  body: null,
};
