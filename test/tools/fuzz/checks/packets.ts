import { concatBytes, toByteString } from '../../../rooms/bytes.ts';
import { PacketDecoder, TCP_FLAGS, type TcpSegment } from '../../../rooms/packet.ts';
import { TcpStreams } from '../../../rooms/stream.ts';
import { firstDifference } from '../in-pieces.ts';

const LINK_TYPES: readonly number[] = [
  0, 1, 9, 12, 50, 51, 101, 104, 105, 108, 113, 119, 127, 149, 192, 228, 229, 239, 258, 276, 9999,
];

interface LoosePacket {
  readonly linkType: number;
  readonly bytes: Uint8Array;
  /** Bytes that were on the wire and that the capture lacks. */
  readonly missing: number;
}

/** Packets in one input: each with its link type, what is missing of it, and its length. */
export function packPackets(packets: readonly LoosePacket[]): Uint8Array {
  return concatBytes(
    packets.flatMap(({ linkType, bytes, missing }) => {
      const length = Math.min(bytes.length, 0xffff);
      const type = Math.max(0, LINK_TYPES.indexOf(linkType));
      return [
        Uint8Array.of(type, Math.min(missing, 0xff), length >> 8, length & 0xff),
        bytes.subarray(0, length),
      ];
    }),
  );
}

/**
 * Packets of every link type. A segment lies within its packet, and nothing depends on what stands before and
 * behind the packet in its block.
 */
export function checkPackets(input: Uint8Array): void {
  const alone = JSON.stringify(segmentsOf(input, 0));
  const among = JSON.stringify(segmentsOf(input, 40));
  if (alone !== among) throw new Error(`between other bytes, another result${firstDifference(among, alone)}`);
}

function segmentsOf(input: Uint8Array, around: number): unknown {
  const log: unknown[] = [];
  const decoder = new PacketDecoder(
    ({ block, payloadStart, payloadEnd, addressBlock, sourceAddress, destinationAddress, ...rest }) => {
      if (payloadStart < 0 || payloadEnd < payloadStart || payloadEnd > block.length || rest.missing < 0)
        throw new Error(`payload ${payloadStart}–${payloadEnd} of ${block.length}, ${rest.missing} missing`);
      const length = rest.ipVersion === 4 ? 4 : 16;
      const addresses = [sourceAddress, destinationAddress].map((at) =>
        toByteString(addressBlock, at, at + length),
      );
      log.push([rest, addresses, toByteString(block, payloadStart, payloadEnd)]);
    },
    (notice) => log.push(notice),
  );
  for (let at = 0, frame = 1; at + 4 <= input.length; frame++) {
    const [type = 0, missing = 0, high = 0, low = 0] = input.subarray(at, at + 4);
    const packet = input.subarray(at + 4, at + 4 + high * 256 + low);
    at += 4 + packet.length;
    const block = new Uint8Array(packet.length + 2 * around).fill(0x45);
    block.set(packet, around);
    decoder.decode({
      block,
      start: around,
      end: around + packet.length,
      originalLength: packet.length + missing,
      seconds: 1,
      nanos: 0,
      linkType: LINK_TYPES[type % LINK_TYPES.length] ?? 1,
      frame,
      offset: 0,
    });
    block.fill(0x5a);
  }
  decoder.end();
  return log;
}

/** Bytes of an input that make one segment. */
export const SEGMENT_BYTES = 8;
const FIRST_SEQUENCE = 0xffffff00;

/** The byte of each stream at a sequence number. */
function byteAt(sequence: number): number {
  return (sequence * 167 + (sequence >>> 8) * 13) & 0xff;
}

/**
 * Segments with wild numbers over a few connections, whose payload depends on their sequence numbers alone. A
 * stream never goes back or overlaps itself; of its bytes each is that of a sequence number, and the next
 * one's is the next number.
 */
