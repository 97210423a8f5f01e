import { u16be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { readGeneve } from './geneve.ts';
import { readGtp } from './gtp.ts';
import { type Packet, STOP } from './packet.ts';
import { readTeredo } from './teredo.ts';
import { readVxlan } from './vxlan.ts';
import { readVxlanGpe } from './vxlan-gpe.ts';

const HEADER_LENGTH = 8;

/** UDP ports whose datagrams hold packets (IANA; 8472 is what Linux used for VXLAN first). */
const PORT = {
  GTP: 2152,
  TEREDO: 3544,
  VXLAN: 4789,
  VXLAN_GPE: 4790,
  GENEVE: 6081,
  /** RFC 7510. */
  MPLS: 6635,
  LINUX_VXLAN: 8472,
} as const;

/** A UDP datagram: the EtherType of the packet inside if its destination port is a tunnel's. */
export function readUdp(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  packet.at += HEADER_LENGTH;
  switch (u16be(block, at + 2)) {
    case PORT.VXLAN:
    case PORT.LINUX_VXLAN:
      return readVxlan(packet);
    case PORT.VXLAN_GPE:
      return readVxlanGpe(packet);
    case PORT.MPLS:
      return ETHER_TYPE.MPLS;
    case PORT.GENEVE:
      return readGeneve(packet);
    case PORT.GTP:
      return readGtp(packet);
    case PORT.TEREDO:
      return readTeredo(packet);
    default:
      return u16be(block, at) === PORT.TEREDO ? readTeredo(packet) : STOP.OTHER;
  }
}
