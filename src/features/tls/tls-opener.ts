import { copyBytes } from '../../engine/bytes/byte-string.ts';
import type { TlsInfo } from '../../engine/http/tls.ts';
import type { ConnectionFacts, ConnectionHandler, StreamEnd } from '../../engine/stream/handler.ts';
import { otherSide, type Side, type StreamChunk } from '../../engine/stream/stream-chunk.ts';
import { DirectionKeys } from './direction-keys.ts';
import { MAX_WAITING_BYTES, MAX_WAITING_BYTES_IN_ALL, WAITING_RECORD_COST } from './limits.ts';
import { Plaintext } from './plaintext.ts';
import { CONTENT, type SegmentMarks } from './record-stream.ts';
import { Session, type SessionProblem } from './session.ts';
import type { TlsContext } from './tls-context.ts';
import { TlsDirection } from './tls-direction.ts';
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
    if (!this.#isOpened || this.#stopped || this.#hasUnread) return false;
    return this.#plaintext.isEmpty && this.#directions.every(({ shutSince }) => shutSince === 0);
  }

  /** Nothing can come of it any more. */
  get isStopped(): boolean {
    return this.#stopped;
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
    if (this.#hasUnread && !this.#isOpened && !this.#stopped) this.#problem({ kind: 'no-hello' });
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

  /**
   * Whether a record waits for keys, or is not wanted any more; those that waited before it have their turn
   * once there are keys.
   */
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
    return isHeld || this.#stopped;
  }

  /**
   * Looks again for keys that are awaited, and goes on with what waits for them. `isLast`: they are not
   * waited for any longer.
   */
  #retry(isLast: boolean): void {
    if (!this.#session.awaitsKeys) return;
    this.#session.retry(isLast);
    if (this.#session.awaitsKeys) return;
    const frame = this.#frame;
    for (const { side, record, marks, position } of this.#waiting.take()) {
      if (this.#stopped) break;
      this.#frame = marks.frames[marks.count - 1] ?? frame;
      this.#directions[side].record(record, 0, record.length, marks, position);
    }
    this.#frame = frame;
  }

  #problem(problem: SessionProblem): void {
    if (this.#stopped) return;
    // Of a session whose hello was not captured nobody knows whether its keys are known; where no keys help,
    // none are looked for.
    if (problem.kind === 'no-keys') this.#see();
    this.#stopped = true;
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
  #hasClientsData = false;

  constructor(context: Pick<TlsContext, 'waitingBytes'>, client: Side) {
    this.#context = context;
    this.#client = client;
  }

  /** The client has encrypted: its keys are made, so that they are written already, or will be any moment. */
  get hasClientsData(): boolean {
    return this.#hasClientsData;
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
    this.#hasClientsData ||= side === this.#client && block[start] !== CONTENT.CHANGE_CIPHER_SPEC;
    return true;
  }

  /** Gives all of them back, for their turn or because nothing will open them. */
  take(): readonly WaitingRecord[] {
    const records = this.#records;
    this.#context.waitingBytes -= this.#bytes;
    this.#records = [];
    this.#bytes = 0;
    this.#hasClientsData = false;
    return records;
  }
}
