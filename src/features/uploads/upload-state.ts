/*
 * One multipart upload as a state machine. Its states are the outcomes of UploadOutcome; what was asked for
 * and answered moves it from one to the next. Packets may be missing, and exchanges come in late, so that
 * each step says when it was asked for, and an ending that no answer shows is kept beside the state until a
 * later exchange settles it.
 */

import { type ByteString, detach, detachOrNull } from '../../engine/bytes/byte-string.ts';
import { largest } from '../../engine/bytes/collections.ts';
import type { Time } from '../../engine/http/message.ts';
import type { OssAddress } from '../../engine/oss/model.ts';
import { isCodeOf } from '../../engine/oss/providers/index.ts';
import { isCallbackFailure } from '../../engine/oss/read-error.ts';
import type {
  CompleteAttempt,
  MultipartUpload,
  UploadIssue,
  UploadIssueKind,
  UploadOutcome,
  UploadPart,
} from '../../engine/oss/upload.ts';
import { type CompleteAnswer, LastComplete, type UploadSight, wasCompleted } from './complete.ts';
import type { PartElement } from './upload-messages.ts';
import {
  isAskedBefore,
  isBefore,
  KeptParts,
  knownTime,
  type StrayEtags,
  type UploadStep,
} from './upload-parts.ts';

/** Issues kept of one upload; a client that tries again and again repeats itself. */
const MAX_ISSUES = 100;

/** What the answer to an UploadPart, UploadPartCopy or Abort says beside its status, and when asked. */
export interface StepAnswer {
  /** The service knows no such upload. */
  readonly gone: boolean;
  /** When it was asked for; null where that is not known. */
  readonly asked: Time | null;
  /** When it came; null without one. */
  readonly answered: Time | null;
  /** None came, and the capture does not show that the service lacked the request, or a part of it. */
  readonly mayBeDone: boolean;
}

/** What an upload is of, by one of its requests. */
export type UploadOwner = Pick<MultipartUpload, 'bucket' | 'key' | 'endpoint'>;

/** One multipart upload while it is being followed. Holds texts and numbers only, no messages. */
export class UploadState {
  readonly uploadId: ByteString;
  readonly #name: UploadName;
  firstExchange: number;
  partsNotKept = 0;
  readonly #parts = new KeptParts();
  readonly #complete = new LastComplete();
  readonly #abort = new DoneAbort();
  readonly #unclear = new UnclearEnd();
  #strayEtags: StrayEtags;
  #initiated = false;
  #outcome: UploadOutcome = 'abandoned';
  /** The answer that says so is not whole, and may hold an error. */
  #mayHaveFailed = false;
  #decided: number | null = null;
  #began: string | null = null;
  /** The answer to it says that the service knows no such upload. */
  #goneAt: UploadStep | null = null;
  /** Exchange whose answer listed it as open while no Abort was done, and when that list was asked for. */
  #listed: UploadStep | null = null;
  #issues: UploadIssue[] = [];
  /** The latest that is known of it. */
  #last: Time = { seconds: 0, nanos: 0 };
  readonly #endpoint: ByteString | undefined;
  /** As `MultipartUpload`; null where nothing is hidden, undefined where nobody has looked. */
  #hidden: MultipartUpload['hidden'] | null;

  constructor(
    uploadId: ByteString,
    { bucket, key, endpoint }: UploadOwner,
    firstExchange: number,
    strayEtags: StrayEtags,
  ) {
    this.uploadId = detach(uploadId);
    this.#name = new UploadName(bucket, key);
    this.#endpoint = endpoint === undefined ? undefined : detach(endpoint);
    this.firstExchange = firstExchange;
    this.#strayEtags = strayEtags;
  }

  get partCount(): number {
    return this.#parts.count;
  }