export function checkStreams(input: Uint8Array): void {
  const ends = new Map<string, number>();
  const starts = new Map<string, ReadonlySet<number>>();
  const sent: TcpSegment[] = [];
  const streams = new TcpStreams(
    (facts) => {
      const advance = (side: 0 | 1, position: number, length: number): string => {
        const name = `${facts.index} ${side}`;
        const end = ends.get(name) ?? Number.NEGATIVE_INFINITY;
        if (position < end || length <= 0)
          throw new Error(`stream ${name} went back from ${end} to ${position}`);
        ends.set(name, position + length);
        return name;
      };
      return {
        data: (side, { block, start, end, position, frame }) => {
          const name = advance(side, position, end - start);
          const bytes = toByteString(block, start, end);
          const segment = sent[frame - 1];
          if (segment === undefined) throw new Error(`bytes of packet ${frame}, which was not sent`);
          const payload = toByteString(segment.block);
          const known = starts.get(name);
          const possible = new Set<number>();
          for (let at = payload.indexOf(bytes); at >= 0; at = payload.indexOf(bytes, at + 1)) {
            const first = (firstByte(segment) + at - position) >>> 0;
            if (known === undefined || known.has(first)) possible.add(first);
          }
          if (possible.size === 0) throw new Error(`stream ${name} has other bytes at ${position}`);
          starts.set(name, possible);
        },
        gap: (side, position, length) => void advance(side, position, length),
        end: () => {},
        close: () => {},
      };
    },
    () => {},
  );
  let seconds = 1000;
  for (let at = 0; at + SEGMENT_BYTES <= input.length; at += SEGMENT_BYTES) {
    const record = input.subarray(at, at + SEGMENT_BYTES);
    if (((record[0] ?? 0) & 0x20) !== 0) seconds += record[7] ?? 0;
    const segment = segmentOf(record, sent.length + 1, seconds);
    sent.push({ ...segment });
    streams.segment(segment);
  }
  streams.end();
}

/** The sequence number of the first byte of the payload: a SYN has one of its own. */
function firstByte({ sequence, flags }: Pick<TcpSegment, 'sequence' | 'flags'>): number {
  return (sequence + ((flags & TCP_FLAGS.SYN) === 0 ? 0 : 1)) >>> 0;
}

/**
 * Of the first byte, bit 0 is the side, bits 1 and 2 the port, 3 the network, 4 whether bytes are missing, 5
 * whether time goes by, 6 and 7 whether the numbers are far off.
 */
function segmentOf(record: Uint8Array, frame: number, seconds: number): TcpSegment {
  const [what = 0, flags = 0, s1 = 0, s0 = 0, a1 = 0, a0 = 0, length = 0, more = 0] = record;
  const isClient = (what & 1) === 0;
  const number = (high: number, low: number, far: boolean): number =>
    far ? ((high << 24) | (low << 16)) >>> 0 : (FIRST_SEQUENCE + high * 256 + low) >>> 0;
  const sequence = number(s1, s0, (what & 0x40) !== 0);
  const first = firstByte({ sequence, flags });
  const payload = new Uint8Array(length);
  for (let offset = 0; offset < length; offset++) payload[offset] = byteAt((first + offset) >>> 0);
  const port = 1000 + ((what >> 1) & 3);
  return {
    block: payload,
    payloadStart: 0,
    payloadEnd: payload.length,
    missing: (what & 0x10) === 0 ? 0 : more,
    ipVersion: 4,
    network: (what >> 3) & 1,
    addressBlock: Uint8Array.from(isClient ? [1, 1, 1, 1, 2, 2, 2, 2] : [2, 2, 2, 2, 1, 1, 1, 1]),
    sourceAddress: 0,
    destinationAddress: 4,
    sourcePort: isClient ? port : 80,
    destinationPort: isClient ? 80 : port,
    sequence,
    acknowledgement: (flags & TCP_FLAGS.ACK) === 0 ? 0 : number(a1, a0, (what & 0x80) !== 0),
    flags: flags & 0x3f,
    window: (flags & 0x40) === 0 ? 1000 : a0,
    windowScale: (flags & 0x80) === 0 ? -1 : more & 15,
    longestSegment: (flags & 0x80) === 0 ? 0 : more * 6,
    frame,
    seconds,
    nanos: 0,
  };
}
