import { readEthernet } from './ethernet.ts';
import {
  readLinuxCooked,
  readLinuxCooked2,
  readLoop,
  readNflog,
  readNullLoopback,
  readPktap,
  readPpi,
} from './host-links.ts';
import { type Packet, STOP } from './packet.ts';
import {
  readCiscoHdlc,
  readPpp,
  readPppoe,
  readPppPppd,
  readPppSerial,
  readPppWithDirection,
} from './ppp.ts';
import { ETHER_TYPE, ipByVersion } from './protocol-numbers.ts';
import { readPrism, readRadiotap, readWifi } from './wifi.ts';

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
