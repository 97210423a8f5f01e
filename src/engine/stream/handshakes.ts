import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import { ReusedSegment } from '../packet/tcp.ts';
import { packetStart } from './far-segments.ts';
import type { Side } from './stream-chunk.ts';

/** Segments of a connection that are kept before it is made. */
const MAX_SEGMENTS = 6;

/** A packet from its IP header on; longer ones are not kept. */
const PACKET_BYTES = 128;

/* The numbers of a place: those of the connection, which stand at its first place alone; */
const CONNECTION = 0;
const SEGMENTS = 1;
const LAST = 2;
/* the next place, of the connection or of those that are free (-1: none); */
const NEXT = 3;
/* and those of the segment. */
const SIDE = 4;
const SWAPPED = 5;
const IP_VERSION = 6;
const SOURCE_ADDRESS = 7;
const DESTINATION_ADDRESS = 8;
const PAYLOAD = 9;
const SOURCE_PORT = 10;
const DESTINATION_PORT = 11;
const NETWORK = 12;
const SEQUENCE = 13;
const ACKNOWLEDGEMENT = 14;
const FLAGS = 15;
const WINDOW = 16;
const WINDOW_SCALE = 17;
const LONGEST_SEGMENT = 18;
const FRAME = 19;
const SECONDS = 20;
const NANOS = 21;
const NUMBERS = 22;

const INITIAL_PLACES = 64;

/**
 * What was seen of connections that are not set up: of each a SYN, say, and the answer to it. There is
 * nothing to read in them, and perhaps there never will be, so a few packets stand for the objects that would
 * read them and take kilobytes: a flood brings millions of these. They lie in two arrays, for what a flood
 * leaves behind on the heap is cleared late. Those objects are made, and given what is kept here, once
 * anything else comes.
 */
export class Handshakes {
  #numbers = new Float64Array(NUMBERS * INITIAL_PLACES);
  #bytes = new Uint8Array(PACKET_BYTES * INITIAL_PLACES);
  /** Places that were ever taken, and the first of those that are free again. */
  #places = 0;
  #free = -1;
  readonly #segment = new ReusedSegment();

  /**
   * The place of a connection that begins with this segment; -1 where the segment has more to read, or ends
   * something.
   */
  begin(connection: number, swapped: boolean, segment: TcpSegment): number {
    if (!canBeKept(segment)) return -1;
    const place = this.#keep(0, swapped, segment);
    const at = place * NUMBERS;
    this.#numbers[at + CONNECTION] = connection;
    this.#numbers[at + SEGMENTS] = 1;
    this.#numbers[at + LAST] = place;
    return place;
  }

  /**
   * Keeps what one side sends again, and the answer to a SYN, of the same network; false for any other
   * segment.
   */
  add(place: number, swapped: boolean, segment: TcpSegment): boolean {
    const at = place * NUMBERS;
    const count = this.#numbers[at + SEGMENTS] ?? 0;
    if (count >= MAX_SEGMENTS || !canBeKept(segment)) return false;
    const side = (this.#numbers[at + SWAPPED] === 1) === swapped ? 0 : 1;
    const before = this.#lastOf(place, side);
    const fits = before < 0 ? this.#isAnswer(place, segment) : this.#isSame(before, segment);
    if (!fits) return false;
    const next = this.#keep(side, swapped, segment);
    this.#numbers[(this.#numbers[at + LAST] ?? 0) * NUMBERS + NEXT] = next;
    this.#numbers[at + LAST] = next;
    this.#numbers[at + SEGMENTS] = count + 1;
    return true;
  }

  /** The number of the connection. */
  connectionAt(place: number): number {
    return this.#numbers[place * NUMBERS + CONNECTION] ?? 0;
  }

  networkAt(place: number): number {
    return this.#numbers[place * NUMBERS + NETWORK] ?? 0;
  }

  /** Whether its first segment goes from the higher endpoint to the lower one. */
  isSwappedAt(place: number): boolean {
    return this.#numbers[place * NUMBERS + SWAPPED] === 1;
  }

  /** Time of the last packet. */
  lastSeconds(place: number): number {
    const last = this.#numbers[place * NUMBERS + LAST] ?? 0;
    return this.#numbers[last * NUMBERS + SECONDS] ?? 0;
  }

  /** The first segment, which is valid up to the next call. */
  first(place: number): TcpSegment {
    return this.#read(place * NUMBERS);
  }

  /** Passes on the segments in their order, and forgets them. Each is valid during its call. */
  take(place: number, pass: (side: Side, segment: TcpSegment) => void): void {
    let at = place;
    while (at >= 0) {
      const next = this.#numbers[at * NUMBERS + NEXT] ?? -1;
      pass(this.#numbers[at * NUMBERS + SIDE] === 1 ? 1 : 0, this.#read(at * NUMBERS));
      this.#numbers[at * NUMBERS + NEXT] = this.#free;
      this.#free = at;
      at = next;
    }
  }

  /** The last place with a segment of that side; -1 without any. */
  #lastOf(place: number, side: Side): number {
    let found = -1;
    for (let at = place; at >= 0; at = this.#numbers[at * NUMBERS + NEXT] ?? -1) {
      if (this.#numbers[at * NUMBERS + SIDE] === side) found = at;
    }
    return found;
  }

  #isAnswer(place: number, segment: TcpSegment): boolean {
    const first = this.#numbers[place * NUMBERS + FLAGS] ?? 0;
    const isAnswer = (first & SYN_ACK) === TCP_FLAGS.SYN && (segment.flags & SYN_ACK) === SYN_ACK;
    return isAnswer && this.networkAt(place) === segment.network;
  }

  #isSame(place: number, segment: TcpSegment): boolean {
    const at = place * NUMBERS;
    return (
      this.#numbers[at + FLAGS] === segment.flags &&
      this.#numbers[at + SEQUENCE] === segment.sequence &&
      this.#numbers[at + ACKNOWLEDGEMENT] === segment.acknowledgement &&
      this.#numbers[at + NETWORK] === segment.network
    );
  }

