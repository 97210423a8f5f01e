import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const BASE_LENGTH = 4;
const LENGTH_AT = 1;
const NEXT_PROTOCOL_AT = 3;
/** The version's two bits. */
const VERSION_MASK = 0xc0;
/** The length's six bits count words of four bytes, the base header's among them. */
const LENGTH_MASK = 0x3f;

/**
 * What a next protocol leads to, where that may be TCP (RFC 8300 §2.2); VXLAN-GPE has the same
 * numbers.
 */
export const NEXT_PROTOCOLS: ReadonlyMap<number, number> = new Map([
  [1, ETHER_TYPE.IPV4],
  [2, ETHER_TYPE.IPV6],
  [3, ETHER_TYPE.ETHERNET],
  [4, ETHER_TYPE.NSH],
  [5, ETHER_TYPE.MPLS],
]);

/**
 * A network service header (RFC 8300), which chains of middleboxes put before the packets that they
 * pass on.
 */
export function readNsh(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < BASE_LENGTH) return packet.short(BASE_LENGTH);
  if (((block[at] as number) & VERSION_MASK) !== 0) return STOP.OTHER;
  const length = ((block[at + LENGTH_AT] as number) & LENGTH_MASK) * 4;
  if (length < BASE_LENGTH) return STOP.MALFORMED;
  const type = NEXT_PROTOCOLS.get(block[at + NEXT_PROTOCOL_AT] as number);
  return type === undefined ? STOP.OTHER : packet.skip(length, type);
}
