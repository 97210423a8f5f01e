import { u16be, u32be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 8;
const NETWORK_AT = 4;

/** Geneve (RFC 8926 §3.4): options, then a payload named by its EtherType. */
export function readGeneve(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const first = block[at] as number;
  if (first >> 6 !== 0) return STOP.OTHER;
  packet.enterVirtualNetwork(u32be(block, at + NETWORK_AT) >>> 8);
  const type = u16be(block, at + 2);
  return packet.skip(HEADER_LENGTH + (first & 0x3f) * 4, type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER);
}
