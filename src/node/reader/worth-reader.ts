import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { captureFormatOf, MAGIC_LENGTH } from '../../capture/capture-parser.ts';

/**
 * A capture of so many bytes is worth another thread: less is read by the time that one has started
 * and got up to speed.
 */
const LARGE_BYTES = 24 * 1024 * 1024;

/**
 * Messages of HTTP a megabyte, about, from which on there is enough for another thread to do: a
 * body takes only the reader's time.
 */
const LEAST_MESSAGES = 100;
/** Looked at in the middle of the file, in bytes. */
const SAMPLE_BYTES = 256 * 1024;

/**
 * Whether a path is a file with a capture that is not packed, a large one, and many small messages
 * in it. What is odd about it is for its reader to say.
 */
export function isWorthReader(path: string): boolean {
  try {
    const facts = statSync(path);
    // Even to open a pipe here would take it from its reader.
    if (!facts.isFile() || facts.size < LARGE_BYTES) return false;
    const file = openSync(path, 'r');
    try {
      const magic = Buffer.alloc(MAGIC_LENGTH);
      readSync(file, magic, 0, MAGIC_LENGTH, 0);
      if (captureFormatOf(magic) === null) return false;
      const sample = Buffer.alloc(SAMPLE_BYTES);
      const bytesRead = readSync(file, sample, 0, SAMPLE_BYTES, Math.floor(facts.size / 2));
      return messagesIn(sample.subarray(0, bytesRead)) * (1024 * 1024) >= LEAST_MESSAGES * bytesRead;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** Versions stand once in each head, and hardly anywhere else. */
function messagesIn(sample: Buffer): number {
  let count = 0;
  for (let at = sample.indexOf(VERSION); at >= 0; at = sample.indexOf(VERSION, at + VERSION.length)) count++;
  return count;
}

const VERSION = 'HTTP/1.';
