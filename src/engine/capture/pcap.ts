/* Classic pcap: its header, its records, and the search for the next record behind damaged bytes. */

import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import { type Notice, type NoticeCode, NoticeLimiter } from '../bytes/notice.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { InPlaceFeed, type Walker } from './in-place-feed.ts';
import type { CaptureParser, CaptureRecord, CaptureSink, CaptureSummary } from './record.ts';
import { ReusedRecord, Tally } from './record.ts';

/** Bytes of the header of a classic capture file (draft-ietf-opsawg-pcap §4). */
export const PCAP_HEADER_LENGTH = 24;

const NANOS_PER_SECOND = 1_000_000_000;
const RECORD_HEADER_LENGTH = 16;
/** Alexey Kuznetzov's patched libpcap wrote interface, protocol and packet type after the usual 16 bytes. */
const MODIFIED_RECORD_HEADER_LENGTH = 24;

/** Largest record of an ordinary link type: MAXIMUM_SNAPLEN of libpcap's pcap-int.h. */
const MAX_CAPTURED_LENGTH = 262_144;

/** Link types whose records may be larger: max_snaplen_for_dlt() of libpcap's pcap-common.c. */
const MAX_CAPTURED_LENGTH_OF: ReadonlyMap<number, number> = new Map([
  [231, 128 * 1024 * 1024], // DBUS
  [249, 128 * 1024 * 1024], // USBPCAP
  [279, 8 * 1024 * 1024], // EBHSCR
]);

/** How the two lengths of a record stand: files before version 2.3 have them the other way round. */
type LengthOrder = 'captured-first' | 'original-first' | 'smaller-first';

export interface PcapHeader {
  readonly littleEndian: boolean;
  readonly nanos: boolean;
  readonly modified: boolean;
  readonly recordHeaderLength: number;
  readonly lengthOrder: LengthOrder;
  /** Captured lengths over this are damage. */
  readonly maxLength: number;
  readonly snapLength: number;
  readonly linkType: number;
}

type HeaderFault = Pick<Notice, 'code' | 'args'>;

/** Whether the four bytes at `at` are one of the six magic numbers of classic captures. */
export function isPcapMagic(block: Uint8Array, at: number): boolean {
  return unitOf(u32be(block, at)) !== null || unitOf(u32le(block, at)) !== null;
}

/** Reads the 24 bytes at `at`. Fails with `not-a-capture` or `unsupported-version`. */
export function parsePcapHeader(block: Uint8Array, at = 0): Result<PcapHeader, HeaderFault> {
  const littleEndian = unitOf(u32le(block, at)) !== null;
  const unit = unitOf(littleEndian ? u32le(block, at) : u32be(block, at));
  if (unit === null) return fail({ code: 'not-a-capture', args: {} });
  const u16 = littleEndian ? u16le : u16be;
  const u32 = littleEndian ? u32le : u32be;
  const major = u16(block, at + 4);
  const minor = u16(block, at + 6);
  // libpcap and Wireshark read versions 2.0 to 2.4 and refuse all others.
  if (major !== 2 || minor > 4) {
    return fail({ code: 'unsupported-version', args: { format: 'pcap', version: `${major}.${minor}` } });
  }
  // The upper bits of the last word give the length of a frame check sequence.
  const linkType = u32(block, at + 20) & 0xffff;
  return ok({
    littleEndian,
    nanos: unit === 'nanos',
    modified: unit === 'modified',
    recordHeaderLength: unit === 'modified' ? MODIFIED_RECORD_HEADER_LENGTH : RECORD_HEADER_LENGTH,
    lengthOrder: minor < 3 ? 'original-first' : minor === 3 ? 'smaller-first' : 'captured-first',
    maxLength: MAX_CAPTURED_LENGTH_OF.get(linkType) ?? MAX_CAPTURED_LENGTH,
    snapLength: u32(block, at + 16),
    linkType,
  });
}

/**
 * Whether the lengths of a record call for a closer look: longer than any record can be, more captured than
 * was there, or nothing there at all.
 */
export function hasOddLengths(header: PcapHeader, captured: number, original: number): boolean {
  return captured > original || captured > header.maxLength || original === 0;
}

/** Sets the time of a record from its two header fields; some writers let the fraction run over a second. */
export function setPcapTime(
  record: CaptureRecord,
  header: PcapHeader,
  seconds: number,
  fraction: number,
): void {
  const nanos = header.nanos ? fraction : fraction * 1000;
  const carry = nanos < NANOS_PER_SECOND ? 0 : Math.floor(nanos / NANOS_PER_SECOND);
  record.seconds = seconds + carry;
  record.nanos = nanos - carry * NANOS_PER_SECOND;
}

function unitOf(magic: number): 'micros' | 'nanos' | 'modified' | null {
  if (magic === 0xa1b2c3d4) return 'micros';
  if (magic === 0xa1b23c4d) return 'nanos';
  if (magic === 0xa1b2cd34) return 'modified';
  return null;
}

