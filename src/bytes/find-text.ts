import type { ByteString } from './byte-string.ts';

/** What Node's Buffer can more than a plain Uint8Array. */
interface TextSearch {
  indexOf(text: ByteString, from: number, encoding: 'latin1'): number;
}

function hasTextSearch(bytes: object): bytes is TextSearch {
  return 'latin1Slice' in bytes;
}

/**
 * Offset of the first `text` that lies whole in `block[start]` to `block[end]`; -1 where there is none, and also for a block
 * that has no search of its own (a plain Uint8Array): this is a shortcut for those that have.
 */
export function findText(block: Uint8Array, text: ByteString, start: number, end: number): number {
  // Without the cut the search would run on to the end of the block.
  const part: object = block.subarray(start, end);
  const at = hasTextSearch(part) ? part.indexOf(text, 0, 'latin1') : -1;
  return at < 0 ? -1 : start + at;
}
