import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const ENTRY_LENGTH = 4;

/**
 * An MPLS label stack (RFC 3032). The stack does not say what follows: the first nibble tells IP
 * from a pseudowire control word (RFC 4385 §3); anything else can only be Ethernet without one (RFC
 * 4448).
 */
export function readMpls(packet: Packet): number {
  let bottom = false;
  while (!bottom) {
    if (packet.left < ENTRY_LENGTH) return packet.short(ENTRY_LENGTH);
    bottom = ((packet.block[packet.at + 2] as number) & 1) !== 0;
    packet.at += ENTRY_LENGTH;
  }
  if (packet.left < 1) return packet.short(1);
  const nibble = (packet.block[packet.at] as number) >> 4;
  if (nibble === 4) return ETHER_TYPE.IPV4;
  if (nibble === 6) return ETHER_TYPE.IPV6;
  // 1 starts an associated channel, which carries no user packets (RFC 5586).
  if (nibble === 1) return STOP.OTHER;
  return nibble === 0 ? packet.skip(4, ETHER_TYPE.ETHERNET) : ETHER_TYPE.ETHERNET;
}
