import type { TcpSegment } from '../packet/segment.ts';
import type { Side } from './handler.ts';

/** Words of a key: two addresses of four 32-bit words, the ports in one word, the IP version in one. */
const KEY_WORDS = 10;
const INITIAL_SLOTS = 1024;

/**
 * Finds the entry of a segment by addresses and ports, both directions alike. Keys are numbers in one flat array, probed
 * linearly: looking one up allocates nothing. Entries are indexes into an array of the caller.
 */
export class FlowTable {
  #slots = new Int32Array(INITIAL_SLOTS);
  #mask = INITIAL_SLOTS - 1;
  #keys = new Uint32Array(KEY_WORDS * (INITIAL_SLOTS >> 1));
  #count = 0;
  readonly #key = new Uint32Array(KEY_WORDS);
  #swapped = false;

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
    this.#readKey(segment);
    let slot = this.#hash() & this.#mask;
    for (;;) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0) return this.#insert(slot);
      if (this.#equals(entry - 1)) return entry - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Forgets every entry but those that `keep` says, which are renumbered from 0 in their order. */
  retain(keep: (index: number) => boolean): void {
    const old = this.#keys;
    const total = this.#count;
    this.#slots.fill(0);
    this.#count = 0;
    for (let index = 0; index < total; index++) {
      if (!keep(index)) continue;
      const at = index * KEY_WORDS;
      this.#key.set(old.subarray(at, at + KEY_WORDS));
      this.#reinsert();
    }
  }

  #readKey(segment: TcpSegment): void {
    const key = this.#key;
    const block = segment.addressBlock;
    const words = segment.ipVersion === 6 ? 4 : 1;
    let order = 0;
    for (let i = 0; i < 4; i++) {
      const source = i < words ? word(block, segment.sourceAddress + i * 4) : 0;
      const destination = i < words ? word(block, segment.destinationAddress + i * 4) : 0;
      key[i] = source;
      key[4 + i] = destination;
      if (order === 0 && source !== destination) order = source < destination ? -1 : 1;
    }
    if (order === 0) order = segment.sourcePort <= segment.destinationPort ? -1 : 1;
    this.#swapped = order > 0;
    if (order > 0) {
      for (let i = 0; i < 4; i++) {
        const low = key[i] ?? 0;
        key[i] = key[4 + i] ?? 0;
        key[4 + i] = low;
      }
      key[8] = ((segment.destinationPort << 16) | segment.sourcePort) >>> 0;
    } else {
      key[8] = ((segment.sourcePort << 16) | segment.destinationPort) >>> 0;
    }
    key[9] = segment.ipVersion;
  }

  #equals(index: number): boolean {
    const at = index * KEY_WORDS;
    for (let i = 0; i < KEY_WORDS; i++) if (this.#keys[at + i] !== this.#key[i]) return false;
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
    this.#keys.set(this.#key, at);
    this.#slots[slot] = index + 1;
    if (this.#count * 2 > this.#slots.length) this.#grow();
    return index;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    this.#mask = this.#slots.length - 1;
    const total = this.#count;
    this.#count = 0;
    for (let index = 0; index < total; index++) {
      const at = index * KEY_WORDS;
      this.#key.set(this.#keys.subarray(at, at + KEY_WORDS));
      this.#reinsert();
    }
  }

  #hash(): number {
    let hash = 0;
    for (let i = 0; i < KEY_WORDS; i++) {
      hash = Math.imul(hash ^ (this.#key[i] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #reinsert(): void {
    let slot = this.#hash() & this.#mask;
    while ((this.#slots[slot] ?? 0) !== 0) slot = (slot + 1) & this.#mask;
    this.#insert(slot);
  }
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
