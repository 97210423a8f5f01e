import fc from './fast-check.ts';

/** Lengths of pieces; the list begins anew at its end. The largest ones often hold all of a short input. */
export const PIECES = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
  fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 6 }),
);

/** Calls `take` with the edges of each piece of `length` bytes. */
export function inPieces(
  length: number,
  sizes: readonly number[],
  take: (start: number, end: number) => void,
): void {
  let at = 0;
  for (let turn = 0; at < length; turn++) {
    const end = Math.min(length, at + (sizes[turn % sizes.length] ?? 1));
    take(at, end);
    at = end;
  }
}

export const WHOLE: readonly number[] = [Number.MAX_SAFE_INTEGER];
