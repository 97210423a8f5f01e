import { looksLikeHttp } from '../features/text/text-parser.ts';
import { readFile } from './read-bytes.ts';

/** Read of a text to learn whether it holds HTTP, in bytes. */
const PEEK_LENGTH = 256 * 1024;

/**
 * Whether a file of a folder is text with HTTP; packed or not. A file that cannot be read is none.
 */
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
  return kind !== 'failed' && looksLikeHttp(Buffer.concat(parts));
}
