import { u32le } from '../bytes/integers.ts';
import { type Packet, STOP } from './packet.ts';

const SHORTEST = 12;
const LONGEST = 1024;

/**
 * Apple's pktap header, as tcpdump on macOS writes it for `-i any`: the link type of the packet
 * after it, or a member of STOP. `packet.at` is moved over the header.
 */
export function readPktap(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < SHORTEST) return packet.short(SHORTEST);
  const length = u32le(block, at);
  if (length < SHORTEST || length > LONGEST) return STOP.OTHER;
  return packet.skip(length, u32le(block, at + 8));
}

/**
 * Metadata of captured packets: link type of the packet after the header (LINKTYPE_PPI), or a
 * member of STOP.
 */
export function readPpi(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 8) return packet.short(8);
  const length = (block[at + 2] as number) | ((block[at + 3] as number) << 8);
  if (length < 8) return STOP.MALFORMED;
  return packet.skip(length, u32le(block, at + 4));
}
