import { fromText, toBytes } from '../bytes/byte-string.ts';
import { BLOCK, BLOCK_OVERHEAD, BYTE_ORDER_MAGIC, OPTION } from './pcapng-block.ts';

/** What is written of one packet. */
interface WrittenPacket {
  /** Number of its interface, from 0 in the order in which they were written. */
  readonly interfaceId: number;
  readonly bytes: Uint8Array;
  /** Length on the wire. */
  readonly originalLength: number;
  readonly seconds: number;
  readonly nanos: number;
  /** For whoever reads the file. */
  readonly comment?: string;
}

/** Times are written in nanoseconds: units of ten to the power of minus nine. */
const NANOSECONDS = Uint8Array.of(9);

/** Longest option: its length is written in 16 bits. */
const MAX_OPTION_BYTES = 0xffff;

/** Fixed bytes of the blocks that are written, without what every block has. */
const FIXED = { section: 16, interface: 8, secrets: 8, packet: 20 } as const;

/**
 * Writes a capture as pcapng (draft-ietf-opsawg-pcapng), little-endian, a block at a time. Programs read it
 * from its start to its end, so secrets come before the packets that they open.
 */
export class PcapngWriter {
  readonly #write: (block: Uint8Array) => void;

  constructor(write: (block: Uint8Array) => void) {
    this.#write = write;
  }

  section({ application, comment }: { readonly application: string; readonly comment?: string }): void {
    const options = optionBytes({ [OPTION.COMMENT]: comment, [OPTION.APPLICATION]: application });
    const { block, body } = newBlock(BLOCK.SECTION, FIXED.section + options.length);
    body.setUint32(0, BYTE_ORDER_MAGIC, true);
    body.setUint16(4, 1, true);
    // The length of the section is not known.
    body.setBigInt64(8, -1n, true);
    block.set(options, HEAD + FIXED.section);
    this.#write(block);
  }

  interface(linkType: number): void {
    const options = optionBytes({ [OPTION.TIME_RESOLUTION]: NANOSECONDS });
    const { block, body } = newBlock(BLOCK.INTERFACE, FIXED.interface + options.length);
    body.setUint16(0, linkType, true);
    block.set(options, HEAD + FIXED.interface);
    this.#write(block);
  }

  secrets(type: number, secrets: Uint8Array): void {
    const { block, body } = newBlock(BLOCK.SECRETS, FIXED.secrets + padded(secrets.length));
    body.setUint32(0, type, true);
    body.setUint32(4, secrets.length, true);
    block.set(secrets, HEAD + FIXED.secrets);
    this.#write(block);
  }

  packet({ interfaceId, bytes, originalLength, seconds, nanos, comment }: WrittenPacket): void {
    const options = optionBytes({ [OPTION.COMMENT]: comment });
    const data = padded(bytes.length);
    const { block, body } = newBlock(BLOCK.ENHANCED_PACKET, FIXED.packet + data + options.length);
    const time = BigInt.asUintN(64, BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
    body.setUint32(0, interfaceId, true);
    body.setUint32(4, Number(time >> 32n), true);
    body.setUint32(8, Number(time & 0xffffffffn), true);
    body.setUint32(12, bytes.length, true);
    body.setUint32(16, originalLength, true);
    block.set(bytes, HEAD + FIXED.packet);
    block.set(options, HEAD + FIXED.packet + data);
    this.#write(block);
  }
}

/** Type and length, before the body of a block. */
const HEAD = 8;

function newBlock(type: number, bodyLength: number): { readonly block: Uint8Array; readonly body: DataView } {
  const length = bodyLength + BLOCK_OVERHEAD;
  const block = new Uint8Array(length);
  const view = new DataView(block.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  view.setUint32(length - 4, length, true);
  return { block, body: new DataView(block.buffer, HEAD, bodyLength) };
}

/** Options by their codes, and their end; empty where none has a value. */
function optionBytes(options: Readonly<Record<number, string | Uint8Array | undefined>>): Uint8Array {
  const given = Object.entries(options).flatMap(([code, value]) => {
    if (value === undefined) return [];
    const bytes = typeof value === 'string' ? toBytes(fromText(value)) : value;
    return [{ code: Number(code), bytes: bytes.subarray(0, MAX_OPTION_BYTES) }];
  });
  if (given.length === 0) return new Uint8Array(0);
  const length = given.reduce((sum, { bytes }) => sum + 4 + padded(bytes.length), 4);
  const written = new Uint8Array(length);
  const view = new DataView(written.buffer);
  let at = 0;
  for (const { code, bytes } of given) {
    view.setUint16(at, code, true);
    view.setUint16(at + 2, bytes.length, true);
    written.set(bytes, at + 4);
    at += 4 + padded(bytes.length);
  }
  return written;
}

/** Whatever has any length is filled up to a multiple of four bytes. */
function padded(length: number): number {
  return (length + 3) & ~3;
}
