/** The longest segment on Ethernet, with headers of IPv4 and TCP that carry no options. */
const SEGMENT_BYTES = 1460;
/** Segments that a stack sends before any acknowledgement (RFC 6928 §2); options make them shorter. */
const INITIAL_SEGMENTS = 10;
/** Stands for a window that is not known yet: so many segments of the usual length. */
const INITIAL_WINDOW_BYTES = 14_600;
/** Less room than this in the receiver's window holds a sender back (RFC 9293 §3.8.6.2.1). */
const LEAST_ROOM_BYTES = SEGMENT_BYTES;
/** Bytes this soon behind later ones were overtaken, not sent again; in µs, as Wireshark takes it. */
const REORDERING_MICROS = 3000;
/** A lost segment takes so many round trips at least to be sent again. */
const LEAST_REPAIR_ROUND_TRIPS = 0.75;
/** The same segment again within so many µs was captured twice (on two interfaces), not sent twice. */
export const DUPLICATE_MICROS = 500;
/** A sender so near that what is acknowledged here is acknowledged there; in µs there and back. */
const NEAR_MICROS = 100;
/** How far an unmeasured sender may be (joined late): half around the world, there and back, in µs. */
const UNKNOWN_DISTANCE_MICROS = 300_000;
/** Who sends so soon after an acknowledgement waited for it; in µs, or parts of a longer round trip. */
const ANSWER_MICROS = 500;
const ANSWER_PART_OF_ROUND_TRIP = 16;
/** A sender's silence counts once it is longer than so many round trips to it. */
const SILENT_ROUND_TRIPS = 1.5;
/** A silence this long is counted as a pause; in µs. */
const PAUSE_MICROS = 10_000;
/** Stacks wait at least so long for an acknowledgement before they send again (Linux, and most); in µs. */
const LEAST_TIMEOUT_MICROS = 200_000;
/** What goes on for longer is counted in pieces; in µs. */
const SETTLED_MICROS = 300e6;
/** A receiver keeps an acknowledgement so long (Linux), or a round trip where that is longer; in µs. */
const DELAYED_ACKNOWLEDGEMENT_MICROS = 40_000;
/** Stands for a round trip as long as none was measured. */
const NO_ROUND_TRIP = 0x3fffffff;

type SentKind = 'new' | 'again' | 'overtaken' | 'captured-twice';

/** Whether a side can send: not at all, since its last segment, or since the other acknowledged. */
const READY = { NOT: 0, BY_SENDING: 1, BY_ACKNOWLEDGEMENT: 2 } as const;

/**
 * What one side of a connection did with its time, as counters: the difference between two moments is that of
 * the time between. All but `unproven` only grow. In µs, as the point of capture saw it. Every packet comes
 * by here, so everything is a small integer: times and sequence numbers are taken modulo 2³², and only their
 * differences are used (`(a - b) | 0`).
 */
export class HalfMeter {
  /** Time when it could have sent and did not: all acknowledged, or less on the way than any may send. */
  idle = 0;
  /** Silences of 10 ms and more among it. */
  pauses = 0;
  /**
   * Silences of a far side that ended with a lone segment, of which the next came no sooner than the other
   * side's answer can have reached it: as after a timeout, when what was sent in the silence was lost on the
   * way to here. They are among `idle` only where a segment says that there was no more to send.
   */
  unproven = 0;
  /** Time held back by the other side's window: closed, or full although the other side had everything. */
  held = 0;
  /** Segments that were sent again; when the last of them was, on the connection's clock, -1 without one. */
  retransmissions = 0;
  retransmittedAt = -1;
  /** Time without progress around them: from the last acknowledged byte, or sent after a silence, on. */
  stalled = 0;
  /** Segments that others overtook on the way. */
  overtaken = 0;
  /** How often this side closed its own window. */
  zeroWindows = 0;
  /** Round trips to the *other* side and back: data of this side until its acknowledgement. */
  roundTrips = 0;
  leastRoundTrip = NO_ROUND_TRIP;
  /** Largest window that the other side offered, in bytes; 0 before any was seen. */
  largestWindow = 0;

