/* EtherTypes and IP protocol numbers that have a reader. */

import { type Packet, STOP } from './packet.ts';

/** EtherTypes (IEEE 802 numbers at IANA) that lead to IP; the decoder's common name for payloads. */
export const ETHER_TYPE = {
  IPV4: 0x0800,
  IPV6: 0x86dd,
  VLAN: 0x8100,
  PROVIDER_VLAN: 0x88a8,
  /** QinQ before IEEE 802.1ad. */
  OLD_QINQ: 0x9100,
  OLD_QINQ_2: 0x9200,
  MPLS: 0x8847,
  MPLS_MULTICAST: 0x8848,
  PPPOE_SESSION: 0x8864,
  CISCO_METADATA: 0x8909,
  /** Network service header (RFC 8300). */
  NSH: 0x894f,
  /** A whole Ethernet frame inside GRE or Geneve. */
  ETHERNET: 0x6558,
  ERSPAN: 0x88be,
  ERSPAN_III: 0x22eb,
  /** PPP inside GRE version 1 (RFC 2637). */
  PPP: 0x880b,
  /** Values up to this are a length, with an 802.2 header after them. */
  LAST_LENGTH: 1500,
  /** As the length of an 802.2 packet where the link layer gives none. */
  LLC: 0,
} as const;

/** EtherType of an IP packet by its version nibble, for links that carry bare IP. */
export function ipByVersion(packet: Packet): number {
  if (packet.left < 1) return packet.short(1);
  const version = (packet.block[packet.at] as number) >> 4;
  if (version === 4) return ETHER_TYPE.IPV4;
  return version === 6 ? ETHER_TYPE.IPV6 : STOP.OTHER;
}

/** IP protocol and IPv6 extension header numbers (IANA) that the decoder goes into. */
export const IP_PROTOCOL = {
  HOP_BY_HOP: 0,
  IPV4: 4,
  TCP: 6,
  UDP: 17,
  IPV6: 41,
  ROUTING: 43,
  FRAGMENT: 44,
  GRE: 47,
  AUTHENTICATION: 51,
  DESTINATION: 60,
  ETHER_IP: 97,
  MPLS: 137,
} as const;

const CAN_CARRY_TCP: ReadonlySet<number> = new Set(Object.values(IP_PROTOCOL));

/** Whether a datagram of this protocol is to be put together. */
export function canCarryTcp(protocol: number): boolean {
  return CAN_CARRY_TCP.has(protocol);
}
