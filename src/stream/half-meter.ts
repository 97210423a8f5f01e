/** A stack sends at least so many bytes before it hears anything: ten segments (RFC 6928 §2). */
const INITIAL_WINDOW_BYTES = 14_600;
/** Less room than this in the receiver's window holds a sender back: one segment (RFC 9293 §3.8.6.2.1). */
const SEGMENT_BYTES = 1460;
/** Bytes that turn up this soon behind later ones were overtaken, not sent again; in µs, as Wireshark takes it. */
const REORDERING_MICROS = 3000;
/** The same segment again within so many µs was captured twice (on two interfaces), not sent twice. */
const DUPLICATE_MICROS = 500;
/** A sender so near that what is acknowledged here is acknowledged there; in µs there and back. */
const NEAR_MICROS = 100;
/** Every path carries segments longer than this (RFC 8200 §5): who sends a shorter one has no more to send. */
const SHORT_SEGMENT_BYTES = 1200;
/** A sender's silence counts once it is longer than so many round trips to it. */
const SILENT_ROUND_TRIPS = 1.5;
/** A silence this long is counted as a pause; in µs. */
const PAUSE_MICROS = 10_000;

/** What a sender's segment was. */
export type SentKind = 'new' | 'again' | 'overtaken' | 'captured-twice';

/**
 * What one side of a connection did with its time, as counters that only grow: the difference between two moments tells of the
 * time between. Times are µs since the connection's first packet, as the point of capture saw them. Nothing here allocates.
 */
export class HalfMeter {
  /** Time in which this side could have sent and did not: all acknowledged, or fewer bytes on the way than every stack may send. */
  idle = 0;
  /** Silences of 10 ms and more among it. */
  pauses = 0;
  /** Time in which the other side's closed window held this one back. */
  held = 0;
  /** Segments that were sent again, and when the last of them was; -1 without one. */
  retransmissions = 0;
  retransmittedAt = -1;
  /** Time that passed without progress before each of them. */
  stalled = 0;
  /** Segments that others overtook on the way. */
  overtaken = 0;
  /** How often this side closed its own window. */
  zeroWindows = 0;
  /** Round trips from the point of capture to the *other* side and back: data of this side until its acknowledgement. */
  roundTrips = 0;
  roundTripSum = 0;
  leastRoundTrip = Number.POSITIVE_INFINITY;

  /** Highest offset sent, when it was, and the highest offset acknowledged. */
  #sent = Number.NEGATIVE_INFINITY;
  #sentAt = 0;
  /** When something was last sent, or acknowledged, for the first time. */
  #movedAt = 0;
  #acknowledged = Number.NEGATIVE_INFINITY;
  /** The other side's window in bytes, and the largest that it ever offered. */
  #window = INITIAL_WINDOW_BYTES;
  #largestWindow = 0;
  /** Since when this side could send; -1: it cannot. */
  #readySince = -1;
  /** It can because of what it heard, which took its time to get there. */
  #readyByHearing = false;
  #heldSince = -1;
  /** Offset whose acknowledgement ends the running sample; -1: none runs. */
  #sampleEnd = -1;
  #sampleStart = 0;
  /** Something was lost: how much may be on the way is not known from here on. */
  #lossy = false;

  /** This side's SYN was seen: its stream starts at this offset. */
  begin(position: number): void {
    this.#sent = position;
    this.#acknowledged = position;
  }

  /**
   * A segment of this side carries the bytes from `start` to `end`. `seen`: offset up to which its bytes were there in order before.
   * `distance`: shortest round trip from the point of capture to this side, in µs; `reordering`: the whole path's, infinite if unknown.
   */
  send(
    now: number,
    start: number,
    end: number,
    seen: number,
    distance: number,
    reordering: number,
  ): SentKind {
    const before = this.#sent;
    if (start >= before || before === Number.NEGATIVE_INFINITY) {
      if (start > before && before !== Number.NEGATIVE_INFINITY) this.#lossy = true;
      this.#sendNew(now, start, end, distance);
      return 'new';
    }
    const kind = this.#kindOfOld(now, start, end, seen, reordering);
    if (kind === 'again') {
      this.retransmissions++;
      this.retransmittedAt = now;
      this.stalled += now - this.#movedAt;
      this.#movedAt = now;
      this.#lossy = true;
      // An acknowledgement would not tell which of the two it answers (RFC 6298 §3).
      this.#sampleEnd = -1;
      this.#readySince = -1;
    } else if (kind === 'overtaken') this.overtaken++;
    if (end > before) this.#sendNew(now, before, end, distance);
    return kind;
  }

