import { concatBytes, toByteString, toBytes } from '../../rooms/bytes.ts';
import { createCaptureParser } from '../../rooms/capture.ts';
import type { Random } from '../generator/random.ts';
import { edge } from './mutate-bytes.ts';
import { mutateMessage } from './mutate-message.ts';
import { isTls, mutateRecords } from './mutate-tls.ts';

export interface Packet {
  readonly seconds: number;
  readonly micros: number;
  readonly linkType: number;
  bytes: Uint8Array;
  /** Lengths that the record claims instead of the true one. */
  claimed?: number;
  original?: number;
}

/** The packets of a capture, copied. */
export function packetsOf(capture: Uint8Array): Packet[] {
  const packets: Packet[] = [];
  const parser = createCaptureParser({
    record: ({ block, start, end, seconds, nanos, linkType }) =>
      packets.push({ seconds, micros: Math.floor(nanos / 1000), linkType, bytes: block.slice(start, end) }),
    notice: () => {},
  });
  parser.push(Uint8Array.from(capture));
  parser.end();
  return packets;
}

/** Offset of the TCP header in an Ethernet/IPv4 packet; -1 for everything else. */
function tcpAt({ bytes, linkType }: Packet): number {
  if (linkType !== 1 || bytes[12] !== 8 || bytes[13] !== 0 || bytes[23] !== 6) return -1;
  return 14 + ((bytes[14] ?? 0) & 15) * 4;
}

/**
 * Changes a capture by its structure: packets lost, doubled, moved, their TCP fields, payloads and lengths
 * changed, payload sent again with other bytes, IP packets cut into fragments. Written as a classic capture.
 */
export function mutateCapture(
  capture: readonly Packet[],
  random: Random,
  foreign: readonly Packet[],
): Uint8Array {
  return writePackets(mutatePackets(capture, random, foreign));
}

/** The same, not written. */
export function mutatePackets(
  capture: readonly Packet[],
  random: Random,
  foreign: readonly Packet[],
): Packet[] {
  const packets: Packet[] = capture.map((packet) => ({ ...packet, bytes: packet.bytes.slice() }));
  for (let count = random.integer(1, 12); count > 0 && packets.length > 0; count--) {
    const at = random.integer(0, packets.length - 1);
    const packet = packets[at];
    if (packet === undefined) break;
    switch (random.integer(0, 11)) {
      case 0:
        packets.splice(at, 1);
        break;
      case 1:
        packets.splice(random.integer(0, packets.length), 0, { ...packet, bytes: packet.bytes.slice() });
        break;
      case 2:
        packets.splice(random.integer(0, packets.length - 1), 0, ...packets.splice(at, 1));
        break;
      case 3:
        changeTcpField(packet, random);
        break;
      case 4:
        changePayload(packet, random, true);
        break;
      case 5: {
        const again = { ...packet, bytes: packet.bytes.slice() };
        changePayload(again, random, false);
        packets.splice(at + 1, 0, again);
        break;
      }
      case 6:
        packets.splice(at, 1, ...fragments(packet, random));
        break;
      case 7: {
        const lent = foreign[random.integer(0, Math.max(0, foreign.length - 1))];
        if (lent !== undefined) packets.splice(at, 0, { ...lent, bytes: lent.bytes.slice() });
        break;
      }
      case 8:
        changeLowerHeaders(packet, random);
        break;
      case 9:
        changeRecord(packet, random);
        break;
      case 10:
        changePayload(packet, random, true);
        break;
      default:
        packet.bytes[random.integer(0, Math.max(0, packet.bytes.length - 1))] = random.integer(0, 255);
    }
  }
  return packets;
}

/** EtherType, and the fields of IPv4 and IPv6 that say where things begin and end. */
function changeLowerHeaders({ bytes, linkType }: Packet, random: Random): void {
  const ip = linkType === 1 ? 14 : 0;
  const put = (at: number, value: number): void => {
    if (at < bytes.length) bytes[at] = value;
  };
  switch (random.integer(0, 8)) {
    case 0: {
      const type = random.pick([0x0800, 0x86dd, 0x8100, 0x88a8, 0x8847, 0x8864, 0x0806, 5, random.uint32()]);
      put(12, (type >> 8) & 0xff);
      put(13, type & 0xff);
      return;
    }
    case 1:
      put(ip, random.integer(0, 255));
      return;
    case 2:
    case 3: {
      const length = random.chance(0.5) ? edge(random) : random.integer(0, 2000);
      put(ip + random.pick([2, 4]), (length >> 8) & 0xff);
      put(ip + random.pick([3, 5]), length & 0xff);
      return;
    }
    case 4:
    case 5:
      put(ip + 6, random.integer(0, 63));
      put(ip + 7, random.integer(0, 255));
      return;
    case 6:
      put(ip + random.pick([6, 9]), random.pick([0, 1, 4, 6, 17, 41, 43, 44, 47, 50, 51, 60, 132, 255]));
      return;
    default:
      put(ip + random.integer(0, 39), random.integer(0, 255));
  }
}

