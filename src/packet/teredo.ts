import { u16be } from '../bytes/integers.ts';
import { ETHER_TYPE, ipByVersion } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const AUTHENTICATION = 0x0001;
const AUTHENTICATION_LENGTH = 13;
const ORIGIN = 0x0000;
const ORIGIN_LENGTH = 8;

/** Teredo (RFC 4380 §5.1.1): an IPv6 packet after optional authentication and origin headers. */
export function readTeredo(packet: Packet): number {
  const { block } = packet;
  if (packet.left >= 4 && u16be(block, packet.at) === AUTHENTICATION) {
    const names = (block[packet.at + 2] as number) + (block[packet.at + 3] as number);
    packet.at += AUTHENTICATION_LENGTH + names;
  }
  if (packet.left >= 2 && u16be(block, packet.at) === ORIGIN) packet.at += ORIGIN_LENGTH;
  const type = ipByVersion(packet);
  return type === ETHER_TYPE.IPV6 || type === STOP.CUT ? type : STOP.OTHER;
}
