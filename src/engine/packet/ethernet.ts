import { u16be } from '../bytes/integers.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE } from './protocol-numbers.ts';

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
