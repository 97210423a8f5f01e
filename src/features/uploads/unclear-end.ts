import { isAskedBefore, type UploadStep } from './upload-step.ts';

/**
 * What may have ended an upload although no answer says so: a Complete or an Abort without an
 * answer, or a Complete with a server error.
 */
export class UnclearEnd {
  #complete: UploadStep | null = null;
  #abort: UploadStep | null = null;
  #isOfEarlier = false;
  /** The last step that shows that the service had the upload; null for none. */
  #lastThere: UploadStep | null = null;

  /** The last Complete that may have been done; null for none. */
  get complete(): UploadStep | null {
    return this.#complete;
  }

  /** The last Abort that may have been done; null for none. */
  get abort(): UploadStep | null {
    return this.#abort;
  }

  /** An earlier capture left it open whether a Complete or an Abort was done. */
  get isOfEarlier(): boolean {
    return this.#isOfEarlier;
  }

  /** A Complete may have been done; it may be told after steps that were asked for later. */
  completeIn(step: UploadStep): void {
    if (!this.#wasThereAfter(step)) this.#complete = later(this.#complete, step);
  }

  /** The same of an Abort. */
  abortIn(step: UploadStep): void {
    if (!this.#wasThereAfter(step)) this.#abort = later(this.#abort, step);
  }

  /** The service still had the upload then, so that nothing before had ended it. */
  wasThere(step: UploadStep): void {
    this.#lastThere = later(this.#lastThere, step);
    this.#isOfEarlier = false;
    if (this.#abort !== null && isAskedBefore(this.#abort, step)) this.#abort = null;
    if (this.#complete !== null && isAskedBefore(this.#complete, step)) this.#complete = null;
  }

  #wasThereAfter(step: UploadStep): boolean {
    return this.#lastThere !== null && !isAskedBefore(this.#lastThere, step);
  }

  /** Another capture goes on, with exchange numbers of its own. */
  resume(): void {
    this.#isOfEarlier ||= this.#complete !== null || this.#abort !== null;
    this.#complete = null;
    this.#abort = null;
    this.#lastThere = null;
  }
}

function later(known: UploadStep | null, step: UploadStep): UploadStep {
  return known === null || isAskedBefore(known, step) ? step : known;
}
