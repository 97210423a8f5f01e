/*
 * Link layers that only captures have, as the system of a host writes them: Linux cooked, loopback,
 * netfilter's log, pktap of macOS and PPI.
 */

import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE, ipByVersion } from './protocol-numbers.ts';
import { readRadiotap } from './wifi.ts';

const SLL_LENGTH = 16;
const SLL2_LENGTH = 20;

/** Device types (ARPHRD_ of Linux) under which the protocol field is no EtherType. */
const SLL_DEVICE = { RADIOTAP: 803, NETLINK: 824 } as const;
/** In the protocol field: an 802.2 header follows (ETH_P_802_2). */
const PROTOCOL_802_2 = 0x0004;

/** Linux cooked capture, as `tcpdump -i any` wrote it (LINKTYPE_LINUX_SLL). */
export function readLinuxCooked(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < SLL_LENGTH) return packet.short(SLL_LENGTH);
  packet.at += SLL_LENGTH;
  return payloadType(packet, u16be(block, at + 2), u16be(block, at + 14));
}

/** Linux cooked capture version 2, which newer libpcap writes (LINKTYPE_LINUX_SLL2). */
export function readLinuxCooked2(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < SLL2_LENGTH) return packet.short(SLL2_LENGTH);
  packet.at += SLL2_LENGTH;
  return payloadType(packet, u16be(block, at + 8), u16be(block, at));
}

function payloadType(packet: Packet, device: number, protocol: number): number {
  packet.nameOther(OTHER.ETHERTYPE, protocol);
  if (device === SLL_DEVICE.NETLINK) return STOP.OTHER;
  if (device === SLL_DEVICE.RADIOTAP) return readRadiotap(packet);
  if (protocol === PROTOCOL_802_2) return ETHER_TYPE.LLC;
  return protocol > ETHER_TYPE.LAST_LENGTH ? protocol : STOP.OTHER;
}

const FAMILY_LENGTH = 4;
const AF_INET = 2;
/** AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS. */
const AF_INET6: readonly number[] = [10, 24, 28, 30];

/** BSD loopback: the address family in the byte order of the machine that captured (LINKTYPE_NULL). */
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

const NFLOG_LENGTH = 4;
const NFLOG_ITEM_LENGTH = 4;
/** NFULA_PAYLOAD of linux/netfilter/nfnetlink_log.h. */
const NFLOG_PAYLOAD = 9;

/**
 * Linux netfilter log: items of length, type and value, in the byte order of the machine that captured; one
 * of them is the IP packet (LINKTYPE_NFLOG).
 */
export function readNflog(packet: Packet): number {
  if (packet.left < NFLOG_LENGTH) return packet.short(NFLOG_LENGTH);
  packet.at += NFLOG_LENGTH;
  // A length of 4 to 255 puts the zero byte last in little-endian; longer first items are not seen.
  const u16 = (packet.block[packet.at] as number) === 0 ? u16be : u16le;
  while (packet.left >= NFLOG_ITEM_LENGTH) {
    const { block, at } = packet;
    const length = u16(block, at);
    if (length < NFLOG_ITEM_LENGTH) return STOP.MALFORMED;
    if (u16(block, at + 2) === NFLOG_PAYLOAD) {
      packet.limit(at, length);
      packet.at += NFLOG_ITEM_LENGTH;
      return ipByVersion(packet);
    }
    packet.at += length + ((4 - (length & 3)) & 3);
  }
  return packet.at < packet.wireEnd ? STOP.CUT : STOP.OTHER;
}

const SHORTEST_PKTAP = 12;
const LONGEST_PKTAP = 1024;

/**
 * Apple's pktap header, as tcpdump on macOS writes it for `-i any`: the link type of the packet after it, or
 * a member of STOP. `packet.at` is moved over the header.
 */
export function readPktap(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < SHORTEST_PKTAP) return packet.short(SHORTEST_PKTAP);
  const length = u32le(block, at);
  if (length < SHORTEST_PKTAP || length > LONGEST_PKTAP) return STOP.OTHER;
  return packet.skip(length, u32le(block, at + 8));
}

/**
 * Metadata of captured packets: link type of the packet after the header (LINKTYPE_PPI), or a member of STOP.
 */
export function readPpi(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 8) return packet.short(8);
  const length = (block[at + 2] as number) | ((block[at + 3] as number) << 8);
  if (length < 8) return STOP.MALFORMED;
  return packet.skip(length, u32le(block, at + 4));
}
