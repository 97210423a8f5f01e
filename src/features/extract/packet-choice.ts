import { smallest } from '../../engine/bytes/collections.ts';
import type { CaptureRecord } from '../../engine/capture/record.ts';
import { type Limits, USUAL_LIMITS } from '../../engine/limits.ts';
import { PacketDecoder } from '../../engine/packet/decode.ts';
import { TCP_FLAGS, type TcpSegment } from '../../engine/packet/segment.ts';
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

/** Packets that are extracted at most. */
export const MAX_EXTRACTED_PACKETS = 1_000_000;

/** A connection of which packets are extracted. */
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

/** A packet that was chosen. */
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

  /** The other direction. */
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

  /**
   * How many bytes are left out before an offset: the numbers of what follows are lowered by so much, so that
   * the stream has no gaps but those of the capture.
   */
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
