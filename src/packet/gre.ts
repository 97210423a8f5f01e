import { u16be, u32be } from '../bytes/integers.ts';
import { readCiscoMetadataInGre } from './cisco-metadata.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { readWifi } from './wifi.ts';

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

/**
 * EtherType of MikroTik's Ethernet over IP, in GRE version 1; its key field holds the length and
 * the tunnel's number.
 */
const MIKROTIK_EOIP = 0x6400;

/**
 * Aruba access points put 802.11 frames into tunnels of these types, a step for each wireless
 * network.
 */
const ARUBA = { FIRST: 0x8200, LAST: 0x8370, STEP: 0x10 } as const;

function isAruba(type: number): boolean {
  return type >= ARUBA.FIRST && type <= ARUBA.LAST && type % ARUBA.STEP === 0;
}

/**
 * GRE (RFC 2784 with the fields of RFC 2890; version 1 of RFC 2637), with ERSPAN's header, or the
 * 802.11 header of Aruba's tunnels, where one follows.
 */
export function readGre(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const flags = u16be(block, at);
  const type = u16be(block, at + 2);
  const version = flags & VERSION_MASK;
  packet.nameOther(OTHER.GRE, type);
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
    case MIKROTIK_EOIP:
      // A keep-alive has no frame.
      return packet.left === 0 ? STOP.OTHER : ETHER_TYPE.ETHERNET;
    default:
      if (isAruba(type)) return readWifi(packet);
      // Keep-alives and the like have types that are lengths elsewhere.
      return type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER;
  }
}
