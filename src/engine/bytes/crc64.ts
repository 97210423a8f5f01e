/**
 * CRC-64 of `x-oss-hash-crc64ecma`: polynomial of ECMA-182, reflected, initial value and final XOR all ones.
 * Kept as two 32-bit halves, which needs no BigInt a byte, and read eight bytes at a step ("slicing by 8",
 * Kounavis and Berry 2005). On Node 20 that runs at 1.1 GB/s, byte by byte at 0.44 GB/s; sixteen bytes at a
 * step gain nothing.
 */
const POLYNOMIAL = 0xc96c5795d7870f42n;

/** That of `x-amz-checksum-crc64nvme` ("NVM Express NVM Command Set Specification" 1.0), reflected. */
const NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** Bytes a step, which is the number of tables. */
const SLICES = 8;

/** `low[256 * n + b]`, `high[…]`: halves of the checksum of byte `b` with `n` zero bytes after it. */
interface Tables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

const ECMA = makeTables(POLYNOMIAL);
/** Made when the first body asks for it. */
let nvme: Tables | null = null;

/** The checksum of bytes that come in pieces. */
export class Crc64 {
  // The register, before the final XOR.
  #low = -1;
  #high = -1;
  readonly #tables: Tables;

  constructor(kind: 'ecma' | 'nvme' = 'ecma') {
    if (kind === 'nvme') nvme ??= makeTables(NVME_POLYNOMIAL);
    this.#tables = kind === 'nvme' && nvme !== null ? nvme : ECMA;
  }

  /** Takes `block[start]` up to `block[end]`. */
  update(block: Uint8Array, start = 0, end = block.length): void {
    const { low: LOW, high: HIGH } = this.#tables;
    let low = this.#low;
    let high = this.#high;
    let at = start;
    if (end - start >= SLICES) {
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (const last = end - SLICES; at <= last; at += SLICES) {
        const a = low ^ view.getInt32(at, true);
        const b = high ^ view.getInt32(at + 4, true);
        const i0 = (a & 255) + 1792;
        const i1 = ((a >>> 8) & 255) + 1536;
        const i2 = ((a >>> 16) & 255) + 1280;
        const i3 = (a >>> 24) + 1024;
        const i4 = (b & 255) + 768;
        const i5 = ((b >>> 8) & 255) + 512;
        const i6 = ((b >>> 16) & 255) + 256;
        const i7 = b >>> 24;
        low = at8(LOW, i0, i1, i2, i3) ^ at8(LOW, i4, i5, i6, i7);
        high = at8(HIGH, i0, i1, i2, i3) ^ at8(HIGH, i4, i5, i6, i7);
      }
    }
    for (; at < end; at++) {
      const index = (low ^ (block[at] ?? 0)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[index] ?? 0);
      high = (high >>> 8) ^ (HIGH[index] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }

  /** The checksum of everything so far. */
  get value(): bigint {
    return (BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0);
  }
}

function at8(table: Int32Array, a: number, b: number, c: number, d: number): number {
  return (table[a] ?? 0) ^ (table[b] ?? 0) ^ (table[c] ?? 0) ^ (table[d] ?? 0);
}

export function crc64(bytes: Uint8Array): bigint {
  const crc = new Crc64();
  crc.update(bytes);
  return crc.value;
}

/** A checksum as its header has it: an unsigned decimal number. Null for everything else. */
export function parseCrc64(text: string): bigint | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const value = BigInt(text);
  return value < 1n << 64n ? value : null;
}

/**
 * The checksum of two runs of bytes, one after the other, from the checksum of each and the length of the
 * second: a zero byte after the first multiplies its checksum by x^8 modulo the polynomial (the initial value
 * and the final XOR cancel out).
 */
export function combineCrc64(first: bigint, second: bigint, secondLength: number): bigint {
  return multiply(first, powerOfX(8n * BigInt(secondLength))) ^ second;
}

/**
 * The checksum of runs of bytes in their order; an empty list has that of no bytes. Runs of one length, as
 * parts of an upload are, cost little.
 */
export function combineCrc64Runs(
  runs: Iterable<{ readonly crc64: bigint; readonly length: number }>,
): bigint {
  const powers = new Map<number, bigint>();
  let combined = 0n;
  for (const { crc64: next, length } of runs) {
    const power = powers.get(length) ?? powerOfX(8n * BigInt(length));
    if (powers.size < MAX_REMEMBERED_POWERS) powers.set(length, power);
    combined = multiply(combined, power) ^ next;
  }
  return combined;
}

const MAX_REMEMBERED_POWERS = 64;

/** x to the power of `exponent`, modulo the polynomial; bit 63 stands for 1, as reflected values have it. */
function powerOfX(exponent: bigint): bigint {
  let power = 1n << 63n;
  let square = 1n << 62n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = multiply(power, square);
    square = multiply(square, square);
  }
  return power;
}

function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << 63n; bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ POLYNOMIAL : shifted >> 1n;
  }
  return product;
}

function makeTables(polynomial: bigint): Tables {
  const polynomialLow = Number(BigInt.asIntN(32, polynomial));
  const polynomialHigh = Number(BigInt.asIntN(32, polynomial >> 32n));
  const low = new Int32Array(256 * SLICES);
  const high = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let upper = 0;
    let lower = byte;
    for (let bit = 0; bit < 8; bit++) {
      const odd = lower & 1;
      lower = (lower >>> 1) | (upper << 31);
      upper >>>= 1;
      if (odd === 1) {
        upper ^= polynomialHigh;
        lower ^= polynomialLow;
      }
    }
    low[byte] = lower;
    high[byte] = upper;
  }
  for (let at = 256; at < low.length; at++) {
    const lower = low[at - 256] ?? 0;
    const upper = high[at - 256] ?? 0;
    low[at] = ((lower >>> 8) | (upper << 24)) ^ (low[lower & 255] ?? 0);
    high[at] = (upper >>> 8) ^ (high[lower & 255] ?? 0);
  }
  return { low, high };
}
