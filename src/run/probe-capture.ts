import { u32be, u32le } from '../engine/bytes/integers.ts';
import { captureFormatOf, createCaptureParser } from '../engine/capture/capture-parser.ts';
import { PCAP_HEADER_LENGTH, PcapParser, parsePcapHeader, searchRecords } from '../engine/capture/pcap.ts';
import { BLOCK, parseInterface, sectionByteOrder } from '../engine/capture/pcapng-block.ts';
import { type CaptureFormat, type CaptureParser, type CaptureSink, Tally } from '../engine/capture/record.ts';
import type { Time } from '../engine/http/message.ts';
import type { ByteReader, ReadOutcome } from './read-bytes.ts';

/** What decides whether two files are of one capture. */
export interface CaptureFacts {
  /** Null for a file without a byte: a capture that runs has opened it and not written yet. */
  readonly format: CaptureFormat | null;
  /** Link type and snap length as the file's beginning has them. */
  readonly linkType: number | null;
  readonly snapLength: number | null;
  /** Times of the first packet, and the latest of the last ones; null without packets. */
  readonly first: Time | null;
  readonly last: Time | null;
}

/** Read from the beginning of a file, in bytes: the first packet stands there. */
const HEAD_LENGTH = 512 * 1024;

/** Read from its end, in bytes: several packets of the largest size. */
const TAIL_LENGTH = 1024 * 1024;

export interface ProbedFile {
  /** In bytes. */
  readonly size: number;
  read(at: number, length: number): Promise<Uint8Array>;
  /** Reads all of it, unpacked. */
  readWhole(reader: ByteReader): Promise<ReadOutcome>;
}

/** Looks into a file as little as possible; null for what is no capture of packets. */
export async function probeCapture(file: ProbedFile): Promise<CaptureFacts | null> {
  const { size } = file;
  if (size === 0) return { format: null, linkType: null, snapLength: null, first: null, last: null };
  const head = await file.read(0, Math.min(size, HEAD_LENGTH));
  if (captureFormatOf(head) === null) return probePacked(file);
  const probe = new Probe();
  probe.parser.push(head);
  if (size <= HEAD_LENGTH + TAIL_LENGTH) {
    if (size > HEAD_LENGTH) probe.parser.push(await file.read(HEAD_LENGTH, size - HEAD_LENGTH));
    probe.parser.end();
  } else probe.readTail(head, await file.read(size - TAIL_LENGTH, TAIL_LENGTH));
  return probe.facts(head);
}

/** The last time of a packed file is known only when all of it is unpacked. */
async function probePacked(file: ProbedFile): Promise<CaptureFacts | null> {
  const probe = new Probe();
  let head: Uint8Array | null = null;
  const reader = {
    chunk: (block: Uint8Array): void => {
      head ??= Uint8Array.from(block.subarray(0, HEAD_LENGTH));
      probe.parser.push(block);
    },
    notice: () => {},
  };
  const outcome = await file.readWhole(reader);
  if (outcome.kind !== 'end' || head === null || captureFormatOf(head) === null) return null;
  return probe.facts(head);
}

class Probe implements CaptureSink {
  readonly parser: CaptureParser = createCaptureParser(this);
  #first: Time | null = null;
  #lastSeconds = -1;
  #lastNanos = 0;

  record({ seconds, nanos }: Time): void {
    this.#first ??= { seconds, nanos };
    if (seconds < this.#lastSeconds || (seconds === this.#lastSeconds && nanos <= this.#lastNanos)) return;
    this.#lastSeconds = seconds;
    this.#lastNanos = nanos;
  }

  notice(): void {}

  readTail(head: Uint8Array, tail: Uint8Array): void {
    const header = parsePcapHeader(head);
    if (!header.ok) {
      // pcapng: what was cut between head and tail looks like damage, after which the parser finds the next
      // block by itself.
      this.parser.push(tail);
      this.parser.end();
      return;
    }
    const found = searchRecords(header.value, null, tail, 0, tail.length, true);
    if (found.kind !== 'found') return;
    const position = { header: header.value, offset: 0, frame: 0, seconds: null, tally: new Tally() };
    const parser = new PcapParser(this, position);
    parser.push(tail.subarray(found.at));
    parser.end();
  }

  facts(head: Uint8Array): CaptureFacts {
    const { format } = this.parser.summary;
    const last = this.#lastSeconds < 0 ? null : { seconds: this.#lastSeconds, nanos: this.#lastNanos };
    return { format, ...(linkOf(head) ?? { linkType: null, snapLength: null }), first: this.#first, last };
  }
}

/** Link type and snap length of a classic capture, or of the first interface of the other kind. */
function linkOf(head: Uint8Array): { readonly linkType: number; readonly snapLength: number } | null {
  if (head.length < PCAP_HEADER_LENGTH) return null;
  const classic = parsePcapHeader(head);
  if (classic.ok) return classic.value;
  const littleEndian = sectionByteOrder(head, 8);
  if (littleEndian === null) return null;
  const u32 = littleEndian ? u32le : u32be;
  const at = u32(head, 4);
  if (at + 20 > head.length || u32(head, at) !== BLOCK.INTERFACE) return null;
  const end = at + u32(head, at + 4) - 4;
  return end > head.length || end < at + 16 ? null : parseInterface(head, at + 8, end, littleEndian);
}
