import type { CaptureWriter } from './capture-writer.ts';
import type { Link } from './options.ts';

export const FLAG = { FIN: 1, SYN: 2, PSH: 8, ACK: 16 } as const;

/** One end of a connection. */
export interface Endpoint {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly port: number;
}

export interface Segment {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly fromClient: boolean;
  /** Modulo 2³². */
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

const LINK_BYTES: Readonly<Record<Link, number>> = { eth: 14, sll: 16, raw: 0 };
const CLIENT_MAC = [0x02, 0, 0, 0, 0, 0x0a];
const SERVER_MAC = [0x02, 0, 0, 0, 0, 0x02];
/** MSS 1460, window scale 7. */
const SYN_OPTIONS = [2, 4, 0x05, 0xb4, 1, 3, 3, 7];
const NO_OPTIONS: readonly number[] = [];
const WINDOW = 64_240;

/**
 * Writes TCP segments as packets of one link type. TCP checksums stay zero, as checksum offload leaves them.
 */
export class PacketWriter {
  readonly #capture: CaptureWriter;
  readonly #link: Link;
  #identification = 1;

  constructor(capture: CaptureWriter, link: Link) {
    this.#capture = capture;
    this.#link = link;
  }

  /** Bytes of a segment's payload that are kept. */
  keptPayload(address: Uint8Array): number {
    return this.#capture.snapLength - this.#headerBytes(address);
  }

  write(micros: number, segment: Segment): void {
    const { payload, flags, source } = segment;
    const options = (flags & FLAG.SYN) !== 0 ? SYN_OPTIONS : NO_OPTIONS;
    const length = this.#headerBytes(source.address) + options.length + payload.length;
    this.#capture.packet(micros, length, (buffer, start) => {
      let at = this.#linkHeader(buffer, start, segment);
      at = this.#ipHeader(buffer, at, segment, 20 + options.length + payload.length);
      at = tcpHeader(buffer, at, segment, options);
      buffer.set(payload, at);
    });
  }

  #headerBytes(address: Uint8Array): number {
    return LINK_BYTES[this.#link] + (address.length === 4 ? 20 : 40) + 20;
  }

  #linkHeader(buffer: Buffer, at: number, { fromClient, source }: Segment): number {
    const etherType = source.address.length === 4 ? 0x0800 : 0x86dd;
    const mac = fromClient ? CLIENT_MAC : SERVER_MAC;
    switch (this.#link) {
      case 'raw':
        return at;
      case 'eth':
        buffer.set(fromClient ? SERVER_MAC : CLIENT_MAC, at);
        buffer.set(mac, at + 6);
        return buffer.writeUInt16BE(etherType, at + 12);
      case 'sll':
        // Sent by us or to us, Ethernet, six address bytes.
        buffer.set([0, fromClient ? 4 : 0, 0, 1, 0, 6, ...mac, 0, 0], at);
        return buffer.writeUInt16BE(etherType, at + 14);
    }
  }

  #ipHeader(buffer: Buffer, at: number, { source, destination }: Segment, length: number): number {
    if (source.address.length === 16) {
      buffer.writeUInt32BE(0x60000000, at);
      buffer.writeUInt16BE(length, at + 4);
      buffer.set([6, 64], at + 6);
      buffer.set(source.address, at + 8);
      buffer.set(destination.address, at + 24);
      return at + 40;
    }
    buffer.writeUInt16BE(0x4500, at);
    buffer.writeUInt16BE(20 + length, at + 2);
    buffer.writeUInt16BE(this.#identification++ & 0xffff, at + 4);
    buffer.writeUInt16BE(0x4000, at + 6);
    buffer.writeUInt16BE(0x4006, at + 8);
    buffer.writeUInt16BE(0, at + 10);
    buffer.set(source.address, at + 12);
    buffer.set(destination.address, at + 16);
    let sum = 0;
    for (let i = 0; i < 20; i += 2) sum += buffer.readUInt16BE(at + i);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    buffer.writeUInt16BE(~sum & 0xffff, at + 10);
    return at + 20;
  }
}

function tcpHeader(buffer: Buffer, at: number, segment: Segment, options: readonly number[]): number {
  const { source, destination, sequence, acknowledgement, flags } = segment;
  buffer.writeUInt16BE(source.port, at);
  buffer.writeUInt16BE(destination.port, at + 2);
  buffer.writeUInt32BE(sequence >>> 0, at + 4);
  buffer.writeUInt32BE((flags & FLAG.ACK) !== 0 ? acknowledgement >>> 0 : 0, at + 8);
  buffer[at + 12] = ((20 + options.length) / 4) << 4;
  buffer[at + 13] = flags;
  buffer.writeUInt16BE(WINDOW, at + 14);
  buffer.writeUInt32BE(0, at + 16);
  buffer.set(options, at + 20);
  return at + 20 + options.length;
}
