import type { NoticeSink } from '../bytes/notice.ts';
import { TCP_FLAGS, type TcpSegment } from '../packet/segment.ts';
import type { Connection, SegmentOutcome } from './connection.ts';
import { senderOf, sideOf } from './flow-table.ts';
import { sequenceDistance } from './half.ts';
import { CLOSED_LINGER_SECONDS, JUMPS_BEFORE_NEW_CONNECTION, MAX_SEQUENCE_JUMP } from './limits.ts';

/*
 * What stands of a connection: its number, the time of its last packet in seconds, two marks, then the
 * numbers of each side.
 */
const INDEX = 0;
const LAST_SECONDS = 1;
/** 1 where side 0 is the higher endpoint. */
const SWAPPED = 2;
/** 1 where the notice of bytes after the end was given. */
const REPORTED = 3;
const SIDES = 4;
/**
 * Of a side: the sequence number after its SYN, that at which its stream ended, and the frame that said so;
 * the sequence number after the last byte, and segments in a row that are far off it. NaN: none is known.
 */
const ORIGIN = 0;
const END = 1;
const END_FRAME = 2;
const NEXT = 3;
const JUMPS = 4;
const SIDE_NUMBERS = 5;
const NUMBERS = SIDES + 2 * SIDE_NUMBERS;

const INITIAL_PLACES = 8;

/**
 * What is remembered of connections after their end, so that late packets are not taken for new ones: a busy
 * server closes hundreds a second, and each open one takes kilobytes. Numbers in one array, at places that
 * the caller gives.
 */
export class ClosedConnections {
  readonly #notice: NoticeSink;
  #numbers = new Float64Array(NUMBERS * INITIAL_PLACES);

  constructor(notice: NoticeSink) {
    this.#notice = notice;
  }

  /** Takes down at `place` what is left of a connection that has closed. */
  bury(place: number, connection: Connection): void {
    const at = place * NUMBERS;
    if (at + NUMBERS > this.#numbers.length)
      this.#resize(Math.max(place + 1, (this.#numbers.length / NUMBERS) * 2));
    const numbers = this.#numbers;
    numbers[at + INDEX] = connection.index;
    numbers[at + LAST_SECONDS] = connection.lastSeconds;
    numbers[at + SWAPPED] = connection.isSwapped ? 1 : 0;
    numbers[at + REPORTED] = connection.hasReportedMore ? 1 : 0;
    for (const side of [0, 1] as const) {
      const half = connection.halves[side];
      const sideAt = at + SIDES + side * SIDE_NUMBERS;
      numbers[sideAt + ORIGIN] = half.isStartSeen ? half.sequenceOf(half.origin) : Number.NaN;
      const over = Math.min(half.finPosition, half.resetPosition);
      numbers[sideAt + END] = Number.isFinite(over) ? half.sequenceOf(over) : Number.NaN;
      numbers[sideAt + END_FRAME] = half.endFrame;
      numbers[sideAt + NEXT] = half.started ? half.next : Number.NaN;
      numbers[sideAt + JUMPS] = 0;
    }
  }

  /** The number of the connection. */
  indexAt(place: number): number {
    return this.#numbers[place * NUMBERS + INDEX] ?? 0;
  }

  lastSeconds(place: number): number {
    return this.#numbers[place * NUMBERS + LAST_SECONDS] ?? 0;
  }

  /** What stands at one place stands at an earlier one from here on. */
  move(from: number, to: number): void {
    this.#numbers.copyWithin(to * NUMBERS, from * NUMBERS, (from + 1) * NUMBERS);
  }

  /** Gives back what is not needed for so many places. */
  shrink(places: number): void {
    const wanted = Math.max(INITIAL_PLACES, places * 2);
    if (wanted * NUMBERS * 2 < this.#numbers.length) this.#resize(wanted);
  }

  /**
   * A packet that came after the connection at `place` had closed; `swapped`: it goes from the higher
   * endpoint to the lower one.
   */
  segment(place: number, swapped: boolean, segment: TcpSegment): SegmentOutcome {
    const { flags, sequence } = segment;
    const side = sideOf(swapped, this.#numbers[place * NUMBERS + SWAPPED] === 1);
    const sideAt = place * NUMBERS + SIDES + side * SIDE_NUMBERS;
    const isSyn = (flags & TCP_FLAGS.SYN) !== 0;
    const first = isSyn ? sequence + 1 : sequence;
    // A SYN that this side has sent before came again; with another number it opens a new connection. NaN is
    // equal to none.
    if (isSyn && this.#numbers[sideAt + ORIGIN] !== first >>> 0) return 'starts-new';
    if ((flags & TCP_FLAGS.RST) !== 0) return 'kept';
    const isLate = segment.seconds - this.lastSeconds(place) > CLOSED_LINGER_SECONDS;
    const length = segment.payloadEnd - segment.payloadStart;
    let isNew = false;
    let jumps = 0;
    if (length > 0) {
      jumps = isLate ? 0 : this.#jumps(place, sideAt, first, segment);
      if (isLate || jumps >= JUMPS_BEFORE_NEW_CONNECTION) return 'starts-new';
      isNew = jumps !== 0 || this.#goesOn(sideAt + NEXT, first + length);
      this.#more(place, sideAt, first + length, segment);
    }
    // Only what may be a late packet of the connection keeps it in mind: one after another would do so for
    // ever.
    if (!isLate && !isNew) this.#numbers[place * NUMBERS + LAST_SECONDS] = segment.seconds;
    if (jumps === 0) return 'kept';
    return jumps === 1 ? 'far' : 'far-again';
  }

  /**
   * How many segments of a side in a row are far off its stream, with this one: so many may be of a new
   * connection whose start was not seen.
   */
  #jumps(place: number, sideAt: number, sequence: number, segment: TcpSegment): number {
    const numbers = this.#numbers;
    const next = numbers[sideAt + NEXT] ?? Number.NaN;
    const distance = Number.isNaN(next) ? 0 : Math.abs(sequenceDistance(next, sequence));
    const jumps = distance > MAX_SEQUENCE_JUMP ? (numbers[sideAt + JUMPS] ?? 0) + 1 : 0;
    numbers[sideAt + JUMPS] = jumps;
    if (jumps === 1) {
      const connection = numbers[place * NUMBERS + INDEX] ?? 0;
      const args = { connection, from: senderOf(segment), distance };
      this.#notice({ code: 'far-segment', frame: segment.frame, offset: null, args });
    }
    return jumps;
  }

  /** Whether `end` is after the sequence number that stands at `at`, in reach of it. */
  #goesOn(at: number, end: number): boolean {
    const known = this.#numbers[at] ?? Number.NaN;
    const beyond = Number.isNaN(known) ? 0 : sequenceDistance(known, end);
    return beyond > 0 && beyond <= MAX_SEQUENCE_JUMP;
  }

  /** A side goes on after it has ended, up to the sequence number `end`. */
  #more(place: number, sideAt: number, end: number, segment: TcpSegment): void {
    const at = place * NUMBERS;
    const numbers = this.#numbers;
    if (!this.#goesOn(sideAt + END, end) || numbers[at + REPORTED] === 1) return;
    numbers[at + REPORTED] = 1;
    const connection = numbers[at + INDEX] ?? 0;
    const args = { connection, from: senderOf(segment), endFrame: numbers[sideAt + END_FRAME] ?? 0 };
    this.#notice({ code: 'bytes-after-end', frame: segment.frame, offset: null, args });
  }

  #resize(places: number): void {
    const resized = new Float64Array(places * NUMBERS);
    resized.set(this.#numbers.subarray(0, resized.length));
    this.#numbers = resized;
  }
}
