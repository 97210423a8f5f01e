import { Random } from '../generator/random.ts';

/** Longest pieces that inputs are cut into: each input into pieces up to one of these. */
const LONGEST = [3, 40, 700, 4096] as const;

/**
 * In pieces, each at the start of its own block. A block holds other bytes as soon as it was taken,
 * as that of a file does that is read on.
 */
export function cutAtRandom(bytes: Uint8Array, random: Random, take: (piece: Uint8Array) => void): void {
  const longest = random.pick(LONGEST);
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + random.integer(1, longest));
    const piece = Buffer.from(bytes.subarray(at, end));
    take(piece);
    piece.fill(0x5a);
    at = end;
  }
}

/** Random values that are the same for the same input. */
export function randomOfInput(input: Uint8Array): Random {
  let sum = input.length;
  for (const byte of input) sum = (Math.imul(sum, 31) + byte) | 0;
  return new Random(sum);
}

export type Feed = (bytes: Uint8Array, take: (piece: Uint8Array) => void) => void;

/** Throws where what is read of an input depends on the pieces that it comes in. */
export function sameInPieces(input: Uint8Array, read: (feed: Feed) => unknown): void {
  const whole = textOf(read((bytes, take) => take(Buffer.from(bytes))));
  const random = randomOfInput(input);
  const cut = textOf(read((bytes, take) => cutAtRandom(bytes, random, take)));
  if (cut !== whole) throw new Error(`in pieces, another result${firstDifference(cut, whole)}`);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member instanceof Uint8Array ? Buffer.from(member).toString('latin1') : member,
  );
}

export function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `: ${a.slice(Math.max(0, at - 60), at + 80)} // ${b.slice(Math.max(0, at - 60), at + 80)}`;
}