  #keep(side: Side, swapped: boolean, segment: TcpSegment): number {
    const place = this.#newPlace();
    const numbers = this.#numbers;
    const at = place * NUMBERS;
    const start = packetStart(segment) ?? segment.payloadEnd;
    const moved = place * PACKET_BYTES - start;
    for (let from = start; from < segment.payloadEnd; from++) {
      this.#bytes[from + moved] = segment.block[from] ?? 0;
    }
    numbers[at + NEXT] = -1;
    numbers[at + SIDE] = side;
    numbers[at + SWAPPED] = swapped ? 1 : 0;
    numbers[at + IP_VERSION] = segment.ipVersion;
    numbers[at + SOURCE_ADDRESS] = segment.sourceAddress + moved;
    numbers[at + DESTINATION_ADDRESS] = segment.destinationAddress + moved;
    numbers[at + PAYLOAD] = segment.payloadEnd + moved;
    numbers[at + SOURCE_PORT] = segment.sourcePort;
    numbers[at + DESTINATION_PORT] = segment.destinationPort;
    numbers[at + NETWORK] = segment.network;
    numbers[at + SEQUENCE] = segment.sequence;
    numbers[at + ACKNOWLEDGEMENT] = segment.acknowledgement;
    numbers[at + FLAGS] = segment.flags;
    numbers[at + WINDOW] = segment.window;
    numbers[at + WINDOW_SCALE] = segment.windowScale;
    numbers[at + LONGEST_SEGMENT] = segment.longestSegment;
    numbers[at + FRAME] = segment.frame;
    numbers[at + SECONDS] = segment.seconds;
    numbers[at + NANOS] = segment.nanos;
    return place;
  }

  #read(at: number): TcpSegment {
    const numbers = this.#numbers;
    const segment = this.#segment;
    segment.block = this.#bytes;
    segment.addressBlock = this.#bytes;
    segment.ipVersion = numbers[at + IP_VERSION] ?? 0;
    segment.sourceAddress = numbers[at + SOURCE_ADDRESS] ?? 0;
    segment.destinationAddress = numbers[at + DESTINATION_ADDRESS] ?? 0;
    segment.payloadStart = numbers[at + PAYLOAD] ?? 0;
    segment.payloadEnd = segment.payloadStart;
    segment.sourcePort = numbers[at + SOURCE_PORT] ?? 0;
    segment.destinationPort = numbers[at + DESTINATION_PORT] ?? 0;
    segment.network = numbers[at + NETWORK] ?? 0;
    segment.sequence = numbers[at + SEQUENCE] ?? 0;
    segment.acknowledgement = numbers[at + ACKNOWLEDGEMENT] ?? 0;
    segment.flags = numbers[at + FLAGS] ?? 0;
    segment.window = numbers[at + WINDOW] ?? 0;
    segment.windowScale = numbers[at + WINDOW_SCALE] ?? 0;
    segment.longestSegment = numbers[at + LONGEST_SEGMENT] ?? 0;
    segment.frame = numbers[at + FRAME] ?? 0;
    segment.seconds = numbers[at + SECONDS] ?? 0;
    segment.nanos = numbers[at + NANOS] ?? 0;
    return segment;
  }

  #newPlace(): number {
    const free = this.#free;
    if (free >= 0) {
      this.#free = this.#numbers[free * NUMBERS + NEXT] ?? -1;
      return free;
    }
    const place = this.#places++;
    if (place * PACKET_BYTES >= this.#bytes.length) {
      const numbers = new Float64Array(this.#numbers.length * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
      const bytes = new Uint8Array(this.#bytes.length * 2);
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    return place;
  }
}

const SYN_ACK = TCP_FLAGS.SYN | TCP_FLAGS.ACK;

/** Whether a segment has nothing to read, ends nothing, and stands together in its packet. */
function canBeKept(segment: TcpSegment): boolean {
  const { flags, payloadStart, payloadEnd, missing } = segment;
  const start = packetStart(segment);
  return (
    (flags & (TCP_FLAGS.FIN | TCP_FLAGS.RST)) === 0 &&
    payloadStart === payloadEnd &&
    missing === 0 &&
    start !== null &&
    payloadEnd - start <= PACKET_BYTES
  );
}
