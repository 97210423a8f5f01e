import { u32be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 8;
const NETWORK_AT = 4;
const VNI_IS_VALID = 0x08;

/** VXLAN (RFC 7348 §5): an Ethernet frame. */
export function readVxlan(packet: Packet): number {
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  if (((packet.block[packet.at] as number) & VNI_IS_VALID) === 0) return STOP.OTHER;
  packet.enterVirtualNetwork(u32be(packet.block, packet.at + NETWORK_AT) >>> 8);
  return packet.skip(HEADER_LENGTH, ETHER_TYPE.ETHERNET);
}
