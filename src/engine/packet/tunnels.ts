/*
 * Tunnels that an IP protocol or an EtherType names: GRE with ERSPAN, MPLS, NSH, and the metadata of Cisco's
 * switches.
 */

import { u16be, u32be } from '../bytes/integers.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE } from './protocol-numbers.ts';
import { readWifi } from './wifi.ts';

const GRE_LENGTH = 4;
const GRE_FLAG = {
  CHECKSUM: 0x8000,
  ROUTING: 0x4000,
  KEY: 0x2000,
  SEQUENCE: 0x1000,
  ACKNOWLEDGEMENT: 0x0080,
} as const;
const GRE_VERSION_MASK = 0x0007;

const ERSPAN_II_LENGTH = 8;
const ERSPAN_III_LENGTH = 12;
const ERSPAN_III_SUBHEADER_LENGTH = 8;

/**
 * EtherType of MikroTik's Ethernet over IP, in GRE version 1; its key field holds the length and the tunnel's
 * number.
 */
const MIKROTIK_EOIP = 0x6400;

/** Aruba access points put 802.11 frames into tunnels of these types, a step for each wireless network. */
const ARUBA = { FIRST: 0x8200, LAST: 0x8370, STEP: 0x10 } as const;

function isAruba(type: number): boolean {
  return type >= ARUBA.FIRST && type <= ARUBA.LAST && type % ARUBA.STEP === 0;
}

/**
 * GRE (RFC 2784 with the fields of RFC 2890; version 1 of RFC 2637), with ERSPAN's header, or the 802.11
 * header of Aruba's tunnels, where one follows.
 */
export function readGre(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < GRE_LENGTH) return packet.short(GRE_LENGTH);
  const flags = u16be(block, at);
  const type = u16be(block, at + 2);
  const version = flags & GRE_VERSION_MASK;
  packet.nameOther(OTHER.GRE, type);
  if (version > 1 || (flags & GRE_FLAG.ROUTING) !== 0) return STOP.OTHER;
  let length = GRE_LENGTH;
  if ((flags & GRE_FLAG.CHECKSUM) !== 0) {
    packet.noteSum(at + GRE_LENGTH, at);
    length += 4;
  }
  if ((flags & GRE_FLAG.KEY) !== 0) length += 4;
  if ((flags & GRE_FLAG.SEQUENCE) !== 0) length += 4;
  if (version === 1 && (flags & GRE_FLAG.ACKNOWLEDGEMENT) !== 0) length += 4;
  if (packet.left < length) return packet.short(length);
  packet.at += length;
  switch (type) {
    case ETHER_TYPE.ERSPAN:
      // Type I has no header of its own and no sequence number in the GRE header.
      return packet.skip((flags & GRE_FLAG.SEQUENCE) !== 0 ? ERSPAN_II_LENGTH : 0, ETHER_TYPE.ETHERNET);
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

const MPLS_ENTRY_LENGTH = 4;

/**
 * An MPLS label stack (RFC 3032). The stack does not say what follows: the first nibble shows IP from a
 * pseudowire control word (RFC 4385 §3); anything else can only be Ethernet without one (RFC 4448).
 */
export function readMpls(packet: Packet): number {
  let bottom = false;
  while (!bottom) {
    if (packet.left < MPLS_ENTRY_LENGTH) return packet.short(MPLS_ENTRY_LENGTH);
    bottom = ((packet.block[packet.at + 2] as number) & 1) !== 0;
    packet.at += MPLS_ENTRY_LENGTH;
  }
  if (packet.left < 1) return packet.short(1);
  const nibble = (packet.block[packet.at] as number) >> 4;
  if (nibble === 4) return ETHER_TYPE.IPV4;
  if (nibble === 6) return ETHER_TYPE.IPV6;
  // 1 starts an associated channel, which carries no user packets (RFC 5586).
  if (nibble === 1) return STOP.OTHER;
  return nibble === 0 ? packet.skip(4, ETHER_TYPE.ETHERNET) : ETHER_TYPE.ETHERNET;
}

const NSH_BASE_LENGTH = 4;
const NSH_LENGTH_AT = 1;
const NSH_NEXT_PROTOCOL_AT = 3;
/** The version's two bits. */
const NSH_VERSION_MASK = 0xc0;
/** The length's six bits count words of four bytes, the base header's among them. */
const NSH_LENGTH_MASK = 0x3f;

/** What a next protocol leads to, where that may be TCP (RFC 8300 §2.2); VXLAN-GPE has the same numbers. */
export const NEXT_PROTOCOLS: ReadonlyMap<number, number> = new Map([
  [1, ETHER_TYPE.IPV4],
  [2, ETHER_TYPE.IPV6],
  [3, ETHER_TYPE.ETHERNET],
  [4, ETHER_TYPE.NSH],
  [5, ETHER_TYPE.MPLS],
]);

/**
 * A network service header (RFC 8300), which chains of middleboxes put before the packets that they pass on.
 */
export function readNsh(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < NSH_BASE_LENGTH) return packet.short(NSH_BASE_LENGTH);
  if (((block[at] as number) & NSH_VERSION_MASK) !== 0) return STOP.OTHER;
  const length = ((block[at + NSH_LENGTH_AT] as number) & NSH_LENGTH_MASK) * 4;
  if (length < NSH_BASE_LENGTH) return STOP.MALFORMED;
  const type = NEXT_PROTOCOLS.get(block[at + NSH_NEXT_PROTOCOL_AT] as number);
  return type === undefined ? STOP.OTHER : packet.skip(length, type);
}

/** Version, length, option and security group tag; with them the EtherType of what follows. */
const CISCO_METADATA_LENGTH = 8;
const CISCO_METADATA_TYPE_AT = 6;
/** In GRE the EtherType stands first. */
const CISCO_METADATA_TYPE_IN_GRE_AT = 0;

/**
 * Cisco metadata, with which TrustSec marks frames (draft-smith-kandula-sxp; laid out as Wireshark's
 * packet-cisco-metadata.c reads it).
 */
export function readCiscoMetadata(packet: Packet): number {
  return readMetadataAt(packet, CISCO_METADATA_TYPE_AT);
}

function readCiscoMetadataInGre(packet: Packet): number {
  return readMetadataAt(packet, CISCO_METADATA_TYPE_IN_GRE_AT);
}

function readMetadataAt(packet: Packet, typeAt: number): number {
  if (packet.left < CISCO_METADATA_LENGTH) return packet.short(CISCO_METADATA_LENGTH);
  const type = u16be(packet.block, packet.at + typeAt);
  return packet.skip(CISCO_METADATA_LENGTH, type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER);
}
