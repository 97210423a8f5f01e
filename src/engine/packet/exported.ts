/*
 * Payloads that Wireshark exported ("Export PDUs to File", `tshark -U`): no packets, but what TCP or TLS
 * carried, behind tags that say between whom (`wsutil/exported_pdu_tlvs.h`).
 */

import { isAscii, toByteString } from '../bytes/byte-string.ts';
import { makeRoom } from '../bytes/collections.ts';
import { u16be, u32be } from '../bytes/integers.ts';
import { type Packet, STOP } from './packet.ts';
import { TCP_FLAGS, type TcpSegment } from './segment.ts';
import { DECODED } from './tcp.ts';

/** LINKTYPE_WIRESHARK_UPPER_PDU. */
export const EXPORTED_LINK = 252;

const TAG = {
  END: 0,
  DISSECTOR: 12,
  HEURISTIC: 13,
  TABLE: 14,
  IPV4_SOURCE: 20,
  IPV4_DESTINATION: 21,
  IPV6_SOURCE: 22,
  IPV6_DESTINATION: 23,
  PORT_TYPE: 24,
  SOURCE_PORT: 25,
  DESTINATION_PORT: 26,
  DISSECTOR_DATA: 34,
} as const;

/** Types and lengths, 16 bits each. */
const TAG_HEADER = 4;
/** Programs write a dozen. */
const MAX_TAGS = 64;
const PORT_TYPE_TCP = 2;

/** What took the payload: HTTP, or whatever a port of TCP or TLS is for. */
const TAKERS = /^(?:http(?:_tls|_tcp|-over-tls)?|(?:tcp|tls|ssl)\.port)\0*$/;
const LONGEST_NAME = 64;

/** Of `tcpinfo`: version, sequence number, and the next one. */
const TCP_INFO = { VERSION: 1, SEQUENCE: 2, NEXT: 6, LENGTH: 10 } as const;

/** One direction of a connection, as far as it was exported. */
interface Direction {
  /** Source, then destination. */
  readonly addresses: Uint8Array;
  next: number;
  /** The last payload: where it began, its length, and a number made of it. */
  start: number;
  length: number;
  hash: number;
}

/** Directions that are remembered; the oldest give way. */
const MAX_DIRECTIONS = 10_000;

/**
 * Makes segments of exported payloads. Those of TCP bear their sequence numbers; of others the first is
 * number 1, and one that begins with all of the one before it is that one again, with what was missing of it
 * then.
 */
export class ExportedPayloads {
  readonly #directions = new Map<string, Direction>();

  /** Fills `segment` and returns DECODED, or returns a member of STOP. */
  read(packet: Packet, segment: TcpSegment): number {
    const { block } = packet;
    const tags = new Map<number, number>();
    for (let count = 0; ; count++) {
      if (packet.left < TAG_HEADER) return packet.short(TAG_HEADER);
      const tag = u16be(block, packet.at);
      const length = u16be(block, packet.at + 2);
      packet.at += TAG_HEADER;
      if (tag === TAG.END) break;
      if (count === MAX_TAGS) return STOP.OTHER;
      if (packet.left < length) return packet.short(length);
      if (isOfUse(tag, length) && !tags.has(tag)) tags.set(tag, packet.at);
      packet.at += length;
    }
    const name = tags.get(TAG.DISSECTOR) ?? tags.get(TAG.HEURISTIC) ?? tags.get(TAG.TABLE) ?? -1;
    const ports = [TAG.SOURCE_PORT, TAG.DESTINATION_PORT].map((tag) => tags.get(tag) ?? -1);
    const [from = -1, to = -1] = ports;
    if (name < 0 || from < 0 || to < 0 || !isTaken(block, name)) return STOP.OTHER;
    const type = tags.get(TAG.PORT_TYPE);
    if (type !== undefined && u32be(block, type) !== PORT_TYPE_TCP) return STOP.OTHER;
    const isIpv4 = tags.has(TAG.IPV4_SOURCE);
    const source = tags.get(isIpv4 ? TAG.IPV4_SOURCE : TAG.IPV6_SOURCE) ?? -1;
    const destination = tags.get(isIpv4 ? TAG.IPV4_DESTINATION : TAG.IPV6_DESTINATION) ?? -1;
    if (source < 0 || destination < 0) return STOP.OTHER;
    const size = isIpv4 ? 4 : 16;
    const one = block.slice(source, source + size);
    const other = block.slice(destination, destination + size);
    const [here, there] = [u32be(block, from) & 0xffff, u32be(block, to) & 0xffff];
    const direction = this.#directionOf(one, here, other, there);
    const opposite = this.#directionOf(other, there, one, here);
    if (segment.block !== block) segment.block = block;
    segment.payloadStart = packet.at;
    segment.payloadEnd = packet.end;
    segment.missing = packet.wireEnd - packet.end;
    segment.ipVersion = isIpv4 ? 4 : 6;
    segment.addressBlock = direction.addresses;
    segment.sourceAddress = 0;
    segment.destinationAddress = size;
    segment.sourcePort = here;
    segment.destinationPort = there;
    segment.network = 0;
    segment.sequence = numbered(direction, packet, tags.get(TAG.DISSECTOR_DATA));
    segment.acknowledgement = opposite.next;
    segment.flags = TCP_FLAGS.ACK | TCP_FLAGS.PSH;
    segment.window = 0xffff;
    segment.windowScale = -1;
    segment.frame = packet.frame;
    segment.seconds = packet.seconds;
    segment.nanos = packet.nanos;
    return DECODED;
  }