  /** A sequence number is known. */
  #started = false;
  /** Sequence numbers after the last byte sent, and that the other side waits for; when each last grew. */
  #sent = 0;
  #sentAt = 0;
  /** New bytes of the last segment that had any. */
  #sentLength = 0;
  #acknowledged = 0;
  #acknowledgedAt = 0;
  #acknowledgedBefore = 0;
  #resentAt = 0;
  /** How often the segment at `#acknowledged` was sent again since that was `#resentUnder`. */
  #resentUnacknowledged = 0;
  #resentUnder = 0;
  /** The last segment of bytes that others had gone before, sent again or overtaken, and when it came. */
  #lateStart = 0;
  #lateEnd = 0;
  #lateAt = 0;
  /** When it went on after a time when it could send; up to when `stalled` is counted during a repair. */
  #resumedAt = 0;
  #stalledUntil = 0;
  #isRepairing = false;
  /** The other side's window in bytes. */
  #window = INITIAL_WINDOW_BYTES;
  /** Longest segment of this side, and no longer than one can be: network cards take many at once. */
  #segment = 0;
  #ready: number = READY.NOT;
  readonly #lengths = new SegmentLengths();
  /** When the acknowledgement came that makes it ready. */
  #readySince = 0;
  /** The silence before the last segment, `unproven` until the next proves it; what of it is not `idle`. */
  #doubted = 0;
  #doubtedNotIdle = 0;
  /** Up to which number it could send when it went on after a silence as long as a way there and back. */
  #burstLimit = 0;
  /** The silence that goes on is among the pauses already. */
  #isPauseCounted = false;
  #isHeld = false;
  #heldSince = 0;
  /** An open window has no room for a segment. */
  #isFull = false;
  /** Sequence number whose acknowledgement ends the running sample. */
  #isSampling = false;
  #sampleEnd = 0;
  #sampleStart = 0;
  /** Holes that later bytes of this side left, null before the first. */
  #holes: HoleTimes | null = null;
  /** Something was lost: how much may be on the way is not known from here on. */
  #lossy = false;

