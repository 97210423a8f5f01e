import { closeSync, lstatSync, openSync, realpathSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { guardedStream } from './build-server.ts';
import type { CliIo } from './io.ts';

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
export function fileOutput(path: string): ReportOutput {
  let error: string | null = null;
  let pending = '';
  let handle: number | null = null;
  const target = finalPath(path);
  const temporary = target.replace ? `${target.path}.${process.pid}.tmp` : target.path;
  const attempt = (work: () => void): void => {
    if (error !== null) return;
    try {
      work();
    } catch (caught) {
      error = caught instanceof Error && 'code' in caught ? String(caught.code) : String(caught);
    }
  };
  const flush = (): void => {
    const bytes = Buffer.from(pending, 'utf8');
    pending = '';
    for (let at = 0; handle !== null && at < bytes.length; ) at += writeSync(handle, bytes, at);
  };
  attempt(() => {
    handle = openSync(temporary, target.replace ? 'wx' : 'w');
  });
  return {
    write(text: string): void {
      pending += text;
      if (pending.length >= BUFFER_LENGTH) attempt(flush);
      if (error !== null) pending = '';
    },
    close(): string | null {
      attempt(flush);
      if (handle === null) return error;
      const open = handle;
      handle = null;
      attempt(() => closeSync(open));
      if (target.replace) attempt(() => renameSync(temporary, target.path));
      if (error !== null && target.replace) removeQuietly(temporary);
      return error;
    },
    discard(): null {
      const open = handle;
      handle = null;
      pending = '';
      if (open !== null) attempt(() => closeSync(open));
      if (open !== null && target.replace) removeQuietly(temporary);
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
