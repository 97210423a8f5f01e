/* IP fragments: the pieces of one datagram, and the table of datagrams whose pieces have not all come. */

import { copyBytes, toByteString } from '../bytes/byte-string.ts';
import { firstWhere } from '../bytes/collections.ts';
import type { NoticeLimiter } from '../bytes/notice.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { canCarryTcp } from './protocol-numbers.ts';

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
 * The fragments of one IP datagram, kept in order of their offsets. Where they overlap, the first one stays.
 */
export class Datagram {
  readonly key: string;
  /** Frame of the first fragment that came. */
  readonly frame: number;
  /** When it came, in seconds. */
  readonly seconds: number;
  /** Captured bytes that are kept. */
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

  /** What it takes to hold it: of a fragment that the capture cut short there may be no byte at all. */
  get cost(): number {
    return this.size + this.#pieces.length * PIECE_COST;
  }

  /**
   * Adds the fragment that covers `start` to `end` of the datagram and of which `bytes` were captured (copied
   * here); `last` says that the datagram ends at `end`.
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
    return firstWhere(this.#pieces, ({ end }) => end > start);
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

/** Datagrams that may wait for their fragments at a time. */
const MAX_WAITING_DATAGRAMS = 1024;
/** Bytes that may wait at a time, and what keeps their pieces. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/**
 * Pieces of one datagram: the longest one over the narrowest link (68 bytes, RFC 791 §3.2) comes in 1,365
 * fragments.
 */
const MAX_DATAGRAM_PIECES = 2048;
/** After this a datagram is given up (RFC 8200 §4.5), in seconds of capture time. */
const MAX_WAITING_SECONDS = 60;

/**
 * Puts IP fragments together, in whatever order they come. Bounded in number, pieces, bytes and age; the
 * oldest datagram is given up first.
 */
export class FragmentTable {
  readonly #notices: NoticeLimiter;
  /** In order of their first fragments. */
  readonly #waiting = new Map<string, Datagram>();
  #cost = 0;

  constructor(notices: NoticeLimiter) {
    this.#notices = notices;
  }

  /**
   * Takes the fragment whose payload is at `packet.at`: STOP.HELD, or, when its datagram is whole, its
   * protocol number, with `packet` moved to a copy of the datagram.
   */
  take(packet: Packet, id: number, protocol: number, offset: number, more: boolean): number {
    if (!canCarryTcp(protocol)) return packet.other(OTHER.IP, protocol);
    const length = packet.wireEnd - packet.at;
    if (length === 0 || (more && length % 8 !== 0)) return STOP.MALFORMED;
    this.#expire(packet.seconds);
    const key = fragmentKey(packet, id, protocol);
    const datagram = this.#waiting.get(key) ?? new Datagram(key, packet.frame, packet.seconds);
    const before = datagram.cost;
    const result = datagram.add(offset, offset + length, packet.block.subarray(packet.at, packet.end), !more);
    if (result === 'malformed') return STOP.MALFORMED;
    if (result === 'differs') this.#notice('fragment-overlap', packet.frame, { first: datagram.frame });
    if (offset === 0) datagram.protocol = protocol;
    this.#waiting.set(key, datagram);
    this.#cost += datagram.cost - before;
    const total = datagram.completeLength();
    if (total !== null) {
      this.#drop(datagram);
      moveTo(packet, datagram, total);
      return datagram.protocol;
    }
    if (datagram.pieces > MAX_DATAGRAM_PIECES) this.#giveUp(datagram);
    while (this.#waiting.size > MAX_WAITING_DATAGRAMS || this.#cost > MAX_WAITING_BYTES) this.#giveUpOldest();
    return STOP.HELD;
  }

  /** Gives up all that still waits. */
  end(): void {
    while (this.#waiting.size > 0) this.#giveUpOldest();
  }

  #expire(now: number): void {
    for (const datagram of this.#waiting.values()) {
      if (now - datagram.seconds <= MAX_WAITING_SECONDS) return;
      this.#giveUp(datagram);
    }
  }

  #giveUpOldest(): void {
    for (const datagram of this.#waiting.values()) {
      this.#giveUp(datagram);
      return;
    }
  }

  #giveUp(datagram: Datagram): void {
    this.#drop(datagram);
    this.#notice('fragment-incomplete', datagram.frame, { bytes: datagram.size });
  }

  #drop(datagram: Datagram): void {
    this.#waiting.delete(datagram.key);
    this.#cost -= datagram.cost;
  }

  #notice(
    code: 'fragment-overlap' | 'fragment-incomplete',
    frame: number,
    args: Readonly<Record<string, number>>,
  ): void {
    this.#notices.add({ code, frame, offset: null, args });
  }
}

function addressLength(packet: Packet): number {
  return packet.ipVersion === 4 ? 4 : 16;
}

/** Source, destination, protocol (of IPv4, RFC 791 §3.2; of IPv6 it may differ, RFC 8200 §4.5) and id. */
function fragmentKey(packet: Packet, id: number, protocol: number): string {
  const length = addressLength(packet);
  const source = toByteString(packet.addressBlock, packet.source, packet.source + length);
  const destination = toByteString(packet.addressBlock, packet.destination, packet.destination + length);
  return `${source}${destination}${packet.ipVersion === 4 ? protocol : ''}:${id}`;
}

/** Moves `packet` to a new block: the two addresses, then the datagram. */
function moveTo(packet: Packet, datagram: Datagram, total: number): void {
  const length = addressLength(packet);
  const start = 2 * length;
  const block = new Uint8Array(start + total);
  block.set(packet.addressBlock.subarray(packet.source, packet.source + length));
  block.set(packet.addressBlock.subarray(packet.destination, packet.destination + length), length);
  const captured = datagram.copyPrefix(block, start);
  packet.block = block;
  packet.sums = 0;
  packet.addressBlock = block;
  packet.source = 0;
  packet.destination = length;
  packet.at = start;
  packet.end = start + captured;
  packet.wireEnd = start + total;
}
