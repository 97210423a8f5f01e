import { u16be, u16le, u32be, u32le } from '../bytes/integers.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE, ipByVersion } from './protocol-numbers.ts';
import { readPrism, readRadiotap, readWifi } from './wifi.ts';

// Link layers that only captures have, as the system of a host writes them: Linux cooked, loopback,
// netfilter's log, pktap of macOS and PPI.

const SLL_LENGTH = 16;
const SLL2_LENGTH = 20;

/** Device types (ARPHRD_ of Linux) under which the protocol field is no EtherType. */
const SLL_DEVICE = { RADIOTAP: 803, NETLINK: 824 } as const;
/** In the protocol field: an 802.2 header follows (ETH_P_802_2). */
const PROTOCOL_802_2 = 0x0004;

/** Linux cooked capture, as `tcpdump -i any` wrote it (LINKTYPE_LINUX_SLL). */
function readLinuxCooked(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < SLL_LENGTH) return packet.short(SLL_LENGTH);
  packet.at += SLL_LENGTH;
  return payloadType(packet, u16be(block, at + 2), u16be(block, at + 14));
}

/** Linux cooked capture version 2, which newer libpcap writes (LINKTYPE_LINUX_SLL2). */
function readLinuxCooked2(packet: Packet): number {
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
function readNullLoopback(packet: Packet): number {
  const little = u32le(packet.block, packet.at);
  const family = little > 0xffff ? u32be(packet.block, packet.at) : little;
  return packet.skip(FAMILY_LENGTH, etherTypeOfFamily(family));
}

/** OpenBSD loopback: the address family in network byte order (LINKTYPE_LOOP). */
function readLoop(packet: Packet): number {
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
function readNflog(packet: Packet): number {
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
function readPktap(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < SHORTEST_PKTAP) return packet.short(SHORTEST_PKTAP);
  const length = u32le(block, at);
  if (length < SHORTEST_PKTAP || length > LONGEST_PKTAP) return STOP.OTHER;
  return packet.skip(length, u32le(block, at + 8));
}

/**
 * Metadata of captured packets: link type of the packet after the header (LINKTYPE_PPI), or a member of STOP.
 */
function readPpi(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 8) return packet.short(8);
  const length = (block[at + 2] as number) | ((block[at + 3] as number) << 8);
  if (length < 8) return STOP.MALFORMED;
  return packet.skip(length, u32le(block, at + 4));
}

const ADDRESS_AND_CONTROL = 0xff03;

/** PPP protocol numbers (IANA) of payloads that can carry TCP. */
const ETHER_TYPE_OF: ReadonlyMap<number, number> = new Map([
  [0x0021, ETHER_TYPE.IPV4],
  [0x0057, ETHER_TYPE.IPV6],
  [0x0281, ETHER_TYPE.MPLS],
  [0x0283, ETHER_TYPE.MPLS_MULTICAST],
]);

/** PPP, with address and control bytes or without (RFC 1661 §6.6), protocol in one byte or two (§6.5). */
export function readPpp(packet: Packet): number {
  if (packet.left >= 2 && u16be(packet.block, packet.at) === ADDRESS_AND_CONTROL) packet.at += 2;
  return readProtocol(packet);
}

/** A serial line: PPP in HDLC framing, or Cisco HDLC (RFC 1547 §4.3.1), shown by the address byte. */
function readPppSerial(packet: Packet): number {
  if (packet.left < 2) return packet.short(2);
  const address = packet.block[packet.at] as number;
  if (address === CISCO_UNICAST || address === CISCO_MULTICAST) return readCiscoHdlc(packet);
  return readPpp(packet);
}

/** PPP whose address byte gives the direction instead, as pppd's filter sees it. */
function readPppPppd(packet: Packet): number {
  if (packet.left < 2) return packet.short(2);
  if (packet.block[packet.at + 1] === 0x03) packet.at += 2;
  return readProtocol(packet);
}

/** A byte for the direction, then PPP. */
function readPppWithDirection(packet: Packet): number {
  if (packet.left < 1) return packet.short(1);
  packet.at++;
  return readPpp(packet);
}

const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;
const CISCO_HEADER_LENGTH = 4;

/** Cisco HDLC: address, control, EtherType. */
function readCiscoHdlc(packet: Packet): number {
  const { block, at } = packet;
  const type = u16be(block, at + 2);
  return packet.skip(CISCO_HEADER_LENGTH, type > ETHER_TYPE.LAST_LENGTH ? type : STOP.OTHER);
}

const PPPOE_HEADER_LENGTH = 6;
const PPPOE_SESSION_DATA = 0;

/** The session stage of PPP over Ethernet (RFC 2516 §4). */
export function readPppoe(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < PPPOE_HEADER_LENGTH) return packet.short(PPPOE_HEADER_LENGTH);
  if (block[at] !== 0x11) return STOP.MALFORMED;
  if (block[at + 1] !== PPPOE_SESSION_DATA) return STOP.OTHER;
  packet.at += PPPOE_HEADER_LENGTH;
  return readProtocol(packet);
}

function readProtocol(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 1) return packet.short(1);
  // Protocol numbers are odd in their last byte: an odd first byte is the whole of a compressed one.
  const compressed = ((block[at] as number) & 1) !== 0;
  const length = compressed ? 1 : 2;
  if (packet.left < length) return packet.short(length);
  packet.at += length;
  return ETHER_TYPE_OF.get(compressed ? (block[at] as number) : u16be(block, at)) ?? STOP.OTHER;
}

