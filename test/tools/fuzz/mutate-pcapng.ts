import { concatBytes } from '../../rooms/bytes.ts';
import type { Random } from '../generator/random.ts';
import { edge, mutateBytes } from './mutate-bytes.ts';
import type { Packet } from './mutate-capture.ts';

/** A block of a pcapng file (draft-ietf-opsawg-pcapng); its lengths where they are not the true ones. */
interface Block {
  readonly type: number;
  readonly body: Uint8Array;
  readonly length?: number;
  readonly trailer?: number;
}

const SECTION = 0x0a0d0d0a;
const TYPES = [SECTION, 1, 2, 3, 4, 5, 6, 9, 10, 0xbad, 0x40000bad, 0, 0xffffffff] as const;

/**
 * The packets as a pcapng file whose blocks are changed: lengths, types, options, order, and blocks of every
 * other kind among them.
 */
export function mutatePcapng(packets: readonly Packet[], keyLog: string, random: Random): Uint8Array {
  const big = random.chance(0.3);
  const blocks = blocksOf(packets, keyLog, big);
  for (let count = random.integer(1, 8); count > 0 && blocks.length > 0; count--) {
    const at = random.integer(0, blocks.length - 1);
    const block = blocks[at];
    if (block === undefined) break;
    const near = (block.body.length + 12 + random.integer(-16, 16)) >>> 0;
    switch (random.integer(0, 8)) {
      case 0:
        blocks[at] = { ...block, length: random.chance(0.5) ? edge(random) : near };
        break;
      case 1:
        blocks[at] = { ...block, trailer: random.chance(0.5) ? edge(random) : near };
        break;
      case 2:
        blocks[at] = { ...block, type: TYPES[random.integer(0, TYPES.length - 1)] ?? 0 };
        break;
      case 3:
        blocks[at] = { ...block, body: mutateBytes(block.body, random, block.body) };
        break;
      case 4:
        blocks.splice(at, 1);
        break;
      case 5:
        blocks.splice(random.integer(0, blocks.length), 0, block);
        break;
      case 6:
        blocks.splice(random.integer(0, blocks.length - 1), 0, ...blocks.splice(at, 1));
        break;
      case 7:
        blocks.splice(at, 0, foreign(random, big));
        break;
      default:
        blocks[at] = { ...block, body: concatBytes([block.body, options(random, big)]) };
    }
  }
  const bytes = concatBytes(blocks.map((block) => write(block, big)));
  return random.chance(0.1) ? bytes.slice(0, random.integer(0, bytes.length)) : bytes;
}

function blocksOf(packets: readonly Packet[], keyLog: string, big: boolean): Block[] {
  const links = [...new Set(packets.map((packet) => packet.linkType))];
  const blocks: Block[] = [section(big)];
  for (const link of links) blocks.push({ type: 1, body: numbers(big, [link, 2], [0, 2], [262144, 4]) });
  if (keyLog !== '') {
    const log = Uint8Array.from(Buffer.from(keyLog, 'latin1'));
    blocks.push({
      type: 10,
      body: concatBytes([numbers(big, [0x544c534b, 4], [log.length, 4]), padded(log)]),
    });
  }
  for (const { seconds, micros, bytes, linkType } of packets) {
    const time = BigInt(seconds) * 1_000_000n + BigInt(micros);
    const fixed = numbers(
      big,
      [links.indexOf(linkType), 4],
      [Number((time >> 32n) & 0xffffffffn), 4],
      [Number(time & 0xffffffffn), 4],
      [bytes.length, 4],
      [bytes.length, 4],
    );
    blocks.push({ type: 6, body: concatBytes([fixed, padded(bytes)]) });
  }
  return blocks;
}

function section(big: boolean): Block {
  return {
    type: SECTION,
    body: numbers(big, [0x1a2b3c4d, 4], [1, 2], [0, 2], [0xffffffff, 4], [0xffffffff, 4]),
  };
}

/**
 * A block that does not belong there: a section of the other byte order, an interface, names, secrets,
 * statistics.
 */
function foreign(random: Random, big: boolean): Block {
  switch (random.integer(0, 4)) {
    case 0:
      return section(random.chance(0.5));
    case 1:
      return {
        type: 1,
        body: concatBytes([
          numbers(big, [random.integer(0, 300), 2], [0, 2], [edge(random), 4]),
          options(random, big),
        ]),
      };
    case 2:
      return {
        type: 4,
        body: concatBytes([numbers(big, [1, 2], [edge(random) & 0xffff, 2]), options(random, big)]),
      };
    case 3:
      return { type: 10, body: numbers(big, [0x544c534b, 4], [edge(random), 4], [0x41414141, 4]) };
    default:
      return { type: 5, body: numbers(big, [random.integer(0, 9), 4], [0, 4], [0, 4]) };
  }
}

/** Options: units and offsets of time, comments, lengths past the end. */
function options(random: Random, big: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let count = random.integer(0, 5); count > 0; count--) {
    const value = Uint8Array.from({ length: random.pick([0, 1, 1, 4, 8, 40]) }, () => random.integer(0, 255));
    const code = random.pick([1, 2, 4, 9, 9, 14, 14, 0, 0x7fff, 0xffff]);
    const length = random.chance(0.1) ? edge(random) & 0xffff : value.length;
    parts.push(concatBytes([numbers(big, [code, 2], [length, 2]), padded(value)]));
  }
  if (random.chance(0.7)) parts.push(new Uint8Array(4));
  return concatBytes(parts);
}

function write({ type, body, length, trailer }: Block, big: boolean): Uint8Array {
  const whole = padded(body);
  const size = whole.length + 12;
  return concatBytes([
    numbers(big, [type, 4], [length ?? size, 4]),
    whole,
    numbers(big, [trailer ?? length ?? size, 4]),
  ]);
}

function numbers(big: boolean, ...list: readonly (readonly [value: number, width: 2 | 4])[]): Uint8Array {
  return concatBytes([
    ...list.map(([value, width]) => {
      const bytes = Uint8Array.from({ length: width }, (_, i) => (value >>> (8 * i)) & 0xff);
      return big ? bytes.reverse() : bytes;
    }),
  ]);
}

function padded(bytes: Uint8Array): Uint8Array {
  return concatBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
}
