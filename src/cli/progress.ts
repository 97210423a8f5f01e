import { statSync } from 'node:fs';
import { displayWidth } from '../engine/bytes/display-width.ts';
import { isFailing } from '../engine/diagnose/model.ts';
import type { CaptureInfo, ExchangeResult, ResultSink } from '../engine/results.ts';
import { STDIN } from '../node/files.ts';
import type { SummaryCounts } from '../report/summary.ts';
import type { Input } from '../run/input.ts';
import { type FillArgs, fill, wordlessFiller } from '../sentences/fill.ts';
import type { CliIo, OutputStream } from './io.ts';
import { DEFAULT_TERMINAL_WIDTH } from './terminal.ts';
import type { CliTexts } from './texts.ts';

/** Nothing is shown of a run that is over before, in milliseconds; then a line every so often. */
const FIRST_AFTER_MS = 200;
/** What is left is said from then on: the first requests that fail take longer than all others. */
const LEFT_AFTER_S = 2;
const REDRAW_MS = 100;

/** Goes to the beginning of the line and erases it (ECMA-48: CR, EL). */
const ERASE = '\r\x1b[K';

const MEGABYTE = 1e6;
/** From so many seconds on, minutes are shown. */
const MINUTES_FROM = 100;

/** The clock and the timer that progress goes by. */
export interface Ticks {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls `work` every so many milliseconds; returns what ends that. */
  every(milliseconds: number, work: () => void): () => void;
}

const PROCESS_TICKS: Ticks = {
  now: () => performance.now(),
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    // It is no reason for the process to stay.
    timer.unref();
    return () => clearInterval(timer);
  },
};

/**
 * One line on the terminal that says how far a scan is. It is looked after by the clock: reading only counts
 * bytes. Whatever else is written through `io` comes after the line is erased, and the line comes back at the
 * beginning of a line alone.
 */
export class ScanProgress implements ResultSink {
  /** The process, to be written to while the line may stand. */
  readonly io: CliIo;
  readonly #stderr: OutputStream;
  readonly #texts: CliTexts;
  readonly #inputs: readonly Input[];
  readonly #ticks: Ticks;
  readonly #start: number;
  readonly #stop: () => void;
  #workersHaveRead = (): number => 0;
  #bytes = 0;
  #bytesBefore = 0;
  /** Of all inputs; null where it cannot be known, undefined before it was asked for. */
  #total: number | null | undefined;
  #done = 0;
  #current: string | null = null;
  #failing = 0;
  #isShown = false;
  /** Something else has begun a line on the terminal. */
  #isWithinLine = false;

  constructor(io: CliIo, inputs: readonly Input[], texts: CliTexts, ticks: Ticks = PROCESS_TICKS) {
    this.#stderr = io.stderr;
    this.#texts = texts;
    this.#inputs = inputs;
    this.#ticks = ticks;
    this.#start = ticks.now();
    this.io = { ...io, stdout: this.#guard(io.stdout), stderr: this.#guard(io.stderr) };
    this.#stop = ticks.every(REDRAW_MS, () => this.#tick());
  }

  readonly onBytes = (bytes: number): void => {
    this.#bytes += bytes;
  };

  /** Of captures that are read for what others are to know of them. */
  readonly onBytesBefore = (bytes: number): void => {
    this.#bytesBefore += bytes;
  };

  /** Receives a function that gives how many bytes the workers have read. */
  readonly onWorkerBytes = (workersHaveRead: () => number): void => {
    this.#workersHaveRead = workersHaveRead;
  };

  exchange(_capture: string, { diagnosis }: ExchangeResult): void {
    if (diagnosis !== null && isFailing(diagnosis.verdict)) this.#failing++;
  }

  counts({ byVerdict }: SummaryCounts): void {
    for (const [verdict, count] of byVerdict) if (isFailing(verdict)) this.#failing += count;
  }

  capture({ path }: CaptureInfo): void {
    this.#finish(path);
  }

  unreadable({ path }: { readonly path: string }): void {
    this.#finish(path);
  }

  /** The scan is over: the line goes. */
  end(): void {
    this.#stop();
    this.#erase();
  }

  /** A set of files may be reported several times. */
  #finish(path: string): void {
    if (this.#current === path) return;
    this.#current = path;
    this.#done = Math.min(this.#done + 1, this.#inputs.length);
  }

  #tick(): void {
    if (this.#isWithinLine || this.#ticks.now() - this.#start < FIRST_AFTER_MS) return;
    // a terminal that does not know its width says 0
    const columns = this.#stderr.columns || DEFAULT_TERMINAL_WIDTH;
    this.#stderr.write(`${ERASE}${this.#line(columns - 1)}`);
    this.#isShown = true;
  }

  #erase(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#stderr.write(ERASE);
  }

