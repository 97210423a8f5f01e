import { type PacketHeader, type Packet as ParsedPacket, type Parser, parse, type Source } from 'pcap-parser';
import { createCaptureParser, DetectingParser, type OtherFormat } from '../engine/capture/capture-parser.ts';
import {
  hasOddLengths,
  PCAP_HEADER_LENGTH,
  type PcapHeader,
  PcapParser,
  parsePcapHeader,
  setPcapTime,
} from '../engine/capture/pcap.ts';
import {
  type CaptureParser,
  type CaptureSink,
  type CaptureSummary,
  ReusedRecord,
  Tally,
} from '../engine/capture/record.ts';

/** The package joins what is left over to every buffer it gets, so it is given small ones. */
const PIECE_LENGTH = 64 * 1024;

const MICROSECOND_MAGIC = Buffer.from('a1b2c3d4', 'hex');

/** A parser that reads classic captures with the `pcap-parser` package, and all others. For pipes alone. */
export function createStreamParser(sink: CaptureSink, other?: OtherFormat): CaptureParser {
  const create = (format: 'pcap' | 'pcapng'): CaptureParser =>
    format === 'pcap' ? new PackageParser(sink) : createCaptureParser(sink);
  return new DetectingParser(sink, create, other);
}

/**
 * Reads a classic capture with `pcap-parser` 0.2.1 and guards what it does not: it knows no nanosecond or
 * modified files, accepts versions that it cannot read, swallows the rest of the file at an absurd length,
 * and says nothing of a tail that was cut off. Our own parser goes on where that cannot.
 */
class PackageParser implements CaptureParser {
  readonly #sink: CaptureSink;
  readonly #tally = new Tally();
  readonly #record = new ReusedRecord();
  #head = Buffer.alloc(0);
  #header: PcapHeader | null = null;
  #source: PushSource | null = null;
  #parser: Parser | null = null;
  /** Reads the rest of the file, once something turned up that the package cannot do. */
  #successor: CaptureParser | null = null;
  /** A record whose header was read and whose bytes were not. */
  #pending: PacketHeader | null = null;
  /** Bytes from an odd record on that the package has and that it has not passed on yet. */
  #rest: Buffer | null = null;
  #failed = false;
  #offset = PCAP_HEADER_LENGTH;
  #frame = 0;
  #seconds: number | null = null;

  constructor(sink: CaptureSink) {
    this.#sink = sink;
    this.#tally.format = 'pcap';
  }

  get summary(): CaptureSummary {
    return this.#successor?.summary ?? this.#tally;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    if (this.#header === null && this.#successor === null) {
      at = Math.min(chunk.length, PCAP_HEADER_LENGTH - this.#head.length);
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, at)]);
      this.#tally.bytes += at;
      if (this.#head.length < PCAP_HEADER_LENGTH) return;
      this.#start();
    }
    while (at < chunk.length) {
      if (this.#successor !== null) {
        this.#successor.push(at === 0 ? chunk : chunk.subarray(at));
        return;
      }
      const piece = chunk.subarray(at, at + PIECE_LENGTH);
      at += piece.length;
      this.#tally.bytes += piece.length;
      // The package copies what it keeps of all buffers but the first, which is the header.
      this.#source?.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length));
      this.#passOn();
    }
  }

  end(): void {
    if (this.#header === null && this.#successor === null) this.#leaveToOwnParser();
    if (this.#successor !== null) {
      this.#successor.end();
      return;
    }
    const left = this.#parser?.buffer?.length ?? 0;
    if (this.#failed || (left === 0 && this.#pending === null)) return;
    const wanted = this.#pending?.capturedLength ?? this.#header?.recordHeaderLength ?? 0;
    this.#tally.complete = false;
    const args = { missing: wanted - left };
    this.#sink.notice({ code: 'truncated-record', frame: this.#frame + 1, offset: this.#offset, args });
  }

  #start(): void {
    const result = parsePcapHeader(this.#head);
    if (!result.ok || result.value.modified || result.value.lengthOrder !== 'captured-first') {
      this.#leaveToOwnParser();
      return;
    }
    const header = result.value;
    this.#header = header;
    this.#record.linkType = header.linkType;
    this.#tally.linkType(header.linkType);
    const source = new PushSource();
    const parser = parse(source);
    this.#source = source;
    this.#parser = parser;
    parser.on('packetHeader', (parsed) => this.#check(header, parsed));
    parser.on('packet', (packet) => this.#take(header, packet));
    parser.on('error', () => this.#fail());
    const magic = header.littleEndian ? Buffer.from(MICROSECOND_MAGIC).reverse() : MICROSECOND_MAGIC;
    source.push(Buffer.concat([magic, this.#head.subarray(magic.length)]));
  }

  /** The whole file from its first byte. */
  #leaveToOwnParser(): void {
    this.#successor = new PcapParser(this.#sink);
    this.#successor.push(this.#head);
  }

  #check(header: PcapHeader, parsed: PacketHeader): void {
    this.#pending = parsed;
    if (!hasOddLengths(header, parsed.capturedLength, parsed.originalLength)) return;
    const tally = this.#tally;
    // At this point the header of the record still stands in front of the bytes that are left.
    const rest = Buffer.from(this.#parser?.buffer ?? []);
    // They are counted again by the parser that takes over.
    tally.bytes -= rest.length;
    const position = { header, offset: this.#offset, frame: this.#frame, seconds: this.#seconds, tally };
    this.#successor = new PcapParser(this.#sink, position);
    this.#rest = rest;
    // The package waits for a body of that length, which is for ever.
    parsed.capturedLength = Number.POSITIVE_INFINITY;
  }

  #passOn(): void {
    const rest = this.#rest;
    if (rest === null) return;
    this.#rest = null;
    this.#source = null;
    this.#parser = null;
    this.#successor?.push(rest);
  }

  #take(header: PcapHeader, packet: ParsedPacket): void {
    const record = this.#record;
    const { timestampSeconds, timestampMicroseconds, originalLength, capturedLength } = packet.header;
    record.block = packet.data;
    record.start = 0;
    record.end = packet.data.length;
    record.originalLength = originalLength;
    setPcapTime(record, header, timestampSeconds, timestampMicroseconds);
    record.frame = ++this.#frame;
    record.offset = this.#offset;
    this.#offset += header.recordHeaderLength + capturedLength;
    this.#seconds = timestampSeconds;
    this.#pending = null;
    this.#tally.packets++;
    this.#sink.record(record);
  }

  /** The package checks the header once more and stops for good where it does not like it. */
  #fail(): void {
    this.#failed = true;
    this.#source = null;
    this.#tally.complete = false;
    this.#sink.notice({ code: 'not-a-capture', frame: null, offset: 0, args: {} });
  }
}

/** As much of a readable stream as the package uses; data goes through during the call of `push`. */
class PushSource implements Source {
  #onData: ((value?: Buffer) => void) | null = null;

  on(event: 'data' | 'error' | 'end', listener: (value?: Buffer) => void): void {
    if (event === 'data') this.#onData = listener;
  }

  push(data: Buffer): void {
    this.#onData?.(data);
  }

  pause(): void {}

  resume(): void {}
}
