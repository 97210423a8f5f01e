import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { errorCode } from '../engine/bytes/result.ts';
import { PRIVATE_MODE, temporaryPath, writeBytes } from '../node/files.ts';
import type { Piece } from '../report/reporter.ts';
import { Gathered } from './gathered.ts';
import type { CliIo, OutputStream } from './io.ts';
import { errorLine, outputMessage } from './messages.ts';
import { type KeptMode, type ReportTarget, reportTarget, standardStream } from './report-target.ts';
import { guardedStream, isBuildServer } from './terminal.ts';
import type { CliTexts } from './texts.ts';

/*
 * Files that reports are written to: under a temporary name, then in the place of what stands there, with its
 * mode.
 */

/** Where a report goes. */
export interface ReportOutput {
  /** Why it could not be opened, as an error code, before anything is written; null where it could. */
  readonly unopened: string | null;
  write(piece: Piece): void;
  /** Completes the report. Gives an error code where it could not be written, else null. */
  close(): string | null;
  /** Gives the report up: a file stays as it was before. Null like `close`. */
  discard(): null;
}

/**
 * A report in a file, written under a temporary name beside it and renamed when it is complete, so that
 * nobody reads half a report; where the folder does not permit that, its bytes are put into the file that
 * stands there. Writing is synchronous: results come without waiting. Errors of writing are given by `close`.
 */
export class FileOutput implements ReportOutput {
  readonly unopened: string | null;
  readonly #target: ReportTarget;
  readonly #isForOwner: boolean;
  /** What is written: the target itself, where that is not replaced. */
  #path: string;
  /** It is not beside the target. */
  #isApart = false;
  /** Null before it is open, and once it is closed. */
  #handle: number | null = null;
  readonly #gathered = new Gathered((bytes) => this.#attempt(() => this.#pass(bytes)));
  /** The first error: nothing more is written after it. */
  #error: string | null = null;
  /** Stops listening to an early end of the process. */
  readonly #release: () => void;

