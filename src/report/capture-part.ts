import type { CapturePart } from '../capture/record.ts';

/**
 * Where a frame of a set stands: the file, and its number in it. Null where the capture is one
 * file.
 */
export function partOfFrame(
  parts: readonly CapturePart[] | undefined,
  frame: number,
): { readonly path: string; readonly frame: number } | null {
  const part = parts?.findLast(({ firstFrame, packets }) => firstFrame <= frame && packets > 0);
  return part === undefined ? null : { path: part.path, frame: frame - part.firstFrame + 1 };
}
