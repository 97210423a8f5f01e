import { u16be, u16le } from '../bytes/integers.ts';
import { ipByVersion } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 4;
const ITEM_HEADER_LENGTH = 4;
/** NFULA_PAYLOAD of linux/netfilter/nfnetlink_log.h. */
const PAYLOAD = 9;

/**
 * Linux netfilter log: items of length, type and value, in the byte order of the machine that
 * captured; one of them is the IP packet (LINKTYPE_NFLOG).
 */
export function readNflog(packet: Packet): number {
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  packet.at += HEADER_LENGTH;
  // A length of 4 to 255 puts the zero byte last in little-endian; longer first items are not seen.
  const u16 = (packet.block[packet.at] as number) === 0 ? u16be : u16le;
  while (packet.left >= ITEM_HEADER_LENGTH) {
    const { block, at } = packet;
    const length = u16(block, at);
    if (length < ITEM_HEADER_LENGTH) return STOP.MALFORMED;
    if (u16(block, at + 2) === PAYLOAD) {
      packet.limit(at, length);
      packet.at += ITEM_HEADER_LENGTH;
      return ipByVersion(packet);
    }
    packet.at += length + ((4 - (length & 3)) & 3);
  }
  return packet.at < packet.wireEnd ? STOP.CUT : STOP.OTHER;
}
