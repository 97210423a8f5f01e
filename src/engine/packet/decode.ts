import { u16be } from '../bytes/integers.ts';
import type { NoticeCode, NoticeSink } from '../bytes/notice.ts';
import { NoticeLimiter } from '../bytes/notice.ts';
import type { CaptureRecord } from '../capture/record.ts';
import { EXPORTED_LINK, ExportedPayloads } from './exported.ts';
import { FragmentTable } from './fragments.ts';
import { readExtensionHeaders, readIpv4, readIpv6 } from './ip.ts';
import {
  ETHERNET_LINK,
  isVlan,
  linkReader,
  readEthernet,
  readLlc,
  readPpp,
  readPppoe,
  readVlanTags,
} from './link.ts';
import { linkTypeName } from './link-type-name.ts';
import { OTHER, OtherPackets, type OtherProtocol } from './other-packets.ts';
import { Packet, STOP, SUM_NUMBERS } from './packet.ts';
import { ETHER_TYPE, IP_PROTOCOL } from './protocol-numbers.ts';
import type { SegmentSink } from './segment.ts';
import { DECODED, ReusedSegment, readTcp } from './tcp.ts';
import { readCiscoMetadata, readGre, readMpls, readNsh } from './tunnels.ts';
import { readUdp } from './udp.ts';

/** Headers of link and network layers that a packet may stack before it is given up. */
const MAX_DEPTH = 16;

const TOO_DEEP = -6;

/** A checksum that stands at `at`, of the bytes from `start` to `end`, itself among them. */
export interface TunnelSum {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Ethernet-like header of an A-MSDU subframe: addresses and length (IEEE 802.11 §9.3.2.2). */
const SUBFRAME_HEADER_LENGTH = 14;

/**
 * Finds the TCP segment in each captured packet: any link type of `link.ts`, VLAN tags, MPLS, PPPoE, IP with
 * fragments, the tunnels that cloud networks and their mirrors use, and payloads that Wireshark exported.
 * Decodes in place, into one segment object that is passed again and again. Packets without TCP are counted.
 */
export class PacketDecoder {
  readonly #onSegment: SegmentSink;
  readonly #notices: NoticeLimiter;
  readonly #fragments: FragmentTable;
  readonly #packet = new Packet();
  readonly #segment = new ReusedSegment();
  readonly #unknownLinkTypes = new Set<number>();
  readonly #others = new OtherPackets();
  readonly #exported = new ExportedPayloads();

  constructor(onSegment: SegmentSink, onNotice: NoticeSink, noticesPerCode?: number) {
    this.#onSegment = onSegment;
    this.#notices = new NoticeLimiter(onNotice, noticesPerCode);
    this.#fragments = new FragmentTable(this.#notices);
  }

  /** Packets that carry no TCP, those of unknown link types included. */
  get otherPackets(): number {
    return this.#others.total;
  }

  /** The same by what they carry, the most frequent first. */
  otherProtocols(): readonly OtherProtocol[] {
    return this.#others.list();
  }

  /** Where the TCP header of a segment starts, in its block, while that is passed on. */
  get headerStart(): number {
    return this.#packet.at;
  }

  /** The checksums of the tunnels around it, in its block: see `Packet.noteSum`. */
  tunnelSums(): readonly TunnelSum[] {
    const { sums, sumPlaces } = this.#packet;
    return Array.from({ length: sums }, (_, index) => {
      const [at = 0, start = 0, end = 0] = sumPlaces.subarray(SUM_NUMBERS * index);
      return { at, start, end };
    });
  }

  decode(record: CaptureRecord): void {
    const packet = this.#packet;
    packet.open(record);
    let outcome: number;
    if (record.linkType === ETHERNET_LINK) {
      outcome = this.#network(readEthernet(packet));
    } else if (record.linkType === EXPORTED_LINK) {
      packet.nameOther(OTHER.LINK, record.linkType);
      outcome = this.#exported.read(packet, this.#segment);
      if (outcome === DECODED) this.#onSegment(this.#segment);
    } else {
      const reader = linkReader(record.linkType);
      packet.nameOther(OTHER.LINK, record.linkType);
      outcome = reader === undefined ? this.#unknownLinkType(record) : this.#network(reader(packet));
    }
    if (outcome < 0) this.#undecoded(outcome, record);
  }

  /** Gives up fragments whose datagrams never became whole. */
  end(): void {
    this.#fragments.end();
    this.#notices.end();
  }