/** Where another reader of the same file stopped, so that this one can go on from there. */
interface PcapPosition {
  readonly header: PcapHeader;
  /** Offset of the next record in the file. */
  readonly offset: number;
  /** Number of the last record that was read. */
  readonly frame: number;
  /** Time of the last record that was read, in seconds; null without one. */
  readonly seconds: number | null;
  readonly tally: Tally;
}

/**
 * Parses a classic capture file: microseconds or nanoseconds, either byte order, and the modified format with
 * 24-byte record headers. A record whose length cannot be is reported, and the reader looks for the next
 * place where records follow each other.
 */
export class PcapParser implements CaptureParser {
  readonly #walker: PcapWalker;
  readonly #feed: InPlaceFeed;
  readonly #tally: Tally;

  /**
   * @param position goes on in the middle of a file; by default the first byte pushed is the file's first.
   */
  constructor(sink: CaptureSink, position?: PcapPosition) {
    this.#tally = position?.tally ?? new Tally();
    this.#tally.format = 'pcap';
    this.#walker = new PcapWalker(sink, this.#tally, position);
    this.#feed = new InPlaceFeed(this.#walker, position?.offset ?? 0);
  }

  get summary(): CaptureSummary {
    return this.#tally;
  }

  push(chunk: Uint8Array): void {
    this.#tally.bytes += chunk.length;
    this.#feed.push(chunk);
  }

  end(): void {
    this.#feed.end();
    this.#walker.end();
  }
}

type Mode = 'header' | 'records' | 'search' | 'stopped';

class PcapWalker implements Walker {
  readonly #sink: CaptureSink;
  readonly #tally: Tally;
  readonly #notices: NoticeLimiter;
  readonly #record: CaptureRecord = new ReusedRecord();
  #mode: Mode = 'header';
  #header: PcapHeader | null = null;
  #needed = PCAP_HEADER_LENGTH;
  #frame = 0;
  #lastSeconds: number | null = null;
  /** Offset of the record at which damage was found. */
  #damageAt = 0;

  constructor(sink: CaptureSink, tally: Tally, position: PcapPosition | undefined) {
    this.#sink = sink;
    this.#tally = tally;
    this.#notices = new NoticeLimiter((notice) => sink.notice(notice), sink.noticesPerCode);
    if (position !== undefined) {
      this.#frame = position.frame;
      this.#lastSeconds = position.seconds;
      this.#start(position.header);
    }
  }

  get needed(): number {
    return this.#needed;
  }

