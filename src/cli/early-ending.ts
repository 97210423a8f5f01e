import type { EarlyEnd } from './exit-code.ts';
import type { CliIo } from './io.ts';

/**
 * Ends a run before all is read: whoever reads learns of it by the signal, and the first cause
 * decides the exit code.
 */
export class EarlyEnding {
  readonly #stop = new AbortController();
  #code: EarlyEnd | null = null;
  /** Stops listening to signals to the process. */
  readonly release: () => void;

  constructor(io: Pick<CliIo, 'onInterrupt'>) {
    this.release = io.onInterrupt((code) => this.end(code));
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Null where the run was not ended early, or only for having found all that it looked for. */
  get code(): EarlyEnd | null {
    return this.#code;
  }

  end(code: EarlyEnd): void {
    if (this.signal.aborted) return;
    this.#code = code;
    this.#stop.abort();
  }

  /** All that was looked for is found. */
  enough(): void {
    this.#stop.abort();
  }
}
