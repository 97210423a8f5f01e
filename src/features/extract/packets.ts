import { smallest } from '../../engine/bytes/collections.ts';
import type { PcapngWriter } from '../../engine/capture/pcapng-writer.ts';
import type { CaptureRecord } from '../../engine/capture/record.ts';
import { type Limits, USUAL_LIMITS } from '../../engine/limits.ts';
import { PacketDecoder } from '../../engine/packet/decode.ts';
import { TCP_FLAGS, type TcpSegment } from '../../engine/packet/segment.ts';
import { checkChecksums, mendChecksums, replaceSum } from '../../engine/packet/tcp.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import {
  type ConnectionHandler,
  NO_OBSERVER,
  NOBODY,
  type PacketFacts,
} from '../../engine/stream/handler.ts';
import type { Side } from '../../engine/stream/stream-chunk.ts';
import { TcpStreams } from '../../engine/stream/tcp-streams.ts';
import type { ExtractedMessage } from './message.ts';

export const MAX_EXTRACTED_PACKETS = 1_000_000;

export interface WantedConnection {
  /** Its number in the capture, from 1. */
  readonly index: number;
  /** `address:port`. */
  readonly client: string;
  /** In the order of their packets; empty for TLS. */
  readonly messages: readonly ExtractedMessage[];
  /** Of TLS every packet is needed up to this frame, for nothing in it can be left out; else 0. */
  readonly encryptedUntil: number;
}

export interface ChosenPacket {
  readonly frame: number;
  /** By which it is known among others in the same frame, an aggregate of several. */
  readonly sequence: number;
  readonly sourcePort: number;
  readonly side: ChosenSide;
  /** Offset of its first byte in the stream of its side, and of what it acknowledges in the other. */
  readonly position: number;
  readonly acknowledged: number;
}

/** One direction of a connection: what of its stream is extracted. */
export class ChosenSide {
  readonly messages: readonly ExtractedMessage[];
  readonly isEncrypted: boolean;
  /** Offset of the first byte after the SYN; null where none is extracted. */
  origin: number | null = null;
  #other: ChosenSide | null = null;
  /** Parts of the stream that are extracted, in order and apart from each other. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(messages: readonly ExtractedMessage[], isEncrypted: boolean) {
    this.messages = messages;
    this.isEncrypted = isEncrypted;
    // what the capture lacks of a message stays a gap
    for (const { start, end } of messages) if (Number.isFinite(end)) this.#add(start, end);
  }

  get other(): ChosenSide {
    return this.#other ?? this;
  }

  pair(other: ChosenSide): void {
    this.#other = other;
    other.#other = this;
  }

  /** Whether a packet brings bytes that are wanted; if so, all its bytes are extracted. */
  takes(from: number, to: number, frame: number): boolean {
    const holding = this.messages.filter((message) => message.holds(from, to, frame));
    if (holding.length === 0 && !this.isEncrypted) return false;
    this.#add(Math.min(from, smallest(holding.map(({ start }) => start))), to);
    return true;
  }