  /** Length of the segment that others had gone before, or that was sent again, last; 0 before any. */
  get lastLateBytes(): number {
    return (this.#lateEnd - this.#lateStart) | 0;
  }

  /** How often the bytes that the other side waits for were sent again since a new acknowledgement. */
  get unacknowledgedRetransmissions(): number {
    return this.#resentUnder === this.#acknowledged ? this.#resentUnacknowledged : 0;
  }

  /** This side's stream starts at a sequence number. */
  begin(sequence: number): void {
    this.#started = true;
    this.#sent = sequence;
    this.#burstLimit = (sequence + this.#window) | 0;
    this.#acknowledged = sequence;
  }

  /** Either side said at the start that it takes, and so most often sends, no longer segments. */
  limitSegments(bytes: number): void {
    this.#lengths.limit(bytes);
  }

  /** Sends bytes `start` to `end`. `seen`: there in order up to here before; `receiver`: the other side. */
  send(now: number, start: number, end: number, seen: number, receiver: HalfMeter): SentKind {
    if (!this.#started) this.begin(start);
    const ahead = (start - this.#sent) | 0;
    if (ahead >= 0) {
      if (ahead > 0) this.#openHole(now);
      this.#sendNew(now, (end - start) | 0, end, receiver);
      return 'new';
    }
    const kind = this.#kindOfOld(now, start, end, seen, receiver);
    if (kind !== 'captured-twice') {
      this.#lateStart = start;
      this.#lateEnd = end;
      this.#lateAt = now;
    }
    if (kind === 'again') {
      this.#addStall(now);
      this.#isRepairing = true;
      // What was lost holds the window where it is, whoever reads.
      this.#isFull = false;
      this.retransmissions++;
      this.#resentAt = now;
      if (this.#resentUnder !== this.#acknowledged) this.#resentUnacknowledged = 0;
      this.#resentUnder = this.#acknowledged;
      // Of several that were lost each is sent again once before any is acknowledged.
      if (((start - this.#acknowledged) | 0) <= 0) this.#resentUnacknowledged++;
      this.#lossy = true;
      // Segments may be shorter from here on, so that they get through.
      this.#lengths.forget();
      // An acknowledgement would not show which of the two it answers (RFC 6298 §3).
      this.#isSampling = false;
      this.#ready = READY.NOT;
    } else if (kind === 'overtaken') this.overtaken++;
    const fresh = (end - this.#sent) | 0;
    if (fresh > 0) this.#sendNew(now, fresh, end, receiver);
    return kind;
  }

  /** The other side waits for `acknowledged` and offers `window` bytes. Whether that closes its window. */
  acknowledge(now: number, acknowledged: number, window: number): boolean {
    // Nearly every segment of a transfer says again what its sender has said before.
    if (acknowledged === this.#acknowledged && window === this.#window) return false;
    if (!this.#started) this.begin(acknowledged);
    if (((acknowledged - this.#acknowledged) | 0) > 0) {
      if (this.#isRepairing) this.#addStall(now);
      this.#isRepairing = false;
      this.#acknowledged = acknowledged;
      this.#acknowledgedBefore = this.#acknowledgedAt;
      this.#acknowledgedAt = now;
      if (this.#isSampling && ((acknowledged - this.#sampleEnd) | 0) >= 0) {
        this.#isSampling = false;
        this.sample((now - this.#sampleStart) | 0);
      }
    }
    const closes = window === 0 && this.#window > 0;
    this.#window = window;
    if (window > this.largestWindow) {
      // The first that is seen need not acknowledge anything: until then, what was sent last is all progress.
      if (this.largestWindow === 0 && this.#acknowledgedAt !== now) this.#acknowledgedAt = this.#sentAt;
      this.largestWindow = window;
    }
    if (this.#isFull) this.#endFull(now);
    if (this.#isHeld) {
      if (!this.#isClosed()) {
        this.held += (now - this.#heldSince) | 0;
        this.#isHeld = false;
      }
    } else if (window < LEAST_ROOM_BYTES && this.#isClosed()) this.#hold(now);
    if (this.#ready === READY.NOT && this.#hasRoom()) {
      this.#ready = READY.BY_ACKNOWLEDGEMENT;
      this.#readySince = now;
    }
    return closes;
  }

  /**
   * How much longer than a round trip, and the time that an acknowledgement may be kept back, this side's
   * last bytes were on their way before the other side spoke at `now`; in µs. On a slow path they wait in its
   * queues: they arrive at the speed of the path.
   */
  delayBefore(now: number): number {
    if (this.roundTrips === 0) return 0;
    const acknowledgedAt = this.#acknowledgedAt === now ? this.#acknowledgedBefore : this.#acknowledgedAt;
    const sinceSent = (acknowledgedAt - this.#sentAt) | 0;
    const onTheWay =
      this.retransmissions === 0 ? sinceSent : Math.min(sinceSent, (acknowledgedAt - this.#resentAt) | 0);
    const usual = this.leastRoundTrip + Math.max(DELAYED_ACKNOWLEDGEMENT_MICROS, this.leastRoundTrip);
    return Math.max(0, onTheWay - usual);
  }

  /** The silence before the last segment stays unproven: that one begins a message, or was sent long ago. */
  dropDoubt(): void {
    this.#doubted = 0;
    this.#doubtedNotIdle = 0;
  }

  /** A round trip to the other side took so many µs. */
  sample(micros: number): void {
    if (micros < 0) return;
    this.roundTrips++;
    if (micros < this.leastRoundTrip) this.leastRoundTrip = micros;
  }

  /**
   * So many µs, less than nothing where the clock was set back, passed without a packet: more than
   * differences can show. What was going on has lasted so much longer, and all moments move along.
   */
  skip(micros: number): void {
    if (micros > 0) {
      if (this.#isHeld) this.held += micros;
      else if (this.#ready !== READY.NOT) this.#addPieceOfSilence(micros);
    }
    this.#sentAt = (this.#sentAt + micros) | 0;
    this.#acknowledgedAt = (this.#acknowledgedAt + micros) | 0;
    this.#acknowledgedBefore = (this.#acknowledgedBefore + micros) | 0;
    this.#resentAt = (this.#resentAt + micros) | 0;
    this.#resumedAt = (this.#resumedAt + micros) | 0;
    this.#stalledUntil = (this.#stalledUntil + micros) | 0;
    this.#holes = null;
    this.#readySince = (this.#readySince + micros) | 0;
    this.#heldSince = (this.#heldSince + micros) | 0;
    this.dropDoubt();
    this.#isSampling = false;
  }

  /** Counts what has been going on for long, before differences cannot show it. About once a second. */
  settle(now: number): void {
    if (this.#doubted > 0 && ((now - this.#resumedAt) | 0) >= SETTLED_MICROS) this.dropDoubt();
    if (this.#isHeld) {
      const held = (now - this.#heldSince) | 0;
      if (held < SETTLED_MICROS) return;
      this.held += held;
      this.#heldSince = now;
    } else if (this.#ready !== READY.NOT) {
      const isBySending = this.#ready === READY.BY_SENDING;
      const silence = (now - (isBySending ? this.#sentAt : this.#readySince)) | 0;
      if (silence < SETTLED_MICROS) return;
      this.#addPieceOfSilence(silence);
      this.#sentAt = now;
      this.#readySince = now;
    }
  }

  #addPieceOfSilence(micros: number): void {
    this.idle += micros;
    if (!this.#isPauseCounted) this.pauses++;
    this.#isPauseCounted = true;
  }

  #sendNew(now: number, length: number, end: number, receiver: HalfMeter): void {
    const distance = receiver.roundTrips > 0 ? receiver.leastRoundTrip : UNKNOWN_DISTANCE_MICROS;
    if (this.#doubted > 0) this.#endDoubt((now - this.#resumedAt) | 0, distance);
    if (this.#ready === READY.BY_SENDING) {
      const silence = this.#isAnswer(now, receiver) ? 0 : (now - this.#sentAt) | 0;
      this.#resumedAt = now;
      this.#burstLimit = (this.#acknowledged + this.#window) | 0;
      this.#resume(silence, length, distance);
    } else if (this.#ready === READY.BY_ACKNOWLEDGEMENT) {
      const silence = (now - this.#readySince) | 0;
      this.#resumedAt = now;
      if (silence > distance / 2) this.#burstLimit = (this.#acknowledged + this.#window) | 0;
      if (silence > distance * SILENT_ROUND_TRIPS) this.#resume(silence - distance, length, distance);
    }
    this.#sent = end;
    this.#sentAt = now;
    this.#sentLength = length;
    if (length > this.#segment) this.#segment = Math.min(length, SEGMENT_BYTES);
    if (!this.#isSampling) {
      this.#isSampling = true;
      this.#sampleEnd = end;
      this.#sampleStart = now;
    }
    let ready: number = READY.NOT;
    const room = (this.#window - (end - this.#acknowledged)) | 0;
    if (room < this.#segment && this.#window >= LEAST_ROOM_BYTES) {
      // How large a window is that was not seen yet nobody knows.
      this.#isFull = this.largestWindow > 0 && !this.#isHeld;
    } else if (room <= 0) {
      if (!this.#isHeld) this.#hold(now);
    } else if (
      distance < NEAR_MICROS
        ? this.#hasRoom() || this.#lengths.isShort(length)
        : !this.#lossy && this.#lengths.isShort(length) && !this.#mayFillWindow(end)
    ) {
      // What a far sender has on the way to here, nobody can see; but a short segment was its last for now.
      ready = READY.BY_SENDING;
    }
    this.#ready = ready;
  }

  /** A far sender goes by an older window: a short segment may fill that, although there is room by now. */
  #mayFillWindow(end: number): boolean {
    return ((this.#burstLimit - end) | 0) < this.#segment;
  }

  /** A segment of so many bytes ends a silence of `micros`. */
  #resume(micros: number, length: number, distance: number): void {
    if (micros < LEAST_TIMEOUT_MICROS || distance < NEAR_MICROS) {
      this.#addSilence(micros);
      return;
    }
    this.#doubted = micros;
    this.unproven += micros;
    // Whoever has more to send both before a silence and after it need not have paused.
    const hadMore = !this.#lengths.isShort(this.#sentLength) && !this.#lengths.isShort(length);
    this.#doubtedNotIdle = hadMore ? micros : 0;
    if (hadMore) this.#isPauseCounted = false;
    else this.#addSilence(micros);
  }

  /** The next segment, so many µs later. After a timeout one is sent until acknowledged (RFC 5681 §3.1). */
  #endDoubt(later: number, distance: number): void {
    if (later < distance * LEAST_REPAIR_ROUND_TRIPS) {
      this.unproven -= this.#doubted;
      if (this.#doubtedNotIdle > 0) this.#addSilence(this.#doubtedNotIdle);
    }
    this.dropDoubt();
  }

  #addSilence(micros: number): void {
    if (micros >= PAUSE_MICROS && !this.#isPauseCounted) this.pauses++;
    this.#isPauseCounted = false;
    // Packets may be written in another order than they came in.
    if (micros > 0) this.idle += micros;
  }

  /**
   * What is sent at `now` was waiting for the acknowledgement of what went before: it comes as soon as that
   * can have gone to its sender, and this come back. So it is with a short segment that Nagle's algorithm
   * (RFC 9293 §3.7.4) keeps back while the receiver keeps its acknowledgement back, and with a sender that
   * may have fewer bytes on the way than most. An acknowledgement that comes with bytes of the other side is
   * not waited for as such: the sender may have waited for those.
   */
  #isAnswer(now: number, receiver: HalfMeter): boolean {
    if (((this.#acknowledgedAt - this.#sentAt) | 0) <= 0) return false;
    if (receiver.#sentAt === this.#acknowledgedAt && receiver.#sentLength > 0) return false;
    // Nagle's algorithm waits until nothing is on the way; else a short segment waits for no room.
    if (this.#sent !== this.#acknowledged && this.#hasRoom() && this.#lengths.isShort(this.#sentLength))
      return false;
    const since = (now - this.#acknowledgedAt) | 0;
    const distance = receiver.roundTrips > 0 ? receiver.leastRoundTrip : 0;
    return (
      since >= distance * LEAST_REPAIR_ROUND_TRIPS &&
      since <= distance + Math.max(ANSWER_MICROS, distance / ANSWER_PART_OF_ROUND_TRIP)
    );
  }

  /**
   * The other side speaks while its window was full. Where it says no sooner than the way there and back
   * takes that it has everything, it had it before: receivers keep that back for as long as nobody reads.
   */
  #endFull(now: number): void {
    const onTheWay = (this.#sent - this.#acknowledged) | 0;
    if (onTheWay > 0 && this.#window - onTheWay < this.#segment) return;
    this.#isFull = false;
    const silence = (now - this.#sentAt) | 0;
    if (onTheWay > 0 || this.roundTrips === 0 || silence <= this.leastRoundTrip * SILENT_ROUND_TRIPS) return;
    this.held += silence - this.leastRoundTrip;
  }

  #hold(now: number): void {
    this.#isHeld = true;
    this.#heldSince = now;
    // What comes is counted from here on.
    this.#isFull = false;
    this.#ready = READY.NOT;
  }

  #kindOfOld(now: number, start: number, end: number, seen: number, receiver: HalfMeter): SentKind {
    const age = (now - this.#sentAt) | 0;
    const isLast = end === this.#sent;
    // What was one segment on one interface may be many on the other.
    const isOfLast = isLast || ((start - (this.#sent - this.#sentLength)) | 0) >= 0;
    if (isOfLast && age < DUPLICATE_MICROS) return 'captured-twice';
    const isOfLate = ((start - this.#lateStart) | 0) >= 0 && ((this.#lateEnd - end) | 0) >= 0;
    const hadLate = this.retransmissions + this.overtaken > 0;
    if (hadLate && isOfLate && ((now - this.#lateAt) | 0) < DUPLICATE_MICROS) return 'captured-twice';
    // One byte that was there already asks for a sign of life (RFC 9293 §3.8.4), or tries a closed window.
    if (isLast && ((end - start) | 0) === 1) return 'captured-twice';
    // Of two interfaces one may be written behind the other: what is sent again is not older than the last.
    if (((start - seen) | 0) < 0) return age < 0 ? 'captured-twice' : 'again';
    const trip = this.leastRoundTrip + receiver.leastRoundTrip;
    const empty = this.#holes?.age(start, now) ?? -1;
    if (empty < 0) return age < Math.min(REORDERING_MICROS, trip) ? 'overtaken' : 'again';
    // Later bytes keep coming while a lost segment is sent again: what shows it is for how long its place was
    // empty. Its sender learns of that after a round trip, which may be a little shorter than any that was
    // measured.
    return empty < (trip < NO_ROUND_TRIP ? trip * LEAST_REPAIR_ROUND_TRIPS : REORDERING_MICROS)
      ? 'overtaken'
      : 'again';
  }

  #openHole(now: number): void {
    this.#lossy = true;
    this.#holes ??= new HoleTimes();
    this.#holes.open(this.#sent, now);
  }

  /** Adds the time without progress up to now, none of it twice. */
  #addStall(now: number): void {
    // Where no acknowledgement was captured, what was sent last is all that is known of progress.
    let stall = (now - (this.largestWindow === 0 ? this.#sentAt : this.#acknowledgedAt)) | 0;
    stall = Math.min(stall, (now - this.#resumedAt) | 0);
    if (this.retransmissions > 0) stall = Math.min(stall, (now - this.#stalledUntil) | 0);
    this.stalled += Math.max(0, stall);
    this.#stalledUntil = now;
  }

  // Methods, for a private getter is called by way of the runtime.
  #hasRoom(): boolean {
    if (this.#isHeld) return false;
    const onTheWay = (this.#sent - this.#acknowledged) | 0;
    if (onTheWay <= 0) return true;
    if (this.#lossy || onTheWay > (INITIAL_SEGMENTS - 1) * this.#segment) return false;
    return this.#window - onTheWay >= LEAST_ROOM_BYTES;
  }

  #isClosed(): boolean {
    // The first that is seen of a window may be that it is closed.
    return this.#window === 0 || this.#window < Math.min(LEAST_ROOM_BYTES, this.largestWindow / 2);
  }
}

/** Holes of which the times are kept; of more at once the oldest are forgotten. */
const KEPT_HOLES = 32;

/** When holes in a sender's bytes came to light, in µs and numbers modulo 2³². Most connections have none. */
class HoleTimes {
  // Most lose little: arrays of numbers grow with it, and cost less to make than typed ones.
  readonly #starts: number[] = [];
  readonly #times: number[] = [];
  #count = 0;

  /** Bytes from the sequence number `start` on are missing: later ones came at `now`. */
  open(start: number, now: number): void {
    const at = this.#count++ % KEPT_HOLES;
    this.#starts[at] = start;
    this.#times[at] = now;
  }

  /** How long before `now` the hole with the sequence number came to light; -1 where it is not known. */
  age(sequence: number, now: number): number {
    const oldest = Math.max(0, this.#count - KEPT_HOLES);
    // Holes come to light in the order of their sequence numbers: the last that starts no later is the one.
    for (let hole = this.#count - 1; hole >= oldest; hole--) {
      const at = hole % KEPT_HOLES;
      if (((sequence - (this.#starts[at] ?? 0)) | 0) >= 0) return (now - (this.#times[at] ?? 0)) | 0;
    }
    return -1;
  }
}

/** Nearly every path carries so much (least of IPv6, RFC 8200 §5): who sends less has no more to send. */
const SHORT_SEGMENT_BYTES = 1208;
/** What the times of a segment (RFC 7323 §3) take of it; most stacks send them with each. */
const TIMESTAMP_BYTES = 12;
/** Options take so much of a segment at most (RFC 9293 §3.1). */
const OPTION_BYTES = 40;

/** How long the full segments of one side are, to find the one that ends what there was to send; in bytes. */
class SegmentLengths {
  /** Its shorter segments are no full ones. */
  #shortBelow = SHORT_SEGMENT_BYTES;
  /** What both sides take as one segment, and what this side fills its own with; 0 where not known. */
  #longest = 0;
  #full = 0;

  /** Either side said at the start that it takes, and so most often sends, no longer ones. */
  limit(bytes: number): void {
    this.#shortBelow = Math.min(this.#shortBelow, bytes - OPTION_BYTES);
    this.#longest = this.#longest === 0 ? bytes : Math.min(this.#longest, bytes);
  }

  /** Whether it ends with a segment that is not full: no more to send. Many may be captured as one. */
  isShort(length: number): boolean {
    if (length < this.#shortBelow) return true;
    if (length === this.#full) return false;
    if (this.#full === 0) this.#learn(length);
    if (this.#full === 0) return false;
    const rest = length % this.#full;
    return rest > 0 && rest < this.#full - OPTION_BYTES;
  }

  /** Full ones may be shorter from here on. */
  forget(): void {
    this.#full = 0;
  }

  #learn(length: number): void {
    const longest = this.#longest === 0 ? SEGMENT_BYTES : this.#longest;
    const timed = longest - TIMESTAMP_BYTES;
    if (length % longest === 0) this.#full = longest;
    else if (length % timed === 0) this.#full = timed;
  }
}