  #directionOf(source: Uint8Array, from: number, destination: Uint8Array, to: number): Direction {
    const key = `${source.join('.')}:${from} ${destination.join('.')}:${to}`;
    const known = this.#directions.get(key);
    if (known !== undefined) return known;
    const addresses = new Uint8Array(source.length + destination.length);
    addresses.set(source);
    addresses.set(destination, source.length);
    const made = { addresses, next: 1, start: 1, length: 0, hash: 0 };
    makeRoom(this.#directions, MAX_DIRECTIONS);
    this.#directions.set(key, made);
    return made;
  }
}

/** Whether a tag is read here, and has the length that it must have. */
function isOfUse(tag: number, length: number): boolean {
  switch (tag) {
    case TAG.DISSECTOR:
    case TAG.HEURISTIC:
    case TAG.TABLE:
      return length > 0;
    case TAG.IPV4_SOURCE:
    case TAG.IPV4_DESTINATION:
    case TAG.PORT_TYPE:
    case TAG.SOURCE_PORT:
    case TAG.DESTINATION_PORT:
      return length === 4;
    case TAG.IPV6_SOURCE:
    case TAG.IPV6_DESTINATION:
      return length === 16;
    case TAG.DISSECTOR_DATA:
      return length >= TCP_INFO.LENGTH;
    default:
      return false;
  }
}

/** `at`: where the value of a tag with a name stands, behind its length. */
function isTaken(block: Uint8Array, at: number): boolean {
  const length = Math.min(u16be(block, at - 2), LONGEST_NAME);
  const name = toByteString(block, at, at + length);
  return isAscii(name) && TAKERS.test(name);
}

/** The sequence number of a payload, which the direction then has seen. */
function numbered(
  direction: Direction,
  { block, at, end, wireEnd }: Packet,
  info: number | undefined,
): number {
  const length = wireEnd - at;
  if (info !== undefined && u16be(block, info) === TCP_INFO.VERSION) {
    const sequence = u32be(block, info + TCP_INFO.SEQUENCE);
    const next = u32be(block, info + TCP_INFO.NEXT);
    if ((next - sequence) >>> 0 === length) {
      direction.next = next;
      return sequence;
    }
  }
  const { start: before, length: shorter, hash } = direction;
  const isAgain = shorter > 0 && length >= shorter && hashOf(block, at, Math.min(at + shorter, end)) === hash;
  const start = isAgain ? before : direction.next;
  direction.start = start;
  direction.length = length;
  direction.hash = hashOf(block, at, end);
  direction.next = (start + length) >>> 0;
  return start;
}

/** FNV-1a. */
function hashOf(block: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (block[at] ?? 0), 0x01000193);
  return hash;
}
