import { closeSync, lstatSync, openSync, realpathSync, renameSync, unlinkSync } from 'node:fs';
import { errorCode } from '../bytes/error-name.ts';
import { nodeCrypto } from '../node/builtins.ts';
import { guardedStream } from './build-server.ts';
import type { CliIo } from './io.ts';
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
  const stream = guardedStream(io.stdout, io.env);
  return { write: (text) => stream.write(text), close: () => null, discard: () => null };
}

/** Standard output for a report that consists of a build server's commands, and escapes captured text itself. */
export function commandOutput(io: CliIo): ReportOutput {
  return { write: (text) => io.stdout.write(text), close: () => null, discard: () => null };
}

/** Text that is gathered before it is written, in characters. */
const BUFFER_LENGTH = 64 * 1024;

/**
 * A report in a file, written under a temporary name beside it and renamed when it is complete, so that nobody
 * reads half a report. Writing is synchronous: results come without waiting. Errors are told by `close`.
 */
export function fileOutput(path: string, io: Pick<CliIo, 'onAbandoned'>): ReportOutput {
  let error: string | null = null;
  let pending = '';
  let handle: number | null = null;
  const target = finalPath(path);
  // By chance: in a container every process may have the same number, and one that was killed leaves its file behind.
  const temporary = target.replace
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
  // Before there is something to leave behind.
  const release = target.replace ? io.onAbandoned(remove) : () => {};
  attempt(() => {
    handle = openSync(temporary, target.replace ? 'wx' : 'w');
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
      if (target.replace) attempt(() => renameSync(temporary, target.path));
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

/** The file behind links; devices and pipes are written to, never replaced. */
function finalPath(path: string): { readonly path: string; readonly replace: boolean } {
  try {
    const real = realpathSync(path);
    return { path: real, replace: lstatSync(real).isFile() };
  } catch {
    return { path, replace: true };
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not there, or goes with the folder's owner: the error that is told came before.
  }
}
