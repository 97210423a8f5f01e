import { formatIpv4, formatIpv6 } from '../bytes/ip-address.ts';
import type { TcpSegment } from '../packet/segment.ts';
import type { Side } from './stream-chunk.ts';

/**
 * Words of a key: two IPv4 addresses, the ports, the IP version; then two IPv6 addresses of four words, zero
 * for IPv4.
 */
const KEY_WORDS = 12;
const IPV4_WORDS = 4;
/**
 * Holds the IP version in its lowest bits, and the network of a flow that differs from another by it alone.
 */
const VERSION_WORD = 3;
const VERSION_BITS = 3;
const VERSION_MASK = 7;
const INITIAL_SLOTS = 64;

/**
 * Finds the entry of a segment by addresses and ports, both directions alike. Keys are numbers in one flat
 * array, probed linearly: looking one up allocates nothing. Entries are indexes into an array of the caller.
 */
export class FlowTable {
  #slots = new Int32Array(INITIAL_SLOTS);
  #mask = INITIAL_SLOTS - 1;
  #keys = new Uint32Array(KEY_WORDS * (INITIAL_SLOTS >> 1));
  #count = 0;
  readonly #key = new Uint32Array(KEY_WORDS);
  #swapped = false;
  /** Words of the key in which flows of its IP version differ. */
  #words = KEY_WORDS;
  /** The flow found last. */
  #last = 0;

  /** Number of entries ever added since the last `clear`. */
  get count(): number {
    return this.#count;
  }

  /** Whether the last looked-up segment goes from the higher endpoint to the lower one. */
  get swapped(): boolean {
    return this.#swapped;
  }

  /** Index of the segment's flow; a new one (equal to the count before) where it is not there yet. */
  find(segment: TcpSegment): number {
    if (segment.ipVersion === 4) this.#readIpv4Key(segment);
    else this.#readIpv6Key(segment);
    return this.#find();
  }

  /**
   * The same for the flow with these addresses and ports in the segment's network alone, which is another
   * one.
   */
  findInNetwork(segment: TcpSegment): number {
    this.#readKeyInNetwork(segment);
    return this.#find();
  }

