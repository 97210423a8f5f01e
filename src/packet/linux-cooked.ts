import { u16be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { readRadiotap } from './wifi.ts';

const SLL_LENGTH = 16;
const SLL2_LENGTH = 20;

/** Device types (ARPHRD_ of Linux) under which the protocol field is no EtherType. */
const DEVICE = { RADIOTAP: 803, NETLINK: 824 } as const;
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
  if (device === DEVICE.NETLINK) return STOP.OTHER;
  if (device === DEVICE.RADIOTAP) return readRadiotap(packet);
  if (protocol === PROTOCOL_802_2) return ETHER_TYPE.LLC;
  return protocol > ETHER_TYPE.LAST_LENGTH ? protocol : STOP.OTHER;
}