  walk(block: Uint8Array, start: number, end: number, offset: number, final: boolean): number {
    const base = offset - start;
    let at = start;
    if (this.#mode === 'header') at = this.#readHeader(block, at, end, base, final);
    const header = this.#header;
    if (this.#mode === 'stopped') return end;
    if (header === null) return at;
    for (;;) {
      if (this.#mode === 'search') {
        const result = searchRecords(header, this.#lastSeconds, block, at, end, final);
        at = result.at;
        if (result.kind === 'undecided') {
          this.#needed = result.needed;
          return at;
        }
        this.#mode = 'records';
        const args = { skipped: base + at - this.#damageAt };
        this.#notices.add({ code: 'resumed-after-damage', frame: this.#frame + 1, offset: base + at, args });
      }
      const stop = this.#readRecords(header, block, at, end, base, final);
      if (this.#mode === 'records') return stop;
      // The damaged header itself is no place to go on from.
      at = stop + 1;
    }
  }

  end(): void {
    this.#notices.end();
  }

  #start(header: PcapHeader): void {
    this.#header = header;
    this.#mode = 'records';
    this.#needed = header.recordHeaderLength;
    this.#record.linkType = header.linkType;
    this.#tally.linkType(header.linkType);
  }

  #readHeader(block: Uint8Array, at: number, end: number, base: number, final: boolean): number {
    if (end - at < PCAP_HEADER_LENGTH) {
      if (final) this.#stop('truncated-header', base + at, { missing: PCAP_HEADER_LENGTH - (end - at) });
      return at;
    }
    const result = parsePcapHeader(block, at);
    if (result.ok) this.#start(result.value);
    else this.#stop(result.error.code, base + at, result.error.args);
    return at + PCAP_HEADER_LENGTH;
  }

  #stop(code: NoticeCode, offset: number, args: Notice['args']): void {
    this.#mode = 'stopped';
    this.#needed = 1;
    this.#tally.complete = false;
    this.#notices.add({ code, frame: null, offset, args });
  }

  /**
   * Gives whole records and returns the index of the first one that is cut off or (mode `search`) damaged.
   */
  #readRecords(
    header: PcapHeader,
    block: Uint8Array,
    start: number,
    end: number,
    base: number,
    final: boolean,
  ): number {
    const { littleEndian, recordHeaderLength, maxLength, lengthOrder } = header;
    const plainOrder = lengthOrder === 'captured-first';
    const record = this.#record;
    const sink = this.#sink;
    let needed = recordHeaderLength;
    let at = start;
    record.block = block;
    while (end - at >= recordHeaderLength) {
      let captured = littleEndian ? u32le(block, at + 8) : u32be(block, at + 8);
      let original = littleEndian ? u32le(block, at + 12) : u32be(block, at + 12);
      if (!plainOrder) ({ captured, original } = readLengths(header, block, at));
      const seconds = littleEndian ? u32le(block, at) : u32be(block, at);
      if (hasOddLengths(header, captured, original)) {
        const verdict = this.#inspect(header, block, at, end, final);
        if (verdict === 'damaged') {
          this.#damaged(captured > maxLength ? 'absurd-length' : 'damaged-record', base + at, captured);
          return at;
        }
        if (verdict === 'undecided') {
          needed = captured + 2 * recordHeaderLength;
          break;
        }
      }
      const next = at + recordHeaderLength + captured;
      if (next > end) {
        needed = next - at;
        break;
      }
      record.start = at + recordHeaderLength;
      record.end = next;
      record.originalLength = original;
      setPcapTime(record, header, seconds, littleEndian ? u32le(block, at + 4) : u32be(block, at + 4));
      record.frame = ++this.#frame;
      record.offset = base + at;
      this.#lastSeconds = seconds;
      this.#tally.packets++;
      at = next;
      sink.record(record);
    }
    this.#needed = needed;
    if (final && at < end) this.#truncated(base + at, needed - (end - at));
    return at;
  }

  /**
   * Judges an odd header. Records longer than their packets come from careless writers and from damaged
   * lengths: what stands after them shows which. A header of zeros is the tail of a file that was never
   * written to its end.
   */
  #inspect(
    header: PcapHeader,
    block: Uint8Array,
    at: number,
    end: number,
    final: boolean,
  ): 'good' | 'damaged' | 'undecided' {
    const { captured, original } = readLengths(header, block, at);
    if (captured > header.maxLength) return 'damaged';
    const seconds = header.littleEndian ? u32le(block, at) : u32be(block, at);
    if (captured <= original) return seconds === 0 ? 'damaged' : 'good';
    const next = at + header.recordHeaderLength + captured;
    if (end - next >= header.recordHeaderLength) {
      return isPossibleRecord(header, seconds, block, next) ? 'good' : 'damaged';
    }
    if (!final) return 'undecided';
    return next <= end ? 'good' : 'damaged';
  }

  #damaged(code: 'absurd-length' | 'damaged-record', offset: number, length: number): void {
    this.#mode = 'search';
    this.#tally.complete = false;
    this.#damageAt = offset;
    // The damaged record keeps its number.
    this.#frame++;
    this.#notices.add({ code, frame: this.#frame, offset, args: { length } });
  }

  #truncated(offset: number, missing: number): void {
    this.#tally.complete = false;
    this.#notices.add({ code: 'truncated-record', frame: this.#frame + 1, offset, args: { missing } });
  }
}

/** Records in a row that make a place in a damaged file count as found again. */
const CHAIN = 3;
/** Where the file ends before that, so many are enough. */
const CHAIN_AT_END = 2;
/** A record found again has a time this near to the last good one, in seconds: 30 days. */
const NEAR_SECONDS = 30 * 24 * 3600;

/**
 * Outcome of a search: the index of a record header, or the index from which to search again when `needed`
 * bytes are there.
 */
export type SearchResult =
  | { readonly kind: 'found'; readonly at: number }
  | { readonly kind: 'undecided'; readonly at: number; readonly needed: number };

/**
 * Looks for the first place in `block[from]` to `block[end]` at which plausible record headers follow each
 * other. `lastSeconds` is the time of the last good record, null without one; `final` says that the file ends
 * at `end`.
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

/** Whether the header at `at` could start a record captured about `near` (seconds; null: any time). */
function isPlausibleRecord(header: PcapHeader, near: number | null, block: Uint8Array, at: number): boolean {
  const u32 = header.littleEndian ? u32le : u32be;
  const { captured, original } = readLengths(header, block, at);
  if (captured === 0 || captured > original || original > MAX_CAPTURED_LENGTH) return false;
  if (header.snapLength > 0 && captured > header.snapLength) return false;
  if (u32(block, at + 4) >= (header.nanos ? 1e9 : 1e6)) return false;
  return near === null || Math.abs(u32(block, at) - near) <= NEAR_SECONDS;
}

/** As `isPlausibleRecord`, but asks only for the time and a length that can be. */
function isPossibleRecord(header: PcapHeader, near: number, block: Uint8Array, at: number): boolean {
  const u32 = header.littleEndian ? u32le : u32be;
  if (readLengths(header, block, at).captured > header.maxLength) return false;
  return Math.abs(u32(block, at) - near) <= NEAR_SECONDS;
}

/** The two lengths of the record at `at`, in bytes. */
function readLengths(
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
