import { copyBytes } from '../bytes/byte-string.ts';
import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import type { Notice, NoticeCode } from '../bytes/notice.ts';
import { NoticeLimiter } from '../bytes/notice.ts';
import { InPlaceFeed, type Walker } from './in-place-feed.ts';
import {
  BLOCK,
  BLOCK_OVERHEAD,
  type Interface,
  isNumberedBlock,
  MAX_BLOCK_LENGTH,
  MAX_INTERFACES,
  parseInterface,
  SHORTEST,
  searchBlocks,
  sectionByteOrder,
  setTime,
} from './pcapng-block.ts';
import type { CaptureParser, CaptureRecord, CaptureSink, CaptureSummary } from './record.ts';
import { ReusedRecord, Tally } from './record.ts';

/** Of a block, its first field. */
const TYPE_BYTES = 4;

/**
 * Parses a pcapng file (draft-ietf-opsawg-pcapng): any number of sections in either byte order, each with its
 * interfaces. Enhanced, simple and obsolete packet blocks become records, decryption secrets go to the sink,
 * all other blocks are passed over; those that Wireshark lists take a frame number. A block whose two lengths
 * do not agree is reported, and the reader looks for the next block that can be trusted.
 */
export class PcapngParser implements CaptureParser {
  readonly #walker: BlockWalker;
  readonly #feed: InPlaceFeed;
  readonly #tally = new Tally();

