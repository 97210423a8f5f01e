import type { GeneratorOptions } from './options.ts';
import type { Random } from './random.ts';

/** Payload bytes of a full Ethernet segment. */
const SEGMENT_BYTES = 1460;
/** Most payload that receive offload joins. */
const MAX_JOINED_SEGMENTS = 40;

/** A piece of a message, in the order in which it passed the place of the capture. */
export interface Piece {
  /** Offsets in the message. */
  readonly from: number;
  readonly to: number;
  /** False where it was delivered but the capture lacks it. */
  captured: boolean;
  /**
   * Number of the segment when the message is cut in order; null for a repetition or an overlapping piece.
   */
  readonly order: number | null;
}

/** What was done to segments, for the manifest. */
export interface Disturbances {
  dataSegments: number;
  outOfOrder: number;
  retransmits: number;
  overlaps: number;
  lost: number;
}

export function noDisturbances(): Disturbances {
  return { dataSegments: 0, outOfOrder: 0, retransmits: 0, overlaps: 0, lost: 0 };
}

/** Cuts a message into segments and disturbs their order; `captured` says what goes missing. */
export function deliver(
  length: number,
  options: GeneratorOptions,
  random: Random,
  counts: Disturbances,
): Piece[] {
  const pieces: Piece[] = [];
  /** Pieces that are still to come, each after so many others. */
  let late: { piece: Piece; after: number }[] = [];
  let previous: Piece | null = null;
  let order = 0;
  for (let from = 0; from < length; order++) {
    const to = Math.min(length, from + segmentLength(length - from, options, random));
    const piece: Piece = { from, to, captured: true, order };
    counts.dataSegments++;
    const isLast = to === length;
    if (!isLast && random.chance(options.outOfOrder)) {
      counts.outOfOrder++;
      late.push({ piece, after: random.integer(1, 3) });
    } else {
      if (previous !== null && random.chance(options.overlap)) {
        counts.overlaps++;
        pieces.push(overlapping(previous, length, random));
      }
      pieces.push(piece);
      if (random.chance(options.retransmit)) {
        counts.retransmits++;
        late.push({ piece: { ...piece, order: null }, after: random.integer(1, 5) });
      }
    }
    late = late.filter((waiting) => {
      if (waiting.piece === piece || (!isLast && --waiting.after >= 0)) return true;
      pieces.push(waiting.piece);
      return false;
    });
    previous = piece;
    from = to;
  }
  for (const { piece } of late) pieces.push(piece);
  for (const piece of pieces) {
    if (!random.chance(options.loss)) continue;
    piece.captured = false;
    counts.lost++;
  }
  return pieces;
}

function segmentLength(left: number, { gro }: GeneratorOptions, random: Random): number {
  if (!gro || left <= 2 * SEGMENT_BYTES) return SEGMENT_BYTES;
  return SEGMENT_BYTES * random.integer(1, MAX_JOINED_SEGMENTS);
}

/** A retransmission that was cut elsewhere: from inside the piece before into the one that follows. */
function overlapping(previous: Piece, length: number, random: Random): Piece {
  const from = random.integer(previous.from + 1, Math.max(previous.from + 1, previous.to - 1));
  return { from, to: Math.min(length, from + SEGMENT_BYTES), captured: true, order: null };
}

/** Whether the captured pieces, each cut after `kept` bytes at most, hold every byte of the message. */
export function isWhole(pieces: readonly Piece[], length: number, kept: number): boolean {
  if (pieces.every((piece) => piece.captured && piece.to - piece.from <= kept)) return true;
  let reached = 0;
  for (const piece of pieces.filter(({ captured }) => captured).sort((a, b) => a.from - b.from)) {
    if (piece.from > reached) return false;
    reached = Math.max(reached, Math.min(piece.to, piece.from + kept));
  }
  return reached >= length;
}