  /** The same; -1 where it is not there. */
  peekInNetwork(segment: TcpSegment): number {
    this.#readKeyInNetwork(segment);
    let slot = hash(this.#key, 0) & this.#mask;
    for (;;) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0) return -1;
      if (this.#equals(entry - 1)) return entry - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  #find(): number {
    // Packets of a connection come in bursts.
    if (this.#last < this.#count && this.#equals(this.#last)) return this.#last;
    let slot = hash(this.#key, 0) & this.#mask;
    for (;;) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0) {
        this.#last = this.#insert(slot);
        return this.#last;
      }
      if (this.#equals(entry - 1)) {
        this.#last = entry - 1;
        return this.#last;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  /**
   * Forgets every entry but those that `keep` says, which are renumbered from 0 in their order. Gives back
   * what is not needed.
   */
  retain(keep: (index: number) => boolean): void {
    const total = this.#count;
    this.#count = 0;
    for (let index = 0; index < total; index++) {
      if (!keep(index)) continue;
      this.#keys.copyWithin(this.#count * KEY_WORDS, index * KEY_WORDS, (index + 1) * KEY_WORDS);
      this.#count++;
    }
    const slots = slotsFor(this.#count);
    if (slots * 2 < this.#slots.length) this.#keys = this.#keys.slice(0, (slots >> 1) * KEY_WORDS);
    this.#rehash(Math.min(slots * 2, this.#slots.length));
  }

  #readKeyInNetwork(segment: TcpSegment): void {
    const key = this.#key;
    if (segment.ipVersion === 4) {
      this.#readIpv4Key(segment);
      key.fill(0, IPV4_WORDS);
      this.#words = KEY_WORDS;
    } else this.#readIpv6Key(segment);
    // One more than the network: none has a number too.
    key[VERSION_WORD] = segment.ipVersion | ((segment.network + 1) << VERSION_BITS);
  }

  #readIpv4Key(segment: TcpSegment): void {
    const { addressBlock: block, sourcePort, destinationPort } = segment;
    const source = word(block, segment.sourceAddress);
    const destination = word(block, segment.destinationAddress);
    const swapped = source === destination ? sourcePort > destinationPort : source > destination;
    const key = this.#key;
    key[0] = swapped ? destination : source;
    key[1] = swapped ? source : destination;
    key[2] = swapped ? (destinationPort << 16) | sourcePort : (sourcePort << 16) | destinationPort;
    key[3] = 4;
    this.#words = IPV4_WORDS;
    this.#swapped = swapped;
  }

  #readIpv6Key(segment: TcpSegment): void {
    const { addressBlock: block, sourceAddress, destinationAddress, sourcePort, destinationPort } = segment;
    let order = 0;
    for (let i = 0; i < 16 && order === 0; i++) {
      order = (block[sourceAddress + i] ?? 0) - (block[destinationAddress + i] ?? 0);
    }
    const swapped = order === 0 ? sourcePort > destinationPort : order > 0;
    const key = this.#key;
    for (let i = 0; i < 4; i++) {
      key[4 + i] = word(block, (swapped ? destinationAddress : sourceAddress) + i * 4);
      key[8 + i] = word(block, (swapped ? sourceAddress : destinationAddress) + i * 4);
    }
    key[0] = 0;
    key[1] = 0;
    key[2] = swapped ? (destinationPort << 16) | sourcePort : (sourcePort << 16) | destinationPort;
    key[3] = 6;
    this.#words = KEY_WORDS;
    this.#swapped = swapped;
  }

  /** Written out for IPv4: every packet comes by here. Most flows differ in their ports. */
  #equals(index: number): boolean {
    const keys = this.#keys;
    const key = this.#key;
    const at = index * KEY_WORDS;
    if (keys[at + 2] !== key[2] || keys[at] !== key[0] || keys[at + 1] !== key[1]) return false;
    if (keys[at + VERSION_WORD] !== key[VERSION_WORD]) return false;
    if (((key[VERSION_WORD] ?? 0) & VERSION_MASK) === 4) return true;
    for (let i = IPV4_WORDS; i < KEY_WORDS; i++) if (keys[at + i] !== key[i]) return false;
    return true;
  }

  #insert(slot: number): number {
    const index = this.#count++;
    const at = index * KEY_WORDS;
    if (at + KEY_WORDS > this.#keys.length) {
      const grown = new Uint32Array(this.#keys.length * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    for (let i = 0; i < this.#words; i++) this.#keys[at + i] = this.#key[i] ?? 0;
    this.#slots[slot] = index + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2);
    return index;
  }

  /** Puts every entry into its slot, of so many. */
  #rehash(slots: number): void {
    if (slots === this.#slots.length) this.#slots.fill(0);
    else this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    for (let index = 0; index < this.#count; index++) {
      let slot = hash(this.#keys, index * KEY_WORDS) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index + 1;
    }
  }
}

/**
 * Of the key that starts at `at`. Its words are multiplied side by side, for every packet comes by here; by
 * factors that nobody can know, or the addresses and ports of a capture could be chosen to meet all in one
 * slot.
 */
function hash(keys: Uint32Array, at: number): number {
  let value =
    Math.imul(keys[at] ?? 0, FACTOR_0) ^
    Math.imul(keys[at + 1] ?? 0, FACTOR_1) ^
    Math.imul(keys[at + 2] ?? 0, FACTOR_2);
  if (keys[at + VERSION_WORD] !== 4) {
    for (let i = at + VERSION_WORD; i < at + KEY_WORDS; i++) {
      value = Math.imul(value ^ (keys[i] ?? 0), FACTOR_0);
      value ^= value >>> 15;
    }
  }
  return value ^ (value >>> 15);
}

/** Odd, with its high bits and its low ones as chance has them. */
function randomFactor(): number {
  return Math.floor(Math.random() * 2 ** 32) | 1;
}

const FACTOR_0 = randomFactor();
const FACTOR_1 = randomFactor();
const FACTOR_2 = randomFactor();

/** Slots that keep so many entries apart: a power of two, at most half of them taken. */
function slotsFor(entries: number): number {
  let slots = INITIAL_SLOTS;
  while (slots < entries * 2) slots *= 2;
  return slots;
}

/** Which side of its flow a segment comes from, given which side the flow's first segment came from. */
export function sideOf(swapped: boolean, firstSwapped: boolean): Side {
  return swapped === firstSwapped ? 0 : 1;
}

function word(block: Uint8Array, at: number): number {
  return (
    (((block[at] ?? 0) << 24) |
      ((block[at + 1] ?? 0) << 16) |
      ((block[at + 2] ?? 0) << 8) |
      (block[at + 3] ?? 0)) >>>
    0
  );
}

/** Where a segment comes from: `address:port`, IPv6 addresses in brackets. */
export function senderOf(segment: TcpSegment): string {
  return endpoint(segment, segment.sourceAddress, segment.sourcePort);
}

/** Where a segment goes to, in the same form. */
export function receiverOf(segment: TcpSegment): string {
  return endpoint(segment, segment.destinationAddress, segment.destinationPort);
}

function endpoint({ ipVersion, addressBlock }: TcpSegment, at: number, port: number): string {
  return ipVersion === 6
    ? `[${formatIpv6(addressBlock, at)}]:${port}`
    : `${formatIpv4(addressBlock, at)}:${port}`;
}
