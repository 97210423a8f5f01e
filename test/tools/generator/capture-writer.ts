import type { Format, GeneratorOptions, Link } from './options.ts';

/** Bytes collected before they are passed on. */
const BUFFER_BYTES = 4 * 1024 * 1024;
const DEFAULT_SNAP_LENGTH = 262_144;
const LINK_TYPES: Readonly<Record<Link, number>> = { eth: 1, sll: 113, raw: 101 };
const PCAP_HEADER_BYTES = 16;
const PCAPNG_HEADER_BYTES = 28;

/** Writes packets into a capture file of any of the formats, passing on its bytes in large blocks. */
export class CaptureWriter {
  /** Bytes of each packet that are kept. */
  readonly snapLength: number;
  readonly #format: Format;
  readonly #write: (block: Uint8Array) => void;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #used = 0;
  #flushed = 0;
  packets = 0;

  /** A block given to `write` is valid only during the call. */
  constructor(options: GeneratorOptions, write: (block: Uint8Array) => void) {
    this.#format = options.format;
    this.#write = write;
    this.snapLength = options.snapLength > 0 ? options.snapLength : DEFAULT_SNAP_LENGTH;
    this.#fileHeader(LINK_TYPES[options.link]);
  }

  /** Bytes of the file so far. */
  get bytes(): number {
    return this.#flushed + this.#used;
  }

  /**
   * Adds a packet of `length` bytes; `fill` writes it whole at the given place of the buffer. `micros`: since
   * 1970 UTC.
   */
  packet(micros: number, length: number, fill: (buffer: Buffer, at: number) => void): void {
    const header = this.#format === 'pcapng' ? PCAPNG_HEADER_BYTES : PCAP_HEADER_BYTES;
    if (this.#used + header + length + 8 > BUFFER_BYTES) this.flush();
    const start = this.#used;
    const captured = Math.min(length, this.snapLength);
    fill(this.#buffer, start + header);
    this.packets++;
    this.#used = start + header + captured;
    if (this.#format === 'pcapng') this.#enhancedBlock(start, micros, captured, length);
    else this.#record(start, micros, captured, length);
  }

  flush(): void {
    this.#write(this.#buffer.subarray(0, this.#used));
    this.#flushed += this.#used;
    this.#used = 0;
  }

  #fileHeader(linkType: number): void {
    if (this.#format === 'pcapng') {
      const interfaceName = [2, 4, ...Buffer.from('eth0')];
      const microseconds = [9, 1, 6];
      // Section header, then one interface with its name and the resolution of its times.
      this.#words([0x0a0d0d0a, 28, 0x1a2b3c4d, 0x00000001, 0xffffffff, 0xffffffff, 28]);
      this.#words([1, 40, linkType, this.snapLength]);
      const options = [interfaceName, microseconds].flatMap(([code = 0, length = 0, ...value]) => {
        const padded = [...value, ...new Array<number>((4 - (length % 4)) % 4).fill(0)];
        return [code, 0, length, 0, ...padded];
      });
      this.#buffer.set([...options, 0, 0, 0, 0], this.#used);
      this.#used += options.length + 4;
      this.#words([40]);
      return;
    }
    const magic = this.#format === 'pcap-ns' ? 0xa1b23c4d : 0xa1b2c3d4;
    this.#words([magic]);
    const version = this.#format === 'pcap-be' ? 0x00020004 : 0x00040002;
    this.#words([version, 0, 0, this.snapLength, linkType]);
  }

  #words(values: readonly number[]): void {
    for (const value of values) {
      this.#word(this.#used, value);
      this.#used += 4;
    }
  }

  #word(at: number, value: number): void {
    if (this.#format === 'pcap-be') this.#buffer.writeUInt32BE(value, at);
    else this.#buffer.writeUInt32LE(value, at);
  }

  #record(start: number, micros: number, captured: number, length: number): void {
    const seconds = Math.floor(micros / 1e6);
    const fraction = Math.floor(micros) - seconds * 1e6;
    this.#word(start, seconds);
    this.#word(start + 4, this.#format === 'pcap-ns' ? fraction * 1000 : fraction);
    this.#word(start + 8, captured);
    this.#word(start + 12, length);
  }

  #enhancedBlock(start: number, micros: number, captured: number, length: number): void {
    const padding = (4 - (captured % 4)) % 4;
    const total = PCAPNG_HEADER_BYTES + captured + padding + 4;
    const time = Math.floor(micros);
    this.#word(start, 6);
    this.#word(start + 4, total);
    this.#word(start + 8, 0);
    this.#word(start + 12, Math.floor(time / 4294967296));
    this.#word(start + 16, time % 4294967296);
    this.#word(start + 20, captured);
    this.#word(start + 24, length);
    this.#buffer.fill(0, this.#used, this.#used + padding);
    this.#word(this.#used + padding, total);
    this.#used += padding + 4;
  }
}
