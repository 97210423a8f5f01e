/* The parts of an upload that the service keeps, and the order of its requests: by times, else by numbers. */

import { asciiLower, type ByteString, detach } from '../../engine/bytes/byte-string.ts';
import { header, isEarlier, isKnownTime, type Time } from '../../engine/http/message.ts';
import { answerDocument } from '../../engine/oss/coded-body.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { NamedPart, UploadPart } from '../../engine/oss/upload.ts';
import { doneAnswer, etagOf, type PartElement } from './upload-messages.ts';

/** An exchange of an upload, with what shows when it was asked for. */
export interface UploadStep {
  readonly exchange: number;
  /** When it was asked for; null where that is not known. */
  readonly asked: Time | null;
}

/** Whether a step was asked for earlier. Numbers, late behind a gap, decide only where the times do not. */
export function isAskedBefore(step: UploadStep, other: UploadStep): boolean {
  if (isBefore(step.asked, other.asked)) return true;
  return !isBefore(other.asked, step.asked) && step.exchange < other.exchange;
}

/** A copy: a message would stay in memory with its time. Null where the time is not known. */
export function knownTime(time: Time | null): Time | null {
  return time !== null && isKnownTime(time) ? { seconds: time.seconds, nanos: time.nanos } : null;
}

/** False where either is not known. */
export function isBefore(a: Time | null, b: Time | null): boolean {
  return a !== null && b !== null && isEarlier(a, b);
}

/** ETags remembered of one capture; of more answers without requests little can be said anyway. */
const MAX_STRAY_ETAGS = 10_000;

/** The ETags that answers gave whose requests the capture lacks: some of them may be of parts. */
export class StrayEtags {
  readonly #etags = new Set<ByteString>();

  get count(): number {
    return this.#etags.size;
  }

  /** Takes in an answer without a request. */
  add(oss: OssExchange): void {
    const answer = this.#etags.size < MAX_STRAY_ETAGS ? doneAnswer(oss) : null;
    if (answer === null) return;
    // Bodies are read only where the head does not say it: a capture of one direction has such answers alone.
    const etag = etagOf(answer, header(answer, 'etag') === null ? answerDocument(oss) : null);
    if (etag !== null) this.#etags.add(asciiLower(etag));
  }

  has(etag: ByteString): boolean {
    return this.#etags.has(asciiLower(etag));
  }
}

/** Whether a part may be the one named with an ETag; without one nothing speaks against it. */
export function isOfEtag({ etag }: UploadPart, named: ByteString): boolean {
  return etag === null || asciiLower(etag) === asciiLower(named);
}

/** A stored part that another of the same number took the place of. */
interface ReplacedPart {
  readonly part: UploadPart;
  /** When it was answered first; null where that is not known. */
  readonly since: Time | null;
}

/** A try to store a part, whose answer is missing. */
interface UnseenPart {
  readonly part: UploadPart;
  readonly asked: Time | null;
}

/** The parts of one upload, one for each number, and which of them the service holds. */
export class KeptParts {
  readonly #parts = new Map<number, UploadPart>();
  /** Parts that others of the same number took the place of, as the answers came in. */
  readonly #replaced = new Map<number, ReplacedPart>();
  /** Of each number the last try that may have been stored although no answer says so. */
  readonly #unseen = new Map<number, UnseenPart>();
  /** When the parts were answered, by their numbers; those alone of which that is known. */
  readonly #answered = new Map<number, Time>();
  /** The same of the first of several tries that were stored with one ETag; null where that is not known. */
  readonly #since = new Map<number, Time | null>();

  get count(): number {
    return this.#parts.size;
  }

  get byNumber(): ReadonlyMap<number, UploadPart> {
    return this.#parts;
  }

