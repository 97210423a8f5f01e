import { u16be, u32be } from '../bytes/integers.ts';
import { readCiscoMetadataInGre } from './cisco-metadata.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

const HEADER_LENGTH = 4;
const FLAG = {
  CHECKSUM: 0x8000,
  ROUTING: 0x4000,
  KEY: 0x2000,
  SEQUENCE: 0x1000,
  ACKNOWLEDGEMENT: 0x0080,
} as const;
const VERSION_MASK = 0x0007;

const ERSPAN_II_LENGTH = 8;
const ERSPAN_III_LENGTH = 12;
const ERSPAN_III_SUBHEADER_LENGTH = 8;

/** GRE (RFC 2784 with the fields of RFC 2890; version 1 of RFC 2637), with ERSPAN's header where one follows. */
export function readGre(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const flags = u16be(block, at);
  const type = u16be(block, at + 2);
  const version = flags & VERSION_MASK;
  if (version > 1 || (flags & FLAG.ROUTING) !== 0) return STOP.OTHER;
  let length = HEADER_LENGTH;
  if ((flags & FLAG.CHECKSUM) !== 0) length += 4;
  if ((flags & FLAG.KEY) !== 0) length += 4;
  if ((flags & FLAG.SEQUENCE) !== 0) length += 4;
  if (version === 1 && (flags & FLAG.ACKNOWLEDGEMENT) !== 0) length += 4;
  if (packet.left < length) return packet.short(length);
  packet.at += length;
  switch (type) {
    case ETHER_TYPE.ERSPAN:
      // Type I has no header of its own and no sequence number in the GRE header.
      return packet.skip((flags & FLAG.SEQUENCE) !== 0 ? ERSPAN_II_LENGTH : 0, ETHER_TYPE.ETHERNET);
    case ETHER_TYPE.ERSPAN_III: {
      const subheader = (u32be(block, packet.at + 8) & 1) !== 0 ? ERSPAN_III_SUBHEADER_LENGTH : 0;
      return packet.skip(ERSPAN_III_LENGTH + subheader, ETHER_TYPE.ETHERNET);
    }
    case ETHER_TYPE.CISCO_METADATA:
      return readCiscoMetadataInGre(packet);
    default:
      // Keep-alives and the like have types that are lengths elsewhere.
      return type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER;
  }
}
