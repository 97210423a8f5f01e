import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ByteString } from '../engine/bytes/byte-string.ts';
import { type FileLooks, REQUEST_IDS } from '../run/related-inputs.ts';
import { fileSize, STDIN } from './files.ts';

/** Bytes that are looked into at a time, beside the end of those before. */
const BLOCK_BYTES = 1024 * 1024;
/** Longest text that is looked for, but for one byte. */
const OVERLAP = 63;

/** Looks into files that are named from a folder. */
export function fileLooks(folder: string): FileLooks {
  return {
    sizeOf: (path) => (path === STDIN ? 0 : sizeOf(resolve(folder, path))),
    holds: (path, size, texts) => holds(resolve(folder, path), size, texts),
    requestIds: (path) => requestIds(resolve(folder, path)),
  };
}

/** Of files that are small enough to be compared. */
function requestIds(path: string): readonly ByteString[] | null {
  try {
    const ids: ByteString[] = [];
    let isRefused = false;
    for (const [, inDocument, inHeader] of readFileSync(path, 'latin1').matchAll(REQUEST_IDS)) {
      const id = inDocument ?? inHeader;
      // the ID in the document before is not whole, and that in the header may not be either
      if (id === undefined && isRefused) return null;
      if (id === undefined) isRefused = true;
      else ids.push(id);
      if (inDocument !== undefined) isRefused = false;
    }
    return isRefused ? null : ids;
  } catch {
    return [];
  }
}

/** In bytes; 0 for what is no file: to open a pipe would take it from its reader. */
export function sizeOf(path: string): number {
  return fileSize(path) ?? 0;
}

/** The end of each block stays before the next one, for what stands across the two. */
const block = Buffer.allocUnsafeSlow(BLOCK_BYTES + OVERLAP);

/** Of small files, a read in another thread takes, with the wait, several times as long as the read. */
export function holds(path: string, size: number, texts: readonly ByteString[]): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      for (let at = 0, kept = 0; at < size; ) {
        const length = Math.min(block.length - kept, size - at);
        const bytesRead = readSync(file, block, kept, length, at);
        if (bytesRead === 0) return false;
        const end = kept + bytesRead;
        const shown = block.subarray(0, end);
        if (texts.some((text) => shown.includes(text, 0, 'latin1'))) return true;
        at += bytesRead;
        kept = Math.min(end, OVERLAP);
        block.copyWithin(0, end - kept, end);
      }
      return false;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