  /** A stream that the line makes room for; one that is no terminal is none of its business. */
  #guard(stream: OutputStream): OutputStream {
    if (!stream.isTTY) return stream;
    return {
      isTTY: stream.isTTY,
      columns: stream.columns,
      rows: stream.rows,
      write: (text) => {
        if (text === '') return;
        this.#erase();
        this.#isWithinLine = !text.endsWith('\n');
        stream.write(text);
      },
    };
  }

  /** As much as there is room for, the most important first. */
  #line(columns: number): string {
    const { progress, lang } = this.#texts;
    const pieces = [this.#say(progress.captures, { done: this.#done, all: this.#inputs.length })];
    const bytes = this.#bytes + this.#workersHaveRead();
    if (bytes === 0 && this.#bytesBefore > 0) {
      pieces.push(this.#say(progress.before, { read: String(Math.floor(this.#bytesBefore / MEGABYTE)) }));
      return pieces.join(lang === 'zh' ? '，' : ', ').slice(0, columns);
    }
    const seconds = (this.#ticks.now() - this.#start) / 1000;
    const total = this.#totalBytes();
    const read = String(Math.floor(bytes / MEGABYTE));
    if (total === null) pieces.push(this.#say(progress.readSoFar, { read }));
    else {
      const tenths = Math.min(1000, Math.floor((bytes / Math.max(total, 1)) * 1000));
      const share = tenths < 100 ? (tenths / 10).toFixed(1) : String(Math.floor(tenths / 10));
      pieces.push(this.#say(progress.read, { read, all: String(Math.ceil(total / MEGABYTE)), share }));
    }
    if (this.#failing > 0) pieces.push(this.#say(progress.failing, { n: this.#failing }));
    if (total !== null && bytes > 0 && seconds >= LEFT_AFTER_S) {
      const left = Math.ceil((Math.max(0, total - bytes) / bytes) * seconds);
      const inMinutes = left >= MINUTES_FROM;
      const n = inMinutes ? Math.ceil(left / 60) : left;
      pieces.push(this.#say(inMinutes ? progress.minutes : progress.seconds, { n }));
    }
    pieces.push(this.#say(progress.rate, { rate: String(Math.round(bytes / MEGABYTE / seconds)) }));
    const between = lang === 'zh' ? '，' : ', ';
    let line = '';
    for (const piece of pieces) {
      const longer = line === '' ? piece : line + between + piece;
      if (displayWidth(longer) > columns) break;
      line = longer;
    }
    return line;
  }

  #say(template: string, args: FillArgs): string {
    return fill(template, args, wordlessFiller(this.#texts.lang));
  }

  #totalBytes(): number | null {
    if (this.#total === undefined) this.#total = totalOf(this.#inputs);
    return this.#total;
  }
}

/** Null where one of them is no file. */
function totalOf(inputs: readonly Input[]): number | null {
  let total = 0;
  for (const { path, parts = [path] } of inputs) {
    for (const part of parts) {
      if (part === STDIN) return null;
      try {
        const facts = statSync(part);
        if (!facts.isFile()) return null;
        total += facts.size;
      } catch {
        // It will be reported as unreadable.
      }
    }
  }
  return total;
}
