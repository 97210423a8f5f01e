/** Which header names what a packet without readable TCP carries. */
export const OTHER_LAYERS = [
  /** the link type of the capture: nothing in its header leads further */
  'link',
  /** an EtherType */
  'ethertype',
  /** IEEE 802.2: the destination's service access point */
  'llc',
  /** IEEE 802.11: 1 for an encrypted frame, 0 for one without data */
  'wifi',
  /** a protocol number of IP */
  'ip',
  /** a protocol type of GRE */
  'gre',
  /** a port of UDP that is one of a tunnel */
  'udp',
] as const;

export type OtherLayer = (typeof OTHER_LAYERS)[number];

/** Places in `OTHER_LAYERS`: numbers, since each packet without TCP is counted by one. */
export const OTHER = { LINK: 0, ETHERTYPE: 1, LLC: 2, WIFI: 3, IP: 4, GRE: 5, UDP: 6 } as const;

/** Packets of one kind that carry no TCP that could be read. */
export interface OtherProtocol {
  readonly layer: OtherLayer;
  readonly number: number;
  readonly packets: number;
}

/** Kinds that are counted apart; packets of any others are counted together. */
export const MAX_OTHER_PROTOCOLS = 64;

/** A number of any layer is less than this. */
const NUMBERS = 0x10000;

/** Counts packets without readable TCP by what they carry. Counting allocates nothing. */
export class OtherPackets {
  readonly #kinds = new Int32Array(MAX_OTHER_PROTOCOLS);
  readonly #counts = new Float64Array(MAX_OTHER_PROTOCOLS);
  #used = 0;
  #last = 0;
  #total = 0;

  /** All of them, those of kinds that are not counted apart included. */
  get total(): number {
    return this.#total;
  }

  add(layer: number, number: number): void {
    this.#total++;
    const kind = layer * NUMBERS + (number & (NUMBERS - 1));
    let at = this.#last;
    if (at >= this.#used || this.#kinds[at] !== kind) {
      at = 0;
      while (at < this.#used && this.#kinds[at] !== kind) at++;
    }
    if (at === this.#used) {
      if (this.#used === MAX_OTHER_PROTOCOLS) return;
      this.#kinds[at] = kind;
      this.#used++;
    }
    this.#last = at;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** The most frequent first. */
  list(): OtherProtocol[] {
    return Array.from({ length: this.#used }, (_, at): OtherProtocol => {
      const kind = this.#kinds[at] ?? 0;
      const layer = OTHER_LAYERS[Math.floor(kind / NUMBERS)] ?? 'link';
      return { layer, number: kind % NUMBERS, packets: this.#counts[at] ?? 0 };
    }).sort((a, b) => b.packets - a.packets);
  }
}
