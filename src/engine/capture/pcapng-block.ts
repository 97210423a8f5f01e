/*
 * Blocks of pcapng: their types and lengths, interfaces and the units of their times, and the search for the
 * next block behind damaged bytes.
 */

import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import type { SearchResult } from './pcap.ts';
import type { CaptureRecord } from './record.ts';

/** Block types of draft-ietf-opsawg-pcapng that this reader knows. */
export const BLOCK = {
  INTERFACE: 1,
  PACKET: 2,
  SIMPLE_PACKET: 3,
  NAME_RESOLUTION: 4,
  INTERFACE_STATISTICS: 5,
  ENHANCED_PACKET: 6,
  SECRETS: 10,
  /** Reads the same in both byte orders. */
  SECTION: 0x0a0d0d0a,
} as const;

/** Type, length, and the length again after the body. */
export const BLOCK_OVERHEAD = 12;

/** Bytes of a block up to its packet data or options, the trailing length included. */
export const SHORTEST: Readonly<Record<number, number>> = {
  [BLOCK.INTERFACE]: 20,
  [BLOCK.PACKET]: 32,
  [BLOCK.SIMPLE_PACKET]: 16,
  [BLOCK.ENHANCED_PACKET]: 32,
  [BLOCK.SECRETS]: 20,
  [BLOCK.SECTION]: 28,
};

/** Larger blocks are damage; Wireshark's MAX_BLOCK_SIZE. */
export const MAX_BLOCK_LENGTH = 16 * 1024 * 1024;

/**
 * Interfaces of a section that are kept: as many as an obsolete packet block can name. Each takes several
 * times its bytes in the file.
 */
export const MAX_INTERFACES = 65_536;

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Codes of options: `APPLICATION` is that of a section, and those of time are of an interface. */
export const OPTION = { END: 0, COMMENT: 1, APPLICATION: 4, TIME_RESOLUTION: 9, TIME_OFFSET: 14 } as const;
/** Microseconds, where an interface names no resolution. */
const DEFAULT_RESOLUTION = 6;

export interface Interface {
  readonly linkType: number;
  /** 0: no limit. */
  readonly snapLength: number;
  readonly time: TimeUnit;
}

/**
 * Whether a section header's body at `at` says little-endian (true), big-endian (false) or neither (null).
 */
export function sectionByteOrder(block: Uint8Array, at: number): boolean | null {
  if (u32le(block, at) === BYTE_ORDER_MAGIC) return true;
  return u32be(block, at) === BYTE_ORDER_MAGIC ? false : null;
}

function isPacketBlock(type: number): boolean {
  return type === BLOCK.ENHANCED_PACKET || type === BLOCK.SIMPLE_PACKET || type === BLOCK.PACKET;
}

/**
 * Blocks without a packet that Wireshark 4 lists among the packets, so that the frame numbers that it shows
 * count them: custom blocks, copied or not, entries of the systemd journal, events of sysdig (its own with
 * flags it passes over).
 */
const LISTED_BLOCKS: ReadonlySet<number> = new Set([0x0bad, 0x40000bad, 0x09, 0x0204, 0x0216, 0x0221]);

/**
 * Whether a block takes a frame number: that under which a reader finds it, and what follows, in Wireshark.
 */
export function isNumberedBlock(type: number): boolean {
  return isPacketBlock(type) || LISTED_BLOCKS.has(type);
}

/** Reads the body of an Interface Description Block, `block[at]` to `block[end]`, of at least 8 bytes. */
export function parseInterface(block: Uint8Array, at: number, end: number, littleEndian: boolean): Interface {
  const u16 = littleEndian ? u16le : u16be;
  const u32 = littleEndian ? u32le : u32be;
  let resolution = DEFAULT_RESOLUTION;
  let offsetSeconds = 0;
  let option = at + 8;
  while (end - option >= 4) {
    const code = u16(block, option);
    const length = u16(block, option + 2);
    const value = option + 4;
    if (code === OPTION.END || length > end - value) break;
    if (code === OPTION.TIME_RESOLUTION && length >= 1) resolution = block[value] ?? DEFAULT_RESOLUTION;
    if (code === OPTION.TIME_OFFSET && length >= 8) {
      const high = u32(block, littleEndian ? value + 4 : value) | 0;
      offsetSeconds = high * 4_294_967_296 + u32(block, littleEndian ? value : value + 4);
    }
    option = value + length + ((4 - (length & 3)) & 3);
  }
  return {
    linkType: u16(block, at),
    snapLength: u32(block, at + 4),
    time: timeUnit(resolution, offsetSeconds),
  };
}

const NANOS_PER_SECOND = 1_000_000_000;

/** Unit and origin of an interface's timestamps (draft-ietf-opsawg-pcapng, if_tsresol and if_tsoffset). */
interface TimeUnit {
  /** Units a second. */
  readonly perSecond: bigint;
  /** Nanoseconds a unit where that is a whole number; else null. */
  readonly nanosPerUnit: number | null;
  /** Seconds to add. */
  readonly offsetSeconds: number;
}

/** @param resolution the option's byte: a negative power of 10, or of 2 where the top bit is set. */
function timeUnit(resolution: number, offsetSeconds: number): TimeUnit {
  const exponent = resolution & 0x7f;
  const decimal = (resolution & 0x80) === 0;
  return {
    perSecond: (decimal ? 10n : 2n) ** BigInt(exponent),
    nanosPerUnit: decimal && exponent <= 9 ? 10 ** (9 - exponent) : null,
    offsetSeconds,
  };
}

/**
 * Sets the time of `record` from the two halves of a 64-bit timestamp, exactly to the nanosecond (rounded
 * down).
 */
export function setTime(record: CaptureRecord, unit: TimeUnit, high: number, low: number): void {
  if (unit.nanosPerUnit === null) {
    const time = (BigInt(high) << 32n) | BigInt(low);
    record.seconds = Number(time / unit.perSecond) + unit.offsetSeconds;
    record.nanos = Number(((time % unit.perSecond) * BigInt(NANOS_PER_SECOND)) / unit.perSecond);
    return;
  }
  // Long division in steps of 16 bits: every intermediate stays below 2^53, and nothing is allocated.
  const divisor = NANOS_PER_SECOND / unit.nanosPerUnit;
  const upper = (high % divisor) * 65_536 + (low >>> 16);
  const lower = (upper % divisor) * 65_536 + (low & 0xffff);
  const seconds =
    Math.floor(high / divisor) * 4_294_967_296 +
    Math.floor(upper / divisor) * 65_536 +
    Math.floor(lower / divisor);
  record.seconds = seconds + unit.offsetSeconds;
  record.nanos = (lower % divisor) * unit.nanosPerUnit;
}

/** Longer blocks are not taken for found: bounds what is kept while looking. */
const MAX_FOUND_LENGTH = 1024 * 1024;

/** Types that are looked for, each with a known least length or none. */
const FINDABLE: ReadonlySet<number> = new Set(Object.values(BLOCK));

/**
 * Looks for the first place in `block[from]` to `block[end]` at which a block of a known type stands whose
 * leading and trailing lengths agree.
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
