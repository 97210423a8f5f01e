import { bytes, int16, int32, type Part } from './capture-writer.ts';

/* pcapng blocks (draft-ietf-opsawg-pcapng) */

export interface Option {
  readonly code: number;
  readonly value: Part;
}

export class PcapngWriter {
  readonly #big: boolean;
  readonly #parts: Uint8Array[] = [];

  constructor(options: { readonly bigEndian?: boolean } = {}) {
    this.#big = options.bigEndian ?? false;
  }

  section(version: readonly [number, number] = [1, 0]): this {
    const body = bytes(
      int32(0x1a2b3c4d, this.#big),
      int16(version[0], this.#big),
      int16(version[1], this.#big),
      [255, 255, 255, 255, 255, 255, 255, 255],
    );
    return this.block(0x0a0d0d0a, body);
  }

  interface(linkType = 1, options: readonly Option[] = [], snapLength = 262144): this {
    const fixed = bytes(int16(linkType, this.#big), [0, 0], int32(snapLength, this.#big));
    return this.block(1, bytes(fixed, this.#options(options)));
  }

  /** `time` counts in the interface's unit (microseconds by default). */
  enhanced(
    data: Uint8Array,
    time: bigint,
    options: { interface?: number; originalLength?: number } = {},
  ): this {
    const fixed = [
      options.interface ?? 0,
      ...halves(time),
      data.length,
      options.originalLength ?? data.length,
    ];
    return this.block(6, bytes(...fixed.map((value) => int32(value, this.#big)), padded(data)));
  }

  simple(data: Uint8Array, originalLength = data.length): this {
    return this.block(3, bytes(int32(originalLength, this.#big), padded(data)));
  }

  /** The obsolete Packet Block. */
  old(data: Uint8Array, time: bigint, interfaceId = 0): this {
    const rest = [...halves(time), data.length, data.length];
    const fixed = bytes(int16(interfaceId, this.#big), int16(0, this.#big));
    return this.block(2, bytes(fixed, ...rest.map((value) => int32(value, this.#big)), padded(data)));
  }

  secrets(type: number, data: Uint8Array): this {
    return this.block(10, bytes(int32(type, this.#big), int32(data.length, this.#big), padded(data)));
  }

  block(type: number, body: Uint8Array, length = body.length + 12): this {
    const big = this.#big;
    this.#parts.push(bytes(int32(type, big), int32(length, big), body, int32(length, big)));
    return this;
  }

  raw(...parts: readonly Part[]): this {
    this.#parts.push(bytes(...parts));
    return this;
  }

  bytes(): Uint8Array {
    return bytes(...this.#parts);
  }

  #options(options: readonly Option[]): Uint8Array {
    if (options.length === 0) return new Uint8Array(0);
    const coded = options.map(({ code, value }) => {
      const data = bytes(value);
      return bytes(int16(code, this.#big), int16(data.length, this.#big), padded(data));
    });
    return bytes(...coded, [0, 0, 0, 0]);
  }
}

function halves(time: bigint): [number, number] {
  return [Number(time >> 32n), Number(time & 0xffffffffn)];
}

function padded(data: Uint8Array): Uint8Array {
  return bytes(data, new Uint8Array((4 - (data.length % 4)) % 4));
}
