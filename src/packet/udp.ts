import { u16be } from '../bytes/integers.ts';
import { ETHER_TYPE } from './ether-type.ts';
import { readGeneve } from './geneve.ts';
import { readGre } from './gre.ts';
import { readGtp } from './gtp.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { readTeredo } from './teredo.ts';
import { readVxlan } from './vxlan.ts';
import { readVxlanGpe } from './vxlan-gpe.ts';

const HEADER_LENGTH = 8;

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
 * Ports of tunnels that cannot be read, being encrypted most often: their packets are counted by
 * port, not as any UDP.
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
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  packet.at += HEADER_LENGTH;
  const port = u16be(block, at + 2);
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
