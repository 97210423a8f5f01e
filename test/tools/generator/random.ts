/** Bytes of noise that bodies are cut from. */
const NOISE_BYTES = 8 * 1024 * 1024;

/** Reproducible random values: the generator sfc32, seeded with one number. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #noise: Uint8Array | null = null;

  constructor(seed: number) {
    this.#a = 0x9e3779b9 ^ seed;
    this.#b = 0x243f6a88;
    this.#c = 0xb7e15162;
    // The first values still show the seed.
    for (let i = 0; i < 16; i++) this.uint32();
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 up to, not including, 1. */
  unit(): number {
    return this.uint32() / 4294967296;
  }

  chance(share: number): boolean {
    return share > 0 && this.unit() < share;
  }

  /** `from` to `to`, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1));
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.unit() * list.length)] ?? list[0];
  }

  /** One of the weighted values. */
  pickWeighted<T>(list: readonly [readonly [T, number], ...(readonly [T, number])[]]): T {
    let left = this.unit() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    return list[0][0];
  }

  /** Upper-case hex digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.uint32().toString(16).padStart(8, '0');
    return text.slice(0, digits).toUpperCase();
  }

  /** Random bytes; not to be written to, as calls may share them. */
  bytes(length: number): Uint8Array {
    this.#noise ??= this.#makeNoise();
    const noise = this.#noise;
    if (length <= noise.length / 2) {
      const start = this.integer(0, noise.length - length);
      return noise.subarray(start, start + length);
    }
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += noise.length) {
      bytes.set(noise.subarray(0, Math.min(noise.length, length - at)), at);
    }
    return bytes;
  }

  #makeNoise(): Uint8Array {
    const words = new Uint32Array(NOISE_BYTES / 4);
    for (let i = 0; i < words.length; i++) words[i] = this.uint32();
    return new Uint8Array(words.buffer);
  }
}
