/** What may have ended an upload although no answer says so: a Complete or an Abort without an answer, or a Complete with a server error. */
export class UnclearEnd {
  #complete: number | null = null;
  #abort: number | null = null;
  #isOfEarlier = false;
  /** The last exchange that shows that the service had the upload; 0 for none. */
  #lastThere = 0;

  /** The exchange of the last Complete that may have been done; null for none. */
  get complete(): number | null {
    return this.#complete;
  }

  /** The exchange of the last Abort that may have been done; null for none. */
  get abort(): number | null {
    return this.#abort;
  }

  /** An earlier capture left it open whether a Complete or an Abort was done. */
  get isOfEarlier(): boolean {
    return this.#isOfEarlier;
  }

  completeIn(exchange: number): void {
    if (exchange > this.#lastThere) this.#complete = Math.max(exchange, this.#complete ?? 0);
  }

  abortIn(exchange: number): void {
    this.#abort = exchange;
  }

  /** The service still had the upload then, so that nothing before had ended it. */
  wasThere(exchange: number): void {
    this.#lastThere = Math.max(this.#lastThere, exchange);
    this.#isOfEarlier = false;
    if (this.#abort !== null && this.#abort < exchange) this.#abort = null;
    if (this.#complete !== null && this.#complete < exchange) this.#complete = null;
  }

  /** Another capture goes on, with exchange numbers of its own. */
  resume(): void {
    this.#isOfEarlier ||= this.#complete !== null || this.#abort !== null;
    this.#complete = null;
    this.#abort = null;
    this.#lastThere = 0;
  }
}
