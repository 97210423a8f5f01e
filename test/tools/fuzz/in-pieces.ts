import { crc32 } from 'node:zlib';
import { Random } from '../generator/random.ts';

/** Longest pieces that inputs are cut into: each input into pieces up to one of these. */
const LONGEST = [3, 40, 700, 4096] as const;
/** So many at most, somewhere in the input: a piece for each byte takes longer than all else. */
const MOST_PIECES = 60;

/**
 * In pieces, each at the start of its own block. A block holds other bytes as soon as it was taken, as that
 * of a file does that is read on.
 */
export function cutAtRandom(bytes: Uint8Array, random: Random, take: (piece: Uint8Array) => void): void {
  const longest = random.pick(LONGEST);
  const spare = bytes.length - (MOST_PIECES * longest) / 2;
  let [length, pieces] = [spare > 0 ? random.integer(0, spare) : 0, 0];
  for (let at = 0; at < bytes.length; pieces++) {
    length ||= random.integer(1, longest);
    const end = pieces < MOST_PIECES ? Math.min(bytes.length, at + length) : bytes.length;
    length = 0;
    const piece = Buffer.from(bytes.subarray(at, end));
    take(piece);
    piece.fill(0x5a);
    at = end;
  }
}

/** Random values that are the same for the same input. */
export function randomOfInput(input: Uint8Array): Random {
  return new Random(crc32(input));
}

export type Feed = (bytes: Uint8Array, take: (piece: Uint8Array) => void) => void;

/** Throws where what is read of an input depends on the pieces that it comes in. */
export function sameInPieces(input: Uint8Array, read: (feed: Feed) => unknown): void {
  const whole = JSON.stringify(read((bytes, take) => take(Buffer.from(bytes))));
  const random = randomOfInput(input);
  const cut = JSON.stringify(read((bytes, take) => cutAtRandom(bytes, random, take)));
  if (cut !== whole) throw new Error(`in pieces, another result${firstDifference(cut, whole)}`);
}

export function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `: ${a.slice(Math.max(0, at - 60), at + 80)} // ${b.slice(Math.max(0, at - 60), at + 80)}`;
}
