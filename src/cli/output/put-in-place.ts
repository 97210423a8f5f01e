import { accessSync, closeSync, constants, openSync, readSync, renameSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { errorCode } from '../../bytes/errors.ts';
import { writeBytes } from './write-whole.ts';

/**
 * A folder that takes no new file, though one that is in it may be written: it belongs to another,
 * or only the file is mounted.
 */
const FOLDER_FAULTS = ['EACCES', 'EPERM', 'EROFS'];

/**
 * A file that is mounted (`docker run -v ./report.json:/report.json`) cannot be replaced by
 * another.
 */
const MOUNT_FAULTS = ['EBUSY'];

/**
 * On Windows neither can one that another program has open without leave to remove it (`Get-Content
 * -Wait`). Elsewhere these say that the folder is one where only the owner of a file may remove it
 * (`/tmp`): what another has laid there is not to be written into.
 */
const OPEN_FAULTS = ['EBUSY', 'EPERM', 'EACCES'];

/** Bytes that are copied at a time. */
const COPY_BYTES = 256 * 1024;

/**
 * Where a file is written until it is complete, when it cannot be beside its place: among the
 * temporary files of the system, where the file that stands there may be written; null where it may
 * not, or where something else is wrong.
 */
export function placeApart(beside: string, path: string, error: unknown): string | null {
  if (!FOLDER_FAULTS.includes(errorCode(error))) return null;
  try {
    accessSync(path, constants.W_OK);
    return join(tmpdir(), basename(beside));
  } catch {
    return null;
  }
}

/**
 * Puts a complete file in the place of another: by its name, or else by its bytes, which leaves the
 * other's owner and mode alone.
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
