import type { NoticeCode } from '../bytes/notice.ts';
import {
  type ConnectionFacts,
  type ConnectionHandler,
  otherSide,
  type Side,
  type StreamChunk,
  type StreamEnd,
} from '../stream/handler.ts';
import { DirectionKeys } from './direction-keys.ts';
import { HandshakeReader } from './handshake-reader.ts';
import { LEAST_LOST, MAX_BAD_RECORDS } from './limits.ts';
import { Plaintext } from './plaintext.ts';
import type { OpenedRecord } from './record-cipher.ts';
import { CONTENT, RECORD_HEADER, type RecordFault, RecordStream } from './record-stream.ts';
import type { SegmentMarks } from './segment-marks.ts';
import { Session, type SessionProblem } from './session.ts';
import type { TlsContext } from './tls-context.ts';
import type { TlsInfo } from './tls-info.ts';
import { TlsNotices } from './tls-notices.ts';
import { WaitingRecords } from './waiting-records.ts';

/** One direction of the connection. */
interface Direction {
  readonly records: RecordStream;
  readonly keys: DirectionKeys;
  readonly handshake: HandshakeReader;
  /** Packet of the first record that could not be opened, as long as none could; 0 without one. */
  firstBadFrame: number;
  /** Bytes of a gap in the plaintext that were told before its length was known. */
  toldEarly: number;
  /** The sender changed to encryption, to whichever keys. */
  isChanged: boolean;
  /** Nothing more comes of the sender. */
  isOver: boolean;
}

/** Level of an alert that ends the session, and the alert that only ends its sender's data (RFC 8446 §6). */
const FATAL = 2;
const CLOSE_NOTIFY = 0;

/**
 * Opens a TLS connection with the keys that the user has, and hands its plaintext to a handler as if it were a connection of its
 * own. Stands between the TCP stream and HTTP. Nothing is handed up that its sender did not authenticate; what cannot be opened is
 * a gap in the plaintext, as bytes that the capture lacks are.
 */