  /** The service may still hold parts of it. */
  get isOpen(): boolean {
    if (this.#goneAt !== null || this.#abort.exchange !== null) return false;
    return this.#outcome === 'abandoned' || this.#outcome === 'failed';
  }

  /** Only a list of open uploads shows it. */
  get isOnlyListed(): boolean {
    const isSeen = this.#initiated || this.#parts.count > 0 || this.#complete.attempt !== null;
    return !isSeen && this.#listed !== null;
  }

  get #sight(): UploadSight {
    return { isFromStart: this.#initiated && this.partsNotKept === 0, strayEtags: this.#strayEtags };
  }

  has(number: number): boolean {
    return this.#parts.byNumber.has(number);
  }

  touch(index: number, time: Time): void {
    this.firstExchange = Math.min(this.firstExchange, index);
    if (this.wasOverBefore(time)) this.#last = { seconds: time.seconds, nanos: time.nanos };
  }

  /** Nothing of what is known happened after that time. */
  wasOverBefore({ seconds, nanos }: Time): boolean {
    return this.#last.seconds < seconds || (this.#last.seconds === seconds && this.#last.nanos <= nanos);
  }

  /** An answer names its bucket. */
  learn(bucket: ByteString | null): void {
    this.#name.learn(bucket);
  }

  /** The service acted under that name: what it said under another one is void. `bucket`: null if unknown. */
  own(bucket: ByteString | null, key: ByteString): void {
    const wasOther = this.#name.own(bucket, key);
    const goneAt = this.#goneAt;
    if (!wasOther || goneAt === null) return;
    this.#goneAt = null;
    this.#withdraw('no-such-upload');
    this.otherObject(goneAt.exchange);
  }

  /** Masks in its names what a request of it must not show; of those accepted, the first. */
  hide(hide: (text: ByteString) => ByteString, isAccepted: boolean): void {
    if (isAccepted && this.#hidden !== undefined) return;
    const { uploadId, bucket, key } = this.#hidden ?? {
      uploadId: this.uploadId,
      bucket: this.#name.bucket,
      key: this.#name.key,
    };
    const hidden = {
      uploadId: detach(hide(uploadId)),
      bucket: bucket === null ? null : detach(hide(bucket)),
      key: key === null ? null : detach(hide(key)),
    };
    const isSame = hidden.uploadId === uploadId && hidden.bucket === bucket && hidden.key === key;
    this.#hidden = isSame ? (this.#hidden ?? null) : hidden;
  }

  /** Whether a request names another object than the upload is of. */
  isOfOther(address: OssAddress): boolean {
    return this.#name.isOtherThan(address);
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

  part(part: UploadPart, { gone, asked, answered, mayBeDone }: StepAnswer): void {
    const { number, exchange, stored } = part;
    const step = { exchange, asked };
    if (gone) this.gone(step);
    this.#parts.sent(part, step, answered, mayBeDone);
    if (stored) {
      this.#abort.stored(number, answered);
      this.#unclear.wasThere(step);
    }
    if (part.body === 'differs') this.#note('part-damaged', [number], exchange);
    this.#complete.partAfter(stored, step, answered, mayBeDone);
  }

  /** ListParts shows a part of it. */
  listed(element: PartElement, step: UploadStep): void {
    this.#unclear.wasThere(step);
    this.#parts.listed(element, step.exchange);
  }

  /** A list shows it open. One that was asked for before the upload ended says nothing of what came then. */
  open(step: UploadStep): void {
    const { exchange, asked } = step;
    if (this.#goneAt !== null || this.#outcome === 'completed') return;
    if (this.#abort.exchange === null) {
      this.#listed = step;
      this.#unclear.wasThere(step);
    } else if (asked === null || this.wasOverBefore(asked)) this.#abort.listed = exchange;
  }

  complete(attempt: CompleteAttempt, answer: CompleteAnswer, gone: boolean): void {
    const { exchange, status } = attempt;
    const { code } = answer;
    const step = { exchange, asked: answer.asked };
    const isDone = wasCompleted(attempt, answer);
    if (isDone) this.#doubtCompletion(step);
    // Asking again after success is answered with NoSuchUpload, and changes nothing.
    if (this.#outcome === 'completed') return;
    if (status === null) {
      this.#unanswered(attempt, answer, step);
      return;
    }
    // Of two that were refused the earlier one may come in last.
    const isLast = isDone || this.#complete.step === null || !isAskedBefore(step, this.#complete.step);
    if (isLast) this.#complete.take(attempt, answer, this.#parts, this.#sight);
    if (isDone) {
      this.#mayHaveFailed = !answer.isSure;
      if (this.#mayHaveFailed) this.#note('complete-answer-cut', [], exchange);
      if (isCallbackFailure(status, code)) this.#note('callback-failed', [], exchange);
      this.#outcome = 'completed';
      this.#decided = exchange;
      return;
    }
    if (status < 300) this.#note('complete-error-inside', [], exchange);
    // It was refused before the Abort, and comes in after it.
    if (isBefore(answer.answered, this.#abort.asked)) return;
    if (isLast || this.#outcome !== 'failed') this.#decided = exchange;
    this.#outcome = 'failed';
    if (gone) this.gone(step);
    else if (isCodeOf('part-list', code)) this.#unclear.wasThere(step);
    else if (status >= 500 && !isCodeOf('throttling', code)) this.#unclear.doneIn(step, 'complete');
  }

  /** Completes without an answer come in late. One that did not get to the service says less than others. */
  #unanswered(attempt: CompleteAttempt, answer: CompleteAnswer, step: UploadStep): void {
    const before = this.#complete.step;
    if (before === null || (answer.mayBeDone && isAskedBefore(before, step)))
      this.#complete.take(attempt, answer, this.#parts, this.#sight);
    if (!answer.mayBeDone) return;
    this.#note('complete-unanswered', [], step.exchange);
    this.#unclear.doneIn(step, 'complete');
  }

  abort(exchange: number, status: number | null, { gone, asked, answered, mayBeDone }: StepAnswer): void {
    const step = { exchange, asked };
    const isDone = status !== null && status < 300;
    if (isDone) this.#doubtCompletion(step);
    if (this.#outcome === 'completed') return;
    if (isDone) {
      this.#outcome = 'aborted';
      this.#decided = exchange;
      this.#abort.take(step, answered);
      this.#unclear.wasThere(step);
    } else if (gone) {
      this.gone(step);
    } else if (status !== null) {
      this.#note('abort-refused', [], exchange);
    } else if (this.isOpen && mayBeDone) {
      this.#unclear.doneIn(step, 'abort');
    }
  }

  /** It did what only open uploads allow: the Complete before, whose answer is not whole, had failed. */
  #doubtCompletion(step: UploadStep): void {
    const completed = this.#complete.step;
    if (!this.#mayHaveFailed || completed === null || isAskedBefore(step, completed)) return;
    this.#mayHaveFailed = false;
    this.#outcome = 'abandoned';
    this.#withdraw('complete-answer-cut');
  }

  /** The service said that it knows no such upload: it keeps nothing of it. */
  gone(step: UploadStep): void {
    this.#abort.nothingKept();
    if (this.#outcome === 'completed' || this.#outcome === 'aborted' || this.#goneAt !== null) return;
    this.#goneAt = step;
    this.#note('no-such-upload', [], step.exchange);
  }

  /** The capture is over: what it showed belongs to `path` from now on. */
  leave(path: string): UploadState {
    this.#parts.leave(path);
    this.#began ??= path;
    return this;
  }

  /** Another capture goes on with the upload; `strayEtags`: of that one. */
  resume(index: number, strayEtags: StrayEtags): void {
    this.firstExchange = index;
    this.#strayEtags = strayEtags;
    // Exchange numbers of the earlier capture say nothing here.
    this.#decided = null;
    this.#outcome = 'abandoned';
    this.#complete.forget();
    this.#unclear.resume();
    this.#issues = [];
    this.#listed = null;
  }

  account(): MultipartUpload {
    this.#complete.settle(this.#parts, this.#sight);
    const parts = this.#parts.inOrder();
    const left = this.isOpen ? parts.filter((part) => part.stored) : [];
    return {
      uploadId: this.uploadId,
      bucket: this.#name.bucket,
      key: this.#name.key,
      ...(this.#hidden == null ? {} : { hidden: this.#hidden }),
      ...(this.#endpoint === undefined ? {} : { endpoint: this.#endpoint }),
      initiated: this.#initiated,
      parts,
      partsNotKept: this.partsNotKept,
      outcome: this.#outcome,
      leftoverParts: left.map((part) => part.number),
      leftoverBytes: left.reduce((sum, part) => sum + part.bytes, 0),
      exchange: this.#decided,
      began: this.#began,
      lastTime: this.#lastTime(),
      abortedTime: this.#abort.asked,
      complete: this.#complete.attempt,
      crc64: this.#complete.crc64,
      issues: [
        ...this.#complete.issues,
        ...issueOf('crc-differs', this.#complete.crc64?.result === 'differs' ? this.#decided : null),
        ...this.#unseenIssues(),
        ...this.#issues,
        ...this.#unclearIssues(),
        ...this.#lateIssues(),
        ...this.#listedIssues(),
      ],
    };
  }

  #lastTime(): Time | null {
    const listed = this.#listed?.asked ?? null;
    if (listed !== null && this.wasOverBefore(listed)) return listed;
    return this.#last.seconds === 0 ? null : this.#last;
  }

  /** Of an upload that may be open, but for those that are reported as named by the Complete. */
  #unseenIssues(): readonly UploadIssue[] {
    if (!this.isOpen) return [];
    const reported = this.#complete.issues.find(({ kind }) => kind === 'parts-unanswered')?.parts ?? [];
    const unseen = this.#parts.unseen().filter(({ number }) => !reported.includes(number));
    if (unseen.length === 0) return [];
    const exchange = largest(unseen.map((part) => part.exchange));
    return [{ kind: 'answers-unseen', parts: unseen.map(({ number }) => number), exchange }];
  }

  /** What may have ended it, and why a Complete came too late. */
  #unclearIssues(): readonly UploadIssue[] {
    const { abort, isOfEarlier } = this.#unclear;
    const abortedAt = this.#abort.exchange;
    return [
      ...issueOf('abort-unanswered', this.isOpen && abort !== null ? abort.exchange : null),
      ...issueOf('maybe-ended-earlier', this.isOpen && isOfEarlier ? this.firstExchange : null),
      ...issueOf('aborted-before', this.#outcome === 'failed' ? abortedAt : null),
      ...issueOf('maybe-completed', abortedAt === null ? this.#maybeCompletedIn() : null),
    ];
  }

  /** The exchange of a Complete that may have been done although it had no good answer; null for none. */
  #maybeCompletedIn(): number | null {
    const { complete } = this.#unclear;
    const goneAt = this.#goneAt;
    if (complete === null) return null;
    if (goneAt !== null) return isAskedBefore(goneAt, complete) ? null : complete.exchange;
    // That it has no answer is reported already.
    const isReported = this.#issues.some(
      ({ kind, exchange }) => kind === 'complete-unanswered' && exchange === complete.exchange,
    );
    return isReported ? null : complete.exchange;
  }

  #lateIssues(): readonly UploadIssue[] {
    const parts = this.#abort.late;
    const exchange = this.#decided;
    return parts.length === 0 || exchange === null ? [] : [{ kind: 'stored-after-abort', parts, exchange }];
  }

  #listedIssues(): readonly UploadIssue[] {
    return [
      ...issueOf('listed-after-abort', this.#abort.listed),
      ...issueOf('listed-open', this.isOpen && this.#listed !== null ? this.#listed.exchange : null),
    ];
  }

  #note(kind: UploadIssueKind, parts: readonly number[], exchange: number): void {
    if (this.#issues.length < MAX_ISSUES) this.#issues.push({ kind, parts, exchange });
  }

  #withdraw(withdrawn: UploadIssueKind): void {
    this.#issues = this.#issues.filter(({ kind }) => kind !== withdrawn);
  }
}

/** An issue without parts; none where no exchange shows it. */
function issueOf(kind: UploadIssueKind, exchange: number | null): readonly UploadIssue[] {
  return exchange === null ? [] : [{ kind, parts: [], exchange }];
}

/** The object of an upload: guessed, until the service acted under that name. Null for unknown parts. */
class UploadName {
  bucket: ByteString | null;
  key: ByteString | null;
  #isCertain = false;

  constructor(bucket: ByteString | null, key: ByteString | null) {
    this.bucket = detachOrNull(bucket);
    this.key = detachOrNull(key);
  }

  /** A custom domain does not name its bucket: the answer to the Initiate does, and an error may. */
  learn(bucket: ByteString | null): void {
    if (this.bucket === null && bucket !== null && bucket !== '') this.bucket = detach(bucket);
  }

  /** The service acted under that name, which alone counts. Whether another was taken for it until now. */
  own(bucket: ByteString | null, key: ByteString): boolean {
    if (this.#isCertain) return false;
    this.#isCertain = true;
    const wasOther = key !== this.key || isOther(bucket, this.bucket);
    if (bucket !== null) this.bucket = detach(bucket);
    if (wasOther) this.key = detach(key);
    return wasOther;
  }

  /** Whether a request certainly names another object. */
  isOtherThan({ bucket, key }: OssAddress): boolean {
    return this.#isCertain && (key !== this.key || isOther(bucket, this.bucket));
  }
}

/** Whether two buckets are known, and are not the same. */
function isOther(one: ByteString | null, other: ByteString | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** The last Abort of an upload that was done, and what shows that the bucket keeps parts all the same. */
class DoneAbort {
  /** Its exchange; null where none was done. */
  exchange: number | null = null;
  /** When it was asked for; null where that is not known. */
  asked: Time | null = null;
  /** The exchange whose answer listed the upload as open after it; null where none did. */
  listed: number | null = null;
  #answered: Time | null = null;
  readonly #late = new Set<number>();

  /** Numbers of the parts that were stored while it was done, in ascending order. */
  get late(): readonly number[] {
    return [...this.#late].sort((a, b) => a - b);
  }

  /** An Abort was done: nothing stays of what was kept after the one before. */
  take({ exchange, asked }: UploadStep, answered: Time | null): void {
    this.exchange = exchange;
    this.asked = asked;
    this.#answered = knownTime(answered);
    this.nothingKept();
  }

  /** A part was stored: one under way may stay after an Abort ("AbortMultipartUpload", API reference). */
  stored(number: number, answered: Time | null): void {
    if (this.exchange !== null && !isBefore(answered, this.#answered)) this.#late.add(number);
  }

  /** The service keeps nothing of the upload. */
  nothingKept(): void {
    this.#late.clear();
    this.listed = null;
  }
}

/** What may have ended an upload unsaid: an unanswered Complete or Abort, a Complete with a server error. */
class UnclearEnd {
  /** The last Complete that may have been done, and the last Abort; null for none. */
  complete: UploadStep | null = null;
  abort: UploadStep | null = null;
  /** An earlier capture left it open whether a Complete or an Abort was done. */
  isOfEarlier = false;
  /** The last step that shows that the service had the upload; null for none. */
  #lastThere: UploadStep | null = null;

  /** A Complete or an Abort may have been done; it may come in after steps that were asked for later. */
  doneIn(step: UploadStep, what: 'complete' | 'abort'): void {
    const wasThereAfter = this.#lastThere !== null && !isAskedBefore(this.#lastThere, step);
    if (!wasThereAfter) this[what] = later(this[what], step);
  }

  /** The service still had the upload then, so that nothing before had ended it. */
  wasThere(step: UploadStep): void {
    this.#lastThere = later(this.#lastThere, step);
    this.isOfEarlier = false;
    if (this.abort !== null && isAskedBefore(this.abort, step)) this.abort = null;
    if (this.complete !== null && isAskedBefore(this.complete, step)) this.complete = null;
  }

  /** Another capture goes on, with exchange numbers of its own. */
  resume(): void {
    this.isOfEarlier ||= this.complete !== null || this.abort !== null;
    this.complete = null;
    this.abort = null;
    this.#lastThere = null;
  }
}

function later(known: UploadStep | null, step: UploadStep): UploadStep {
  return known === null || isAskedBefore(known, step) ? step : known;
}