  /** In ascending order. */
  inOrder(): readonly UploadPart[] {
    return [...this.#parts.values()].sort((a, b) => a.number - b.number);
  }

  /** Takes in a part. `answered`: null where unknown; `mayBeDone`: no answer, and it may have been stored. */
  sent(part: UploadPart, { asked }: UploadStep, answered: Time | null, mayBeDone: boolean): void {
    const { number } = part;
    if (!part.stored && mayBeDone) this.#unseen.set(number, { part, asked });
    const before = this.#parts.get(number);
    const retries = before === undefined ? 0 : before.retries + (before.listed ? 0 : 1);
    // What the service holds stays when a later try fails, and when an earlier one is reported late.
    const isOlder = isBefore(answered, this.#answered.get(number) ?? null);
    const kept = before?.stored === true && (!part.stored || isOlder) ? before : part;
    if (before?.stored === true && part.stored) this.#storedAgain(before, part, kept, knownTime(answered));
    this.#parts.set(number, { ...kept, retries });
    if (kept !== part) return;
    const time = knownTime(answered);
    if (time === null) this.#answered.delete(number);
    else this.#answered.set(number, time);
  }

  /** A part was stored twice, and `kept` is the one that counts. */
  #storedAgain(before: UploadPart, part: UploadPart, kept: UploadPart, answered: Time | null): void {
    const { number } = part;
    const since = this.#keptSince(number);
    if (before.etag === part.etag) {
      const isFirst = kept === part || since === null || isBefore(since, answered);
      this.#since.set(number, isFirst ? since : answered);
    } else if (kept === part) {
      this.#replaced.set(number, { part: before, since });
      this.#since.delete(number);
    } else {
      this.#replaced.set(number, { part, since: answered });
    }
  }

  /** When the service first answered that it holds what it has of a number; null where not known. */
  #keptSince(number: number): Time | null {
    const since = this.#since.get(number);
    return since === undefined ? (this.#answered.get(number) ?? null) : since;
  }

  /** Takes in a part that ListParts shows, in that exchange. */
  listed({ number, etag, size, crc64 }: PartElement, exchange: number): void {
    this.#unseen.delete(number);
    const before = this.#parts.get(number);
    const isOther = before?.stored === true && etag !== '' && !isOfEtag(before, etag);
    // Another client sent the part again, which the capture does not show.
    if (isOther) {
      this.#replaced.set(number, { part: before, since: this.#keptSince(number) });
      this.#answered.delete(number);
      this.#since.delete(number);
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

  /**
   * The service completed the upload, so that it holds what is named: of two parts with one number that were
   * under way at once, answers do not show which came last, and of one sent again the answer may be missing.
   */
  settle(named: readonly NamedPart[]): void {
    for (const { number, etag } of named) {
      const part = this.#parts.get(number);
      if (part === undefined) continue;
      if (!part.stored) {
        // It was sent, and only its answer is missing.
        if (part.status === null) this.#parts.set(number, { ...part, stored: true, etag: detach(etag) });
        continue;
      }
      if (isOfEtag(part, etag)) continue;
      const replaced = this.#replaced.get(number)?.part;
      const unseen = this.#unseen.get(number);
      const { retries } = part;
      if (replaced !== undefined && isOfEtag(replaced, etag)) {
        this.#parts.set(number, { ...replaced, retries });
      } else if (unseen !== undefined && this.#isAfter(unseen, part)) {
        this.#parts.set(number, { ...unseen.part, stored: true, etag: detach(etag), retries });
      }
    }
  }

  /** The parts as they were then: of one answered later, the one before it, or none. */
  before(time: Time | null): ReadonlyMap<number, UploadPart> {
    const later = [...this.#answered.keys()].filter((number) => isBefore(time, this.#keptSince(number)));
    if (later.length === 0) return this.#parts;
    const before = new Map(this.#parts);
    for (const number of later) {
      const replaced = this.#replaced.get(number);
      if (replaced === undefined || isBefore(time, replaced.since)) before.delete(number);
      else before.set(number, replaced.part);
    }
    return before;
  }

  /** Numbers of parts that the capture shows only after that step, with no answer that dates them. */
  laterThan({ exchange }: UploadStep): ReadonlySet<number> {
    const later = [...this.#parts.values()].filter(
      (part) => part.capture === null && part.exchange > exchange,
    );
    return new Set(later.map(({ number }) => number).filter((number) => this.#keptSince(number) === null));
  }

  /** Numbers of parts that a later try, of which no answer says so, may have stored before that step. */
  unseenBefore(step: UploadStep, kept: ReadonlyMap<number, UploadPart>): ReadonlySet<number> {
    const numbers = new Set<number>();
    for (const [number, { part, asked }] of this.#unseen) {
      const known = kept.get(number);
      const isLater = known?.stored !== true || this.#isAfter({ part, asked }, known);
      if (isAskedBefore({ exchange: part.exchange, asked }, step) && isLater) numbers.add(number);
    }
    return numbers;
  }

  /** Whether a try of this capture was sent after a part that is kept. */
  #isAfter({ part, asked }: UnseenPart, kept: UploadPart): boolean {
    if (kept.capture !== null || part.exchange > kept.exchange) return true;
    return isBefore(this.#keptSince(part.number), asked);
  }

  /** The parts that the service holds, as a Complete would name them. */
  stored(): readonly NamedPart[] {
    return [...this.#parts.values()]
      .filter((part) => part.stored)
      .map(({ number, etag }) => ({ number, etag: etag ?? '' }));
  }

  /** The parts that may be stored although no answer says so, in ascending order. */
  unseen(): readonly UploadPart[] {
    return [...this.#unseen.values()]
      .map(({ part }) => part)
      .filter(({ number }) => this.#parts.get(number)?.stored === false)
      .sort((a, b) => a.number - b.number);
  }

  /** The capture is over: the exchanges of the parts that it showed are in `path` from now on. */
  leave(path: string): void {
    const left = (part: UploadPart): UploadPart =>
      part.capture === null ? { ...part, capture: path } : part;
    for (const [number, part] of this.#parts) this.#parts.set(number, left(part));
    for (const [number, { part, since }] of this.#replaced)
      this.#replaced.set(number, { part: left(part), since });
    // By their exchanges they would be taken for parts of the next one.
    this.#unseen.clear();
  }
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
