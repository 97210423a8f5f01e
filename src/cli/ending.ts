import { isFailing, VERDICTS, type Verdict } from '../engine/diagnose/model.ts';
import type { SummaryJson } from '../report/json/model.ts';

/* How a run ends: its exit codes, what ends it early, and what signals do. */

export const EXIT = {
  CLEAN: 0,
  FAILING: 1,
  NOT_DONE: 2,
  HUNG_UP: 129,
  INTERRUPTED: 130,
  OUTPUT_CLOSED: 141,
  TERMINATED: 143,
} as const;

/** What ended a scan before all was read, as shells give it: 128 and the number of the signal. */
export type EarlyEnd = (typeof EXIT)['HUNG_UP' | 'INTERRUPTED' | 'OUTPUT_CLOSED' | 'TERMINATED'];

export interface ScanOutcome {
  readonly summary: SummaryJson;
  /** Captures that are damaged or cut off. */
  readonly damagedCaptures: number;
  /** Captures with TLS to OSS or S3 that stayed closed, or with cut packets, where no request was read. */
  readonly closedCaptures?: number;
  /** Exchanges by verdict that a baseline knows or that are ignored; absent for none. */
  readonly excused?: ReadonlyMap<Verdict, number>;
  /** Null where all was read. */
  readonly endedBy: EarlyEnd | null;
}

export interface ExitOptions {
  /** Verdicts that make the code 1; null: every failing one. */
  readonly failOn: readonly Verdict[] | null;
  /** A capture that is damaged, or of which nothing could be read, counts as one that could not be read. */
  readonly strict: boolean;
}

/** The exit code of a scan: an early end wins over unread input, and that over failing exchanges. */
export function scanExitCode(outcome: ScanOutcome, options: ExitOptions): number {
  if (outcome.endedBy !== null) return outcome.endedBy;
  if (outcome.summary.unreadable > 0) return EXIT.NOT_DONE;
  const notWhole = outcome.damagedCaptures + (outcome.summary.unreadCaptures ?? 0);
  if (options.strict && notWhole > 0) return EXIT.NOT_DONE;
  // who says what decides takes it back: nothing that was looked at is no success, as for a linter without
  // files
  if (options.failOn === null && (outcome.closedCaptures ?? 0) > 0) return EXIT.NOT_DONE;
  const failOn = options.failOn ?? VERDICTS.filter(isFailing);
  const failing = failOn.some((verdict) => {
    return (outcome.summary.byVerdict[verdict] ?? 0) > (outcome.excused?.get(verdict) ?? 0);
  });
  return failing ? EXIT.FAILING : EXIT.CLEAN;
}

/** Ends a run before all is read: readers learn of it by the signal; the first cause decides the code. */
export class EarlyEnding {
  readonly #stop = new AbortController();
  #code: EarlyEnd | null = null;
  /** Stops listening to signals to the process. */
  readonly release: () => void;

  constructor(io: { onInterrupt(listener: (code: EarlyEnd) => void): () => void }) {
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

/** The signals that ask a process to end. */
const CODES = { SIGHUP: EXIT.HUNG_UP, SIGINT: EXIT.INTERRUPTED, SIGTERM: EXIT.TERMINATED } as const;
type EndSignal = keyof typeof CODES;
const SIGNALS = Object.keys(CODES) as EndSignal[];

/** Milliseconds that a process whose work is done is given to end by itself. */
const PATIENCE = 300;

/**
 * What happens when the process is asked to end. The first signal is passed to the listeners, which lets the
 * program end with a report; a second one, or one without a listener, ends the process, and those who would
 * leave something behind (the beginning of a file) are called. Without a listener, signals have their usual
 * effect: a call that blocks (the opening of a pipe that nobody reads) can be ended.
 */
export class ProcessEnd {
  readonly #interrupted = new Set<(code: EarlyEnd) => void>();
  readonly #abandoned = new Set<() => void>();
  /** Listens to signals, while there are listeners. */
  #handler: ((signal: EndSignal) => void) | null = null;
  /** How many listeners there are, those that were called among them. */
  #waiting = 0;
  readonly #hasSignals: boolean;

  constructor(platform: string = process.platform) {
    this.#hasSignals = platform !== 'win32';
    process.on('exit', () => this.#abandon());
  }

  onInterrupt(listener: (code: EarlyEnd) => void): () => void {
    return this.#wait(this.#interrupted, listener);
  }

  onAbandoned(listener: () => void): () => void {
    return this.#wait(this.#abandoned, listener);
  }

  /** After an early end: a read from a pipe that gives nothing more would keep the process. */
  soon(code: number): void {
    const signal = SIGNALS.find((name) => CODES[name] === code);
    if (signal === undefined) return;
    setTimeout(() => {
      if (process.stdout.writableLength > 0) this.soon(code);
      else this.#die(signal);
    }, PATIENCE).unref();
  }

  #wait<T>(listeners: Set<T>, listener: T): () => void {
    listeners.add(listener);
    this.#waiting++;
    this.#listen();
    let isWaiting = true;
    return () => {
      if (!isWaiting) return;
      isWaiting = false;
      listeners.delete(listener);
      this.#waiting--;
      if (this.#waiting === 0) this.#ignore();
    };
  }

  #listen(): void {
    if (this.#handler !== null) return;
    this.#handler = (signal) => {
      const listeners = [...this.#interrupted];
      this.#interrupted.clear();
      if (listeners.length === 0) this.#die(signal);
      for (const listener of listeners) listener(CODES[signal]);
    };
    for (const signal of SIGNALS) process.on(signal, this.#handler);
  }

  #ignore(): void {
    if (this.#handler === null) return;
    for (const signal of SIGNALS) process.removeListener(signal, this.#handler);
    this.#handler = null;
  }

  /** By the signal itself, which whoever started the process sees; `exit` would wait for blocked reads. */
  #die(signal: EndSignal): void {
    this.#abandon();
    this.#ignore();
    // On Windows no signal is sent: the process would be ended with code 1, which says that an exchange
    // fails.
    if (this.#hasSignals) process.kill(process.pid, signal);
    // the first process of a container is not ended by it
    process.exit(CODES[signal]);
  }

  #abandon(): void {
    for (const listener of this.#abandoned) listener();
    this.#abandoned.clear();
  }
}
