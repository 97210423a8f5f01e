import { u16be } from '../bytes/integers.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE } from './protocol-numbers.ts';

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
export function readPppSerial(packet: Packet): number {
  if (packet.left < 2) return packet.short(2);
  const address = packet.block[packet.at] as number;
  if (address === CISCO_UNICAST || address === CISCO_MULTICAST) return readCiscoHdlc(packet);
  return readPpp(packet);
}

/** PPP whose address byte gives the direction instead, as pppd's filter sees it. */
export function readPppPppd(packet: Packet): number {
  if (packet.left < 2) return packet.short(2);
  if (packet.block[packet.at + 1] === 0x03) packet.at += 2;
  return readProtocol(packet);
}

/** A byte for the direction, then PPP. */
export function readPppWithDirection(packet: Packet): number {
  if (packet.left < 1) return packet.short(1);
  packet.at++;
  return readPpp(packet);
}

const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;
const CISCO_HEADER_LENGTH = 4;

/** Cisco HDLC: address, control, EtherType. */
export function readCiscoHdlc(packet: Packet): number {
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
