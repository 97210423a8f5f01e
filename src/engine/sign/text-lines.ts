/* Cuts the text of a string to sign into lines, and lines into pieces. */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import type { Field, Piece } from './canonical.ts';

/** A line of a text as a byte range, its LF not included. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: ByteString;
}

/** The text cut at every LF: always at least one line, the last one without an LF. */
export function linesOf(text: ByteString): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (;;) {
    const lf = text.indexOf('\n', start);
    const end = lf < 0 ? text.length : lf;
    lines.push({ start, end, text: text.slice(start, end) });
    if (lf < 0) return lines;
    start = lf + 1;
  }
}

/** A piece that stands at `start` to `end` of `text`. */
export function pieceAt(field: Field, text: ByteString, start: number, end: number): Piece {
  return { field, value: text.slice(start, end), start, end, origin: null };
}

/** The `name:value` line as a piece of its own; null for a line without a colon. */
export function headerPiece(
  prefix: 'oss-header' | 'canonical-header',
  text: ByteString,
  line: Line,
): Piece | null {
  const colon = line.text.indexOf(':');
  if (colon < 0) return null;
  const name = asciiLower(line.text.slice(0, colon));
  return pieceAt(`${prefix}:${name}`, text, line.start + colon + 1, line.end);
}

/**
 * The `name=value` pairs in `text` from `start` to `end`. `isBoundary` says whether the text after an `&` (up
 * to `end`) begins a new pair; decoded values may hold `&` themselves. `endOf` says where the pair that
 * begins at an offset ends, where that is known.
 */
export function parameterPieces(
  prefix: 'resource:subresource' | 'canonical-query' | 'canonical-header',
  text: ByteString,
  start: number,
  end: number,
  nameOf: (name: ByteString) => ByteString,
  isBoundary: (rest: ByteString) => boolean,
  endOf: (from: number) => number | null = () => null,
): Piece[] {
  const pieces: Piece[] = [];
  if (start >= end) return pieces;
  let from = start;
  while (from <= end) {
    let to = text.indexOf('&', endOf(from) ?? from);
    while (to >= 0 && to < end && !isBoundary(text.slice(to + 1, end))) to = text.indexOf('&', to + 1);
    if (to < 0 || to > end) to = end;
    const equals = text.indexOf('=', from);
    const nameEnd = equals < 0 || equals > to ? to : equals;
    const valueStart = nameEnd === to ? to : nameEnd + 1;
    pieces.push(pieceAt(`${prefix}:${nameOf(text.slice(from, nameEnd))}`, text, valueStart, to));
    from = to + 1;
  }
  return pieces;
}

/** Lines of a V1 or V2 string before the first header line or what follows. */
export const HEAD_LINES = 4;
const HEAD_FIELDS = ['method', 'content-md5', 'content-type', 'date'] as const;

/**
 * The pieces of the first `head` lines: all four, or fewer where blank ones got lost: then each is recognised
 * by its looks.
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
