import { createReadStream, fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** The name of standard input among the paths. */
export const STDIN = '-';

const HANDLE = 0;

/**
 * Standard input as a stream. Of a folder (`< captures`) and of a disk Node.js makes one that ends
 * at once, as if the input were empty; read by its handle, a disk gives its bytes, and a folder the
 * error `EISDIR`.
 */
export function standardInput(): Readable {
  return isFolderOrDisk() ? createReadStream('', { fd: HANDLE, autoClose: false }) : process.stdin;
}

function isFolderOrDisk(): boolean {
  try {
    const facts = fstatSync(HANDLE);
    return facts.isDirectory() || facts.isBlockDevice();
  } catch {
    // A process may be started without it.
    return false;
  }
}
