import { linkTypeName } from '../engine/packet/link-type-name.ts';
import type { OtherLayer, OtherProtocol } from '../engine/packet/other-packets.ts';
import type { Traffic } from '../engine/results.ts';
import { type Filler, fill } from '../sentences/fill.ts';
import { PUNCTUATION } from '../sentences/language.ts';
import type { Texts } from '../sentences/texts.ts';
import type { OtherProtocolJson } from './json/model.ts';

/** Names that the protocols have in the registries of IEEE and IANA, where people know them by these. */
const NAMES: Readonly<Record<OtherLayer, ReadonlyMap<number, string>>> = {
  link: new Map(),
  ethertype: new Map([
    [0x0806, 'ARP'],
    [0x0842, 'Wake-on-LAN'],
    [0x8035, 'RARP'],
    [0x8847, 'MPLS'],
    [0x8863, 'PPPoE discovery'],
    [0x8864, 'PPPoE'],
    [0x888e, 'EAPOL'],
    [0x894f, 'NSH'],
    [0x88cc, 'LLDP'],
    [0x88e5, 'MACsec'],
    [0x88f7, 'PTP'],
    [0x9000, 'loopback test'],
  ]),
  llc: new Map([
    [0x42, 'STP'],
    [0xaa, 'SNAP'],
    [0xfe, 'IS-IS'],
  ]),
  wifi: new Map([
    [0, '802.11 without data'],
    [1, 'encrypted 802.11'],
  ]),
  ip: new Map([
    [1, 'ICMP'],
    [2, 'IGMP'],
    [17, 'UDP'],
    [50, 'ESP'],
    [58, 'ICMPv6'],
    [89, 'OSPF'],
    [103, 'PIM'],
    [112, 'VRRP'],
    [115, 'L2TPv3'],
    [132, 'SCTP'],
  ]),
  gre: new Map([[0x880b, 'PPP in GRE']]),
  udp: new Map([
    [443, 'QUIC'],
    [1194, 'OpenVPN'],
    [1701, 'L2TP'],
    [2152, 'GTP-U'],
    [3544, 'Teredo'],
    [4341, 'LISP'],
    [4500, 'IPsec in UDP'],
    [4755, 'GRE in DTLS'],
    [4789, 'VXLAN'],
    [4790, 'VXLAN-GPE'],
    [5247, 'CAPWAP'],
    [6080, 'GUE'],
    [6081, 'Geneve'],
    [6636, 'MPLS in DTLS'],
    [8472, 'VXLAN'],
    [51_820, 'WireGuard'],
  ]),
};

/** Kinds that a sentence names. */
const MAX_NAMED = 8;

/** The name of a protocol; null for one that is known by its number alone. */
function otherProtocolName({ layer, number }: OtherProtocol): string | null {
  return layer === 'link' ? linkTypeName(number) : (NAMES[layer].get(number) ?? null);
}

/** Packets without readable TCP, by protocol; null where there are none. */
export function otherPacketsSentence(traffic: Traffic, filler: Filler, texts: Texts): string | null {
  const { otherPackets, otherProtocols = [] } = traffic;
  if (otherPackets === 0) return null;
  const { labels } = texts;
  const named = otherProtocols.slice(0, MAX_NAMED).map((protocol) => {
    const { layer, number, packets } = protocol;
    const name = otherProtocolName(protocol);
    const digits = layer === 'ip' || layer === 'udp' ? String(number) : hex(number);
    const kind = name ?? fill(labels[`other-${layer}`], { number: digits }, filler);
    return fill(labels['other-kind'], { kind, packets }, filler);
  });
  const rest =
    otherPackets - otherProtocols.slice(0, MAX_NAMED).reduce((sum, { packets }) => sum + packets, 0);
  if (rest > 0) named.push(fill(labels['other-more'], { packets: rest }, filler));
  const list = named.join(PUNCTUATION[texts.lang].listComma);
  return fill(labels['other-packets'], { n: otherPackets }, filler) + list;
}

export function otherProtocolToJson(protocol: OtherProtocol): OtherProtocolJson {
  const { layer, number, packets } = protocol;
  return { layer, number, name: otherProtocolName(protocol), packets };
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`;
}
