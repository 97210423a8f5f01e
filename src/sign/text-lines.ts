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
 * The `name=value` pairs in `text` from `start` to `end`. `isBoundary` says whether the text after
 * an `&` (up to `end`) begins a new pair; decoded values may hold `&` themselves. `endOf` says
 * where the pair that begins at an offset ends, where that is known.
 */
export function parameterPieces(
  prefix: 'resource:subresource' | 'canonical-query',
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
