import {
  BASE_SECONDS,
  be16,
  be32,
  bytes,
  ethernet,
  hex,
  ipv4,
  ipv6,
  pcapFile,
  tcp,
} from './capture-writer.ts';
import { PcapngWriter } from './pcapng-writer.ts';

/** Endless small numbers from a finite list, so that a failing case shrinks. */
export class Choices {
  readonly #values: readonly number[];
  #at = 0;

  constructor(values: readonly number[]) {
    this.#values = values;
  }

  /** 0 up to, not including, `limit`. */
  next(limit: number): number {
    return (this.#values[this.#at++ % this.#values.length] ?? 0) % limit;
  }
}

interface ArrangedTurn {
  readonly request: string;
  readonly response: string;
}

export interface ArrangedConnection {
  readonly turns: readonly ArrangedTurn[];
  /** All requests are sent before the first answer. */
  readonly pipelined: boolean;
  readonly ipVersion: 4 | 6;
  readonly link: LinkName;
  /** Initial sequence numbers. */
  readonly isn: readonly [client: number, server: number];
}

const LINKS = {
  ethernet: { type: 1, wrap: (version: 4 | 6, packet: Uint8Array) => ethernet(etherType(version), packet) },
  vlan: {
    type: 1,
    wrap: (version: 4 | 6, packet: Uint8Array) => ethernet(etherType(version), packet, [[0x8100, 7]]),
  },
  'vlan in vlan': {
    type: 1,
    wrap: (version: 4 | 6, packet: Uint8Array) =>
      ethernet(etherType(version), packet, [
        [0x88a8, 3],
        [0x8100, 7],
      ]),
  },
  sll: {
    type: 113,
    wrap: (version: 4 | 6, packet: Uint8Array) =>
      bytes([0, 0, 0, 1, 0, 6], hex('0200000000010000'), be16(etherType(version)), packet),
  },
  raw: { type: 101, wrap: (_: 4 | 6, packet: Uint8Array) => packet },
} as const;

type LinkName = keyof typeof LINKS;
export const LINK_NAMES = ['ethernet', 'vlan', 'vlan in vlan', 'sll', 'raw'] as const;

function etherType(version: 4 | 6): number {
  return version === 4 ? 0x0800 : 0x86dd;
}

export interface ArrangedPacket {
  readonly link: LinkName;
  readonly data: Uint8Array;
}

const FLAG = { FIN: 1, SYN: 2, PSH: 8, ACK: 16 };
const FIRST_PORT = 40_000;
/** Places by which a packet may move; far less than what reassembly waits for. */
const MOST_MOVED = 3;
const LARGEST_SEGMENT = 120;

/** The client's port of the connection with that index. */
export function clientPort(index: number): number {
  return FIRST_PORT + index;
}

interface Segment {
  readonly fromClient: boolean;
  /** Offset in the sender's stream; -1 for a SYN. */
  readonly at: number;
  readonly text: string;
  /** Offset in the other stream. */
  readonly acknowledged: number;
  readonly flags: number;
}

/**
 * The packets of several conversations: cut, repeated, overlapping, fragmented, out of order and interleaved.
 */
export function arrange(connections: readonly ArrangedConnection[], choices: Choices): ArrangedPacket[] {
  const placed: { place: number; packet: ArrangedPacket }[] = [];
  let id = 0;
  for (const [index, connection] of connections.entries()) {
    for (const [i, segment] of disturbed(segmentsOf(connection, choices), choices).entries()) {
      const isHandshake = (segment.flags & FLAG.SYN) !== 0;
      for (const data of fragments(
        toTcp(segment, index, connection),
        connection.ipVersion,
        segment,
        ++id,
        choices,
      )) {
        const moved = isHandshake ? 0 : choices.next(MOST_MOVED + 1);
        const packet = {
          link: connection.link,
          data: LINKS[connection.link].wrap(connection.ipVersion, data),
        };
        placed.push({ place: i + moved + index / 10, packet });
      }
    }
  }
  return placed.sort((a, b) => a.place - b.place).map(({ packet }) => packet);
}

/** What both sides say, in the order in which they say it. */
function segmentsOf({ turns, pipelined }: ArrangedConnection, choices: Choices): Segment[] {
  const segments: Segment[] = [
    { fromClient: true, at: -1, text: '', acknowledged: 0, flags: FLAG.SYN },
    { fromClient: false, at: -1, text: '', acknowledged: 0, flags: FLAG.SYN | FLAG.ACK },
    { fromClient: true, at: 0, text: '', acknowledged: 0, flags: FLAG.ACK },
  ];
  const said = { client: 0, server: 0 };
  const say = (fromClient: boolean, text: string): void => {
    const acknowledged = fromClient ? said.server : said.client;
    const start = fromClient ? said.client : said.server;
    for (let at = 0; at < text.length; ) {
      const part = text.slice(at, at + 1 + choices.next(LARGEST_SEGMENT));
      segments.push({ fromClient, at: start + at, text: part, acknowledged, flags: FLAG.ACK | FLAG.PSH });
      at += part.length;
    }
    if (fromClient) said.client += text.length;
    else said.server += text.length;
    const own = fromClient ? said.server : said.client;
    const other = fromClient ? said.client : said.server;
    if (choices.next(2) === 0) {
      segments.push({ fromClient: !fromClient, at: own, text: '', acknowledged: other, flags: FLAG.ACK });
    }
  };
  if (pipelined) {
    for (const { request } of turns) say(true, request);
    for (const { response } of turns) say(false, response);
  } else {
    for (const { request, response } of turns) {
      say(true, request);
      say(false, response);
    }
  }
  segments.push(
    { fromClient: true, at: said.client, text: '', acknowledged: said.server, flags: FLAG.FIN | FLAG.ACK },
    {
      fromClient: false,
      at: said.server,
      text: '',
      acknowledged: said.client + 1,
      flags: FLAG.FIN | FLAG.ACK,
    },
  );
  return segments;
}

/** Repeats some segments, and sends some bytes once more cut elsewhere. */
function disturbed(segments: readonly Segment[], choices: Choices): Segment[] {
  return segments.flatMap((segment, i) => {
    const previous = segments[i - 1];
    switch (choices.next(12)) {
      case 0:
        return [segment, segment];
      case 1: {
        const follows =
          previous !== undefined &&
          previous.fromClient === segment.fromClient &&
          previous.at + previous.text.length === segment.at;
        if (!follows || segment.text === '' || previous.text === '') return [segment];
        const skip = choices.next(previous.text.length);
        const text = (previous.text + segment.text).slice(skip, skip + 1 + choices.next(LARGEST_SEGMENT));
        return [{ ...segment, at: previous.at + skip, text }, segment];
      }
      default:
        return [segment];
    }
  });
}

function toTcp(segment: Segment, index: number, { isn }: ArrangedConnection): Uint8Array {
  const { fromClient, at, text, acknowledged, flags } = segment;
  const own = fromClient ? isn[0] : isn[1];
  const other = fromClient ? isn[1] : isn[0];
  return tcp(text, {
    sourcePort: fromClient ? clientPort(index) : 80,
    destinationPort: fromClient ? 80 : clientPort(index),
    sequence: (own + 1 + at) >>> 0,
    acknowledgement: (flags & FLAG.ACK) === 0 ? 0 : (other + 1 + acknowledged) >>> 0,
    flags,
  });
}

const IPV6_ADDRESSES = [
  hex('20010db8000000000000000000000001'),
  hex('20010db8000000000000000000000002'),
] as const;

/** The segment as one IP packet, or as its fragments. */
function fragments(
  payload: Uint8Array,
  version: 4 | 6,
  { fromClient }: Segment,
  id: number,
  choices: Choices,
): Uint8Array[] {
  const [client, server] = IPV6_ADDRESSES;
  const ends4 = fromClient
    ? { source: '10.0.0.1', destination: '10.0.0.2' }
    : { source: '10.0.0.2', destination: '10.0.0.1' };
  const ends6 = fromClient
    ? { source: client, destination: server }
    : { source: server, destination: client };
  if (choices.next(4) > 0) {
    return [version === 4 ? ipv4(payload, { ...ends4, id }) : ipv6(payload, ends6)];
  }
  const size = 8 * (1 + choices.next(6));
  return Array.from({ length: Math.ceil(payload.length / size) }, (_, i) => {
    const offset = i * size;
    const part = payload.subarray(offset, offset + size);
    const more = offset + size < payload.length;
    if (version === 4) {
      return ipv4(part, { ...ends4, id, fragmentOffset: offset, moreFragments: more });
    }
    const header = bytes([6, 0], be16(offset | (more ? 1 : 0)), be32(id));
    return ipv6(bytes(header, part), { ...ends6, nextHeader: 44 });
  });
}

export const CONTAINERS = ['pcap', 'pcap big-endian', 'pcap ns', 'pcapng', 'pcapng big-endian'] as const;
export type Container = (typeof CONTAINERS)[number];

/** Whether a file of this form can hold packets of different link types. */
export function isMixed(container: Container): boolean {
  return container.startsWith('pcapng');
}

/** The packets as a file; in one that has no interfaces all must be of one link type. */
export function toFile(packets: readonly ArrangedPacket[], container: Container): Uint8Array {
  const bigEndian = container.endsWith('big-endian');
  if (!isMixed(container)) {
    const linkType = LINKS[packets[0]?.link ?? 'ethernet'].type;
    // All within one second: what is late is late by packets, not by time.
    return pcapFile(
      packets.map(({ data }, i) => ({ data, seconds: BASE_SECONDS, fraction: i })),
      { bigEndian, nanos: container === 'pcap ns', linkType },
    );
  }
  const writer = new PcapngWriter({ bigEndian }).section();
  for (const name of LINK_NAMES) writer.interface(LINKS[name].type);
  for (const [i, { link, data }] of packets.entries()) {
    writer.enhanced(data, BigInt(i), { interface: LINK_NAMES.indexOf(link) });
  }
  return writer.bytes();
}
