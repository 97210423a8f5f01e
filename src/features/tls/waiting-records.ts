import { copyBytes } from '../../bytes/byte-string.ts';
import type { Side } from '../../stream/stream-chunk.ts';
import { MAX_WAITING_BYTES, MAX_WAITING_BYTES_IN_ALL, WAITING_RECORD_COST } from './limits.ts';
import { CONTENT } from './record-stream.ts';
import type { SegmentMarks } from './segment-marks.ts';
import type { TlsContext } from './tls-context.ts';

/** A record with its header, the packets that brought it, and the stream offset of its end. */
interface WaitingRecord {
  readonly side: Side;
  readonly record: Uint8Array;
  readonly marks: SegmentMarks;
  readonly position: number;
}

/**
 * The records of one connection, both directions in the order in which they came, that wait for
 * keys which a growing key log does not hold yet: a capture that is read while it is taken may be
 * ahead of the client, which writes its keys in the middle of the handshake.
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

  /**
   * The client has encrypted: its keys are made, so that they are written already, or will be any
   * moment.
   */
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
