import { PacketDecoder } from '../../../../src/packet/decode.ts';
import { TCP_FLAGS, type TcpSegment } from '../../../../src/packet/segment.ts';
import { TcpStreams } from '../../../../src/stream/tcp-streams.ts';
import type { Random } from '../../generator/random.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutatePackets } from '../mutate-capture.ts';
import type { Stage } from '../seeds.ts';

const IGNORE = (): void => {};

const LINK_TYPES = [
  0, 1, 9, 12, 50, 51, 101, 104, 105, 108, 113, 119, 127, 149, 192, 228, 229, 239, 258, 276, 9999,
] as const;

const PACKETS_A_CASE = 4;

/**
 * Packets of every link type, changed blindly and in their headers; a segment lies within its
 * packet.
 */
export const packet: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture();
  const decoder = new PacketDecoder(({ block, payloadStart, payloadEnd, missing }) => {
    if (payloadStart < 0 || payloadEnd < payloadStart || payloadEnd > block.length || missing < 0)
      throw new Error(`payload ${payloadStart}–${payloadEnd} of ${block.length}, ${missing} missing`);
  }, IGNORE);
  const first = random.integer(0, Math.max(0, seed.packets.length - PACKETS_A_CASE));
  const some = seed.packets.slice(first, first + PACKETS_A_CASE);
  for (const { bytes, linkType } of random.chance(0.5) ? mutatePackets(some, random, other.packets) : some) {
    const block = random.chance(0.7) ? mutateBytes(bytes, random, other.bytes) : bytes;
    decoder.decode({
      block,
      start: 0,
      end: block.length,
      originalLength: random.chance(0.9) ? block.length : random.uint32(),
      seconds: 1,
      nanos: 0,
      linkType: random.chance(0.7) ? linkType : random.pick(LINK_TYPES),
      frame: 1,
      offset: 0,
    });
  }
  decoder.end();
};

/**
 * Segments with wild numbers over a few connections; a stream must never go back or overlap itself.
 */
export const stream: Stage = (fuzz) => {
  const { random } = fuzz;
  const text = Buffer.from(fuzz.capture().messages.join(''), 'latin1');
  const ends = new Map<string, number>();
  const streams = new TcpStreams((facts) => {
    const advance = (side: 0 | 1, position: number, length: number): void => {
      const name = `${facts.index} ${side}`;
      const end = ends.get(name) ?? Number.NEGATIVE_INFINITY;
      if (position < end || length <= 0)
        throw new Error(`stream ${name} went back from ${end} to ${position}`);
      ends.set(name, position + length);
    };
    return {
      data: (side, chunk) => advance(side, chunk.position, chunk.end - chunk.start),
      gap: (side, position, length) => advance(side, position, length),
      end: IGNORE,
      close: IGNORE,
    };
  }, IGNORE);
  for (let frame = 1; frame < 200; frame++) streams.segment(wildSegment(text, frame, random));
  streams.end();
};

function wildSegment(text: Uint8Array, frame: number, random: Random): TcpSegment {
  const start = random.integer(0, text.length - 1);
  const fromClient = random.chance(0.6);
  const far = random.chance(0.03);
  const port = 1000 + (random.chance(0.1) ? 1 : 0);
  return {
    block: text,
    payloadStart: start,
    payloadEnd: random.chance(0.3) ? start : Math.min(text.length, start + random.integer(0, 300)),
    missing: random.chance(0.05) ? random.integer(0, 2000) : 0,
    ipVersion: 4,
    network: 0,
    addressBlock: Uint8Array.from(fromClient ? [1, 1, 1, 1, 2, 2, 2, 2] : [2, 2, 2, 2, 1, 1, 1, 1]),
    sourceAddress: 0,
    destinationAddress: 4,
    sourcePort: fromClient ? port : 80,
    destinationPort: fromClient ? 80 : port,
    sequence: far ? random.uint32() : (0xffffff00 + random.integer(0, 3000)) >>> 0,
    acknowledgement: far ? random.uint32() : (0xffffff00 + random.integer(0, 3000)) >>> 0,
    flags: random.chance(0.9) ? TCP_FLAGS.ACK : random.integer(0, 63),
    window: random.chance(0.9) ? 1000 : random.integer(0, 65535),
    windowScale: random.chance(0.9) ? -1 : random.integer(0, 14),
    longestSegment: random.chance(0.9) ? 0 : random.integer(0, 65_535),
    frame,
    seconds: 1000 + (random.chance(0.05) ? random.integer(0, 100) : 0),
    nanos: 0,
  };
}
