import type { Time } from '../http/message.ts';
import { isOfEtag } from './complete-check.ts';
import { isBefore, knownTime } from './known-time.ts';
import { detach, type PartElement } from './part-list.ts';
import type { NamedPart, UploadPart } from './upload.ts';

/** A part that was sent, with the exchange that sent it. */
interface SentPart {
  readonly number: number;
  readonly exchange: number;
}

/** The parts of one upload, one for each number, and which of them the service holds. */
export class HeldParts {
  readonly #parts = new Map<number, UploadPart>();
  /** Parts that others of the same number took the place of, as the answers came in. */
  readonly #replaced = new Map<number, UploadPart>();
  /** Parts that may have been stored although no answer says so, with the exchanges that sent them last. */
  readonly #unseen = new Map<number, number>();
  /** When the parts were answered, by their numbers; those alone of which that is known. */
  readonly #answered = new Map<number, Time>();

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

  /**
   * Takes in a part that was sent. `answered`: when, null where that is not known; `mayBeDone`: no answer came, and nothing shows that
   * the service lacked the request.
   */
  sent(part: UploadPart, answered: Time | null, mayBeDone: boolean): void {
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
  }

  #rememberAnswer(number: number, answered: Time | null): void {
    const time = knownTime(answered);
    if (time === null) this.#answered.delete(number);
    else this.#answered.set(number, time);
  }

  /** Takes in a part that ListParts shows, in that exchange. */
  listed({ number, etag, size, crc64 }: PartElement, exchange: number): void {
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

  /**
   * The service completed the upload, so that it holds what is named: of two parts with one number that were under way at once, answers
   * do not tell which came last.
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
      const replaced = this.#replaced.get(number);
      if (replaced === undefined || isOfEtag(part, etag) || !isOfEtag(replaced, etag)) continue;
      this.#parts.set(number, { ...replaced, retries: part.retries });
    }
  }

  /** The parts but those that were answered after that time. */
  before(time: Time | null): ReadonlyMap<number, UploadPart> {
    const isAfter = (number: number): boolean => isBefore(time, this.#answered.get(number) ?? null);
    const after = [...this.#answered.keys()].filter(isAfter);
    if (after.length === 0) return this.#parts;
    const before = new Map(this.#parts);
    for (const number of after) before.delete(number);
    return before;
  }

  /** The parts that the service holds, as a Complete would name them. */
  stored(): readonly NamedPart[] {
    return [...this.#parts.values()]
      .filter((part) => part.stored)
      .map(({ number, etag }) => ({ number, etag: etag ?? '' }));
  }

  /** The parts that may be stored although no answer says so, in ascending order. */
  unseen(): readonly SentPart[] {
    return [...this.#unseen]
      .filter(([number]) => this.#parts.get(number)?.stored === false)
      .map(([number, exchange]) => ({ number, exchange }))
      .sort((a, b) => a.number - b.number);
  }

  /** The capture is over: the exchanges of the parts that it showed are in `path` from now on. */
  leave(path: string): void {
    for (const parts of [this.#parts, this.#replaced]) {
      for (const part of parts.values()) {
        if (part.capture === null) parts.set(part.number, { ...part, capture: path });
      }
    }
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
