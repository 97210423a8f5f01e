import { copyBytes } from '../bytes/copy-bytes.ts';

/** Longest IP payload that fragments can add up to; offsets have 13 bits of 8 bytes. */
export const MAX_DATAGRAM_LENGTH = 65_535;

interface Piece {
  readonly start: number;
  /** End on the wire; the captured bytes may be fewer. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** What adding a fragment came to. */
export type AddResult = 'added' | 'differs' | 'malformed';

/** The fragments of one IP datagram, kept in order of their offsets. Where they overlap, the first one stays. */
export class Datagram {
  readonly key: string;
  /** Frame of the first fragment that came. */
  readonly frame: number;
  /** When it came, in seconds. */
  readonly seconds: number;
  /** Bytes held. */
  size = 0;
  /** Protocol of the payload, from the fragment at offset 0. */
  protocol = -1;
  #pieces: Piece[] = [];
  #length: number | null = null;

  constructor(key: string, frame: number, seconds: number) {
    this.key = key;
    this.frame = frame;
    this.seconds = seconds;
  }

  /**
   * Adds the fragment that covers `start` to `end` of the datagram and of which `bytes` were captured
   * (copied here); `last` says that the datagram ends at `end`.
   */
  add(start: number, end: number, bytes: Uint8Array, last: boolean): AddResult {
    const beyond = this.#length !== null && end > this.#length;
    const previousEnd = this.#pieces.at(-1)?.end ?? 0;
    if (end > MAX_DATAGRAM_LENGTH || beyond || (last && end < previousEnd)) return 'malformed';
    if (last) this.#length = end;
    const copy = copyBytes(bytes, 0, bytes.length);
    const pieces: Piece[] = [];
    let differs = false;
    let from = start;
    for (const piece of this.#pieces) {
      if (piece.end > start && piece.start < end) {
        if (from < piece.start) pieces.push(this.#cut(copy, start, from, piece.start));
        differs ||= !agree(piece, start, copy);
        from = Math.max(from, piece.end);
      } else if (piece.start >= end && from < end) {
        pieces.push(this.#cut(copy, start, from, end));
        from = end;
      }
      pieces.push(piece);
    }
    if (from < end) pieces.push(this.#cut(copy, start, from, end));
    this.#pieces = pieces;
    return differs ? 'differs' : 'added';
  }

  /** Length of the datagram's payload if every byte of it was on the wire, else null. */
  completeLength(): number | null {
    let covered = 0;
    for (const piece of this.#pieces) {
      if (piece.start !== covered) return null;
      covered = piece.end;
    }
    return covered === this.#length ? covered : null;
  }

  /** Writes the captured bytes up to the first that is missing to `target` at `at`; returns how many. */
  copyPrefix(target: Uint8Array, at: number): number {
    let length = 0;
    for (const piece of this.#pieces) {
      target.set(piece.bytes, at + piece.start);
      length += piece.bytes.length;
      if (piece.bytes.length < piece.end - piece.start) break;
    }
    return length;
  }

  #cut(bytes: Uint8Array, start: number, from: number, to: number): Piece {
    const part = bytes.subarray(from - start, to - start);
    this.size += part.length;
    return { start: from, end: to, bytes: part };
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
