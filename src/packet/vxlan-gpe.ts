import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 8;
const NEXT_PROTOCOL_AT = 3;
const HAS_NEXT_PROTOCOL = 0x04;

/** What a next protocol leads to, where that may be TCP. */
const ETHER_TYPES: ReadonlyMap<number, number> = new Map([
  [1, ETHER_TYPE.IPV4],
  [2, ETHER_TYPE.IPV6],
  [3, ETHER_TYPE.ETHERNET],
  [5, ETHER_TYPE.MPLS],
]);

/** VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe §3): a payload named by a protocol number, an Ethernet frame where there is none. */
export function readVxlanGpe(packet: Packet): number {
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const flags = packet.block[packet.at] as number;
  const next = packet.block[packet.at + NEXT_PROTOCOL_AT] as number;
  const type = (flags & HAS_NEXT_PROTOCOL) === 0 ? ETHER_TYPE.ETHERNET : ETHER_TYPES.get(next);
  return type === undefined ? STOP.OTHER : packet.skip(HEADER_LENGTH, type);
}
