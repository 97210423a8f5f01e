import { u16be } from '../bytes/integers.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';
import type { TcpSegment } from './segment.ts';

/* Positions before the source address (RFC 791 §3.1, RFC 8200 §3), and of the TCP checksum in its header. */
const IPV4 = { SOURCE: 12, TTL: 8, PROTOCOL: 9 } as const;
const IPV6 = { SOURCE: 8, NEXT_HEADER: 6, HOP_LIMIT: 7, LENGTH: 40 } as const;
const TCP_CHECKSUM = 16;

/** What the checksums of a segment say. */
type ChecksumVerdict =
  | 'right'
  /** Its receiver drops it. */
  | 'wrong'
  /** The network card was still to work it out, or has worked it out already: it says nothing. */
  | 'offloaded'
  /** Not all of the packet is there as it was on the wire. */
  | 'unknown';

/**
 * Time to live, or hop limit, of the packet that brought the segment; -1 where its header is not at
 * hand (it came in fragments).
 */
export function timeToLive({ ipVersion, addressBlock, sourceAddress }: TcpSegment): number {
  if (ipVersion === 4) {
    return sourceAddress < IPV4.SOURCE ? -1 : (addressBlock[sourceAddress - IPV4.SOURCE + IPV4.TTL] ?? -1);
  }
  return sourceAddress < IPV6.SOURCE ? -1 : (addressBlock[sourceAddress - 1] ?? -1);
}

/**
 * Works out the checksums of a segment: of the IPv4 header and of TCP (RFC 1071). It reads the
 * whole of it, so it is for the few segments about which there is doubt.
 */
export function checkChecksums(segment: TcpSegment): ChecksumVerdict {
  const { block, addressBlock, ipVersion, sourceAddress, payloadStart, payloadEnd, missing } = segment;
  const isIpv4 = ipVersion === 4;
  const start = sourceAddress - (isIpv4 ? IPV4.SOURCE : IPV6.SOURCE);
  if (missing > 0 || start < 0 || block !== addressBlock) return 'unknown';
  const protocol = block[start + (isIpv4 ? IPV4.PROTOCOL : IPV6.NEXT_HEADER)];
  // Extension headers may change what is summed up.
  if (protocol !== IP_PROTOCOL.TCP) return 'unknown';
  const tcp = start + (isIpv4 ? ((block[start] ?? 0) & 0x0f) * 4 : IPV6.LENGTH);
  if (tcp + TCP_CHECKSUM + 2 > payloadStart) return 'unknown';
  const header = u16be(block, start + 10);
  // Zero where a network card fills it in.
  if (isIpv4 && header !== 0 && fold(sum(block, start, tcp)) !== 0xffff) return 'wrong';
  const length = payloadEnd - tcp;
  const addresses = sum(block, sourceAddress, sourceAddress + (isIpv4 ? 8 : 32)) + IP_PROTOCOL.TCP;
  const field = u16be(block, tcp + TCP_CHECKSUM);
  if (fold(addresses + length + sum(block, tcp, payloadEnd)) === 0xffff) return 'right';
  // What the kernel leaves to the card: the sum of the addresses, with the length or (of packets to
  // be cut up) without.
  const isPartial = field === 0 || field === fold(addresses + length) || field === fold(addresses);
  return isPartial ? 'offloaded' : 'wrong';
}

/** Sum of the 16-bit words; a last odd byte counts as the upper half of one. */
function sum(block: Uint8Array, start: number, end: number): number {
  let total = 0;
  let at = start;
  for (; at + 1 < end; at += 2) total += u16be(block, at);
  return at < end ? total + (block[at] ?? 0) * 256 : total;
}

function fold(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}
