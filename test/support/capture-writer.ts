/** Builds captures and packets for tests. Checksums are left zero: nothing under test reads them. */

export type Part = Uint8Array | readonly number[] | string;

/** Joins parts; strings are taken as byte strings (one char, one byte). */
export function bytes(...parts: readonly Part[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') Buffer.from(part, 'latin1').copy(all, at);
    else all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytes of a hex string; blanks are ignored. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function be16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

export function be32(value: number): number[] {
  return [...be16(Math.floor(value / 65536)), ...be16(value % 65536)];
}

export function int16(value: number, bigEndian: boolean): number[] {
  return bigEndian ? be16(value) : be16(value).reverse();
}

export function int32(value: number, bigEndian: boolean): number[] {
  return bigEndian ? be32(value) : be32(value).reverse();
}

/* Classic captures */

export interface PacketInput {
  readonly data: Uint8Array;
  readonly seconds?: number;
  /** Microseconds, or nanoseconds in a nanosecond file. */
  readonly fraction?: number;
  readonly originalLength?: number;
  /** Written to the header instead of the true length. */
  readonly capturedLength?: number;
}

export interface PcapOptions {
  readonly bigEndian?: boolean;
  readonly nanos?: boolean;
  /** Alexey Kuznetzov's patched format with 24-byte record headers. */
  readonly modified?: boolean;
  readonly linkType?: number;
  readonly snapLength?: number;
  readonly version?: readonly [number, number];
}

export const BASE_SECONDS = 1_700_000_000;

export function pcapHeader(options: PcapOptions = {}): Uint8Array {
  const big = options.bigEndian ?? false;
  const magic = options.modified ? 0xa1b2cd34 : options.nanos ? 0xa1b23c4d : 0xa1b2c3d4;
  const [major, minor] = options.version ?? [2, 4];
  return bytes(
    int32(magic, big),
    int16(major, big),
    int16(minor, big),
    int32(0, big),
    int32(0, big),
    int32(options.snapLength ?? 262144, big),
    int32(options.linkType ?? 1, big),
  );
}

export function pcapRecord(packet: PacketInput, options: PcapOptions = {}, index = 0): Uint8Array {
  const big = options.bigEndian ?? false;
  const length = packet.data.length;
  return bytes(
    int32(packet.seconds ?? BASE_SECONDS + index, big),
    int32(packet.fraction ?? index, big),
    int32(packet.capturedLength ?? length, big),
    int32(packet.originalLength ?? length, big),
    options.modified ? [...int32(2, big), ...int16(8, big), 0, 0] : [],
    packet.data,
  );
}

export function pcapFile(
  packets: readonly (PacketInput | Uint8Array)[],
  options: PcapOptions = {},
): Uint8Array {
  const records = packets.map((packet, index) =>
    pcapRecord(packet instanceof Uint8Array ? { data: packet } : packet, options, index),
  );
  return bytes(pcapHeader(options), ...records);
}

/* Packets */

const ADDRESSES = hex('02 00 00 00 00 02 02 00 00 00 00 01');

/** Ethernet II; `tags` are VLAN tags from the outside, each [TPID, VLAN id]. */
export function ethernet(
  etherType: number,
  payload: Uint8Array,
  tags: readonly (readonly [number, number])[] = [],
): Uint8Array {
  return bytes(ADDRESSES, ...tags.flatMap((tag) => [be16(tag[0]), be16(tag[1])]), be16(etherType), payload);
}

export interface Ipv4Options {
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: number;
  readonly id?: number;
  /** In bytes, a multiple of 8. */
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
  /** Written instead of the true length; 0 as in segmentation offload. */
  readonly totalLength?: number;
  /** A multiple of 4 bytes. */
  readonly options?: Uint8Array;
}

function ipv4Address(text: string): number[] {
  return text.split('.').map(Number);
}

export function ipv4(payload: Uint8Array, options: Ipv4Options = {}): Uint8Array {
  const extra = options.options ?? new Uint8Array(0);
  const headerLength = 20 + extra.length;
  return bytes(
    [0x40 | (headerLength / 4), 0],
    be16(options.totalLength ?? headerLength + payload.length),
    be16(options.id ?? 1),
    be16((options.moreFragments ? 0x2000 : 0) | ((options.fragmentOffset ?? 0) / 8)),
    [64, options.protocol ?? 6, 0, 0],
    ipv4Address(options.source ?? '10.0.0.1'),
    ipv4Address(options.destination ?? '10.0.0.2'),
    extra,
    payload,
  );
}

export interface Ipv6Options {
  /** 16 bytes each. */
  readonly source?: Uint8Array;
  readonly destination?: Uint8Array;
  readonly nextHeader?: number;
  /** Written instead of the true length. */
  readonly payloadLength?: number;
}

export function ipv6(payload: Uint8Array, options: Ipv6Options = {}): Uint8Array {
  return bytes(
    [0x60, 0, 0, 0],
    be16(options.payloadLength ?? payload.length),
    [options.nextHeader ?? 6, 64],
    options.source ?? hex('20010db8000000000000000000000001'),
    options.destination ?? hex('20010db8000000000000000000000002'),
    payload,
  );
}

export interface TcpOptions {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly flags?: number;
  readonly window?: number;
  /** A multiple of 4 bytes. */
  readonly options?: Uint8Array;
}

export function tcp(payload: Part, options: TcpOptions = {}): Uint8Array {
  const extra = options.options ?? new Uint8Array(0);
  return bytes(
    be16(options.sourcePort ?? 40000),
    be16(options.destinationPort ?? 80),
    be32(options.sequence ?? 1000),
    be32(options.acknowledgement ?? 2000),
    [((20 + extra.length) / 4) << 4, options.flags ?? 0x18],
    be16(options.window ?? 64240),
    [0, 0, 0, 0],
    extra,
    payload,
  );
}

export function udp(payload: Uint8Array, sourcePort: number, destinationPort: number): Uint8Array {
  return bytes(be16(sourcePort), be16(destinationPort), be16(8 + payload.length), [0, 0], payload);
}

export interface ConversationOptions {
  readonly client?: string;
  readonly server?: string;
  readonly clientPort?: number;
  readonly serverPort?: number;
  /** First payload sequence numbers. */
  readonly clientSequence?: number;
  readonly serverSequence?: number;
  /** Payload bytes a segment. */
  readonly segmentSize?: number;
}

/** Options of a first segment: its largest size, and how its window is to be read. */
const FIRST = hex('020405b4 01030307');

/**
 * One TCP connection as Ethernet packets: `new Conversation().open().client('GET…').server('HTTP…').close()`.
 */
export class Conversation {
  readonly packets: Uint8Array[] = [];
  readonly #options: ConversationOptions;
  #client: number;
  #server: number;

  constructor(options: ConversationOptions = {}) {
    this.#options = options;
    this.#client = options.clientSequence ?? 1001;
    this.#server = options.serverSequence ?? 5001;
  }

  open(): this {
    this.#client = (this.#client - 1) >>> 0;
    this.#server = (this.#server - 1) >>> 0;
    this.#emit(true, '', 0x02, FIRST);
    this.#client = (this.#client + 1) >>> 0;
    this.#emit(false, '', 0x12, FIRST);
    this.#server = (this.#server + 1) >>> 0;
    this.#emit(true, '', 0x10);
    return this;
  }

  client(data: Part): this {
    return this.#send(true, bytes(data));
  }

  /** What the client sent in its last segment, sent again with other bytes. */
  clientAgain(data: Uint8Array): this {
    this.#client = (this.#client - data.length) >>> 0;
    return this.#send(true, data);
  }

  server(data: Part): this {
    return this.#send(false, bytes(data));
  }

  close(): this {
    this.#emit(true, '', 0x11);
    this.#client = (this.#client + 1) >>> 0;
    this.#emit(false, '', 0x11);
    this.#server = (this.#server + 1) >>> 0;
    this.#emit(true, '', 0x10);
    return this;
  }

  #send(fromClient: boolean, data: Uint8Array): this {
    const size = this.#options.segmentSize ?? 1460;
    for (let at = 0; at < data.length; at += size) {
      const part = data.subarray(at, at + size);
      this.#emit(fromClient, part, 0x18);
      if (fromClient) this.#client = (this.#client + part.length) >>> 0;
      else this.#server = (this.#server + part.length) >>> 0;
    }
    return this;
  }

  #emit(fromClient: boolean, payload: Part, flags: number, options?: Uint8Array): void {
    const { client = '10.0.0.1', server = '10.0.0.2', clientPort = 40000, serverPort = 80 } = this.#options;
    const segment = tcp(payload, {
      sourcePort: fromClient ? clientPort : serverPort,
      destinationPort: fromClient ? serverPort : clientPort,
      sequence: fromClient ? this.#client : this.#server,
      acknowledgement: flags & 0x10 ? (fromClient ? this.#server : this.#client) : 0,
      flags,
      ...(options === undefined ? {} : { options }),
    });
    const ends = fromClient
      ? { source: client, destination: server }
      : { source: server, destination: client };
    this.packets.push(ethernet(0x0800, ipv4(segment, ends)));
  }
}
