import { u32be, u32le } from '../bytes/integers.ts';
import { MAX_CAPTURED_LENGTH, type PcapHeader } from './pcap-header.ts';

/** Records in a row that make a place in a damaged file count as found again. */
const CHAIN = 3;
/** Where the file ends before that, so many are enough. */
const CHAIN_AT_END = 2;
/** A record found again has a time this near to the last good one, in seconds: 30 days. */
const NEAR_SECONDS = 30 * 24 * 3600;

/**
 * Outcome of a search: the index of a record header, or the index from which to search again when
 * `needed` bytes are there.
 */
export type SearchResult =
  | { readonly kind: 'found'; readonly at: number }
  | { readonly kind: 'undecided'; readonly at: number; readonly needed: number };

/**
 * Looks for the first place in `block[from]` to `block[end]` at which plausible record headers
 * follow each other. `lastSeconds` is the time of the last good record, null without one; `final`
 * says that the file ends at `end`.
 */
export function searchRecords(
  header: PcapHeader,
  lastSeconds: number | null,
  block: Uint8Array,
  from: number,
  end: number,
  final: boolean,
): SearchResult {
  const length = header.recordHeaderLength;
  let at = from;
  for (; end - at >= length; at++) {
    const needed = judgeChain(header, lastSeconds, block, at, end, final);
    if (needed === FOUND) return { kind: 'found', at };
    if (needed !== REJECTED) return { kind: 'undecided', at, needed };
  }
  return { kind: 'undecided', at, needed: length };
}

/**
 * Whether the header at `at` could start a record captured about `near` (seconds; null: any time).
 */
function isPlausibleRecord(header: PcapHeader, near: number | null, block: Uint8Array, at: number): boolean {
  const u32 = header.littleEndian ? u32le : u32be;
  const { captured, original } = readLengths(header, block, at);
  if (captured === 0 || captured > original || original > MAX_CAPTURED_LENGTH) return false;
  if (header.snapLength > 0 && captured > header.snapLength) return false;
  if (u32(block, at + 4) >= (header.nanos ? 1e9 : 1e6)) return false;
  return near === null || Math.abs(u32(block, at) - near) <= NEAR_SECONDS;
}

/** As `isPlausibleRecord`, but asks only for the time and a length that can be. */
export function isPossibleRecord(header: PcapHeader, near: number, block: Uint8Array, at: number): boolean {
  const u32 = header.littleEndian ? u32le : u32be;
  if (readLengths(header, block, at).captured > header.maxLength) return false;
  return Math.abs(u32(block, at) - near) <= NEAR_SECONDS;
}

/** The two lengths of the record at `at`, in bytes. */
export function readLengths(
  header: PcapHeader,
  block: Uint8Array,
  at: number,
): { readonly captured: number; readonly original: number } {
  const u32 = header.littleEndian ? u32le : u32be;
  const first = u32(block, at + 8);
  const second = u32(block, at + 12);
  const swap =
    header.lengthOrder === 'original-first' || (header.lengthOrder === 'smaller-first' && first > second);
  return swap ? { captured: second, original: first } : { captured: first, original: second };
}

const FOUND = 0;
const REJECTED = -1;

/** FOUND, REJECTED, or the number of bytes from `at` that are needed to decide. */
function judgeChain(
  header: PcapHeader,
  lastSeconds: number | null,
  block: Uint8Array,
  at: number,
  end: number,
  final: boolean,
): number {
  const length = header.recordHeaderLength;
  let near = lastSeconds;
  let next = at;
  for (let links = 0; links < CHAIN; links++) {
    if (end - next < length) {
      if (!final) return next - at + length;
      // One record that ends where the file ends, or more with a tail cut off.
      return links >= CHAIN_AT_END || (links > 0 && next === end) ? FOUND : REJECTED;
    }
    if (!isPlausibleRecord(header, near, block, next)) return REJECTED;
    near = header.littleEndian ? u32le(block, next) : u32be(block, next);
    next += length + readLengths(header, block, next).captured;
  }
  return FOUND;
}
