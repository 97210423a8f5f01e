/* TCP headers, and whether the checksums of a packet show that its segment arrived as it stands there. */

import { u16be, u32be } from '../bytes/integers.ts';
import { type Packet, STOP } from './packet.ts';
import { IP_PROTOCOL } from './protocol-numbers.ts';
import { TCP_FLAGS, type TcpSegment } from './segment.ts';

/* Positions in the header (RFC 9293 §3.1). */
const FIELD = { SEQUENCE: 4, ACKNOWLEDGEMENT: 8, DATA_OFFSET: 12, FLAGS: 13, WINDOW: 14 } as const;
const SHORTEST_HEADER = 20;
/** Up to the flags: what must be captured to know the segment. */
const LEAST_CAPTURED = 14;

const OPTION = { END: 0, NO_OPERATION: 1, LONGEST_SEGMENT: 2, WINDOW_SCALE: 3 } as const;
/** Larger shifts count as this (RFC 7323 §2.3). */
const MAX_WINDOW_SCALE = 14;

/**
 * A TCP header: fills `segment` and returns DECODED, or returns a member of STOP. Of a header that the
 * capture cut after its flags, ports, numbers and the length of the missing payload are known still.
 */
export function readTcp(packet: Packet, segment: TcpSegment): number {
  const { block, at, end } = packet;
  if (packet.left < LEAST_CAPTURED) return packet.short(LEAST_CAPTURED);
  const headerEnd = at + ((block[at + FIELD.DATA_OFFSET] as number) >> 4) * 4;
  if (headerEnd - at < SHORTEST_HEADER || headerEnd > packet.wireEnd) return STOP.MALFORMED;
  const flags = block[at + FIELD.FLAGS] as number;
  // See `Packet.open`.
  if (segment.block !== block) segment.block = block;
  if (segment.addressBlock !== packet.addressBlock) segment.addressBlock = packet.addressBlock;
  segment.payloadStart = Math.min(headerEnd, end);
  segment.payloadEnd = end;
  segment.missing = packet.wireEnd - Math.max(headerEnd, end);
  segment.ipVersion = packet.ipVersion;
  segment.sourceAddress = packet.source;
  segment.destinationAddress = packet.destination;
  segment.sourcePort = u16be(block, at);
  segment.destinationPort = u16be(block, at + 2);
  segment.network = packet.network;
  segment.sequence = u32be(block, at + FIELD.SEQUENCE);
  segment.acknowledgement = u32be(block, at + FIELD.ACKNOWLEDGEMENT);
  segment.flags = flags;
  segment.window = end - at >= FIELD.WINDOW + 2 ? u16be(block, at + FIELD.WINDOW) : 0;
  segment.windowScale = -1;
  if ((flags & TCP_FLAGS.SYN) !== 0) {
    readSynOptions(segment, block, at + SHORTEST_HEADER);
  }
  segment.frame = packet.frame;
  segment.seconds = packet.seconds;
  segment.nanos = packet.nanos;
  return DECODED;
}

/** Returned for a segment that was filled. */
export const DECODED = 0;

/**
 * The segment object that a decoder fills again and again; of a class for the reason that `ReusedRecord`
 * gives.
 */
export class ReusedSegment implements TcpSegment {
  block: Uint8Array = new Uint8Array(0);
  payloadStart = 0;
  payloadEnd = 0;
  missing = 0;
  ipVersion = 4;
  addressBlock: Uint8Array = this.block;
  sourceAddress = 0;
  destinationAddress = 0;
  sourcePort = 0;
  destinationPort = 0;
  network = 0;
  sequence = 0;
  acknowledgement = 0;
  flags = 0;
  window = 0;
  windowScale = -1;
  longestSegment = 0;
  frame = 0;
  seconds = 0;
  nanos = 0;
}

/** The options between `start` and the payload. */
function readSynOptions(segment: TcpSegment, block: Uint8Array, start: number): void {
  segment.longestSegment = 0;
  const end = segment.payloadStart;
  let at = start;
  while (at < end) {
    const kind = block[at] as number;
    if (kind === OPTION.END) break;
    if (kind === OPTION.NO_OPERATION) {
      at++;
      continue;
    }
    const length = at + 1 < end ? (block[at + 1] as number) : 0;
    if (length < 2 || at + length > end) break;
    if (kind === OPTION.WINDOW_SCALE && length === 3) {
      segment.windowScale = Math.min(block[at + 2] as number, MAX_WINDOW_SCALE);
    } else if (kind === OPTION.LONGEST_SEGMENT && length === 4) segment.longestSegment = u16be(block, at + 2);
    at += length;
  }
}

/* Positions before the source address (RFC 791 §3.1, RFC 8200 §3), and of the TCP checksum in its header. */
const IPV4 = { SOURCE: 12, TTL: 8, PROTOCOL: 9, CHECKSUM: 10 } as const;
const IPV6 = { SOURCE: 8, NEXT_HEADER: 6, HOP_LIMIT: 7, LENGTH: 40 } as const;
const TCP_CHECKSUM = 16;

/** What the checksums of a segment say. */
export type ChecksumVerdict =
  | 'right'
  /** Its receiver drops it. */
  | 'wrong'
  /** The network card was still to work it out, or has worked it out already: it says nothing. */
  | 'offloaded'
  /** Not all of the packet is there as it was on the wire. */
  | 'unknown';

