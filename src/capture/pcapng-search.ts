import { u32be, u32le } from '../bytes/integers.ts';
import type { SearchResult } from './pcap-search.ts';
import { BLOCK, BLOCK_OVERHEAD, SHORTEST, sectionByteOrder } from './pcapng-block.ts';

/** Longer blocks are not taken for found: bounds what is held back while looking. */
const MAX_FOUND_LENGTH = 1024 * 1024;

/** Types worth looking for, each with a known least length or none. */
const FINDABLE: ReadonlySet<number> = new Set(Object.values(BLOCK));

/**
 * Looks for the first place in `block[from]` to `block[end]` at which a block of a known type
 * stands whose leading and trailing lengths agree.
 */
export function searchBlocks(
  littleEndian: boolean,
  block: Uint8Array,
  from: number,
  end: number,
  final: boolean,
): SearchResult {
  let at = from;
  for (; end - at >= BLOCK_OVERHEAD; at++) {
    const type = littleEndian ? u32le(block, at) : u32be(block, at);
    if (!FINDABLE.has(type)) continue;
    const order = type === BLOCK.SECTION ? sectionByteOrder(block, at + 8) : littleEndian;
    if (order === null) continue;
    const u32 = order ? u32le : u32be;
    const length = u32(block, at + 4);
    if (length < (SHORTEST[type] ?? BLOCK_OVERHEAD) || length > MAX_FOUND_LENGTH || length % 4 !== 0)
      continue;
    if (length > end - at) {
      if (final) continue;
      return { kind: 'undecided', at, needed: length };
    }
    if (u32(block, at + length - 4) === length) return { kind: 'found', at };
  }
  return { kind: 'undecided', at, needed: BLOCK_OVERHEAD };
}
