import { type EarlyEnd, EXIT } from './exit-code.ts';

/** The signals that ask a process to end. */
const CODES = { SIGHUP: EXIT.HUNG_UP, SIGINT: EXIT.INTERRUPTED, SIGTERM: EXIT.TERMINATED } as const;
type EndSignal = keyof typeof CODES;
const SIGNALS = Object.keys(CODES) as EndSignal[];

/** Milliseconds that a process whose work is done is given to end by itself. */
const PATIENCE = 300;

/**
 * What happens when the process is asked to end. The first signal is passed to the listeners, which
 * lets the program end with a report; a second one, or one without a listener, ends the process,
 * and those who would leave something behind (the beginning of a file) are called. Without a
 * listener, signals have their usual effect: a call that blocks (the opening of a pipe that nobody
 * reads) can be ended.
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

  /**
   * By the signal itself, so that whoever started the process sees it; `exit` would wait for reads
   * that block.
   */
  #die(signal: EndSignal): void {
    this.#abandon();
    this.#ignore();
    // On Windows no signal is sent: the process would be ended with code 1, which says that an
    // exchange fails.
    if (this.#hasSignals) process.kill(process.pid, signal);
    // the first process of a container is not ended by it
    process.exit(CODES[signal]);
  }

  #abandon(): void {
    for (const listener of this.#abandoned) listener();
    this.#abandoned.clear();
  }
}
