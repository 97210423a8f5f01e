import { u16be, u32be } from '../bytes/integers.ts';
import type { FragmentTable } from './fragments.ts';
import { type Packet, STOP } from './packet.ts';
import { IP_PROTOCOL } from './protocol-numbers.ts';

const SHORTEST_HEADER = 20;
const MORE_FRAGMENTS = 0x2000;
const OFFSET_MASK = 0x1fff;

/**
 * An IPv4 header (RFC 791 §3.1): moves over it, sets the addresses, and returns the protocol number.
 * Fragments go to the table; the one that completes a datagram goes on with the whole of it.
 */
export function readIpv4(packet: Packet, fragments: FragmentTable): number {
  const { block, at } = packet;
  if (packet.left < SHORTEST_HEADER) return packet.short(SHORTEST_HEADER);
  const first = block[at] as number;
  const headerLength = (first & 0x0f) * 4;
  if (first >> 4 !== 4 || headerLength < SHORTEST_HEADER) return STOP.MALFORMED;
  const totalLength = u16be(block, at + 2);
  // Zero where the network card was to cut the packet up (segmentation offload): then all of it counts.
  if (totalLength !== 0) {
    if (totalLength < headerLength) return STOP.MALFORMED;
    packet.limit(at, totalLength);
  }
  if (packet.left < headerLength) return packet.short(headerLength);
  packet.ipVersion = 4;
  if (packet.addressBlock !== block) packet.addressBlock = block;
  packet.source = at + 12;
  packet.destination = at + 16;
  packet.at += headerLength;
  const protocol = block[at + 9] as number;
  const fragment = u16be(block, at + 6) & (MORE_FRAGMENTS | OFFSET_MASK);
  if (fragment === 0) return protocol;
  const offset = (fragment & OFFSET_MASK) * 8;
  return fragments.take(packet, u16be(block, at + 4), protocol, offset, (fragment & MORE_FRAGMENTS) !== 0);
}

const HEADER_LENGTH = 40;
const FRAGMENT_HEADER_LENGTH = 8;

/**
 * An IPv6 header (RFC 8200 §3): moves over it, sets the addresses, and returns the number of the next header.
 */
export function readIpv6(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < HEADER_LENGTH) return packet.short(HEADER_LENGTH);
  if ((block[at] as number) >> 4 !== 6) return STOP.MALFORMED;
  const payloadLength = u16be(block, at + 4);
  // Zero in jumbograms (RFC 2675) and under segmentation offload: then all of the packet counts.
  if (payloadLength !== 0) packet.limit(at, HEADER_LENGTH + payloadLength);
  packet.ipVersion = 6;
  packet.addressBlock = block;
  packet.source = at + 8;
  packet.destination = at + 24;
  packet.at += HEADER_LENGTH;
  return block[at + 6] as number;
}

/**
 * Moves over the extension headers from `protocol` on (RFC 8200 §4; the authentication header, RFC 4302, also
 * follows IPv4) and returns the first protocol that is none.
 */
export function readExtensionHeaders(packet: Packet, protocol: number, fragments: FragmentTable): number {
  let next = protocol;
  for (;;) {
    const { block, at } = packet;
    switch (next) {
      case IP_PROTOCOL.HOP_BY_HOP:
      case IP_PROTOCOL.ROUTING:
      case IP_PROTOCOL.DESTINATION: {
        if (packet.left < 8) return packet.short(8);
        next = packet.skip(((block[at + 1] as number) + 1) * 8, block[at] as number);
        break;
      }
      case IP_PROTOCOL.AUTHENTICATION: {
        if (packet.left < 8) return packet.short(8);
        next = packet.skip(((block[at + 1] as number) + 2) * 4, block[at] as number);
        break;
      }
      case IP_PROTOCOL.FRAGMENT: {
        if (packet.left < FRAGMENT_HEADER_LENGTH) return packet.short(FRAGMENT_HEADER_LENGTH);
        const fragment = u16be(block, at + 2);
        const offset = fragment & 0xfff8;
        const more = (fragment & 1) !== 0;
        packet.at += FRAGMENT_HEADER_LENGTH;
        next = block[at] as number;
        // A fragment header on a whole packet ("atomic fragment", RFC 6946) changes nothing.
        if (offset !== 0 || more) next = fragments.take(packet, u32be(block, at + 4), next, offset, more);
        break;
      }
      default:
        return next;
    }
  }
}
