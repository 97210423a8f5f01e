import { u16be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { type Packet, STOP } from './packet.ts';

/** Version, length, option and security group tag; with them the EtherType of what follows. */
const HEADER_LENGTH = 8;
const TYPE_AT = 6;
/** In GRE the EtherType stands first. */
const TYPE_IN_GRE_AT = 0;

/**
 * Cisco metadata, with which TrustSec marks frames (draft-smith-kandula-sxp; laid out as
 * Wireshark's packet-cisco-metadata.c reads it).
 */
export function readCiscoMetadata(packet: Packet): number {
  return readAt(packet, TYPE_AT);
}

export function readCiscoMetadataInGre(packet: Packet): number {
  return readAt(packet, TYPE_IN_GRE_AT);
}

function readAt(packet: Packet, typeAt: number): number {
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const type = u16be(packet.block, packet.at + typeAt);
  return packet.skip(HEADER_LENGTH, type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER);
}
