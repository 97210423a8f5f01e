import { u32be } from '../bytes/integers.ts';
import { isPcapMagic, PcapParser } from './pcap.ts';
import { PcapngParser } from './pcapng.ts';
import { BLOCK } from './pcapng-block.ts';
import type { CaptureParser, CaptureSink, CaptureSummary } from './record.ts';
import { Tally } from './record.ts';

/** Bytes that show the format of a capture. */
export const MAGIC_LENGTH = 4;

/**
 * The format of a capture that begins with `head`; null for what is none, and for fewer than `MAGIC_LENGTH`
 * bytes.
 */
export function captureFormatOf(head: Uint8Array): 'pcap' | 'pcapng' | null {
  if (head.length < MAGIC_LENGTH) return null;
  if (isPcapMagic(head, 0)) return 'pcap';
  return u32be(head, 0) === BLOCK.SECTION ? 'pcapng' : null;
}

/**
 * A parser for captures of any format that this package reads; the first four bytes show which. Files that
 * are none give the notice `not-a-capture`, empty ones `empty-file`. Compressed files have to be unpacked
 * before they get here.
 */
export function createCaptureParser(sink: CaptureSink, other?: OtherFormat): CaptureParser {
  const create = (format: 'pcap' | 'pcapng'): CaptureParser =>
    format === 'pcap' ? new PcapParser(sink) : new PcapngParser(sink);
  return new DetectingParser(sink, create, other);
}

/** Makes the parser for what is no capture; that parser refuses in its turn what it cannot read. */
export type OtherFormat = () => CaptureParser;

/** Collects the first bytes and gives everything to the parser that is made for them. */
export class DetectingParser implements CaptureParser {
  readonly #sink: CaptureSink;
  readonly #create: (format: 'pcap' | 'pcapng') => CaptureParser;
  readonly #other: OtherFormat | undefined;
  readonly #own = new Tally();
  #head: Uint8Array = new Uint8Array(0);
  #parser: CaptureParser | null = null;
  #ended = false;

  constructor(sink: CaptureSink, create: (format: 'pcap' | 'pcapng') => CaptureParser, other?: OtherFormat) {
    this.#sink = sink;
    this.#create = create;
    this.#other = other;
  }

  get summary(): CaptureSummary {
    return this.#parser?.summary ?? this.#own;
  }

  get isOver(): boolean {
    return this.#parser?.isOver === true;
  }

  push(chunk: Uint8Array): void {
    if (this.#parser !== null) {
      this.#parser.push(chunk);
      return;
    }
    this.#own.bytes += chunk.length;
    if (this.#head.length >= MAGIC_LENGTH) return;
    const head = new Uint8Array(Math.min(MAGIC_LENGTH, this.#head.length + chunk.length));
    const taken = head.length - this.#head.length;
    head.set(this.#head);
    head.set(chunk.subarray(0, taken), this.#head.length);
    const before = this.#head;
    this.#head = head;
    if (head.length < MAGIC_LENGTH) return;
    const format = captureFormatOf(head);
    this.#parser = format === null ? (this.#other?.() ?? null) : this.#create(format);
    if (this.#parser === null) {
      this.#refuse();
      return;
    }
    if (before.length > 0) this.#parser.push(before);
    this.#parser.push(chunk);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#parser !== null) this.#parser.end();
    else if (this.#head.length < MAGIC_LENGTH) this.#refuse();
  }

  #refuse(): void {
    this.#own.complete = false;
    const code = this.#own.bytes === 0 ? 'empty-file' : 'not-a-capture';
    this.#sink.notice({ code, frame: null, offset: this.#own.bytes === 0 ? null : 0, args: {} });
  }
}
