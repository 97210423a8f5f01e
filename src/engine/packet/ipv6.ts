import { u16be, u32be } from '../bytes/integers.ts';
import type { FragmentTable } from './fragments.ts';
import { type Packet, STOP } from './packet.ts';
import { IP_PROTOCOL } from './protocol-numbers.ts';

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
