/* CompleteMultipartUpload: what is wrong with its list of parts, and with the checksum of the object. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { addToList, largest } from '../../engine/bytes/collections.ts';
import { combineCrc64Runs, parseCrc64 } from '../../engine/bytes/crc64.ts';
import type { Time } from '../../engine/http/message.ts';
import { isCallbackFailure } from '../../engine/oss/read-error.ts';
import type {
  CompleteAttempt,
  NamedPart,
  ObjectCrc,
  UploadIssue,
  UploadIssueKind,
  UploadPart,
} from '../../engine/oss/upload.ts';
import {
  isAskedBefore,
  isBefore,
  isOfEtag,
  type KeptParts,
  type StrayEtags,
  type UploadStep,
} from './upload-parts.ts';

export interface CompleteAnswer {
  /** Of the error document; empty without one. */
  readonly code: string;
  /** Of the object, as the answer has them; null where it does not. */
  readonly crc64: ByteString | null;
  readonly partCount: number | null;
  /** An answer that looks like a success holds no error; false where the capture does not show so far. */
  readonly isSure: boolean;
  /** None came, and the capture does not show that the service lacked the request, or a part of it. */
  readonly mayBeDone: boolean;
  /** When the Complete was asked for, and when the answer came; null where that is not known. */
  readonly asked: Time | null;
  readonly answered: Time | null;
}

interface Completion {
  readonly attempt: CompleteAttempt;
  readonly answer: CompleteAnswer;
}

/** What the capture shows of an upload beside its parts. */
export interface UploadSight {
  /** Every part of it was seen on its way. */
  readonly isFromStart: boolean;
  readonly strayEtags: StrayEtags;
}

/** The last Complete of an upload, judged by the parts that the service had when it answered. */
export class LastComplete {
  #last: Completion | null = null;
  /** Parts that were answered before it, or sent and not answered, came in after it. */
  #isJudgedEarly = false;
  /** The stray ETags that it was judged by. */
  #strayEtags = 0;
  /** What is wrong with its list of parts. */
  issues: readonly UploadIssue[] = [];
  /** The checksum of the object; null where no answer has one. */
  crc64: ObjectCrc | null = null;

  get attempt(): CompleteAttempt | null {
    return this.#last?.attempt ?? null;
  }

  get step(): UploadStep | null {
    return this.#last === null ? null : stepOf(this.#last);
  }

  /** Takes the place of the one before. */
  take(attempt: CompleteAttempt, answer: CompleteAnswer, parts: KeptParts, sight: UploadSight): void {
    this.#last = { attempt, answer };
    this.#judge(this.#last, parts, sight);
  }

