import { open, stat } from 'node:fs/promises';
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
/** Bytes that are looked into at a time, beside the end of those before. */
const BLOCK_BYTES = 1024 * 1024;
const OVERLAP = REFUSAL.length - 1;

export interface RefusingCaptures {
  /** Captures with refusals that are small enough to be read for what others show of them. */
  readonly small: readonly Input[];
  /** There are refusals in one of the captures at least. */
  readonly hasAny: boolean;
}

/**
 * Finds those that hold a refusal in the clear, as far as it can be seen without reading them as
 * captures.
 */
export async function refusingCaptures(inputs: readonly Input[], folder: string): Promise<RefusingCaptures> {
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
    const size = await sizeOf(path);
    if (size > LARGEST_PAIRED) beginnings.push(path);
    if (size === 0 || size > LARGEST_PAIRED || looked + size > MOST_LOOKED_AT) continue;
    looked += size;
    if (toRead + size > MOST_READ || !(await holds(path, size))) continue;
    toRead += size;
    small.push(input);
  }
  if (small.length > 0) return { small, hasAny: true };
  for (const path of beginnings) {
    const size = Math.min(await sizeOf(path), LARGEST_PAIRED);
    if (size === 0 || looked + size > MOST_LOOKED_AT) continue;
    looked += size;
    if (await holds(path, size)) return { small, hasAny: true };
  }
  return { small, hasAny: false };
}

/** In bytes; 0 for what is no file: to open a pipe would take it from its reader. */
export async function sizeOf(path: string): Promise<number> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : 0;
  } catch {
    // reading it meets the same error, and reports it
    return 0;
  }
}

async function holds(path: string, size: number): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      // the end of each block stays before the next one, for what stands across the two
      const block = Buffer.allocUnsafe(Math.min(size, BLOCK_BYTES) + OVERLAP);
      for (let at = 0, kept = 0; at < size; ) {
        const length = Math.min(block.length - kept, size - at);
        const { bytesRead } = await file.read(block, kept, length, at);
        if (bytesRead === 0) return false;
        const end = kept + bytesRead;
        if (block.subarray(0, end).includes(REFUSAL)) return true;
        at += bytesRead;
        kept = Math.min(end, OVERLAP);
        block.copyWithin(0, end - kept, end);
      }
      return false;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
