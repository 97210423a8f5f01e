import { copyBytes } from '../../engine/bytes/byte-string.ts';
import type { NoticeCode } from '../../engine/bytes/notice.ts';
import type { TlsInfo } from '../../engine/http/tls.ts';
import type { ConnectionFacts, ConnectionHandler, StreamEnd } from '../../engine/stream/handler.ts';
import { otherSide, type Side, type StreamChunk } from '../../engine/stream/stream-chunk.ts';
import { DirectionKeys } from './direction-keys.ts';
import { HandshakeReader } from './handshake.ts';
import {
  LEAST_LOST,
  MAX_BAD_RECORDS,
  MAX_CONTENT_BYTES,
  MAX_WAITING_BYTES,
  MAX_WAITING_BYTES_IN_ALL,
  WAITING_RECORD_COST,
} from './limits.ts';
import { Plaintext } from './plaintext.ts';
import type { OpenedRecord } from './record-cipher.ts';
import {
  type BufferPool,
  CONTENT,
  RECORD_HEADER,
  type RecordFault,
  type RecordSink,
  RecordStream,
  type SegmentMarks,
} from './record-stream.ts';
import { Session, type SessionProblem } from './session.ts';
import type { TlsContext } from './tls-context.ts';
import { TlsNotices } from './tls-notices.ts';

/**
 * Opens a TLS connection with the keys that the user has, and passes its plaintext to a handler as if it were
 * a connection of its own. Stands between the TCP stream and HTTP. Nothing is delivered that its sender did
 * not authenticate; what cannot be opened is a gap in the plaintext, as bytes that the capture lacks are.
 */
export class TlsOpener implements ConnectionHandler {
  readonly #notices: TlsNotices;
  readonly #context: TlsContext;
  readonly #client: Side;
  readonly #directions: readonly [TlsDirection, TlsDirection];
  readonly #session: Session;
  readonly #plaintext: Plaintext;
  readonly #waiting: WaitingRecords;
  /** Packet that is being read. */
  #frame = 0;
  #isSeen = false;
  #isOpened = false;
  /** Nothing can come of it any more. */
  isStopped = false;
  /** Application data came before any key was agreed on. */
  #hasUnread = false;