  /** The other side acknowledges up to `acknowledged` (-Infinity: nothing) and offers `window` bytes. Returns whether that closes its window. */
  hear(now: number, acknowledged: number, window: number): boolean {
    if (acknowledged > this.#acknowledged) {
      this.#acknowledged = acknowledged;
      this.#movedAt = now;
      if (this.#sampleEnd >= 0 && acknowledged >= this.#sampleEnd) {
        this.#sampleEnd = -1;
        this.sample(now - this.#sampleStart);
      }
    }
    const wasOpen = this.#window > 0;
    this.#window = window;
    if (window > this.#largestWindow) this.#largestWindow = window;
    if (this.#heldSince >= 0) {
      if (!this.#isClosed) {
        this.held += now - this.#heldSince;
        this.#heldSince = -1;
      }
    } else if (window < SEGMENT_BYTES && this.#isClosed) {
      this.#heldSince = now;
      this.#readySince = -1;
    }
    if (this.#readySince < 0 && this.#hasRoom) {
      this.#readySince = now;
      this.#readyByHearing = true;
    }
    return window === 0 && wasOpen;
  }

  /** A round trip to the other side took so many µs. */
  sample(micros: number): void {
    if (micros < 0) return;
    this.roundTrips++;
    this.roundTripSum += micros;
    if (micros < this.leastRoundTrip) this.leastRoundTrip = micros;
  }

  #sendNew(now: number, start: number, end: number, distance: number): void {
    if (this.#readySince >= 0) {
      const way = this.#readyByHearing ? distance : 0;
      const silence = now - this.#readySince;
      if (silence > way * SILENT_ROUND_TRIPS) {
        this.idle += silence - way;
        if (silence - way >= PAUSE_MICROS) this.pauses++;
      }
    }
    this.#sent = end;
    this.#sentAt = now;
    this.#movedAt = now;
    if (this.#sampleEnd < 0) {
      this.#sampleEnd = end;
      this.#sampleStart = now;
    }
    this.#readyByHearing = false;
    this.#readySince = -1;
    if (this.#window < SEGMENT_BYTES && end - this.#acknowledged >= this.#window) {
      if (this.#heldSince < 0) this.#heldSince = now;
    } else if (distance < NEAR_MICROS ? this.#hasRoom : end - start < SHORT_SEGMENT_BYTES && !this.#lossy) {
      // What a far sender still has on the way to here, nobody can see; but a short segment was its last for now.
      this.#readySince = now;
    }
  }

  #kindOfOld(now: number, start: number, end: number, seen: number, reordering: number): SentKind {
    const age = now - this.#sentAt;
    if (end === this.#sent && age < DUPLICATE_MICROS) return 'captured-twice';
    // One byte that was there already is asked for a sign of life (RFC 9293 §3.8.4), or tries a closed window.
    if (end - start === 1 && end >= this.#sent) return 'captured-twice';
    if (start < seen) return 'again';
    return age < Math.min(REORDERING_MICROS, reordering) ? 'overtaken' : 'again';
  }

  get #hasRoom(): boolean {
    const onTheWay = this.#sent - this.#acknowledged;
    // Of a stream taken up in its middle nothing is known to be on the way.
    if (!(onTheWay > 0)) return this.#heldSince < 0;
    if (this.#lossy || onTheWay >= INITIAL_WINDOW_BYTES) return false;
    return this.#heldSince < 0 && this.#window - onTheWay >= SEGMENT_BYTES;
  }

  get #isClosed(): boolean {
    return this.#window < Math.min(SEGMENT_BYTES, this.#largestWindow / 2);
  }
}