  /** A part came in after it; `answered` and `mayBeDone` as of the part's own answer. */
  partAfter(stored: boolean, step: UploadStep, answered: Time | null, mayBeDone: boolean): void {
    if (this.#last === null) return;
    // Without an answer, the order of the requests decides.
    const isOfIt = stored
      ? isBefore(answered, this.#last.answer.asked)
      : mayBeDone && isAskedBefore(step, stepOf(this.#last));
    if (isOfIt) this.#isJudgedEarly = true;
  }

  /** Judges it again where parts that belong to it came in after it, as packets were missing. */
  settle(parts: KeptParts, sight: UploadSight): void {
    const isEarly = this.#isJudgedEarly || sight.strayEtags.count > this.#strayEtags;
    if (this.#last !== null && isEarly) this.#judge(this.#last, parts, sight);
  }

  /** Exchange numbers of an earlier capture say nothing in the next one. */
  forget(): void {
    this.#last = null;
    this.#isJudgedEarly = false;
    this.issues = [];
  }

  #judge({ attempt, answer }: Completion, parts: KeptParts, sight: UploadSight): void {
    this.#isJudgedEarly = false;
    this.#strayEtags = sight.strayEtags.count;
    const isDone = wasCompleted(attempt, answer);
    if (isDone && !attempt.all) parts.settle(attempt.parts ?? []);
    this.issues = attempt.all ? [] : checkList(attempt, answer, parts, sight);
    const named = attempt.all ? parts.stored() : attempt.whole ? attempt.parts : null;
    if (!isDone || answer.crc64 === null || named === null) return;
    const checked = checkObjectCrc(answer.crc64, named, parts.byNumber);
    const isOfOthers =
      attempt.all && checked.result === 'differs' && !isMadeOf(named, parts, answer.partCount);
    this.crc64 = isOfOthers ? { ...checked, combined: null, result: 'unknown' } : checked;
  }
}

function stepOf({ attempt, answer }: Completion): UploadStep {
  return { exchange: attempt.exchange, asked: answer.asked };
}

/** Whether the service completed it: 2xx without an error document, but for that of a failed callback. */
export function wasCompleted({ status }: CompleteAttempt, { code }: CompleteAnswer): boolean {
  return status !== null && status < 300 && (code === '' || isCallbackFailure(status, code));
}

/** What is wrong with the parts that a CompleteMultipartUpload names, against those of the service. */
function checkList(
  attempt: CompleteAttempt,
  answer: CompleteAnswer,
  parts: KeptParts,
  { isFromStart, strayEtags }: UploadSight,
): readonly UploadIssue[] {
  const { exchange, whole, parts: named } = attempt;
  if (named === null) return [{ kind: 'no-list', parts: [], exchange }];
  const kept = parts.before(answer.answered ?? answer.asked);
  const step = stepOf({ attempt, answer });
  const unseen = parts.unseenBefore(step, kept);
  const later = parts.laterThan(step);
  const facts = { isFromStart, strayEtags, unseen, accepted: wasCompleted(attempt, answer) };
  const found = new Map<UploadIssueKind, number[]>();
  const add = (kind: UploadIssueKind, number: number): void => addToList(found, kind, number);
  const seen = new Set<number>();
  let highest = 0;
  const last = largest(named.map(({ number }) => number));
  for (const { number, etag } of named) {
    if (seen.has(number)) add('duplicate', number);
    else if (number < highest) add('order', number);
    highest = Math.max(highest, number);
    seen.add(number);
    const part = kept.get(number);
    if (part === undefined || !part.stored) add(kindOfUnstored({ number, etag }, part, facts), number);
    else if (!isOfEtag(part, etag)) add(kindOfOther({ number, etag }, facts), number);
    // The service holds another one than the one that was answered.
    else if (answer.code === 'InvalidPart' && unseen.has(number)) add('parts-unanswered', number);
    const small = part?.sizeKnown === true && part.bytes < LEAST_PART_BYTES;
    if (answer.code === 'EntityTooSmall' && small && number !== last) add('too-small', number);
  }
  if (whole) {
    for (const part of kept.values())
      if (part.stored && !seen.has(part.number) && !later.has(part.number)) add('left-out', part.number);
    if (named.length === 0) found.set('empty-list', []);
  } else {
    found.set('list-cut', []);
  }
  return [...found].map(([kind, numbers]) => ({ kind, parts: numbers, exchange }));
}

/**
 * Whether an object of that many parts is certainly made of those that are kept: where the Complete has no
 * list, the service may hold parts that came before the capture, by another way or without an answer, and of
 * those sent twice it may hold the other one.
 */
function isMadeOf(kept: readonly NamedPart[], parts: KeptParts, partCount: number | null): boolean {
  return partCount === kept.length && kept.every(({ number }) => parts.byNumber.get(number)?.retries === 0);
}

/** Least size of a part that is not the last, in bytes ("UploadPart" in the API reference). */
const LEAST_PART_BYTES = 100 * 1024;

interface CompleteFacts extends UploadSight {
  /** Numbers of parts that may have been stored when last sent, although no answer says so. */
  readonly unseen: ReadonlySet<number>;
  /** The service completed the upload: it holds every part that was named, whatever the capture shows. */
  readonly accepted: boolean;
}

/** What is said of a named part that the capture does not show stored. */
function kindOfUnstored(
  { number, etag }: NamedPart,
  part: UploadPart | undefined,
  { accepted, isFromStart, unseen, strayEtags }: CompleteFacts,
): UploadIssueKind {
  if (part?.status === null || unseen.has(number)) return 'parts-unanswered';
  return accepted || !isFromStart || strayEtags.has(etag) ? 'parts-unseen' : 'parts-missing';
}

/** What is said of a named part of whose number the capture shows another one stored. */
function kindOfOther({ number, etag }: NamedPart, { unseen, strayEtags }: CompleteFacts): UploadIssueKind {
  if (unseen.has(number)) return 'parts-unanswered';
  return strayEtags.has(etag) ? 'parts-unseen' : 'etag-differs';
}

/** The checksum that the service gives for the object, against the combined one of its parts. */
function checkObjectCrc(
  claimed: string,
  named: readonly NamedPart[],
  parts: ReadonlyMap<number, UploadPart>,
): ObjectCrc {
  const runs: { crc64: bigint; length: number }[] = [];
  for (const { number, etag } of [...named].sort((a, b) => a.number - b.number)) {
    const part = parts.get(number);
    const crc64 = parseCrc64(part?.crc64 ?? '');
    if (part === undefined || !part.stored || !part.sizeKnown || crc64 === null || !isOfEtag(part, etag)) {
      return { claimed, combined: null, result: 'unknown' };
    }
    runs.push({ crc64, length: part.bytes });
  }
  const combined = combineCrc64Runs(runs).toString();
  return { claimed, combined, result: combined === claimed ? 'matches' : 'differs' };
}