  /** `inner` makes the handler for the plaintext when there is some. */
  constructor(
    facts: ConnectionFacts,
    client: Side,
    context: TlsContext,
    inner: (info: TlsInfo) => ConnectionHandler,
  ) {
    this.#notices = new TlsNotices(facts, client, context);
    this.#context = context;
    this.#client = client;
    this.#waiting = new WaitingRecords(context, client);
    const newKeys = (): DirectionKeys => new DirectionKeys(context.crypto, context.trials);
    const keys = [newKeys(), newKeys()] as const;
    this.#session = new Session(context, client, keys, {
      problem: (problem) => this.#problem(problem),
      incompleteKeys: (missing) => {
        this.#notices.problem({ kind: 'incomplete-keys', missing }, this.#session, this.#frame);
      },
      earlyData: (isTaken) => {
        if (isTaken) this.#plaintext.releaseEarly(client);
        else this.#plaintext.dropEarly();
      },
      newEpoch: (side) => this.#directions[side].newEpoch(),
    });
    this.#plaintext = new Plaintext(() => {
      const { info } = this.#session;
      context.tally.add(info);
      return inner(info);
    });
    this.#directions = [this.#direction(0, keys[0]), this.#direction(1, keys[1])];
  }

  /** It was opened, and holds no more than its handshake: what a client opens ahead and never uses. */
  get isBare(): boolean {
    if (!this.#isOpened || this.isStopped || this.#hasUnread) return false;
    return this.#plaintext.isEmpty && this.#directions.every(({ shutSince }) => shutSince === 0);
  }

  data(side: Side, chunk: StreamChunk): void {
    this.#frame = chunk.frame;
    this.#directions[side].data(chunk);
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    this.#frame = frame;
    this.#retry(true);
    this.#directions[side].gap(position, length, frame);
  }

  end(side: Side, how: StreamEnd): void {
    this.#retry(true);
    const direction = this.#directions[side];
    direction.isOver = true;
    // Early data that was neither taken nor refused by what the capture holds was sent all the same.
    if (side === this.#client) this.#plaintext.releaseEarly(side);
    direction.reportShut();
    this.#plaintext.end(side, how);
  }

  quiet(): void {
    this.#retry(this.#waiting.hasClientsData);
    this.#plaintext.quiet();
  }

  close(): void {
    this.#retry(true);
    this.#plaintext.releaseEarly(this.#client);
    for (const direction of this.#directions) {
      direction.stop();
      if (!direction.hasKeys || direction.shutSince === 0) continue;
      direction.reportShut();
      this.#see();
      this.#notices.wrongKeys(this.#session, direction.shutSince);
    }
    if (this.#hasUnread && !this.#isOpened && !this.isStopped) this.#problem({ kind: 'no-hello' });
    this.#plaintext.close();
  }

  #direction(side: Side, keys: DirectionKeys): TlsDirection {
    const parts = { keys, session: this.#session, plaintext: this.#plaintext, pool: this.#context.pool };
    return new TlsDirection(side, this.#client, parts, {
      holds: (block, start, end, marks, position) => this.#holds(side, block, start, end, marks, position),
      opened: () => {
        if (this.#isOpened) return;
        this.#isOpened = true;
        this.#see();
        this.#context.opened++;
      },
      unread: () => {
        this.#hasUnread = true;
      },
      closed: () => this.end(side, 'closed'),
      alert: (description) => {
        // OpenSSL answers a connection that is closed without a word of TLS with decode_error.
        if (this.#directions[otherSide(side)].isOver) return;
        this.#notices.alert(side, description, this.#session, this.#frame);
      },
      notice: (code, frame) => this.#notices.say(code, this.#session, frame ?? this.#frame),
    });
  }

  /** Whether a record waits for keys, as those before it whose turn comes with them, or is not wanted. */
  #holds(
    side: Side,
    block: Uint8Array,
    start: number,
    end: number,
    marks: SegmentMarks,
    position: number,
  ): boolean {
    const isHeld = this.#waiting.hold(side, block, start, end, marks, position);
    if (!isHeld || this.#waiting.hasClientsData) this.#retry(!isHeld);
    return isHeld || this.isStopped;
  }

  /** Looks again for awaited keys, and goes on with what waits. `isLast`: it waits no longer. */
  #retry(isLast: boolean): void {
    if (!this.#session.awaitsKeys) return;
    this.#session.retry(isLast);
    if (this.#session.awaitsKeys) return;
    const frame = this.#frame;
    for (const { side, record, marks, position } of this.#waiting.take()) {
      if (this.isStopped) break;
      this.#frame = marks.frames[marks.count - 1] ?? frame;
      this.#directions[side].record(record, 0, record.length, marks, position);
    }
    this.#frame = frame;
  }

  #problem(problem: SessionProblem): void {
    if (this.isStopped) return;
    // Whether keys of a session without its hello are known, nobody knows; where none help, none are sought.
    if (problem.kind === 'no-keys') this.#see();
    this.isStopped = true;
    for (const direction of this.#directions) direction.stop();
    this.#notices.problem(problem, this.#session, this.#frame);
  }

  /** It was tried whether it can be opened. */
  #see(): void {
    if (this.#isSeen) return;
    this.#isSeen = true;
    this.#context.seen++;
  }
}

/** A record with its header, the packets that brought it, and the stream offset of its end. */
interface WaitingRecord {
  readonly side: Side;
  readonly record: Uint8Array;
  readonly marks: SegmentMarks;
  readonly position: number;
}

/**
 * The records of one connection, both directions in the order in which they came, that wait for keys which a
 * growing key log does not hold yet: a capture that is read while it is taken may be ahead of the client,
 * which writes its keys in the middle of the handshake.
 */
export class WaitingRecords {
  readonly #context: Pick<TlsContext, 'waitingBytes'>;
  readonly #client: Side;
  #records: WaitingRecord[] = [];
  #bytes = 0;
  /** The client has encrypted: its keys are made, so that they are written already, or will be any moment. */
  hasClientsData = false;

  constructor(context: Pick<TlsContext, 'waitingBytes'>, client: Side) {
    this.#context = context;
    this.#client = client;
  }

  /** False where it would be too much to hold. */
  hold(
    side: Side,
    block: Uint8Array,
    start: number,
    end: number,
    marks: SegmentMarks,
    position: number,
  ): boolean {
    const cost = end - start + WAITING_RECORD_COST;
    const bytes = this.#bytes + cost;
    const inAll = this.#context.waitingBytes + cost;
    if (bytes > MAX_WAITING_BYTES || inAll > MAX_WAITING_BYTES_IN_ALL) return false;
    this.#bytes = bytes;
    this.#context.waitingBytes = inAll;
    this.#records.push({ side, record: copyBytes(block, start, end), marks: marks.dropped(0), position });
    // A change of ciphers says nothing: in TLS 1.3 it may stand anywhere (RFC 8446 appendix D.4).
    this.hasClientsData ||= side === this.#client && block[start] !== CONTENT.CHANGE_CIPHER_SPEC;
    return true;
  }

  /** Gives all of them back, for their turn or because nothing will open them. */
  take(): readonly WaitingRecord[] {
    const records = this.#records;
    this.#context.waitingBytes -= this.#bytes;
    this.#records = [];
    this.#bytes = 0;
    this.hasClientsData = false;
    return records;
  }
}

/** Takes what concerns the connection as a whole. */
interface DirectionEvents {
  /** Asked while keys are awaited, as `RecordSink.record`: true where a record is not to be read now. */
  holds(block: Uint8Array, start: number, end: number, marks: SegmentMarks, position: number): boolean;
  /** A record was opened, the first one of this direction. */
  opened(): void;
  /** Application data came before any key was agreed on. */
  unread(): void;
  /** The sender says that no more data follows. */
  closed(): void;
  /** The sender gives the session up: number of its alert (RFC 8446 §6). */
  alert(description: number): void;
  /** `frame`: null for the packet that is being read. */
  notice(code: NoticeCode, frame: number | null): void;
}

/** What a direction is read with; `session` and `plaintext` are those of its connection. */
interface DirectionParts {
  readonly keys: DirectionKeys;
  readonly session: Session;
  readonly plaintext: Plaintext;
  readonly pool: BufferPool;
}

/** Level of an alert that ends the session, and the alert that only ends its sender's data (RFC 8446 §6). */
const FATAL = 2;
const CLOSE_NOTIFY = 0;

const NOTICE_OF_FAULT: Readonly<Record<RecordFault, NoticeCode>> = {
  malformed: 'tls-malformed',
  'not-found': 'tls-given-up',
  'too-many': 'tls-limit',
};

/** Reads one direction: what lies open goes to the session, what keys open to the plaintext, or a gap. */
class TlsDirection implements RecordSink {
  readonly #side: Side;
  readonly #isClients: boolean;
  readonly #session: Session;
  readonly #plaintext: Plaintext;
  readonly #events: DirectionEvents;
  readonly #keys: DirectionKeys;
  readonly #records: RecordStream;
  readonly #handshake: HandshakeReader;
  /** Packet of the first record that its keys did not open, while they have opened none; 0 without one. */
  shutSince = 0;
  /** Bytes of a gap in the plaintext that were reported before its length was known. */
  #reportedEarly = 0;
  /** The sender changed to encryption, to whichever keys. */
  #isChanged = false;
  /** Nothing more comes of the sender. */
  isOver = false;

  constructor(side: Side, client: Side, parts: DirectionParts, events: DirectionEvents) {
    this.#side = side;
    this.#isClients = side === client;
    this.#session = parts.session;
    this.#plaintext = parts.plaintext;
    this.#keys = parts.keys;
    this.#events = events;
    this.#records = new RecordStream(this, parts.pool);
    this.#handshake = new HandshakeReader(
      (type, message) => parts.session.message(side, type, message),
      () => this.#tooLong(),
    );
  }

  get hasKeys(): boolean {
    return this.#keys.isActive;
  }

  data(chunk: StreamChunk): void {
    this.#records.data(chunk);
  }

  gap(position: number, length: number, frame: number): void {
    this.#records.gap(position, length, frame);
  }

  /** Nothing more is read of it. */
  stop(): void {
    this.#records.stop();
  }

  /** Another key counts from here on. */
  newEpoch(): void {
    this.#handshake.restart();
  }

  /** Where none of its keys opened anything, what it sent is missing, whatever that was. */
  reportShut(): void {
    if (this.shutSince > 0) this.#plaintext.gap(this.#side, LEAST_LOST, this.shutSince);
  }

  record(block: Uint8Array, start: number, end: number, marks: SegmentMarks, position: number): void {
    if (this.#session.awaitsKeys && this.#events.holds(block, start, end, marks, position)) return;
    this.#read(block, start, end, marks, position);
    // Of whatever kind it was: what an acknowledgement covers beyond the last mark was sent and is not known.
    this.#plaintext.mark(this.#side, position);
  }

  lost(type: number, length: number, position: number, frame: number): void {
    this.#handshake.lose();
    if (!this.#isProtected(type)) {
      if (type === CONTENT.CHANGE_CIPHER_SPEC) this.#changeCipher();
      return;
    }
    this.#keys.miss();
    this.#missing(type, length, frame);
    this.#plaintext.mark(this.#side, position);
  }

  /** The next record will show how much is lost; that some is must be known before the other side speaks. */
  searching(from: number, position: number, frame: number): void {
    if (this.#keys.current?.kind === 'application' && this.#reportedEarly === 0) {
      this.#reportedEarly = LEAST_LOST;
      this.#plaintext.gap(this.#side, LEAST_LOST, frame);
    }
    // An acknowledgement of some of what is lost is one of more than what came before it.
    this.#plaintext.mark(this.#side, from + LEAST_LOST);
    this.#plaintext.mark(this.#side, position);
  }

  found(
    block: Uint8Array,
    start: number,
    end: number,
    marks: () => SegmentMarks,
    position: number,
    missing: number,
    frame: number,
  ): boolean {
    const type = block[start] ?? 0;
    const body = start + RECORD_HEADER;
    if (!this.#keys.isActive) {
      if (this.#session.is13) return false;
      const isChange = type === CONTENT.CHANGE_CIPHER_SPEC && end - body === 1 && block[body] === 1;
      // The change of ciphers was seen, or is among what was lost.
      this.#changeCipher();
      if (isChange) return true;
    }
    if (!this.#isProtected(type)) return false;
    const found = this.#keys.openAfterLoss(type, block, body, end, missing);
    if (found === null) return false;
    this.#handshake.lose();
    // Where the key changed on the way, what was lost of handshake and data cannot be kept apart.
    const { isNewKey, lostRecords } = found;
    const overhead = RECORD_HEADER + (this.#keys.current?.cipher.overhead ?? 0);
    const lost = isNewKey
      ? lostRecords
      : contentBytes(missing - lostRecords * overhead, Math.max(1, lostRecords));
    const rest = lost - this.#reportedEarly;
    this.#reportedEarly = 0;
    if (rest > 0) this.#plaintext.gap(this.#side, rest, frame);
    this.#opened(found.opened, marks(), position);
    this.#plaintext.mark(this.#side, position);
    return true;
  }

  broken(fault: RecordFault, frame: number): void {
    // What follows is not read: the plaintext is not whole, however the connection ends.
    this.#plaintext.gap(this.#side, 1, frame);
    this.#events.notice(NOTICE_OF_FAULT[fault], frame);
  }

  #read(block: Uint8Array, start: number, end: number, marks: SegmentMarks, position: number): void {
    const type = block[start] ?? 0;
    const body = start + RECORD_HEADER;
    if (this.#isProtected(type)) {
      const opened = this.#keys.open(type, block, body, end);
      if (opened === null) this.#unopened(type, end - body, marks.frames[0] ?? 0);
      else this.#opened(opened, marks, position);
      return;
    }
    switch (type) {
      case CONTENT.HANDSHAKE:
        this.#handshake.push(block, body, end);
        return;
      case CONTENT.CHANGE_CIPHER_SPEC:
        this.#changeCipher();
        return;
      case CONTENT.ALERT:
        // One in the place of the server's hello, and one to the certificate, are reported of closed TLS too.
        if (!this.#isClients && this.#session.isAnswered) this.#reportAlert(block, body, end);
        return;
      case CONTENT.APPLICATION_DATA:
        this.#events.unread();
        this.#plaintext.gap(this.#side, Math.max(1, end - body), marks.frames[0] ?? 0);
        return;
      default:
        return;
    }
  }

  /** Whether records of this type are encrypted at this point. */
  #isProtected(type: number): boolean {
    if (!this.#keys.isActive) return false;
    // In TLS 1.3, and in early data, every encrypted record says that it is application data.
    const says23 = this.#session.is13 || this.#keys.current?.kind === 'early';
    return says23 ? type === CONTENT.APPLICATION_DATA : true;
  }

  #opened(opened: OpenedRecord, marks: SegmentMarks, position: number): void {
    if (this.shutSince > 0) {
      if (!this.#session.hasUnreadHandshake(this.#side))
        this.#events.notice('tls-bad-record', this.shutSince);
      this.shutSince = 0;
    }
    if (this.#keys.opened === 1) this.#events.opened();
    const { type, block, start, end } = opened;
    switch (type) {
      case CONTENT.APPLICATION_DATA:
        this.#data(opened, marks, position);
        return;
      case CONTENT.HANDSHAKE:
        this.#handshake.push(block, start, end);
        return;
      case CONTENT.CHANGE_CIPHER_SPEC:
        this.#changeCipher();
        return;
      case CONTENT.ALERT:
        if (end - start === 2 && block[start + 1] === CLOSE_NOTIFY) this.#events.closed();
        else this.#reportAlert(block, start, end);
        return;
      default:
        return;
    }
  }

  #data(opened: OpenedRecord, marks: SegmentMarks, position: number): void {
    const { current } = this.#keys;
    const shift = RECORD_HEADER + (current?.cipher.prefix ?? 0);
    if (current?.kind !== 'early') {
      this.#plaintext.data(this.#side, opened, shift, marks);
    } else if (!this.#plaintext.holdEarly(opened, shift, marks, position)) {
      this.#events.notice('tls-limit', null);
    }
  }

  /** A record that is damaged, or was not made with these keys. */
  #unopened(type: number, length: number, frame: number): void {
    const keys = this.#keys;
    if (keys.unopened > MAX_BAD_RECORDS) {
      this.#records.stop();
      this.#plaintext.gap(this.#side, 1, frame);
      if (keys.opened > 0) this.#events.notice('tls-given-up', frame);
      return;
    }
    if (keys.opened === 0) {
      if (this.shutSince === 0) this.shutSince = frame;
      if (this.#session.hasUnreadHandshake(this.#side)) return;
    } else {
      this.#events.notice('tls-bad-record', frame);
    }
    this.#missing(type, length, frame);
  }

  /** The plaintext of a record, whose body had `length` bytes, could not be had. */
  #missing(type: number, length: number, frame: number): void {
    const { current } = this.#keys;
    if (type !== CONTENT.APPLICATION_DATA || current?.kind !== 'application') return;
    this.#plaintext.gap(this.#side, contentBytes(length - current.cipher.overhead, 1), frame);
  }

  #changeCipher(): void {
    this.#isChanged = true;
    this.#session.changeCipherSpec(this.#side);
  }

  #tooLong(): void {
    // Without its hello, or behind a change to unknown keys, it is encrypted: it has no length.
    const isClear = this.#session.clientRandom !== null && !this.#isChanged;
    if (this.#keys.isActive || isClear) this.#events.notice('tls-handshake-too-long', null);
  }

  #reportAlert(block: Uint8Array, start: number, end: number): void {
    const description = block[start + 1] ?? CLOSE_NOTIFY;
    if (end - start !== 2 || block[start] !== FATAL || description === CLOSE_NOTIFY) return;
    this.#events.alert(description);
  }
}

/**
 * What lost records held, at most. Under CBC it may have been less: a gap that is reported too long ends a
 * body some bytes early, and the next message is found behind them; one that is reported too short would take
 * the head of that message into the body.
 */
function contentBytes(most: number, records: number): number {
  return Math.max(1, Math.min(most, records * MAX_CONTENT_BYTES));
}
