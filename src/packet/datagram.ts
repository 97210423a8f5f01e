import { copyBytes } from '../bytes/copy-bytes.ts';

/** Longest IP payload that fragments can add up to; offsets have 13 bits of 8 bytes. */
const MAX_DATAGRAM_LENGTH = 65_535;

/** What a piece is counted as beside its bytes: the objects that keep it. */
export const PIECE_COST = 256;

interface Piece {
  readonly start: number;
  /** End on the wire; the captured bytes may be fewer. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** What adding a fragment came to. */
type AddResult = 'added' | 'differs' | 'malformed';

/**
 * The fragments of one IP datagram, kept in order of their offsets. Where they overlap, the first
 * one stays.
 */
export class Datagram {
  readonly key: string;
  /** Frame of the first fragment that came. */
  readonly frame: number;
  /** When it came, in seconds. */
  readonly seconds: number;
  /** Captured bytes that are held. */
  size = 0;
  /** Protocol of the payload, from the fragment at offset 0. */
  protocol = -1;
  /** In order of their starts; none overlaps another. */
  readonly #pieces: Piece[] = [];
  /** Bytes of the datagram that were on the wire so far, each counted once. */
  #covered = 0;
  #length: number | null = null;

  constructor(key: string, frame: number, seconds: number) {
    this.key = key;
    this.frame = frame;
    this.seconds = seconds;
  }

  get pieces(): number {
    return this.#pieces.length;
  }

  /**
   * What it takes to hold it: of a fragment that the capture cut short there may be no byte at all.
   */
  get cost(): number {
    return this.size + this.#pieces.length * PIECE_COST;
  }

  /**
   * Adds the fragment that covers `start` to `end` of the datagram and of which `bytes` were
   * captured (copied here); `last` says that the datagram ends at `end`.
   */
  add(start: number, end: number, bytes: Uint8Array, last: boolean): AddResult {
    const pieces = this.#pieces;
    const beyond = this.#length !== null && end > this.#length;
    const previousEnd = pieces.at(-1)?.end ?? 0;
    if (end > MAX_DATAGRAM_LENGTH || beyond || (last && end < previousEnd)) return 'malformed';
    if (last) this.#length = end;
    let differs = false;
    let from = start;
    for (let index = this.#firstEndingAfter(start); from < end; index++) {
      const piece = pieces[index];
      const gapEnd = piece === undefined ? end : Math.min(piece.start, end);
      if (from < gapEnd) pieces.splice(index++, 0, this.#cut(bytes, start, from, gapEnd));
      if (piece === undefined || piece.start >= end) break;
      differs ||= !agree(piece, start, bytes);
      from = piece.end;
    }
    return differs ? 'differs' : 'added';
  }

  /** Length of the datagram's payload if every byte of it was on the wire, else null. */
  completeLength(): number | null {
    return this.#covered === this.#length ? this.#covered : null;
  }

  /**
   * Writes the captured bytes up to the first that is missing to `target` at `at`; returns how
   * many.
   */
  copyPrefix(target: Uint8Array, at: number): number {
    let length = 0;
    for (const piece of this.#pieces) {
      target.set(piece.bytes, at + piece.start);
      length += piece.bytes.length;
      if (piece.bytes.length < piece.end - piece.start) break;
    }
    return length;
  }

  /** The part from `from` to `to` of the fragment that starts at `start`. */
  #cut(bytes: Uint8Array, start: number, from: number, to: number): Piece {
    const captured = Math.min(to - start, bytes.length);
    const part = copyBytes(bytes, Math.min(from - start, captured), captured);
    this.size += part.length;
    this.#covered += to - from;
    return { start: from, end: to, bytes: part };
  }

  /** Index of the first piece that ends after `start`. */
  #firstEndingAfter(start: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle]?.end ?? 0) > start) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function agree(piece: Piece, start: number, bytes: Uint8Array): boolean {
  const from = Math.max(piece.start, start);
  const to = Math.min(piece.start + piece.bytes.length, start + bytes.length);
  for (let at = from; at < to; at++) {
    if (piece.bytes[at - piece.start] !== bytes[at - start]) return false;
  }
  return true;
}