  constructor(sink: CaptureSink) {
    this.#tally.format = 'pcapng';
    this.#walker = new BlockWalker(sink, this.#tally);
    this.#feed = new InPlaceFeed(this.#walker);
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

class BlockWalker implements Walker {
  readonly #sink: CaptureSink;
  readonly #tally: Tally;
  readonly #notices: NoticeLimiter;
  readonly #record: CaptureRecord = new ReusedRecord();
  #mode: 'blocks' | 'search' | 'stopped' = 'blocks';
  #needed = BLOCK_OVERHEAD;
  #littleEndian = true;
  #sections = 0;
  /** The section being read has a version that is not known: nothing in it is read, up to the next one. */
  #isUnknown = false;
  #interfaces: Interface[] = [];
  #hasReportedInterfaces = false;
  #frame = 0;
  #damageAt = 0;

  constructor(sink: CaptureSink, tally: Tally) {
    this.#sink = sink;
    this.#tally = tally;
    this.#notices = new NoticeLimiter((notice) => sink.notice(notice), sink.noticesPerCode);
  }

  get needed(): number {
    return this.#needed;
  }

  walk(block: Uint8Array, start: number, end: number, offset: number, final: boolean): number {
    // What comes after a stop is of no format that is read here, however it is cut.
    return this.#mode === 'stopped' ? end : this.#walkOn(block, start, end, offset, final);
  }

  #walkOn(block: Uint8Array, start: number, end: number, offset: number, final: boolean): number {
    const base = offset - start;
    let at = start;
    for (;;) {
      if (this.#mode === 'search') {
        const result = searchBlocks(this.#littleEndian, block, at, end, final);
        at = result.at;
        if (result.kind === 'undecided') {
          this.#needed = result.needed;
          return at;
        }
        this.#mode = 'blocks';
        const args = { skipped: base + at - this.#damageAt };
        this.#notices.add({ code: 'resumed-after-damage', frame: this.#frame + 1, offset: base + at, args });
      }
      const stop = this.#readBlocks(block, at, end, base, final);
      if (this.#mode === 'stopped') return end;
      if (this.#mode === 'blocks') return stop;
      at = stop + 1;
    }
  }

  end(): void {
    this.#notices.end();
  }

  /** Takes whole blocks and returns the index of the first one that is cut off or (mode `search`) damaged. */
  #readBlocks(block: Uint8Array, start: number, end: number, base: number, final: boolean): number {
    let needed = BLOCK_OVERHEAD;
    let at = start;
    while (end - at >= BLOCK_OVERHEAD) {
      const type = this.#littleEndian ? u32le(block, at) : u32be(block, at);
      let littleEndian = this.#littleEndian;
      if (type === BLOCK.SECTION) {
        const order = sectionByteOrder(block, at + 8);
        if (order === null) return this.#damaged(type, at, base, 0);
        littleEndian = order;
      }
      const length = littleEndian ? u32le(block, at + 4) : u32be(block, at + 4);
      if (length < BLOCK_OVERHEAD || length > MAX_BLOCK_LENGTH || length % 4 !== 0) {
        return this.#damaged(type, at, base, length);
      }
      const next = at + length;
      if (next > end) {
        needed = length;
        break;
      }
      if ((littleEndian ? u32le(block, next - 4) : u32be(block, next - 4)) !== length) {
        return this.#damaged(type, at, base, length);
      }
      this.#littleEndian = littleEndian;
      this.#take(type, block, at, next, base);
      if (this.#mode === 'stopped') return end;
      at = next;
    }
    this.#needed = needed;
    if (!final || at === end) return at;
    const behind = this.#blockBehind(block, at, end);
    if (behind === null) {
      this.#truncated(block, at, end, base, needed);
      return at;
    }
    this.#damaged(this.#littleEndian ? u32le(block, at) : u32be(block, at), at, base, needed);
    return behind - 1;
  }

  /**
   * Where another block stands behind the one at `at`, in which the file ends by its length: then that length
   * is damaged, and nothing is cut off. Null without one.
   */
  #blockBehind(block: Uint8Array, at: number, end: number): number | null {
    const from = this.#endOfContent(block, at, end);
    if (from > end) return null;
    const result = searchBlocks(this.#littleEndian, block, from, end, true);
    return result.kind === 'found' ? result.at : null;
  }

  /**
   * Where the packet in the block at `at` ends, whatever the block's length: the packet may hold blocks
   * itself. Else where its first fields end.
   */
  #endOfContent(block: Uint8Array, at: number, end: number): number {
    if (end - at < BLOCK_OVERHEAD) return end;
    const u32 = this.#littleEndian ? u32le : u32be;
    const type = u32(block, at);
    // What follows a section header is read by that header, which is damaged.
    if (type === BLOCK.SECTION) return end;
    const fields = at + (SHORTEST[type] ?? BLOCK_OVERHEAD);
    if (fields > end) return end;
    if (type === BLOCK.ENHANCED_PACKET || type === BLOCK.PACKET) return at + 28 + u32(block, at + 20);
    if (type !== BLOCK.SIMPLE_PACKET) return fields;
    const snapLength = this.#interfaces[0]?.snapLength ?? 0;
    const original = u32(block, at + 8);
    return at + 12 + (snapLength > 0 ? Math.min(original, snapLength) : original);
  }

  /** One whole block, `block[at]` to `block[next]`. */
  #take(type: number, block: Uint8Array, at: number, next: number, base: number): void {
    const length = next - at;
    if (length < (SHORTEST[type] ?? BLOCK_OVERHEAD)) {
      if (isNumberedBlock(type)) this.#frame++;
      this.#fault('damaged-block', base + at, { type, length });
      return;
    }
    const u32 = this.#littleEndian ? u32le : u32be;
    if (this.#isUnknown && type !== BLOCK.SECTION) {
      if (isNumberedBlock(type)) this.#frame++;
      return;
    }
    switch (type) {
      case BLOCK.ENHANCED_PACKET: {
        const id = u32(block, at + 8);
        this.#timed(type, id, block, at, next, base);
        return;
      }
      case BLOCK.PACKET: {
        const id = this.#littleEndian ? u16le(block, at + 8) : u16be(block, at + 8);
        this.#timed(type, id, block, at, next, base);
        return;
      }
      case BLOCK.SIMPLE_PACKET:
        this.#simple(block, at, next, base);
        return;
      case BLOCK.INTERFACE: {
        this.#interface(parseInterface(block, at + 8, next - 4, this.#littleEndian), base + at);
        return;
      }
      case BLOCK.SECTION:
        this.#section(block, at, base);
        return;
      case BLOCK.SECRETS: {
        const size = Math.min(u32(block, at + 12), length - SECRETS_OVERHEAD);
        // A copy: secrets are kept, the block is not.
        this.#sink.secrets?.(u32(block, at + 8), copyBytes(block, at + 16, at + 16 + size));
        return;
      }
      default:
        if (isNumberedBlock(type)) this.#frame++;
        return;
    }
  }

  #interface(described: Interface, offset: number): void {
    if (this.#interfaces.length < MAX_INTERFACES) {
      this.#interfaces.push(described);
      this.#tally.linkType(described.linkType);
    } else if (!this.#hasReportedInterfaces) {
      this.#hasReportedInterfaces = true;
      this.#notice('limit-interfaces', offset, { limit: MAX_INTERFACES });
    }
  }

  /** Enhanced Packet Block and obsolete Packet Block: the same fields after the interface. */
  #timed(type: number, interfaceId: number, block: Uint8Array, at: number, next: number, base: number): void {
    this.#frame++;
    const from = this.#interfaces[interfaceId];
    if (from === undefined) {
      this.#fault('unknown-interface', base + at, { interface: interfaceId });
      return;
    }
    const u32 = this.#littleEndian ? u32le : u32be;
    const captured = u32(block, at + 20);
    const room = next - at - 32;
    if (captured > room) this.#fault('damaged-block', base + at, { type, length: captured });
    setTime(this.#record, from.time, u32(block, at + 12), u32(block, at + 16));
    const start = at + 28;
    this.#give(from, block, start, start + Math.min(captured, room), u32(block, at + 24), base + at);
  }

  /**
   * A Simple Packet Block has no time and belongs to the section's first interface; the last time stands in.
   */
  #simple(block: Uint8Array, at: number, next: number, base: number): void {
    this.#frame++;
    const from = this.#interfaces[0];
    if (from === undefined) {
      this.#fault('unknown-interface', base + at, { interface: 0 });
      return;
    }
    const original = this.#littleEndian ? u32le(block, at + 8) : u32be(block, at + 8);
    let captured = Math.min(original, next - at - 16);
    if (from.snapLength > 0) captured = Math.min(captured, from.snapLength);
    this.#give(from, block, at + 12, at + 12 + captured, original, base + at);
  }

  #give(
    from: Interface,
    block: Uint8Array,
    start: number,
    end: number,
    originalLength: number,
    offset: number,
  ): void {
    const record = this.#record;
    if (record.block !== block) record.block = block;
    record.start = start;
    record.end = end;
    record.originalLength = originalLength;
    record.linkType = from.linkType;
    record.frame = this.#frame;
    record.offset = offset;
    this.#tally.packets++;
    this.#sink.record(record);
  }

