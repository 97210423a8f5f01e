import { open, stat } from 'node:fs/promises';
import { showsOss } from '../engine/oss/oss-exchange.ts';
import { looksLikeHttp } from '../features/text/text-parser.ts';
import { type CaptureFacts, probeCapture } from '../run/probe-capture.ts';
import { type ReadOptions, readFile } from './read-bytes.ts';

/** What a file shows of itself; null where it is none, cannot be read, or is no capture. */
export async function probeFile(path: string, reading: ReadOptions): Promise<CaptureFacts | null> {
  try {
    // Even to open a pipe here would take it from its reader: the writer would find it closed.
    if (!(await stat(path)).isFile()) return null;
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return await probeCapture({
        size,
        read: async (at, length) => {
          const buffer = Buffer.allocUnsafeSlow(length);
          const { bytesRead } = await file.read(buffer, 0, length, at);
          return buffer.subarray(0, bytesRead);
        },
        readWhole: (reader) => readFile(path, reader, reading),
      });
    } finally {
      await file.close();
    }
  } catch {
    // Reading it will meet the same error, and report it.
    return null;
  }
}

/** Read of a text to learn whether it holds HTTP, in bytes. */
const PEEK_LENGTH = 256 * 1024;

/** Whether a text, packed or not, has requests to OSS, or HTTP not looked at to its end. Unreadable: none. */
export async function holdsHttp(path: string): Promise<boolean> {
  const stop = new AbortController();
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = {
    chunk: (block: Uint8Array) => {
      if (length >= PEEK_LENGTH) return;
      const part = Uint8Array.from(block.subarray(0, PEEK_LENGTH - length));
      parts.push(part);
      length += part.length;
      if (length >= PEEK_LENGTH) stop.abort();
    },
    notice: () => {},
  };
  const { kind } = await readFile(path, reader, { signal: stop.signal });
  // What comes behind what was read may be anything.
  const isSought = length >= PEEK_LENGTH ? undefined : showsOss;
  return kind !== 'failed' && looksLikeHttp(Buffer.concat(parts), isSought);
}
