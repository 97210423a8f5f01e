import { closeSync, openSync, unlinkSync } from 'node:fs';
import { errorCode } from '../../bytes/error-name.ts';
import { nodeCrypto } from '../../node/builtins.ts';
import { guardedStream } from '../build-server.ts';
import type { CliIo, OutputStream } from '../io.ts';
import { keepMode, PRIVATE_MODE } from './kept-mode.ts';
import { placeApart, putInPlace } from './put-in-place.ts';
import { reportTarget } from './report-target.ts';
import { standardStream } from './standard-stream.ts';
import { writeWhole } from './write-whole.ts';

/** Where a report goes. */
export interface ReportOutput {
  write(text: string): void;
  /** Completes the report. Gives an error code where it could not be written, else null. */
  close(): string | null;
  /** Gives the report up: a file stays as it was before. Null like `close`. */
  discard(): null;
}

export function stdoutOutput(io: CliIo): ReportOutput {
  return streamOutput(guardedStream(io.stdout, io.env));
}

/** Standard output for a report that consists of a build server's commands, and escapes captured text itself. */
export function commandOutput(io: CliIo): ReportOutput {
  return streamOutput(io.stdout);
}

function streamOutput(stream: OutputStream): ReportOutput {
  return { write: (text) => stream.write(text), close: () => null, discard: () => null };
}

/**
 * The output that a file's name stands for. One that leads to standard output or standard error (`/dev/stdout`) is that stream itself:
 * opened anew, a file would be written from its start, over what stands there, and a socket cannot be opened by its name.
 */
export function namedOutput(
  path: string,
  io: CliIo,
  printed: (io: CliIo) => ReportOutput = stdoutOutput,
): ReportOutput {
  switch (standardStream(path)) {
    case 'stdout':
      return printed(io);
    case 'stderr':
      return streamOutput(io.stderr);
    case null:
      return fileOutput(path, io);
  }
}

/** Text that is gathered before it is written, in characters. */
const BUFFER_LENGTH = 64 * 1024;

/**
 * A report in a file, written under a temporary name beside it and renamed when it is complete, so that nobody
 * reads half a report; where the folder does not permit that, its bytes are put into the file that stands there. Writing is
 * synchronous: results come without waiting. Errors are told by `close`.
 */
function fileOutput(path: string, io: Pick<CliIo, 'onAbandoned'>): ReportOutput {
  let error: string | null = null;
  let pending = '';
  let handle: number | null = null;
  const target = reportTarget(path);
  // By chance: in a container every process may have the same number, and one that was killed leaves its file behind.
  let temporary = target.replace
    ? `${target.path}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`
    : target.path;
  const always = (work: () => void): void => {
    try {
      work();
    } catch (caught) {
      error ??= errorCode(caught) || String(caught);
    }
  };
  const attempt = (work: () => void): void => {
    if (error === null) always(work);
  };
  const flush = (): void => {
    const text = pending;
    pending = '';
    if (handle !== null) writeWhole(handle, text);
  };
  const closeHandle = (): void => {
    const open = handle;
    handle = null;
    if (open !== null) closeSync(open);
  };
  const remove = (): void => {
    if (target.replace) removeQuietly(temporary);
  };
  let isApart = false;
  // Before there is something to leave behind.
  const release = target.replace ? io.onAbandoned(remove) : () => {};
  attempt(() => {
    const { kept } = target;
    try {
      handle = openSync(temporary, target.replace ? 'wx' : 'w', kept === null ? undefined : PRIVATE_MODE);
    } catch (caught) {
      const apart = kept === null ? null : placeApart(temporary, target.path, caught);
      if (apart === null) throw caught;
      try {
        handle = openSync(apart, 'wx', PRIVATE_MODE);
      } catch {
        throw caught;
      }
      temporary = apart;
      isApart = true;
    }
    if (kept !== null && !isApart) keepMode(handle, kept);
  });
  if (error !== null) release();
  return {
    write(text: string): void {
      pending += text;
      if (pending.length >= BUFFER_LENGTH) attempt(flush);
      if (error !== null) pending = '';
    },
    close(): string | null {
      if (handle === null) return error;
      attempt(flush);
      always(closeHandle);
      if (target.replace) attempt(() => putInPlace(temporary, target.path, isApart));
      if (error !== null) remove();
      release();
      return error;
    },
    discard(): null {
      pending = '';
      if (handle === null) return null;
      always(closeHandle);
      remove();
      release();
      return null;
    },
  };
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not there, or goes with the folder's owner: the error that is told came before.
  }
}