const HEADER_LENGTH = 14;
const TYPE_AT = 12;
const TAG_LENGTH = 4;
/** Of a tag's control information; the rest is priority. */
const VLAN_ID_MASK = 0x0fff;

/** Ethernet II or IEEE 802.3 with any number of VLAN tags: the EtherType of what follows. */
export function readEthernet(packet: Packet): number {
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  const type = u16be(packet.block, packet.at + TYPE_AT);
  packet.at += HEADER_LENGTH;
  return type === ETHER_TYPE.IPV4 ? type : readVlanTags(packet, type);
}

/** Moves over VLAN tags (IEEE 802.1Q), if `type` says that there are any. */
export function readVlanTags(packet: Packet, type: number): number {
  let inner = type;
  while (isVlan(inner)) {
    if (packet.left < TAG_LENGTH) return packet.short(TAG_LENGTH);
    packet.enterVlan(u16be(packet.block, packet.at) & VLAN_ID_MASK);
    inner = u16be(packet.block, packet.at + 2);
    packet.at += TAG_LENGTH;
  }
  return inner;
}

export function isVlan(type: number): boolean {
  return (
    type === ETHER_TYPE.VLAN ||
    type === ETHER_TYPE.PROVIDER_VLAN ||
    type === ETHER_TYPE.OLD_QINQ ||
    type === ETHER_TYPE.OLD_QINQ_2
  );
}

const SAP = { IP: 0x06, SNAP: 0xaa } as const;
const UNNUMBERED_INFORMATION = 0x03;
/** Organisation codes after which the SNAP header holds an EtherType (RFC 1042, IEEE 802.1H). */
const ETHER_TYPE_ORGANISATIONS: readonly number[] = [0x000000, 0x0000f8];
/** IEEE 802.1 organisation code: bridged frames (RFC 2684 §5.2). */
const BRIDGED = 0x0080c2;
const BRIDGED_ETHERNET_WITH_FCS = 1;
const BRIDGED_ETHERNET = 7;

/** IEEE 802.2 LLC, with or without SNAP. */
export function readLlc(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 3) return packet.short(3);
  packet.nameOther(OTHER.LLC, block[at] as number);
  if (block[at + 2] !== UNNUMBERED_INFORMATION) return STOP.OTHER;
  if (block[at] === SAP.IP && block[at + 1] === SAP.IP) return packet.skip(3, ETHER_TYPE.IPV4);
  if (block[at] !== SAP.SNAP || block[at + 1] !== SAP.SNAP) return STOP.OTHER;
  if (packet.left < 8) return packet.short(8);
  const organisation = (u16be(block, at + 3) << 8) | (block[at + 5] as number);
  const type = u16be(block, at + 6);
  packet.at += 8;
  if (ETHER_TYPE_ORGANISATIONS.includes(organisation)) {
    return type > ETHER_TYPE.LAST_LENGTH ? type : packet.other(OTHER.ETHERTYPE, type);
  }
  if (organisation === BRIDGED && (type === BRIDGED_ETHERNET || type === BRIDGED_ETHERNET_WITH_FCS)) {
    return ETHER_TYPE.ETHERNET;
  }
  return STOP.OTHER;
}

/** Moves a packet over its link-layer header: the EtherType of what follows, or a member of STOP. */
type LinkReader = (packet: Packet) => number;

/** LINKTYPE_ of Ethernet; the decoder takes it first. */
export const ETHERNET_LINK = 1;

/** Readers by LINKTYPE_ value (https://www.tcpdump.org/linktypes.html). */
const READERS: ReadonlyMap<number, LinkReader> = new Map<number, LinkReader>([
  [0, readNullLoopback],
  [ETHERNET_LINK, readEthernet],
  [9, readPpp],
  // Raw IP as DLT_ values that some systems wrote to files.
  [12, ipByVersion],
  [14, ipByVersion],
  [50, readPppSerial],
  [51, readPppoe],
  [100, () => ETHER_TYPE.LLC],
  [101, ipByVersion],
  [104, readCiscoHdlc],
  [105, readWifi],
  [108, readLoop],
  [113, readLinuxCooked],
  [119, readPrism],
  [127, readRadiotap],
  // On macOS, pktap under the number of a private type.
  [149, (packet) => readInner(packet, readPktap)],
  [163, readPrism],
  [166, readPppPppd],
  [192, (packet) => readInner(packet, readPpi)],
  [204, readPppWithDirection],
  [205, (packet) => packet.skip(1, 0) || readCiscoHdlc(packet)],
  [219, () => ETHER_TYPE.MPLS],
  [228, () => ETHER_TYPE.IPV4],
  [229, () => ETHER_TYPE.IPV6],
  [239, readNflog],
  [258, (packet) => readInner(packet, readPktap)],
  [276, readLinuxCooked2],
]);

/** The reader of a link type; undefined for those that are not known to carry IP. */
export function linkReader(linkType: number): LinkReader | undefined {
  return READERS.get(linkType);
}

/** Link types whose header names another link type. */
const WRAPPERS: readonly number[] = [149, 192, 258];

function readInner(packet: Packet, readWrapper: (packet: Packet) => number): number {
  const linkType = readWrapper(packet);
  if (linkType < 0) return linkType;
  const reader = WRAPPERS.includes(linkType) ? undefined : READERS.get(linkType);
  return reader === undefined ? STOP.OTHER : reader(packet);
}