  /**
   * What stands after a link header or in a tunnel, by EtherType, which a header of `layer` named; negative
   * types are passed through.
   */
  #network(type: number, layer: number = OTHER.ETHERTYPE): number {
    const packet = this.#packet;
    if (type < 0) return type === STOP.SUBFRAMES ? this.#subframes() : type;
    if (++packet.depth > MAX_DEPTH) return TOO_DEEP;
    if (type !== ETHER_TYPE.IPV4) packet.nameOther(layer, type);
    switch (type) {
      case ETHER_TYPE.IPV4:
        return this.#transport(readIpv4(packet, this.#fragments));
      case ETHER_TYPE.IPV6:
        return this.#transport(readIpv6(packet));
      case ETHER_TYPE.ETHERNET:
        return this.#network(readEthernet(packet));
      case ETHER_TYPE.MPLS:
      case ETHER_TYPE.MPLS_MULTICAST:
        return this.#network(readMpls(packet));
      case ETHER_TYPE.PPPOE_SESSION:
        return this.#network(readPppoe(packet));
      case ETHER_TYPE.PPP:
        return this.#network(readPpp(packet));
      case ETHER_TYPE.CISCO_METADATA:
        return this.#network(readCiscoMetadata(packet));
      case ETHER_TYPE.NSH:
        return this.#network(readNsh(packet));
      default:
        if (isVlan(type)) return this.#network(readVlanTags(packet, type));
        return type <= ETHER_TYPE.LAST_LENGTH ? this.#network(readLlc(packet)) : STOP.OTHER;
    }
  }

  /** What an IP packet carries, by protocol number; negative numbers are passed through. */
  #transport(protocol: number): number {
    const packet = this.#packet;
    switch (protocol) {
      case IP_PROTOCOL.TCP: {
        const outcome = readTcp(packet, this.#segment);
        if (outcome === DECODED) this.#onSegment(this.#segment);
        return outcome;
      }
      case IP_PROTOCOL.UDP:
        return this.#network(readUdp(packet), packet.otherLayer === OTHER.GRE ? OTHER.GRE : OTHER.ETHERTYPE);
      case IP_PROTOCOL.IPV4:
        return this.#network(ETHER_TYPE.IPV4);
      case IP_PROTOCOL.IPV6:
        return this.#network(ETHER_TYPE.IPV6);
      case IP_PROTOCOL.GRE:
        return this.#network(readGre(packet), OTHER.GRE);
      case IP_PROTOCOL.ETHER_IP:
        return this.#network(packet.skip(2, ETHER_TYPE.ETHERNET));
      case IP_PROTOCOL.MPLS:
        return this.#network(ETHER_TYPE.MPLS);
      case IP_PROTOCOL.HOP_BY_HOP:
      case IP_PROTOCOL.ROUTING:
      case IP_PROTOCOL.DESTINATION:
      case IP_PROTOCOL.FRAGMENT:
      case IP_PROTOCOL.AUTHENTICATION:
        return this.#transport(readExtensionHeaders(packet, protocol, this.#fragments));
      default:
        return protocol < 0 ? protocol : packet.other(OTHER.IP, protocol);
    }
  }

  /** Each subframe of an 802.11 aggregate is a packet of its own, with an 802.2 header. */
  #subframes(): number {
    const packet = this.#packet;
    const { block, end, wireEnd } = packet;
    let best: number = STOP.OTHER;
    let at = packet.at;
    while (end - at >= SUBFRAME_HEADER_LENGTH) {
      const length = u16be(block, at + SUBFRAME_HEADER_LENGTH - 2);
      const next = at + SUBFRAME_HEADER_LENGTH + length;
      packet.block = block;
      packet.at = at + SUBFRAME_HEADER_LENGTH;
      packet.end = Math.min(end, next);
      packet.wireEnd = Math.min(wireEnd, next);
      packet.depth = 0;
      const outcome = this.#network(ETHER_TYPE.LLC);
      if (outcome === DECODED) best = DECODED;
      at += (SUBFRAME_HEADER_LENGTH + length + 3) & ~3;
    }
    return best;
  }

  #undecoded(outcome: number, record: CaptureRecord): void {
    switch (outcome) {
      case STOP.OTHER:
        this.#others.add(this.#packet.otherLayer, this.#packet.otherNumber);
        return;
      case STOP.CUT:
        this.#notice('truncated-packet', record);
        return;
      case STOP.MALFORMED:
        this.#notice('malformed-packet', record);
        return;
      case TOO_DEEP:
        this.#notice('tunnel-too-deep', record);
        return;
    }
  }

  #notice(code: NoticeCode, record: CaptureRecord): void {
    const args = { captured: record.end - record.start, original: record.originalLength };
    this.#notices.add({ code, frame: record.frame, offset: record.offset, args });
  }

  #unknownLinkType(record: CaptureRecord): number {
    const { linkType, frame, offset } = record;
    if (!this.#unknownLinkTypes.has(linkType)) {
      this.#unknownLinkTypes.add(linkType);
      const args = { linkType, name: linkTypeName(linkType) };
      this.#notices.add({ code: 'unknown-link-type', frame, offset, args });
    }
    return STOP.OTHER;
  }
}
