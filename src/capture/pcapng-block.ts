import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import { type TimeUnit, timeUnit } from './pcapng-time.ts';

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
 * Interfaces of a section that are kept: as many as an obsolete packet block can name. Each takes
 * several times its bytes in the file.
 */
export const MAX_INTERFACES = 65_536;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

const OPTION = { END: 0, TIME_RESOLUTION: 9, TIME_OFFSET: 14 } as const;
/** Microseconds, where an interface names no resolution. */
const DEFAULT_RESOLUTION = 6;

export interface Interface {
  readonly linkType: number;
  /** 0: no limit. */
  readonly snapLength: number;
  readonly time: TimeUnit;
}

/**
 * Whether a section header's body at `at` says little-endian (true), big-endian (false) or neither
 * (null).
 */
export function sectionByteOrder(block: Uint8Array, at: number): boolean | null {
  if (u32le(block, at) === BYTE_ORDER_MAGIC) return true;
  return u32be(block, at) === BYTE_ORDER_MAGIC ? false : null;
}

function isPacketBlock(type: number): boolean {
  return type === BLOCK.ENHANCED_PACKET || type === BLOCK.SIMPLE_PACKET || type === BLOCK.PACKET;
}

/**
 * Blocks without a packet that Wireshark 4 lists among the packets, so that the frame numbers that
 * it shows count them: custom blocks, copied or not, entries of the systemd journal, events of
 * sysdig (its own with flags it passes over).
 */
const LISTED_BLOCKS: ReadonlySet<number> = new Set([0x0bad, 0x40000bad, 0x09, 0x0204, 0x0216, 0x0221]);

/**
 * Whether a block takes a frame number: that under which a reader finds it, and what follows, in
 * Wireshark.
 */
export function isNumberedBlock(type: number): boolean {
  return isPacketBlock(type) || LISTED_BLOCKS.has(type);
}

/**
 * Reads the body of an Interface Description Block, `block[at]` to `block[end]`, of at least 8
 * bytes.
 */
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
