import { MAX_HANDSHAKE_MESSAGE_BYTES } from './limits.ts';

/** Handshake message types (RFC 8446 §4, RFC 5246 §7.4, RFC 5077 §3). */
export const HANDSHAKE = {
  HELLO_REQUEST: 0,
  CLIENT_HELLO: 1,
  SERVER_HELLO: 2,
  NEW_SESSION_TICKET: 4,
  END_OF_EARLY_DATA: 5,
  ENCRYPTED_EXTENSIONS: 8,
  CERTIFICATE: 11,
  CLIENT_KEY_EXCHANGE: 16,
  FINISHED: 20,
  KEY_UPDATE: 24,
} as const;

/** Bytes before a message's body: its type and length. */
export const MESSAGE_HEADER = 4;

/**
 * Cuts the handshake messages of one direction out of its records. A message may span records, a
 * record hold several.
 */
export class HandshakeReader {
  /** `message` with its type and length; valid only during the call. */
  readonly #take: (type: number, message: Uint8Array) => void;
  readonly #tooLong: () => void;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Bytes still to come of a message that is not kept. */
  #skip = 0;
  /** Records were lost: the next one may start inside a message. */
  #lost = false;

  constructor(take: (type: number, message: Uint8Array) => void, tooLong: () => void) {
    this.#take = take;
    this.#tooLong = tooLong;
  }

  /** The content of one record. */
  push(block: Uint8Array, start: number, end: number): void {
    let at = start;
    if (this.#lost) {
      // Only a record that one message fills exactly is certain to start with a message.
      if (end - start < MESSAGE_HEADER || messageLength(block, start) !== end - start) return;
      this.#lost = false;
    }
    while (at < end) {
      const skipped = Math.min(this.#skip, end - at);
      this.#skip -= skipped;
      at += skipped;
      if (at >= end) return;
      const needed = this.#length < MESSAGE_HEADER ? MESSAGE_HEADER : messageLength(this.#bytes, 0);
      const taken = Math.min(needed - this.#length, end - at);
      this.#append(block, at, at + taken);
      at += taken;
      if (this.#length < MESSAGE_HEADER) return;
      const whole = messageLength(this.#bytes, 0);
      if (whole > MAX_HANDSHAKE_MESSAGE_BYTES) {
        this.#skip = whole - this.#length;
        this.#length = 0;
        this.#tooLong();
      } else if (this.#length === whole) {
        this.#length = 0;
        this.#take(this.#bytes[0] ?? 0, this.#bytes.subarray(0, whole));
      }
    }
    if (this.#length === 0) this.#bytes = EMPTY;
  }

  /** A record that may have held handshake messages was lost. */
  lose(): void {
    this.#length = 0;
    this.#skip = 0;
    this.#lost = true;
  }

  /** Another epoch begins, which starts with a message. */
  restart(): void {
    this.#length = 0;
    this.#skip = 0;
    this.#lost = false;
  }

  #append(block: Uint8Array, from: number, to: number): void {
    const length = this.#length + (to - from);
    if (length > this.#bytes.length) {
      // Grows with what has come, and not with what a header promises.
      const grown = new Uint8Array(Math.max(256, length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    for (let i = from; i < to; i++) this.#bytes[this.#length + i - from] = block[i] ?? 0;
    this.#length = length;
  }
}

const EMPTY = new Uint8Array(0);

/** Length of a message with its header. */
export function messageLength(bytes: ArrayLike<number>, at: number): number {
  return MESSAGE_HEADER + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
}