  /** `isForOwner`: where no file stands yet, nobody else may look at what is made. */
  constructor(path: string, io: Pick<CliIo, 'onAbandoned'>, isForOwner = false) {
    this.#isForOwner = isForOwner;
    const target = reportTarget(path);
    this.#target = target;
    this.#path = target.replace ? temporaryPath(target.path) : target.path;
    // Before there is something to leave behind.
    this.#release = target.replace ? io.onAbandoned(() => this.#remove()) : () => {};
    this.#attempt(() => this.#open());
    this.unopened = this.#error;
    if (this.#error !== null) this.#release();
  }

  write(piece: Piece): void {
    if (this.#error === null) this.#gathered.write(piece);
  }

  close(): string | null {
    if (this.#handle === null) return this.#error;
    const { replace, path } = this.#target;
    this.#gathered.flush();
    this.#always(() => this.#closeHandle());
    if (replace) this.#attempt(() => putInPlace(this.#path, path, this.#isApart));
    if (this.#error !== null) this.#remove();
    this.#release();
    return this.#error;
  }

  discard(): null {
    this.#gathered.discard();
    if (this.#handle === null) return null;
    this.#always(() => this.#closeHandle());
    this.#remove();
    this.#release();
    return null;
  }

  #open(): void {
    const { path, replace, kept } = this.#target;
    // one that is to get another's mode is nobody's to look at before
    const isPrivate = kept !== null || this.#isForOwner;
    try {
      this.#handle = openSync(this.#path, replace ? 'wx' : 'w', isPrivate ? PRIVATE_MODE : undefined);
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

  #pass(bytes: Uint8Array): void {
    if (this.#handle !== null) writeBytes(this.#handle, bytes);
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
    // It was not there, or goes with the folder's owner: the error that is reported came before.
  }
}

const MODE_BITS = 0o777;
/** What the group may do. */
const GROUP_BITS = 0o070;

/**
 * Gives an open file the mode of another, and its owner and group where the system permits it. Where it does
 * not, the file belongs to another group, which gets no rights from it.
 */
function keepMode(handle: number, { mode, uid, gid }: KeptMode): void {
  const own = fstatSync(handle);
  // The group alone may be permitted where the owner is not.
  if (own.gid !== gid) attempt(() => fchownSync(handle, own.uid, gid));
  if (own.uid !== uid) attempt(() => fchownSync(handle, uid, gid));
  const isSameGroup = fstatSync(handle).gid === gid;
  // After the owner: changing that takes bits away. File systems without modes refuse it.
  attempt(() => fchmodSync(handle, mode & MODE_BITS & (isSameGroup ? MODE_BITS : ~GROUP_BITS)));
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The report matters more than its mode.
  }
}

/**
 * A folder that takes no new file, though one that is in it may be written: it belongs to another, or only
 * the file is mounted.
 */
const FOLDER_FAULTS = ['EACCES', 'EPERM', 'EROFS'];

/** A file that is mounted (`docker run -v ./report.json:/report.json`) cannot be replaced by another. */
const MOUNT_FAULTS = ['EBUSY'];

/**
 * On Windows neither can one that another program has open without leave to remove it (`Get-Content -Wait`).
 * Elsewhere these say that the folder is one where only the owner of a file may remove it (`/tmp`): what
 * another has laid there is not to be written into.
 */
const OPEN_FAULTS = ['EBUSY', 'EPERM', 'EACCES'];

/** Bytes that are copied at a time. */
const COPY_BYTES = 256 * 1024;

/**
 * Where a file is written until it is complete, when it cannot be beside its place: among the temporary files
 * of the system, where the file that stands there may be written; null where it may not, or where something
 * else is wrong.
 */
function placeApart(beside: string, path: string, error: unknown): string | null {
  if (!FOLDER_FAULTS.includes(errorCode(error))) return null;
  try {
    accessSync(path, constants.W_OK);
    return join(tmpdir(), basename(beside));
  } catch {
    return null;
  }
}

/**
 * Puts a complete file in the place of another: by its name, or else by its bytes, which leaves the other's
 * owner and mode alone.
 */
export function putInPlace(
  temporary: string,
  path: string,
  isApart: boolean,
  platform: string = process.platform,
): void {
  if (!isApart) {
    try {
      renameSync(temporary, path);
      return;
    } catch (error) {
      const faults = platform === 'win32' ? OPEN_FAULTS : MOUNT_FAULTS;
      if (!faults.includes(errorCode(error))) throw error;
    }
  }
  copyInto(temporary, path);
  unlinkSync(temporary);
}

function copyInto(from: string, path: string): void {
  const source = openSync(from, 'r');
  try {
    const written = openSync(path, 'w');
    try {
      const block = new Uint8Array(COPY_BYTES);
      for (let read = readSync(source, block); read > 0; read = readSync(source, block)) {
        writeBytes(written, block.subarray(0, read));
      }
    } finally {
      closeSync(written);
    }
  } finally {
    closeSync(source);
  }
}

export function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8');
}

/** Adds to a file that others write to as well, all at once when the report is complete. */
export function appendOutput(path: string): ReportOutput {
  let text = '';
  return {
    unopened: null,
    write(piece: Piece): void {
      text += textOf(piece);
    },
    discard: () => null,
    close(): string | null {
      try {
        appendFileSync(path, text, 'utf8');
        return null;
      } catch (caught) {
        return errorCode(caught) || String(caught);
      }
    },
  };
}

export function stdoutOutput(io: CliIo): ReportOutput {
  return streamOutput(io.stdout);
}

/** The same for a report that has no way to escape commands, in the log of a build server. */
export function guardedOutput(io: CliIo): ReportOutput {
  return isBuildServer(io.env) ? streamOutput(guardedStream(io.stdout)) : stdoutOutput(io);
}

/**
 * What is to be opened, in an order in which a signal can end each opening: that of a pipe waits until
 * somebody reads it, and while a file is begun that is to be taken away at an early end, the process receives
 * signals only when nothing waits.
 */
export function pipesFirst<T extends { readonly file: string | null }>(targets: readonly T[]): readonly T[] {
  const isPipe = ({ file }: T): boolean =>
    file !== null && standardStream(file) === null && !reportTarget(file).replace;
  return [...targets.filter(isPipe), ...targets.filter((target) => !isPipe(target))];
}

export function streamOutput(stream: OutputStream): ReportOutput {
  return {
    unopened: null,
    write(piece: Piece): void {
      if (typeof piece === 'string' || stream.writeBytes === undefined) stream.write(textOf(piece));
      else stream.writeBytes(piece);
    },
    close: () => null,
    discard: () => null,
  };
}

/**
 * The output that a file's name stands for. One that leads to standard output or standard error
 * (`/dev/stdout`) is that stream itself: opened anew, a file would be written from its start, over what
 * stands there, and a socket cannot be opened by its name.
 */
export function namedOutput(
  path: string,
  io: CliIo,
  printed: (io: CliIo) => ReportOutput = stdoutOutput,
  isForOwner = false,
): ReportOutput {
  switch (standardStream(path)) {
    case 'stdout':
      return printed(io);
    case 'stderr':
      return streamOutput(io.stderr);
    case null:
      return new FileOutput(path, io, isForOwner);
  }
}

/** Reports that what was to go to a file cannot be written there; `file`: null for standard output. */
export function reportUnwritten(
  file: string | null,
  error: string,
  { io, texts }: { readonly io: CliIo; readonly texts: CliTexts },
): void {
  io.stderr.write(errorLine(outputMessage(file ?? '', error, texts)));
}
