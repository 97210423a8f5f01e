import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { addAll } from '../bytes/collections.ts';
import { STDIN } from './files.ts';
import type { Input } from './scan-options.ts';

/**
 * Larger captures are not read for requests of others: it would mean to read them twice. Of those,
 * so much of their beginning is looked into. In bytes.
 */
const LARGEST_PAIRED = 32 * 1024 * 1024;
/** All that is looked into, in bytes. */
const MOST_LOOKED_AT = 256 * 1024 * 1024;
/** All captures with such refusals that are read for it, in bytes. */
const MOST_READ = 64 * 1024 * 1024;
/** What an answer says that refuses a signature. */
export const REFUSAL = 'SignatureDoesNotMatch';
/** How TLS begins: a record of a handshake, as clients and servers write the first one. */
const HANDSHAKES = [Buffer.from([0x16, 3, 1]), Buffer.from([0x16, 3, 3])];
/** Bytes that are looked into at a time, beside the end of those before. */
const BLOCK_BYTES = 1024 * 1024;
const OVERLAP = REFUSAL.length - 1;

export interface RefusingCaptures {
  /**
   * Captures that may have refusals and are small enough to be read for what others show of them.
   */
  readonly small: readonly Input[];
  /** There may be refusals in one of the captures at least. */
  readonly hasAny: boolean;
}

/**
 * Finds those that hold a refusal in the clear, as far as it can be seen without reading them as
 * captures. `opensTls`: there are keys for TLS, so that one may be in whatever begins with a
 * handshake.
 */
export function refusingCaptures(
  inputs: readonly Input[],
  folder: string,
  opensTls: boolean,
): RefusingCaptures {
  const signs = opensTls ? [REFUSAL, ...HANDSHAKES] : [REFUSAL];
  const small: Input[] = [];
  const beginnings: string[] = [];
  let [looked, toRead] = [0, 0];
  for (const input of inputs) {
    const path = resolve(folder, input.path);
    if (input.parts !== undefined)
      addAll(
        beginnings,
        input.parts.map((part) => resolve(folder, part)),
      );
    if (input.parts !== undefined || input.path === STDIN) continue;
    const size = sizeOf(path);
    if (size > LARGEST_PAIRED) beginnings.push(path);
    if (size === 0 || size > LARGEST_PAIRED || looked + size > MOST_LOOKED_AT) continue;
    looked += size;
    if (toRead + size > MOST_READ || !holds(path, size, signs)) continue;
    toRead += size;
    small.push(input);
  }
  if (small.length > 0) return { small, hasAny: true };
  for (const path of beginnings) {
    const size = Math.min(sizeOf(path), LARGEST_PAIRED);
    if (size === 0 || looked + size > MOST_LOOKED_AT) continue;
    looked += size;
    if (holds(path, size, signs)) return { small, hasAny: true };
  }
  return { small, hasAny: false };
}

/** In bytes; 0 for what is no file: to open a pipe would take it from its reader. */
export function sizeOf(path: string): number {
  try {
    const stats = statSync(path);
    return stats.isFile() ? stats.size : 0;
  } catch {
    // reading it meets the same error, and reports it
    return 0;
  }
}

/** The end of each block stays before the next one, for what stands across the two. */
const block = Buffer.allocUnsafeSlow(BLOCK_BYTES + OVERLAP);

/**
 * Of many small files a read in another thread, and the wait for its answer, takes several times as
 * long as the read.
 */
function holds(path: string, size: number, signs: readonly (string | Buffer)[]): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      for (let at = 0, kept = 0; at < size; ) {
        const length = Math.min(block.length - kept, size - at);
        const bytesRead = readSync(file, block, kept, length, at);
        if (bytesRead === 0) return false;
        const end = kept + bytesRead;
        const shown = block.subarray(0, end);
        if (signs.some((sign) => shown.includes(sign))) return true;
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
