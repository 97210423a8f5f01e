/**
 * CRC-32 as of zip and Ethernet, and CRC-32C (Castagnoli): reflected, initial value and final XOR all ones.
 * Read eight bytes at a step, as `Crc64` does.
 */
const POLYNOMIALS = { crc32: 0xedb88320, crc32c: 0x82f63b78 } as const;

const SLICES = 8;

/** Of each, made when the first body asks for it. */
const tables = new Map<number, Int32Array>();

/** The checksum of bytes that come in pieces. */
export class Crc32 {
  #register: number;
  readonly #table: Int32Array;

  /** `before`: the checksum of the bytes before these. */
  constructor(kind: keyof typeof POLYNOMIALS, before = 0) {
    this.#register = ~before;
    const polynomial = POLYNOMIALS[kind];
    const known = tables.get(polynomial) ?? makeTable(polynomial);
    tables.set(polynomial, known);
    this.#table = known;
  }

  /** Takes `block[start]` up to `block[end]`. */
  update(block: Uint8Array, start = 0, end = block.length): void {
    const table = this.#table;
    const entry = (index: number): number => table[index] ?? 0;
    let crc = this.#register;
    let at = start;
    if (end - start >= SLICES) {
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (const last = end - SLICES; at <= last; at += SLICES) {
        const a = crc ^ view.getInt32(at, true);
        const b = view.getInt32(at + 4, true);
        crc =
          entry((a & 255) + 1792) ^
          entry(((a >>> 8) & 255) + 1536) ^
          entry(((a >>> 16) & 255) + 1280) ^
          entry((a >>> 24) + 1024) ^
          entry((b & 255) + 768) ^
          entry(((b >>> 8) & 255) + 512) ^
          entry(((b >>> 16) & 255) + 256) ^
          entry(b >>> 24);
      }
    }
    for (; at < end; at++) crc = (crc >>> 8) ^ entry((crc ^ (block[at] ?? 0)) & 255);
    this.#register = crc;
  }

  /** The checksum of everything so far, below 2 ** 32. */
  get value(): number {
    return ~this.#register >>> 0;
  }
}

/** `table[256 * n + b]`: the checksum of byte `b` with `n` zero bytes after it. */
function makeTable(polynomial: number): Int32Array {
  const table = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    table[byte] = crc;
  }
  for (let at = 256; at < table.length; at++) {
    const before = table[at - 256] ?? 0;
    table[at] = (before >>> 8) ^ (table[before & 255] ?? 0);
  }
  return table;
}
