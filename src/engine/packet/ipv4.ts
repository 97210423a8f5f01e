import { u16be } from '../bytes/integers.ts';
import type { FragmentTable } from './fragments.ts';
import { type Packet, STOP } from './packet.ts';

const SHORTEST_HEADER = 20;
const MORE_FRAGMENTS = 0x2000;
const OFFSET_MASK = 0x1fff;

/**
 * An IPv4 header (RFC 791 §3.1): moves over it, sets the addresses, and returns the protocol number.
 * Fragments go to the table; the one that completes a datagram goes on with the whole of it.
 */
export function readIpv4(packet: Packet, fragments: FragmentTable): number {
  const { block, at } = packet;
  if (packet.left < SHORTEST_HEADER) return packet.short(SHORTEST_HEADER);
  const first = block[at] as number;
  const headerLength = (first & 0x0f) * 4;
  if (first >> 4 !== 4 || headerLength < SHORTEST_HEADER) return STOP.MALFORMED;
  const totalLength = u16be(block, at + 2);
  // Zero where the network card was to cut the packet up (segmentation offload): then all of it counts.
  if (totalLength !== 0) {
    if (totalLength < headerLength) return STOP.MALFORMED;
    packet.limit(at, totalLength);
  }
  if (packet.left < headerLength) return packet.short(headerLength);
  packet.ipVersion = 4;
  if (packet.addressBlock !== block) packet.addressBlock = block;
  packet.source = at + 12;
  packet.destination = at + 16;
  packet.at += headerLength;
  const protocol = block[at + 9] as number;
  const fragment = u16be(block, at + 6) & (MORE_FRAGMENTS | OFFSET_MASK);
  if (fragment === 0) return protocol;
  const offset = (fragment & OFFSET_MASK) * 8;
  return fragments.take(packet, u16be(block, at + 4), protocol, offset, (fragment & MORE_FRAGMENTS) !== 0);
}
