import { toByteString } from '../bytes/byte-string.ts';
import type { NoticeLimiter } from '../bytes/notice-limiter.ts';
import { Datagram } from './datagram.ts';
import { canCarryTcp } from './ip-protocol.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';

/** Datagrams that may wait for their fragments at a time. */
const MAX_WAITING_DATAGRAMS = 1024;
/** Bytes that may wait at a time, and what keeps their pieces. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/**
 * Pieces of one datagram: the longest one over the narrowest link (68 bytes, RFC 791 §3.2) comes in
 * 1,365 fragments.
 */
const MAX_DATAGRAM_PIECES = 2048;
/** After this a datagram is given up (RFC 8200 §4.5), in seconds of capture time. */
const MAX_WAITING_SECONDS = 60;

/**
 * Puts IP fragments together, in whatever order they come. Bounded in number, pieces, bytes and
 * age; the oldest datagram is given up first.
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
   * Takes the fragment whose payload is at `packet.at`: STOP.HELD, or, when its datagram is whole,
   * its protocol number, with `packet` moved to a copy of the datagram.
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

/**
 * Source, destination, protocol (of IPv4, RFC 791 §3.2; of IPv6 it may differ, RFC 8200 §4.5) and
 * id.
 */
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
  packet.addressBlock = block;
  packet.source = 0;
  packet.destination = length;
  packet.at = start;
  packet.end = start + captured;
  packet.wireEnd = start + total;
}