  #section(block: Uint8Array, at: number, base: number): void {
    const u16 = this.#littleEndian ? u16le : u16be;
    const major = u16(block, at + 12);
    if (major !== 1) {
      const version = `${major}.${u16(block, at + 14)}`;
      // What an earlier section gave stands; only the first one says whether the file can be read at all.
      if (this.#sections === 0) this.#stop('unsupported-version', base + at, { format: 'pcapng', version });
      else {
        this.#isUnknown = true;
        this.#tally.complete = false;
        this.#notices.add({ code: 'unsupported-section', frame: null, offset: base + at, args: { version } });
      }
      return;
    }
    this.#isUnknown = false;
    this.#sections++;
    // Interfaces are numbered anew in each section.
    this.#interfaces = [];
    this.#hasReportedInterfaces = false;
  }

  #damaged(type: number, at: number, base: number, length: number): number {
    if (this.#sections === 0) {
      this.#stop('not-a-capture', base + at, {});
      this.#tally.format = null;
      return at;
    }
    this.#mode = 'search';
    this.#damageAt = base + at;
    this.#tally.complete = false;
    if (isNumberedBlock(type)) this.#frame++;
    this.#notice('damaged-block', base + at, { type, length });
    return at;
  }

  #truncated(block: Uint8Array, at: number, end: number, base: number, needed: number): void {
    const args = { missing: needed - (end - at) };
    // what stands behind the end of the file is left over of what was read before
    const isNumbered =
      end - at >= TYPE_BYTES && isNumberedBlock(this.#littleEndian ? u32le(block, at) : u32be(block, at));
    const frame = isNumbered ? this.#frame + 1 : null;
    this.#tally.complete = false;
    const code = this.#sections === 0 ? 'truncated-header' : 'truncated-record';
    this.#notices.add({ code, frame, offset: base + at, args });
  }

  #stop(code: NoticeCode, offset: number, args: Notice['args']): void {
    this.#mode = 'stopped';
    this.#needed = 1;
    this.#tally.complete = false;
    this.#notices.add({ code, frame: null, offset, args });
  }

  /** A block that cannot be used (fully) though its length holds. */
  #fault(code: NoticeCode, offset: number, args: Notice['args']): void {
    this.#tally.complete = false;
    this.#notice(code, offset, args);
  }

  #notice(code: NoticeCode, offset: number, args: Notice['args']): void {
    this.#notices.add({ code, frame: this.#frame > 0 ? this.#frame : null, offset, args });
  }
}

/** Bytes of a Decryption Secrets Block beside the secrets. */
const SECRETS_OVERHEAD = 20;
