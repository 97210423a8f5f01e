/* UDP, and the tunnels that its port numbers name: VXLAN, VXLAN-GPE, Geneve, GTP and Teredo. */

import { u16be, u32be } from '../bytes/integers.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE, IP_PROTOCOL, ipByVersion } from './protocol-numbers.ts';
import { NEXT_PROTOCOLS, readGre } from './tunnels.ts';

const UDP_LENGTH = 8;
const UDP_CHECKSUM = 6;

/** UDP ports whose datagrams hold packets (IANA; 8472 is what Linux used for VXLAN first). */
const PORT = {
  GTP: 2152,
  TEREDO: 3544,
  /** RFC 8086; with DTLS it is 4755. */
  GRE: 4754,
  VXLAN: 4789,
  VXLAN_GPE: 4790,
  GENEVE: 6081,
  /** RFC 7510. */
  MPLS: 6635,
  LINUX_VXLAN: 8472,
} as const;

/**
 * Ports of tunnels that cannot be read, being encrypted most often: their packets are counted by port, not as
 * any UDP.
 */
const CLOSED_PORTS: ReadonlySet<number> = new Set([
  // QUIC, and HTTP/3 in it
  443,
  // OpenVPN, L2TP, IPsec behind NAT (RFC 3948)
  1194, 1701, 4500,
  // LISP
  4341,
  // GRE in DTLS (RFC 8086), CAPWAP, GUE, MPLS in DTLS (RFC 7510)
  4755, 5247, 6080, 6636,
  // WireGuard
  51_820,
]);

/**
 * A UDP datagram: the EtherType of the packet inside if its destination port is a tunnel's (or
 * `STOP.SUBFRAMES`).
 */
export function readUdp(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < UDP_LENGTH) return packet.short(UDP_LENGTH);
  packet.at += UDP_LENGTH;
  const port = u16be(block, at + 2);
  packet.noteSum(at + UDP_CHECKSUM, at);
  packet.nameOther(OTHER.UDP, port);
  switch (port) {
    case PORT.VXLAN:
    case PORT.LINUX_VXLAN:
      return readVxlan(packet);
    case PORT.VXLAN_GPE:
      return readVxlanGpe(packet);
    case PORT.GRE:
      return readGre(packet);
    case PORT.MPLS:
      return ETHER_TYPE.MPLS;
    case PORT.GENEVE:
      return readGeneve(packet);
    case PORT.GTP:
      return readGtp(packet);
    case PORT.TEREDO:
      return readTeredo(packet);
    default: {
      const from = u16be(block, at);
      if (from === PORT.TEREDO) {
        packet.nameOther(OTHER.UDP, from);
        return readTeredo(packet);
      }
      if (CLOSED_PORTS.has(port)) return STOP.OTHER;
      return CLOSED_PORTS.has(from) ? packet.other(OTHER.UDP, from) : packet.other(OTHER.IP, IP_PROTOCOL.UDP);
    }
  }
}

const VXLAN_LENGTH = 8;
const VXLAN_NETWORK_AT = 4;
const VNI_IS_VALID = 0x08;

/** VXLAN (RFC 7348 §5): an Ethernet frame. */
function readVxlan(packet: Packet): number {
  if (packet.left < VXLAN_LENGTH) return packet.short(VXLAN_LENGTH);
  if (((packet.block[packet.at] as number) & VNI_IS_VALID) === 0) return STOP.OTHER;
  packet.enterVirtualNetwork(u32be(packet.block, packet.at + VXLAN_NETWORK_AT) >>> 8);
  return packet.skip(VXLAN_LENGTH, ETHER_TYPE.ETHERNET);
}

const VXLAN_GPE_LENGTH = 8;
const VXLAN_GPE_NEXT_PROTOCOL_AT = 3;
const VXLAN_GPE_NETWORK_AT = 4;
const HAS_NEXT_PROTOCOL = 0x04;

/**
 * VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe §3): a payload named by a protocol number, an Ethernet frame where
 * there is none.
 */
function readVxlanGpe(packet: Packet): number {
  if (packet.left < VXLAN_GPE_LENGTH) return packet.short(VXLAN_GPE_LENGTH);
  const flags = packet.block[packet.at] as number;
  const next = packet.block[packet.at + VXLAN_GPE_NEXT_PROTOCOL_AT] as number;
  const type = (flags & HAS_NEXT_PROTOCOL) === 0 ? ETHER_TYPE.ETHERNET : NEXT_PROTOCOLS.get(next);
  packet.enterVirtualNetwork(u32be(packet.block, packet.at + VXLAN_GPE_NETWORK_AT) >>> 8);
  return type === undefined ? STOP.OTHER : packet.skip(VXLAN_GPE_LENGTH, type);
}

const GENEVE_LENGTH = 8;
const GENEVE_NETWORK_AT = 4;

/** Geneve (RFC 8926 §3.4): options, then a payload named by its EtherType. */
function readGeneve(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < GENEVE_LENGTH) return packet.short(GENEVE_LENGTH);
  const first = block[at] as number;
  if (first >> 6 !== 0) return STOP.OTHER;
  packet.enterVirtualNetwork(u32be(block, at + GENEVE_NETWORK_AT) >>> 8);
  const type = u16be(block, at + 2);
  return packet.skip(GENEVE_LENGTH + (first & 0x3f) * 4, type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER);
}

const GTP_LENGTH = 8;
const GTP_OPTIONAL_LENGTH = 4;
/** Version 1 and protocol type GTP in the first byte. */
const GTP_VERSION_MASK = 0xf0;
const GTP_VERSION_1 = 0x30;
const HAS_OPTIONAL = 0x07;
const HAS_EXTENSION = 0x04;
const USER_PACKET = 255;

/** GTP-U (3GPP TS 29.281 §5): an IP packet after optional fields and extension headers. */
function readGtp(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < GTP_LENGTH) return packet.short(GTP_LENGTH);
  const first = block[at] as number;
  if ((first & GTP_VERSION_MASK) !== GTP_VERSION_1 || block[at + 1] !== USER_PACKET) return STOP.OTHER;
  packet.at += GTP_LENGTH;
  if ((first & HAS_OPTIONAL) === 0) return ipByVersion(packet);
  if (packet.left < GTP_OPTIONAL_LENGTH) return packet.short(GTP_OPTIONAL_LENGTH);
  packet.at += GTP_OPTIONAL_LENGTH;
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

const TEREDO_AUTHENTICATION = 0x0001;
const TEREDO_AUTHENTICATION_LENGTH = 13;
const TEREDO_ORIGIN = 0x0000;
const TEREDO_ORIGIN_LENGTH = 8;

/** Teredo (RFC 4380 §5.1.1): an IPv6 packet after optional authentication and origin headers. */
function readTeredo(packet: Packet): number {
  const { block } = packet;
  if (packet.left >= 4 && u16be(block, packet.at) === TEREDO_AUTHENTICATION) {
    const names = (block[packet.at + 2] as number) + (block[packet.at + 3] as number);
    packet.at += TEREDO_AUTHENTICATION_LENGTH + names;
  }
  if (packet.left >= 2 && u16be(block, packet.at) === TEREDO_ORIGIN) packet.at += TEREDO_ORIGIN_LENGTH;
  const type = ipByVersion(packet);
  return type === ETHER_TYPE.IPV6 || type === STOP.CUT ? type : STOP.OTHER;
}