  /** Bytes left out before an offset: what follows is numbered lower, so that the stream gets no new gaps. */
  leftOut(position: number): number {
    let before = this.origin ?? this.#starts[0] ?? position;
    let out = 0;
    for (let part = 0; part < this.#starts.length; part++) {
      const start = this.#starts[part] ?? 0;
      if (start >= position) break;
      out += Math.max(0, start - before);
      before = Math.max(before, this.#ends[part] ?? 0);
    }
    return out + Math.max(0, position - before);
  }

  #add(from: number, to: number): void {
    let first = this.#ends.length;
    while (first > 0 && (this.#ends[first - 1] ?? 0) >= from) first--;
    let [last, start, end] = [first, from, to];
    while (last < this.#starts.length && (this.#starts[last] ?? 0) <= to) {
      start = Math.min(start, this.#starts[last] ?? start);
      end = Math.max(end, this.#ends[last] ?? end);
      last++;
    }
    this.#starts.splice(first, last - first, start);
    this.#ends.splice(first, last - first, end);
  }
}

/**
 * Reads a capture once more, to choose the packets of some connections and to gather the bytes of their
 * messages. Connections are numbered as in the first reading, which had the same limits.
 */
export class PacketChoice {
  /** In the order of their frames, once the capture is over. */
  readonly packets: ChosenPacket[] = [];
  /** Packets that were too many. */
  leftOver = 0;
  readonly #decoder: PacketDecoder;
  readonly #streams: TcpStreams;
  readonly #wanted: ReadonlyMap<number, WantedConnection>;
  readonly #hasher: Hasher;
  #open: number;

  constructor(wanted: readonly WantedConnection[], hasher: Hasher, limits: Limits = USUAL_LIMITS) {
    this.#wanted = new Map(wanted.map((connection) => [connection.index, connection]));
    this.#open = wanted.length;
    this.#hasher = hasher;
    this.#streams = new TcpStreams((facts) => this.#handler(facts), silent, limits);
    this.#decoder = new PacketDecoder((segment) => this.#streams.segment(segment), silent);
  }

  /** All wanted connections are over: what follows is not looked at. */
  get isDone(): boolean {
    return this.#open === 0;
  }

  record(record: CaptureRecord): void {
    this.#decoder.decode(record);
  }

  end(): void {
    this.#decoder.end();
    this.#streams.end();
    this.packets.sort((a, b) => a.frame - b.frame);
  }

  #handler(facts: PacketFacts): ConnectionHandler {
    const wanted = this.#wanted.get(facts.index);
    if (wanted === undefined) return NOBODY;
    const clientSide = facts.endpoint(0) === wanted.client ? 0 : 1;
    const { encryptedUntil } = wanted;
    const sideOf = (side: Side): ChosenSide => {
      const messages = wanted.messages.filter(({ isRequest }) => isRequest === (side === clientSide));
      return new ChosenSide(messages, encryptedUntil > 0);
    };
    const sides = [sideOf(0), sideOf(1)] as const;
    sides[0].pair(sides[1]);
    /** What was sent last was chosen: packets without bytes that follow belong to it. */
    let isChosen = true;
    const see = (side: Side, segment: TcpSegment, length: number): void => {
      const { flags, frame, sequence, sourcePort } = segment;
      const isSyn = (flags & TCP_FLAGS.SYN) !== 0;
      const position = facts.positionOf(side, isSyn ? sequence + 1 : sequence);
      if (isSyn) sides[side].origin ??= position;
      const isWithin = encryptedUntil === 0 || frame <= encryptedUntil;
      if (length > 0) isChosen = isWithin && sides[side].takes(position, position + length, frame);
      if (!isChosen && (flags & (TCP_FLAGS.SYN | TCP_FLAGS.FIN | TCP_FLAGS.RST)) === 0) return;
      if (!isChosen && length > 0) return;
      const acknowledged = facts.positionOf(side === 0 ? 1 : 0, segment.acknowledgement);
      if (this.packets.length < MAX_EXTRACTED_PACKETS) {
        this.packets.push({ frame, sequence, sourcePort, side: sides[side], position, acknowledged });
      } else this.leftOver++;
    };
    return {
      observer: {
        ...NO_OBSERVER,
        segment: see,
        end: (side, how, segment) => {
          if (how === 'reset') see(side, segment, 0);
        },
      },
      data: (side, { block, start, end, position }) => {
        for (const message of sides[side].messages) message.take(block, start, end, position, this.#hasher);
      },
      gap: () => {},
      end: () => {},
      close: () => {
        this.#open--;
      },
    };
  }
}

function silent(): void {
  // what is odd about the capture was said when it was read first
}

/** LINKTYPE_ of IP packets without anything around them. */
const RAW_IP = 101;

/** Positions in a TCP header (RFC 9293 §3.1). */
const TCP = { SEQUENCE: 4, ACKNOWLEDGEMENT: 8, CHECKSUM: 16, SHORTEST: 20 } as const;
const OPTION = { END: 0, NO_OPERATION: 1, SACK: 5 } as const;

/** Where a segment stands in a packet that is written. */
interface Placed {
  readonly header: number;
  readonly payload: number;
  readonly end: number;
}

/**
 * Reads a capture for the last time, and writes the packets that were chosen: with what stands in the place
 * of their bytes, with the numbers that close the gaps of what is left out, and with checksums that are right
 * where they were.
 */
export class PacketWriter {
  readonly #writer: PcapngWriter;
  readonly #packets: readonly ChosenPacket[];
  readonly #comments: ReadonlyMap<number, string>;
  readonly #decoder: PacketDecoder;
  readonly #linkTypes: number[] = [];
  #next = 0;
  /** What is being written: a copy of the record, and where it starts in its block. */
  #record: CaptureRecord | null = null;
  #bytes: Uint8Array = new Uint8Array(0);
  #linkType = 0;
  #originalLength = 0;
  #isWritten = false;
  /** Behind the last segment of the packet. */
  #end = 0;
  /** Number of each packet in the file that is written, by its number in the capture. */
  readonly frames = new Map<number, number>();
  /** Packets that came in fragments. */
  joined = 0;

  /** `comments`: of packets, by their numbers in the capture. */
  constructor(writer: PcapngWriter, packets: readonly ChosenPacket[], comments: ReadonlyMap<number, string>) {
    this.#writer = writer;
    this.#packets = packets;
    this.#comments = comments;
    this.#decoder = new PacketDecoder(
      (segment) => this.#segment(segment),
      () => {},
    );
  }

  /** All are written: what follows is not looked at. */
  get isDone(): boolean {
    return this.#next >= this.#packets.length;
  }

  record(record: CaptureRecord): void {
    const isWanted = this.#packets[this.#next]?.frame === record.frame;
    this.#record = isWanted ? record : null;
    this.#isWritten = false;
    if (isWanted) {
      this.#bytes = record.block.slice(record.start, record.end);
      this.#linkType = record.linkType;
      this.#originalLength = record.originalLength;
      this.#end = 0;
    }
    this.#decoder.decode(record);
    if (!isWanted) return;
    if (this.#isWritten) this.#write(record);
    while (this.#packets[this.#next]?.frame === record.frame) this.#next++;
  }

  #write({ frame, seconds, nanos }: CaptureRecord): void {
    // what stands behind the packet, padding for one, may be anything
    this.#bytes.fill(0, this.#end);
    let interfaceId = this.#linkTypes.indexOf(this.#linkType);
    if (interfaceId < 0) {
      interfaceId = this.#linkTypes.push(this.#linkType) - 1;
      this.#writer.interface(this.#linkType);
    }
    const comment = this.#comments.get(frame);
    this.#writer.packet({
      interfaceId,
      bytes: this.#bytes,
      originalLength: this.#originalLength,
      seconds,
      nanos,
      ...(comment === undefined ? {} : { comment }),
    });
    this.frames.set(frame, this.frames.size + 1);
  }

  #segment(segment: TcpSegment): void {
    const record = this.#record;
    if (record === null) return;
    const chosen = this.#chosen(segment);
    this.#isWritten ||= chosen !== undefined;
    if (segment.block !== record.block) {
      if (chosen !== undefined) this.#join(segment, chosen);
      return;
    }
    const shift = record.start;
    const header = this.#decoder.headerStart - shift;
    const placed = { header, payload: segment.payloadStart - shift, end: segment.payloadEnd - shift };
    const sums = this.#decoder.tunnelSums();
    this.#end = Math.max(this.#end, placed.end);
    const before = this.#bytes.slice();
    const verdict = checkChecksums(segment);
    if (chosen === undefined) this.#bytes.fill(0, placed.payload, placed.end);
    else this.#change(placed, chosen);
    const end = record.end - shift;
    // the padding of a frame within a tunnel is part of what the tunnel sums up
    if (sums.length > 0) this.#bytes.fill(0, placed.end, end);
    mendChecksums(this.#bytes, before, segment, { shift, header, verdict });
    for (const sum of sums) {
      const part = { start: sum.start - shift, end: Math.min(end, sum.end - shift) };
      replaceSum(this.#bytes, before, sum.at - shift, part);
    }
  }

  /** Which of the chosen packets a segment of this frame is. */
  #chosen({ frame, sequence, sourcePort }: TcpSegment): ChosenPacket | undefined {
    for (let at = this.#next; this.#packets[at]?.frame === frame; at++) {
      const packet = this.#packets[at];
      if (packet?.sequence === sequence && packet.sourcePort === sourcePort) return packet;
    }
    return undefined;
  }

  /** Puts the stand-ins in their places, and lowers the numbers by what is left out. */
  #change({ header, payload, end }: Placed, { side, position, acknowledged }: ChosenPacket): void {
    const bytes = this.#bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const own = side.leftOut(position);
    const other = side.other.leftOut(acknowledged);
    lower(view, header + TCP.SEQUENCE, own);
    const isAcknowledging = ((bytes[header + 13] ?? 0) & 0x10) !== 0;
    if (isAcknowledging) {
      const number = view.getUint32(header + TCP.ACKNOWLEDGEMENT);
      this.#lowerReceived(view, { header, payload, end }, (edge) => {
        return side.other.leftOut(acknowledged + ((edge - number) | 0));
      });
      lower(view, header + TCP.ACKNOWLEDGEMENT, other);
    }
    if (!side.isEncrypted) fill(bytes.subarray(payload, end), position, side);
  }

  /** The numbers of what was received out of turn (RFC 2018). */
  #lowerReceived(view: DataView, { header, payload }: Placed, leftOut: (edge: number) => number): void {
    const end = Math.min(payload, view.byteLength);
    for (let at = header + TCP.SHORTEST; at + 1 < end; ) {
      const kind = view.getUint8(at);
      if (kind === OPTION.END) return;
      const length = kind === OPTION.NO_OPERATION ? 1 : view.getUint8(at + 1);
      if (length < 1 || at + length > end) return;
      if (kind === OPTION.SACK) {
        for (let edge = at + 2; edge + 4 <= at + length; edge += 4) {
          lower(view, edge, leftOut(view.getUint32(edge)));
        }
      }
      at += length;
    }
  }

  /**
   * A packet that came in fragments is written whole, in the place of the last of them: as an IP packet of
   * its own, for what was around each fragment is around none of it.
   */
  #join(segment: TcpSegment, chosen: ChosenPacket): void {
    const { block, addressBlock, sourceAddress, destinationAddress, ipVersion } = segment;
    const header = this.#decoder.headerStart;
    const isIpv4 = ipVersion === 4;
    const [ip, width] = isIpv4 ? [20, 4] : [40, 16];
    const length = segment.payloadEnd - header;
    const whole = length + segment.missing;
    const bytes = new Uint8Array(ip + length);
    const view = new DataView(bytes.buffer);
    bytes[0] = isIpv4 ? 0x45 : 0x60;
    view.setUint16(isIpv4 ? 2 : 4, isIpv4 ? Math.min(0xffff, ip + whole) : whole);
    bytes[isIpv4 ? 8 : 7] = 64;
    bytes[isIpv4 ? 9 : 6] = 6;
    const addresses = isIpv4 ? 12 : 8;
    bytes.set(addressBlock.subarray(sourceAddress, sourceAddress + width), addresses);
    bytes.set(addressBlock.subarray(destinationAddress, destinationAddress + width), addresses + width);
    bytes.set(block.subarray(header, segment.payloadEnd), ip);
    this.#bytes = bytes;
    this.#linkType = RAW_IP;
    this.#originalLength = ip + whole;
    this.#end = bytes.length;
    this.joined++;
    const placed = { header: ip, payload: ip + segment.payloadStart - header, end: bytes.length };
    this.#change(placed, chosen);
    const own: TcpSegment = {
      ...segment,
      block: bytes,
      addressBlock: bytes,
      sourceAddress: addresses,
      destinationAddress: addresses + width,
      payloadStart: placed.payload,
      payloadEnd: placed.end,
    };
    const verdict = segment.missing > 0 ? 'unknown' : 'offloaded';
    mendChecksums(bytes, bytes, own, { shift: 0, header: ip, verdict });
  }
}

function lower(view: DataView, at: number, by: number): void {
  if (at + 4 <= view.byteLength) view.setUint32(at, view.getUint32(at) - by);
}

/**
 * What bytes of a stream are replaced by, which stand at `position` of it. Bytes of messages that are left
 * out become line ends, which mean nothing between messages (RFC 9112 §2.2).
 */
function fill(bytes: Uint8Array, position: number, { messages }: ChosenSide): void {
  const end = position + bytes.length;
  let at = position;
  for (const [index, message] of messages.entries()) {
    const next = messages[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const from = Math.min(end, Math.max(at, message.start));
    const to = Math.min(end, message.end, next);
    if (to <= from) continue;
    lineEnds(bytes.subarray(at - position, from - position));
    message.write(bytes.subarray(from - position, to - position), from);
    at = to;
  }
  lineEnds(bytes.subarray(at - position));
}

function lineEnds(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) bytes[at] = at === bytes.length - 1 || at % 2 === 1 ? 0x0a : 0x0d;
}
