import { TCP_FLAGS } from '../../../rooms/packet.ts';
import type { Random } from '../../generator/random.ts';
import { checkPackets, checkStreams, packPackets, SEGMENT_BYTES } from '../checks/packets.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutatePackets } from '../mutate-capture.ts';
import type { Stage } from '../seeds.ts';

const PACKETS_A_CASE = 4;

/** Packets of every link type, changed blindly and in their headers. */
export const packet: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture();
  const first = random.integer(0, Math.max(0, seed.packets.length - PACKETS_A_CASE));
  const some = seed.packets.slice(first, first + PACKETS_A_CASE);
  const changed = random.chance(0.5) ? mutatePackets(some, random, other.packets) : some;
  const input = packPackets(
    changed.map(({ bytes, linkType }) => ({
      linkType,
      bytes: random.chance(0.7) ? mutateBytes(bytes, random, other.bytes) : bytes,
      missing: random.chance(0.9) ? 0 : random.integer(0, 255),
    })),
  );
  if (random.chance(0.3)) input[0] = random.integer(0, 255);
  fuzz.input = input;
  checkPackets(input);
};

const SEGMENTS_A_CASE = 200;

/** Segments with wild numbers over a few connections. */
export function wildSegments(random: Random, segments: number): Uint8Array {
  const input = Uint8Array.from({ length: segments * SEGMENT_BYTES }, () => random.integer(0, 255));
  for (let at = 0; at < input.length; at += SEGMENT_BYTES) {
    // Most go over one connection with near numbers, acknowledge, and are short.
    if (random.chance(0.9)) input[at] = random.chance(0.6) ? 0 : 1;
    if (random.chance(0.9)) input[at + 1] = TCP_FLAGS.ACK;
    for (const number of [2, 4]) if (random.chance(0.98)) input[at + number] = (input[at + number] ?? 0) % 12;
  }
  return input;
}

export const stream: Stage = (fuzz) => {
  const input = wildSegments(fuzz.random, SEGMENTS_A_CASE);
  fuzz.input = input;
  checkStreams(input);
};
