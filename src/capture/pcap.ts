import { u32be, u32le } from '../bytes/integers.ts';
import type { Notice, NoticeCode } from '../bytes/notice.ts';
import { NoticeLimiter } from '../bytes/notice-limiter.ts';
import { InPlaceFeed, type Walker } from './in-place-feed.ts';
import {
  hasOddLengths,
  PCAP_HEADER_LENGTH,
  type PcapHeader,
  parsePcapHeader,
  setPcapTime,
} from './pcap-header.ts';
import { isPossibleRecord, readLengths, searchRecords } from './pcap-search.ts';
import type { CaptureParser, CaptureRecord, CaptureSink, CaptureSummary } from './record.ts';
import { ReusedRecord, Tally } from './tally.ts';

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
 * Parses a classic capture file: microseconds or nanoseconds, either byte order, and the modified
 * format with 24-byte record headers. A record whose length cannot be is reported, and the reader
 * looks for the next place where records follow each other.
 */
export class PcapParser implements CaptureParser {
  readonly #walker: PcapWalker;
  readonly #feed: InPlaceFeed;
  readonly #tally: Tally;

  /**
   * @param position goes on in the middle of a file; by default the first byte pushed is the file's
   * first.
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
   * Hands over whole records and returns the index of the first one that is cut off or (mode
   * `search`) damaged.
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
   * Judges an odd header. Records longer than their packets come from careless writers and from
   * damaged lengths: what stands after them tells which. A header of zeros is the tail of a file
   * that was never written to its end.
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
