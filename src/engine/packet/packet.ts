import type { CaptureRecord } from '../capture/record.ts';

/**
 * What a protocol reader returns instead of the type of its payload when there is nothing to go on with. All
 * are negative; payload types are EtherTypes or IP protocol numbers.
 */
export const STOP = {
  /** Nothing in here that could carry TCP. */
  OTHER: -1,
  /** The capture cut the packet before the bytes that would say more. */
  CUT: -2,
  /** The packet contradicts its protocol, or ends on the wire before its headers do. */
  MALFORMED: -3,
  /** A fragment, kept until its datagram is whole. */
  HELD: -4,
  /** Several Ethernet-like subframes (802.11 A-MSDU) stand here. */
  SUBFRAMES: -5,
} as const;

/** VLAN tags within one another are mixed into one number, small enough to be no object. */
const NETWORK_FACTOR = 8209;
const NETWORK_MASK = 0x0fffffff;
/** Behind the numbers of VLANs. */
const FIRST_VIRTUAL_NETWORK = 0x1000;

/** Tunnels within one another whose checksums are noted, and the numbers of each. */
const MAX_SUMS = 16;
export const SUM_NUMBERS = 3;

/**
 * Where the decoder stands in a packet. One object is reused for all packets; protocol readers move `at` over
 * their header and narrow `end` and `wireEnd` to what their length field covers.
 */
export class Packet {
  block: Uint8Array = new Uint8Array(0);
  /** Next byte to read. */
  at = 0;
  /** End of the captured bytes. */
  end = 0;
  /** Where the bytes on the wire ended, as an index like `end`; never less than `end`. */
  wireEnd = 0;
  /** Link and network headers entered so far. */
  depth = 0;
  /** Addresses of the innermost IP header: version 4 or 6, and where they stand. */
  ipVersion = 0;
  addressBlock: Uint8Array = this.block;
  source = 0;
  destination = 0;
  /** The VLAN or the virtual network that the packet is of, see `enterNetwork`; 0 for none. */
  network = 0;
  /**
   * What is counted where nothing in the packet can be read: a place in `OTHER_LAYERS`, and the number that
   * stands there.
   */
  otherLayer = 0;
  otherNumber = 0;
  /** Of the tunnels around it: how many checksums they have, and where; see `noteSum`. */
  sums = 0;
  readonly sumPlaces = new Int32Array(SUM_NUMBERS * MAX_SUMS);
  frame = 0;
  seconds = 0;
  nanos = 0;

  open(record: CaptureRecord): void {
    // The collector notes each object that is stored, also the one that stands there already.
    if (this.block !== record.block) this.block = record.block;
    this.at = record.start;
    this.end = record.end;
    this.wireEnd = Math.max(record.end, record.start + record.originalLength);
    this.depth = 0;
    this.network = 0;
    this.sums = 0;
    this.frame = record.frame;
    this.seconds = record.seconds;
    this.nanos = record.nanos;
  }

  /**
   * A VLAN tag within what was entered before; the tag with number 0 gives a priority alone (IEEE 802.1Q
   * §9.6).
   */
  enterVlan(id: number): void {
    if (id !== 0) this.network = (Math.imul(this.network, NETWORK_FACTOR) + id) & NETWORK_MASK;
  }

  /** A virtual network, whatever VLAN of the network below it came over. */
  enterVirtualNetwork(id: number): void {
    this.network = (id + FIRST_VIRTUAL_NETWORK) & NETWORK_MASK;
  }

  /** A checksum of a tunnel, which stands at `at`: of what starts at `start`, up to the end of the packet. */
  noteSum(at: number, start: number): void {
    if (this.sums === MAX_SUMS) return;
    const index = SUM_NUMBERS * this.sums++;
    this.sumPlaces[index] = at;
    this.sumPlaces[index + 1] = start;
    this.sumPlaces[index + 2] = this.end;
  }

  /** What is counted unless something further in can be read, or named. */
  nameOther(layer: number, number: number): void {
    this.otherLayer = layer;
    this.otherNumber = number;
  }

  /** Nothing in here that could carry TCP, but this. */
  other(layer: number, number: number): number {
    this.nameOther(layer, number);
    return STOP.OTHER;
  }

  /** Bytes that can be read. */
  get left(): number {
    return this.end - this.at;
  }

  /** The outcome when `length` bytes are wanted and fewer are captured. */
  short(length: number): number {
    return this.at + length > this.wireEnd ? STOP.MALFORMED : STOP.CUT;
  }

  /** Moves over a header that carries nothing to read: `payloadType` if it is there. */
  skip(length: number, payloadType: number): number {
    if (this.left < length) return this.short(length);
    this.at += length;
    return payloadType;
  }

  /** Narrows the packet to `length` bytes from `start`, as a length field of a header at `start` says. */
  limit(start: number, length: number): void {
    this.wireEnd = start + length;
    if (this.end > this.wireEnd) this.end = this.wireEnd;
  }
}
