import { ipByVersion } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 8;
const OPTIONAL_LENGTH = 4;
/** Version 1 and protocol type GTP in the first byte. */
const VERSION_MASK = 0xf0;
const VERSION_1 = 0x30;
const HAS_OPTIONAL = 0x07;
const HAS_EXTENSION = 0x04;
const USER_PACKET = 255;

/** GTP-U (3GPP TS 29.281 §5): an IP packet after optional fields and extension headers. */
export function readGtp(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const first = block[at] as number;
  if ((first & VERSION_MASK) !== VERSION_1 || block[at + 1] !== USER_PACKET) return STOP.OTHER;
  packet.at += HEADER_LENGTH;
  if ((first & HAS_OPTIONAL) === 0) return ipByVersion(packet);
  if (packet.left < OPTIONAL_LENGTH) return packet.short(OPTIONAL_LENGTH);
  packet.at += OPTIONAL_LENGTH;
  // Each extension header ends with the type of the next one.
  while ((first & HAS_EXTENSION) !== 0 && block[packet.at - 1] !== 0) {
    if (packet.left < 1) return packet.short(1);
    const length = (block[packet.at] as number) * 4;
    if (length === 0) return STOP.MALFORMED;
    if (packet.left < length) return packet.short(length);
    packet.at += length;
  }
  return ipByVersion(packet);
}
