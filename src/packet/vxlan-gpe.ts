import { u32be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { NEXT_PROTOCOLS } from './nsh.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 8;
const NEXT_PROTOCOL_AT = 3;
const NETWORK_AT = 4;
const HAS_NEXT_PROTOCOL = 0x04;

/**
 * VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe §3): a payload named by a protocol number, an Ethernet frame
 * where there is none.
 */
export function readVxlanGpe(packet: Packet): number {
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const flags = packet.block[packet.at] as number;
  const next = packet.block[packet.at + NEXT_PROTOCOL_AT] as number;
  const type = (flags & HAS_NEXT_PROTOCOL) === 0 ? ETHER_TYPE.ETHERNET : NEXT_PROTOCOLS.get(next);
  packet.enterVirtualNetwork(u32be(packet.block, packet.at + NETWORK_AT) >>> 8);
  return type === undefined ? STOP.OTHER : packet.skip(HEADER_LENGTH, type);
}
