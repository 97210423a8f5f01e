import { concatBytes } from '../../rooms/bytes.ts';
import type { Random } from '../generator/random.ts';

/** Numbers at which lengths, counts and sequence numbers go wrong. */
const EDGES = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

export function edge(random: Random): number {
  return EDGES[random.integer(0, EDGES.length - 1)] ?? 0;
}

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  flipBit,
  setByte,
  setNumber,
  cutEnd,
  remove,
  repeat,
  splice,
  insertNoise,
];

/** Changes bytes blindly, one to eight times; `other` lends pieces. The input stays as it is. */
export function mutateBytes(input: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(input);
  for (let count = random.integer(1, 8); count > 0; count--)
    bytes = random.pick(MUTATIONS)(bytes, random, other);
  return bytes;
}

function at(bytes: Uint8Array, random: Random): number {
  return bytes.length === 0 ? 0 : random.integer(0, bytes.length - 1);
}

function flipBit(bytes: Uint8Array, random: Random): Uint8Array {
  const place = at(bytes, random);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << random.integer(0, 7));
  return bytes;
}

function setByte(bytes: Uint8Array, random: Random): Uint8Array {
  bytes[at(bytes, random)] = random.integer(0, 255);
  return bytes;
}

/** Overwrites one, two or four bytes, in either order, with a number at an edge. */
function setNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const value = edge(random);
  const width = random.pick([1, 2, 4]);
  const place = at(bytes, random);
  const big = random.chance(0.5);
  for (let i = 0; i < width && place + i < bytes.length; i++) {
    bytes[place + i] = (value >>> (8 * (big ? width - 1 - i : i))) & 0xff;
  }
  return bytes;
}

function cutEnd(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, at(bytes, random));
}

function remove(bytes: Uint8Array, random: Random): Uint8Array {
  const start = at(bytes, random);
  return concatBytes([bytes.subarray(0, start), bytes.subarray(start + random.integer(1, 64))]);
}

function repeat(bytes: Uint8Array, random: Random): Uint8Array {
  const start = at(bytes, random);
  const end = Math.min(bytes.length, start + random.integer(1, 512));
  return concatBytes([bytes.subarray(0, end), bytes.subarray(start)]);
}

function splice(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const from = at(other, random);
  const place = at(bytes, random);
  return concatBytes([
    bytes.subarray(0, place),
    other.subarray(from, from + random.integer(1, 512)),
    bytes.subarray(place),
  ]);
}

function insertNoise(bytes: Uint8Array, random: Random): Uint8Array {
  const place = at(bytes, random);
  const noise = Uint8Array.from({ length: random.integer(1, 64) }, () => random.integer(0, 255));
  return concatBytes([bytes.subarray(0, place), noise, bytes.subarray(place)]);
}
