import { closeSync, openSync, unlinkSync } from 'node:fs';
import { errorCode } from '../../bytes/errors.ts';
import { nodeCrypto } from '../../node/builtins.ts';
import type { CliIo } from '../io.ts';
import { keepMode, PRIVATE_MODE } from './kept-mode.ts';
import { placeApart, putInPlace } from './put-in-place.ts';
import type { ReportOutput } from './report-output.ts';
import { type ReportTarget, reportTarget } from './report-target.ts';
import { writeWhole } from './write-whole.ts';

/** Text that is gathered before it is written, in characters. */
const BUFFER_LENGTH = 64 * 1024;

/**
 * A report in a file, written under a temporary name beside it and renamed when it is complete, so
 * that nobody reads half a report; where the folder does not permit that, its bytes are put into
 * the file that stands there. Writing is synchronous: results come without waiting. Errors of
 * writing are told by `close`.
 */
export class FileOutput implements ReportOutput {
  readonly unopened: string | null;
  readonly #target: ReportTarget;
  /** What is written: the target itself, where that is not replaced. */
  #path: string;
  /** It does not lie beside the target. */
  #isApart = false;
  /** Null before it is open, and once it is closed. */
  #handle: number | null = null;
  #pending = '';
  /** The first error: nothing more is written after it. */
  #error: string | null = null;
  /** No more is to be heard of an early end of the process. */
  readonly #release: () => void;

  constructor(path: string, io: Pick<CliIo, 'onAbandoned'>) {
    const target = reportTarget(path);
    this.#target = target;
    // By chance: in a container every process may have the same number, and one that was killed
    // leaves its file behind.
    this.#path = target.replace
      ? `${target.path}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`
      : target.path;
    // Before there is something to leave behind.
    this.#release = target.replace ? io.onAbandoned(() => this.#remove()) : () => {};
    this.#attempt(() => this.#open());
    this.unopened = this.#error;
    if (this.#error !== null) this.#release();
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= BUFFER_LENGTH) this.#attempt(() => this.#flush());
    if (this.#error !== null) this.#pending = '';
  }

  close(): string | null {
    if (this.#handle === null) return this.#error;
    const { replace, path } = this.#target;
    this.#attempt(() => this.#flush());
    this.#always(() => this.#closeHandle());
    if (replace) this.#attempt(() => putInPlace(this.#path, path, this.#isApart));
    if (this.#error !== null) this.#remove();
    this.#release();
    return this.#error;
  }

  discard(): null {
    this.#pending = '';
    if (this.#handle === null) return null;
    this.#always(() => this.#closeHandle());
    this.#remove();
    this.#release();
    return null;
  }

  #open(): void {
    const { path, replace, kept } = this.#target;
    try {
      this.#handle = openSync(this.#path, replace ? 'wx' : 'w', kept === null ? undefined : PRIVATE_MODE);
    } catch (caught) {
      const apart = kept === null ? null : placeApart(this.#path, path, caught);
      if (apart === null) throw caught;
      try {
        this.#handle = openSync(apart, 'wx', PRIVATE_MODE);
      } catch {
        throw caught;
      }
      this.#path = apart;
      this.#isApart = true;
    }
    if (kept !== null && !this.#isApart) keepMode(this.#handle, kept);
  }

  #flush(): void {
    const text = this.#pending;
    this.#pending = '';
    if (this.#handle !== null) writeWhole(this.#handle, text);
  }

  #closeHandle(): void {
    const open = this.#handle;
    this.#handle = null;
    if (open !== null) closeSync(open);
  }

  #remove(): void {
    if (this.#target.replace) removeQuietly(this.#path);
  }

  /** Does what is of use only as long as nothing has failed. */
  #attempt(work: () => void): void {
    if (this.#error === null) this.#always(work);
  }

  #always(work: () => void): void {
    try {
      work();
    } catch (caught) {
      this.#error ??= errorCode(caught) || String(caught);
    }
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not there, or goes with the folder's owner: the error that is told came before.
  }
}