/**
 * Time to live, or hop limit, of the packet that brought the segment; -1 where its header is not known (it
 * came in fragments).
 */
export function timeToLive({ ipVersion, addressBlock, sourceAddress }: TcpSegment): number {
  if (ipVersion === 4) {
    return sourceAddress < IPV4.SOURCE ? -1 : (addressBlock[sourceAddress - IPV4.SOURCE + IPV4.TTL] ?? -1);
  }
  return sourceAddress < IPV6.SOURCE ? -1 : (addressBlock[sourceAddress - 1] ?? -1);
}

/**
 * Works out the checksums of a segment: of the IPv4 header and of TCP (RFC 1071). It reads the whole of it,
 * so it is for the few segments about which there is doubt.
 */
export function checkChecksums(segment: TcpSegment): ChecksumVerdict {
  const { block, addressBlock, ipVersion, sourceAddress, payloadStart, payloadEnd, missing } = segment;
  const isIpv4 = ipVersion === 4;
  const start = sourceAddress - (isIpv4 ? IPV4.SOURCE : IPV6.SOURCE);
  if (missing > 0 || start < 0 || block !== addressBlock) return 'unknown';
  const protocol = block[start + (isIpv4 ? IPV4.PROTOCOL : IPV6.NEXT_HEADER)];
  // Extension headers may change what is summed up.
  if (protocol !== IP_PROTOCOL.TCP) return 'unknown';
  const tcp = start + (isIpv4 ? ((block[start] ?? 0) & 0x0f) * 4 : IPV6.LENGTH);
  if (tcp + TCP_CHECKSUM + 2 > payloadStart) return 'unknown';
  const header = u16be(block, start + IPV4.CHECKSUM);
  // Zero where a network card fills it in.
  if (isIpv4 && header !== 0 && fold(sum(block, start, tcp)) !== 0xffff) return 'wrong';
  const length = payloadEnd - tcp;
  const addresses = sum(block, sourceAddress, sourceAddress + (isIpv4 ? 8 : 32)) + IP_PROTOCOL.TCP;
  const field = u16be(block, tcp + TCP_CHECKSUM);
  if (fold(addresses + length + sum(block, tcp, payloadEnd)) === 0xffff) return 'right';
  // What the kernel leaves to the card: the sum of the addresses, with the length or (of packets to be cut
  // up) without.
  const isPartial = field === 0 || field === fold(addresses + length) || field === fold(addresses);
  return isPartial ? 'offloaded' : 'wrong';
}

/**
 * Makes the checksums of a packet fit again after bytes of it were changed: right where they were (or where a
 * network card would have made them so), and wrong where they were wrong. `before`: the packet as it was, of
 * which `verdict` is; `segment`: how it was decoded in a block in which it stood `shift` bytes further on;
 * `header`: where TCP starts in it.
 */
export function mendChecksums(
  bytes: Uint8Array,
  before: Uint8Array,
  segment: TcpSegment,
  {
    shift,
    header,
    verdict,
  }: { readonly shift: number; readonly header: number; readonly verdict: ChecksumVerdict },
): void {
  const source = segment.sourceAddress - shift;
  const [payload, end] = [segment.payloadStart - shift, segment.payloadEnd - shift];
  if (header + TCP_CHECKSUM + 2 > payload) return;
  const at = header + TCP_CHECKSUM;
  if (verdict !== 'offloaded') {
    replaceSum(bytes, before, at, { start: header, end });
    return;
  }
  const isIpv4 = segment.ipVersion === 4;
  writeU16be(bytes, at, 0);
  const addresses = sum(bytes, source, source + (isIpv4 ? 8 : 32)) + IP_PROTOCOL.TCP;
  writeU16be(bytes, at, 0xffff - fold(addresses + end - header + sum(bytes, header, end)));
  const ip = source - IPV4.SOURCE;
  if (!isIpv4 || u16be(bytes, ip + IPV4.CHECKSUM) !== 0) return;
  const ipEnd = ip + ((bytes[ip] ?? 0) & 0x0f) * 4;
  writeU16be(bytes, ip + IPV4.CHECKSUM, 0xffff - fold(sum(bytes, ip, ipEnd)));
}

/**
 * Changes a checksum at `at` by what has changed in the bytes that it sums up (RFC 1624): one that was wrong
 * stays wrong by as much. Zero stays: there is none.
 */
export function replaceSum(
  bytes: Uint8Array,
  before: Uint8Array,
  at: number,
  { start, end }: { readonly start: number; readonly end: number },
): void {
  const old = u16be(before, at);
  if (old === 0) return;
  const change = (sum(bytes, start, end) - sum(before, start, end)) % 0xffff;
  const field = (0xffff - old + change + 0xffff) % 0xffff;
  writeU16be(bytes, at, 0xffff - field);
}

function writeU16be(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value & 0xff;
}

/** Sum of the 16-bit words; a last odd byte counts as the upper half of one. */
function sum(block: Uint8Array, start: number, end: number): number {
  let total = 0;
  let at = start;
  for (; at + 1 < end; at += 2) total += u16be(block, at);
  return at < end ? total + (block[at] ?? 0) * 256 : total;
}

function fold(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}
