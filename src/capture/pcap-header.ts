import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import type { Notice } from '../bytes/notice.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import type { CaptureRecord } from './record.ts';

/** Bytes of the header of a classic capture file (draft-ietf-opsawg-pcap §4). */
export const PCAP_HEADER_LENGTH = 24;

const NANOS_PER_SECOND = 1_000_000_000;
const RECORD_HEADER_LENGTH = 16;
/**
 * Alexey Kuznetzov's patched libpcap wrote interface, protocol and packet type after the usual 16
 * bytes.
 */
const MODIFIED_RECORD_HEADER_LENGTH = 24;

/** Largest record of an ordinary link type: MAXIMUM_SNAPLEN of libpcap's pcap-int.h. */
export const MAX_CAPTURED_LENGTH = 262_144;

/** Link types whose records may be larger: max_snaplen_for_dlt() of libpcap's pcap-common.c. */
const MAX_CAPTURED_LENGTH_OF: ReadonlyMap<number, number> = new Map([
  [231, 128 * 1024 * 1024], // DBUS
  [249, 128 * 1024 * 1024], // USBPCAP
  [279, 8 * 1024 * 1024], // EBHSCR
]);

/**
 * How the two lengths of a record stand: files before version 2.3 have them the other way round.
 */
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
  // The upper bits of the last word tell the length of a frame check sequence.
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
 * Whether the lengths of a record call for a closer look: longer than any record can be, more
 * captured than was there, or nothing there at all.
 */
export function hasOddLengths(header: PcapHeader, captured: number, original: number): boolean {
  return captured > original || captured > header.maxLength || original === 0;
}

/**
 * Sets the time of a record from its two header fields; some writers let the fraction run over a
 * second.
 */
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
