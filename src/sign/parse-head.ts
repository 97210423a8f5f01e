import type { ByteString } from '../bytes/byte-string.ts';
import type { Piece } from './canonical.ts';
import { type Line, pieceAt } from './text-lines.ts';

/** Lines of a V1 or V2 string before the first header line or what follows. */
export const HEAD_LINES = 4;
const HEAD_FIELDS = ['method', 'content-md5', 'content-type', 'date'] as const;

/**
 * The pieces of the first `head` lines: all four, or fewer where blank ones got lost, and then told
 * apart by their looks.
 */
export function headPieces(text: ByteString, lines: readonly Line[], head: number): Piece[] {
  const kept = lines.slice(1, head);
  const slots: (Line | undefined)[] = [lines[0], undefined, undefined, undefined];
  if (head === HEAD_LINES) {
    for (const [i, line] of kept.entries()) slots[i + 1] = line;
  } else {
    // the date is the last of the lines that are left, if it looks like one
    if (looksLikeDate(kept.at(-1)?.text ?? '')) slots[3] = kept.pop();
    for (const line of kept) {
      const isMd5 = /^[A-Za-z0-9+/]{22}==$/.test(line.text) && slots[1] === undefined;
      if (isMd5) slots[1] = line;
      else slots[2] = line;
    }
  }
  // a lost line would stand where the next one that is left begins
  let next = lines[head]?.start ?? text.length;
  const pieces: Piece[] = [];
  for (let i = HEAD_LINES - 1; i >= 0; i--) {
    const field = HEAD_FIELDS[i];
    if (field === undefined) continue;
    const line = slots[i];
    pieces.unshift(pieceAt(field, text, line?.start ?? next, line?.end ?? next));
    next = line?.start ?? next;
  }
  return pieces;
}

function looksLikeDate(text: ByteString): boolean {
  return /\d{1,2}:\d{2}:\d{2}/.test(text) || /^\d+$/.test(text) || /^\d{8}T\d{6}Z$/.test(text);
}