export class TlsOpener implements ConnectionHandler {
  readonly #notices: TlsNotices;
  readonly #context: TlsContext;
  readonly #client: Side;
  readonly #directions: readonly [Direction, Direction];
  readonly #session: Session;
  readonly #plaintext: Plaintext;
  readonly #waiting: WaitingRecords;
  /** Packet that is being read. */
  #frame = 0;
  #isSeen = false;
  #isOpened = false;
  #stopped = false;
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
    this.#directions = [this.#direction(0), this.#direction(1)];
    const keys = [this.#directions[0].keys, this.#directions[1].keys] as const;
    this.#session = new Session(context, client, keys, {
      problem: (problem) => this.#problem(problem),
      incompleteKeys: (missing) => {
        this.#notices.problem({ kind: 'incomplete-keys', missing }, this.#session, this.#frame);
      },
      earlyData: (isTaken) => {
        if (isTaken) this.#plaintext.releaseEarly(client);
        else this.#plaintext.dropEarly();
      },
      newEpoch: (side) => this.#directions[side].handshake.restart(),
    });
    this.#plaintext = new Plaintext(() => {
      const { info } = this.#session;
      context.tally.add(info);
      return inner(info);
    });
  }

  /** Plaintext came out of it. */
  get isOpened(): boolean {
    return this.#plaintext.started;
  }

  /** It was opened, and holds no more than its handshake: what a client opens ahead and never uses. */
  get isBare(): boolean {
    if (!this.#isOpened || this.#stopped || this.#hasUnread) return false;
    return this.#plaintext.isEmpty && this.#directions.every(({ firstBadFrame }) => firstBadFrame === 0);
  }

  /** Nothing can come of it any more. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  data(side: Side, chunk: StreamChunk): void {
    this.#frame = chunk.frame;
    this.#directions[side].records.data(chunk);
  }

  gap(side: Side, position: number, length: number, frame: number): void {
    this.#frame = frame;
    this.#retry(true);
    this.#directions[side].records.gap(position, length, frame);
  }

  end(side: Side, how: StreamEnd): void {
    this.#retry(true);
    this.#directions[side].isOver = true;
    // Early data that was neither taken nor refused by what the capture holds was sent all the same.
    if (side === this.#client) this.#plaintext.releaseEarly(side);
    this.#tellUnread(side);
    this.#plaintext.end(side, how);
  }

  quiet(): void {
    this.#retry(this.#waiting.hasClientsData);
    this.#plaintext.quiet();
  }

  close(): void {
    this.#retry(true);
    this.#plaintext.releaseEarly(this.#client);
    for (const side of [0, 1] as const) {
      const { keys, firstBadFrame, records } = this.#directions[side];
      records.stop();
      if (!keys.isActive || keys.opened > 0 || firstBadFrame === 0) continue;
      this.#tellUnread(side);
      this.#see();
      this.#notices.wrongKeys(this.#session, firstBadFrame);
    }
    if (this.#hasUnread && !this.#isOpened && !this.#stopped) this.#problem({ kind: 'no-hello' });
    this.#plaintext.close();
  }

  /** None of its keys opened anything: what it sent is missing, whatever that was. */
  #tellUnread(side: Side): void {
    const { keys, firstBadFrame } = this.#directions[side];
    if (keys.opened === 0 && firstBadFrame > 0) this.#plaintext.gap(side, LEAST_LOST, firstBadFrame);
  }

  #direction(side: Side): Direction {
    const sink = {
      record: (block: Uint8Array, start: number, end: number, marks: SegmentMarks, position: number) => {
        this.#arrived(side, block, start, end, marks, position);
      },
      lost: (type: number, length: number, position: number, frame: number) =>
        this.#lost(side, type, length, position, frame),
      searching: (from: number, position: number, frame: number) =>
        this.#searching(side, from, position, frame),
      found: (
        block: Uint8Array,
        start: number,
        end: number,
        marks: () => SegmentMarks,
        position: number,
        missing: number,
      ) => this.#found(side, block, start, end, marks, position, missing),
      broken: (fault: RecordFault, frame: number) => this.#broken(side, fault, frame),
    };
    return {
      records: new RecordStream(sink, this.#context.pool),
      keys: new DirectionKeys(this.#context.crypto, this.#context.trials),
      handshake: new HandshakeReader(
        (type, message) => this.#session.message(side, type, message),
        () => this.#tooLong(side),
      ),
      firstBadFrame: 0,
      toldEarly: 0,
      isChanged: false,
      isOver: false,
    };
  }

  #arrived(
    side: Side,
    block: Uint8Array,
    start: number,
    end: number,
    marks: SegmentMarks,
    position: number,
  ): void {
    if (this.#session.awaitsKeys) {
      const isHeld = this.#waiting.hold(side, block, start, end, marks, position);
      if (!isHeld || this.#waiting.hasClientsData) this.#retry(!isHeld);
      // It waits too, or has had its turn with those that did.
      if (isHeld || this.#stopped) return;
    }
    this.#record(side, block, start, end, marks, position);
    // Of whatever kind it was: what an acknowledgement covers beyond the last mark was sent and is not known.
    this.#plaintext.mark(side, position);
  }

  /** Looks again for keys that are awaited, and goes on with what waits for them. `isLast`: they are not waited for any longer. */
  #retry(isLast: boolean): void {
    if (!this.#session.awaitsKeys) return;
    this.#session.retry(isLast);
    if (this.#session.awaitsKeys) return;
    const frame = this.#frame;
    for (const { side, record, marks, position } of this.#waiting.take()) {
      if (this.#stopped) break;
      this.#frame = marks.frames[marks.count - 1] ?? frame;
      this.#arrived(side, record, 0, record.length, marks, position);
    }
    this.#frame = frame;
  }

  #record(
    side: Side,
    block: Uint8Array,
    start: number,
    end: number,
    marks: SegmentMarks,
    position: number,
  ): void {
    const type = block[start] ?? 0;
    const direction = this.#directions[side];
    if (this.#isProtected(direction, type)) {
      const opened = direction.keys.open(type, block, start + RECORD_HEADER, end);
      if (opened === null) this.#unopened(side, type, end - start - RECORD_HEADER, marks.frames[0] ?? 0);
      else this.#opened(side, opened, marks, position);
      return;
    }
    switch (type) {
      case CONTENT.HANDSHAKE:
        direction.handshake.push(block, start + RECORD_HEADER, end);
        return;
      case CONTENT.CHANGE_CIPHER_SPEC:
        this.#changeCipher(side);
        return;
      case CONTENT.ALERT:
        // One in the place of the server's hello, and what a client says to the certificate, are told of closed TLS too.
        if (side !== this.#client && this.#session.isAnswered) {
          this.#tellAlert(side, block, start + RECORD_HEADER, end);
        }
        return;
      case CONTENT.APPLICATION_DATA:
        this.#hasUnread = true;
        this.#plaintext.gap(side, Math.max(1, end - start - RECORD_HEADER), marks.frames[0] ?? 0);
        return;
      default:
        return;
    }
  }

  #changeCipher(side: Side): void {
    this.#directions[side].isChanged = true;
    this.#session.changeCipherSpec(side);
  }

  #tooLong(side: Side): void {
    const { isChanged, keys } = this.#directions[side];
    // What the capture holds without its hello, or behind a change to keys that are not known, is encrypted: it has no length.
    const isClear = this.#session.clientRandom !== null && !isChanged;
    if (keys.isActive || isClear) this.#notice('tls-handshake-too-long', this.#frame);
  }

  /** Whether records of this type are encrypted at this point. */
  #isProtected({ keys }: Direction, type: number): boolean {
    if (!keys.isActive) return false;
    // In TLS 1.3, and in early data before its version is agreed on, every encrypted record says that it is application data.
    const says23 = this.#session.is13 || keys.current?.kind === 'early';
    return says23 ? type === CONTENT.APPLICATION_DATA : true;
  }

  #opened(side: Side, opened: OpenedRecord, marks: SegmentMarks, position: number): void {
    const direction = this.#directions[side];
    if (direction.firstBadFrame > 0) {
      if (!this.#session.hasUnreadHandshake(side)) this.#notice('tls-bad-record', direction.firstBadFrame);
      direction.firstBadFrame = 0;
    }
    if (!this.#isOpened) {
      this.#isOpened = true;
      this.#see();
      this.#context.opened++;
    }
    const { type, block, start, end } = opened;
    switch (type) {
      case CONTENT.APPLICATION_DATA: {
        const shift = RECORD_HEADER + (direction.keys.current?.cipher.prefix ?? 0);
        if (direction.keys.current?.kind !== 'early') {
          this.#plaintext.data(side, opened, shift, marks);
        } else if (!this.#plaintext.holdEarly(opened, shift, marks, position)) {
          this.#notice('tls-limit', this.#frame);
        }
        return;
      }
      case CONTENT.HANDSHAKE:
        direction.handshake.push(block, start, end);
        return;
      case CONTENT.CHANGE_CIPHER_SPEC:
        this.#changeCipher(side);
        return;
      case CONTENT.ALERT:
        if (end - start === 2 && block[start + 1] === CLOSE_NOTIFY) this.end(side, 'closed');
        else this.#tellAlert(side, block, start, end);
        return;
      default:
        return;
    }
  }

  /** A record that is damaged, or was not made with these keys. */
  #unopened(side: Side, type: number, length: number, frame: number): void {
    const direction = this.#directions[side];
    const { keys } = direction;
    if (keys.unopened > MAX_BAD_RECORDS) {
      direction.records.stop();
      this.#plaintext.gap(side, 1, frame);
      if (keys.opened > 0) this.#notice('tls-given-up', frame);
      return;
    }
    if (keys.opened === 0) {
      if (direction.firstBadFrame === 0) direction.firstBadFrame = frame;
      if (this.#session.hasUnreadHandshake(side)) return;
    } else {
      this.#notice('tls-bad-record', frame);
    }
    this.#missing(side, type, length, frame);
  }

  #lost(side: Side, type: number, length: number, position: number, frame: number): void {
    const direction = this.#directions[side];
    direction.handshake.lose();
    if (!this.#isProtected(direction, type)) {
      if (type === CONTENT.CHANGE_CIPHER_SPEC) this.#changeCipher(side);
      return;
    }
    direction.keys.miss();
    this.#missing(side, type, length, frame);
    this.#plaintext.mark(side, position);
  }

  /** How much plaintext was lost will show with the next record; that some was must be known before the other side speaks. */
  #searching(side: Side, from: number, position: number, frame: number): void {
    const direction = this.#directions[side];
    if (direction.keys.current?.kind === 'application' && direction.toldEarly === 0) {
      direction.toldEarly = LEAST_LOST;
      this.#plaintext.gap(side, LEAST_LOST, frame);
    }
    // An acknowledgement of some of what is lost is one of more than what came before it.
    this.#plaintext.mark(side, from + LEAST_LOST);
    this.#plaintext.mark(side, position);
  }

  /** The plaintext of a record, whose body had `length` bytes, could not be had. */
  #missing(side: Side, type: number, length: number, frame: number): void {
    const current = this.#directions[side].keys.current;
    if (type !== CONTENT.APPLICATION_DATA || current?.kind !== 'application') return;
    this.#plaintext.gap(side, Math.max(1, length - current.cipher.overhead), frame);
  }

  #found(
    side: Side,
    block: Uint8Array,
    start: number,
    end: number,
    marks: () => SegmentMarks,
    position: number,
    missing: number,
  ): boolean {
    const direction = this.#directions[side];
    const type = block[start] ?? 0;
    const body = start + RECORD_HEADER;
    if (!direction.keys.isActive) {
      if (this.#session.is13) return false;
      const isChange = type === CONTENT.CHANGE_CIPHER_SPEC && end - body === 1 && block[body] === 1;
      // The change of ciphers was seen, or is among what was lost.
      this.#changeCipher(side);
      if (isChange) return true;
    }
    if (!this.#isProtected(direction, type)) return false;
    const found = direction.keys.openAfterLoss(type, block, body, end, missing);
    if (found === null) return false;
    direction.handshake.lose();
    // Where the key changed on the way, what was lost of the handshake and of the data before cannot be told apart.
    const { isNewKey, lostRecords } = found;
    const overhead = RECORD_HEADER + (direction.keys.current?.cipher.overhead ?? 0);
    const lost = isNewKey ? lostRecords : Math.max(1, missing - lostRecords * overhead);
    const rest = lost - direction.toldEarly;
    direction.toldEarly = 0;
    if (rest > 0) this.#plaintext.gap(side, rest, this.#frame);
    this.#opened(side, found.opened, marks(), position);
    this.#plaintext.mark(side, position);
    return true;
  }

  #broken(side: Side, fault: RecordFault, frame: number): void {
    // What follows is not read: the plaintext is not whole, however the connection ends.
    this.#plaintext.gap(side, 1, frame);
    switch (fault) {
      case 'malformed':
        this.#notice('tls-malformed', frame);
        return;
      case 'not-found':
        this.#notice('tls-given-up', frame);
        return;
      case 'too-many':
        this.#notice('tls-limit', frame);
        return;
    }
  }

  #problem(problem: SessionProblem): void {
    if (this.#stopped) return;
    // Of a session whose hello was not captured nobody can tell whether its keys are known; where no keys help, none are looked for.
    if (problem.kind === 'no-keys') this.#see();
    this.#stopped = true;
    for (const { records } of this.#directions) records.stop();
    this.#notices.problem(problem, this.#session, this.#frame);
  }

  #see(): void {
    if (this.#isSeen) return;
    this.#isSeen = true;
    this.#context.seen++;
  }

  #tellAlert(side: Side, block: Uint8Array, start: number, end: number): void {
    const description = block[start + 1] ?? CLOSE_NOTIFY;
    if (end - start !== 2 || block[start] !== FATAL || description === CLOSE_NOTIFY) return;
    // OpenSSL answers a connection that is closed without a word of TLS with decode_error.
    if (this.#directions[otherSide(side)].isOver) return;
    this.#notices.alert(side, description, this.#session, this.#frame);
  }

  #notice(code: NoticeCode, frame: number): void {
    this.#notices.say(code, this.#session, frame);
  }
}