/** The lengths in the record's header: cut by a snap length, grown, or absurd. */
function changeRecord(packet: Packet, random: Random): void {
  if (random.chance(0.4)) {
    packet.original = packet.bytes.length;
    packet.bytes = packet.bytes.slice(0, random.integer(0, packet.bytes.length));
  } else if (random.chance(0.5)) {
    packet.claimed = random.chance(0.5) ? edge(random) : packet.bytes.length + random.integer(-40, 40);
  } else {
    packet.original = edge(random);
  }
}

/** Sequence, acknowledgement, header length, flags, window: each near its value, or anywhere. */
function changeTcpField(packet: Packet, random: Random): void {
  const tcp = tcpAt(packet);
  if (tcp < 0 || tcp + 20 > packet.bytes.length) return;
  const view = new DataView(packet.bytes.buffer, packet.bytes.byteOffset, packet.bytes.length);
  const near = random.integer(-3000, 3000);
  switch (random.integer(0, 4)) {
    case 0:
      view.setUint32(tcp + 4, random.chance(0.8) ? view.getUint32(tcp + 4) + near : random.uint32());
      break;
    case 1:
      view.setUint32(tcp + 8, random.chance(0.8) ? view.getUint32(tcp + 8) + near : random.uint32());
      break;
    case 2:
      view.setUint8(tcp + 12, random.integer(0, 255));
      break;
    case 3:
      view.setUint8(tcp + 13, random.integer(0, 255));
      break;
    default:
      view.setUint16(16, random.integer(0, 65535));
  }
}

function changePayload(packet: Packet, random: Random, resize: boolean): void {
  const tcp = tcpAt(packet);
  if (tcp < 0 || tcp + 20 > packet.bytes.length) return;
  const start = tcp + ((packet.bytes[tcp + 12] ?? 0) >> 4) * 4;
  if (start >= packet.bytes.length) return;
  const before = packet.bytes.subarray(start);
  let payload: Uint8Array;
  if (isTls(before)) {
    payload = mutateRecords(before, random);
  } else {
    const text = toByteString(before);
    payload = toBytes(mutateMessage(text, random, text));
  }
  if (!resize) payload = concatBytes([payload, new Uint8Array(before.length)]).subarray(0, before.length);
  packet.bytes = concatBytes([packet.bytes.subarray(0, start), payload]);
  const total = Math.min(65535, packet.bytes.length - 14);
  packet.bytes[16] = total >> 8;
  packet.bytes[17] = total & 0xff;
}

/** The packet as two IP fragments, now and then overlapping or with one lost. */
function fragments(packet: Packet, random: Random): Packet[] {
  const tcp = tcpAt(packet);
  const length = packet.bytes.length - tcp;
  if (tcp < 0 || length < 24) return [packet];
  const cut = 8 * random.integer(1, Math.floor(length / 8));
  const start = Math.max(0, cut - 8 * random.integer(0, 2));
  const piece = (from: number, to: number, more: boolean): Packet => {
    const bytes = concatBytes([packet.bytes.subarray(0, tcp), packet.bytes.subarray(tcp + from, tcp + to)]);
    const total = bytes.length - 14;
    bytes[16] = total >> 8;
    bytes[17] = total & 0xff;
    bytes[20] = (more ? 0x20 : 0) | (from >> 11);
    bytes[21] = (from >> 3) & 0xff;
    return { ...packet, bytes };
  };
  const both = [piece(0, cut, true), piece(start, length, false)];
  return random.chance(0.2) ? both.slice(0, 1) : random.chance(0.5) ? both : both.reverse();
}

function writePackets(packets: readonly Packet[]): Uint8Array {
  const size = packets.reduce((sum, packet) => sum + 16 + packet.bytes.length, 24);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 262144, true);
  view.setUint32(20, packets[0]?.linkType ?? 1, true);
  let at = 24;
  for (const { seconds, micros, bytes, claimed, original } of packets) {
    view.setUint32(at, seconds, true);
    view.setUint32(at + 4, micros, true);
    view.setUint32(at + 8, claimed ?? bytes.length, true);
    view.setUint32(at + 12, original ?? bytes.length, true);
    out.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return out;
}
