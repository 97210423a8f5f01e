import { u32be, u32le } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const FAMILY_LENGTH = 4;
const AF_INET = 2;
/** AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS. */
const AF_INET6: readonly number[] = [10, 24, 28, 30];

/**
 * BSD loopback: the address family in the byte order of the machine that captured (LINKTYPE_NULL).
 */
export function readNullLoopback(packet: Packet): number {
  const little = u32le(packet.block, packet.at);
  const family = little > 0xffff ? u32be(packet.block, packet.at) : little;
  return packet.skip(FAMILY_LENGTH, etherTypeOfFamily(family));
}

/** OpenBSD loopback: the address family in network byte order (LINKTYPE_LOOP). */
export function readLoop(packet: Packet): number {
  return packet.skip(FAMILY_LENGTH, etherTypeOfFamily(u32be(packet.block, packet.at)));
}

/** EtherType for an address family of any system. */
function etherTypeOfFamily(family: number): number {
  if (family === AF_INET) return ETHER_TYPE.IPV4;
  return AF_INET6.includes(family) ? ETHER_TYPE.IPV6 : STOP.OTHER;
}
