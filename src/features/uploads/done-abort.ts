import type { Time } from '../../http/message.ts';
import { isBefore, knownTime } from './known-time.ts';
import type { UploadStep } from './upload-step.ts';

/**
 * The last Abort of an upload that was done, and what shows that the bucket keeps parts all the
 * same.
 */
export class DoneAbort {
  #exchange: number | null = null;
  #asked: Time | null = null;
  #answered: Time | null = null;
  readonly #late = new Set<number>();
  #listed: number | null = null;

  /** Its exchange; null where none was done. */
  get exchange(): number | null {
    return this.#exchange;
  }

  /** When it was asked for; null where that is not known. */
  get asked(): Time | null {
    return this.#asked;
  }

  /** Numbers of the parts that were stored while it was done, in ascending order. */
  get late(): readonly number[] {
    return [...this.#late].sort((a, b) => a - b);
  }

  /** The exchange whose answer listed the upload as open after it; null where none did. */
  get listed(): number | null {
    return this.#listed;
  }

  /** An Abort was done: nothing stays of what was kept after the one before. */
  take({ exchange, asked }: UploadStep, answered: Time | null): void {
    this.#exchange = exchange;
    this.#asked = asked;
    this.#answered = knownTime(answered);
    this.nothingKept();
  }

  /**
   * A part was answered as stored. What is under way while an upload is aborted may stay, and has
   * to be aborted once more ("AbortMultipartUpload" in the API reference).
   */
  stored(number: number, answered: Time | null): void {
    if (this.#exchange !== null && !isBefore(answered, this.#answered)) this.#late.add(number);
  }

  /** A list that was asked for after it shows the upload as open. */
  listedIn(exchange: number): void {
    this.#listed = exchange;
  }

  /** The service keeps nothing of the upload. */
  nothingKept(): void {
    this.#late.clear();
    this.#listed = null;
  }
}
